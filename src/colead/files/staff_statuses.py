"""What a status column says: who no longer works here, in the words of many systems.

Sources: the exports of BambooHR, Personio, HiBob, Workday, SuccessFactors, ERPNext, Google Workspace
(``Suspended``), Entra ID (``accountEnabled``), SCIM (``active``) and SD Løn (``EmploymentStatusCode``).
"""

import re

import polars as pl

from colead.files.cells import as_text
from colead.files.spelling import as_compared

_WORDS = (
    "left terminated resigned dismissed retired deceased inactive former offboarded disabled "
    "suspended archived deactivated blocked ended quit deleted withdrawn leaver fratrådt ophørt "
    "inaktiv inaktive passiv afskediget pensioneret deaktiveret spærret suspenderet slettet stoppet "
    "tidligere afgået død"
)
_LEFT = _WORDS.split()
_NOT_ACTIVE = r"^(?:not|ikke|no longer|ikke længere)\s+(?:active|employed|aktiv|ansat)\b"
_NO, _YES = ["false", "no", "n", "0", "nej", "falsk"], ["true", "yes", "y", "1", "ja", "sand", "x"]
_SD_LEFT = ["7", "8", "9", "s"]  # emigrated or dead, left, retired, deleted
_TELLS_WHO_LEFT = re.compile(
    r"suspend|archiv|terminat|inactiv|inaktiv|disabled|fratr|ophør|left", re.IGNORECASE
)
_SD_CODES = re.compile(r"status\W*(code|kode)", re.IGNORECASE)


def left_by_status(cells: pl.Series) -> pl.Series:
    """Whether each row's status says that the person does not work here."""
    text = as_compared(as_text(cells))
    first_word = text.str.extract(r"^([\p{L}]+)")
    plain = first_word.is_in(_LEFT) | text.str.contains(_NOT_ACTIVE)
    return (plain | text.is_in(_answers(cells.name))).fill_null(False)


def _answers(header: str) -> list[str]:
    """What stands in the cells of those who left, where they hold a yes, a no or a code."""
    if _SD_CODES.search(header):
        return _SD_LEFT
    return _YES if _TELLS_WHO_LEFT.search(header) else _NO
