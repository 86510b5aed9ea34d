"""Whoever leaves signs in no longer: membership, tokens and invitations end on the day their position ends.

All three carry their end as a day or a moment, so that one that lies ahead needs no job. Two keep their
way in, and the preview says so: whoever applies the list, and owners where no other owner would be left.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext

from colead.apps.organisations.models import ApiToken, Membership, SignInLink
from colead.apps.organisations.queries import lasting_beyond
from colead.apps.people.diff.turnover import Turnover
from colead.apps.people.models import Person, StaffImport
from colead.apps.people.own_person import users_of
from colead.apps.people.services import notes
from colead.kit.batches import batches
from colead.kit.roles import Member, Role

TABLES = (Membership, ApiToken, SignInLink)


class _Ended(NamedTuple):
    """A membership that ends: whose it is, and on which day."""

    membership: Membership
    person: Person
    day: date
    kept: str = ""  # why it goes on all the same


def foresee(found: Turnover, *, by: Member, now: datetime) -> list[dict[str, Any]]:
    """A line for everybody who signs in and leaves. Some two queries for each batch of them."""
    return [
        {"name": one.person.name, "day": one.day.isoformat(), "kept": one.kept}
        for one in _ending(found, by, by.organisation.today(now))
    ]


def said(line: dict[str, Any]) -> str:
    """One of them in words."""
    values = {"name": line["name"], "day": date_format(date.fromisoformat(line["day"]))}
    texts = {
        "": gettext("%(name)s signs in no longer from %(day)s."),
        "self": gettext("%(name)s is you: you go on signing in. Ask a colleague to end your membership."),
        "owner": gettext(
            "%(name)s goes on signing in: no other owner would be left. Name another one first."
        ),
    }
    return texts[line["kept"]] % values


def follow(*, by: Member, found: Turnover, staff_import: StaffImport | None, now: datetime) -> None:
    """End memberships, tokens and invitations; memberships go on with a position that goes on."""
    today, write = by.organisation.today(now), notes.Notes(staff_import)
    ending = [one for one in _ending(found, by, today) if not one.kept]
    days = {one.membership.user_id: max(one.day, today) for one in ending}
    ended = [(one.membership, max(one.day, today, one.membership.valid_from)) for one in ending]
    longer = list(_going_on(found, by, today))
    rows = [(membership, {"valid_until": day}) for membership, day in [*ended, *longer]]
    write.change(Membership, ["valid_until"], rows)
    for model in (ApiToken, SignInLink):
        moments = {user: by.organisation.end_of(day - timedelta(days=1)) for user, day in days.items()}
        kept = [row for row in _of(model, days, by) if row.expires_at > moments[row.user_id]]
        write.change(model, ["expires_at"], [(row, {"expires_at": moments[row.user_id]}) for row in kept])


def take_back(staff_import: StaffImport, *, now: datetime) -> None:  # noqa: ARG001  (as all followers have it)
    """Memberships, tokens and invitations end when they did before."""
    notes.take_back(staff_import, TABLES)


def _of(model: type[ApiToken] | type[SignInLink], users: Iterable[int], by: Member) -> list[Any]:
    return [
        row
        for batch in batches(users)
        for row in model._default_manager.filter(organisation=by.organisation, user__in=batch)
    ]


def _people(pks: Iterable[int]) -> dict[int, Person]:
    """Those who sign in, by their user, in order of name."""
    found: dict[int, Person] = {}
    for batch in batches(pks):
        rows = {row.pk: row for row in Person.objects.filter(pk__in=batch).select_related("user")}
        found |= {user.pk: rows[pk] for pk, user in users_of(rows.values()).items()}
    return dict(sorted(found.items(), key=lambda pair: (pair[1].name_plain, pair[1].pk)))


def _memberships(users: Iterable[int], by: Member, today: date) -> list[Membership]:
    return [
        row
        for batch in batches(users)
        for row in Membership.objects.filter(
            lasting_beyond(today), organisation=by.organisation, user__in=batch
        )
    ]


def _ending(found: Turnover, by: Member, today: date) -> list[_Ended]:
    people = _people(found.ends)
    rows = [
        _Ended(row, people[row.user_id], found.ends[people[row.user_id].pk])
        for row in _memberships(people, by, today)
    ]
    rows = [one for one in rows if one.membership.lasts_beyond(max(one.day, today))]
    owners = {one.membership.pk for one in rows if one.membership.role == Role.OWNER}
    keeps = owners if owners and not _is_owned_without(owners, rows, by, today) else set()
    return [one._replace(kept=_kept(one, by, keeps)) for one in rows]


def _kept(one: _Ended, by: Member, owners: set[int]) -> str:
    if by.user and one.membership.user_id == by.user.pk:
        return "self"
    return "owner" if one.membership.pk in owners else ""


def _is_owned_without(owners: set[int], rows: list[_Ended], by: Member, today: date) -> bool:
    """True when somebody else owns the organisation on the last of the days."""
    last = max(today, *(one.day for one in rows))
    others = Membership.objects.on(last).filter(organisation=by.organisation, role=Role.OWNER)
    return others.exclude(pk__in=owners).exists()


def _going_on(found: Turnover, by: Member, today: date) -> Iterable[tuple[Membership, date | None]]:
    """Memberships that were to end with the position, which now ends later or never."""
    people = _people(found.ended_before)
    for row in _memberships(people, by, today):
        person = people[row.user_id].pk
        until = found.end_of(person)
        if row.valid_until == found.ended_before[person] and (until or row.role != Role.CONSULTANT):
            yield row, until
