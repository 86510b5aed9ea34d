"""Which person of the staff list a user is, asked from either side. The rule stands here alone.

A user is the person whose account they have confirmed to be (services/account_links.py); an address that is
alike makes nobody anybody. What is a person's, that user alone may see and change.
"""

from collections.abc import Iterable, Mapping

from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from colead.apps.organisations.models import User
from colead.apps.people.models.structure import Person
from colead.kit.errors import NotFound
from colead.kit.roles import Member


def own_person(by: Member) -> Person:
    """The person whom the member is. Raises NotFound when they are not on the staff list. One query."""
    found = find_own_person(by)
    if found is None:
        raise NotFound(
            "no_own_person",
            _("You are not on the staff list of %(organisation)s.") % {"organisation": by.organisation.name},
            _(
                "If the overview asks who you are, answer there. Else ask the people team whether "
                "your address stands on the staff list."
            ),
        )
    return found


def find_own_person(by: Member) -> Person | None:
    """The person whom the member is; None for somebody who is not on the staff list. One query."""
    return Person.objects.filter(user=by.user).first() if by.user else None


def is_own(by: Member, person: int | None) -> bool:
    """True when the member is the person with this primary key. One query."""
    own = find_own_person(by)
    return own is not None and own.pk == person


def users_of(people: Iterable[Person]) -> dict[int, User]:
    """The users that people are, by the people's primary keys; those without one are left out.

    No query for people whose account is loaded with them.
    """
    return {person.pk: person.user for person in people if person.user is not None}


def find_claimable_person(by: Member) -> Person | None:
    """Whom the member may confirm to be: the one person at their proved address. At most four queries.

    Of several, those who work here today count: somebody who was hired again has a number from before.
    Nobody while the address waits for the one before it to agree, and nobody for who is somebody already.
    """
    if by.user is None or find_own_person(by):
        return None
    here = Person.objects.at_address(by.user.email)
    at_address = list(here[:2])
    if len(at_address) > 1:
        at_address = list(here.on(by.organisation.today(timezone.now()))[:2])
    if len(at_address) != 1 or at_address[0].user_id or at_address[0].earlier_email:
        return None
    proved = EmailAddress.objects.filter(user=by.user, email__iexact=by.user.email, verified=True)
    return at_address[0] if proved.exists() else None


def set_accounts(accounts: Mapping[int, int | None]) -> None:
    """Note whose account is whose today, by primary keys; None = nobody's. Written with the links alone."""
    rows = [Person(pk=person, user_id=user) for person, user in accounts.items()]
    Person.objects.bulk_update(rows, ["user"], batch_size=200)


def free_users(users: Iterable[int]) -> set[int]:
    """Those of the users, by primary key, who are nobody on the staff list. One query."""
    asked = set(users)
    return asked - set(Person.objects.filter(user__in=asked).values_list("user_id", flat=True))
