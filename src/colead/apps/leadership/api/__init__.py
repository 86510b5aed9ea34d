"""The routes of this app, by subject; importing a module declares its routes."""

from colead.apps.leadership.api import applications, assignments, offers, scenarios, spread, tasks
from colead.apps.leadership.api.router import router

__all__ = ["applications", "assignments", "offers", "router", "scenarios", "spread", "tasks"]
