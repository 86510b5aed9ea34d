from colead.kit.roles import EVERYONE, Role, permission

VIEW = permission("notes.view", *EVERYONE)
WRITE = permission("notes.write", Role.PEOPLE_TEAM)
