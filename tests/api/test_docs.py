"""docs/reference/api.md names every route, with whom it is for, and nothing that does not exist."""

import re
from pathlib import Path

from api.routes import ROUTES, Route
from colead.kit.roles import Role

PAGE = (Path(__file__).parents[2] / "docs/reference/api.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([A-Z]+ \S+)` \| .+ \| ([a-z, ]+) \|$", re.MULTILINE)
PREFIX = "/api/v1/organisations/{organisation}"


def written(route: Route) -> tuple[str, str]:
    """A route as the page names it, and whom the page should say it is for."""
    path = route.path.removeprefix(PREFIX) or "(itself)"
    roles = set(Role) if route.permission is None else set(route.permission.roles)
    named = [role for role in (Role.MEMBER, Role.PEOPLE_TEAM, Role.CONSULTANT) if role in roles]
    who = "everybody" if roles == set(Role) else ", ".join(role.label.lower() for role in named)
    return f"{route.method} {path}", who


def test_page_names_every_route_and_whom_it_is_for() -> None:
    assert dict(ROW.findall(PAGE)) == dict(map(written, ROUTES))


def test_page_explains_every_status_that_problems_have() -> None:
    explained = {int(status) for status in re.findall(r"^\| (\d{3}) \|", PAGE, re.MULTILINE)}
    assert explained == {400, 401, 403, 404, 405, 409, 422, 429, 500}
