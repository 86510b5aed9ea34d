"""How a civil registration number (CPR) looks, and how it is hidden."""

import re

# A real date and four more digits. Written for both Python and Rust (polars): no look-around.
_DATE = r"(?:(?:0[1-9]|[12]\d)(?:0[1-9]|1[0-2])|30(?:0[13-9]|1[0-2])|31(?:0[13578]|1[02]))\d{2}"
# A zero in front that a spreadsheet has lost counts where a hyphen or stroke shows what the rest is.
_SHORT_DATE = r"[1-9](?:0[1-9]|1[0-2])\d{2}"
NUMBER = rf"(?:{_DATE}[-–. /]?|{_SHORT_DATE}[-–/])\d{{4}}"

MASK = "******-****"
_MASKABLE = re.compile(rf"(?<!\d){NUMBER}(?!\d)")


def mask(text: str) -> str:
    """The text with every CPR number in it made unreadable.

    >>> mask("Person 'Bo, 010203-1234' reports to nobody")
    "Person 'Bo, ******-****' reports to nobody"
    """
    return _MASKABLE.sub(MASK, text)
