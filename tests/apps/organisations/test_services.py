from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

import cast as casting
from cast import DAY, LONG_AGO, Cast
from colead.apps.organisations import services, token_uses
from colead.apps.organisations.models import ApiToken, Membership, SignInLink, User, hash_secret
from colead.kit.errors import Conflict, DomainError, NotFound
from colead.kit.roles import Member, Role

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOMORROW = date(2026, 3, 3)


def membership_of(member: Member) -> Membership:
    return Membership.objects.get(user=member.user, organisation=member.organisation)


def test_founder_of_an_organisation_is_its_owner(cast: Cast) -> None:
    founded = services.create_organisation(by=cast.ida.user, name=" Nordby Kommune ", language="da", now=NOW)
    assert (founded.name, founded.slug, founded.language) == ("Nordby Kommune", "nordby-kommune", "da")
    membership = Membership.objects.get(organisation=founded)
    assert (membership.user, membership.role, membership.valid_from) == (cast.ida.user, Role.OWNER, DAY)


def test_second_organisation_of_a_name_gets_its_own_address(cast: Cast) -> None:
    slugs = [services.create_organisation(by=cast.ida.user, name="Clinic", now=NOW).slug for _ in range(2)]
    assert slugs == ["clinic-2", "clinic-3"]


def test_name_without_letters_still_gets_an_address(cast: Cast) -> None:
    assert services.create_organisation(by=cast.ida.user, name="***", now=NOW).slug == "organisation"


class TestInvite:
    def test_makes_an_account_that_has_no_password(self, cast: Cast) -> None:
        invited = services.invite_member(
            by=cast.olga, email="New.Person@Example.org", role=Role.MEMBER, today=DAY, name="Nina"
        )
        assert (invited.user.email, invited.user.name) == ("new.person@example.org", "Nina")
        assert not invited.user.has_usable_password()

    def test_uses_the_account_that_exists_and_leaves_its_name(self, cast: Cast) -> None:
        invited = services.invite_member(
            by=cast.olga, email="IDA@example.org", role=Role.PEOPLE_TEAM, today=DAY, name="Somebody else"
        )
        assert invited.user == cast.ida.user
        assert User.objects.get(pk=invited.user.pk).name == "Ida"

    def test_refuses_somebody_who_is_a_member(self, cast: Cast) -> None:
        with pytest.raises(Conflict) as caught:
            services.invite_member(by=cast.olga, email="alma@example.org", role=Role.OWNER, today=DAY)
        assert caught.value.code == "already_member"
        assert "alma@example.org" in str(caught.value)

    @pytest.mark.parametrize(
        ("role", "until", "code"),
        [
            ("emperor", None, "unknown_role"),
            (Role.CONSULTANT, None, "consultant_without_end"),
            (Role.CONSULTANT, DAY, "end_not_ahead"),
            (Role.MEMBER, LONG_AGO, "end_not_ahead"),
        ],
    )
    def test_refuses_a_term_that_makes_no_sense(
        self, cast: Cast, role: str, until: date | None, code: str
    ) -> None:
        with pytest.raises(DomainError) as caught:
            services.invite_member(by=cast.olga, email="new@example.org", role=role, until=until, today=DAY)
        assert caught.value.code == code
        assert not User.objects.filter(email="new@example.org").exists()

    def test_somebody_who_left_may_return(self, cast: Cast) -> None:
        services.end_membership(by=cast.olga, membership_id=membership_of(cast.uma).pk, now=NOW)
        services.invite_member(by=cast.olga, email="uma@example.org", role=Role.MEMBER, today=DAY)
        assert Membership.objects.on(DAY).filter(user=cast.uma.user).count() == 1


class TestEnd:
    def test_closes_the_row_and_keeps_it(self, cast: Cast) -> None:
        row = membership_of(cast.uma)
        services.end_membership(by=cast.olga, membership_id=row.pk, now=NOW)
        row.refresh_from_db()
        assert (row.valid_from, row.valid_until) == (LONG_AGO, DAY)

    def test_revokes_the_tokens_here(self, cast: Cast) -> None:
        token, _secret = services.create_token(
            by=cast.uma, name="x", scope="read", now=NOW, lifetime=timedelta(days=1)
        )
        services.end_membership(by=cast.olga, membership_id=membership_of(cast.uma).pk, now=NOW)
        token.refresh_from_db()
        assert token.revoked_at == NOW

    def test_tokens_do_not_revive_when_the_person_returns(self, cast: Cast) -> None:
        _token, secret = services.create_token(
            by=cast.uma, name="x", scope="read", now=NOW, lifetime=timedelta(days=90)
        )
        services.end_membership(by=cast.olga, membership_id=membership_of(cast.uma).pk, now=NOW)
        services.invite_member(by=cast.olga, email="uma@example.org", role=Role.MEMBER, today=DAY)
        with pytest.raises(NotFound):
            services.use_token(secret=secret, now=NOW)

    def test_last_owner_stays(self, cast: Cast) -> None:
        row = membership_of(cast.olga)
        with pytest.raises(Conflict) as caught:
            services.end_membership(by=cast.olga, membership_id=row.pk, now=NOW)
        assert caught.value.code == "last_owner"
        row.refresh_from_db()
        assert row.valid_until is None

    def test_owner_may_leave_when_there_is_another(self, cast: Cast) -> None:
        casting.member(cast.clinic, "otto", Role.OWNER)
        services.end_membership(by=cast.olga, membership_id=membership_of(cast.olga).pk, now=NOW)
        assert membership_of(cast.olga).valid_until == DAY

    def test_owner_elsewhere_does_not_count(self, cast: Cast) -> None:
        Membership.objects.create(
            user=casting.user("otto"),
            organisation=cast.clinic,
            role=Role.OWNER,
            valid_from=LONG_AGO,
            valid_until=date(2025, 1, 1),
        )
        with pytest.raises(Conflict):
            services.end_membership(by=cast.olga, membership_id=membership_of(cast.olga).pk, now=NOW)

    def test_history_is_not_rewritten(self, cast: Cast) -> None:
        row = membership_of(cast.uma)
        row.valid_until = date(2025, 6, 1)
        row.save()
        for change in (
            lambda: services.end_membership(by=cast.olga, membership_id=row.pk, now=NOW),
            lambda: services.change_role(by=cast.olga, membership_id=row.pk, role=Role.OWNER, now=NOW),
        ):
            with pytest.raises(NotFound):
                change()
        row.refresh_from_db()
        assert row.valid_until == date(2025, 6, 1)

    def test_membership_of_another_organisation_does_not_exist(self, cast: Cast) -> None:
        with pytest.raises(NotFound):
            services.end_membership(by=cast.olga, membership_id=membership_of(cast.ida).pk, now=NOW)
        assert membership_of(cast.ida).valid_until is None


class TestChangeRole:
    def test_closes_one_row_and_opens_another(self, cast: Cast) -> None:
        old = membership_of(cast.uma)
        new = services.change_role(by=cast.olga, membership_id=old.pk, role=Role.PEOPLE_TEAM, now=NOW)
        old.refresh_from_db()
        assert (old.role, old.valid_until) == (Role.MEMBER, DAY)
        assert (new.role, new.valid_from, new.valid_until) == (Role.PEOPLE_TEAM, DAY, None)

    def test_twice_on_one_day_leaves_one_role(self, cast: Cast) -> None:
        first = services.change_role(
            by=cast.olga, membership_id=membership_of(cast.uma).pk, role=Role.PEOPLE_TEAM, now=NOW
        )
        services.change_role(by=cast.olga, membership_id=first.pk, role=Role.MEMBER, now=NOW)
        assert [row.role for row in Membership.objects.on(DAY).filter(user=cast.uma.user)] == [Role.MEMBER]

    @pytest.mark.parametrize("until", [None, DAY, LONG_AGO])
    def test_consultant_needs_an_end_ahead(self, cast: Cast, until: date | None) -> None:
        row = membership_of(cast.uma)
        with pytest.raises(DomainError) as caught:
            services.change_role(
                by=cast.olga, membership_id=row.pk, role=Role.CONSULTANT, until=until, now=NOW
            )
        assert caught.value.field == "until"
        row.refresh_from_db()
        assert row.valid_until is None  # all or nothing

    def test_last_owner_cannot_step_down(self, cast: Cast) -> None:
        with pytest.raises(Conflict):
            services.change_role(
                by=cast.olga, membership_id=membership_of(cast.olga).pk, role=Role.MEMBER, now=NOW
            )


class TestSignInLink:
    def test_database_keeps_the_hash_alone(self, cast: Cast) -> None:
        secret = services.create_sign_in_link(user=cast.alma.user, now=NOW)
        kept = SignInLink.objects.values().get()
        assert kept["secret_hash"] == hash_secret(secret)
        assert secret not in str(kept)

    def test_works_once(self, cast: Cast) -> None:
        secret = services.create_sign_in_link(user=cast.alma.user, now=NOW)
        assert services.use_sign_in_link(secret=secret, now=NOW).user == cast.alma.user
        with pytest.raises(NotFound):
            services.use_sign_in_link(secret=secret, now=NOW)

    def test_ends_after_half_an_hour(self, cast: Cast) -> None:
        secret = services.create_sign_in_link(user=cast.alma.user, now=NOW)
        with pytest.raises(NotFound):
            services.use_sign_in_link(secret=secret, now=NOW + timedelta(minutes=30))

    def test_closed_account_opens_nothing(self, cast: Cast) -> None:
        secret = services.create_sign_in_link(user=cast.alma.user, now=NOW)
        User.objects.filter(pk=cast.alma.user.pk).update(is_active=False)
        with pytest.raises(NotFound):
            services.use_sign_in_link(secret=secret, now=NOW)

    def test_unknown_and_used_links_sound_alike(self, cast: Cast) -> None:
        secret = services.create_sign_in_link(user=cast.alma.user, now=NOW)
        services.use_sign_in_link(secret=secret, now=NOW)
        said = []
        for tried in (secret, "never-made", ""):
            with pytest.raises(NotFound) as caught:
                services.use_sign_in_link(secret=tried, now=NOW)
            said.append(str(caught.value))
        assert len(set(said)) == 1

    def test_sample_links_work_again(self, cast: Cast) -> None:
        secret = services.create_sign_in_link(user=cast.alma.user, now=NOW, reusable=True)
        for _ in range(2):
            assert services.use_sign_in_link(secret=secret, now=NOW).user == cast.alma.user


class TestToken:
    def make(self, by: Member, **changes: object) -> tuple[ApiToken, str]:
        fields = {"name": "script", "scope": "read", "now": NOW, "lifetime": timedelta(days=30), **changes}
        return services.create_token(by=by, **fields)

    def test_database_keeps_the_hash_alone(self, cast: Cast) -> None:
        token, secret = self.make(cast.alma)
        kept = ApiToken.objects.values().get(pk=token.pk)
        assert kept["secret_hash"] == hash_secret(secret)
        assert secret not in str(kept)
        assert len(secret) >= 43  # 256 bits

    def test_use_is_noted_once_a_day_behind_the_answer(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries
    ) -> None:
        monkeypatch.setattr(token_uses, "_noted", {})
        token, secret = self.make(cast.alma)
        with django_assert_num_queries(1):
            services.use_token(secret=secret, now=NOW)
        assert token_uses.write_uses() == 1
        token.refresh_from_db()
        assert token.last_used_on == DAY
        services.use_token(secret=secret, now=NOW + timedelta(hours=5))
        assert token_uses.write_uses() == 0

    def test_a_use_that_cannot_be_written_is_written_the_next_time(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(token_uses, "_noted", {})
        token, secret = self.make(cast.alma)
        services.use_token(secret=secret, now=NOW)

        def locked(*_statement: object) -> None:
            raise OperationalError("database is locked")

        with connection.execute_wrapper(locked), pytest.raises(OperationalError), transaction.atomic():
            token_uses.write_uses()
        assert token_uses.write_uses() == 1
        token.refresh_from_db()
        assert token.last_used_on == DAY

    def test_expired_revoked_unknown_or_closed_do_not_work(self, cast: Cast) -> None:
        _token, expired = self.make(cast.alma, lifetime=timedelta(0))
        revoked_token, revoked = self.make(cast.alma)
        services.revoke_token(by=cast.alma, token_id=revoked_token.pk, now=NOW)
        _token, closed = self.make(cast.bo)
        User.objects.filter(pk=cast.bo.user.pk).update(is_active=False)
        for secret in (expired, revoked, closed, "unknown", ""):
            with pytest.raises(NotFound):
                services.use_token(secret=secret, now=NOW)

    def test_only_its_owner_revokes_it(self, cast: Cast) -> None:
        token, secret = self.make(cast.alma)
        for other in (cast.olga, cast.ida):
            with pytest.raises(NotFound):
                services.revoke_token(by=other, token_id=token.pk, now=NOW)
        services.use_token(secret=secret, now=NOW)

    def test_console_has_none(self, cast: Cast) -> None:
        with pytest.raises(DomainError) as caught:
            self.make(services.Member(organisation=cast.clinic, role=Role.OWNER))
        assert caught.value.code == "no_user"


def test_database_itself_refuses_what_services_refuse(cast: Cast) -> None:
    broken = [
        {"role": Role.CONSULTANT, "valid_until": None},
        {"role": Role.MEMBER, "valid_until": date(2020, 1, 1)},
    ]
    for fields in broken:
        with pytest.raises(IntegrityError), services.transaction.atomic():
            Membership.objects.create(
                user=cast.ida.user, organisation=cast.clinic, valid_from=LONG_AGO, **fields
            )
    with pytest.raises(IntegrityError), services.transaction.atomic():
        Membership.objects.create(
            user=cast.alma.user, organisation=cast.clinic, role=Role.MEMBER, valid_from=TOMORROW
        )
