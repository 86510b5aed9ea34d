"""How CSV files are written, for people and for programs."""

from decimal import Decimal
from enum import StrEnum

from colead.files.safe_cells import safe


class Dialect(StrEnum):
    """How a CSV file is written; all of them in UTF-8 with lines that end as RFC 4180 says.

    comma : commas and decimal points, as programs read it.
    semicolon : semicolons and decimal commas, as a Danish or other European Excel opens it by a double-click;
        a byte order mark makes it read æ, ø and å right.
    """

    COMMA = "comma"
    SEMICOLON = "semicolon"

    @classmethod
    def of_language(cls, language: str) -> "Dialect":
        """What a spreadsheet in this language opens.

        >>> Dialect.of_language("da"), Dialect.of_language("en")
        (<Dialect.SEMICOLON: 'semicolon'>, <Dialect.COMMA: 'comma'>)
        """
        return cls.SEMICOLON if language == "da" else cls.COMMA

    @property
    def separator(self) -> str:
        """What stands between two cells."""
        return ";" if self is Dialect.SEMICOLON else ","

    @property
    def beginning(self) -> str:
        """What stands before the first cell."""
        return "\ufeff" if self is Dialect.SEMICOLON else ""

    def cell(self, value: object) -> object:
        """The value as it may stand in a cell.

        >>> Dialect.SEMICOLON.cell(-0.5), Dialect.COMMA.cell(-0.5), Dialect.SEMICOLON.cell("=0.5")
        ('-0,5', '-0.5', "'=0.5")
        """
        if isinstance(value, float | Decimal):
            written = format(Decimal(str(value)), "f")  # never as 1e-05
            return written.replace(".", ",") if self is Dialect.SEMICOLON else written
        return safe(value)
