"""The routes of this app, by subject; importing a module declares its routes."""

from colead.apps.leadership.api import applications, assignments, offers, scenarios, tasks
from colead.apps.leadership.api.router import router

__all__ = ["applications", "assignments", "offers", "router", "scenarios", "tasks"]
