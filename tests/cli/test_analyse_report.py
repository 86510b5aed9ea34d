"""The report: one file that needs nothing else, in two languages, naming units and never people."""

import csv
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from colead.cli.main import main

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "small"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("report") / "map.html"
    arguments = [
        str(EXAMPLE / "people.csv"),
        str(EXAMPLE / "advice.csv"),
        "--report",
        str(path),
        "--language",
        "en",
    ]
    assert CliRunner().invoke(main, ["analyse", *arguments]).exit_code == 0
    return path.read_text(encoding="utf-8")


class Structure(HTMLParser):
    """Elements, ids and references of a page, and whether every element is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.references: list[str] = []
        self.headings: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.references += (given.get("aria-labelledby") or "").split()
        self.headings += [tag] if re.fullmatch(r"h\d", tag) else []
        if tag not in {"meta", "br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_it_needs_nothing_from_elsewhere(report: str) -> None:
    outside = report.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?:|<script|<link|<img|@import|url\((?!#)", outside)


def test_it_is_well_formed_and_every_label_exists(report: str) -> None:
    page = Structure(report)
    assert page.open == []
    assert set(page.references) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert page.headings[0] == "h1"
    assert page.headings.count("h1") == 1


def test_it_names_units_and_never_people(report: str) -> None:
    with (EXAMPLE / "people.csv").open(encoding="utf-8") as file:
        people = list(csv.DictReader(file, delimiter=";"))
    words = re.sub(r"<svg.*?</svg>|<style.*?</style>", "", report, flags=re.DOTALL)
    assert all(person["unit"] in words for person in people)
    assert not any(person["name"] in report or f">{person['id']}<" in report for person in people)


def test_every_chart_has_its_numbers_beside_it(report: str) -> None:
    figures = re.findall(r"<figure>.*?</figure>", report, flags=re.DOTALL)
    assert len(figures) == 5
    assert all("<svg" in figure and "<table" in figure and "<figcaption" in figure for figure in figures)


def test_names_from_a_file_cannot_become_markup(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text(
        "id,manager,unit\n" + "".join(f"{n},{n and 0},<u &x\n" for n in range(6)).replace("0,0,", "0,,")
    )
    ties = tmp_path / "<i>.csv"
    ties.write_text("from,to\n1,2\n2,3\n3,0\n4,0\n")
    out = tmp_path / "map.html"
    assert CliRunner().invoke(main, ["analyse", str(people), str(ties), "--report", str(out)]).exit_code == 0
    page = out.read_text(encoding="utf-8")
    assert "&lt;u &amp;x" in page
    assert not re.search("<u |<i>", page)
