"""Who may do what here, as one table: role × service."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from cast import DAY, Cast
from colead.apps.organisations import permissions, services
from colead.apps.organisations.models import Membership
from colead.kit.errors import NotAllowed
from colead.kit.roles import EVERYONE, Member, Role, console

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
OWNER_ONLY = {Role.OWNER}
ALL = set(EVERYONE)

Act = Callable[[Member, Cast], object]


def membership_of(member: Member) -> int:
    return Membership.objects.get(user=member.user).pk


ACTIONS: dict[str, tuple[Act, set[Role]]] = {
    "invite a member": (
        lambda by, _cast: services.invite_member(by=by, email="new@example.org", role=Role.MEMBER, today=DAY),
        OWNER_ONLY,
    ),
    "invite an owner": (
        lambda by, _cast: services.invite_member(by=by, email="new@example.org", role=Role.OWNER, today=DAY),
        OWNER_ONLY,
    ),
    "end a membership": (
        lambda by, cast: services.end_membership(by=by, membership_id=membership_of(cast.uma), now=NOW),
        OWNER_ONLY,
    ),
    "change a role": (
        lambda by, cast: services.change_role(
            by=by, membership_id=membership_of(cast.uma), role=Role.PEOPLE_TEAM, now=NOW
        ),
        OWNER_ONLY,
    ),
    "raise their own role": (
        lambda by, _cast: services.change_role(
            by=by, membership_id=membership_of(by), role=Role.OWNER, until=date(2100, 1, 1), now=NOW
        ),
        set(),  # the owner is the last one, and stays
    ),
    "create a token": (
        lambda by, _cast: services.create_token(
            by=by, name="script", scope="read", now=NOW, lifetime=timedelta(days=1)
        ),
        ALL,
    ),
}


def actor(cast: Cast, role: Role) -> Member:
    by_role = {member.role: member for member in (cast.alma, cast.carla, cast.dan, cast.olga)}
    return by_role[role]


@pytest.mark.parametrize("role", EVERYONE, ids=str)
@pytest.mark.parametrize("action", ACTIONS)
def test_role_may_do_what_the_table_says(action: str, role: Role, cast: Cast) -> None:
    act, allowed = ACTIONS[action]
    member = actor(cast, role)
    if role in allowed:
        act(member, cast)
    elif role == Role.OWNER:
        with pytest.raises(services.Conflict):
            act(member, cast)
    else:
        before = Membership.objects.count()
        with pytest.raises(NotAllowed) as caught:
            act(member, cast)
        assert caught.value.status == 403
        assert cast.clinic.name in str(caught.value)
        assert Membership.objects.count() == before


def test_consultant_and_member_hold_no_permission_to_manage() -> None:
    for wanted in (permissions.MANAGE_MEMBERS, permissions.CHANGE_SETTINGS):
        assert wanted.roles == frozenset({Role.OWNER})


def test_console_acts_as_owner_and_is_named_without_a_person(cast: Cast) -> None:
    by = console(cast.clinic)
    assert by.may(permissions.MANAGE_MEMBERS)
    assert by.actor == "console"
    assert cast.alma.actor == f"user:{cast.alma.user.pk}"  # an id, never a name
