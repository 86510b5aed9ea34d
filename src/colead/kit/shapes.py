"""Rows for faces and services, made of what holds their values already.

shape(OfferRow, offer, title=offer.task.title)  # all else stands in the offer under the same name
"""

from dataclasses import fields
from typing import Any, TypeVar

Shape = TypeVar("Shape")


def shape(of: type[Shape], source: object, **given: Any) -> Shape:
    """A dataclass made of an object: what is given, and all other fields as the object has them.

    Raises AttributeError for a field that the object lacks, TypeError for a name that is no field.
    """
    names = {one.name for one in fields(of)} - given.keys()  # type: ignore[arg-type]  # ours are dataclasses
    return of(**{name: getattr(source, name) for name in names}, **given)
