"""Nomination sets and leadership maps: the figures of the pages, withheld by the same rules."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated, Any, TypeVar

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import File, Form
from ninja.files import UploadedFile
from pydantic import Field, TypeAdapter, ValidationError

from colead.apps.network import permissions, selectors, services
from colead.apps.network.bridge.clusters import Cluster
from colead.apps.network.bridge.figures import UnitFigures
from colead.apps.network.bridge.matrix import matrix
from colead.apps.network.bridge.readers import OwnPlace
from colead.apps.network.models import NominationSet
from colead.apps.network.selectors import MapFacts, SetRow
from colead.apps.network.services.import_nominations import PreparedNominations
from colead.apps.network.views import exports
from colead.apps.network.views.days import set_and_day
from colead.apps.network.views.tables import cluster_name
from colead.files.dialects import Dialect
from colead.files.tie_layout import Role, TieChoices
from colead.files.tie_people import TieAnswers
from colead.kit import bodies
from colead.kit.access import OrganisationRequest
from colead.kit.access import Page as OrganisationPage
from colead.kit.errors import DomainError
from colead.kit.routes import Body, OrganisationRouter, Write

router = OrganisationRouter(tags=["leadership map"])

SETS = "/nomination-sets"
SET = SETS + "/{int:nomination_set}"
MAP = SET + "/leadership-map"
BELOW_AT_ONCE = 100  # units in one answer


class Tie(Body):
    """One nomination: `from` looks to `to` for leadership. People by employee number, e-mail or name."""

    from_: Annotated[str, Field(alias="from", min_length=1, max_length=254)]
    to: Annotated[str, Field(min_length=1, max_length=254)]
    weight: Annotated[float, Field(gt=0)] = 1.0
    kind: Annotated[str, Field(max_length=100)] = ""


class FileFields(Body):
    """What goes with a file of nominations."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    held_on: Annotated[date, Field(description="When people answered; the structure of that day is used.")]
    question: Annotated[str, Field(max_length=300)] = ""


class ReadingFields(FileFields):
    """How a file is read, where it is not as it is recognised, and who is meant in it."""

    columns: Annotated[
        str,
        Field(
            description='JSON: what columns hold → their headers, e.g. {"source": "E-mail", "target": '
            '["Choice 1", "Choice 2"]}. Roles: source, target, about, weight, kind, direction.'
        ),
    ] = ""
    sheet: Annotated[str, Field(description="Of a workbook in which several sheets hold tables.")] = ""
    has_header: Annotated[bool | None, Field(description="false: every row counts. Left out: found.")] = None
    one_question: Annotated[bool, Field(description="All columns of answers answer one question.")] = False
    transposed: Annotated[bool, Field(description="The columns of a matrix answer.")] = False
    people: Annotated[
        str, Field(description='JSON: as it is written → the key of who is meant, "" = set aside.')
    ] = ""
    alike: Annotated[bool, Field(description="Whoever is spelled nearly like one person is meant.")] = False
    set_aside: Annotated[bool, Field(description="Leave out whoever is not in the staff list.")] = False

    def choices(self) -> TieChoices:
        """The choice of columns."""
        columns = _read_json("columns", self.columns, _COLUMNS)
        return TieChoices(
            columns={
                role: tuple([held] if isinstance(held, str) else held) for role, held in columns.items()
            },
            header=() if self.has_header is False else None,
            one_question=self.one_question or None,
            transposed=self.transposed,
            sheet=self.sheet or None,
        )

    def answers(self) -> TieAnswers:
        """Who is meant."""
        people = _read_json("people", self.people, _PEOPLE)
        return TieAnswers(people, self.alike, self.set_aside)


_COLUMNS = TypeAdapter(dict[Role, str | list[str]])
_PEOPLE = TypeAdapter(dict[str, str])
T = TypeVar("T")


def _read_json(field: str, text: str, kind: "TypeAdapter[T]") -> T:
    try:
        return kind.validate_json(text or "{}")
    except ValidationError:
        raise DomainError(
            f"bad_{field}",
            _("“%(field)s” is not JSON of the kind that is described.") % {"field": field},
            _('Write it as {"source": "E-mail", "target": ["Choice 1", "Choice 2"]}.')
            if field == "columns"
            else _('Write it as {"Mikkel L": "1041", "a consultant": ""}.'),
            field=field,
        ) from None


class NewSet(FileFields):
    """Nominations as rows. Several kinds become several sets."""

    ties: Annotated[list[Tie], Field(description="In problems, the first of them is line 2.")]
    respondents: Annotated[
        list[str] | None, Field(description="Who answered; null: everybody on the staff list of that day.")
    ] = None


@dataclass(frozen=True)
class CreatedSet:
    """A set that was stored; its map is being computed."""

    id: int
    name: str
    held_on: date


@dataclass(frozen=True)
class DeletedSet:
    """The receipt of a set that was erased."""

    deleted: int


@dataclass(frozen=True)
class MapDetail(MapFacts):
    """The map of a set with the structure of a day.

    whole : the figures of the whole organisation; null until they are computed, `job` says how far that is.
    day : under whose units its groups stand.   is_stale : the structure of the set's own day was corrected
    since.   guards : what to keep in mind.
    exports : the same as files, by format.
    """

    nomination_set: int
    job: str | None
    exports: dict[str, str]


@dataclass(frozen=True)
class UnitDetail:
    """A unit on the map and the first of those right below it. more_below : how many are left out."""

    unit: UnitFigures
    below: list[UnitFigures]
    more_below: int


@dataclass(frozen=True)
class Group:
    """People who are counted together in the matrix; `unit` is empty for several small units."""

    number: int
    unit: str
    name: str
    people: int


@dataclass(frozen=True)
class MatrixTable:
    """counts[i][j] : nominations from group i to group j, rounded.   not_drawn : people in no group."""

    groups: list[Group]
    counts: list[list[int]]
    not_drawn: int


@dataclass(frozen=True)
class MapJob:
    """A computation that was asked for, and how far it is."""

    id: int
    state: str


def by_day(row: SetRow) -> tuple[int, str, int]:
    """The newest first, then by name."""
    return -row.held_on.toordinal(), row.name, row.id


def by_unit(row: UnitFigures) -> tuple[str, str]:
    """By name, then by key."""
    return row.name, row.key


@router.read_list(SETS, permissions.VIEW, response=SetRow, order=by_day)
def list_nomination_sets(request: OrganisationRequest) -> list[SetRow]:
    """All nomination sets, the newest first."""
    return selectors.nomination_sets(request.member)


@router.read(SET, permissions.VIEW, response=SetRow)
def show_nomination_set(request: OrganisationRequest, nomination_set: int) -> SetRow:
    """One nomination set. Who nominated whom is confidential and never sent."""
    rows = selectors.nomination_sets(request.member)
    found = next((row for row in rows if row.id == nomination_set), None)
    if found is None:
        raise Http404
    return found


@router.write_prepared(SETS, permissions.IMPORT, response=list[CreatedSet])
@bodies.takes(bodies.rows)
def create_nomination_set(request: OrganisationRequest, data: NewSet) -> Iterator[Write]:
    """Store nominations sent as rows, and have their maps computed. All or nothing."""
    kinds = [tie.kind for tie in data.ties]
    header = ["from", "to", "weight", *(["kind"] if any(kinds) else [])]
    rows = ([tie.from_, tie.to, tie.weight, *([tie.kind] if any(kinds) else [])] for tie in data.ties)
    answered = None if data.respondents is None else [[key] for key in data.respondents]
    with services.prepared_nominations(
        by=request.member,
        name=data.name,
        held_on=data.held_on,
        question=data.question,
        nominations=_csv(header, rows),
        respondents=None if answered is None else _csv(["id"], answered),
        now=timezone.now(),
    ) as prepared:
        yield partial(_stored, request, prepared)


@router.write_prepared(SETS + "/from-file", permissions.IMPORT, response=list[CreatedSet])
@bodies.takes(bodies.upload)
def create_nomination_set_from_file(
    request: OrganisationRequest,
    data: Form[ReadingFields],
    file: File[UploadedFile],
    respondents: File[UploadedFile | None] = None,
) -> Iterator[Write]:
    """Store nominations from a file: a table of nominations or of answers, a matrix, or a graph.

    What the columns hold is recognised. A spelling that finds nobody, or several people, is a problem that
    names whoever may be meant: send the file again with `people`, `alike` or `set_aside`.
    """
    with services.prepared_nominations(
        by=request.member,
        name=data.name,
        held_on=data.held_on,
        question=data.question,
        nominations=file.read(),
        file_name=file.name or "",
        respondents=respondents.read() if respondents else None,
        respondents_name=(respondents.name or "") if respondents else "",
        choices=data.choices().to_dict(),
        answers=data.answers().to_dict(),
        now=timezone.now(),
    ) as prepared:
        yield partial(_stored, request, prepared)


def _stored(request: OrganisationRequest, prepared: PreparedNominations) -> list[CreatedSet]:
    return _created(services.store_nominations(by=request.member, prepared=prepared, now=timezone.now()))


def _csv(header: list[str], rows: Iterable[list[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


def _created(sets: list[NominationSet]) -> list[CreatedSet]:
    return [CreatedSet(one.pk, one.name, one.held_on) for one in sets]


@router.write(SET, permissions.DELETE, response=DeletedSet, method="DELETE", status=200)
def delete_nomination_set(request: OrganisationRequest, nomination_set: int) -> DeletedSet:
    """Erase a set with its nominations and maps."""
    services.delete_set(by=request.member, nomination_set=nomination_set, now=timezone.now())
    return DeletedSet(nomination_set)


@router.read(MAP, permissions.VIEW, response=MapDetail)
def show_leadership_map(request: OrganisationRequest, nomination_set: int) -> MapDetail:
    """The figures of the whole organisation, measured once; `as_of`: under the units of another day."""
    found, day = set_and_day(request, nomination_set)
    head = selectors.map_head(request.member, found, day)
    return MapDetail(
        **head.facts(),
        nomination_set=head.id,
        job=head.job.state if head.job else None,
        exports={kind: f"{request.path}/exports/{kind}{head.day_query}" for kind in EXPORTS},
    )


@router.write(MAP, permissions.COMPUTE, response=MapJob, status=202)
def compute_leadership_map(request: OrganisationRequest, nomination_set: int) -> MapJob:
    """Have the map computed, where an earlier attempt could not; 409 once it is frozen."""
    job = services.request_map(by=request.member, nomination_set=nomination_set, now=timezone.now())
    return MapJob(job.pk, job.state)


@router.read_list(MAP + "/units", permissions.VIEW, response=UnitFigures, order=by_unit)
def list_map_units(
    request: OrganisationRequest, nomination_set: int, q: str = "", below: str = ""
) -> list[UnitFigures]:
    """The figures of every unit, as far as its size lets them be shown.

    `q`: words of the name. `below`: key of a unit, only those right below it.
    """
    units = selectors.units_of_map(*set_and_day(request, nomination_set))
    return selectors.unit_table(selectors.one_unit(units, below)[1] if below else units, words=q)


@router.read(MAP + "/units/{path:unit}", permissions.VIEW, response=UnitDetail)
def show_map_unit(request: OrganisationRequest, nomination_set: int, unit: str) -> UnitDetail:
    """One unit and the first hundred right below it; all of them: the list of units with `below`."""
    found, below = selectors.one_unit(selectors.units_of_map(*set_and_day(request, nomination_set)), unit)
    return UnitDetail(found, below[:BELOW_AT_ONCE], more_below=max(0, len(below) - BELOW_AT_ONCE))


@router.read(MAP + "/matrix", permissions.VIEW, response=MatrixTable)
def show_map_matrix(request: OrganisationRequest, nomination_set: int, unit: str = "") -> MatrixTable:
    """Who looks to whom among groups: of the whole organisation, or of a unit and below."""
    found, day = set_and_day(request, nomination_set)
    shown = matrix(selectors.require_map(found, day, "whole", "units", "atoms", "flows"), unit=unit)
    return MatrixTable(
        groups=[_group(cluster) for cluster in shown.clusters],
        counts=[[cell.count for cell in row.cells] for row in shown.rows],
        not_drawn=shown.not_drawn,
    )


def _group(cluster: Cluster) -> Group:
    return Group(cluster.number, cluster.key, cluster_name(cluster), cluster.people)


@router.read(MAP + "/my-place", permissions.VIEW, response=OwnPlace | None)
def show_my_place(request: OrganisationRequest, nomination_set: int) -> OwnPlace | None:
    """The caller's own place on the map; null for somebody who was not on the staff list of that day."""
    return selectors.my_place(request.member, *set_and_day(request, nomination_set))


EXPORTS: dict[str, OrganisationPage] = {
    "units.csv": exports.units_csv,
    "matrix.csv": exports.matrix_csv,
    "map.graphml": exports.map_graphml,
    "map.gexf": exports.map_gexf,
    "figures.json": exports.figures_json,
}


def _add_export(kind: str, page: OrganisationPage) -> None:
    """The file that the page offers, for programs."""

    def file(request: OrganisationRequest, nomination_set: int) -> HttpResponseBase:
        return page(request, organisation=request.organisation.slug, nomination_set=nomination_set)

    def table(
        request: OrganisationRequest, nomination_set: int, csv: Dialect = Dialect.COMMA
    ) -> HttpResponseBase:
        del csv  # declared here, read by kit.downloads
        return file(request, nomination_set)

    export: Callable[..., HttpResponseBase] = table if kind.endswith(".csv") else file
    export.__name__ = f"export_{page.__name__}"
    export.__doc__ = f"The map as {kind}: what the figures and the map show, and nothing else."
    router.read(f"{MAP}/exports/{kind}", permissions.VIEW, response=Any)(export)


for _kind, _page in EXPORTS.items():
    _add_export(_kind, _page)
