"""Files to download: never shown by a browser, never kept by a cache."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.utils.text import slugify


def download(name: str, content: str | Iterable[str], content_type: str) -> HttpResponse:
    """A file with this name."""
    response = HttpResponse(content, content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def csv_response(name: str, text: str) -> HttpResponse:
    """A CSV file."""
    return download(name, text, "text/csv")


def file_name(of: str, kind: str) -> str:
    """A name of plain letters.

    >>> file_name("Råd, forår 2026 ", "units.csv")
    'rad-forar-2026-units.csv'
    """
    return f"{slugify(of) or 'map'}-{kind}"
