"""Members of the organisation and people of the staff list are joined by their e-mail address."""

from collections import Counter
from datetime import date

from django.db.models.functions import Lower

from colead.apps.organisations.models import Membership, Organisation
from colead.apps.people.models import Person
from colead.apps.people.services.writing import batches


def link_users(*, organisation: Organisation, day: date) -> int:
    """Give people without a user the member with their e-mail address; one of two people is left alone.

    Returns how many were linked. Three queries, and one for each batch of members.
    """
    linked = Person.objects.filter(user__isnull=False).values_list("user_id", flat=True)
    members = Membership.objects.on(day).filter(organisation=organisation).exclude(user__in=linked)
    users = {email.lower(): user for email, user in members.values_list("user__email", "user_id")}
    found: list[Person] = []
    for batch in batches(users, 900):
        people = Person.objects.filter(user__isnull=True).annotate(address=Lower("email"))
        found += people.filter(address__in=batch)
    times = Counter(person.email.lower() for person in found)
    once = [person for person in found if times[person.email.lower()] == 1]
    for person in once:
        person.user_id = users[person.email.lower()]
    return Person.objects.bulk_update(once, ["user"], batch_size=200)
