"""Who looks at a map: whose names they may see, and what they may know about their own place."""

from dataclasses import dataclass

from colead.apps.network.models import LeadershipMap, NameConsent
from colead.apps.people.own_person import find_own_person
from colead.engine.disclosure import Band
from colead.kit.roles import Member


@dataclass(frozen=True)
class Reader:
    """person : the reader's own id among the people, None for those who do not work here.
    named : id and name of everybody else who agrees to be named, the same for every role.
    has_agreed : whether the reader agrees to be named to others.
    """

    person: int | None
    named: dict[int, str]
    has_agreed: bool


def reader_for(member: Member) -> Reader:
    """The member as a reader of maps. Three queries."""
    person = find_own_person(member)
    own = person.pk if person else None
    agreed = dict(NameConsent.objects.given().values_list("person_id", "person__name"))
    has_agreed = own is not None and agreed.pop(own, None) is not None
    return Reader(own, agreed, has_agreed)


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
