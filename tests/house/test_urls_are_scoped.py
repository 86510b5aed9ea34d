"""Every route lies inside an organisation, or outside it for a reason."""

from house.routes import all_routes, organisation_routes

ROUTES = organisation_routes()

# Routes that do not lie inside an organisation, and why that is right. Anything else must be scoped.
OUTSIDE = (
    "account/",  # signing in
    "api/v1/",  # its own door; routes of an organisation are in ROUTES
    "calendar/",  # what a calendar program asks, with a secret
    "csv/",
    "language/",
    "confirm-address/",  # the link in an e-mail to an earlier address, signed
    "notices/stop/",  # the link in an e-mail that ends it, signed
    "organisations/new/",
    "profile/",
    "sign-in/",
)


def test_every_route_outside_an_organisation_is_meant_to_be() -> None:
    outside = [route.path for route in all_routes() if route not in ROUTES and route.path]
    assert [path for path in outside if not path.startswith(OUTSIDE)] == []


def test_every_page_declares_its_permission() -> None:
    pages = [route for route in ROUTES if not route.is_api]
    assert [route.path for route in pages if route.permission is None] == []
