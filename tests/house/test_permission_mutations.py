"""Small faults in who may do what, made on purpose: the tables of `permissions/` and of states notice each.

Three run in every suite; `make test-permissions` draws forty more. What is expected stands in the same tables
as ever: each question that notices a fault must be answered as it says there once the fault is gone.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction

from cast import Cast, whole_cast
from colead.kit import scope
from house.actors import Scene, build_scene
from house.machines import read, taken_back
from house.permission_mutations import Mutation, all_mutations, draw
from house.services import all_services
from house.test_permissions import ROUTES, rows_for, surprises, wrong_doors, wrongly_served
from house.test_workflows import MACHINES
from house.test_workflows import surprises as surprising_moves

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("mutations")]

SEED = 40
NAMED = (
    "door: o/<slug:organisation>/staff-list/ asks for VIEW, not people.import",
    "door: o/<slug:organisation>/members/ asks for VIEW, not organisations.manage_members",
    "rule: colead.apps.people.bridge.structure._read: Position.objects.all() for Position.objects.on(day)",
)

Question = Callable[[], str]
Ask = Callable[[Mutation], Iterator[Question]]


def chosen() -> list[Mutation]:
    """The three named ones, and as many of the drawn ones as are wished."""
    named = [one for kind in all_mutations() for one in kind if str(one).strip() in NAMED]
    assert len(named) == len(NAMED)
    drawn = draw(int(os.environ.get("COLEAD_MUTATIONS", "0")), seed=SEED)
    return [*named, *(one for one in drawn if one not in named)]


def of_matrix(scene: Scene) -> Ask:
    """Services first, which are quick to ask; then everybody who may be answered otherwise; doors last."""

    def questions(mutation: Mutation) -> Iterator[Question]:
        for name in all_services() if mutation.path is None else ():
            if name.split(".")[0] in mutation.apps:
                yield lambda name=name: "".join(wrongly_served(name, scene))
        for actor in map(scene.actor, mutation.actors):
            for row in rows_for(actor):
                if mutation.touches(row):
                    yield lambda actor=actor, row=row: "".join(surprises(actor, scene, [row]))
        yield lambda: "".join(said for route in ROUTES.values() for said in wrong_doors(route))

    return questions


def of_states(cast: Cast) -> Ask:
    """Every line about the action."""

    def questions(mutation: Mutation) -> Iterator[Question]:
        stage = MACHINES[mutation.workflow](cast)
        for line in read(stage.table)[1]:
            yield lambda line=line: next(surprising_moves(stage, line), "")

    return questions


@pytest.fixture(scope="module")
def ask(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[Ask]:
    """What is asked of the matrix, or of the tables of states; each has the database to itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        if request.param == "matrix":
            yield of_matrix(build_scene(whole_cast()))
        else:
            cast = whole_cast()
            with scope.organisation(cast.clinic):
                yield of_states(cast)
        transaction.set_rollback(True)


def noticed(mutation: Mutation, questions: Iterator[Question]) -> Question | None:
    """The first question that is answered otherwise than the tables say."""
    with mutation.made():
        return next((question for question in questions if question()), None)


@pytest.mark.parametrize(
    ("ask", "mutation"),
    [("states" if one.workflow else "matrix", one) for one in chosen()],
    ids=str,
    indirect=["ask"],
    scope="module",
)
def test_the_tables_notice(mutation: Mutation, ask: Ask) -> None:
    with taken_back():
        question = noticed(mutation, ask(mutation))
        assert question is not None, "nobody is answered otherwise than the tables say"
        assert question() == ""
