"""Templates keep what the content security policy and accessibility ask of them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "src/colead").rglob("templates/**/*.html"))
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle="),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")"),
    "an event handler": re.compile(r"<[^>%]*\son[a-z]+="),
    "an address elsewhere": re.compile(r"(?:src|href)=\"(?:https?:)?//"),
    "the safe filter": re.compile(r"\|\s*safe\b"),
    "autoescape off": re.compile(r"autoescape off"),
}


ONE_LANGUAGE = re.compile(
    r'date:"[^"]*\b[jd][ .]'
)  # English and Danish put other marks between day and month


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_template_writes_days_as_the_reader_does(template: Path) -> None:
    assert ONE_LANGUAGE.findall(template.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_template_has_nothing_that_the_policy_forbids(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []
