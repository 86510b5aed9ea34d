"""Who looks after the tasks of a unit: the people team everywhere, a unit's leads in it and below it."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from colead.apps.leadership import permissions
from colead.apps.people.bridge import structure_on
from colead.apps.people.models import Position, Unit
from colead.apps.people.own_person import find_own_person
from colead.kit.errors import NotAllowed
from colead.kit.roles import Member


def led_units(member: Member, day: date) -> set[int]:
    """Primary keys of the units that the member leads on the day, with all below them. Four queries."""
    own = find_own_person(member)
    if own is None:
        return set()
    led = Position.objects.on(day).filter(person=own, leads_unit=True)
    keys = {key for key in led.values_list("unit__key", flat=True) if key is not None}
    return (
        set(Unit.objects.filter(key__in=_with_all_below(keys, day)).values_list("pk", flat=True))
        if keys
        else set()
    )


def stewards_unit(member: Member, unit: Unit, day: date) -> bool:
    """True when the member may open, change, offer and close tasks of this unit."""
    return member.may(permissions.STEWARD) or unit.pk in led_units(member, day)


def require_steward(member: Member, unit: Unit, day: date) -> None:
    """Raise NotAllowed unless the member may."""
    if not stewards_unit(member, unit, day):
        raise NotAllowed(
            "not_steward",
            _("You do not look after the leadership tasks of %(unit)s.") % {"unit": unit.name},
            _("Ask its lead or the people team."),
        )


def _with_all_below(keys: set[str], day: date) -> set[str]:
    engine = structure_on(day).engine
    parents = engine.unit_parent.tolist()
    ids = [str(unit) for unit in engine.unit_ids]
    return {ids[unit] for unit in range(len(ids)) if keys & set(_upwards(unit, parents, ids))}


def _upwards(unit: int, parents: list[int], ids: list[str]) -> list[str]:
    path = []
    while unit >= 0:
        path.append(ids[unit])
        unit = parents[unit]
    return path
