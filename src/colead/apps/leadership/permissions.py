"""Roles that may. Whoever leads a unit may steward its tasks too: see `stewards.py`."""

from colead.kit.roles import EVERYONE, Role, permission

VIEW = permission("leadership.view", *EVERYONE)
TAKE_PART = permission("leadership.take_part", Role.MEMBER, Role.PEOPLE_TEAM)  # volunteer, suggest, answer
STEWARD = permission("leadership.steward", Role.PEOPLE_TEAM)  # of every unit
ALLOCATE = permission("leadership.allocate", Role.PEOPLE_TEAM)
VIEW_SPREAD = permission("leadership.view_spread", *EVERYONE)
