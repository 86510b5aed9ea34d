"""What many tests stand on, worked out once: later the same rows are written again, and nothing is computed.

    @pytest.fixture
    @remembered
    def house(clinic: Cast) -> House: ...

A test gets objects of its own, with its own arguments inside them; what was done to an argument is not
repeated. On SQLite the counters of its keys, which go back after each test, tell what stands there already;
where they stand elsewhere, all is built anew. On PostgreSQL it always is.
"""

import io
import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

from django.db import connection

from colead.kit import scope
from colead.kit.random_ids import RandomIdField

T = TypeVar("T")
Counters = tuple[tuple[str, int | str], ...]


@dataclass
class Memory:
    """The statements that wrote the rows, and the objects that stand for them."""

    statements: list[tuple[str, Any, bool]] = field(default_factory=list)
    objects: bytes = b""

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Listen to a statement; the database executes it as ever."""
        assert not sql.startswith("ROLLBACK"), "what is taken back cannot be remembered"
        if sql.split(maxsplit=1)[0] in {"INSERT", "UPDATE", "DELETE", "CREATE", "DROP"}:
            self.statements.append((sql, params, many))
        return execute(sql, params, many, context)

    def write_again(self) -> None:
        with scope.everything("the rows of one test"), connection.cursor() as cursor:
            for sql, params, many in self.statements:
                (cursor.executemany if many else cursor.execute)(sql, params)


class _Pickler(pickle.Pickler):
    """Arguments are not copied: their numbers stand for them."""

    def __init__(self, file: io.BytesIO, arguments: Sequence[Any]) -> None:
        super().__init__(file)
        self.numbers = {id(argument): number for number, argument in enumerate(arguments)}

    def persistent_id(self, thing: Any) -> int | None:
        return self.numbers.get(id(thing))


class _Unpickler(pickle.Unpickler):
    def __init__(self, objects: bytes, arguments: Sequence[Any]) -> None:
        super().__init__(io.BytesIO(objects))
        self.arguments = arguments

    def persistent_load(self, number: int) -> Any:
        return self.arguments[number]


def remembered(build: Callable[..., T]) -> Callable[..., T]:
    """Build once in a process; after that, write the same rows again and give a copy of the objects."""
    memories: dict[Counters, Memory] = {}

    @wraps(build)
    def built_or_remembered(*args: Any, **named: Any) -> T:
        if connection.vendor != "sqlite":
            return build(*args, **named)
        arguments, counters = [*args, *named.values()], _counters()
        if counters in memories:
            memory = memories[counters]
            memory.write_again()
            return _Unpickler(memory.objects, arguments).load()
        memory = Memory()
        with connection.execute_wrapper(memory):
            made = build(*args, **named)
        memory.objects = _pickled(made, arguments)
        memories[counters] = memory
        return made

    return built_or_remembered


def _pickled(made: Any, arguments: Sequence[Any]) -> bytes:
    file = io.BytesIO()
    _Pickler(file, arguments).dump(made)
    return file.getvalue()


def _counters() -> Counters:
    """The largest key that each table has had, and who draws them: they tell what was written before."""
    with connection.cursor() as cursor:
        counters = cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name").fetchall()
    return (*counters, ("drawn by", RandomIdField.get_pk_value_on_save.__name__))
