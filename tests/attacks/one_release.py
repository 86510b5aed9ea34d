"""An attacker who solves: is a fact about one person true in all worlds in which a map says what it says?

Everything that one release publishes becomes rows of an integer program over who answered and who named
whom: answers and densities of every unit, groups, flows in their order, reporting lines followed, what formal
leaders receive, what is returned. What each number can have been is asked of the product's own rounding. Left
out: ranges, and on how many leadership rests, which are not linear; and what crosses units.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from random import Random
from unittest import mock

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from colead.apps.network.bridge import compute
from colead.apps.network.bridge.atoms import Atoms, divide, regrouped
from colead.apps.network.bridge.figures import UnitFigures, unit_figures, whole_figures
from colead.apps.network.models import LeadershipMap
from colead.engine import disclosure
from colead.engine.disclosure import Shown
from colead.engine.network.ties import Ties
from colead.engine.organisation import Organisation

Terms = dict[int, float]
SECONDS = 20.0
SLACK = 0.1  # shares are kept in four digits: a tenth of a nomination at most


@dataclass(frozen=True)
class Published:
    """An organisation as it is, and its map as it is stored."""

    organisation: Organisation
    answered: np.ndarray
    names: np.ndarray  # (n, n) who named whom
    groups: Atoms
    grouped: Organisation
    map: LeadershipMap


def drawn(random: Random) -> Published:
    """A small organisation in which all kinds of figures are shown."""
    sizes = [random.randrange(2, 6), *(random.randrange(4, 9) for _unit in range(random.randrange(2, 4)))]
    unit = [number for number, size in enumerate(sizes) for _person in range(size)]
    first = [unit.index(number) for number in range(len(sizes))]
    people = len(unit)
    manager = [None if p == 0 else 0 if p in first else first[unit[p]] for p in range(people)]
    deputies = [first[number] + 1 for number in range(1, len(sizes))]
    for person in range(people):  # so that leads are not all whom people report to
        if person not in first and person not in deputies and random.random() < 0.3:
            manager[person] = random.choice(deputies)
    organisation = Organisation.build(
        [f"p{person}" for person in range(people)],
        [None if one is None else f"p{one}" for one in manager],
        [f"u{number}" for number in unit],
        unit_parents={f"u{number}": None if number == 0 else "u0" for number in range(len(sizes))},
    )
    rate = random.choice([0.75, 0.9, 1.0])
    answered = np.array([random.random() < rate for _person in range(people)])
    names = np.zeros((people, people), bool)
    for person in np.flatnonzero(answered).tolist():
        near = [other for other in range(people) if unit[other] == unit[person]]
        for _name in range(random.randrange(1, 5)):
            lead = manager[person]
            other = (
                lead
                if lead is not None and random.random() < 0.4
                else random.choice(near if random.random() < 0.7 else range(people))
            )
            names[person, other] = other != person
    return published(organisation, answered, names)


def published(organisation: Organisation, answered: np.ndarray, names: np.ndarray) -> Published:
    """Its map, measured by the product."""
    source, target = np.nonzero(names)
    ties = Ties.build(source, target, organisation.n_people, respondents=np.flatnonzero(answered))
    groups = divide(organisation, ties.respondents)
    grouped = regrouped(organisation, groups)
    whole, of_unit = compute._figures(organisation, grouped, ties, 1)
    return Published(
        organisation,
        answered,
        names,
        groups,
        grouped,
        LeadershipMap(
            whole=whole | {"not_drawn": 0},
            units=compute._unit_tree(organisation, grouped, groups, ties, of_unit),
            atoms=compute._drawn(organisation, ties, groups, 1),
            flows=compute._flows(organisation, ties, groups),
        ),
    )


@dataclass
class Program:
    """Binary variables, and rows that bound sums of them."""

    count: int = 0
    rows: list[tuple[Terms, float, float]] = field(default_factory=list)

    def variable(self) -> int:
        self.count += 1
        return self.count - 1

    def bound(self, terms: Terms, low: float, high: float) -> None:
        self.rows.append((terms, low, high))

    def can_be(self, variable: int, value: int) -> bool:
        """Whether all rows can hold with this value; a search that takes too long counts as no."""
        low, high = np.zeros(self.count), np.ones(self.count)
        low[variable] = high[variable] = value
        entries = [
            (row, column, weight)
            for row, (terms, *_b) in enumerate(self.rows)
            for column, weight in terms.items()
        ]
        at_row, at_column, weights = (np.array(part) for part in zip(*entries, strict=True))
        matrix = coo_array((weights, (at_row, at_column)), shape=(len(self.rows), self.count)).tocsr()
        least, most = (np.array([row[end] for row in self.rows]) for end in (1, 2))
        found = milp(
            np.zeros(self.count),
            constraints=LinearConstraint(matrix, least, most),
            integrality=np.ones(self.count),
            bounds=Bounds(low, high),
            options={"time_limit": SECONDS},
        )
        return found.x is not None


@dataclass
class Worlds:
    """All worlds that a release allows."""

    of: Published
    program: Program = field(default_factory=Program)
    answers: list[int] = field(default_factory=list)
    named: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        n = self.of.organisation.n_people
        self.answers = [self.program.variable() for _person in range(n)]
        self.named = np.array([[self.program.variable() for _q in range(n)] for _p in range(n)])
        for p in range(n):
            self.program.bound({int(self.named[p, p]): 1.0}, 0, 0)
            for q in range(n):
                if p != q:
                    self.program.bound({int(self.named[p, q]): 1.0, self.answers[p]: -1.0}, -1, 0)
        self._groups()
        self._flows()
        self._lines, self._mutual, self._to_answered = self._carried(), self._returned(), self._returnable()
        self._figures(range(n), whole_figures(self.of.map, name=""))
        keys = {str(key): number for number, key in enumerate(self.of.organisation.unit_ids)}
        for shown in unit_figures(self.of.map):
            self._figures(self.of.grouped.branch_of_unit(keys[shown.key]).tolist(), shown)

    def _groups(self) -> None:
        """Each group has so many who answered that it is one, and tells their number in fives."""
        for number, atom in enumerate(self.of.map.atoms):
            members = np.flatnonzero(self.of.groups.atom_of == number).tolist()
            size = len(members)
            self._count(members, partial(disclosure.is_group, size), True)
            self._count(members, partial(disclosure.rounded_within, most=size), atom["answered"])

    def _count(self, members: list[int], shown_of: Callable[[int], object], shown: object) -> None:
        fitting = [k for k in range(len(members) + 1) if shown_of(k) == shown]
        self.program.bound({self.answers[p]: 1.0 for p in members}, min(fitting), max(fitting))

    def _flows(self) -> None:
        """Sums along the order in which what is left over is handed on."""
        kept = {(s, t): count for s, t, count in zip(*self.of.map.flows, strict=True)}
        organisation, groups = self.of.organisation, self.of.groups
        lines = [organisation.unit_tree.line_up(unit)[::-1] for unit in groups.unit.tolist()]
        pairs = sorted(
            ((s, t, 0) for s in range(groups.count) for t in range(groups.count)),
            key=lambda flow: compute._branches_of(flow, lines),
        )
        so_far: Terms = {}
        total = 0
        for s, t, _zero in pairs:
            so_far = so_far | {int(self.named[p, q]): 1.0 for p in self._in(s) for q in self._in(t) if p != q}
            total += kept.get((s, t), 0)
            self.program.bound(so_far, *_window(total, len(so_far)))

    def _in(self, atom: int) -> list[int]:
        found: list[int] = np.flatnonzero(self.of.groups.atom_of == atom).tolist()
        return found

    def _carried(self) -> list[tuple[int, int, int]]:
        """Reporting lines: who, to whom, and whether one of the two named the other."""
        found = []
        for p, m in enumerate(self.of.organisation.manager.tolist()):
            if m >= 0:
                carried, up, down = self.program.variable(), int(self.named[p, m]), int(self.named[m, p])
                self.program.bound({carried: 1.0, up: -1.0, down: -1.0}, -2, 0)
                self.program.bound({carried: 1.0, up: -1.0}, 0, 1)
                self.program.bound({carried: 1.0, down: -1.0}, 0, 1)
                found.append((p, m, carried))
        return found

    def _and(self, both: int, one: int, other: int) -> None:
        self.program.bound({both: 1.0, one: -1.0}, -1, 0)
        self.program.bound({both: 1.0, other: -1.0}, -1, 0)
        self.program.bound({both: 1.0, one: -1.0, other: -1.0}, -1, 1)

    def _returned(self) -> dict[tuple[int, int], int]:
        found = {}
        n = self.of.organisation.n_people
        for p in range(n):
            for q in range(p + 1, n):
                found[p, q] = self.program.variable()
                self._and(found[p, q], int(self.named[p, q]), int(self.named[q, p]))
        return found

    def _returnable(self) -> dict[tuple[int, int], int]:
        """Nominations of somebody who answered."""
        n, found = self.of.organisation.n_people, {}
        for p, q in ((p, q) for p in range(n) for q in range(n) if p != q):
            found[p, q] = self.program.variable()
            self._and(found[p, q], int(self.named[p, q]), self.answers[q])
        return found

    def _figures(self, branch: Iterable[int], shown: UnitFigures) -> None:
        members = list(branch)
        size = len(members)
        if not size:
            return
        self._count(members, lambda k: disclosure.rounded_within(k, size), shown.answered)
        self._count(members, lambda k: disclosure.shown(size, k), shown.shown)
        inside = {int(self.named[p, q]): 1.0 for p in members for q in members if p != q}
        if shown.density.value is None:
            return
        ties = round(shown.density.value * shown.answered * (size - 1))
        self._share(inside, len(inside), ties / len(inside))
        lines = {carried: 1.0 for p, m, carried in self._lines if p in members and m in members}
        if shown.coverage.value is not None:
            self._share(lines, len(lines), shown.coverage.value)
        if shown.formal_share.value is not None and ties:
            leads = self.of.organisation.formal_leader
            to_leads = {int(self.named[p, q]): 1.0 for p in members for q in members if p != q and leads[q]}
            self._ratio(to_leads, inside, shown.formal_share.value, ties)
        if shown.reciprocity.value is not None and ties:
            both = {self._mutual[p, q]: 2.0 for p in members for q in members if p < q}
            returnable = {self._to_answered[p, q]: 1.0 for p in members for q in members if p != q}
            self._ratio(both, returnable, shown.reciprocity.value, ties)

    def _share(self, terms: Terms, of: int, share: float) -> None:
        """So many of so many things, as the product rounds a share of them."""
        fitting = [k for k in range(of + 1) if abs(disclosure.rounded_share(k / of, of, of) - share) < 1e-9]
        self.program.bound(terms, min(fitting), max(fitting))

    def _ratio(self, of: Terms, all_of: Terms, share: float, ties: int) -> None:
        """`of` is so large a part of `all_of`, rounded as if there were so many `ties`."""
        counts = [c / 100 for c in range(100 * ties + 1)]
        fitting = [c for c in counts if abs(disclosure.rounded_share(c / ties, ties, ties) - share) < 1e-9]
        fitting = fitting or [share * ties]  # it was not rounded
        low, high = (min(fitting) - SLACK) / ties, (max(fitting) + SLACK) / ties
        self.program.bound(_plus(of, all_of, -low), 0, np.inf)
        self.program.bound(_plus(of, all_of, -high), -np.inf, 0)


def _plus(one: Terms, other: Terms, weight: float) -> Terms:
    return {v: one.get(v, 0.0) + weight * other.get(v, 0.0) for v in {**one, **other}}


def _window(shown: int, most: int) -> tuple[int, int]:
    """What a count can have been that is shown so."""
    fitting = [k for k in range(most + 1) if int(disclosure.rounded_in_turn(np.array([k]))[0]) == shown]
    return min(fitting), max(fitting)


def facts(of: Published) -> list[tuple[str, int, int]]:
    """Facts to ask about: who answered, and who named the one they report to or were named by them.

    One of each kind of people who are alike to everybody: the same unit, and the same person to report to.
    Where people of a kind differ in the fact, they could change places, so that nothing follows for any.
    """
    organisation = of.organisation
    kinds: dict[tuple[int, int, bool], list[int]] = {}
    for p in range(organisation.n_people):
        kind = int(organisation.unit[p]), int(organisation.manager[p]), bool(organisation.formal_leader[p])
        kinds.setdefault(kind, []).append(p)
    found: list[tuple[str, int, int]] = []
    for (_unit, m, _leads), people in kinds.items():
        found.append(
            ("answered", people[0], -1) if len({bool(of.answered[p]) for p in people}) == 1 else ("", 0, 0)
        )
        for one, other in ((people[0], m), (m, people[0])) if m >= 0 else ():
            alike = {bool(of.names[p, m] if one == people[0] else of.names[m, p]) for p in people}
            found.append(("named", one, other) if len(alike) == 1 else ("", 0, 0))
    return found


def determined(of: Published) -> tuple[int, int]:
    """How many of the facts follow from what is published, and how many there are."""
    worlds, follow = Worlds(of), 0
    asked = facts(of)
    for kind, one, other in asked:
        if kind == "answered":
            follow += not worlds.program.can_be(worlds.answers[one], int(not of.answered[one]))
        elif kind == "named":
            follow += not worlds.program.can_be(int(worlds.named[one, other]), int(not of.names[one, other]))
    return follow, len(asked)


@contextmanager
def exact() -> Iterator[None]:
    """Every number as it was counted, of every unit."""

    def share(part: float, of: float, shown_of: float) -> float:
        return part * of / shown_of if shown_of else 0.0

    def within(count: float, most: int) -> int:
        return min(round(count), most)

    with (
        mock.patch.object(disclosure, "is_group", lambda people, _answered: people > 1),
        mock.patch.object(disclosure, "shown", return_value=Shown.EVERYTHING),
        mock.patch.object(disclosure, "speaks_of_leaders", lambda _leading, lines: lines > 0),
        mock.patch.object(disclosure, "rounded_within", within),
        mock.patch.object(disclosure, "rounded", round),
        mock.patch.object(disclosure, "rounded_in_turn", lambda counts: counts),
        mock.patch.object(disclosure, "rounded_share", share),
    ):
        yield
