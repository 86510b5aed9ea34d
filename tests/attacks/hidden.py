"""What people keep to themselves, and whether any answer of the product tells it.

Two organisations that differ in nothing but what is hidden must look alike to everybody else, on every
page, in every file and through the API; and whatever they do there must be answered and recorded alike.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cast import DAY
from colead.apps.leadership.models import Application, LeadershipTask, Offer
from colead.apps.ledger.models import LedgerRecord
from colead.apps.network.models import NominationImport
from colead.apps.people.models import (
    Competency,
    RequestedCompetency,
    Strength,
    StrengthConsent,
    StrengthNotes,
    ViewRequest,
)
from colead.kit import scope
from house.actors import Actor, Scene
from house.routes import Route
from house.table import Row
from house.world import World

VOLATILE = re.compile(
    r"\b[A-Za-z0-9]{64}\b|\d\d:\d\d:\d\d[.\d]*|\b\d{7,}\b|\b[0-9a-f]{16}\b|— \S+ \S+|calendar/[\w-]{43}\.ics"
)
"""What is another one each time it is asked for: tokens, addresses of calendars, times, fingerprints and
signatures."""


def hide(world: World) -> None:
    """What there is to hide in a furnished world, about people who are nobody's actors here.

    Each is hidden from everybody but its owner; of suggestions, who made one knows that, and no more.
    """
    shared: dict[str, Any] = {"organisation": world.organisation}
    quiet, other, seen_by = world.people[5:8]
    private = {"person": quiet, "competency": world.competency, "level": 1, **shared}
    Strength.objects.create(wish=-1, **private)
    evidence = Competency.objects.create(key="x-evidence", name_en="X", name_da="X", **shared)
    Strength.objects.create(**private | {"competency": evidence, "source": Strength.Source.EVIDENCE})
    StrengthNotes.objects.create(person=quiet, text="Not for others", **shared)
    for colleague, state in ((other, "open"), (seen_by, "answered")):
        answered_at = timezone.now() if state == "answered" else None
        asked = ViewRequest.objects.create(
            person=quiet,
            colleague=colleague,
            state=state,
            asked_at=timezone.now(),
            answered_at=answered_at,
            **shared,
        )
        RequestedCompetency.objects.create(request=asked, competency=world.competency, **shared)
    Strength.objects.create(request=asked, **private | {"source": Strength.Source.PEER})
    bo = world.people[0]
    mine = ViewRequest.objects.create(person=bo, colleague=quiet, asked_at=timezone.now(), **shared)
    RequestedCompetency.objects.create(request=mine, competency=world.competency, **shared)
    task = LeadershipTask.objects.get(pk=world.values["task"])
    Application.objects.create(
        task=task, person=quiet, state="suggested", suggested_by=bo, created_at=timezone.now(), **shared
    )
    Offer.objects.create(
        task=task,
        person=other,
        starts_on=DAY,
        offered_at=timezone.now(),
        state="declined",
        answered_at=timezone.now(),
        reason="",
        **shared,
    )


def _strengths(world: World) -> None:
    hidden = Strength.objects.filter(person=world.people[5], visible_to="self")
    hidden.update(level=4)
    hidden.filter(source="self").update(wish=2)


def _notes(world: World) -> None:
    StrengthNotes.objects.filter(person=world.people[5]).delete()


def _refused_views(world: World) -> None:
    ViewRequest.objects.filter(state="open", person__in=world.people[:6]).update(state="declined")


def _refused_suggestions(world: World) -> None:
    Application.objects.filter(person=world.people[5]).update(state="quiet")


def _reasons(world: World) -> None:
    Offer.objects.filter(person=world.people[6]).update(reason="Too much else")


def _consent(world: World) -> None:
    """Withdrawn long ago: who never agreed and who took it back are treated alike."""
    then = timezone.now() - timedelta(days=30)
    StrengthConsent.objects.create(
        organisation=world.organisation, person=world.people[5], given_at=then, withdrawn_at=then
    )


def _uploads(world: World) -> None:
    """What somebody has uploaded and not stored is theirs until it is."""
    found = NominationImport.objects.get(pk=world.values["nomination_import"])
    found.nominations = bytes(found.nominations).replace(b"p0-", b"p2-")
    found.save()


SECRETS: dict[str, Callable[[World], None]] = {
    "strengths": _strengths,
    "notes": _notes,
    "refused views": _refused_views,
    "refused suggestions": _refused_suggestions,
    "reasons of a no": _reasons,
    "consents taken back": _consent,
    "uploads of nominations": _uploads,
}
KNOWN_TO = {"uploads of nominations": {"carla"}}
"""Whose it is, among the actors."""


def answers(actor: Actor, scene: Scene, rows: list[tuple[Row, Route]]) -> dict[str, str]:
    """What the actor is answered and the audit log then says, by row; what was written is taken back."""
    return {str(row): _answer(actor, scene, row, route) for row, route in rows}


def _answer(actor: Actor, scene: Scene, row: Row, route: Route) -> str:
    values = scene.here.values | {"person": scene.here.people[5].key}
    sent, url = row.body(values), route.url(values)
    with taken_back():
        if not row.writes:
            response = actor.client.get(url, sent)
        elif row.is_api:
            response = actor.client.generic(row.method, url, json.dumps(sent), "application/json")
        else:
            response = actor.client.post(url, sent)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        said = (
            f"{response.status_code} {response.headers.get('Location', '')} {body.decode(errors='replace')}"
        )
        recorded = _recorded() if row.writes else ""
    return VOLATILE.sub("~", said + recorded)


def _recorded() -> str:
    """All that people of any role could read in the audit log or its export."""
    with scope.everything("any organisation may have been written to"):
        return "\n".join(
            LedgerRecord.objects.order_by("organisation", "leaf__index").values_list("text", flat=True)
        )


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
