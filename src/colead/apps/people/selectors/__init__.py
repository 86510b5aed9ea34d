"""Reads about people and the structure, one page a file. Templates and the API get frozen dataclasses."""

from colead.apps.people.selectors.directory import Filters, directory, find_people
from colead.apps.people.selectors.imports import import_page, recent_imports
from colead.apps.people.selectors.person import person_page
from colead.apps.people.selectors.structure import structure_page
from colead.apps.people.selectors.tree import unit_choices, unit_tree, upper_tree
from colead.apps.people.selectors.unit import unit_page

__all__ = [
    "Filters", "directory", "find_people", "import_page", "person_page", "recent_imports",
    "structure_page", "unit_choices", "unit_page", "unit_tree", "upper_tree",
]  # fmt: skip
