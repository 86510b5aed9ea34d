"""What people said in confidence is read in few places, each of which people have read.

A figure that is computed from these rows for whoever asks is a way to ask about one person, so a module that
begins to read them shows here. Before you add it, see docs/decisions/0014: does it belong to a release that
is measured once, to the person themselves, or to an allocation that people agreed to?
"""

import ast
from collections.abc import Iterator
from pathlib import Path

APPS = Path(__file__).parents[2] / "src" / "colead" / "apps"
ROWS = {
    *("Nomination", "Respondent", "NominationImport"),
    *("Strength", "StrengthNotes", "StrengthConsent", "ViewRequest", "RequestedCompetency"),
}
ARRAYS = {"strengths_for_allocation"}
RELATIONS = ("nominations", "respondents", "strengths", "view_requests", "view_requests_received")
WRITES = {"models", "queries", "services", "migrations", "workflow", "__init__"}
WORDS = {"forms", "urls"}  # where a relation's name is the name of a field or of a page

READ_BY = {
    "network/bridge/compute.py": "measures a map, once",
    "network/views/imports.py": "shows an upload to the one who sent it",
    "network/bridge/picture.py": "lines between people who agreed, and the reader's own",
    "network/selectors.py": "how many answered, in fives",
    "people/bridge/strengths.py": "for an allocation that people agreed to, and what they show to everybody",
    "people/selectors/shown_strengths.py": "what a person shows to the reader",
    "people/selectors/own_strengths.py": "the reader's own",
    "people/selectors/own_strength_data.py": "the reader's own, as a file",
    "people/selectors/view_requests.py": "what the reader was asked",
    "people/api/strengths.py": "the reader's own consent",
    "people/views/strengths.py": "the reader's own",
    "people/forms/strengths.py": "the reader's own",
    "leadership/selectors/mine.py": "the reader's own",
    "leadership/bridge/problem.py": "an allocation that people agreed to",
    "leadership/bridge/scenarios.py": "who withdrew from an allocation since",
}


def confidential(text: str) -> Iterator[str]:
    """The confidential rows, and the arrays of them, that a module reads."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            yield from (one.name for one in node.names if one.name in ROWS | ARRAYS)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (name for name in RELATIONS if node.value.split("__")[0] == name)


def readers() -> set[str]:
    """Modules of the apps that read them, other than those that write, by path."""
    paths = {path.relative_to(APPS): path.read_text(encoding="utf-8") for path in APPS.rglob("*.py")}
    return {
        path.as_posix()
        for path, text in paths.items()
        if not WRITES & _parts(path)
        and set(confidential(text)) - (set(RELATIONS) if WORDS & _parts(path) else set())
    }


def _parts(path: Path) -> set[str]:
    return {part.removesuffix(".py") for part in path.parts}


def test_only_these_read_what_was_said_in_confidence() -> None:
    assert readers() == set(READ_BY)


def test_a_new_reader_is_seen() -> None:
    assert list(confidential("from colead.apps.people.models import Person, Strength"))
    assert list(confidential("Person.objects.annotate(said=Count('strengths__level'))"))
    assert not list(confidential("from colead.apps.people.models import Person"))
