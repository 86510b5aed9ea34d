from colead.kit.roles import Role, permission

VIEW = permission("ledger.view", Role.PEOPLE_TEAM)
ERASE = permission("ledger.erase", Role.OWNER)
CHOOSE_RECEIVERS = permission("ledger.choose_receivers", Role.OWNER)
