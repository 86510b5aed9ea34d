"""Files to download, all of them: never shown by a browser, never kept by a cache."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from colead.files.dialects import Dialect
from colead.files.exports import Rows, csv_lines, csv_text, json_text, xlsx_bytes
from colead.kit import scope
from colead.kit.access import OrganisationRequest
from colead.kit.addresses import plain_name
from colead.kit.batches import batches
from colead.kit.columns import ListOf, records
from colead.kit.errors import DomainError
from colead.kit.languages import reading_language
from colead.kit.paging import AT_ONCE, Listing
from colead.kit.problems import is_api

if TYPE_CHECKING:
    from colead.apps.organisations.models import Organisation

CSV = "text/csv; charset=utf-8"
JSON = "application/json; charset=utf-8"
JSON_LINES = "application/jsonl"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XML = "application/xml; charset=utf-8"

Row = TypeVar("Row")
Response = TypeVar("Response", bound=HttpResponseBase)


def download(name: str, content: str | bytes | Iterable[str], content_type: str) -> HttpResponse:
    """A file with this name."""
    return _as_file(HttpResponse(content, content_type=content_type), name)


def stream(name: str, lines: Iterator[str] | Iterator[bytes], content_type: str) -> StreamingHttpResponse:
    """A file that is sent while it is written. The lines enter the organisation's scope by themselves."""
    return _as_file(StreamingHttpResponse(lines, content_type=content_type), name)


def dialect_of(request: HttpRequest) -> Dialect:
    """How CSV is written for whoever asks: as ?csv= says; for programs with commas; else as the person chose.

    Who has not chosen gets what a spreadsheet in the language of the page opens.
    """
    if asked := request.GET.get("csv"):
        return _dialect(asked)
    if is_api(request):
        return Dialect.COMMA
    chosen = getattr(request.user, "csv_dialect", "")
    return Dialect(chosen) if chosen else Dialect.of_language(reading_language())


def _dialect(asked: str) -> Dialect:
    try:
        return Dialect(asked)
    except ValueError:
        raise DomainError(
            "unknown_csv",
            _("“%(value)s” is no kind of CSV.") % {"value": asked[:40]},
            _("Known are: %(names)s.") % {"names": ", ".join(Dialect)},
            field="csv",
        ) from None


def csv_file(request: HttpRequest, name: str, header: Iterable[object], rows: Rows) -> HttpResponse:
    """A table as CSV."""
    return download(name, csv_text([str(label) for label in header], rows, dialect_of(request)), CSV)


def xlsx_file(name: str, header: Iterable[object], rows: Rows) -> HttpResponse:
    """A table as a workbook."""
    return download(name, xlsx_bytes([str(label) for label in header], rows), XLSX)


def list_file(
    request: OrganisationRequest, name: str, of: ListOf[Row], rows: Iterable[Row] | Listing[Any, Row]
) -> HttpResponseBase:
    """A list by its columns: CSV, or a workbook when ?format=xlsx asks for it.

    The CSV of a whole query is sent while it is read.
    """
    found = rows.all() if isinstance(rows, Listing) else rows
    header, cells = records(of, found, member=request.member)
    if request.GET.get("format") == "xlsx":
        return xlsx_file(f"{name}.xlsx", header, cells)
    if isinstance(rows, Listing):
        lines = csv_lines(header, cells, dialect_of(request))
        return stream(f"{name}.csv", _later(lines, request.organisation), CSV)
    return csv_file(request, f"{name}.csv", header, cells)


def _later(lines: Iterator[str], organisation: "Organisation") -> Iterator[str]:
    """Lines that are read when the view is over, many at a time, in the scope and language of now."""
    language, parts = reading_language(), batches(lines, AT_ONCE)

    def read() -> str:
        with scope.organisation(organisation), translation.override(language):
            return "".join(next(parts, ()))

    return iter(read, "")


def json_file(name: str, value: object) -> HttpResponse:
    """Plain values, days and amounts as JSON."""
    return download(name, json_text(value, default=DjangoJSONEncoder().default), JSON)


def file_name(of: str, kind: str) -> str:
    """A name of plain letters.

    >>> file_name("Råd, forår 2026 ", "units.csv")
    'raad-foraar-2026-units.csv'
    """
    return f"{plain_name(of) or 'map'}-{kind}"


def _as_file(response: Response, name: str) -> Response:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
