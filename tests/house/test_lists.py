"""Lists: each is named in its app's manifest, is where it says, and has its columns from its row alone."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.urls import NoReverseMatch, get_resolver

from colead.kit.columns import ListOf, columns_of
from colead.kit.manifest import manifests
from colead.kit.routes import PREFIX
from house_tools import tool

ROOT = Path(__file__).resolve().parents[2]
LISTS = [one for manifest in manifests() for one in manifest.lists]

# Templates that write a table of their own, because it is no list that other faces have, too.
NO_LISTS = {
    "_table.html",  # the table of every list
    *(
        "matrix.html",
        "scenario_comparison.html",
        "_scenario_differences.html",
    ),  # columns follow from the data
    *("_asks.html", "scenario_new.html"),  # forms
    *("person.html", "unit.html", "_history.html", "method.html", "_strip.html"),  # parts of one thing's page
    # what a file holds and what is wrong with it
    *("import_preview.html", "preview.html", "_problems.html", "_place.html"),
    *("import_start.html", "list.html"),  # examples of a file
    "_distribution.html",  # a chart as numbers
    "_fields.html",  # the reference of the API
}

each_list = pytest.mark.parametrize("one", LISTS, ids=lambda one: str(one.label))


def test_page_of_lists_is_made_of_the_columns() -> None:
    made = tool("lists_page")
    assert made.PAGE.read_text(encoding="utf-8") == made.page(), "run python tools/lists_page.py"


@each_list
def test_list_is_where_it_says(one: ListOf) -> None:
    assert columns_of(one.row)
    assert all(name in routes_of(name.split(":")[0]) for name in (one.page, one.file) if name)


def routes_of(app: str) -> set[str]:
    try:
        _prefix, resolver = get_resolver().namespace_dict[app]
    except KeyError as error:
        raise NoReverseMatch(app) from error
    return {f"{app}:{name}" for name in resolver.reverse_dict if isinstance(name, str)}


def test_every_list_of_the_api_has_its_columns_from_its_row() -> None:
    """What a route sends in pages is named in a manifest, and what a manifest names is at that address."""
    routers = [import_module(manifest.api).router for manifest in manifests() if manifest.api]
    sent = {(path, row) for router in routers for path, row in router.lists.items()}
    assert sent - {(one.api, one.row) for one in LISTS} == set()
    addresses = {path.removeprefix(PREFIX) for router in routers for path in router.path_operations}
    assert {one.api for one in LISTS if one.api} - addresses == set()


def test_no_template_writes_the_table_of_a_list_by_hand() -> None:
    found = {
        path.name
        for path in (ROOT / "src/colead").rglob("templates/**/*.html")
        if re.search(r"<table\b", path.read_text(encoding="utf-8"))
    }
    assert found == NO_LISTS
