"""The routes of this app, by subject; importing a module declares its routes."""

from colead.apps.people.api import directory, imports, strengths
from colead.apps.people.api.router import router

__all__ = ["directory", "imports", "router", "strengths"]
