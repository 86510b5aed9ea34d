"""Who may ask what, read from `tests/house/permissions/`: what people decided, not what the code says."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from house.routes import Route

FOLDER = Path(__file__).parent / "permissions"
EVERYBODY = ("member", "people team", "consultant", "owner")
TITLES = {*EVERYBODY, "own", "unit lead", "asker", "importer"}


@dataclass(frozen=True)
class Row:
    """One route and method: who may, and what is sent.

    led_back : whoever may not is led back to another page, not refused.
    """

    key: str
    is_api: bool
    method: str
    path: str
    may: frozenset[str]
    led_back: bool = False
    send: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{'api' if self.is_api else 'page'} {self.key}"

    @property
    def writes(self) -> bool:
        return self.method != "GET"

    def body(self, values: dict[str, Any]) -> dict[str, Any]:
        """What is sent, with `<name>` filled in from the world."""
        return {name: _filled(value, values) for name, value in self.send.items()}


def all_rows() -> list[Row]:
    """Every row of every app's table. Raises ValueError for one that stands twice or names nobody known."""
    rows: dict[tuple[bool, str], Row] = {}
    for file in sorted(FOLDER.glob("*.toml")):
        for row in _rows(tomllib.loads(file.read_text(encoding="utf-8"))):
            if (row.is_api, row.key) in rows:
                raise ValueError(f"{file.name}: {row} stands twice.")
            if unknown := row.may - TITLES:
                raise ValueError(f"{file.name}: {row} names {sorted(unknown)}; known are {sorted(TITLES)}.")
            rows[row.is_api, row.key] = row
    return list(rows.values())


def row_path(route: Route) -> str:
    """A route's address as rows write it: inside the organisation, `<task>` without its kind."""
    inside = re.sub(r"^(o|api/v1/organisations)/<(slug:)?organisation>/?", "/", route.path)
    return re.sub(r"<\w+:(\w+)>", r"<\1>", inside)


def _rows(tables: dict[str, dict[str, Any]]) -> Iterator[Row]:
    for table, rows in tables.items():
        for key, said in rows.items():
            method, _blank, path = key.partition(" ")
            value = said if isinstance(said, dict) else {"may": said}
            yield Row(
                key=f"{method} {path.strip()}",
                is_api={"pages": False, "api": True}[table],
                method=method,
                path=path.strip(),
                may=_titles(value["may"]),
                led_back=value.get("led_back", False),
                send=value.get("send", {}),
            )


def _titles(said: str) -> frozenset[str]:
    titles = {title.strip() for title in said.split(",")}
    return frozenset(titles - {"everybody"} | (set(EVERYBODY) if "everybody" in titles else set()))


def _filled(value: Any, values: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_filled(one, values) for one in value]
    if isinstance(value, str) and (found := re.fullmatch(r"<(\w+)>", value)):
        return values[found[1]]
    return value
