"""The JSON and the files of ``colead allocate`` and their documentation name the same things."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from colead.cli.allocation_words import WHY_NOT, WHY_OPEN
from colead.cli.main import main
from colead.files.allocation_files import ALL_COLUMNS
from colead.files.columns import STAFF_COLUMNS
from colead.files.leadership_kinds import ALLOCATION_KINDS

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "allocation"
PAGE = (ROOT / "docs/reference/allocate.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([^`]+)` \| ([^|]+?) \|", re.MULTILINE)
KEYS = dict(ROW.findall(PAGE.split("## The JSON")[1]))


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value that is no container, with its path as it is documented."""
    if isinstance(value, dict) and f"{path}.*" in KEYS:
        yield from ((f"{path}.*", inner) for inner in value.values())
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, f"{path}[]")
    else:
        yield path, value


def run(folder: Path, must_fill: str) -> dict[str, Any]:
    """A result with whatever there may be: costs, who was next, a warning; or a conflict."""
    tasks = (EXAMPLE / "tasks.csv").read_text(encoding="utf-8")
    path = folder / "tasks.csv"
    path.write_text(f'{tasks}fly;Flying;;1;1;0;{must_fill};;;"fly:4!"\n', encoding="utf-8")
    options = [f"--{name}={EXAMPLE / name}.csv" for name in ("people", "strengths", "assignments")]
    done = CliRunner().invoke(
        main,
        ["allocate", *options, f"--tasks={path}", "--as-of=2026-09-30", "--formal-share=0.3", "--json=-"],
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Any]]:
    folder = tmp_path_factory.mktemp("schema")
    return [leaf for must_fill in ("no", "yes") for leaf in leaves(run(folder, must_fill))]


def test_documentation_and_json_name_the_same_keys(results: list[tuple[str, Any]]) -> None:
    assert {path for path, _ in results} == set(KEYS)


FITS = {
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float),
    "0 to 1": lambda value: 0 <= value <= 1,
    "yes or no": lambda value: isinstance(value, bool),
    "text": lambda value: isinstance(value, str),
    "date": lambda value: re.fullmatch(r"\d{4}-\d\d-\d\d", value),
}


def test_every_value_is_of_the_documented_type(results: list[tuple[str, Any]]) -> None:
    assert [
        (path, value) for path, value in results if value is not None and not FITS[KEYS[path]](value)
    ] == []


def test_every_column_problem_reason_and_option_stands_in_the_documentation() -> None:
    named = set(re.findall(r"`([a-z_]+)`", PAGE))
    columns = {name.rpartition(".")[2] for name in ALL_COLUMNS} - set(STAFF_COLUMNS)
    for needed in (columns, set(ALLOCATION_KINDS), set(WHY_NOT), set(WHY_OPEN)):
        assert needed - named == set()
    context = main.make_context("colead", ["--help"], resilient_parsing=True)
    command = main.get_command(context, "allocate")  # type: ignore[attr-defined]
    assert [one.opts for one in command.params if not any(option in PAGE for option in one.opts)] == []
