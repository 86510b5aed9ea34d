"""Every problem can be told in Danish, with the same values in it."""

from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import colead.files
from colead.files.problem_kinds import KINDS
from colead.files.problems import problem
from colead.files.translation import Translate, translator

CATALOGUE = Path(colead.files.__file__).parent / "locale" / "da" / "LC_MESSAGES" / "django.po"


@pytest.fixture(scope="module")
def danish(tmp_path_factory: pytest.TempPathFactory) -> Translate:
    locale = tmp_path_factory.mktemp("locale")
    compiled = locale / "da" / "LC_MESSAGES" / "django.mo"
    compiled.parent.mkdir(parents=True)
    with CATALOGUE.open("rb") as source, compiled.open("wb") as target:
        write_mo(target, read_po(source, locale="da"))
    return translator("da", locale)


def test_a_problem_is_told_in_danish_with_line_and_column(danish: Translate) -> None:
    one = problem("unknown_manager", line=3, column="leder", value="99", person="17", manager="99")
    assert one.text(danish).startswith("Linje 3, kolonne leder: Person '17' har '99' som leder")


class Anything(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return f"<{key}>"


@pytest.mark.parametrize("code", KINDS)
def test_every_kind_has_danish_with_the_same_values(code: str, danish: Translate) -> None:
    for english in filter(None, KINDS[code]):
        assert danish(english) != english
        values = [Anything.__missing__(Anything(), part.partition("}")[0]) for part in english.split("{")[1:]]
        told = danish(english).format_map(Anything())
        assert all(value in told for value in values)


def test_english_is_spoken_where_nothing_is_compiled(tmp_path: Path) -> None:
    assert translator("da", tmp_path)("Choose one of these.") == "Choose one of these."
