from colead.kit.roles import EVERYONE, Role, permission

VIEW = permission("jobs.view", Role.PEOPLE_TEAM)
VIEW_OWN = permission("jobs.view_own", *EVERYONE)
RETRY = permission("jobs.retry", Role.PEOPLE_TEAM)
