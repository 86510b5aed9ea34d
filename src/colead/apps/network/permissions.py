from colead.apps.organisations.roles import EVERYONE, Role, permission

VIEW = permission("network.view", *EVERYONE)
IMPORT = permission("network.import", Role.PEOPLE_TEAM, Role.CONSULTANT)
