"""What the fields of tasks and their rows may hold, said in plain words."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, GeneratedField, Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from colead.engine.levels import MAX_LEVEL, MIN_NEEDED
from colead.kit.errors import DomainError

Row = TypeVar("Row", bound=Model)

# name: (smallest, largest)
RANGES = {
    "hours_per_week": (0, 60),
    "seats": (1, 50),
    "term_months": (1, 120),
    "most_terms": (1, 20),
    "level": (MIN_NEEDED, MAX_LEVEL),
    "weight": (1, 5),
    "limit_amount": (0, 9_999_999_999),
}


def filled(text: str, field: str, hint: Promise | str) -> str:
    """The text without blanks around it; an error with the hint when nothing is left."""
    if not text.strip():
        raise DomainError("empty", _("This is empty."), hint, field=field)
    return text.strip()


def in_range(value: Any, field: str) -> None:
    """Refuse a number outside its range in RANGES; None is somebody else's matter."""
    low, high = RANGES[field]
    if value is not None and not low <= value <= high:
        raise DomainError(
            "out_of_range",
            _("%(value)s does not fit here.") % {"value": value},
            _("Give a number from %(low)s to %(high)s.") % {"low": low, "high": high},
            field=field,
        )


def whole_row(row: Row) -> Row:
    """The row, when every field holds what its column takes and its numbers lie in their ranges. No query."""
    fields = [field for field in row._meta.concrete_fields if not isinstance(field, GeneratedField)]
    for field in fields:
        if field.name in RANGES:
            in_range(getattr(row, field.name), field.name)
    try:
        row.clean_fields(exclude={field.name for field in fields if isinstance(field, ForeignKey)})
    except ValidationError as error:
        name, texts = next(iter(error.message_dict.items()))
        raise DomainError("does_not_fit", texts[0], field=name) from error
    return row
