"""Reads about scenarios as a list."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F

from colead.apps.leadership import permissions
from colead.apps.leadership.models import Scenario
from colead.kit.roles import Member


@dataclass(frozen=True)
class ScenarioRow:
    """A scenario in the list: what came out of it, and how many of its seats have been offered."""

    id: int
    name: str
    as_of: date
    state: str
    state_label: str
    filled: int
    wanted: int
    offers: int
    who: str
    created_at: datetime


def scenario_rows(member: Member) -> list[ScenarioRow]:
    """All scenarios, the newest first. One query."""
    member.require(permissions.ALLOCATE)
    rows = Scenario.objects.select_related("created_by").annotate(n_offers=Count("offers"))
    rows = rows.annotate(filled=F("result__filled"), wanted=F("result__wanted")).defer("question", "result")
    return [_row(one) for one in rows]


def _row(found: Scenario) -> ScenarioRow:
    told = vars(found)
    return ScenarioRow(
        id=found.pk,
        name=found.name,
        as_of=found.as_of,
        state=found.state,
        state_label=found.get_state_display(),
        filled=told["filled"] or 0,
        wanted=told["wanted"] or 0,
        offers=told["n_offers"],
        who=str(found.created_by or ""),
        created_at=found.created_at,
    )
