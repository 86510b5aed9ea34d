"""Any staff list, whatever wrote it, reads to the organisation of its clean form or is refused by cell."""

import os
from collections import Counter

import polars as pl
from hypothesis import HealthCheck, given, settings

from colead.files.leaving_out import left_out, written
from colead.files.problems import FileError, FileProblem
from colead.files.reading import read_grids, read_table_from_bytes
from colead.files.staff_list import StaffList, read_staff_list
from files.nasty_staff_lists import AS_OF, NastyList, nasty_staff_lists

EXAMPLES = max(40, int(os.environ.get("COLEAD_EXAMPLES", "0")))
FACTS = ("key", "name", "manager", "unit", "title", "share", "start_date", "active", "main")


def read(content: bytes) -> StaffList:
    return read_staff_list(read_table_from_bytes(content, "staff"), as_of=AS_OF)


def read_without_numbers(content: bytes) -> StaffList:
    """As on the page: a column of CPR numbers is refused, and then left out, unless a cell cannot be read."""
    staff = read(content)
    if any(one.code.startswith("cpr") for one in staff.problems) and not staff.table.problems:
        return read(written(left_out(read_grids(content, "staff"), [], numbers=True)))
    return staff


def organisation(staff: StaffList, *, says_ends: bool) -> list[object]:
    """Everything that it says of people and units, in whatever spelling of an e-mail address."""
    facts = [*FACTS, *(["end_date"] if says_ends else [])]
    emails = pl.col("email").str.to_lowercase()
    rows = staff.rows.select(pl.col("key", "manager").cast(pl.String), pl.exclude("key", "manager"))
    arrays = staff.organisation()
    return [
        rows.select(*facts, emails).to_dicts(),
        staff.units.to_dicts(),
        arrays.manager.tolist(),
        arrays.unit.tolist(),
        arrays.unit_parent.tolist(),
    ]


def refusal(case: NastyList) -> list[FileProblem]:
    """What stands in the way of the nasty form; if nothing does, it has been read as the clean form is."""
    try:
        staff = read_without_numbers(case.nasty)
    except FileError as error:
        return error.problems
    if not staff.problems:
        clean = read(case.clean)
        assert organisation(staff, says_ends=case.says_ends) == organisation(clean, says_ends=case.says_ends)
    return list(staff.problems)


def test_a_nasty_list_reads_as_its_clean_form_or_is_refused_by_cell() -> None:
    outcomes: Counter[str] = Counter()

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(nasty_staff_lists())
    def reads_the_same(case: NastyList) -> None:
        problems = refusal(case)
        assert all(one.line and one.column for one in problems), problems
        outcomes[problems[0].code if problems else "read"] += 1

    reads_the_same()
    refused = outcomes.total() - outcomes["read"]
    assert 10 * refused < outcomes.total(), outcomes
