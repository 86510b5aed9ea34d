"""The recipe "A new app" of CONTRIBUTING, followed: `new_app/` is laid over the house, and one line names it.

The house itself is not touched: the test works in a folder of links to it, in a process of its own.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from colead.apps import APPS
from installation import Installation

ROOT = Path(__file__).resolve().parents[2]
NEW = Path(__file__).resolve().parent / "new_app"
LIST = Path("src/colead/apps/__init__.py")
LINE = '    "notes",\n)'
LOOK = """
import django, json
django.setup()
from house.look_around import look_around
print(json.dumps(look_around("notes")))
"""


def lay_over(house: Path, new: Path, to: Path) -> None:
    """A folder with everything of the house and everything new, as links; what is there is not replaced."""
    to.mkdir()
    names = {path.name for folder in (house, new) for path in folder.iterdir()} - {"__pycache__", "new_app"}
    for name in names:
        if (house / name).is_dir() and (new / name).is_dir():
            lay_over(house / name, new / name, to / name)
        else:
            assert not ((house / name).exists() and (new / name).exists()), f"{name} of the house is replaced"
            found = house / name if (house / name).exists() else new / name
            (to / name).symlink_to(found)


@pytest.fixture(scope="module")
def seen(template: Installation, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a process sees that starts in the house with its new app."""
    home = tmp_path_factory.mktemp("grown")
    for part in ("src", "tests"):
        lay_over(ROOT / part, NEW / part, home / part)
    named = (ROOT / LIST).read_text(encoding="utf-8")
    (home / LIST).unlink()
    (home / LIST).write_text(named.replace("\n)", f"\n{LINE}"), encoding="utf-8")
    installation = template.copy(home / "home")
    environment = {
        **installation.environment,
        "PYTHONPATH": os.pathsep.join([str(home / "tests"), str(home / "src")]),
    }
    done = subprocess.run(
        [sys.executable, "-c", LOOK],
        env=environment, cwd=home, capture_output=True, text=True, check=False,
    )  # fmt: skip
    installation.end()
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_one_line_outside_the_app_names_it(seen: dict[str, Any]) -> None:
    assert seen["apps"] == [*APPS, "notes"]


def test_its_migrations_are_whole(seen: dict[str, Any]) -> None:
    assert seen["migrations"] == "No changes detected\n"


def test_the_menu_shows_its_entry_to_whoever_leads_a_unit_today(seen: dict[str, Any]) -> None:
    assert seen["menu"] == ["bo"], "not Eik, who led it once, and not Alma"


def test_pages_of_others_show_its_parts(seen: dict[str, Any]) -> None:
    assert seen["card"] == ["Unit canary-of-clinic: canary-of-clinic"]
    assert seen["section"] == ["canary-of-clinic"]


def test_the_api_describes_its_route(seen: dict[str, Any]) -> None:
    assert seen["api"] == ["/api/v1/organisations/{organisation}/notes"]


def test_the_access_matrix_tries_its_routes(seen: dict[str, Any]) -> None:
    assert seen["rows"] == [
        "page GET /notes/",
        "page GET /notes/<note>/",
        "page POST /notes/new/",
        "api GET /notes",
    ]
    assert seen["surprises"] == []
    assert seen["forgotten"] == []


def test_the_access_matrix_misses_rows_that_are_forgotten(seen: dict[str, Any]) -> None:
    assert {said.partition(":")[0] for said in seen["all forgotten"]} == set(seen["rows"])


def test_the_sample_has_its_part(seen: dict[str, Any]) -> None:
    assert seen["sample"] == ["Come by for coffee on Fridays"]


def test_the_audit_log_has_its_words(seen: dict[str, Any]) -> None:
    assert seen["entries"] == ["Note written"]


def test_the_recipe_names_every_file_of_it() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    recipe = text[text.index("## A new app") : text.index("## A new screen")]
    files = {path.relative_to(NEW) for path in NEW.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    lacking = {path for path in files if not _names(recipe, path)}
    assert lacking == set()


def _names(recipe: str, path: Path) -> bool:
    """A file of the app by its shared name; any other by its path."""
    if path.parts[:3] == ("src", "colead", "apps"):
        return path.stem == "__init__" or re.search(rf"\b{path.parts[4].split('.')[0]}\b", recipe) is not None
    return str(path).replace("notes", "<app>") in recipe
