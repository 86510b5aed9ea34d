"""Two years of leadership tasks in the sample."""

from colead.apps.ledger.services import append_entry
from colead.sample import characters
from colead.sample.leadership import make_leadership
from colead.sample.leadership_rows import Stewards, store_leadership
from colead.sample.loading import Loading
from colead.sample.units import MERGED_INTO


def add_tasks(loading: Loading) -> None:
    """Tasks, who held and holds them, what waits; the ledger learns of them in one entry."""
    leading, accounts = make_leadership(loading.municipality), loading.accounts
    stewards = Stewards(accounts[characters.UNIT_LEAD], MERGED_INTO, accounts[characters.PEOPLE_TEAM])
    store_leadership(leading, loading.keys, stewards, loading.now)
    append_entry(
        by=loading.by,
        action="leadership.sample_loaded",
        subject=f"organisation:{loading.by.organisation.pk}",
        details={"tasks": len(leading.tasks), "assignments": len(leading.held)},
        now=loading.now,
    )
