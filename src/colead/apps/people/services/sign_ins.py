"""Whoever leaves signs in no longer: membership, tokens and invitations end on the day their position ends.

All three carry their end as a day or a moment, so that one that lies ahead needs no job. Two keep their
way in, and the preview says so: whoever applies the list, and owners where somebody else applies it who may
not end them, or no other owner would be left. A membership goes on with its position only where a list ended
it, and never beyond the end that was agreed.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from colead.apps.ledger.services import Entry
from colead.apps.organisations import permissions
from colead.apps.organisations.models import ApiToken, Membership, SignInLink
from colead.apps.organisations.queries import lasting_beyond
from colead.apps.people.diff.turnover import Turnover
from colead.apps.people.models import Person, StaffImport
from colead.apps.people.own_person import users_of
from colead.apps.people.services import notes
from colead.engine.periods import earliest, lasts_beyond
from colead.kit.batches import batches
from colead.kit.owners import News, tell_owners
from colead.kit.roles import Member, Role

TABLES = (Membership, ApiToken, SignInLink)
END = ("valid_until", "ends_with_position", "agreed_until")


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
        "owner": gettext("%(name)s goes on signing in: only an owner can end the membership of an owner."),
        "last_owner": gettext(
            "%(name)s goes on signing in: no other owner would be left. Name another one first."
        ),
    }
    return texts[line["kept"]] % values


def follow(
    *, by: Member, found: Turnover, staff_import: StaffImport | None, now: datetime
) -> Sequence[Entry]:
    """End memberships, tokens and invitations; memberships go on with a position that goes on."""
    today, write = by.organisation.today(now), notes.Notes(staff_import)
    ended = [one for one in _ending(found, by, today) if not one.kept]
    longer = list(_going_on(found, by, today))
    write.change(Membership, END, [*map(_end, ended), *longer])
    _end_tokens(write, {one.membership.user_id: one.day for one in ended}, by)
    _tell_owners(ended, by, now)
    return [
        *(_entry("sign_in_ended", one.membership, one.day) for one in ended),
        *(_entry("sign_in_goes_on", row, values["valid_until"]) for row, values in longer),
    ]


def _end(one: _Ended) -> tuple[Membership, notes.Values]:
    row = one.membership
    agreed = row.agreed_until if row.ends_with_position else row.valid_until
    day = max(one.day, row.valid_from)
    return row, {"valid_until": day, "ends_with_position": True, "agreed_until": agreed}


def _end_tokens(write: notes.Notes, days: Mapping[int, date], by: Member) -> None:
    moments = {user: by.organisation.end_of(day - timedelta(days=1)) for user, day in days.items()}
    for model in (ApiToken, SignInLink):
        kept = [row for row in _of(model, days, by) if row.expires_at > moments[row.user_id]]
        write.change(model, ["expires_at"], [(row, {"expires_at": moments[row.user_id]}) for row in kept])


def _tell_owners(ended: Iterable[_Ended], by: Member, now: datetime) -> None:
    url = reverse("organisations:members", args=[by.organisation.slug])
    for one in ended:
        if one.membership.role == Role.OWNER:
            subject, day = f"membership:{one.membership.pk}", one.day.isoformat()
            values = {"name": one.person.name, "day": day}
            tell_owners(by.organisation, News("people.owner_leaves", subject, url, values, day), now=now)


def _entry(action: str, row: Membership, day: date | None) -> Entry:
    details = {"day": day.isoformat()} if day else {}
    return Entry(f"people.{action}", f"membership:{row.pk}", details)


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
    days = {user: max(found.ends[person.pk], today) for user, person in people.items()}
    rows = [_Ended(row, people[row.user_id], days[row.user_id]) for row in _memberships(people, by, today)]
    rows = [one for one in rows if one.membership.lasts_beyond(one.day)]
    owners = {one.membership.pk: one.day for one in rows if one.membership.role == Role.OWNER}
    kept = _why_owners_stay(owners, by) if owners else ""
    return [one._replace(kept=_kept(one, by, dict.fromkeys(owners, kept))) for one in rows]


def _kept(one: _Ended, by: Member, owners: Mapping[int, str]) -> str:
    if by.user and one.membership.user_id == by.user.pk:
        return "self"
    return owners.get(one.membership.pk, "")


def _why_owners_stay(owners: Mapping[int, date], by: Member) -> str:
    """Empty where they may leave: `by` may end them, and on the last day there is another owner."""
    if not by.may(permissions.MANAGE_MEMBERS):
        return "owner"
    others = Membership.objects.on(max(owners.values())).filter(organisation=by.organisation, role=Role.OWNER)
    return "" if others.exclude(pk__in=owners).exists() else "last_owner"


def _going_on(found: Turnover, by: Member, today: date) -> Iterable[tuple[Membership, notes.Values]]:
    """Memberships that a list ended with the position, which now ends later or never."""
    people = _people(found.ended_before)
    for row in _memberships(people, by, today):
        until = earliest(found.end_of(people[row.user_id].pk), row.agreed_until)
        if row.ends_with_position and row.valid_until and lasts_beyond(until, row.valid_until):
            ends = until != row.agreed_until
            agreed = row.agreed_until if ends else None
            yield row, {"valid_until": until, "ends_with_position": ends, "agreed_until": agreed}
