"""Which CSV somebody gets: one rule for pages and API."""

from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from django.utils import translation

from colead.kit.downloads import csv_file, dialect_of
from colead.kit.errors import DomainError

PAGE, API = "/o/clinic/who-led.csv", "/api/v1/organisations/clinic/units.csv"


@pytest.mark.parametrize(
    ("path", "language", "chosen", "asked", "got"),
    [
        (PAGE, "da", "", "", "semicolon"),
        (PAGE, "en", "", "", "comma"),
        (PAGE, "da", "comma", "", "comma"),
        (PAGE, "en", "semicolon", "", "semicolon"),
        (PAGE, "en", "semicolon", "comma", "comma"),
        (API, "da", "semicolon", "", "comma"),
        (API, "en", "", "semicolon", "semicolon"),
    ],
)
def test_what_is_asked_for_counts_then_the_choice_then_the_language(
    path: str, language: str, chosen: str, asked: str, got: str
) -> None:
    request = RequestFactory().get(path, {"csv": asked} if asked else {})
    request.user = SimpleNamespace(csv_dialect=chosen)
    with translation.override(language):
        assert dialect_of(request) == got


def test_another_word_is_refused_with_what_is_known() -> None:
    request = RequestFactory().get(PAGE, {"csv": "tabs"})
    with pytest.raises(DomainError, match="tabs") as refused:
        dialect_of(request)
    assert (refused.value.code, refused.value.field) == ("unknown_csv", "csv")
    assert "comma, semicolon" in str(refused.value.hint)


def test_a_file_is_written_as_it_was_chosen() -> None:
    request = RequestFactory().get(PAGE)
    request.user = SimpleNamespace(csv_dialect="semicolon")
    assert csv_file(request, "a.csv", ["å"], [[0.5]]).content.decode() == "\ufeffå\r\n0,5\r\n"
