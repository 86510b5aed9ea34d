"""tools/messages.py on a catalogue of one text."""

from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog

from house_tools import tool

TOOL = Path(__file__).resolve().parents[2] / "tools" / "messages.py"
ENGLISH = "Closed to {who}:\n  {paths}"
PLURAL = ("{count} file", "{count} files")


@pytest.fixture
def messages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The tool, for catalogues below tmp_path."""
    made = tool("messages")
    monkeypatch.setattr(made, "SOURCE", tmp_path)
    return made


@pytest.mark.parametrize(
    ("english", "danish", "said"),
    [
        (ENGLISH, "Lukket for {who}:\n  {paths}", ""),
        (ENGLISH, "", "has no Danish"),
        (ENGLISH, "Lukket:\n  {paths}", "placeholders or line breaks differ"),
        (ENGLISH, "Lukket for {who}:\n  {paths}{paths}", "placeholders or line breaks differ"),
        (ENGLISH, "Lukket for {who}: {paths}", "placeholders or line breaks differ"),
        (PLURAL, ("{count} fil", "{count} filer"), ""),
        (PLURAL, ("{count} fil", "{count} filer, {count}"), "placeholders or line breaks differ"),
    ],
)
def test_a_translation_has_each_placeholder_and_line_break_as_often_as_the_english(
    messages: ModuleType,
    tmp_path: Path,
    english: str | tuple[str, str],
    danish: str | tuple[str, str],
    said: str,
) -> None:
    kept, fresh = Catalog(locale="da", domain="django"), Catalog(domain="django")
    kept.add(english, danish)
    fresh.add(english)
    messages.write(tmp_path / "app", kept)
    found = list(messages.problems(tmp_path / "app", fresh))
    assert [said in one for one in found] == [True] * bool(said)
