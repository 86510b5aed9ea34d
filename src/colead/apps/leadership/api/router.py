"""Where the routes of this app gather."""

from colead.api.routes import OrganisationRouter

router = OrganisationRouter(tags=["leadership"])
