"""What the columns of a staff list mean, guessed from their names and, where those leave it open, cells."""

from colead.files.cells import as_flags, as_keys, as_text
from colead.files.columns import STAFF_COLUMNS, ColumnMapping, guess_columns
from colead.files.spelling import as_alike
from colead.files.tables import Table


def guess_staff_columns(table: Table) -> ColumnMapping:
    """Which column holds what. One called *lead* may name the lead, or say yes of whoever leads."""
    guess = guess_columns(table.header)
    manager = guess.header("manager")
    if manager is None or guess.header("leads") or not _says_yes(table, manager, guess.header("key")):
        return guess
    others = guess_columns(guess.unused, {"manager": STAFF_COLUMNS["manager"]})
    columns = {ours: label for ours, label in guess.columns.items() if ours != "manager"}
    sureness = guess.confidence | {"leads": guess.confidence.get("manager", 1.0)} | others.confidence
    return ColumnMapping(columns | {"leads": manager} | others.columns, sureness, others.unused)


def _says_yes(table: Table, label: str, key: str | None) -> bool:
    """Whether the cells are a yes or a no, and none is the id of a person."""
    cells = table.frame.get_column(label)
    flags, unreadable = as_flags(cells)
    said = as_alike(as_text(cells)).drop_nulls().unique()
    only_ones = set(said) <= {"1"}  # the id of the one who leads them all
    if unreadable.any() or not flags.any() or only_ones:
        return False
    return key is None or not said.is_in(as_alike(as_keys(table.frame.get_column(key))).implode()).any()
