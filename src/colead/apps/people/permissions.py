from colead.apps.organisations.roles import EVERYONE, Role, permission

VIEW = permission("people.view", *EVERYONE)
IMPORT = permission("people.import", Role.PEOPLE_TEAM)
