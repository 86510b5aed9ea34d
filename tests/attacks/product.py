"""What an attacker may do with the product: every role reads the same addresses, and gets what it gets."""

from collections.abc import Iterable

from django.test import Client
from django.urls import reverse

from apps.leadership.builders import House, person, place_person
from attacks.game import plain
from colead.apps.ledger.models import LedgerRecord
from colead.apps.notices.models import Notice
from colead.apps.people.models import Competency, Person, Strength
from colead.kit.roles import Member

ROLES = {
    "member": "uma",
    "unit lead": "bo",
    "people team": "carla",
    "consultant": "dan",
    "owner": "olga",
}
"""Who attacks, by role: see cast.py."""
API = "/api/v1/organisations/"


def reader(who: Member) -> Client:
    """Their browser, which also calls the API."""
    client = Client()
    client.force_login(who.user)
    return client


def read(client: Client, addresses: Iterable[str]) -> tuple[str, ...]:
    """What each address answers."""
    answers = [client.get(address) for address in addresses]
    return tuple(plain(f"{one.status_code} {_body(one)}") for one in answers)


def _body(answer) -> str:  # type: ignore[no-untyped-def]
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace")


def address(house: House, name: str, *args: object) -> str:
    """The address of a page of the organisation."""
    return reverse(name, args=[house.organisation.slug, *args])


def recorded() -> tuple[str, ...]:
    """The audit log as it is exported; whoever does not see it has a friend who does."""
    return tuple(
        plain(text) for text in LedgerRecord.objects.order_by("at", "text").values_list("text", flat=True)
    )


def noticed(who: Member) -> int:
    """How many notices somebody has, which their e-mail digest would say."""
    return Notice.objects.filter(user=who.user).count()


def colleagues(house: House, number: int) -> list[Person]:
    """So many people of the ward, all alike, who report to Bo."""
    made = [person(house.organisation, f"colleague-{place}") for place in range(number)]
    for one in made:
        place_person(one, house.units["ward"], house.people["bo"])
    return made


def says(
    house: House, who: Person, competency: str | Competency, level: int, to: str, wish: int = 0
) -> Strength:
    """A strength, shown to some."""
    found = house.competencies[competency] if isinstance(competency, str) else competency
    return Strength.objects.create(
        organisation=house.organisation,
        person=who,
        competency=found,
        level=level,
        wish=wish,
        visible_to=to,
    )
