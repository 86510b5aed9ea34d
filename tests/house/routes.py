"""Every route of the product, found in the URL resolver: a new one joins the house tests by itself."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from colead.kit.roles import Permission


@dataclass(frozen=True)
class Door:
    """What a page, or a method of the API, asks for before anything else; no methods: all of them.

    held_in : the objects, and the names of their attributes, in which the permission is kept.
    """

    methods: tuple[str, ...]
    wanted: Permission
    held_in: tuple[tuple[Any, str], ...]


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

    def doors(self) -> list[Door]:
        """As they stand in the running product: one of a page, one of each method of the API."""
        return _api_doors(self.view) if self.is_api else [_page_door(self.view)]

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


def _page_door(view: Any) -> Door:
    while "wanted" not in view.__code__.co_freevars:
        view = view.__wrapped__
    cell = view.__closure__[view.__code__.co_freevars.index("wanted")]
    return Door((), cell.cell_contents, ((cell, "cell_contents"),))


def _api_doors(view: Any) -> list[Door]:
    operations = inspect.getclosurevars(inspect.unwrap(view)).nonlocals["self"].operations
    return [
        Door(tuple(one.methods), one.auth_callbacks[0].permission, _kept(one.auth_callbacks))
        for one in operations
    ]


def _kept(guards: list[Any]) -> tuple[tuple[Any, str], ...]:
    return tuple((guard, "permission") for guard in guards)
