"""Which leadership tasks there are, and what their recipes say about terms and deputies."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from colead.sample.leadership_records import Plan
from colead.sample.tables import text_of


@dataclass(frozen=True)
class Terms:
    """What a recipe says about holding its task; `most_terms` in a row, 0 = any number."""

    seats: int
    months: int
    wants_deputy: bool
    most_terms: int
    lines_to_hand_over: int


def _read_plans(table: str) -> tuple[Plan, ...]:
    lines = [line for line in table.splitlines() if not line.startswith("#")]
    cells = [line.split("|") for line in lines]
    return tuple(_read_plan(unit.strip(), cell.split()) for unit, tasks in cells for cell in tasks.split(","))


def _read_plan(unit: str, words: list[str]) -> Plan:
    recipe, when = words
    return Plan(unit, recipe, int(when.rstrip("!*")), is_open="!" in when, is_scene="*" in when)


PLANS = _read_plans(text_of("leadership_tasks.txt"))


@cache
def terms_of(recipe: str) -> Terms:
    """The terms of a recipe of the catalogue."""
    return _terms()[recipe]


@cache
def _terms() -> dict[str, Terms]:
    text = files("colead.catalogue").joinpath("recipes.toml").read_text(encoding="utf-8")
    return {
        entry["key"]: Terms(
            entry["seats"],
            entry["term_months"],
            entry["wants_deputy"],
            entry["rotation_terms"],
            len(entry["handover"]),
        )
        for entry in tomllib.loads(text)["recipe"]
    }
