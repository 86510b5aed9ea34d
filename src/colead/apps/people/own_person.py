"""Which person of the staff list a user is, asked from either side. The rule stands here alone.

A user is the person their account is linked to; else the one person without an account who has their
e-mail address, when nobody else has it. What is a person's, that user alone may see and change.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from colead.apps.organisations.models import Membership, Organisation, User
from colead.apps.people.models.structure import Person
from colead.kit.batches import PARAMETERS, batches
from colead.kit.errors import NotFound
from colead.kit.roles import Member


def own_person(by: Member) -> Person:
    """The person whom the member is. Raises NotFound when they are not on the staff list. Two queries."""
    found = find_own_person(by)
    if found is None:
        raise NotFound(
            "no_own_person",
            _("You are not on the staff list of %(organisation)s.") % {"organisation": by.organisation.name},
            _("If you work here, ask the people team to connect your account with your employee number."),
        )
    return found


def find_own_person(by: Member) -> Person | None:
    """The person whom the member is; None for somebody who is not on the staff list. Two queries."""
    if by.user is None:
        return None
    linked = Person.objects.filter(user=by.user).first()
    return linked or next(iter(people_by_email([by.user.email]).values()), None)


def is_own(by: Member, person: int | None) -> bool:
    """True when the member is the person with this primary key. Two queries."""
    own = find_own_person(by)
    return own is not None and own.pk == person


def users_of(people: Iterable[Person]) -> dict[int, User]:
    """The users that people are, by the people's primary keys; those without one are left out.

    No query for people whose account is loaded with them, two for all others together.
    """
    wanted = {person.pk: person for person in people}
    users = {pk: person.user for pk, person in wanted.items() if person.user is not None}
    unlinked = [person for pk, person in wanted.items() if pk not in users and person.email]
    return users | _users_by_email(unlinked) if unlinked else users


def people_by_email(emails: Collection[str]) -> dict[str, Person]:
    """The one person without an account at each address, in small letters; one of two is nobody's."""
    found: list[Person] = []
    for batch in batches({email.lower() for email in emails} - {""}, PARAMETERS):
        people = Person.objects.filter(user__isnull=True).annotate(address=Lower("email"))
        found += people.filter(address__in=batch)
    times = Counter(person.email.lower() for person in found)
    return {person.email.lower(): person for person in found if times[person.email.lower()] == 1}


def link_users(*, organisation: Organisation, day: date) -> int:
    """Give people without a user the member who they are by their e-mail address.

    Returns how many were linked. Three queries, and one for each batch of members.
    """
    linked = Person.objects.filter(user__isnull=False).values_list("user_id", flat=True)
    members = Membership.objects.on(day).filter(organisation=organisation).exclude(user__in=linked)
    users = {email.lower(): user for email, user in members.values_list("user__email", "user_id")}
    found = people_by_email(users)
    for email, person in found.items():
        person.user_id = users[email]
    return Person.objects.bulk_update(found.values(), ["user"], batch_size=200)


def _users_by_email(people: Collection[Person]) -> dict[int, User]:
    """Members of the organisation who are these people by their address, and nobody else by account."""
    organisation = next(iter(people)).organisation_id
    linked = Person.objects.filter(user__isnull=False).values("user")
    members = User.objects.filter(memberships__organisation=organisation).exclude(pk__in=linked).distinct()
    users: dict[str, User] = {}
    for batch in batches({person.email.lower() for person in people}, PARAMETERS):
        found = members.annotate(address=Lower("email")).filter(address__in=batch)
        users |= {user.email.lower(): user for user in found}
    asked = {person.pk for person in people}
    return {person.pk: users[email] for email, person in people_by_email(users).items() if person.pk in asked}
