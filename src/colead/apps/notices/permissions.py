from colead.kit.roles import EVERYONE, permission

VIEW = permission("notices.view", *EVERYONE)
