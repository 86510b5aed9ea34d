"""What the entries of this app in the ledger and its notices are called, by subject."""

from colead.apps.leadership.announcements import holding, sample, scenarios, tasks


def announce() -> None:
    """Register all of them; once, when Django starts."""
    for subject in (tasks, holding, scenarios, sample):
        subject.announce()
