"""A rule stands once: where each question is answered, and that nothing answers it a second time.

A sign knows the marks that a second answer leaves, not every way to write one; `copies` are second answers
that stood here once, and show that the sign sees them.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeGuard

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "colead"
Sign = Callable[[ast.AST], bool]
COUNT_OF_PEOPLE = re.compile(r"\b(people|answered|respondents|replies|nominators|crowd|leaders|agreed)\b")
LEAST = re.compile(r"_?((FEWEST|SMALLEST|LEAST|MIN|ENOUGH)_(PEOPLE|GROUP|ANSWERS|LEADERS)|CROWD|FIVES)$")
RIGHTS = {"stewards_unit", "require_steward", "units_led", "is_lead"}


@dataclass(frozen=True)
class Answer:
    """A question and the one place where its answer stands.

    where : the modules that hold the answer, by path; the sign is not looked for there.
    floors : where a second answer is looked for, as beginnings of paths.
    """

    question: str
    answer: str
    where: frozenset[str]
    sign: Sign
    copies: tuple[str, ...]
    floors: tuple[str, ...] = ("",)


def modules(*paths: str) -> frozenset[str]:
    """Paths below the source."""
    return frozenset(paths)


@cache
def written(node: ast.AST) -> str:
    """A node as Python would print it, the same however its author broke the lines."""
    return ast.unparse(node)


def has_keyword(*beginnings: str) -> Sign:
    """A call with an argument whose name begins so."""
    return lambda node: isinstance(node, ast.keyword) and (node.arg or "").startswith(beginnings)


def reads(pattern: str) -> Sign:
    """An attribute or a call that is written so."""
    found = re.compile(pattern)
    return lambda node: isinstance(node, ast.Attribute | ast.Call) and found.search(written(node)) is not None


def writes(pattern: str) -> Sign:
    """A condition or a sum that is written so."""
    found = re.compile(pattern)
    return lambda node: isinstance(node, ast.BinOp | ast.BoolOp) and found.search(written(node)) is not None


def names(name: str) -> Sign:
    """A variable or field of this name."""
    return lambda node: isinstance(node, ast.Name) and node.id == name


def imports(name: str) -> Sign:
    """An import of this name."""
    return lambda node: isinstance(node, ast.alias) and node.name == name


def asks_a_right_of_another_day(node: ast.AST) -> bool:
    """A question what somebody may, with a day that is not called today."""
    if not isinstance(node, ast.Call) or written(node.func).split(".")[-1] not in RIGHTS:
        return False
    days = [written(one.value) for one in node.keywords if one.arg == "today"]
    return not days or not re.search(r"\btoday(\(now\))?$", days[0])


def climbs(node: ast.AST) -> bool:
    """A loop that goes from one thing to what stands above it: `unit = parent[unit]`."""
    return isinstance(node, ast.While) and any(
        isinstance(step, ast.Assign)
        and any(
            isinstance(one, ast.Subscript) and _same(one.slice, step.targets[0])
            for one in ast.walk(step.value)
        )
        for step in ast.walk(node)
    )


def descends(node: ast.AST) -> bool:
    """A loop that takes from a list what it adds below: `waiting += children[waiting.pop()]`."""
    loop = written(node) if isinstance(node, ast.While) else ""
    return any(f"{name}.pop(" in loop for name in re.findall(r"(\w+) \+= ", loop))


def decides_what_is_shown(node: ast.AST) -> bool:
    """A threshold of its own: a number beside a count of people, or under a name that says the smallest."""
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        counts = any(COUNT_OF_PEOPLE.search(written(side)) for side in sides if not _is_number(side))
        return counts and any(_is_number(side) and side.value not in {0, 1, 2} for side in sides)
    if isinstance(node, ast.Assign) and _is_number(node.value):
        return any(LEAST.match(written(target)) for target in node.targets)
    return False


def counts_months(node: ast.AST) -> bool:
    """Arithmetic with the twelve months of a year."""
    twelve = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.FloorDiv)
    return (twelve and written(node).endswith(" 12")) or imports("monthrange")(node)


def adds_up_terms(node: ast.AST) -> bool:
    """Months of a term times the terms that somebody may hold in a row."""
    factors = re.compile(r"term_months.*\* .*most_terms|most_terms.*\* .*term_months")
    return isinstance(node, ast.BinOp) and factors.search(written(node)) is not None


def writes_the_scale(node: ast.AST) -> bool:
    """The highest level of a competency, written as a number."""
    if isinstance(node, ast.keyword):
        return (node.arg or "").endswith(("level__lte", "level__gte")) and _is_number(node.value)
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        return any(re.search(r"\blevel\b", written(side)) for side in sides) and any(
            written(side) in {"4", "5", "range(5)"} for side in sides
        )
    if isinstance(node, ast.Call):
        return bool(re.match(r"(\w+\.)*(number|numbers)\('level', \d", written(node)))
    return isinstance(node, ast.Dict) and bool(re.search(r"'level': \(\d", written(node)))


def _is_number(node: ast.AST) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and type(node.value) in {int, float}


def _same(one: ast.AST, other: ast.AST) -> bool:
    return isinstance(one, ast.Name) and isinstance(other, ast.Name) and one.id == other.id


def either(*signs: Sign) -> Sign:
    """One of the signs, at least."""
    return lambda node: any(sign(node) for sign in signs)


ANSWERS = [
    Answer(
        question="Which person of the staff list is this user, and which user is this person?",
        answer="apps/people/own_person.py: find_own_person, own_person, is_own, users_of",
        where=modules("apps/people/own_person.py"),
        sign=either(
            has_keyword("person__user", "colleague__user"),
            reads(r"^Person\.objects\b.*\((user|email__iexact)="),
            reads(r"\b(person|colleague)\.user(_id)?$"),
        ),
        copies=(
            "Person.objects.filter(user=member.user).first()",
            "Position.objects.on(day).filter(person__user=member.user, leads_unit=True)",
            "notify_each([offer.person.user], 'offered', offer)",
        ),
        floors=("apps/", "api/", "web/"),
    ),
    Answer(
        question="Who leads this unit on this day?",
        answer="engine/unit_leads.py: unit_leads, led_from_outside",
        where=modules(
            "engine/unit_leads.py",
            "apps/people/bridge/structure.py",  # reads the marks
            "apps/people/selectors/leads.py",  # asks it for people and members
            "apps/people/services/writing.py",  # stores the marks
        ),
        sign=reads(r"\b(filter|exclude|Q)\([^()]*\bleads_unit=|\bposition\.leads_unit$"),
        copies=("Position.objects.on(day).filter(person=own, leads_unit=True)",),
        floors=("apps/", "api/", "web/"),
    ),
    Answer(
        question="What may a lead or a steward do, and on which day is that asked?",
        answer="apps/leadership/stewards.py: stewards_unit, require_steward",
        where=modules("apps/leadership/stewards.py"),
        sign=asks_a_right_of_another_day,
        copies=(
            "stewards_unit(member, task.unit, day)",
            "require_steward(by, unit, today=request.as_of)",
            "units_led(member, today=day)",
        ),
        floors=("apps/", "api/", "web/"),
    ),
    Answer(
        question="What lies above and below a unit?",
        answer="engine/tree.py: line_up, branch, below, from_the_top",
        where=modules(
            "engine/tree.py",
            "apps/people/diff/units.py",  # the keys of a file, before anybody knows whether they make a tree
        ),
        sign=either(climbs, descends),
        copies=(
            "while place >= 0:\n    path.append(place)\n    place = int(engine.unit_parent[place])",
            "while unit >= 0:\n    unit = self.units[unit]['above']",
            "while waiting:\n    unit = waiting.pop()\n    waiting += below.get(unit, [])",
        ),
        floors=("apps/", "api/", "web/"),
    ),
    Answer(
        question="How much may be shown of so many people, and how is it rounded?",
        answer="engine/disclosure.py: shown, may_show, is_crowd, rounded, bands, IN_WORDS",
        where=modules("engine/disclosure.py"),
        sign=decides_what_is_shown,
        copies=(
            "if people < 5:\n    return Shown.NOTHING",
            "answered < 0.6 * invited and here.sum() >= 10 and size.answered < 0.6",
            "FEWEST_PEOPLE = 5",
            "unit['leaders'] >= 3",
        ),
    ),
    Answer(
        question="Which day is so many months later?",
        answer="engine/dates.py: add_months, month_starts",
        where=modules("engine/dates.py"),
        sign=counts_months,
        copies=("from calendar import monthrange", "year, month = place // 12, place % 12 + 1"),
    ),
    Answer(
        question="Whose turn is it to hold a task?",
        answer="engine/leadership/rotation.py: in_a_row_since, turn_ends",
        where=modules("engine/leadership/rotation.py"),
        sign=adds_up_terms,
        copies=(
            "month_after(first, task.term_months * task.most_terms)",
            "limit.term_months * limit.most_terms",
        ),
    ),
    Answer(
        question="Which levels has a competency?",
        answer="engine/levels.py: SCALE, LEVELS, MIN_LEVEL, MAX_LEVEL, MIN_NEEDED",
        where=modules("engine/levels.py"),
        sign=writes_the_scale,
        copies=(
            "Q(level__gte=1, level__lte=4)",
            "self.number('level', 1, 4)",
            "RANGES = {'seats': (1, 50), 'level': (1, 4)}",
            "met['level'] in range(5)",
        ),
    ),
    Answer(
        question="Has this person agreed, and to which words?",
        answer="apps/people/services/consents.py: give_consent, withdraw_consent",
        where=modules(
            "apps/people/models/consent.py", "apps/people/queries.py", "apps/people/services/consents.py"
        ),
        sign=either(has_keyword("withdrawn_at"), reads(r"\.withdrawn_at$"), names("withdrawn_at")),
        copies=(
            "NameConsent.objects.filter(withdrawn_at__isnull=True)",
            "consent.withdrawn_at = now",
            "withdrawn_at = models.DateTimeField(null=True, blank=True)",
        ),
        floors=("apps/", "api/", "web/"),
    ),
    Answer(
        question="What lies in a period, and what goes on beyond a day?",
        answer="engine/periods.py: Period, lasts_beyond",
        where=modules(
            "engine/periods.py",
            "apps/organisations/queries.py",  # the same as conditions: valid_on, lasting_beyond, meeting
        ),
        sign=either(
            writes(r"^Q\(valid_until__isnull=True\) \| Q\(valid_until__gte?=(?!F)"),
            writes(r"(until|end) is None or (\w*day < |\S*(until|end) > \S*day\b)"),
            writes(r"(until|end) is not None and \S*(until|end) <= \S*day\b(?! \+)"),
        ),
        copies=(
            "row.valid_from <= day and (row.valid_until is None or day < row.valid_until)",
            "Q(valid_until__isnull=True) | Q(valid_until__gt=day)",
            "task.valid_until is not None and task.valid_until <= today",
        ),
    ),
    Answer(
        question="What day is it where the organisation is, and when does it end?",
        answer="apps/organisations/models.py: today, end_of",
        where=modules(
            "apps/organisations/models.py",
            "apps/jobs/schedule.py",  # wall times of recurring work
        ),
        sign=reads(r"\.astimezone\((?!UTC)|\bZoneInfo\(|\bnow(\(\))?\.date\(\)"),
        copies=(
            "note_use(token, now.date())",
            "now.astimezone(ZoneInfo(organisation.time_zone)).date()",
            "datetime.combine(day + timedelta(days=1), time(), ZoneInfo(organisation.time_zone))",
        ),
        floors=("apps/", "kit/", "api/", "web/"),
    ),
    Answer(
        question="In which language does somebody read?",
        answer="kit/languages.py: reading_language",
        where=modules("kit/languages.py"),
        sign=reads(r"\bget_language\("),
        copies=('get_language() or "en"', 'EXAMPLES["da" if translation.get_language() == "da" else "en"]'),
    ),
    Answer(
        question="How are many rows cut into statements?",
        answer="kit/batches.py: batches",
        where=modules("kit/batches.py"),
        sign=imports("islice"),
        copies=("from itertools import islice",),
        floors=("apps/", "kit/", "api/", "web/"),
    ),
]
named = pytest.mark.parametrize("answer", ANSWERS, ids=[one.answer.partition(":")[0] for one in ANSWERS])


@cache
def nodes_of_modules() -> dict[str, list[ast.AST]]:
    """Every module of the source by its path, without migrations."""
    files = (file for file in SOURCE.rglob("*.py") if "migrations" not in file.parts)
    return {
        str(file.relative_to(SOURCE)): list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
        for file in files
    }


def second_copies(answer: Answer) -> Iterator[str]:
    """Where the sign is seen outside the answer's own modules."""
    for path, nodes in nodes_of_modules().items():
        if path.startswith(answer.floors) and path not in answer.where:
            lines = {getattr(node, "lineno", 0) for node in nodes if answer.sign(node)}
            yield from (f"{path}:{line}" for line in sorted(lines))


@named
def test_nothing_answers_a_second_time(answer: Answer) -> None:
    places = "\n  ".join(second_copies(answer))
    assert not places, f"{answer.question}\nThat is answered in {answer.answer}; use it here:\n  {places}"


@named
def test_the_answer_stands_where_it_is_said_to(answer: Answer) -> None:
    assert answer.where <= nodes_of_modules().keys()
    path, _, names = answer.answer.partition(": ")
    defined = {getattr(node, "name", getattr(node, "id", "")) for node in nodes_of_modules()[path]}
    assert {name.strip() for name in names.split(",")} <= defined


@named
def test_a_newcomer_finds_the_answer_in_the_docs(answer: Answer) -> None:
    described = (SOURCE.parents[1] / "docs" / "architecture.md").read_text(encoding="utf-8")
    path = answer.answer.partition(":")[0]
    assert f"`{path}`" in described, f"{answer.question} Name {path} in docs/architecture.md."


@named
def test_a_second_copy_would_be_noticed(answer: Answer) -> None:
    for copy in answer.copies:
        assert any(answer.sign(node) for node in ast.walk(ast.parse(copy))), copy


def test_no_template_asks_who_somebody_is() -> None:
    asking = re.compile(r"\b(person|colleague)\.user")
    found = [file.name for file in SOURCE.rglob("*.html") if asking.search(file.read_text(encoding="utf-8"))]
    assert not found, f"people/own_person.py answers that: {found}"


def test_no_template_holds_a_threshold() -> None:
    deciding = re.compile(r"{% *(el)?if [^%]*(people|answered|leaders)[a-z_.]* *(<|<=|>|>=) *[3-9]")
    assert deciding.search("{% if unit.people < 5 %}")
    found = [one.name for one in SOURCE.rglob("*.html") if deciding.search(one.read_text(encoding="utf-8"))]
    assert not found, f"engine/disclosure.py answers that: {found}"


def test_tests_take_the_day_from_where_their_cast_is() -> None:
    """Between eleven in the evening and midnight of the machine's clock it is another one."""
    tests = Path(__file__).parents[1]
    of_the_machine = re.compile(r"\bnow\(\)\.date\(\)")
    asking = [file.name for file in tests.rglob("*.py") if of_the_machine.search(file.read_text("utf-8"))]
    assert asking == []
