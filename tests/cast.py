"""The people that tests are about. Plain functions; each takes what a test wants different.

alma   team member in the clinic's ward          bo     leads that ward
carla  people team of the clinic                  dan    consultant, time-limited
olga   owner of the clinic                        uma    member of the clinic, in another unit
ida    owner of another organisation: must see nothing of the clinic
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from allauth.account.models import EmailAddress
from django.utils import timezone

from colead.apps.organisations.models import Membership, Organisation, User
from colead.kit.roles import Member, Role

DAY = date(2026, 3, 2)
LONG_AGO = date(2024, 1, 1)


def today() -> date:
    """The day where the cast's organisations are, in summer two hours before the clock of the machine."""
    return Organisation().today(timezone.now())


def user(name: str, *, proved: bool = True, **fields: object) -> User:
    """A user called `name` at example.org with the password of the tests, whose address is proved."""
    made = User.objects.create_user(
        f"{name}@example.org", password="a long test phrase", name=name.title(), **fields
    )
    if proved:
        EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def organisation(slug: str = "clinic", **fields: object) -> Organisation:
    """An organisation that has existed since LONG_AGO."""
    return Organisation.objects.create(slug=slug, **{"name": slug.title(), **fields})


def member(of: Organisation, name: str, role: Role = Role.MEMBER, until: date | None = None) -> Member:
    """A user with a membership, as the actor that services take."""
    if role == Role.CONSULTANT and until is None:
        until = date(2100, 1, 1)
    membership = Membership.objects.create(
        user=user(name),
        organisation=of,
        role=role,
        valid_from=LONG_AGO,
        valid_until=until,
        accepted_at=datetime(2024, 1, 1, tzinfo=UTC),
    )
    return membership.as_member()


@dataclass(frozen=True)
class Cast:
    """Everybody at once."""

    clinic: Organisation
    other: Organisation
    alma: Member
    bo: Member
    carla: Member
    dan: Member
    olga: Member
    uma: Member
    ida: Member


def whole_cast() -> Cast:
    """The clinic and everybody in it, and Ida in another organisation."""
    clinic, other = organisation("clinic"), organisation("elsewhere")
    return Cast(
        clinic=clinic,
        other=other,
        alma=member(clinic, "alma"),
        bo=member(clinic, "bo"),
        carla=member(clinic, "carla", Role.PEOPLE_TEAM),
        dan=member(clinic, "dan", Role.CONSULTANT),
        olga=member(clinic, "olga", Role.OWNER),
        uma=member(clinic, "uma"),
        ida=member(other, "ida", Role.OWNER),
    )
