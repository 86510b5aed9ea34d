"""Reads about scenarios as a list."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from django.db.models import Count, F
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership import permissions
from colead.apps.leadership.models import Scenario
from colead.kit.columns import Column, Kind, ListOf
from colead.kit.roles import Member


@dataclass(frozen=True)
class ScenarioRow:
    """A scenario in the list: what came out of it, and how many of its seats have been offered."""

    id: Annotated[int, Column(_("Compare"), Kind.TICK, cell="leadership/_scenario_tick_cell.html")]
    name: Annotated[str, Column(_("Scenario"), cell="leadership/_scenario_name_cell.html")]
    state: str
    state_label: Annotated[str, Column(_("State"))]
    filled: Annotated[int, Column(_("Seats filled"), cell="leadership/_scenario_filled_cell.html")]
    wanted: int
    offers: Annotated[int, Column(_("Offers made"))]
    as_of: Annotated[date, Column(_("As of"))]
    who: str
    created_at: datetime


SCENARIOS = ListOf(_("Scenarios"), ScenarioRow, page="leadership:scenarios", api="/leadership/scenarios")


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
