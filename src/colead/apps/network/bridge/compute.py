"""From nominations and the structure of a day to a leadership map: rows to arrays, the engine, rows again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

import numpy as np
from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from colead.apps.network.bridge import arrangement, atoms, measures
from colead.apps.network.bridge.atoms import Atoms
from colead.apps.network.bridge.unit_tree import UnitTree
from colead.apps.network.models import Nomination, NominationSet, Respondent
from colead.apps.people.bridge import Structure, structure_on
from colead.apps.people.bridge.kept import Kept
from colead.apps.people.models import Position, ReportingLine, UnitPlacement
from colead.apps.people.queries import sum_of_ids
from colead.engine import disclosure
from colead.engine.network.ties import Ties
from colead.engine.organisation import Organisation
from colead.kit.errors import DomainError

Progress = Callable[[int, int], None]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
STEPS = 4
KEPT = 16  # fingerprints in memory


@dataclass(frozen=True)
class Computed:
    """The contents of a LeadershipMap row; see that model."""

    whole: dict[str, Any]
    units: list[dict[str, Any]]
    atoms: list[dict[str, Any]]
    flows: list[list[int]]
    places: list[list[int]]


def compute(
    nomination_set: NominationSet, day: date, *, seed: int, entropy: int, progress: Progress
) -> Computed:
    """The map of a set with the structure of `day`.

    seed : for the engine's samples and intervals, so that figures can be computed again.
    entropy : random bits that nobody keeps, for the order of people, so that it tells nothing.

    Raises DomainError when nobody works there on that day.
    """
    structure = structure_on(day)
    if not structure.engine.n_people:
        raise DomainError(
            "nobody_on_day",
            _("Nobody is on the staff list on %(day)s.") % {"day": date_format(day)},
            _("Import the staff list first, or choose another day."),
        )
    ties = ties_of(nomination_set, structure)
    progress(1, STEPS)
    divided = atoms.divide(structure.engine, ties.respondents)
    grouped = atoms.regrouped(structure.engine, divided)
    whole, of_unit = _figures(structure.engine, grouped, ties, seed)
    progress(2, STEPS)
    drawn = _drawn(structure.engine, ties, divided, seed)
    progress(3, STEPS)
    computed = Computed(
        whole=whole | {"not_drawn": int((divided.atom_of < 0).sum())},
        units=_unit_tree(structure.engine, grouped, divided, ties, of_unit),
        atoms=drawn,
        flows=_flows(structure.engine, ties, divided),
        places=_places(structure, ties, divided, seed, np.random.default_rng(entropy)),
    )
    progress(4, STEPS)
    return computed


def fingerprint(day: date) -> str:
    """Changes when a position, reporting line or place of a unit in force on `day` does.

    One small query when it is in memory; three more, of a tenth of a second for 100,000 people, when not.
    """
    return _fingerprints(day)


def _read_fingerprint(day: date) -> str:
    kinds = (Position, ReportingLine, UnitPlacement)
    totals = (rows.objects.on(day).aggregate(count=Count("pk"), ids=sum_of_ids("pk")) for rows in kinds)
    return " ".join(f"{total['count']}.{total['ids'] or 0}" for total in totals)


_fingerprints = Kept(KEPT, _read_fingerprint)


def ties_of(nomination_set: NominationSet, structure: Structure) -> Ties:
    """The nominations among the people of a structure; those of others are left out. Two queries."""
    rows = Nomination.objects.filter(nomination_set=nomination_set)
    arcs = np.array(list(rows.values_list("source_id", "target_id", "weight")), dtype=np.float64).reshape(
        -1, 3
    )
    answered = Respondent.objects.filter(nomination_set=nomination_set).values_list("person_id", flat=True)
    people = np.asarray(structure.person_pks)
    source, target = (_index(people, arcs[:, end].astype(np.int64)) for end in (0, 1))
    here = (source >= 0) & (target >= 0)
    who = _index(people, np.array(list(answered), dtype=np.int64))
    weight = arcs[here, 2]
    return Ties.build(
        source[here],
        target[here],
        len(people),
        weight=None if (weight == 1).all() else weight,
        respondents=who[who >= 0],
        name=nomination_set.name,
    )


def _index(people: Ints, wanted: Ints) -> Ints:
    """Where each of the wanted ids stands in `people`; -1 = nowhere."""
    order = np.argsort(people)
    found = np.minimum(np.searchsorted(people, wanted, sorter=order), max(len(people) - 1, 0))
    if not len(people):
        return np.full(len(wanted), -1)
    return np.where(people[order[found]] == wanted, order[found], -1)


def _figures(
    organisation: Organisation, grouped: Organisation, ties: Ties, seed: int
) -> tuple[dict[str, Any], dict[str, dict[str, list[float | None]]]]:
    """The figures of the whole, and of each unit by its key."""
    from colead.engine.network.leadership_map import leadership_map

    found = leadership_map(organisation, ties, seed=seed, grouped=grouped, as_if_all_answered=True)
    everybody = np.arange(organisation.n_people)
    size = _counted(organisation, ties, everybody, _carried(organisation, ties))
    whole = {"size": size, "figures": measures.without_ids(found.whole.to_dict())}
    return whole, {row["unit"]: measures.slim(row) for row in found.units.rows()}


def _flows(organisation: Organisation, ties: Ties, divided: Atoms) -> list[list[int]]:
    """Columns: from, to, nominations; for every two atoms, and for each atom in itself.

    In fives already: every sum that is ever shown, for whichever units of another day, is a sum of these.
    """
    lines = [organisation.unit_tree.line_up(unit)[::-1] for unit in divided.unit.tolist()]
    counted = zip(*_counted_flows(ties, divided), strict=True)
    in_order = sorted(counted, key=lambda flow: _branches_of(flow, lines))
    source, target, count = np.array(in_order, np.int64).reshape(-1, 3).T
    fives = disclosure.rounded_in_turn(count)
    return [column[fives > 0].tolist() for column in (source, target, fives)]


def _branches_of(flow: tuple[int, ...], lines: list[list[int]]) -> list[int]:
    """Sorts flows so that those between two units lie side by side, and are rounded among themselves."""
    source, target, _count = flow
    pairs = zip_longest(lines[source], lines[target], fillvalue=-1)
    return [unit for pair in pairs for unit in pair]


def _counted_flows(ties: Ties, divided: Atoms) -> list[list[int]]:
    source, target = divided.atom_of[ties.source], divided.atom_of[ties.target]
    drawn = (source >= 0) & (target >= 0)
    pairs, count = np.unique(
        source[drawn].astype(np.int64) * divided.count + target[drawn], return_counts=True
    )
    columns = (*np.divmod(pairs, max(divided.count, 1)), count)
    return [column.tolist() for column in columns]


def _drawn(organisation: Organisation, ties: Ties, divided: Atoms, seed: int) -> list[dict[str, Any]]:
    """The atoms with their sizes and places."""
    sizes = _sizes(organisation, ties, divided)
    radius = arrangement.radius_of(sizes[0])
    centres = arrangement.drawn_together(_centres(ties, divided, seed), _branches(organisation, divided))
    places = arrangement.moved_apart(centres, radius)
    columns = (divided.unit, divided.is_central, *sizes, *places.round(2).T, radius.round(2))
    names = ("unit", "is_central", "people", "answered", "leaders", "x", "y", "radius")
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def _sizes(organisation: Organisation, ties: Ties, divided: Atoms) -> tuple[Ints, Ints, Ints]:
    """(a,) people, respondents (in fives) and formal leaders of each atom."""
    flags = (np.ones(organisation.n_people, np.bool_), ties.respondents, organisation.formal_leader)
    own = divided.atom_of
    people, answered, leaders = (
        np.bincount(own[flag & (own >= 0)], minlength=divided.count) for flag in flags
    )
    fives = [disclosure.rounded_within(*pair) for pair in zip(answered, people, strict=True)]
    return people, np.array(fives, np.int64), leaders


def _centres(ties: Ties, divided: Atoms, seed: int) -> NDArray[np.float64]:
    """(a, 2) places that bring atoms together between which many nominations go."""
    from colead.engine.network.layout import two_level_layout

    return two_level_layout(ties, divided.atom_of, seed=seed).centres.astype(np.float64)


def _branches(organisation: Organisation, divided: Atoms) -> Ints:
    """(a,) the main part of the organisation that each atom belongs to."""
    names = zip(organisation.unit_names, organisation.unit_parent.tolist(), strict=True)
    tree = UnitTree([{"name": name, "above": above} for name, above in names])
    return np.array([tree.branch(unit) for unit in divided.unit.tolist()], dtype=np.int64)


def _unit_tree(
    organisation: Organisation,
    grouped: Organisation,
    divided: Atoms,
    ties: Ties,
    figures: dict[str, dict[str, list[float | None]]],
) -> list[dict[str, Any]]:
    """Every unit with all below it: the one above (by position in this list), people, size and figures.

    people : who work there.   size : of the whole atoms among them, which the figures are about.
    counted_above : who are in an atom of a unit above.
    """
    is_drawn, carried = divided.atom_of >= 0, _carried(organisation, ties)
    return [
        {
            "key": str(organisation.unit_ids[unit]),
            "name": str(organisation.unit_names[unit]),
            "above": int(organisation.unit_parent[unit]),
            "people": int(organisation.branch_sizes[unit]),
            "size": _counted(organisation, ties, grouped.branch_of_unit(unit), carried),
            "counted_above": int(
                is_drawn[organisation.branch_of_unit(unit)].sum() - grouped.branch_sizes[unit]
            ),
            "figures": figures.get(str(organisation.unit_ids[unit])) or {},
        }
        for unit in range(organisation.n_units)
    ]


def _counted(organisation: Organisation, ties: Ties, branch: Ints, carried: Bools) -> dict[str, int]:
    """People, those of them who answered, formal leaders, and reporting lines among them.

    leading : who is at the upper end of these lines; 0 where one of them has more than half of the lines.
    carried : lines with a nomination in either direction. It is a share of all lines, not of those where both
    answered: a line where nobody did would make the share one of fewer people, and how many those are.
    """
    people = branch[np.isin(organisation.manager[branch], branch)]
    reports = np.unique(organisation.manager[people], return_counts=True)[1]
    lines = int(people.size)
    return {
        "people": int(branch.size),
        "answered": int(ties.respondents[branch].sum()),
        "leaders": int(organisation.formal_leader[branch].sum()),
        "lines": lines,
        "carried": int(carried[people].sum()),
        "leading": int(reports.size) if 2 * reports.max(initial=0) <= lines else 0,
    }


def _carried(organisation: Organisation, ties: Ties) -> Bools:
    """(n,) whether the person and the one reported to are joined by a nomination."""
    manager, carried = organisation.manager, np.zeros(organisation.n_people, np.bool_)
    carried[ties.source[manager[ties.source] == ties.target]] = True
    carried[ties.target[manager[ties.target] == ties.source]] = True
    return carried


def _places(
    structure: Structure, ties: Ties, divided: Atoms, seed: int, random: np.random.Generator
) -> list[list[int]]:
    """Columns: person, atom, band, formal leader, bridging; in an order that tells nothing."""
    columns = (
        np.asarray(structure.person_pks),
        divided.atom_of,
        disclosure.bands(ties.in_degree, _atoms_behind(ties, divided)),
        structure.engine.formal_leader,
        _bridging(ties, seed),
    )
    order = random.permutation(ties.n_people)
    return [column[order].astype(np.int64).tolist() for column in columns]


def _atoms_behind(ties: Ties, divided: Atoms) -> Ints:
    """(n,) from how many atoms the nominations of each person come."""
    atom = divided.atom_of[ties.source].astype(np.int64)
    pairs = np.unique((ties.target * np.int64(divided.count + 1) + atom)[atom >= 0])
    return np.bincount(pairs // (divided.count + 1), minlength=ties.n_people)


def _bridging(ties: Ties, seed: int) -> Ints:
    """(n,) how much each person stands between others: 0 = as half of all or less, 2 = as the top tenth."""
    from colead.engine.network.betweenness import betweenness

    values = betweenness(ties, seed=seed)
    if not values.any():
        return np.zeros(ties.n_people, dtype=np.int64)
    median, high = np.quantile(values, [0.5, 0.9])
    bands: Ints = (values > median).astype(np.int64) + (values >= max(high, np.nextafter(median, np.inf)))
    return bands
