"""The tables of states: what they name is there, the database keeps to them, nothing else writes a state."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import translation

from colead.kit.manifest import gathered
from colead.kit.workflow import GONE, HOUSE, NEW, REGISTRY, Transition, Workflow
from house_tools import tool

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "colead" / "apps"
WRITING = {"update", "create", "get_or_create", "update_or_create", "aupdate", "acreate"}


def test_no_state_is_written_but_by_a_move() -> None:
    """Neither `row.state = …` nor `rows.update(state=…)` and its like stands in any app."""
    columns = {workflow.column for workflow in REGISTRY.values()}
    files = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
    written = [
        f"{path.relative_to(SOURCE)}:{line}"
        for path in files
        for line, column in _written_in(path.read_text(encoding="utf-8"))
        if column in columns
    ]
    assert written == []


@pytest.mark.parametrize(
    "code", ["row.state = 1", "a, row.state = 1, 2", "rows.update(state=1)", 'setattr(row, "state", 1)']
)
def test_what_would_write_a_state_is_seen(code: str) -> None:
    assert "state" in [column for _line, column in _written_in(code)]


def _written_in(code: str) -> Iterator[tuple[int, str]]:
    """Line and name of what is written by name: attributes, and columns of rows."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.attr
        elif isinstance(node, ast.Call):
            yield from ((node.lineno, name) for name in _written_by(node))


def _written_by(call: ast.Call) -> list[str]:
    if isinstance(call.func, ast.Attribute) and call.func.attr in WRITING:
        return [keyword.arg for keyword in call.keywords if keyword.arg]
    if isinstance(call.func, ast.Name) and call.func.id == "setattr":
        return [str(one.value) for one in call.args[1:2] if isinstance(one, ast.Constant)]
    return []


def test_every_model_with_a_state_has_its_table() -> None:
    tables = {workflow.model for workflow in REGISTRY.values()}
    with_state = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("colead.") and "state" in {field.name for field in model._meta.fields}
    }
    assert with_state - tables == set()


@pytest.mark.parametrize("name", REGISTRY)
def test_a_table_names_what_there_is(name: str) -> None:
    """Its states, stamps and deadlines, entries and notices; and each action once."""
    workflow = REGISTRY[name]
    model = apps.get_model(workflow.model)
    field = model._meta.get_field(workflow.column)
    assert field.choices == workflow.states.choices
    columns = {one.name for one in model._meta.fields}
    states, actions = {*workflow.states.values}, [one.action for one in workflow.transitions]
    assert sorted(actions) == sorted(set(actions))
    assert set(workflow.stamps) <= columns
    for one in workflow.transitions:
        assert {*one.sources, *one.again} <= {*states, NEW}
        assert one.target is None or one.target in {*states, GONE}
        assert {one.deadline} - {""} <= columns
        assert {f"{workflow.app}.{one.entry}"} - {f"{workflow.app}."} <= set(gathered("entries"))
        assert set(one.brings) <= {other.action for flow in REGISTRY.values() for other in house_moves(flow)}
        assert {f"{workflow.app}.{tell.kind}" for tell in one.tells} <= set(gathered("notices"))


def house_moves(workflow: Workflow) -> list[Transition]:
    return [one for one in workflow.transitions if HOUSE in one.who]


def test_no_step_has_the_name_of_another() -> None:
    names = [step.name for workflow in REGISTRY.values() for step in workflow.steps.values()]
    assert len(names) == len(set(names)) > 0


@pytest.mark.parametrize("name", REGISTRY)
def test_the_database_keeps_to_the_table(name: str, db: None) -> None:
    workflow = REGISTRY[name]
    table = apps.get_model(workflow.model)._meta.db_table
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
    assert {one.name for one in workflow.constraints()} <= {key for key, one in found.items() if one["check"]}


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("name", REGISTRY)
def test_every_state_and_refusal_has_words(name: str, language: str) -> None:
    workflow = REGISTRY[name]
    with translation.override("en"):
        english = [str(text) for text in _texts(workflow)]
    with translation.override(language):
        words = [str(text) for text in _texts(workflow)]
    assert all(words)
    if language == "da":
        assert [one for one, two in zip(english, words, strict=True) if one == two] == []


def _texts(workflow: Workflow) -> list[Any]:
    refusals = [workflow.missing, workflow.closed, *workflow.late.values()]
    refusals += [one.closed for one in workflow.transitions if one.closed]
    said = [text for step in workflow.steps.values() for text in (step.button, step.done) if text]
    hints = [refusal.hint for refusal in refusals if refusal.hint]
    return [*workflow.states.labels, *(refusal.message for refusal in refusals), *hints, *said]


def test_the_page_of_states_is_made_from_the_tables() -> None:
    made = tool("states_page")
    assert made.PAGE.read_text(encoding="utf-8") == made.page(), "run python tools/states_page.py"
