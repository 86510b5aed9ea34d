"""Reads about nomination sets and their maps, as members may see them."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Annotated, Any, NamedTuple

from django.db.models import Count
from django.http import Http404
from django.utils.translation import gettext

from colead.apps.jobs.models import Job
from colead.apps.jobs.selectors import JobView
from colead.apps.jobs.selectors import view as job_view
from colead.apps.network.bridge.compute import fingerprint
from colead.apps.network.bridge.figures import (
    MAP_UNITS,
    UnitFigures,
    is_shown,
    unit_figures,
    whole_figures,
)
from colead.apps.network.bridge.readers import OwnPlace, own_place
from colead.apps.network.bridge.regrouping import under_units_of
from colead.apps.network.models import LeadershipMap, NameConsent, NominationSet
from colead.apps.network.services.import_nominations import import_key
from colead.apps.network.services.maps import map_key
from colead.apps.organisations.queries import existing
from colead.apps.people.bridge import structure_on
from colead.apps.people.bridge.kept import Kept
from colead.apps.people.own_person import find_own_person
from colead.apps.people.plain import plain
from colead.engine.disclosure import Shown, rounded_within
from colead.kit.columns import Column, ListOf, in_order
from colead.kit.consent import Words
from colead.kit.roles import Member

MAPS_KEPT = 4  # figures of maps in memory: 2,500 units are some 3 MB


@dataclass(frozen=True)
class SetRow:
    """A nomination set in the list; whole is None until its map is computed."""

    id: int
    name: Annotated[str, Column("Name")]
    question: Annotated[str, Column("What was asked")]
    held_on: Annotated[date, Column("When people answered")]
    answered: Annotated[int, Column("People who answered", about="to the nearest five")]
    whole: Annotated[UnitFigures | None, Column("The whole organisation", about="null until it is computed")]


SETS = ListOf("Nomination sets", SetRow, api="/nomination-sets")


@dataclass(frozen=True)
class MapFacts:
    """A map of a set with the structure of a day.

    day : under whose units the groups stand; the day on which people answered unless another is asked for.
    whole : None while the map is not computed; `job` then says how far it is, if it is asked for.
    is_stale : the structure of the day on which people answered was corrected since.
    guards : what to keep in mind, in the reader's language.
    """

    name: str
    question: str
    held_on: date
    day: date
    whole: UnitFigures | None
    computed_at: datetime | None
    is_stale: bool
    guards: list[str]
    not_drawn: int

    def facts(self) -> dict[str, Any]:
        """These fields, for what says more of the same map."""
        return {one.name: getattr(self, one.name) for one in fields(MapFacts)}


@dataclass(frozen=True)
class MapHead(MapFacts):
    """What every page of a map begins with."""

    id: int
    job: JobView | None

    @property
    def is_own_day(self) -> bool:
        return self.day == self.held_on

    @property
    def response_share(self) -> float:
        """Of the people on the staff list of the day, those who answered."""
        return self.whole.answered / self.whole.people if self.whole and self.whole.people else 0.0

    @property
    def is_shown(self) -> bool:
        """Whether there is a map with enough answers to show figures."""
        return self.whole is not None and self.whole.shown != Shown.NOTHING

    @property
    def day_query(self) -> str:
        """The query string that stays on this day; empty for the set's own."""
        return "" if self.is_own_day else f"?as_of={self.day.isoformat()}"


@dataclass(frozen=True)
class Method:
    """How a map was computed: for the page that explains it, and for the file that can be checked."""

    seed: int
    version: str
    computed_at: datetime
    methods: dict[str, str]


@dataclass(frozen=True)
class Naming:
    """The reader's own consent to be named. person_name : None for somebody who is not on the staff list.

    words : what they have agreed to, or would.
    """

    person_name: str | None
    words: Words
    agreed_on: datetime | None
    others: int


def nomination_sets(member: Member) -> list[SetRow]:
    """All sets, the newest first. Two queries."""
    sets = NominationSet.objects.annotate(answered=Count("respondents")).order_by("-held_on", "name")
    maps = LeadershipMap.objects.filter(nomination_set__in=sets.values("pk"))
    whole_of = {
        one.nomination_set_id: whole_figures(one, name=member.organisation.name)
        for one in maps.only("organisation_id", "nomination_set_id", "whole")
    }
    return [
        SetRow(
            one.pk,
            one.name,
            one.question,
            one.held_on,
            whole_of[one.pk].answered if one.pk in whole_of else rounded_within(one.answered, one.answered),
            whole_of.get(one.pk),
        )
        for one in sets
    ]


def existing_set(pk: int) -> NominationSet:
    """A nomination set; NotFound without. One query."""
    return existing(NominationSet.objects, pk=pk)


def import_job(nomination_import: int) -> Job | None:
    """The job that stores an import, once that was asked for. One query."""
    return Job.objects.filter(key=import_key(nomination_import)).order_by("-created_at").first()


def map_of(nomination_set: NominationSet, day: date, *fields: str) -> LeadershipMap | None:
    """The frozen map with these of its parts, which are large; its groups under the units of `day`.

    One query; on another day than the set's own the structure is read, too.
    """
    known = (
        "organisation_id",
        "nomination_set_id",
        "as_of",
        "seed",
        "engine_version",
        "computed_at",
        "structure",
    )
    is_regrouped = day != nomination_set.held_on and not {"units", "atoms"}.isdisjoint(fields)
    parts = {*fields, "units", "atoms", "flows"} if is_regrouped else fields
    found = LeadershipMap.objects.filter(nomination_set=nomination_set).only(*known, *parts).first()
    return under_units_of(structure_on(day), found) if found and is_regrouped else found


def require_map(nomination_set: NominationSet, day: date, *fields: str) -> LeadershipMap:
    """The same; Http404 where there is none."""
    found = map_of(nomination_set, day, *fields)
    if found is None:
        raise Http404
    return found


def map_head(member: Member, nomination_set: NominationSet, day: date) -> MapHead:
    """The head of a map's pages. Three queries, and those of the fingerprint."""
    found = map_of(nomination_set, day, "whole")
    jobs = Job.objects.visible_to(member).filter(key=map_key(nomination_set.pk)).order_by("-created_at")
    job = jobs.first()
    return MapHead(
        id=nomination_set.pk,
        name=nomination_set.name,
        question=nomination_set.question,
        held_on=nomination_set.held_on,
        day=day,
        whole=whole_figures(found, name=member.organisation.name) if found else None,
        computed_at=found.computed_at if found else None,
        is_stale=found is not None and found.structure != fingerprint(found.as_of),
        guards=_guards(found) if found else [],
        not_drawn=found.whole["not_drawn"] if found else 0,
        job=job_view(job, member, {}) if job else None,
    )


def _guards(found: LeadershipMap) -> list[str]:
    """The engine's remarks on the whole, without those on measures that no page shows."""
    guards = found.whole["figures"].get("guards") or []
    said = [(guard["template"], guard["values"]) for guard in guards if guard["measure"] == "all"]
    return [gettext(template).format(**values) for template, values in said]


def units_of_map(nomination_set: NominationSet, day: date) -> list[UnitFigures]:
    """The figures of every unit of a map, as a tree; none where too few answered. Http404 without a map.

    Two small queries when they are in memory; when not, some 60 microseconds a unit.
    """
    return _units(_Asked(nomination_set, require_map(nomination_set, day).pk, day))


class _Asked(NamedTuple):
    """map : its primary key; the set could be measured again after it was erased."""

    nomination_set: NominationSet
    map: int
    day: date


def _read_units(asked: _Asked) -> list[UnitFigures]:
    found = require_map(asked.nomination_set, asked.day, "whole", "units")
    return unit_figures(found) if is_shown(found) else []


_units = Kept(MAPS_KEPT, _read_units)


def unit_table(units: list[UnitFigures], *, sort: str = "", words: str = "") -> list[UnitFigures]:
    """The units whose name has the words; as a tree, or sorted by a figure, those without one last."""
    found = (unit for unit in units if plain(words) in plain(unit.name)) if words else units
    return in_order(MAP_UNITS, found, sort)


def one_unit(units: list[UnitFigures], key: str) -> tuple[UnitFigures, list[UnitFigures]]:
    """A unit and those right below it, by name. Http404 when there is no such unit on the map's day."""
    here = next((number for number, unit in enumerate(units) if unit.key == key), None)
    if here is None:
        raise Http404
    unit, below = units[here], []
    for other in units[here + 1 :]:
        if other.depth <= unit.depth:
            break
        if other.depth == unit.depth + 1:
            below.append(other)
    return unit, below


def my_place(member: Member, nomination_set: NominationSet, day: date) -> OwnPlace | None:
    """The member's own place on a map, for their eyes. Three queries."""
    person = find_own_person(member)
    found = map_of(nomination_set, day, "places") if person else None
    return own_place(found, person.pk) if found and person else None


def method(nomination_set: NominationSet, day: date) -> Method:
    """How the map was computed. One query."""
    found = require_map(nomination_set, day, "whole")
    return Method(
        seed=found.seed,
        version=found.engine_version,
        computed_at=found.computed_at,
        methods=dict(found.whole["figures"].get("methods") or {}),
    )


def naming(member: Member) -> Naming:
    """Whether the member agrees to be named, and how many others do. Four queries."""
    own = find_own_person(member)
    given = NameConsent.objects.given().filter(person=own).first() if own else None
    others = NameConsent.objects.given().exclude(person=own).count()
    words = given.words if given else NameConsent.purpose.words_of(None)
    return Naming(own.name if own else None, words, given.given_at if given else None, others)
