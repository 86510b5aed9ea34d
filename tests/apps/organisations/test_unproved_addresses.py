"""An address is worth nothing before somebody has opened what was mailed to it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from cast import Cast, user
from colead.apps.organisations import services
from colead.apps.organisations.models import ApiToken, Membership, SignInLink, User
from colead.kit.roles import Role
from queue_of_jobs import run_pending

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
VICTIM, OWN_WORDS = "victim@example.org", "the attacker's own words"


@pytest.fixture
def attacker(settings) -> Client:
    """A browser that has signed up with somebody else's address."""
    settings.SIGN_UP_OPEN = True
    browser = Client()
    made = browser.post("/account/signup/", {"email": VICTIM, "password1": OWN_WORDS})
    assert made.status_code == 302
    assert User.objects.get(email=VICTIM).check_password(OWN_WORDS)
    return browser


def sign_in(browser: Client, password: str = OWN_WORDS) -> bool:
    """True when the password opens the account."""
    browser.post("/account/login/", {"login": VICTIM, "password": password})
    return bool(browser.get("/profile/").status_code == 200)


def invitation(cast: Cast) -> str:
    """The path of the link that an owner's invitation mails to the victim."""
    owner = Client()
    owner.force_login(cast.olga.user)
    owner.post("/o/clinic/members/", {"email": VICTIM, "role": "people_team"})
    return path_in_last_mail()


def path_in_last_mail() -> str:
    run_pending()
    line = next(line for line in mail.outbox[-1].body.split() if line.startswith("http"))
    return "/" + line.split("/", 3)[3]


class TestSignUpWithSomebodyElsesAddress:
    def test_opened_invitation_lets_nobody_in_but_who_opened_it(self, cast: Cast, attacker: Client) -> None:
        link, victim = invitation(cast), Client()
        assert victim.post(link).status_code == 302
        assert victim.get("/o/clinic/").status_code == 200
        assert not sign_in(Client())
        assert not sign_in(attacker)
        for page in ("/", "/account/confirm-email/", "/account/login/", "/o/clinic/"):
            attacker.get(page)
        assert attacker.get("/profile/").status_code == 302

    def test_so_does_a_sign_in_link(self, attacker: Client) -> None:
        victim = Client()
        victim.post("/sign-in/link/", {"email": VICTIM})
        assert victim.post(path_in_last_mail()).status_code == 302
        assert victim.get("/profile/").status_code == 200
        assert not sign_in(attacker)

    def test_so_does_the_mail_of_the_sign_up_itself_in_another_browser(self, attacker: Client) -> None:
        Client().post(path_in_last_mail())
        assert EmailAddress.objects.get(email=VICTIM).verified
        assert not sign_in(attacker)

    def test_who_signed_up_and_confirms_in_the_same_browser_keeps_the_password(
        self, attacker: Client
    ) -> None:
        """The control: the same steps by the one who has the mailbox."""
        attacker.post(path_in_last_mail())
        assert sign_in(Client())

    def test_what_was_made_before_the_proof_is_gone(self, cast: Cast) -> None:
        unproved = user("una", proved=False)
        link = services.create_sign_in_link(user=unproved, now=NOW)
        waiting = services.create_sign_in_link(user=unproved, now=NOW)
        member = Membership.objects.create(
            user=unproved, organisation=cast.clinic, role=Role.MEMBER, valid_from=date(2026, 1, 1)
        ).as_member()
        services.create_token(by=member, name="x", scope="write", now=NOW, lifetime=timedelta(days=9))
        inside = Client()
        inside.force_login(unproved)
        services.use_sign_in_link(secret=link, now=NOW)
        assert ApiToken.objects.get().revoked_at == NOW
        assert not User.objects.get(pk=unproved.pk).has_usable_password()
        assert inside.get("/profile/").status_code == 302
        with pytest.raises(services.NotFound):
            services.use_sign_in_link(secret=waiting, now=NOW)

    def test_second_proof_discards_nothing(self, cast: Cast) -> None:
        for _ in range(2):
            secret = services.create_sign_in_link(user=cast.alma.user, now=NOW)
            services.use_sign_in_link(secret=secret, now=NOW)
        known = User.objects.get(pk=cast.alma.user.pk)
        known.set_password("chosen after the proof")
        known.save()
        secret = services.create_sign_in_link(user=known, now=NOW)
        services.use_sign_in_link(secret=secret, now=NOW)
        assert User.objects.get(pk=known.pk).check_password("chosen after the proof")

    def test_address_claimed_by_another_account_is_its_readers(self, cast: Cast) -> None:
        """An account that added the victim's address to its own keeps it no longer than until the proof."""
        EmailAddress.objects.create(user=cast.ida.user, email=VICTIM.upper(), verified=True)
        invited = services.invite_member(
            by=cast.olga, email=VICTIM, role=Role.MEMBER, today=date(2026, 3, 2)
        ).user
        services.use_sign_in_link(secret=services.create_sign_in_link(user=invited, now=NOW), now=NOW)
        assert [row.user for row in EmailAddress.objects.filter(email__iexact=VICTIM)] == [invited]


class TestWaysInEnd:
    def test_changed_password_ends_links_tokens_and_other_sessions(self, cast: Cast) -> None:
        alma, other = Client(), Client()
        for browser in (alma, other):
            browser.force_login(cast.alma.user)
        link = services.create_sign_in_link(user=cast.alma.user, now=NOW)
        services.create_token(by=cast.alma, name="x", scope="read", now=NOW, lifetime=timedelta(days=900))
        chosen = {"password1": "a longer test phrase", "password2": "a longer test phrase"}
        changed = alma.post("/account/password/change/", {"oldpassword": "a long test phrase"} | chosen)
        assert changed.status_code == 302
        assert Client().post(f"/sign-in/link/{link}/").status_code == 404
        assert ApiToken.objects.get().revoked_at
        assert alma.get("/profile/").status_code == 200
        assert other.get("/profile/").status_code == 302

    def test_invitation_ends_with_the_membership(self, cast: Cast) -> None:
        link = invitation(cast)
        row = Membership.objects.get(user__email=VICTIM)
        services.end_membership(by=cast.olga, membership_id=row.pk, now=timezone.now())
        assert Client().post(link).status_code == 404

    def test_first_proof_leaves_another_organisations_invitation(self, cast: Cast) -> None:
        here, elsewhere = (
            services.invite_member(by=by, email=VICTIM, role=Role.MEMBER, today=date(2026, 3, 2))
            for by in (cast.olga, cast.ida)
        )
        first, second = (
            services.create_sign_in_link(user=row.user, now=NOW, invited_to=row.organisation)
            for row in (here, elsewhere)
        )
        services.use_sign_in_link(secret=first, now=NOW)
        elsewhere.refresh_from_db()
        assert elsewhere.accepted_at is None
        services.use_sign_in_link(secret=second, now=NOW)
        elsewhere.refresh_from_db()
        assert elsewhere.accepted_at == NOW

    @pytest.mark.parametrize(("email", "accepted"), [(VICTIM, True), ("alma@example.org", False)])
    def test_any_sign_in_accepts_the_only_invitation(self, cast: Cast, email: str, accepted: bool) -> None:
        """Alma belongs elsewhere, too: who invites her learns nothing by her signing in."""
        row = services.invite_member(by=cast.ida, email=email, role=Role.MEMBER, today=date(2026, 3, 2))
        services.use_sign_in_link(secret=services.create_sign_in_link(user=row.user, now=NOW), now=NOW)
        row.refresh_from_db()
        assert (row.accepted_at == NOW) is accepted

    def test_link_that_was_asked_for_outlives_a_membership(self, cast: Cast) -> None:
        services.create_sign_in_link(user=cast.uma.user, now=NOW)
        row = Membership.objects.get(user=cast.uma.user)
        services.end_membership(by=cast.olga, membership_id=row.pk, now=NOW)
        assert SignInLink.objects.filter(user=cast.uma.user).exists()


class TestAnotherOrganisationsOwner:
    def test_inviting_and_removing_tells_no_name_and_ends_no_session(self, cast: Cast) -> None:
        alma, ida = Client(), Client()
        alma.force_login(cast.alma.user)
        ida.force_login(cast.ida.user)
        User.objects.filter(pk=cast.alma.user.pk).update(name="Alma Secretname")
        invite = {"email": "alma@example.org", "role": "member"}
        seen = ida.post("/o/elsewhere/members/", invite, follow=True).content.decode()
        row = Membership.objects.get(user=cast.alma.user, organisation=cast.other)
        for address in ("", f"{row.pk}/"):
            seen += ida.get(f"/o/elsewhere/members/{address}").content.decode()
        seen += ida.post(f"/o/elsewhere/members/{row.pk}/end/", follow=True).content.decode()
        assert "alma@example.org" in seen
        assert "Secretname" not in seen
        assert alma.get("/o/clinic/").status_code == 200

    def test_account_there_is_looks_like_one_that_is_made(self, cast: Cast) -> None:
        ida = Client()
        ida.force_login(cast.ida.user)
        for email in ("alma@example.org", "fresh@example.org"):
            ida.post("/o/elsewhere/members/", {"email": email, "role": "member", "name": "As typed"})
        page = ida.get("/o/elsewhere/members/").content.decode()
        assert page.count("As typed") == 2

    def test_name_shows_once_the_invitation_is_opened(self, cast: Cast) -> None:
        row = services.invite_member(
            by=cast.ida, email="alma@example.org", role=Role.MEMBER, today=date(2026, 3, 2), name="A. S."
        )
        assert row.known_name == "A. S."
        secret = services.create_sign_in_link(user=row.user, now=NOW, invited_to=cast.other)
        services.use_sign_in_link(secret=secret, now=NOW)
        row.refresh_from_db()
        assert row.known_name == "Alma"
