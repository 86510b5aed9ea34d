"""The queue of jobs, run in the test's own connection."""

from __future__ import annotations

from colead.apps.jobs.worker import work_once


def run_pending() -> int:
    """Run all that is due; returns how many ran."""
    count = 0
    while work_once(worker="test", with_heartbeat=False):
        count += 1
    return count
