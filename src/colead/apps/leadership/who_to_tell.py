"""Who should hear what happens to a task: those closest to it, not everybody who may steward it."""

from datetime import date

from colead.apps.leadership.models import Assignment, LeadershipTask
from colead.apps.leadership.permissions import STEWARD
from colead.apps.leadership.services.dated_rows import lasting_beyond
from colead.apps.organisations.models import Membership, User
from colead.apps.organisations.queries import valid_on
from colead.apps.people.bridge import structure_on
from colead.apps.people.models import Position, Unit
from colead.apps.people.own_person import users_of
from colead.kit.roles import Role


def stewards_to_tell(unit: Unit, day: date) -> set[User]:
    """The leads of the unit, else of the nearest unit above that has some who sign in; else the people team.

    One query for the leads, one more for the people team, and those of the structure.
    """
    leads: dict[str, set[User]] = {}
    rows = list(
        Position.objects.on(day)
        .filter(leads_unit=True, unit__isnull=False)
        .select_related("person__user", "unit")
    )
    users = users_of(row.person for row in rows)
    for row in rows:
        if row.unit and row.person_id in users:
            leads.setdefault(row.unit.key, set()).add(users[row.person_id])
    near = (leads[key] for key in _upwards(unit, day) if key in leads)
    return next(near, None) or _people_team(unit.organisation_id, day)


def _upwards(unit: Unit, day: date) -> list[str]:
    """Keys of the unit and those above it, the nearest first; itself alone when it is not in the tree."""
    engine = structure_on(day).engine
    places = {str(key): place for place, key in enumerate(engine.unit_ids)}
    place, path = places.get(unit.key, -1), []
    while place >= 0:
        path.append(str(engine.unit_ids[place]))
        place = int(engine.unit_parent[place])
    return path or [unit.key]


def _people_team(organisation_id: int, day: date) -> set[User]:
    roles = STEWARD.roles - {Role.OWNER}
    memberships = Membership.objects.filter(valid_on(day), organisation_id=organisation_id, role__in=roles)
    return {membership.user for membership in memberships.select_related("user")}


def users_who_hold(task: LeadershipTask, day: date) -> set[User]:
    """Who holds the task on `day` or later, as holder, deputy or cover, and signs in. One query."""
    rows = Assignment.objects.filter(lasting_beyond(day), task=task).select_related("person__user")
    return set(users_of(row.person for row in rows).values())
