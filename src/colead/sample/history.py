"""Two years of Solbakke Kommune: people come, move and leave, leads change, units merge and split."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from colead.engine.dates import month_starts
from colead.sample import characters
from colead.sample.names import Names
from colead.sample.records import Bilingual, Leave, Person
from colead.sample.roll import Roll
from colead.sample.streams import stream
from colead.sample.titles import LEADS, TRADES
from colead.sample.units import BY_KEY, MERGED, MERGED_INTO, SPLIT, SPLIT_INTO, Unit, units_at_the_start

MONTHS = 24
_FILLED_AT_THE_START = 0.97
_FILLED_A_MONTH = 0.6
_FILLED_FROM_WITHIN = 0.25
_LEAVERS_A_MONTH = (4, 8)
_UNASSIGNED = 3  # new people whose manager nobody has entered yet
_LEAD_CHANGES = (3, 5, 9, 13, 17, 21)
_KEEPS_ITS_LEAD = {MERGED_INTO, *SPLIT_INTO, SPLIT.key, "care-sprout", "music-school", "library"} | {
    unit.key for unit in MERGED
}


class History:
    """The two years, played forward month by month; a month's changes all take effect on its first day."""

    def __init__(self, seed: int, today: date) -> None:
        self.roll = Roll()
        self.people: list[Person] = []
        self.leaves: list[Leave] = []
        self.today = today
        self._random = stream(seed, "history")
        self._names = Names(stream(seed, "names"))
        self._settled: set[str] = set()  # people whose story must not be cut short
        self._story: dict[int, list[Callable[[date], None]]] = {
            7: [self._lose_lead_of_nursery],
            10: [self._find_lead_of_nursery, self._merge_home_care],
            12: [self._take_second_position],
            16: [self._split_depot],
            18: [self._share_lead_of_library],
        }
        self.days = month_starts(today, MONTHS)

    def play(self) -> "History":
        """Run from the first day until today."""
        self._begin(self.days[0])
        for month, day in enumerate(self.days[1:], start=1):
            self._pass_month(month, day)
        self._grant_leaves()
        return self

    def _begin(self, day: date) -> None:
        for unit in units_at_the_start():
            self.roll.open_unit(unit.key, unit.parent, day)
        for character in characters.INSIDE:
            self._place_character(character, day)
        for unit in units_at_the_start():
            if not self.roll.leads(unit.key):
                self._hire(unit, day, leads=True)
            self._fill(unit, day, _FILLED_AT_THE_START)
        self.roll.align(day)

    def _pass_month(self, month: int, day: date) -> None:
        is_last = month == MONTHS
        for event in self._story.get(month, ()):
            event(day)
        if month in _LEAD_CHANGES:
            self._change_a_lead(day)
        if not is_last:
            self._lose_people(day)
        before = len(self.people)
        for unit in self.roll.units():
            self._fill(BY_KEY[unit], day, 1.0 if is_last else _FILLED_A_MONTH, from_within=not is_last)
        newest = [person.key for person in self.people[before:]]
        self.roll.align(day, unassigned=newest[:_UNASSIGNED] if is_last else ())

    # People come and go

    def _place_character(self, character: characters.Character, day: date) -> None:
        unit = BY_KEY[character.unit or ""]
        person = self._enter(character.name)
        self._settled.add(person)
        self.roll.appoint(person, unit.key, character.title or LEADS[unit.lead], day, leads=character.leads)

    def _hire(self, unit: Unit, day: date, *, leads: bool = False) -> str:
        trades = TRADES[unit.staff]
        person = self._enter(self._names.draw(trades.women))
        title = LEADS[unit.lead] if leads else trades.draw(self._random)
        self.roll.appoint(person, unit.key, title, day, leads=leads)
        return person

    def _enter(self, name: str) -> str:
        key = str(10_001 + len(self.people))
        self.people.append(Person(key, name, self._names.address(name)))
        return key

    def _fill(self, unit: Unit, day: date, share: float, *, from_within: bool = False) -> None:
        """Fill each empty seat with probability `share`, now and then with somebody from a like unit."""
        for _seat in range(unit.seats - len(self.roll.people(unit.key))):
            if self._random.random() >= share:
                continue
            mover = self._mover(unit) if from_within and self._random.random() < _FILLED_FROM_WITHIN else None
            if mover is None:
                self._hire(unit, day)
            else:
                self.roll.appoint(mover, unit.key, self.roll.post(mover).title, day)

    def _mover(self, unit: Unit) -> str | None:
        like = [key for key in self.roll.units() if key != unit.key and BY_KEY[key].staff == unit.staff]
        return self._one_of([person for key in like for person in self._ordinary(key)])

    def _lose_people(self, day: date) -> None:
        ordinary = [person for unit in self.roll.units() for person in self._ordinary(unit)]
        for person in self._random.sample(ordinary, self._random.randint(*_LEAVERS_A_MONTH)):
            self.roll.leave(person, day)

    def _ordinary(self, unit: str) -> list[str]:
        return [person for person in self.roll.members(unit) if person not in self._settled]

    def _one_of(self, people: list[str]) -> str | None:
        return self._random.choice(people) if people else None

    # Leads change

    def _change_a_lead(self, day: date) -> None:
        """The lead of a team leaves; one of the team takes over."""
        teams = [
            key for key in self.roll.units() if key not in _KEEPS_ITS_LEAD and len(self._ordinary(key)) > 4
        ]
        unit = self._random.choice(teams)
        old = [person for person in self.roll.leads(unit) if person not in self._settled]
        for person in old:
            self.roll.leave(person, day)
            self._promote(self._random.choice(self._ordinary(unit)), unit, day)

    def _promote(self, person: str, unit: str, day: date) -> None:
        self.roll.appoint(person, unit, LEADS[BY_KEY[unit].lead], day, leads=True)

    def _lose_lead_of_nursery(self, day: date) -> None:
        """A unit stands without a lead for three months; its people report one step further up meanwhile."""
        self.roll.leave(self.roll.leads("care-sprout")[0], day)

    def _find_lead_of_nursery(self, day: date) -> None:
        self._hire(BY_KEY["care-sprout"], day, leads=True)

    def _share_lead_of_library(self, day: date) -> None:
        """Two people lead the library together from now on."""
        lead = self.roll.leads("library")[0]
        for person in (lead, self._random.choice(self._ordinary("library"))):
            self._promote(person, "library", day)

    # The structure changes

    def _merge_home_care(self, day: date) -> None:
        """Two units become one. One lead leads it; the other goes on as a colleague."""
        self.roll.open_unit(MERGED_INTO, BY_KEY[MERGED_INTO].parent, day)
        (first, second) = (self.roll.leads(unit.key)[0] for unit in MERGED)
        for person in [person for unit in MERGED for person in self.roll.members(unit.key)]:
            self.roll.appoint(person, MERGED_INTO, self.roll.post(person).title, day)
        self._promote(first, MERGED_INTO, day)
        self.roll.appoint(second, MERGED_INTO, Bilingual("Faglig koordinator", "Practice coordinator"), day)
        for unit in MERGED:
            self.roll.close_unit(unit.key, day)

    def _split_depot(self, day: date) -> None:
        """One unit becomes two. The gardeners go to the parks, whose lead comes from among the crew."""
        roads, parks = (BY_KEY[key] for key in SPLIT_INTO)
        for unit in (roads, parks):
            self.roll.open_unit(unit.key, unit.parent, day)
        crew = sorted(self.roll.members(SPLIT.key), key=self._is_no_gardener)
        self._promote(self.roll.leads(SPLIT.key)[0], roads.key, day)
        self._promote(crew[0], parks.key, day)
        for place, person in enumerate(crew[1:], start=1):
            unit = parks if place < parks.seats else roads
            self.roll.appoint(person, unit.key, self.roll.post(person).title, day)
        self.roll.close_unit(SPLIT.key, day)

    def _is_no_gardener(self, person: str) -> bool:
        return self.roll.post(person).title.en != "Gardener"

    def _take_second_position(self, day: date) -> None:
        """A teacher also teaches at the music school."""
        teacher = self._random.choice(self._ordinary("nordre-upper"))
        self._settled.add(teacher)
        self.roll.add_second_position(teacher, "music-school", Bilingual("Musiklærer", "Music teacher"), day)

    def _grant_leaves(self) -> None:
        """Seven people are away today, and seven have come back."""
        people = [person for unit in self.roll.units() for person in self._ordinary(unit)]
        settled_in = [person for person in people if self.roll.post(person).valid_from <= self.days[-13]]
        away = self._random.sample(settled_in, 14)
        self.leaves += [_away_now(person, self.today, self._random) for person in away[:7]]
        self.leaves += [_away_once(person, self.today, self._random) for person in away[7:]]


def _away_now(person: str, today: date, random: Random) -> Leave:
    began = today - timedelta(days=random.randint(10, 150))
    back = today + timedelta(days=random.randint(20, 200)) if random.random() < 0.7 else None
    return Leave(began, back, person)


def _away_once(person: str, today: date, random: Random) -> Leave:
    back = today - timedelta(days=random.randint(5, 120))
    return Leave(back - timedelta(days=random.randint(60, 200)), back, person)
