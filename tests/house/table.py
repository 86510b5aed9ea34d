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
WHOSE = {"own", "unit lead", "asker"}  # follow from the thing, for everybody who works here
TITLES = {*EVERYBODY, *WHOSE, "importer"}


@dataclass(frozen=True)
class Row:
    """One route and method: who may, and what is sent.

    led_back : whoever may not is led back to another page, not refused.
    door : roles that are let in as far as asking whose it is; all others are refused for their role (403).
    """

    app: str
    key: str
    is_api: bool
    method: str
    path: str
    may: frozenset[str]
    door: frozenset[str]
    led_back: bool = False
    send: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{'api' if self.is_api else 'page'} {self.key}"

    @property
    def writes(self) -> bool:
        return self.method != "GET"

    def body(self, values: dict[str, Any]) -> dict[str, Any]:
        """What is sent, with `<name>` filled in from the world."""
        filled: dict[str, Any] = _filled(self.send, values)
        return filled


def all_rows() -> list[Row]:
    """Every row of every app's table. Raises ValueError for one that stands twice or names nobody known."""
    rows: dict[tuple[bool, str], Row] = {}
    for file in sorted(FOLDER.glob("*.toml")):
        for row in _rows(file.stem, tomllib.loads(file.read_text(encoding="utf-8"))):
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


def said_services() -> dict[str, frozenset[str]]:
    """The roles that each service asks for: the second wall, behind pages, API and command line alike."""
    tables = {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in FOLDER.glob("*.toml")}
    return {
        f"{app}.{name}": _titles(said)
        for app, table in tables.items()
        for name, said in table.get("services", {}).items()
    }


def _rows(app: str, tables: dict[str, dict[str, Any]]) -> Iterator[Row]:
    for table, is_api in (("pages", False), ("api", True)):
        for key, said in tables.get(table, {}).items():
            method, _blank, path = key.partition(" ")
            value = said if isinstance(said, dict) else {"may": said}
            may, is_led_back = _titles(value["may"]), value.get("led_back", False)
            yield Row(
                app=app,
                key=f"{method} {path.strip()}",
                is_api=is_api,
                method=method,
                path=path.strip(),
                may=may,
                door=_titles(value["door"]) if "door" in value else _door(may, is_led_back),
                led_back=is_led_back,
                send=value.get("send", {}),
            )


def _door(may: frozenset[str], is_led_back: bool) -> frozenset[str]:
    """Without a word: the roles that may, and all who work here where it depends on whose it is."""
    if is_led_back:
        return frozenset(EVERYBODY)
    here = frozenset({"member", "people team", "owner"})
    return may & frozenset(EVERYBODY) | (here if may & WHOSE else frozenset())


def _titles(said: str) -> frozenset[str]:
    titles = {title.strip() for title in said.split(",")}
    return frozenset(titles - {"everybody"} | (set(EVERYBODY) if "everybody" in titles else set()))


def _filled(value: Any, values: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_filled(one, values) for one in value]
    if isinstance(value, dict):
        return {name: _filled(one, values) for name, one in value.items()}
    if isinstance(value, str) and (found := re.fullmatch(r"<(\w+)>", value)):
        return values[found[1]]
    return value
