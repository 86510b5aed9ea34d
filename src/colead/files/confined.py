"""A file from outside is read in a process of its own, which may take so much time and memory and no more.

What unpacks or is parsed by a library can ask for a thousand times its size; checks of what a file says about
itself never catch all of it. Plain text is read at once: it costs what it is long.

    python -m colead.files.confined NAME LIMITS   the child: the file on standard input, the answer on output
"""

import contextlib
import json
import pickle
import subprocess
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from colead.files.graph_files import is_graph, read_graph
from colead.files.grids import Grid
from colead.files.limits import LIMITS, Limits
from colead.files.opened_file import OpenedFile, open_file
from colead.files.places import WHERE_FOUND, Place
from colead.files.problems import FileError, refuse
from colead.files.reading import is_text, read_grids, read_table_from_bytes
from colead.files.tables import Table
from colead.files.tie_files import TieFile

_READERS: dict[str, Callable[..., Any]] = {
    read.__name__: read for read in (read_table_from_bytes, read_grids, open_file, read_graph)
}
_NO_MEMORY, _FAULT = 3, 1  # how the child ends


@dataclass(frozen=True)
class Allowance:
    """What reading one file may take. seconds : of CPU; twice as many by the clock.   memory : in bytes."""

    seconds: int = 20
    memory: int = 4_000_000_000


ALLOWANCE = Allowance()
TEXT_AT_ONCE = 5_000_000
"""Bytes of text that are read without a process of their own, which takes half a second to start."""


def read_confined(
    content: bytes,
    name: str,
    limits: Limits = LIMITS,
    allowance: Allowance = ALLOWANCE,
    place: Place = WHERE_FOUND,
    *,
    or_without_header: bool = False,
) -> Table:
    """The table in an uploaded file. See `reading.read_table`; FileError also when it takes too much."""
    how = {"or_without_header": or_without_header}
    table: Table = _confined(read_table_from_bytes, content, name, limits, allowance, place=place, **how)
    return table


def open_confined(
    content: bytes,
    name: str,
    limits: Limits = LIMITS,
    allowance: Allowance = ALLOWANCE,
    place: Place = WHERE_FOUND,
    *,
    may_ask: bool = False,
) -> OpenedFile:
    """The table in an uploaded file with the first look at it. See `opened_file.open_file`."""
    opened: OpenedFile = _confined(open_file, content, name, limits, allowance, place=place, may_ask=may_ask)
    return opened


def read_grids_confined(
    content: bytes, name: str, limits: Limits = LIMITS, allowance: Allowance = ALLOWANCE
) -> list[Grid]:
    """The sheets of an uploaded file. See `reading.read_grids`; FileError also when it takes too much."""
    grids: list[Grid] = _confined(read_grids, content, name, limits, allowance)
    return grids


def read_ties_confined(
    content: bytes, name: str, limits: Limits = LIMITS, allowance: Allowance = ALLOWANCE
) -> TieFile:
    """What an uploaded file of ties holds. See `tie_files.open_tie_file`; graphs are always confined."""
    read = read_graph if is_graph(content) else read_grids
    found: TieFile = _confined(read, content, name, limits, allowance)
    return found


def _confined(
    read: Callable[..., Any], content: bytes, name: str, limits: Limits, allowance: Allowance, **how: Any
) -> Any:
    """What one of the readers finds: at once, or in a process of its own."""
    if len(content) > limits.bytes:
        raise refuse("file_too_large", name=name, megabytes=limits.bytes // 1_000_000)
    if len(content) <= TEXT_AT_ONCE and is_text(content) and read is not read_graph:
        return read(content, name, limits, **how)
    place = how.pop("place", None)
    asked = how if place is None else {**how, "place": asdict(place)}
    return _answer(content, name, limits, allowance, {"read": read.__name__, "how": asked})


def _answer(content: bytes, name: str, limits: Limits, allowance: Allowance, wanted: dict[str, Any]) -> Any:
    """What the child found. wanted : the name of the reader, and how it reads.

    RuntimeError for a fault of ours, such as a missing library: says where, and nothing of the file.
    """
    asked = {"limits": asdict(limits), "allowance": asdict(allowance), "wanted": wanted}
    try:
        done = subprocess.run(  # noqa: S603  (our own module)
            [sys.executable, "-m", "colead.files.confined", name, json.dumps(asked)],
            input=content,
            capture_output=True,
            timeout=2 * allowance.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_heavy(name) from None
    if done.returncode < 0 or done.returncode == _NO_MEMORY:  # below 0: ended by the system
        raise _too_heavy(name)
    if done.returncode:
        raise RuntimeError("An upload could not be read: " + _last_line(done.stderr))
    answer = pickle.loads(done.stdout)  # noqa: S301  (what our own process wrote)
    if isinstance(answer, FileError):
        raise answer
    return answer


def _too_heavy(name: str) -> FileError:
    return refuse("file_too_heavy", name=name)


def _last_line(said: bytes) -> str:
    return next(reversed(said.decode(errors="replace").splitlines()), "the child said nothing")


def _confine(allowance: Allowance) -> None:
    """Limits that the system keeps; a system that knows one of them not keeps the others and the clock."""
    import resource

    for kind, most in (
        (resource.RLIMIT_CPU, allowance.seconds),
        (resource.RLIMIT_AS, allowance.memory),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def _read(content: bytes, name: str, limits: Limits, wanted: dict[str, Any]) -> Any:
    how = wanted["how"]
    if "place" in how:
        how["place"] = Place(**how["place"])
    try:
        return _READERS[wanted["read"]](content, name, limits, **how)
    except FileError as error:
        return error


def main() -> None:
    """The child."""
    try:
        _answer_from_input()
    except MemoryError:
        sys.exit(_NO_MEMORY)
    except BaseException as error:  # a panic of polars is no Exception
        sys.stderr.write(f"\n{_place_of(error)}\n")
        sys.exit(_FAULT)


def _place_of(error: BaseException) -> str:
    """What went wrong and where. A message may repeat the file, so it is told of imports only."""
    at = traceback.extract_tb(error.__traceback__)[-1]
    why = f" ({error})" if isinstance(error, ImportError) else ""
    return f"{type(error).__name__} in {at.filename}, line {at.lineno}{why}"


def _answer_from_input() -> None:
    name, arguments = sys.argv[1:]
    given: dict[str, Any] = json.loads(arguments)
    _confine(Allowance(**given["allowance"]))
    answer = _read(sys.stdin.buffer.read(), name, Limits(**given["limits"]), given["wanted"])
    sys.stdout.buffer.write(pickle.dumps(answer, protocol=5))


if __name__ == "__main__":
    main()
