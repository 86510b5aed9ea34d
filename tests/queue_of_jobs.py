"""The queue of jobs, run in the test's own connection."""

from __future__ import annotations

from django.utils import timezone

from colead.apps.jobs.worker import work_once
from colead.apps.organisations.emails import send_waiting_emails


def run_pending() -> int:
    """Run all that is due, and send e-mail about accounts; returns how many jobs ran."""
    count = 0
    send_waiting_emails(now=timezone.now())
    while work_once(worker="test", with_heartbeat=False):
        count += 1
    return count
