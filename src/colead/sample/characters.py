"""The five people who sign in to the sample. The same whatever the seed, so that guides can name them."""

from dataclasses import dataclass
from typing import Any

from colead.sample.records import Bilingual
from colead.sample.tables import read_table


@dataclass(frozen=True)
class Character:
    """Somebody with an account.

    part : what they are here to show: member, unit_lead, people_team, consultant or owner.
    role : their role in the organisation; leading a unit is none.
    what : what they do here, for the table of sign-in links.
    unit : where they worked two years ago; None for somebody from outside.
    title : None when it follows from leading the unit.
    """

    part: str
    name: str
    email: str
    role: str
    what: Bilingual
    unit: str | None = None
    leads: bool = False
    title: Bilingual | None = None


def _character(part: str, entry: dict[str, Any]) -> Character:
    said: dict[str, Any] = {name: Bilingual(*entry[name]) for name in ("what", "title") if name in entry}
    return Character(part=part, **entry | said)


EVERYBODY = tuple(_character(part, entry) for part, entry in read_table("characters.toml").items())
MEMBER, UNIT_LEAD, PEOPLE_TEAM, CONSULTANT, OWNER = EVERYBODY
INSIDE = tuple(character for character in EVERYBODY if character.unit)
