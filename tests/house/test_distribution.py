"""What is handed out: the wheel holds what runs, the sdist holds what is needed to build and to read it.

`make dist` builds both, the wheel from the sdist; here only the lists of files are made, which takes no npm.
"""

import ast
import itertools
import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "colead"


@pytest.fixture(scope="module")
def wheel() -> set[str]:
    return {file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}


@pytest.fixture(scope="module")
def sdist() -> set[str]:
    return {file.distribution_path for file in SdistBuilder(str(ROOT)).recurse_included_files()}


def files(pattern: str) -> set[str]:
    return {str(path.relative_to(ROOT / "src")) for path in SOURCE.rglob(pattern)}


def test_wheel_holds_programs_pages_and_catalogues(wheel: set[str]) -> None:
    wanted = files("*.py") | files("*.html") | files("*.toml") | files("py.typed")
    assert len(wanted) > 500
    assert wanted - wheel == set()


def test_wheel_holds_translations_compiled_and_not_their_sources(wheel: set[str]) -> None:
    compiled = {name for name in wheel if name.endswith(".mo")}
    assert {name.replace(".mo", ".po") for name in compiled} == files("*.po")
    assert [name for name in wheel if name.endswith(".po")] == []


def test_wheel_holds_nothing_but_the_package(wheel: set[str]) -> None:
    assert {name.split("/")[0] for name in wheel} == {"colead"}


def test_sdist_holds_the_repository(sdist: set[str]) -> None:
    tops = {name.split("/")[0] for name in sdist}
    written = {
        "src", "frontend", "packages", "tools", "tests", "docs", "examples", "benchmarks", "locks",
        "Makefile", "mkdocs.yml", "pyproject.toml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE",
    }  # fmt: skip
    assert written - tops == set()


def test_sdist_holds_nothing_that_was_made_on_this_machine(sdist: set[str]) -> None:
    made = re.compile(r"(^|/)(node_modules|\.venv|__pycache__|\.[a-z]+_cache|site|var|dist)/")
    kept = "src/colead/web/static/dist/"  # the built front end: a wheel can be made without Node then
    assert [name for name in sdist if made.search(name) and not name.startswith(kept)] == []


def test_every_version_in_the_changelog_has_its_tag() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    numbers = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", text, re.MULTILINE)
    tags = dict(re.findall(r"^\[(.+)\]: (\S+)$", text, re.MULTILINE))
    assert numbers
    assert tags == {number: f"{project['urls']['Source']}/releases/tag/v{number}" for number in numbers}


def test_every_package_that_the_product_imports_is_declared() -> None:
    """Not only brought along by another one, which may stop doing so."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = itertools.chain(*project["optional-dependencies"].values())
    declared = {re.split(r"[^a-z0-9-]", line)[0] for line in [*project["dependencies"], *extras]}
    imported = {name for path in SOURCE.rglob("*.py") for name in imports_of(path)} - {"colead"}
    owners = packages_distributions()
    foreign = {name: {canonical(one) for one in owners[name]} for name in imported & owners.keys()}
    assert len(foreign) > 15
    assert {name for name, packages in foreign.items() if not packages & declared} == set()


def imports_of(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    whence = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    return {name.split(".")[0] for name in plain + whence}


def canonical(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def versions(lock: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    text = lock.read_text(encoding="utf-8")
    for name, version in re.findall(r"^([a-z0-9.-]+)==(\S+)", text, re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


@pytest.mark.parametrize("lock", sorted((ROOT / "locks").glob("*.txt")), ids=lambda path: path.stem)
def test_every_lock_has_the_versions_that_are_tested(lock: Path) -> None:
    tested, pinned = versions(ROOT / "locks/dev.txt"), versions(lock)
    assert pinned
    assert {
        name: pinned[name] for name in pinned.keys() & tested.keys() if pinned[name] != tested[name]
    } == {}
