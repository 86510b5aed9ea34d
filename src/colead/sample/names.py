"""Believable names of people in Denmark, and their e-mail addresses at a domain that cannot exist."""

import unicodedata
from dataclasses import dataclass, field
from itertools import chain, count
from random import Random

DOMAIN = "solbakke.example"

# The commonest first: a name's weight falls with its place in the list.
_WOMEN = """
    Anne Mette Kirsten Hanne Anna Helle Susanne Lene Maria Marianne Camilla Lone Louise Charlotte Pia
    Tina Gitte Ida Julie Bente Birgitte Sofie Emma Karen Rikke Christina Jette Dorthe Line Heidi Trine
    Laura Cecilie Lise Mathilde Sanne Maja Betina Signe Nanna Stine Freja Astrid Clara Malene Anja Ditte
    Josefine Katrine Inge Karina Mie Vibeke Simone Tove Ulla Caroline Merete Nina Amalie
"""
_MEN = """
    Peter Michael Lars Thomas Jens Henrik Søren Christian Martin Jan Morten Jesper Anders Niels Mads
    Rasmus Per Mikkel Hans Kim Brian Kasper Jakob Mathias Emil Frederik Bo Torben Claus Ole Steen Allan
    Simon Nikolaj Carsten Jonas Finn Jørgen Magnus Kenneth Daniel Erik Ulrik Oliver Kristian Tobias Bent
    Flemming Sebastian Johnny Anton Villads Gustav Troels Asger Esben
"""
_FAMILY = """
    Nielsen Jensen Hansen Andersen Pedersen Christensen Larsen Sørensen Rasmussen Jørgensen Petersen
    Madsen Kristensen Olsen Thomsen Christiansen Poulsen Johansen Møller Mortensen Knudsen Jakobsen
    Mikkelsen Frederiksen Laursen Lund Holm Schmidt Eriksen Kristiansen Clausen Simonsen Svendsen
    Andreasen Iversen Jeppesen Vestergaard Nissen Lauridsen Mogensen Kjær Jespersen Nørgaard Jepsen
    Frandsen Søndergaard Carlsen Bech Bertelsen Dahl Winther Friis Lauritsen Bach Krogh Toft Bruun
    Lassen Overgaard Bjerregaard Ravn Skov Brandt Munk Kragh Juhl
"""
_MIDDLE = """
    Lund Holm Dahl Bach Friis Kjær Møller Skov Bech Krogh Toft Juul Buch Dam Vang Hald Lindberg Bang
    Holst Rask Berg Engel Winkel Søgaard Damgaard Birk Thorup Koch Ravn Hedegaard
"""
# Women, men and families, kept together by where a name comes from.
_OTHER_ORIGINS = (
    (
        "Fatima Aisha Zainab Leyla Maryam Noor Huda Samira",
        "Mohammad Ahmed Ali Hassan Omar Yusuf Ibrahim Karim",
        "Hussein Ahmad Khalil Haddad Saleh Mansour Nasser",
    ),
    (
        "Ayşe Elif Zeynep Emine Hatice Derya",
        "Mehmet Mustafa Emre Murat Hakan Kemal",
        "Yılmaz Kaya Demir Şahin Çelik Arslan",
    ),
    (
        "Agnieszka Katarzyna Magdalena Joanna Ewa",
        "Piotr Tomasz Krzysztof Paweł Marek",
        "Nowak Kowalczyk Wójcik Zieliński Mazur",
    ),
    ("Oksana Iryna Olena Nataliia", "Andrii Serhii Taras Dmytro", "Kovalenko Bondarenko Shevchuk Melnyk"),
    ("Hodan Amina Ifrah Sahra", "Abdi Mahad Liban Farah", "Warsame Jama Abdullahi Osman"),
    ("Linh Thuy Lan Mai", "Minh Tuan Duc Hung", "Nguyen Tran Pham Le"),
    ("Amra Jasmina Lejla Senada", "Emir Adnan Damir Senad", "Hodžić Begić Delić Kovačević"),
    ("Priya Anjali Kavitha", "Arun Rajesh Suresh", "Sivakumar Kumar Rajah"),
    ("Ioana Mihaela Elena", "Andrei Mihai Radu", "Popescu Ionescu Dumitru"),
)
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
            women, men, families = self.random.choice(_OTHER_ORIGINS)
            given = self.random.choice((women if is_woman else men).split())
            return f"{given} {self.random.choice(families.split())}"
        given, family = self._common(_WOMEN if is_woman else _MEN), self._common(_FAMILY)
        if self.random.random() < _MIDDLE_SHARE:
            middle = self.random.choice(_MIDDLE.split())
            return f"{given} {middle} {family}" if middle != family else f"{given} {family}"
        return f"{given} {family}"

    def _common(self, names: str) -> str:
        words = names.split()
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
