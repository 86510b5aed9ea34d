"""Who looks after the tasks of a unit: the people team everywhere, a unit's leads in it and below it.

What happens to a task is told to those closest to it, not to everybody who may steward it.

A right is of today, whatever day a page shows: who led a unit once looks after nothing there.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from colead.apps.leadership import permissions
from colead.apps.organisations.models import Membership, User
from colead.apps.organisations.queries import valid_on
from colead.apps.people.bridge import Structure, structure_on
from colead.apps.people.models import Person, Unit
from colead.apps.people.own_person import users_of
from colead.apps.people.selectors.leads import units_led
from colead.apps.people.selectors.links import UnitLink, unit_link
from colead.kit.errors import NotAllowed
from colead.kit.roles import Member, Role


def stewards_unit(member: Member, unit: Unit, *, today: date) -> bool:
    """True when the member may open, change, offer and close tasks of this unit."""
    return member.may(permissions.STEWARD) or unit.pk in units_led(member, today=today)


def home(unit: Unit, structure: Structure) -> UnitLink:
    """Where the tasks of a unit lie on the day of a structure: in it, or where they went when it ended."""
    found = unit_link(structure, structure.closed.get(unit.pk, -1))
    return found or UnitLink(unit.key, unit.name)


def require_steward(member: Member, unit: Unit, *, today: date) -> None:
    """Raise NotAllowed unless the member may."""
    if not stewards_unit(member, unit, today=today):
        raise not_steward(unit)


def not_steward(unit: Unit) -> NotAllowed:
    """What is said to somebody who may not."""
    return NotAllowed(
        "not_steward",
        _("You do not look after the leadership tasks of %(unit)s.") % {"unit": unit.name},
        _("Ask its lead or the people team."),
    )


def stewards_to_tell(unit: Unit, *, today: date) -> set[User]:
    """The leads of the unit, else of the nearest unit above that has some who sign in; else the people team.

    One query for the leads of each unit on the way up, one more for the people team, and those of the
    structure.
    """
    structure = structure_on(today)
    place = structure.home_of(unit.pk)
    for above in structure.engine.unit_tree.line_up(place) if place >= 0 else ():
        pks = structure.person_pks[structure.leads_of(above)].tolist()
        leads = Person.objects.filter(pk__in=pks).select_related("user") if pks else []
        if told := set(users_of(leads).values()):
            return told
    roles = permissions.STEWARD.roles - {Role.OWNER}
    memberships = Membership.objects.filter(
        valid_on(today), organisation=unit.organisation_id, role__in=roles
    )
    return {membership.user for membership in memberships.select_related("user")}
