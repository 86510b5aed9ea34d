"""People move, or are on leave: they go on holding what they hold, and those concerned hear of it in time."""

from datetime import date

import pytest
from django.urls import reverse

from apps.leadership.browsing import ON_THE_DAY, browser, text_of
from apps.leadership.builders import NOW, House, assignment, task
from apps.leadership.turnover import check, everybody, row, take_in, undo
from colead.apps.jobs.models import Job
from colead.apps.leadership.models import Assignment, Handover, Kind
from colead.apps.leadership.services import handovers, turnover
from colead.apps.notices.models import Notice
from colead.apps.people.services.turnover import said_of
from colead.kit.errors import Conflict

pytestmark = pytest.mark.database("both")

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
AWAY = row("alma", away=f"{MAY},{JUNE}")


def told(house: House) -> set[tuple[str, str]]:
    """Who got which notice, once the job has run."""
    for job in Job.objects.filter(work="leadership.tell_of_leavings"):
        turnover.tell_of_leavings(organisation=house.organisation, now=NOW, **job.arguments)
    rows = Notice.objects.values_list("user__email", "kind")
    return {(email.partition("@")[0], kind.partition(".")[2]) for email, kind in rows}


def test_whoever_moves_hands_over_what_they_hold_there_or_keeps_it(house: House) -> None:
    roster = assignment(task(house), house.people["alma"])
    elsewhere = assignment(task(house, "Keys", unit="office"), house.people["alma"])
    content = everybody(alma=row("alma", unit="office"))
    assert said_of(check(house.cast.carla, content).file.findings["follows"]) == [
        "Alma Holm moves to “Office” and still holds “Duty roster”: to be handed over, or kept."
    ]
    take_in(house, content)
    due = Handover.objects.get()
    assert (due.assignment, due.items.count()) == (roster, 6)
    assert told(house) == {("bo", "moved_away"), ("alma", "moved_away")}
    handovers.keep_task(by=house.cast.alma, handover_id=due.pk, now=NOW)
    assert not Handover.objects.exists()
    assert Assignment.objects.get(pk=roster.pk).valid_until is None
    assert Assignment.objects.get(pk=elsewhere.pk).valid_until is None


def test_undo_takes_the_handover_back(house: House) -> None:
    assignment(task(house), house.people["alma"])
    undo(house, take_in(house, everybody(alma=row("alma", unit="office"))))
    assert not Handover.objects.exists()


def test_what_somebody_who_leaves_holds_cannot_stay_with_them(house: House) -> None:
    assignment(task(house), house.people["eva"])
    take_in(house, everybody(eva=row("eva", end=JUNE)))
    with pytest.raises(Conflict, match="leaves"):
        handovers.keep_task(by=house.cast.bo, handover_id=Handover.objects.get().pk, now=NOW)


def test_a_long_absence_needs_somebody_who_stands_in(house: House) -> None:
    held = assignment(task(house), house.people["alma"])
    said = said_of(check(house.cast.carla, everybody(alma=AWAY)).file.findings["follows"])
    assert said == ["Alma Holm is on leave from 1 May 2026: nobody stands in for “Duty roster”."]
    assignment(held.task, house.people["uma"], kind=Kind.DEPUTY, beside=held)
    content = everybody(alma=AWAY)
    said = said_of(check(house.cast.carla, content).file.findings["follows"])
    assert said == ["Alma Holm is on leave from 1 May 2026: in “Duty roster” Uma Holm stands in."]
    take_in(house, content)
    assert told(house) == {("uma", "stands_in")}


def test_who_looks_after_the_task_hears_that_nobody_stands_in(house: House) -> None:
    assignment(task(house), house.people["alma"])
    take_in(house, everybody(alma=AWAY))
    assert told(house) == {("bo", "away")}


def test_a_short_absence_needs_nobody(house: House) -> None:
    assignment(task(house), house.people["alma"])
    short = row("alma", away=f"{MAY},{date(2026, 5, 14)}")
    assert said_of(check(house.cast.carla, everybody(alma=short)).file.findings["follows"]) == []


@pytest.mark.parametrize(("who", "sees"), [("bo", True), ("carla", True), ("uma", False)])
def test_the_page_of_a_unit_shows_what_is_to_be_handed_over(house: House, who: str, sees: bool) -> None:
    assignment(task(house), house.people["eva"])
    take_in(house, everybody(eva=row("eva", end=JUNE)))
    address = reverse("people:unit", args=["clinic", "ward"])
    shown = text_of(browser(getattr(house.cast, who)).get(address))
    assert ("Eva Holm, until 1 June 2026" in shown) is sees
    assert "To be handed over" not in text_of(browser(getattr(house.cast, who)).get(address, ON_THE_DAY))
