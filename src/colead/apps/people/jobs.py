from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs.registry import every, work
from colead.apps.jobs.run import Run
from colead.apps.people import services
from colead.apps.people.services import account_links
from colead.kit.statistics import refresh_statistics


@work("people.check_import", label=_("Check a staff list"))
def check_import(run: Run, *, import_id: int) -> None:
    services.check_import(by=run.member, import_id=import_id, now=timezone.now(), progress=run.progress)


@work("people.apply_import", label=_("Import a staff list"))
def apply_import(run: Run, *, import_id: int) -> None:
    services.apply_import(by=run.member, import_id=import_id, now=timezone.now(), progress=run.progress)


@work("people.undo_import", label=_("Undo an import"))
def undo_import(run: Run, *, import_id: int) -> None:
    services.undo_import(by=run.member, import_id=import_id, now=timezone.now(), progress=run.progress)


@every(timedelta(hours=1), "people.refresh_statistics", label=_("Let the database look at its tables"))
def refresh(run: Run, *, since: str, until: str) -> None:  # noqa: ARG001  (the schedule gives them)
    refresh_statistics()


@every(timedelta(days=1), "people.remove_expired_files", label=_("Remove files of old imports"))
def remove_expired_files(run: Run, *, since: str, until: str) -> None:  # noqa: ARG001  (the schedule gives them)
    services.remove_expired_files(by=run.member, now=timezone.now())


@work("people.tell_unlinked", label=_("Tell whose address on the staff list changed"))
def tell_unlinked(run: Run, *, links: list[int]) -> None:
    account_links.tell_unlinked(organisation=run.organisation, links=links, now=timezone.now())


@work("people.mail_earlier_address", label=_("Ask at an earlier address"))
def mail_earlier_address(run: Run, *, person: int) -> None:
    account_links.mail_earlier_address(organisation=run.organisation, person=person)
