from colead.kit.roles import EVERYONE, Role, permission

VIEW = permission("people.view", *EVERYONE)
SEE_EMAIL = permission("people.see_email", Role.MEMBER, Role.PEOPLE_TEAM)  # consultants come from outside
IMPORT = permission("people.import", Role.PEOPLE_TEAM)
EDIT_CATALOGUE = permission("people.edit_catalogue", Role.PEOPLE_TEAM)
DESCRIBE_STRENGTHS = permission("people.describe_strengths", Role.MEMBER, Role.PEOPLE_TEAM)  # one's own
RECORD_EVIDENCE = permission("people.record_evidence", Role.MEMBER, Role.PEOPLE_TEAM)
