"""Every route of the product, found in the URL resolver: a new one joins the house tests by itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from colead.kit.roles import Permission


@dataclass(frozen=True)
class Route:
    """One URL pattern: its path with <parameters>, the names of those, and the view behind it."""

    path: str
    parameters: tuple[str, ...]
    view: Callable[..., Any]
    name: str

    def __str__(self) -> str:
        return self.path

    @property
    def permission(self) -> Permission | None:
        """What `organisation_page` was told; None for routes outside it (the API checks in its own door)."""
        return getattr(self.view, "permission", None)

    @property
    def is_api(self) -> bool:
        return self.path.startswith("api/")

    def url(self, values: dict[str, Any]) -> str:
        """The address with its parameters filled in."""
        path = self.path
        for parameter in self.parameters:
            start = path.index("<")
            end = path.index(">", start) + 1
            path = f"{path[:start]}{values[parameter]}{path[end:]}"
        return f"/{path}"


def all_routes() -> list[Route]:
    """Every route, the accounts pages of django-allauth included."""
    return sorted(_walk(get_resolver().url_patterns, ""), key=lambda route: route.path)


def organisation_routes() -> list[Route]:
    """The routes that lie inside an organisation."""
    return [route for route in all_routes() if "organisation" in route.parameters]


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Route]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern).lstrip("^").replace("\\Z", "")
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        else:
            names = tuple(piece.split(">")[0].split(":")[-1] for piece in path.split("<")[1:])
            yield Route(path, names, pattern.callback, pattern.name or "")
