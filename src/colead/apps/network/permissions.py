from colead.kit.roles import EVERYONE, Role, permission

VIEW = permission("network.view", *EVERYONE)
CONSENT = permission("network.consent", *EVERYONE)
IMPORT = permission("network.import", Role.PEOPLE_TEAM, Role.CONSULTANT)
COMPUTE = permission("network.compute", Role.PEOPLE_TEAM, Role.CONSULTANT)
DELETE = permission("network.delete", Role.PEOPLE_TEAM)
