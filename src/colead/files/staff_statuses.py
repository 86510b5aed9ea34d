"""What a status column says: who no longer works here, in the words of many systems.

Sources: the exports of BambooHR, Personio, HiBob, Workday, SuccessFactors, ERPNext, Google Workspace
(``Suspended``), Entra ID (``accountEnabled``), SCIM (``active``) and SD Løn (``EmploymentStatusCode``).
"""

import re

import polars as pl

from colead.files.cells import as_text
from colead.files.spelling import as_compared

_WORDS = (
    "left term terminated resigned dismissed retired deceased inactive former offboarded disabled "
    "suspended archived deactivated blocked ended quit deleted withdrawn leaver fratrådt ophørt "
    "inaktiv inaktive passiv afskediget pensioneret deaktiveret spærret suspenderet slettet stoppet "
    "tidligere afgået død"
)
_LEFT = _WORDS.split()
_NOT_LEFT = r"\b(?:not|never|ikke|aldrig)\s+\p{L}+"
_ACTIVE = ["active", "aktiv", "employed", "ansat"]
_NOT_ACTIVE = r"^(?:not|ikke|no longer|ikke længere)\s+(?:active|employed|aktiv|ansat)\b"
_NO, _YES = ["false", "no", "n", "0", "nej", "falsk"], ["true", "yes", "y", "1", "ja", "sand", "x"]
_SD_LEFT = ["7", "8", "9", "s"]  # emigrated or dead, left, retired, deleted
_SD_ALL = {*"0123456789s"}
_TELLS_WHO_LEFT = re.compile(
    r"suspend|archiv|terminat|inactiv|inaktiv|disabled|fratr|ophør|left", re.IGNORECASE
)
_SD_CODES = re.compile(r"status\W*(code|kode)", re.IGNORECASE)


def left_by_status(cells: pl.Series) -> pl.Series:
    """Whether each row's status says that the person does not work here."""
    text = as_compared(as_text(cells))
    words = text.str.replace_all(_NOT_LEFT, "").str.extract_all(r"\p{L}+")
    left = (words.list.set_intersection(_LEFT).list.len() > 0) & ~words.list.first().is_in(_ACTIVE)
    plain = left | text.str.contains(_NOT_ACTIVE)
    return (plain | text.is_in(_answers(text))).fill_null(False)


def _answers(text: pl.Series) -> list[str]:
    """What stands in the cells of those who left, where they hold a yes, a no or a code."""
    header = text.name
    numbers = set(text.drop_nulls().unique())
    if _SD_CODES.search(header) or (numbers <= _SD_ALL and not numbers <= {"0", "1"}):
        return _SD_LEFT
    return _YES if _TELLS_WHO_LEFT.search(header) else _NO
