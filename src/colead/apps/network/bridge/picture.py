"""The map as one reader may see it: marks, clusters, and the lines between them.

A mark without a name carries nothing but the cluster it is on and, where that tells nothing about anybody,
its size. Lines between people join only those who both agreed to be named (and the reader to those whom they
named): the pattern of the lines around a mark would tell whose it is to everybody who knows a few of them.
"""

from dataclasses import dataclass

from colead.apps.network.bridge import arrangement
from colead.apps.network.bridge.clusters import Cluster, clusters
from colead.apps.network.bridge.matrix import flow_counts
from colead.apps.network.bridge.readers import Reader
from colead.apps.network.models import LeadershipMap, Nomination
from colead.engine import disclosure

MOST_MARKS = 2_000
MOST_CLUSTERS = 500


@dataclass(frozen=True)
class Mark:
    """A person. The id holds for this picture only.

    size : Band, None = not shown.   name : None = a colleague.
    leads : a formal leader; None = not told, as for everybody without a name.
    """

    id: int
    cluster: int
    x: float
    y: float
    size: int | None
    name: str | None = None
    is_me: bool = False
    leads: bool | None = None


@dataclass(frozen=True)
class Line:
    """`source` looks to `target`. count : rounded nominations between clusters, 1 between people."""

    source: int
    target: int
    count: int


@dataclass(frozen=True)
class Picture:
    """marks : people, or none where there are too many and clusters stand for them.
    flows : between clusters.   ties : between marks, by id.
    """

    clusters: list[Cluster]
    marks: list[Mark]
    flows: list[Line]
    ties: list[Line]
    not_drawn: int


@dataclass(frozen=True)
class _Place:
    person: int
    atom: int
    band: int
    leads: bool


def picture(leadership_map: LeadershipMap, reader: Reader, *, unit: str = "") -> Picture:
    """The map of the organisation, or of a unit and everything below. One query where people are drawn."""
    atoms = leadership_map.atoms
    everything = clusters(leadership_map, unit=unit, most=len(atoms))
    if sum(cluster.people for cluster in everything) > MOST_MARKS:
        shown, marks, ties = clusters(leadership_map, unit=unit, most=MOST_CLUSTERS), [], []
    else:
        shown = everything
        seated = _seated(leadership_map, shown, reader)
        marks, ties = [mark for _place, mark in seated], _ties(leadership_map, seated, reader)
    flows = [
        Line(source, target, count)
        for (source, target), count in flow_counts(leadership_map, shown).items()
        if count and source != target
    ]
    return Picture(shown, marks, flows, ties, int(leadership_map.whole["not_drawn"]))


def _seated(leadership_map: LeadershipMap, shown: list[Cluster], reader: Reader) -> list[tuple[_Place, Mark]]:
    """Everybody on these clusters, the larger marks in the middle."""
    cluster_of = {atom: cluster.number for cluster in shown for atom in cluster.atoms}
    here: dict[int, list[_Place]] = {cluster.number: [] for cluster in shown}
    for person, atom, band, leads in zip(*leadership_map.places[:4], strict=True):
        if atom in cluster_of:
            here[cluster_of[atom]].append(_Place(person, atom, band, bool(leads)))
    seated: list[tuple[_Place, Mark]] = []
    for cluster in shown:
        seated += _on_cluster(cluster, here[cluster.number], reader, first_id=len(seated))
    return seated


def _on_cluster(
    cluster: Cluster, places: list[_Place], reader: Reader, *, first_id: int
) -> list[tuple[_Place, Mark]]:
    known = {place.person for place in places if _is_known(place.person, reader)}
    show_sizes = disclosure.sizes_may_show([place.band for place in places if place.person not in known])
    seats = arrangement.seats(len(places))
    placed = sorted(places, key=lambda place: -place.band) if show_sizes else places
    return [
        (
            place,
            Mark(
                id=first_id + number,
                cluster=cluster.number,
                x=round(cluster.x + float(seats[number, 0]), 2),
                y=round(cluster.y + float(seats[number, 1]), 2),
                size=place.band if show_sizes or place.person in known else None,
                name=reader.named.get(place.person),
                is_me=place.person == reader.person,
                leads=place.leads if place.person in known else None,
            ),
        )
        for number, place in enumerate(placed)
    ]


def _is_known(person: int, reader: Reader) -> bool:
    return person == reader.person or person in reader.named


def _ties(leadership_map: LeadershipMap, seated: list[tuple[_Place, Mark]], reader: Reader) -> list[Line]:
    """Between people who both agreed, and from the reader to those who did. One query."""
    mark_of = {place.person: mark.id for place, mark in seated if _is_known(place.person, reader)}
    # Asked by source alone: a database would look up every pair of two such lists.
    rows = Nomination.objects.filter(
        nomination_set_id=leadership_map.nomination_set_id, source__in=list(mark_of)
    )
    return [
        Line(mark_of[source], mark_of[target], 1)
        for source, target in rows.values_list("source_id", "target_id")
        if target in mark_of and (reader.has_agreed or target != reader.person)
    ]
