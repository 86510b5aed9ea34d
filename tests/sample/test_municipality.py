"""What must hold of the sample whatever the seed: a possible organisation, on every day of its two years."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pytest

from colead.sample import characters
from colead.sample.municipality import make_municipality
from colead.sample.records import Dated, Municipality, Position
from colead.sample.units import BY_KEY, MERGED, MERGED_INTO, SPLIT, SPLIT_INTO, UNITS

TODAY = date(2026, 3, 2)
UNASSIGNED = 3
made = cache(make_municipality)  # takes a third of a second


def solbakke() -> Municipality:
    return made(1, TODAY)


# Any seed will do, on any day: a usual one, a leap day, and the last of a year.
drawn = pytest.mark.parametrize(
    "sample",
    [(1, TODAY), (271_828, date(2028, 2, 29)), (999_999, date(2032, 12, 31))],
    indirect=True,
    ids=str,
)


@pytest.fixture
def sample(request: pytest.FixtureRequest) -> Municipality:
    return made(*request.param)


def on(day: date, rows: Sequence[Dated]) -> list:
    return [row for row in rows if row.covers(day)]


def days_of(sample: Municipality) -> list[date]:
    """Every day on which something changes."""
    rows = (*sample.positions, *sample.lines, *sample.placements)
    return sorted({row.valid_from for row in rows} | {sample.today})


def test_the_same_seed_and_day_give_the_same_sample():
    assert make_municipality(1, TODAY) == solbakke()
    assert make_municipality(8, TODAY) != solbakke()


def test_the_generating_part_loads_no_django():
    program = "import sys, colead.sample.municipality; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@drawn
def test_600_people_fill_every_seat_today(sample: Municipality):
    posts = [row for row in on(sample.today, sample.positions) if row.is_primary]
    assert len(posts) == 600
    assert Counter(row.unit for row in posts) == {unit.key: unit.seats for unit in UNITS}


@drawn
def test_the_tree_and_the_lines_hold_together_on_every_day(sample: Municipality):
    for day in days_of(sample):
        parents = {row.unit: row.parent for row in on(day, sample.placements)}
        posts = {row.person: row for row in on(day, sample.positions) if row.is_primary}
        managers = {row.person: row.manager for row in on(day, sample.lines) if row.is_solid}
        assert [unit for unit, parent in parents.items() if parent is None] == [UNITS[0].key]
        assert set(parents.values()) - {None} <= set(parents)
        assert {row.unit for row in posts.values()} <= set(parents)
        assert set(managers) | set(managers.values()) <= set(posts)
        without_line = set(posts) - set(managers)
        assert len(without_line) - 1 <= (UNASSIGNED if day >= sample.today.replace(day=1) else 0)
        for person in managers:
            assert _walks_up_to_an_end(person, managers)


def _walks_up_to_an_end(person: str, managers: dict[str, str]) -> bool:
    seen = set()
    while person in managers and person not in seen:
        seen.add(person)
        person = managers[person]
    return person not in seen


@drawn
def test_periods_follow_one_another(sample: Municipality):
    chains: dict[object, list[Dated]] = {}
    for row in sample.positions:
        if row.is_primary:
            chains.setdefault(("position", row.person), []).append(row)
    for row in sample.lines:
        chains.setdefault(("line", row.person, row.is_solid), []).append(row)
    for row in sample.placements:
        chains.setdefault(("place", row.unit), []).append(row)
    first = min(row.valid_from for row in sample.positions)
    assert timedelta(days=729) <= sample.today - first <= timedelta(days=762)
    for rows in chains.values():
        rows.sort(key=lambda row: row.valid_from)
        assert all(row.valid_until is None or row.valid_from < row.valid_until for row in rows)
        assert all(a.valid_until is not None and a.valid_until <= b.valid_from for a, b in pairwise(rows))
        assert rows[-1].valid_until is None or rows[-1].valid_until <= sample.today


@drawn
def test_names_and_addresses_are_one_of_a_kind_and_hold_no_numbers_of_citizens(sample: Municipality):
    for values in zip(*((person.key, person.name, person.email) for person in sample.people), strict=True):
        assert len(set(values)) == len(sample.people)
    for person in sample.people:
        assert re.fullmatch(r"[a-z.]+\d?@solbakke\.example", person.email)
        assert re.fullmatch(r"[^\d]+", person.name)
        assert re.fullmatch(r"1\d{4}", person.key)  # five digits: a CPR number has ten


@drawn
def test_answers_come_from_those_who_worked_there_and_name_others_once(sample: Municipality):
    for found in sample.nomination_sets:
        employed = {row.person for row in on(found.held_on, sample.positions)}
        pairs = [(row.source, row.target) for row in found.nominations]
        assert 0.8 < len(found.respondents) / len(employed) < 0.95
        assert set(found.respondents) <= employed
        assert {source for source, _ in pairs} < set(found.respondents)  # some named nobody
        assert {target for _, target in pairs} <= employed
        assert len(set(pairs)) == len(pairs)
        assert all(source != target for source, target in pairs)


def test_units_come_in_the_sizes_that_show_the_guards():
    above = {unit.parent for unit in UNITS}
    sizes = [unit.seats for unit in UNITS if unit.key not in above]
    assert min(sizes) == 3
    assert max(sizes) == 30
    assert sum(size < 5 for size in sizes) >= 3
    assert sum(5 <= size < 10 for size in sizes) >= 5


@pytest.mark.parametrize("unit", [*MERGED, SPLIT])
def test_units_that_were_reorganised_are_gone_today_but_not_at_the_start(unit):
    sample = solbakke()
    first = min(row.valid_from for row in sample.placements)
    assert unit.key in {row.unit for row in on(first, sample.placements)}
    assert unit.key not in {row.unit for row in on(TODAY, sample.placements)}


def test_the_merged_unit_and_the_split_ones_began_with_the_people_of_the_old():
    sample = solbakke()
    for old, new in ((MERGED, (BY_KEY[MERGED_INTO],)), ((SPLIT,), [BY_KEY[key] for key in SPLIT_INTO])):
        day = min(row.valid_from for row in sample.placements if row.unit == new[0].key)
        before, after = (
            {row.person for row in on(at, sample.positions) if row.unit in {unit.key for unit in units}}
            for at, units in ((day - timedelta(days=1), old), (day, new))
        )
        assert len(before & after) / len(before) > 0.8


def test_the_nursery_stood_without_a_lead_for_three_months():
    led = [row for row in solbakke().positions if row.unit == "care-sprout" and row.leads]
    first, second = sorted(led, key=lambda row: row.valid_from)
    assert second.valid_from - first.valid_until in {timedelta(days=days) for days in (90, 91, 92)}
    during = [
        row
        for row in on(first.valid_until, solbakke().lines)
        if row.person in _members("care-sprout", first.valid_until)
    ]
    assert {row.manager for row in during} == {_lead("day-care", first.valid_until)}


def _members(unit: str, day: date) -> set[str]:
    return {row.person for row in on(day, solbakke().positions) if row.unit == unit}


def _lead(unit: str, day: date) -> str:
    return next(row.person for row in on(day, solbakke().positions) if row.unit == unit and row.leads)


def test_two_people_lead_the_library_and_share_its_staff():
    posts = [row for row in on(TODAY, solbakke().positions) if row.unit == "library"]
    leads = {row.person for row in posts if row.leads}
    lines = {row.person: row.manager for row in on(TODAY, solbakke().lines) if row.is_solid}
    assert len(leads) == 2
    assert {lines[row.person] for row in posts if not row.leads} == leads


def test_somebody_holds_two_positions_and_some_are_on_leave():
    sample = solbakke()
    beside = [row for row in on(TODAY, sample.positions) if not row.is_primary]
    assert [row.unit for row in beside] == ["music-school"]
    assert len(on(TODAY, sample.leaves)) >= 5
    assert len({row.person for row in sample.leaves}) == len(sample.leaves) > len(on(TODAY, sample.leaves))


def test_the_characters_stand_where_the_guides_say():
    sample = solbakke()
    people = {person.key: person.name for person in sample.people}
    posts: dict[str, Position] = {
        people[row.person]: row for row in on(TODAY, sample.positions) if row.is_primary
    }
    lines = {people[row.person]: people[row.manager] for row in on(TODAY, sample.lines)}
    assert posts[characters.MEMBER.name].unit == "home-south"
    assert lines[characters.MEMBER.name] == characters.UNIT_LEAD.name
    assert posts[characters.UNIT_LEAD.name].leads
    assert posts[characters.PEOPLE_TEAM.name].unit == "people-team"


def test_leadership_rests_on_others_than_the_formal_leaders():
    """The point of the sample: most of those who are named most lead nobody on paper."""
    sample = solbakke()
    advice = next(found for found in sample.nomination_sets if found.key == "advice")
    leads = {row.person for row in on(advice.held_on, sample.positions) if row.leads}
    most_named = [person for person, _ in Counter(row.target for row in advice.nominations).most_common(20)]
    assert sum(person in leads for person in most_named) <= 5


@pytest.mark.parametrize(
    ("unit", "is_shared"), [("home-south", False), ("care-oak", False), ("library", True), ("birkely", True)]
)
def test_some_units_hang_on_one_person_and_others_share(unit: str, is_shared: bool):
    assert (_effective_leaders("advice", unit) > 0.6 * BY_KEY[unit].seats) is is_shared
    assert (_effective_leaders("advice", unit) < 0.45 * BY_KEY[unit].seats) is not is_shared


def test_the_fjord_school_shares_more_than_a_year_ago():
    assert _effective_leaders("advice", "school-fjord") > 1.5 * _effective_leaders(
        "advice-before", "school-fjord"
    )


def _effective_leaders(question: str, unit: str) -> float:
    """1 / Σp² over the nominations inside a unit."""
    found = next(each for each in solbakke().nomination_sets if each.key == question)
    here = _members(unit, found.held_on)
    named = Counter(row.target for row in found.nominations if {row.source, row.target} <= here).values()
    return sum(named) ** 2 / sum(count**2 for count in named)


def test_names_are_written_in_both_languages():
    sample = solbakke()
    for words in (
        *sample.units.values(),
        *(row.title for row in sample.positions),
    ):
        assert words.da
        assert words.en
