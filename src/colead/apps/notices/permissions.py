from colead.apps.organisations.roles import EVERYONE, permission

VIEW = permission("notices.view", *EVERYONE)
