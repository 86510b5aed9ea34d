"""Work in the background: reminders of terms that end, what has ended, scenarios, withdrawn consent."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs.registry import every, work
from colead.apps.jobs.run import Run
from colead.apps.leadership.services import endings, scenarios, turnover


@every(timedelta(days=1), "leadership.follow_terms", at=time(6), label=_("Remind of terms that end"))
def follow_terms(run: Run, *, since: str, until: str) -> None:
    """Remind of the ends that came near in this period, and settle what is over."""
    after, day = (run.organisation.today(datetime.fromisoformat(instant)) for instant in (since, until))
    now = timezone.now()
    turnover.settle(by=run.member, now=now)
    run.report(
        reminders=endings.remind_of_term_ends(after=after, until=day, now=now),
        ended=endings.record_ended_terms(by=run.member, today=day, now=now),
        overtaken=endings.withdraw_overtaken_offers(by=run.member, today=day, now=now),
    )


@work("leadership.compute_scenario", label=_("Propose who leads what"))
def compute_scenario(run: Run, *, scenario: int) -> None:
    scenarios.compute_scenario(by=run.member, scenario=scenario, now=timezone.now(), progress=run.progress)


@every(timedelta(days=1), "leadership.forget_withdrawn", label=_("Take people who withdrew out of scenarios"))
def forget_withdrawn(run: Run, *, since: str, until: str) -> None:  # noqa: ARG001  (the schedule gives them)
    scenarios.forget_withdrawn(by=run.member, now=timezone.now())


@work("leadership.tell_of_leavings", label=_("Tell of tasks whose holders leave"))
def tell_of_leavings(run: Run, **told: Any) -> None:
    turnover.tell_of_leavings(organisation=run.organisation, now=timezone.now(), **told)
