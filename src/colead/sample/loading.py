"""What every part of the sample has in its hands while the sample is loaded."""

from dataclasses import dataclass, field
from datetime import datetime

from colead.apps.organisations.models import User
from colead.kit.roles import Member
from colead.sample.characters import Character
from colead.sample.records import Municipality
from colead.sample.rows import Keys


@dataclass
class Loading:
    """by : the owner.    accounts : of the characters.

    `keys` are the ids of people and units; they are there once the people are.
    """

    by: Member
    municipality: Municipality
    keys: Keys
    now: datetime
    accounts: dict[Character, User] = field(default_factory=dict)
