"""Who the member is on the staff list and why, and which changed addresses wait to be settled."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from colead.apps.organisations.models import User
from colead.apps.people.models import AccountLink, Person, Position
from colead.apps.people.own_person import find_claimable_person, find_own_person
from colead.kit.columns import Column, Kind, ListOf
from colead.kit.roles import Member

MOST_SHOWN = 100


@dataclass(frozen=True)
class WhoIAm:
    """A person, and whether the member is them (`since`, `proof`) or is asked whether they are."""

    key: str
    name: str
    title: str
    unit: str
    since: datetime | None = None
    proof: str = ""


@dataclass(frozen=True)
class WaitingAddress:
    """Somebody whose address an import has changed. Without an account before, there is none to keep."""

    name: Annotated[str, Column(_("Name"), link="people:person", of="key")]
    email: Annotated[str, Column(_("Address"), cell="people/_address_cell.html")]
    earlier: str
    imported_by: Annotated[str, Column(_("Imported by"))]
    key: Annotated[str, Column(_("What now?"), Kind.ACTION, cell="people/_settle_address_cell.html")]
    had_account: bool
    may_accept: bool


ADDRESSES = ListOf(_("Changed addresses"), WaitingAddress, page="people:addresses")


def who_i_am(member: Member, today: date) -> WhoIAm | None:
    """Whom the member is; else whom they may confirm to be; else None. At most six queries."""
    own = find_own_person(member)
    if own is None:
        asked = find_claimable_person(member)
        return _who(asked, today) if asked else None
    link = AccountLink.objects.filter(person=own, until__isnull=True).first()
    return _who(own, today, link)


def open_question(member: Member, today: date) -> WhoIAm | None:
    """Whom the member is asked about on the overview, until they have answered. At most six queries."""
    asked = find_claimable_person(member)
    if asked is None:
        return None
    refused = AccountLink.objects.filter(person=asked, user=member.user, ended=AccountLink.Ended.NOT_ME)
    return None if refused.filter(address__iexact=asked.email).exists() else _who(asked, today)


def _who(person: Person, today: date, link: AccountLink | None = None) -> WhoIAm:
    position = Position.objects.main_on(today).filter(person=person).select_related("unit").first()
    return WhoIAm(
        key=person.key,
        name=person.name,
        title=position.title if position else "",
        unit=position.unit.name if position and position.unit else "",
        since=link.since if link else None,
        proof=link.get_proof_display() if link else "",
    )


def count_waiting_addresses() -> int:
    """How many changed addresses wait. One query."""
    return Person.objects.waiting_for_address().count()


def waiting_addresses(member: Member) -> list[WaitingAddress]:
    """The first hundred, by name. Three queries."""
    rows = list(Person.objects.waiting_for_address().order_by("name_plain", "pk")[:MOST_SHOWN])
    names = {user.pk: str(user) for user in User.objects.filter(pk__in={row.email_by for row in rows})}
    ended = AccountLink.objects.filter(person__in=rows, ended=AccountLink.Ended.ADDRESS)
    had = set(ended.values_list("person_id", flat=True))
    return [
        WaitingAddress(
            key=row.key,
            name=row.name,
            earlier=row.earlier_email,
            email=row.email,
            imported_by=names.get(row.email_by or 0, ""),
            had_account=row.pk in had,
            may_accept=member.user is None or row.email_by != member.user.pk,
        )
        for row in rows
    ]
