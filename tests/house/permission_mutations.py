"""Small faults in who may do what, made one at a time in the running product.

    with mutation.made():
        ...  # a door, a service or a table asks for something else

They are found in the product itself: in the doors of its routes, the walls of its services, the roles of its
permissions, the tables of its workflows, and the functions that say who somebody is (`RULES`). A fault by
which nobody is answered otherwise is left out by a rule that stands beside its reason.
"""

import ast
import inspect
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from random import Random
from types import CodeType, ModuleType
from typing import Any
from unittest import mock

from colead.apps import APPS
from colead.apps.people.bridge import structure
from colead.kit.roles import EVERYONE, Permission, Role
from colead.kit.workflow import HOUSE, NEW, PERMITTED, REGISTRY, Party, Transition, Workflow
from house.routes import organisation_routes
from house.services import service_modules
from house.table import Row, row_path

Made = Callable[[], AbstractContextManager[None]]

ASKED = {
    Role.MEMBER: ("uma", "alma", "bo"),
    Role.PEOPLE_TEAM: ("carla",),
    Role.CONSULTANT: ("dan",),
}
BY_STRUCTURE = ("eik", "uma", "alma", "bo", "carla")
"""The unit's lead until last month, a stranger, whose things they are, the unit's lead, the people team."""

RULES = {
    "people.own_person": ("is_own",),
    "people.bridge.structure": ("_read",),
    "leadership.stewards": ("stewards_unit", "require_steward"),
    "leadership.services.assignments": (),
    "leadership.services.lookups": (),
    "leadership.services.task_rows": (),
    "leadership.services.tasks": (),
    "jobs.queries": ("JobQuerySet.visible_to",),
    "notices.queries": ("NoticeQuerySet.of",),
}
"""Functions that say who somebody is. Of a module without names: where it asks those of another.

`units_led` is not here: what it asks first is only quicker, and the structure decides.
"""

ASKED_TWICE = (
    "extend_term",  # the offer that it makes asks the same
    "open_mandate",  # of the task's unit; other units of a mandate: tests/apps/leadership/test_mandates.py
    *(
        "upload",
        "choose_place",
        "choose_columns",
        "apply",
        "apply_at_once",
        "undo",
        "discard",
        "ask",
    ),  # `walls` has these
)
"""Functions and moves that ask what was asked on the only way there: nobody is answered otherwise."""

WITHIN_A_PAGE = {"people.see_email"}  # decides what a page holds, not who may open it: tests/apps/people
OF_WHAT_ONE_SEES = {"jobs.retry"}  # given to others it changes nothing: they see no job but their own


@dataclass(frozen=True)
class Mutation:
    """A fault: of which kind, in words, how it is made, and what it can touch.

    apps : whose routes and services.   path : of the one route that it touches, with its methods.
    actors : who may be answered otherwise.   workflow : whose table is asked instead, about `action`.
    """

    kind: str
    text: str
    made: Made
    apps: tuple[str, ...] = ()
    path: tuple[bool, str] | None = None
    methods: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    workflow: str = ""
    action: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}"

    def touches(self, row: Row) -> bool:
        """True when the row is about a route that the fault can touch."""
        if self.path is None:
            return row.app in self.apps
        return (row.is_api, row.path) == self.path and row.method in (self.methods or row.method)


def all_mutations() -> list[list[Mutation]]:
    """By kind."""
    return [list(kind()) for kind in (doors, roles, walls, parties, needs, rules)]


def draw(number: int, *, seed: int) -> list[Mutation]:
    """So many, each kind in turn."""
    random, kinds = Random(seed), all_mutations()
    for mutations in kinds:
        random.shuffle(mutations)
    longest = max(map(len, kinds))
    return [one[turn] for turn in range(longest) for one in kinds if turn < len(one)][:number]


def doors() -> Iterator[Mutation]:
    """A page, or a route of the API, asks for another permission of its app."""
    for route in organisation_routes():
        for door in route.doors():
            for name, other in _others(door.wanted):
                yield Mutation(
                    "door",
                    f"{' '.join([*door.methods, route.path])} asks for {name}, not {door.wanted.name}",
                    partial(_with, door.held_in, other),
                    path=(route.is_api, row_path(route)),
                    methods=door.methods,
                    actors=_who_differ(door.wanted, other),
                )


def roles() -> Iterator[Mutation]:
    """A permission is given to a role, or taken from it; not from the owner, who holds all of them."""
    for app in APPS:
        for held in _permissions(app).values():
            for role in ASKED if held.name not in WITHIN_A_PAGE else ():
                if held.name in OF_WHAT_ONE_SEES and role not in held.roles:
                    continue
                yield Mutation(
                    "role",
                    f"{held.name} {'taken from' if role in held.roles else 'given to'} {role}",
                    partial(_with, [(held, "roles")], held.roles ^ {role}),
                    apps=(app,),
                    actors=ASKED[role],
                )


def walls() -> Iterator[Mutation]:
    """A service asks for no permission, or another one of its app."""
    for module in service_modules():
        for function, node in _nodes(module):
            for text in _without_wall(module, node):
                yield _in_source("wall", module, function, node, text, actors=())


def parties() -> Iterator[Mutation]:
    """Somebody is added to who may make a move, or taken from them."""
    for workflow in REGISTRY.values():
        known = {party for one in workflow.transitions for party in one.who} - {HOUSE, PERMITTED}
        for one in workflow.transitions:
            for party in sorted(_parties(one, known), key=lambda party: party.name):
                who = tuple({*one.who} ^ {party})
                said = "may not" if party in one.who else "may"
                yield _in_table("party", workflow, one, "who", who, f"{party.name} {said}")


def needs() -> Iterator[Mutation]:
    """A move asks for no permission, or another one of its app."""
    for workflow in REGISTRY.values():
        for one in workflow.transitions:
            if one.needs and one.action not in ASKED_TWICE:
                if {*EVERYONE} - {*one.needs.roles}:  # else nobody is let in whom it kept out
                    yield _in_table("need", workflow, one, "needs", None, "needs nothing")
                for name, other in _others(one.needs):
                    yield _in_table("need", workflow, one, "needs", other, f"needs {name}")


def rules() -> Iterator[Mutation]:
    """A rule of who somebody is asks for no day, or for half; or it is not asked."""
    for name, functions in RULES.items():
        module = import_module(f"colead.apps.{name}")
        for function, node in _nodes(module, but=ASKED_TWICE):
            faults = _half_rules(node) if function in functions else _unasked(node)
            for text in faults:
                yield _in_source("rule", module, function, node, text, actors=BY_STRUCTURE)


@cache
def _permissions(app: str) -> dict[str, Permission]:
    try:
        module = import_module(f"colead.apps.{app}.permissions")
    except ModuleNotFoundError:
        return {}
    return {name: one for name, one in vars(module).items() if isinstance(one, Permission)}


def _others(wanted: Permission) -> list[tuple[str, Permission]]:
    """Those of the app that other roles hold: another name for the same roles answers nobody otherwise."""
    app = _permissions(wanted.name.split(".")[0])
    return [(name, other) for name, other in app.items() if other.roles != wanted.roles]


def _who_differ(one: Permission, other: Permission) -> tuple[str, ...]:
    return tuple(name for role in sorted(one.roles ^ other.roles) for name in ASKED[role])


def _parties(one: Transition, known: set[Party]) -> set[Party]:
    """Where a new row needs a role, its service makes it for whoever acts: nobody else can be a party."""
    if {HOUSE, PERMITTED} & {*one.who}:
        return set()
    return {*one.who} if one.needs and NEW in one.sources else known


def _in_table(kind: str, workflow: Workflow, one: Transition, column: str, value: Any, said: str) -> Mutation:
    made = partial(_with, [(one, column)], value)
    return Mutation(
        kind, f"{workflow.name}.{one.action}: {said}", made, workflow=workflow.name, action=one.action
    )


@contextmanager
def _with(places: Iterable[tuple[Any, str]], value: Any) -> Iterator[None]:
    """Frozen or not: attributes with another value, and afterwards as they were."""
    before = [(thing, name, getattr(thing, name)) for thing, name in places]
    for thing, name, _value in before:
        object.__setattr__(thing, name, value)
    try:
        yield
    finally:
        for thing, name, old in before:
            object.__setattr__(thing, name, old)


def _without_wall(module: ModuleType, node: ast.AST) -> list[str]:
    """What everybody may needs no wall. Nor is there one where the caller says which permission it is."""
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="permit"))):
            return ["pass"] if name.isupper() else []
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="by"), attr="require"),
            args=[ast.Attribute(value=ast.Name(id="permissions"), attr=wanted)],
        ):
            held = _permissions(_app(module))[wanted]
            others = [f"by.require(permissions.{name})" for name, _other in _others(held)]
            return others if held.roles == set(Role) else ["None", *others]
    return []


def _half_rules(node: ast.AST) -> list[str]:
    """Without the day on which somebody leads; with one of two conditions; without the exception.

    A guard against nothing there is no rule: without it the product only breaks.
    """
    match node:
        case ast.Call(func=ast.Attribute(value=rows, attr="on"), args=[_day]):
            return [f"{ast.unparse(rows)}.all()"] if ast.unparse(rows) == "Position.objects" else []
        case ast.BoolOp(values=values):
            guards = [one for one in values if _is_guard(one)]
            return [ast.unparse(one) for one in guards or values]
        case ast.IfExp(body=body, orelse=other) if not _is_guard(node.test):
            return [ast.unparse(body), ast.unparse(other)]
        case ast.If(body=[ast.Return() | ast.Raise()], orelse=[]) if not _is_guard(node.test):
            return ["pass"]
    return []


def _is_guard(node: ast.AST) -> bool:
    return any(one in ast.unparse(node) for one in (" is None", " is not None", ".user"))


def _unasked(node: ast.AST) -> list[str]:
    match node:
        case ast.Expr(value=ast.Call(func=ast.Name(id="require_steward"))):
            return ["pass"]
        case ast.UnaryOp(op=ast.Not(), operand=ast.Call(func=ast.Name(id="is_own"))):
            return ["False"]
    return []


def _app(module: ModuleType) -> str:
    return module.__name__.split(".")[2]


def _nodes(module: ModuleType, *, but: Collection[str] = ()) -> Iterator[tuple[str, Any]]:
    """Everything in the module's functions and methods, with the function's name."""
    for one in ast.parse(_source(module)).body:
        inside = one.body if isinstance(one, ast.ClassDef) else [one]
        prefix = f"{one.name}." if isinstance(one, ast.ClassDef) else ""
        for function in inside:
            if isinstance(function, ast.FunctionDef) and function.name not in but:
                for node in ast.walk(function):
                    yield prefix + function.name, node


def _source(module: ModuleType) -> str:
    return Path(str(module.__file__)).read_text(encoding="utf-8")


def _in_source(
    kind: str, module: ModuleType, function: str, node: Any, text: str, actors: tuple[str, ...]
) -> Mutation:
    return Mutation(
        kind,
        f"{module.__name__}.{function}: {text} for {ast.unparse(node)}".replace("\n", " "),
        partial(_run_with, module, function, node, text),
        apps=tuple(APPS[APPS.index(_app(module)) :]) if kind == "rule" else (_app(module),),
        actors=actors,
    )


@contextmanager
def _run_with(module: ModuleType, function: str, node: Any, text: str) -> Iterator[None]:
    """The function runs as if its source said `text` instead of the node."""
    changed = _replaced(_source(module), node, text)
    code = next(_codes(compile(changed, str(module.__file__), "exec", dont_inherit=True), function))
    live: Any = module
    for name in function.split("."):
        live = getattr(live, name)
    live = inspect.unwrap(live)
    unread = mock.patch.object(structure._structures, "_values", OrderedDict())
    with _with([(live, "__code__")], code), unread:
        yield


def _replaced(source: str, node: Any, text: str) -> str:
    lines = source.encode().splitlines(keepends=True)
    first, last = node.lineno - 1, node.end_lineno - 1
    before, after = lines[first][: node.col_offset], lines[last][node.end_col_offset :]
    lines[first : last + 1] = [before + text.encode() + after]
    return b"".join(lines).decode()


def _codes(code: CodeType, function: str) -> Iterator[CodeType]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            if one.co_qualname == function:
                yield one
            yield from _codes(one, function)
