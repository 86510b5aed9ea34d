"""Every action × party × state of the product beside tables of the tests, and what follows by itself."""

import json
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from django.db import transaction

from cast import Cast, whole_cast
from colead.apps import APPS
from colead.kit import scope
from colead.kit.workflow import HOUSE, NEW, REGISTRY
from house.machines import Machine, read, see, taken_back

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.xdist_group("workflows"),  # each stage is built once, in one process
]


def all_machines() -> list[type[Machine]]:
    """Those that the apps bring."""
    found = [f"apps.{app}.machines" for app in APPS if find_spec(f"apps.{app}.machines")]
    return [machine for module in found for machine in import_module(module).MACHINES]


MACHINES = {machine.name: machine for machine in all_machines()}
NAMES = pytest.mark.parametrize("name", MACHINES)


@pytest.fixture(scope="module")
def cast_of_all(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The cast in the scope of the clinic; what is done with it is taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = whole_cast()
        with scope.organisation(cast.clinic):
            yield cast
        transaction.set_rollback(True)


@pytest.fixture
def stage(name: str, cast_of_all: Cast) -> Iterator[Machine]:
    with taken_back():
        yield MACHINES[name](cast_of_all)


def surprises(stage: Machine, line: list[str]) -> Iterator[str]:
    """What comes of an action otherwise than the line of its table says."""
    parties, (action, before, after, *cells) = stage.parties(), line
    for party, expected in zip(read(stage.table)[0][3:], cells, strict=True):
        if expected == "/":
            continue
        seen = see(stage, before, lambda row, by=parties[party]: getattr(stage, action)(by, row))
        state = after if expected == "yes" else before
        if (seen.outcome, seen.after) != (expected, state):
            yield f"{action} {before} by {party}: {seen.outcome}, then {seen.after}"


@NAMES
def test_what_comes_of_every_action_for_everybody_in_every_state(stage: Machine) -> None:
    assert [said for line in read(stage.table)[1] for said in surprises(stage, line)] == []


@NAMES
def test_what_is_recorded_and_who_is_told(stage: Machine) -> None:
    parties, prefix, wrong = stage.parties(), f"{stage.model._meta.app_label}.", []
    names = {member.user.pk: party for party, member in parties.items() if member.user}
    first = first_states(stage)
    for action, by, entry, told in read(stage.effects)[1]:
        act = partial(getattr(stage, action), parties[by]) if by != "-" else getattr(stage, action)
        seen = see(stage, first[action], act)
        entries = ",".join(json.loads(text)["action"].removeprefix(prefix) for text in seen.entries)
        notices = sorted(f"{names.get(user, user)}:{kind.removeprefix(prefix)}" for user, kind in seen.told)
        if (entries or "-", ",".join(notices) or "-") != (entry, told):
            wrong.append(f"{action} by {by}: {entries or '-'} {','.join(notices) or '-'}")
    assert wrong == []


def first_states(stage: Machine) -> dict[str, str]:
    """For each action and cause, the first state in which something comes of it."""
    done = [(action, before) for action, before, _after, *cells in read(stage.table)[1] if "yes" in cells]
    done += [(cause, before) for _step, cause, before, after in read(stage.follows)[1] if before != after]
    return dict(reversed(done))


@NAMES
def test_what_follows_by_itself(stage: Machine) -> None:
    wrong = []
    for step, cause, before, after in read(stage.follows)[1]:
        seen = see(stage, before, getattr(stage, cause))
        if seen.after != after:
            wrong.append(f"{step}: {cause} brings {before} to {seen.after}")
    assert wrong == []


def test_every_move_of_the_product_stands_in_a_table_of_the_tests() -> None:
    missing = []
    for name, workflow in REGISTRY.items():
        tried = {(action, before) for action, before, *_rest in read(MACHINES[name].table)[1]}
        seen = {step for step, *_rest in read(MACHINES[name].follows)[1]}
        for one in workflow.transitions:
            states = ["new"] * (NEW in one.sources)
            states += [state or "none" for state in workflow.states.values if one.sources != (NEW,)]
            wanted = {(one.action, state) for state in states} if one.who != (HOUSE,) else set()
            missing += [f"{name}: {action} {state}" for action, state in sorted(wanted - tried)]
            if HOUSE in one.who and one.action not in seen:
                missing.append(f"{name}: {one.action} follows by itself")
    assert missing == []
