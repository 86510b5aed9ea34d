"""Names without case and accents, in Danish order: what is sorted and searched instead of names as written.

Databases differ in how they order and fold æ, ø and å (SQLite folds ASCII alone), so the database keeps a
plain copy of each name, made by itself: z, æ, ø, å become `z0`, `z1`, `z2`, `z3`, which every collation puts
last and in this order, and which no search for a letter finds by mistake.
"""

from functools import reduce

from django.db.models import CharField, F, GeneratedField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower, Replace

# As many as SQLite's parser can nest. Accents that are rare here keep their own place in the order.
LETTERS = {
    **dict.fromkeys("zZ", "z0"),  # first: those below write a z of their own
    **dict.fromkeys("æÆäÄ", "z1"),
    **dict.fromkeys("øØöÖ", "z2"),
    **dict.fromkeys("åÅ", "z3"),
    **dict.fromkeys("éÉè", "e"),
    **dict.fromkeys("üÜ", "u"),
    "á": "a",
    "ó": "o",
}
_TABLE = str.maketrans(LETTERS)


def plain(text: str) -> str:
    """The text as the database's plain column holds it.

    >>> sorted(["Åse", "Zoe", "Ærø", "Anna"], key=plain)
    ['Anna', 'Zoe', 'Ærø', 'Åse']
    """
    return text.translate(_TABLE).lower()


def plain_column(field: str, length: int) -> GeneratedField:
    """A column that the database fills with the plain form of another."""
    name: Combinable = F(field)
    replaced = reduce(_replaced, LETTERS.items(), name)
    return GeneratedField(
        expression=Lower(replaced), output_field=CharField(max_length=2 * length), db_persist=True
    )


def _replaced(expression: Combinable, letter: tuple[str, str]) -> Combinable:
    return Replace(expression, Value(letter[0]), Value(letter[1]))
