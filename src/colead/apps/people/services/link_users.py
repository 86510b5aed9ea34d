"""Members of the organisation and people of the staff list are joined by their e-mail address."""

from datetime import date

from colead.apps.organisations.models import Membership, Organisation
from colead.apps.people.models import Person
from colead.apps.people.own_person import people_by_email


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
