"""What a colleague would like, or is good at, and shows to nobody: asked by pages, tasks, allocations."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import partial
from random import Random
from unittest import mock

from django.utils import timezone

from apps.leadership.builders import House, build_house, need, task
from attacks.game import Attack, guessed
from attacks.product import API, ROLES, address, colleagues, read, reader, recorded, says
from cast import DAY, whole_cast
from colead.apps.leadership.bridge.scenarios import document_of, read_scenario
from colead.apps.leadership.bridge.wishes import Wishes
from colead.apps.leadership.services.scenarios import compute_scenario, create_scenario
from colead.apps.people.bridge import strengths
from colead.apps.people.models import Person, Strength
from colead.apps.people.queries import StrengthQuerySet
from colead.kit import scope

NEEDED = "resolve-conflict"
SECRETS: dict[str, dict[str, int]] = {"wishes": {"wish": 2}, "strengths": {"level": 4}}
ALLOCATE = {"people team", "owner"}


def play(random: Random, kind: str, role: str) -> bool | None:
    """Two keep a low level and no wish to themselves, and never agreed to it; of one it is otherwise."""
    cast = whole_cast()
    with scope.organisation(cast.clinic):
        house = build_house(cast)
        suspects = colleagues(house, random.randrange(3, 6))[:2]
        rows = [says(house, one, NEEDED, 1, "self", wish=-1) for one in suspects]
        for one in house.people.values():
            says(house, one, NEEDED, random.randrange(5), random.choice(["self", "lead", "organisation"]))

        def look(answer: int) -> Hashable:
            Strength.objects.filter(pk=rows[answer].pk).update(**SECRETS[kind])
            return _seen(house, role, suspects)

        return guessed(look, random)


def _seen(house: House, role: str, suspects: list[Person]) -> Hashable:
    """Pages of both, today and before; then a task made for the purpose, one level after the other."""
    who = getattr(house.cast, ROLES[role])
    client = reader(who)
    asked = task(house, "About them")
    needed = need(house, asked, NEEDED, level=1, is_critical=True)
    pages = [f"{API}{house.organisation.slug}/people/{one.key}" for one in suspects]
    pages += [f"{page}?as_of={DAY.replace(year=2025)}" for page in pages[:1]]
    said = [read(client, pages)]
    for level in (2, 4):
        needed.level = level
        needed.save()
        said.append(read(client, [address(house, "leadership:spread_units_csv")]))
    if role in ALLOCATE:
        said.append((_allocated(house),))
    return (*said, recorded())


def _allocated(house: House) -> str:
    """An allocation with every wish granted, as its file says it."""
    by, wishes = house.cast.carla, Wishes(stretch=True, hours=40.0)
    asked = create_scenario(by=by, name="For the purpose", day=DAY, wishes=wishes, now=timezone.now())
    made = compute_scenario(by=by, scenario=asked.pk, now=timezone.now())
    found = document_of(read_scenario(made))
    return (
        str(found["question"].get("wish"))
        + str(found["question"].get("level"))
        + str(found["result"].get("fit"))
    )


@contextmanager
def naive() -> Iterator[None]:
    """Who may see it is asked of nobody."""

    def everything(rows: StrengthQuerySet, *, as_lead: bool) -> StrengthQuerySet:
        return rows.exclude(source="peer")

    def everybody() -> Callable[..., object]:
        return Person.objects.values_list("pk", flat=True)

    with (
        mock.patch.object(StrengthQuerySet, "shown_to_others", everything),
        mock.patch.object(strengths, "consented", everybody),
    ):
        yield


ATTACKS = tuple(
    Attack(
        kind,
        role,
        "pages of the two, a task made for the purpose"
        + (", an allocation, the audit log" if role in ALLOCATE else ""),
        partial(play, kind=kind, role=role),
        naive,
    )
    for kind in SECRETS
    for role in ROLES
    if (kind, role) != ("strengths", "unit lead")  # plays strengths.py
)
