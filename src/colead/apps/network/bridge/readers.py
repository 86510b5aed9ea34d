"""Who looks at a map, and whose names they may see: asked anew for every page, payload and export."""

from dataclasses import dataclass

from colead.apps.network.models import NameConsent
from colead.apps.people.own_person import find_own_person
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
