from colead.kit.roles import EVERYONE, Role, permission

VIEW = permission("organisations.view", *EVERYONE)
MANAGE_MEMBERS = permission("organisations.manage_members", Role.OWNER)
CHANGE_SETTINGS = permission("organisations.change_settings", Role.OWNER)
USE_TOKENS = permission("organisations.use_tokens", *EVERYONE)
