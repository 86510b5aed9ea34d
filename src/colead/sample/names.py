"""Believable names of people in Denmark, and their e-mail addresses at a domain that cannot exist."""

import unicodedata
from dataclasses import dataclass, field
from itertools import chain, count
from random import Random

from colead.sample.tables import read_table

DOMAIN = "solbakke.example"

_NAMES = read_table("names.toml")
_OTHER_SHARE = 0.13
_MIDDLE_SHARE = 0.4


@dataclass
class Names:
    """Gives out names, each full name and each address once."""

    random: Random
    taken: set[str] = field(default_factory=set)

    def draw(self, women: float) -> str:
        """A full name that nobody has yet; `women` is the share of women in the trade, 0 to 1."""
        while (name := self._full_name(self.random.random() < women)) in self.taken:
            pass
        return name

    def address(self, name: str) -> str:
        """Take a name and return its address: given and family name, else all names, else a number."""
        self.taken.add(name)
        words = _ascii(name).split()
        full = ".".join(words)
        choices = chain((f"{words[0]}.{words[-1]}", full), (f"{full}{number}" for number in count(2)))
        address = next(free for local in choices if (free := f"{local}@{DOMAIN}") not in self.taken)
        self.taken.add(address)
        return address

    def _full_name(self, is_woman: bool) -> str:
        if self.random.random() < _OTHER_SHARE:
            women, men, families = self.random.choice(_NAMES["other_origins"])
            given = self.random.choice((women if is_woman else men).split())
            return f"{given} {self.random.choice(families.split())}"
        given, family = self._common("women" if is_woman else "men"), self._common("family")
        if self.random.random() < _MIDDLE_SHARE:
            middle = self.random.choice(_NAMES["middle"].split())
            return f"{given} {middle} {family}" if middle != family else f"{given} {family}"
        return f"{given} {family}"

    def _common(self, kind: str) -> str:
        words: list[str] = _NAMES[kind].split()
        return self.random.choices(words, [1 / (place + 6) for place in range(len(words))])[0]


def _ascii(name: str) -> str:
    """Lower-case ASCII as Danish addresses write it: æ as ae, ø as oe, å as aa.

    >>> _ascii("Søren Ægidius Çelik Yılmaz Paweł")
    'soeren aegidius celik yilmaz pawel'
    """
    spelled = name.lower()
    for letter, letters in (("æ", "ae"), ("ø", "oe"), ("å", "aa"), ("ı", "i"), ("ł", "l")):
        spelled = spelled.replace(letter, letters)
    return unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
