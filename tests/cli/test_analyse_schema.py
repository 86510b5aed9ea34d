"""The JSON of ``colead analyse`` and its documentation name the same keys."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from colead.cli.main import main
from colead.files.columns import STAFF_COLUMNS
from colead.files.problem_kinds import KINDS

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "small"
ROW = re.compile(r"^\| `([^`]+)` \| ([^|]+?) \|", re.MULTILINE)


def documented() -> dict[str, str]:
    """Key -> type, the figures with the place where they stand in front."""
    general, figures = (ROOT / "docs/reference/analyse.md").read_text(encoding="utf-8").split("### Figures")
    keys = dict(ROW.findall(general))
    for place in [key for key, kind in keys.items() if kind == "figures"]:
        keys |= {f"{place}.{key}": kind for key, kind in ROW.findall(figures)}
    return keys


def leaves(value: Any, path: str, known: dict[str, str]) -> Iterator[tuple[str, Any]]:
    """Every value that is no container, with its path as it is documented."""
    if path in known and known[path] != "figures":
        yield path, value
    elif isinstance(value, dict) and f"{path}.*" in known:
        yield from ((f"{path}.*", inner) for inner in value.values())
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}" if path else key, known)
    elif isinstance(value, list) and f"{path}[]" in known and known[f"{path}[]"] != "figures":
        yield from ((f"{path}[]", inner) for inner in value)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, f"{path}[]", known)
    else:
        yield path, value


def result(people: Path) -> dict[str, Any]:
    run = CliRunner().invoke(main, ["analyse", str(people), str(EXAMPLE / "advice.csv"), "--json", "-"])
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def with_a_warning(folder: Path) -> Path:
    people = folder / "people.csv"
    people.write_text((EXAMPLE / "people.csv").read_text(encoding="utf-8") + "p99;Ny;;;;\n", encoding="utf-8")
    return people


def test_documentation_and_json_name_the_same_keys(tmp_path: Path) -> None:
    known = documented()
    written = {path for path, _ in leaves(result(with_a_warning(tmp_path)), "", known)}
    complete = {key for key, kind in known.items() if kind != "figures"}
    assert written - complete == set()
    # The example as a whole needs no guard; its small units do.
    assert {key for key in complete - written if not key.startswith("networks[].whole.guards")} == set()


FITS = {
    "integer": lambda value: isinstance(value, int),
    "number": lambda value: isinstance(value, int | float),
    "0 to 1": lambda value: 0 <= value <= 1,
    "−1 to 1": lambda value: -1 <= value <= 1,
    "text": lambda value: isinstance(value, str),
    "date": lambda value: re.fullmatch(r"\d{4}-\d\d-\d\d", value),
    "object": lambda value: isinstance(value, dict),
    "two numbers": lambda value: len(value) == 2,
}


def test_every_value_is_of_the_documented_type(tmp_path: Path) -> None:
    known = documented()
    found = [
        (path, value)
        for path, value in leaves(result(with_a_warning(tmp_path)), "", known)
        if value is not None
    ]
    assert [(path, value) for path, value in found if not FITS[known[path]](value)] == []


def test_the_keys_that_others_rely_on_are_there() -> None:
    whole = result(EXAMPLE / "people.csv")["networks"][0]["whole"]
    for section, keys in {
        "dyads": "mutual asymmetric null",
        "spread": "centralisation_in centralisation_out gini hhi effective_leaders bus_factor",
        "hierarchy": "connectedness hierarchy efficiency efficiency_undirected least_upper_bound",
        "mixing": "unit level leader_tie_ratio",
        "formal": "coverage formal_share jaccard qap tree_distance_ties tree_distance_all",
        "brokerage": "betweenness_max betweenness_max_id betweenness_centralisation roles",
        "resilience": "k_core_weak k_core_mutual articulation_points",
    }.items():
        assert set(keys.split()) <= set(whole[section])


def test_every_column_and_every_problem_stands_in_the_documentation() -> None:
    page = (ROOT / "docs/reference/staff-list.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_0-9]+)`", page))
    assert set(STAFF_COLUMNS) - named == set()
    assert set(KINDS) - named == set()
