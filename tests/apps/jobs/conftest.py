"""Fixtures for real processes."""

from apps.jobs.installation import installation, migrated

__all__ = ["installation", "migrated"]
