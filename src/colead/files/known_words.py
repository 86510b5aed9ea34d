"""Every name of a column that some reader of ours recognises."""

from colead.files.columns import STAFF_COLUMNS, TIE_COLUMNS, plain_label
from colead.files.leadership_columns import (
    ASSIGNMENT_COLUMNS,
    CAPACITY_COLUMNS,
    EXCLUSION_PAIR_COLUMNS,
    NEED_COLUMNS,
    STRENGTH_COLUMNS,
    TASK_COLUMNS,
)

_COLUMNS = (
    *(STAFF_COLUMNS, TIE_COLUMNS, CAPACITY_COLUMNS, STRENGTH_COLUMNS, TASK_COLUMNS, NEED_COLUMNS),
    *(ASSIGNMENT_COLUMNS, EXCLUSION_PAIR_COLUMNS),
)
_KNOWN = frozenset(plain_label(word) for names in _COLUMNS for word in " ".join(names.values()).split()) - {
    *"abijx"  # a column may be called that, but so may anything
}


def is_known(label: str) -> bool:
    """Whether a column of this name would be recognised.

    >>> is_known("Medarbejdernr."), is_known("Ida Munk")
    (True, False)
    """
    return plain_label(label) in _KNOWN
