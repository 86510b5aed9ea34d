"""Who looks after the tasks of a unit: the people team everywhere, a unit's leads in it and below it.

A right is of today, whatever day a page shows: who led a unit once looks after nothing there.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from colead.apps.leadership import permissions
from colead.apps.people.models import Unit
from colead.apps.people.selectors.leads import units_led
from colead.kit.errors import NotAllowed
from colead.kit.roles import Member


def stewards_unit(member: Member, unit: Unit, *, today: date) -> bool:
    """True when the member may open, change, offer and close tasks of this unit."""
    return member.may(permissions.STEWARD) or unit.pk in units_led(member, today=today)


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
