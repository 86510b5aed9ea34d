"""What one person may know about their own place: for them alone, and in bands."""

from dataclasses import dataclass

from colead.apps.network.models import LeadershipMap
from colead.engine.disclosure import Band


@dataclass(frozen=True)
class OwnPlace:
    """band : how many look to this person.   leads : whether somebody reports to them.
    bridging : how much they link others: 0 less than most, 1 as much as most, 2 more than nine of ten.
    is_drawn : whether their group is large enough to be on the map.
    """

    band: Band
    leads: bool
    bridging: int
    is_drawn: bool


def own_place(leadership_map: LeadershipMap, person: int | None) -> OwnPlace | None:
    """The place of one person; None for somebody who was not on the staff list of the map's day."""
    people, atoms, bands, leads, bridging = leadership_map.places
    if person not in people:
        return None
    here = people.index(person)
    return OwnPlace(Band(bands[here]), bool(leads[here]), bridging[here], is_drawn=atoms[here] >= 0)
