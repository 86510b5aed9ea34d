"""The background work of this app, by subject: importing it declares it."""

from colead.apps.leadership import tasks_allocate, tasks_holding

__all__ = ["tasks_allocate", "tasks_holding"]
