"""Everybody who is listed in an organisation, as files may name them."""

import numpy as np
import polars as pl

from colead.apps.people.bridge.structure import Structure
from colead.apps.people.models import Person
from colead.files.known_people import KnownPeople
from colead.files.lookup import positions
from colead.files.person_finder import PersonFinder


def everybody_listed(structure: Structure) -> KnownPeople:
    """Everybody by key, name and e-mail, and their index in a structure. One query."""
    rows = list(Person.objects.order_by("pk").values_list("pk", "key", "name", "email"))
    pks, keys, names, emails = zip(*rows, strict=True) if rows else ((), (), (), ())
    here = positions(pl.Series(pks, dtype=pl.Int64), pl.Series(structure.person_pks))
    texts = (pl.Series(column, dtype=pl.String) for column in (keys, names, emails))
    by_key, by_name, by_email = (column.set(column == "", None) for column in texts)
    return KnownPeople(PersonFinder(by_key, by_name, by_email), here.astype(np.int32))
