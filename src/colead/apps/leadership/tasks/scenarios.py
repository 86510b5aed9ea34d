"""Work in the background: compute a scenario, forget those who withdrew consent."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs.registry import every, task
from colead.apps.jobs.run import Run
from colead.apps.leadership.services import scenario_consent, scenarios


@task("leadership.compute_scenario", label=_("Propose who leads what"))
def compute_scenario(run: Run, *, scenario: int) -> None:
    scenarios.compute_scenario(by=run.member, scenario=scenario, now=timezone.now(), progress=run.progress)


@every(timedelta(days=1), "leadership.forget_withdrawn", label=_("Take people who withdrew out of scenarios"))
def forget_withdrawn(run: Run, *, since: str, until: str) -> None:  # noqa: ARG001  (the schedule gives them)
    scenario_consent.forget_withdrawn(by=run.member, now=timezone.now())
