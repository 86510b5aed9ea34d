"""An app brings itself: what manifests name exists, and nothing else in the house lists apps."""

import re
from importlib import import_module
from itertools import chain
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.module_loading import import_string

from colead.apps import APPS
from colead.apps.people import permissions
from colead.kit import manifest as module
from colead.kit.manifest import Manifest, manifests
from colead.kit.roles import Permission, Role
from house.routes import organisation_routes

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "colead"
BRINGING = dict(zip(APPS, manifests(), strict=True))
LISTING = 4  # who names so many apps keeps a list of them

each_app = pytest.mark.parametrize(("app", "manifest"), BRINGING.items(), ids=list(BRINGING))


def permissions_of(manifest: Manifest) -> list[Permission]:
    return [one for one in vars(manifest.permissions).values() if isinstance(one, Permission)]


def test_every_app_is_in_the_order_and_brings_a_manifest() -> None:
    folders = {path.parent.name for path in (SOURCE / "apps").glob("*/__init__.py")}
    assert folders == set(APPS)
    assert {path.parent.name for path in (SOURCE / "apps").glob("*/manifest.py")} == folders


def test_nothing_outside_an_app_lists_apps() -> None:
    """Menu, addresses, API, front page, settings, tools and house tests read what the manifests bring."""
    patterns = ("src/colead/*/**/*.py", "tests/*.py", "tests/house/**/*", "tools/*", ".ci/*")
    files = {path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}
    files |= {ROOT / "pyproject.toml", ROOT / "Makefile", ROOT / "frontend" / "vite.config.mjs"}
    brought = {path for path in files if SOURCE / "apps" in path.parents or path.name.endswith("_part.py")}
    brought |= {Path(__file__).with_name("test_one_answer.py")}  # it names where each rule stands
    gathering = {path for path in files - brought if path.suffix != ".pyc"}
    assert {path.name: apps for path in gathering if len(apps := named_in(path)) >= LISTING} == {}


def named_in(path: Path) -> set[str]:
    text = path.read_text(encoding="utf-8")
    return {app for app in APPS if re.search(rf"apps[./]{app}\b|[\"']{app}[\"']", text)}


@each_app
def test_what_a_manifest_names_is_there(app: str, manifest: Manifest) -> None:
    assert not manifest.urls or import_module(manifest.urls).app_name == app
    assert not manifest.api or import_module(manifest.api).router
    assert not manifest.jobs or import_module(manifest.jobs).__name__ == f"colead.apps.{app}.jobs"
    assert all(callable(import_string(part.fill)) for part in manifest.sample)
    assert all(reverse(entry.route, args=["clinic"]) for entry in manifest.menu)


@each_app
def test_what_an_app_has_stands_in_its_manifest(app: str, manifest: Manifest) -> None:
    folder = SOURCE / "apps" / app
    has = {name for name in ("urls", "api", "jobs") if any(folder.glob(f"{name}*"))}
    assert {name for name in ("urls", "api", "jobs") if getattr(manifest, name)} == has
    assert bool(manifest.entries or manifest.notices) == (folder / "texts.py").exists()


@each_app
def test_what_an_app_declares_carries_its_name(app: str, manifest: Manifest) -> None:
    permissions = permissions_of(manifest)
    names = [one.name for one in permissions]
    assert names
    assert len(names) == len(set(names)), "a permission is declared twice"
    declared = chain(names, manifest.entries, manifest.notices)
    assert [name for name in declared if not name.startswith(f"{app}.")] == []
    assert all(Role.OWNER in one.roles for one in permissions)


def test_pages_and_menu_ask_for_permissions_that_an_app_declares() -> None:
    declared = {one for manifest in manifests() for one in permissions_of(manifest)}
    asked = {route.permission for route in organisation_routes() if route.permission}
    asked |= {entry.permission for manifest in manifests() for entry in manifest.menu}
    assert asked - declared == set()


def test_no_two_entries_of_the_menu_have_one_place() -> None:
    entries = [entry for manifest in manifests() for entry in manifest.menu]
    places = [(entry.in_more, entry.place) for entry in entries]
    assert len(places) == len(set(places))


def test_two_apps_cannot_bring_the_same_word(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = Manifest(permissions=permissions, entries={"people.imported": "Imported"})
    monkeypatch.setattr(module, "manifests", lambda: (twice, twice))
    with pytest.raises(ValueError, match=r"entries of the same name: people\.imported"):
        module.gathered.__wrapped__("entries")
