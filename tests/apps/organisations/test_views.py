import re
from datetime import timedelta

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

import cast as casting
from cast import Cast
from colead.apps.organisations import services
from colead.apps.organisations.models import ApiToken, Membership, Organisation, SignInLink, User
from colead.kit.roles import Member, Role
from queue_of_jobs import run_pending


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def link_in_mail() -> str:
    """The path of the link in the last e-mail, once the worker has sent it."""
    run_pending()
    line = next(line for line in mail.outbox[-1].body.splitlines() if line.startswith("http"))
    return line.split("127.0.0.1:8000", 1)[1]


def without_tokens(response: HttpResponse, *also: str) -> str:
    """A page without what differs by nature: the CSRF tokens, and words of the question itself."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    for word in also:
        text = text.replace(word, "")
    return text


class TestMembers:
    URL = "/o/clinic/members/"

    def test_lists_everybody_with_role(self, cast: Cast) -> None:
        page = signed_in(cast.olga).get(self.URL).content.decode()
        for member in (cast.alma, cast.bo, cast.carla, cast.dan, cast.olga, cast.uma):
            assert member.user.email in page
        assert cast.ida.user.email not in page

    def test_invitation_reaches_the_person_and_lets_them_in(self, cast: Cast) -> None:
        data = {"email": "new@example.org", "role": "member"}
        assert signed_in(cast.olga).post(self.URL, data).status_code == 302
        run_pending()
        assert mail.outbox[-1].to == ["new@example.org"]
        assert "Clinic" in mail.outbox[-1].subject
        guest = Client()
        assert guest.post(link_in_mail()).headers["Location"] == "/o/clinic/"
        assert guest.get("/o/clinic/tokens/").status_code == 200

    def test_error_stands_at_its_field_and_nothing_is_sent(self, cast: Cast) -> None:
        page = signed_in(cast.olga).post(self.URL, {"email": "new@example.org", "role": "consultant"})
        assert page.status_code == 422
        assert "engagement needs an end date" in page.content.decode()
        assert not mail.outbox

    def test_unknown_fields_are_not_stored(self, cast: Cast) -> None:
        data = {
            "email": "new@example.org",
            "role": "member",
            "is_active": "False",
            "organisation": cast.other.pk,
            "valid_from": "1999-01-01",
            "session_version": "7",
        }
        signed_in(cast.olga).post(self.URL, data)
        made = Membership.objects.get(user__email="new@example.org")
        assert (made.organisation, made.user.is_active, made.user.session_version) == (cast.clinic, True, 0)
        assert made.valid_from == cast.clinic.today(timezone.now())

    def test_role_is_changed_and_ended(self, cast: Cast) -> None:
        client, row = signed_in(cast.olga), Membership.objects.get(user=cast.uma.user)
        assert client.post(f"{self.URL}{row.pk}/", {"role": "people_team"}).status_code == 302
        current = Membership.objects.get(user=cast.uma.user, valid_until=None)
        assert current.role == Role.PEOPLE_TEAM
        assert client.post(f"{self.URL}{current.pk}/end/").status_code == 302
        assert not Membership.objects.filter(user=cast.uma.user, valid_until=None).exists()

    def test_last_owner_reads_why_they_stay(self, cast: Cast) -> None:
        client, row = signed_in(cast.olga), Membership.objects.get(user=cast.olga.user)
        page = client.post(f"{self.URL}{row.pk}/end/")
        assert page.status_code == 409
        assert "last owner" in page.content.decode()

    def test_name_with_markup_stays_text(self, cast: Cast) -> None:
        User.objects.filter(pk=cast.alma.user.pk).update(name="<script>alert(1)</script>")
        assert "<script>alert(1)" not in signed_in(cast.olga).get(self.URL).content.decode()


class TestTokens:
    URL = "/o/clinic/tokens/"

    def test_secret_is_shown_once(self, cast: Cast) -> None:
        client = signed_in(cast.alma)
        made = client.post(self.URL, {"name": "payroll", "scope": "read", "days": "90"})
        secret = made.context["secret"]
        assert secret
        assert secret in made.content.decode()
        assert secret not in client.get(self.URL).content.decode()

    def test_shows_own_tokens_that_work(self, cast: Cast) -> None:
        now = timezone.now()
        for name, by, lifetime in (
            ("mine", cast.alma, timedelta(days=1)),
            ("expired", cast.alma, timedelta(0)),
            ("of-bo", cast.bo, timedelta(days=1)),
        ):
            services.create_token(by=by, name=name, scope="read", now=now, lifetime=lifetime)
        page = signed_in(cast.alma).get(self.URL).content.decode()
        assert "mine" in page
        assert "expired" not in page
        assert "of-bo" not in page

    @pytest.mark.parametrize("field", [{"scope": "admin"}, {"days": "36500"}, {"name": ""}])
    def test_refuses_what_is_not_on_offer(self, cast: Cast, field: dict[str, str]) -> None:
        data = {"name": "payroll", "scope": "read", "days": "90", **field}
        assert signed_in(cast.alma).post(self.URL, data).status_code == 422
        assert not ApiToken.objects.exists()

    def test_colleague_cannot_revoke_it(self, cast: Cast) -> None:
        token, _secret = services.create_token(
            by=cast.alma, name="x", scope="read", now=timezone.now(), lifetime=timedelta(days=1)
        )
        for member in (cast.olga, cast.bo):
            assert signed_in(member).post(f"{self.URL}{token.pk}/revoke/").status_code == 404
        assert signed_in(cast.alma).post(f"{self.URL}{token.pk}/revoke/").status_code == 302
        token.refresh_from_db()
        assert token.revoked_at


class TestProfile:
    def test_language_holds_from_the_next_page_on(self, cast: Cast) -> None:
        client = signed_in(cast.alma)
        client.post("/language/", {"language": "en"})
        client.post("/profile/", {"name": "Alma", "language": "da"})
        assert client.get("/profile/").headers["Content-Language"] == "da"

    def test_language_follows_the_person_to_another_browser(self, cast: Cast) -> None:
        signed_in(cast.alma).post("/language/", {"language": "da"})
        assert signed_in(cast.alma).get("/profile/").headers["Content-Language"] == "da"

    def test_csv_for_excel_or_for_programs_is_remembered(self, cast: Cast) -> None:
        page = "/o/clinic/leadership/who-led/"
        response = signed_in(cast.alma).post("/csv/", {"csv": "semicolon", "next": page})
        assert response.headers["Location"] == page
        assert User.objects.get(pk=cast.alma.user.pk).csv_dialect == "semicolon"
        assert 'value="semicolon" selected' in signed_in(cast.alma).get("/profile/").content.decode()
        signed_in(cast.alma).post("/csv/", {"csv": "tabs"})
        assert User.objects.get(pk=cast.alma.user.pk).csv_dialect == "semicolon"
        signed_in(cast.alma).post("/profile/", {"name": "Alma", "language": "", "csv_dialect": ""})
        assert User.objects.get(pk=cast.alma.user.pk).csv_dialect == ""

    def test_right_to_more_cannot_be_written_into_it(self, cast: Cast) -> None:
        data = {"name": "Al", "language": "", "role": "owner", "email": "olga@example.org", "is_active": "0"}
        signed_in(cast.alma).post("/profile/", data)
        user = User.objects.get(pk=cast.alma.user.pk)
        assert (user.name, user.email, user.is_active) == ("Al", "alma@example.org", True)
        assert Membership.objects.get(user=user).role == Role.MEMBER

    def test_next_page_stays_on_this_site(self) -> None:
        for target in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"):
            response = Client().post("/language/", {"language": "da", "next": target})
            assert response.headers["Location"] == "/"

    def test_nobody_chooses_for_somebody_else(self) -> None:
        assert Client().post("/csv/", {"csv": "comma"}).headers["Location"].startswith("/account/login/")


class TestOrganisation:
    def test_owner_creates_one_more(self, cast: Cast) -> None:
        response = signed_in(cast.olga).post("/organisations/new/", {"name": "Nordby", "language": "da"})
        assert response.headers["Location"] == "/o/nordby/"
        assert Organisation.objects.get(slug="nordby").language == "da"

    def test_others_find_no_such_page(self, cast: Cast, settings) -> None:
        assert signed_in(cast.alma).get("/organisations/new/").status_code == 404
        settings.SIGN_UP_OPEN = True
        assert signed_in(cast.alma).get("/organisations/new/").status_code == 200

    def test_former_owner_creates_none(self, cast: Cast) -> None:
        Membership.objects.filter(user=cast.ida.user).update(valid_until=cast.other.today(timezone.now()))
        assert signed_in(cast.ida).get("/organisations/new/").status_code == 404

    def test_settings_are_saved(self, cast: Cast) -> None:
        data = {"name": "The Clinic", "language": "da", "time_zone": "Europe/London"}
        assert signed_in(cast.olga).post("/o/clinic/settings/", data).status_code == 302
        cast.clinic.refresh_from_db()
        assert (cast.clinic.name, cast.clinic.time_zone) == ("The Clinic", "Europe/London")

    def test_time_zone_that_does_not_exist_is_refused(self, cast: Cast) -> None:
        data = {"name": "Clinic", "language": "en", "time_zone": "Mars/Olympus"}
        client = signed_in(cast.olga)
        assert client.post("/o/clinic/settings/", data).status_code == 422
        assert client.get("/o/clinic/settings/").status_code == 200

    def test_address_and_raw_settings_cannot_be_written(self, cast: Cast) -> None:
        data = {"name": "C", "language": "en", "time_zone": "Europe/London", "slug": "x", "settings": "{}"}
        signed_in(cast.olga).post("/o/clinic/settings/", data)
        assert Organisation.objects.get(pk=cast.clinic.pk).slug == "clinic"

    def test_home_leads_into_the_only_organisation(self, cast: Cast) -> None:
        assert signed_in(cast.alma).get("/").headers["Location"] == "/o/clinic/"
        Membership.objects.filter(user=cast.alma.user).update(valid_until=cast.clinic.today(timezone.now()))
        assert signed_in(cast.alma).get("/").status_code == 200


@pytest.mark.usefixtures("cast")
class TestSignInByLink:
    ASK = "/sign-in/link/"

    def test_answer_does_not_tell_whether_there_is_an_account(self) -> None:
        known = Client().post(self.ASK, {"email": "alma@example.org"})
        unknown = Client().post(self.ASK, {"email": "nobody@example.org"})
        assert known.status_code == unknown.status_code == 200
        assert without_tokens(known, "alma@") == without_tokens(unknown, "nobody@")
        run_pending()
        assert [message.to for message in mail.outbox] == [["alma@example.org"]]

    def test_opening_the_link_only_asks(self) -> None:
        Client().post(self.ASK, {"email": "alma@example.org"})
        scanner = Client()
        assert scanner.get(link_in_mail()).status_code == 200
        assert "_auth_user_id" not in scanner.session
        assert SignInLink.objects.get().used_at is None

    def test_button_signs_in_once(self) -> None:
        Client().post(self.ASK, {"email": "ALMA@example.org"})
        url, first, second = link_in_mail(), Client(), Client()
        assert first.post(url).status_code == 302
        assert first.get("/o/clinic/tokens/").status_code == 200
        assert second.post(url).status_code == 404
        assert "_auth_user_id" not in second.session

    def test_link_names_our_address_whatever_the_request_claims(self) -> None:
        Client().post(self.ASK, {"email": "alma@example.org"}, headers={"Host": "localhost"})
        run_pending()
        assert "http://127.0.0.1:8000/sign-in/link/" in mail.outbox[-1].body

    def test_mail_speaks_the_receivers_language(self, cast: Cast) -> None:
        User.objects.filter(pk=cast.alma.user.pk).update(language="da")
        Client().post(self.ASK, {"email": "alma@example.org"}, headers={"Accept-Language": "en"})
        run_pending()
        assert "Dit link til Colead" in mail.outbox[-1].subject

    def test_session_of_before_is_not_the_session_after(self) -> None:
        client = Client()
        client.post("/language/", {"language": "da"})
        session = client.session
        session["planted"] = "yes"
        session.save()
        before = session.session_key
        client.cookies["sessionid"] = before
        Client().post(self.ASK, {"email": "alma@example.org"})
        client.post(link_in_mail())
        assert client.session.session_key != before


@pytest.mark.usefixtures("cast")
class TestSignInByPassword:
    def sign_in(self, client: Client, email: str, password: str) -> int:
        return int(client.post("/account/login/", {"login": email, "password": password}).status_code)

    def test_password_is_enough_once_the_address_is_proved(self) -> None:
        casting.user("una", proved=False)
        for name, lets_in in (("una", False), ("alma", True)):
            client = Client()
            assert self.sign_in(client, f"{name}@example.org", "a long test phrase") == 302
            assert (client.get("/profile/").status_code == 200) is lets_in

    def test_wrong_password_and_unknown_account_sound_alike(self) -> None:
        said = []
        for name in ("alma@", "nobody@"):
            data = {"login": f"{name}example.org", "password": "wrong wrong wrong"}
            said.append(without_tokens(Client().post("/account/login/", data), name))
        assert said[0] == said[1]
        assert "alert" in said[0]

    def test_signing_out_ends_the_session(self, cast: Cast) -> None:
        client = signed_in(cast.alma)
        cookie = client.cookies["sessionid"].value
        client.post("/account/logout/")
        client.cookies["sessionid"] = cookie  # replayed
        assert client.get("/profile/").status_code == 302
