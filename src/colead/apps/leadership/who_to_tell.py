"""Who should hear what happens to a task: those closest to it, not everybody who may steward it."""

from datetime import date

from colead.apps.leadership.permissions import STEWARD
from colead.apps.organisations.models import Membership, User
from colead.apps.organisations.queries import valid_on
from colead.apps.people.bridge import Structure, structure_on
from colead.apps.people.models import Person, Unit
from colead.apps.people.own_person import users_of
from colead.kit.roles import Role


def stewards_to_tell(unit: Unit, *, today: date) -> set[User]:
    """The leads of the unit, else of the nearest unit above that has some who sign in; else the people team.

    One query for the leads of each unit on the way up, one more for the people team, and those of the
    structure.
    """
    structure = structure_on(today)
    for above in structure.engine.unit_tree.line_up(structure.index_of_unit(unit.pk)):
        if told := _sign_in(structure, structure.leads_of(above)):
            return told
    return _people_team(unit.organisation_id, today)


def _sign_in(structure: Structure, people: list[int]) -> set[User]:
    """Those of the people, by their index, who sign in. No query for nobody."""
    pks = structure.person_pks[people].tolist()
    return set(users_of(Person.objects.filter(pk__in=pks).select_related("user")).values()) if pks else set()


def _people_team(organisation_id: int, day: date) -> set[User]:
    roles = STEWARD.roles - {Role.OWNER}
    memberships = Membership.objects.filter(valid_on(day), organisation_id=organisation_id, role__in=roles)
    return {membership.user for membership in memberships.select_related("user")}
