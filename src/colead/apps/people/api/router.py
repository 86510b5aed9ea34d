"""Where the routes of this app gather."""

from colead.kit.routes import OrganisationRouter

router = OrganisationRouter(tags=["people"])
