"""Which person of the staff list a member is: what is theirs, they alone may see and change."""

from django.utils.translation import gettext_lazy as _

from colead.apps.people.models import Person
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
    """The person whom the member is: by account, else by their verified e-mail address when it is one
    person's alone; None without. Two queries.
    """
    if by.user is None:
        return None
    linked = Person.objects.filter(user=by.user).first()
    if linked or not by.user.email:
        return linked
    alike = list(Person.objects.filter(user__isnull=True, email__iexact=by.user.email)[:2])
    return alike[0] if len(alike) == 1 else None
