"""What becomes of an e-mail digest: the table of the tests. Nobody does anything with one."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

from django.test import override_settings
from django.utils import timezone

from apps.notices.mail_server import ScriptedServer
from cast import Cast
from colead.apps.notices.digest import prepare_digests, send_digests
from colead.apps.notices.models import Digest
from colead.apps.notices.services import notify
from colead.kit.roles import Member
from house.machines import Machine

NOW = timezone.now()


class Digests(Machine):
    name, model = "digest", Digest
    follows = """
        step     cause                    before    after
        write    there_is_news            new       waiting
        send     it_goes_out              waiting   sent
        send     it_goes_out              sent      sent
        send     it_goes_out              given_up  given_up
        give_up  the_address_is_refused   waiting   given_up
        give_up  the_address_is_refused   sent      sent
        give_up  the_server_is_away       waiting   waiting
        give_up  it_is_away_a_tenth_time  waiting   given_up
    """

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        notify(to=cast.alma.user, organisation=cast.clinic, kind="people.view_asked", subject="x:1", now=NOW)

    def parties(self) -> dict[str, Member]:
        return {}

    def make(self, state: str) -> Digest:
        digest = self.there_is_news(None)
        Digest.objects.update(state=state, sent_at=NOW if state == "sent" else None)
        return digest

    def there_is_news(self, _row: None) -> Digest:
        prepare_digests(
            organisation=self.cast.clinic, since=NOW - timedelta(days=7), until=NOW
        )  # every day of the week
        return Digest.objects.get()

    def it_goes_out(self, _row: Digest) -> None:
        with override_settings(EMAIL_BACKEND=f"{ScriptedServer.__module__}.ScriptedServer"):
            send_digests(now=NOW)
        ScriptedServer.script.clear()

    def the_address_is_refused(self, row: Digest) -> None:
        ScriptedServer.script[:] = [SMTPRecipientsRefused({"alma@example.org": (550, b"unknown")})]
        self.it_goes_out(row)

    def the_server_is_away(self, row: Digest) -> None:
        ScriptedServer.script[:] = [SMTPServerDisconnected()]
        self.it_goes_out(row)

    def it_is_away_a_tenth_time(self, row: Digest) -> None:
        Digest.objects.filter(pk=row.pk).update(attempts=9)
        self.the_server_is_away(row)


MACHINES = (Digests,)
