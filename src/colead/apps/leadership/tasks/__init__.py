"""The background work of this app, by subject: importing it declares it."""

from colead.apps.leadership.tasks import holding, scenarios

__all__ = ["holding", "scenarios"]
