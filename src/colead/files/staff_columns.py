"""What the columns of a staff list mean, guessed from their names and, where those leave it open, cells."""

from colead.files.cells import as_flags, as_keys
from colead.files.columns import ColumnMapping, guess_columns
from colead.files.tables import Table


def guess_staff_columns(table: Table) -> ColumnMapping:
    """Which column holds what. One called *lead* may name the lead, or say yes of whoever leads."""
    guess = guess_columns(table.header)
    manager = guess.header("manager")
    if manager is None or guess.header("leads") or not _says_yes(table, manager, guess.header("key")):
        return guess
    columns = {"leads" if ours == "manager" else ours: label for ours, label in guess.columns.items()}
    sureness = guess.confidence | {"leads": guess.confidence.get("manager", 1.0)}
    return ColumnMapping(columns, sureness, guess.unused)


def _says_yes(table: Table, label: str, key: str | None) -> bool:
    """Whether the cells are a yes or a no, and none is the id of a person."""
    flags, unreadable = as_flags(table.frame.get_column(label))
    if unreadable.any() or not flags.any():
        return False
    said = as_keys(table.frame.get_column(label)).cast(str).drop_nulls().unique()
    return key is None or not said.is_in(as_keys(table.frame.get_column(key)).cast(str).implode()).any()
