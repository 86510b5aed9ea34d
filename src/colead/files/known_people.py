"""The people whom a file of ties may name: those of a day, and those who are listed but not there on it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.engine.organisation import Organisation
from colead.files.lookup import positions
from colead.files.person_finder import PersonFinder
from colead.files.staff_list import StaffList


@dataclass(frozen=True, eq=False)
class KnownPeople:
    """Everybody who is listed.

    finder : how they are found.
    person : (n_listed,) int32 index in the organisation of the day, -1 = not there on the day.
    """

    finder: PersonFinder
    person: NDArray[np.int32]


def people_of_organisation(organisation: Organisation) -> KnownPeople:
    """The people of an organisation, by id and by name."""
    keys = id_series(organisation.person_ids)
    nothing = pl.repeat(None, len(keys), dtype=pl.String, eager=True)
    names = nothing if organisation.names is None else pl.Series(organisation.names.tolist(), dtype=pl.String)
    everybody = np.arange(len(keys), dtype=np.int32)
    return KnownPeople(PersonFinder(keys, names, nothing), everybody)


def people_of_staff_list(staff: StaffList) -> KnownPeople:
    """Everybody in a staff list, by id, name and e-mail; those of the day in the organisation's order."""
    rows = staff.people.rows
    keys = rows.get_column("key")
    of_row = positions(keys, keys.gather(staff.people.main))
    return KnownPeople(PersonFinder(keys, rows.get_column("name"), rows.get_column("email")), of_row)


def id_series(ids: NDArray[Any]) -> pl.Series:
    """Ids as a column: numbers stay numbers."""
    return pl.Series(ids) if ids.dtype != object else pl.Series([str(one) for one in ids], dtype=pl.String)
