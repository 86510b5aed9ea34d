"""The documentation cannot go stale: what it names exists, and what exists is named."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click import Command, Group

from colead.cli.main import main
from colead.engine.disclosure import IN_WORDS
from colead.settings import environment
from house_tools import tool

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("benchmarks/*.md"),
        *ROOT.glob("packages/*/*.md"),
    ]
)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
COMMAND = re.compile(r"\bcolead ([a-z]+)")
MAKE = re.compile(r"`make ([a-z0-9-]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_site_has_no_broken_link_and_asks_no_other_server(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(tmp_path)]
    built = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "index.html").exists()


def test_settings_page_is_the_table_of_settings() -> None:
    made = tool("settings_page")
    assert made.PAGE.read_text(encoding="utf-8") == made.page(), "run python tools/settings_page.py"


def test_every_setting_says_what_it_does() -> None:
    assert [setting.name for setting in environment.ALL if len(setting.help) < 15] == []


def commands() -> dict[str, Command]:
    assert isinstance(main, Group)
    context = main.make_context("colead", ["--help"], resilient_parsing=True)
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


def test_every_command_has_help_with_an_example() -> None:
    lacking = [
        name
        for name, command in commands().items()
        if not command.hidden and "colead " not in f"{command.help} {command.epilog}"
    ]
    assert lacking == []


def test_every_command_stands_in_the_documentation() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    named = set(COMMAND.findall(text))
    assert {name for name, command in commands().items() if not command.hidden} - named == set()


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(
        re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert set(MAKE.findall(text)) - targets == set()


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs/decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_app_has_the_same_file_names() -> None:
    allowed = {
        "models", "queries", "workflow", "services", "selectors", "bridge", "permissions", "forms", "views",
        "urls", "api", "jobs", "manifest", "texts", "apps", "__init__", "migrations", "templates", "locale",
        "__pycache__",
    }  # fmt: skip
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    table = page[page.index("Beyond the shared names") : page.index("## How a request travels")]
    named = set(re.findall(r"`([a-z_]+)`", table))
    found = {
        path.stem: f"{app.name}/{path.name}"
        for app in (ROOT / "src/colead/apps").iterdir()
        if app.is_dir() and app.name != "__pycache__"
        for path in app.iterdir()
        if path.stem not in allowed
    }
    assert {where for stem, where in found.items() if stem not in named} == set()
    assert named - set(found) == set()


def test_no_dumping_grounds() -> None:
    names = {"utils", "helpers", "common", "misc", "manager"}
    assert [path for path in (ROOT / "src").rglob("*") if path.stem in names] == []


THRESHOLDS = ROOT / "docs" / "explanation" / "privacy-of-the-map.md"
WHAT_IS_SHOWN = (
    "| {smallest_group} and fewer, or fewer than {smallest_group} answers | nothing |",
    "| up to {below_all_figures} | density",
    "| {all_figures_from} and more | everything |",
    "| fewer than {enough_percent} % answered |",
    "fewer than {second_band}, {second_band} to {below_third_band},",
    "{third_band} to {below_fourth_band}, {fourth_band} or more",
    "Fewer than {second_band}, and any number",
    "at least {smallest_group} without a name",
    "at least {fewest_leaders} of them",
    "group of at least {smallest_group} who answered",
    "does not come to {smallest_group}",
)
SAYS_A_THRESHOLD = re.compile(
    r"\b(fewer than|under|below|at least) (\d+|four|five|six|seven|eight|nine|ten)\b"
    r"[^.|]*\b(people|answer\w*|agreed)\b",
    re.IGNORECASE,
)


def test_the_page_of_thresholds_says_those_that_hold() -> None:
    said = " ".join(THRESHOLDS.read_text(encoding="utf-8").split())
    wanted = [text.format(**IN_WORDS) for text in WHAT_IS_SHOWN]
    assert [text for text in wanted if text not in said] == []


def test_other_pages_lead_to_the_page_of_thresholds_instead_of_repeating_them() -> None:
    others = [page for page in PAGES if page != THRESHOLDS and "decisions" not in page.parts]
    said = {page.name: SAYS_A_THRESHOLD.findall(page.read_text(encoding="utf-8")) for page in others}
    assert {name: found for name, found in said.items() if found} == {}


@pytest.mark.parametrize(
    "text", ["Units of fewer than five people", "the unit has under 5 people", "at least 7 answered"]
)
def test_a_repeated_threshold_is_seen(text: str) -> None:
    assert SAYS_A_THRESHOLD.search(text)
