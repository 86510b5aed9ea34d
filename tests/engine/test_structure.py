"""First insight: spans, layers, people without a lead, units that hang on one person, and changes."""

from __future__ import annotations

from colead.engine.organisation import Organisation
from colead.engine.structure import Change, UnitOnOnePerson, formal_structure, structure_change


def test_managers(managers: Organisation) -> None:
    found = formal_structure(managers)
    assert (found.people, found.units, found.levels, found.formal_leaders) == (21, 5, 3, 5)
    assert (found.spans.median, found.spans.max) == (4.0, 7)
    assert found.spans.histogram == {2: 1, 3: 1, 4: 2, 7: 1}
    assert found.layers.histogram == {1: 1, 2: 4, 3: 16}
    assert found.without_lead == ["7"]


def test_units_count_everybody_below(works: Organisation) -> None:
    by_unit = {unit.unit: unit for unit in formal_structure(works).by_unit}
    assert [by_unit[unit].people for unit in ("works", "department 1", "team 3")] == [60, 20, 5]
    assert by_unit["works"].formal_leaders == 12
    assert by_unit["team 1"].layers == 2


def test_a_unit_hangs_on_the_one_whom_all_others_report_to() -> None:
    team = Organisation.build(
        ["top", "lead", "a", "b", "c", "d", "e"],
        ["", "top", "lead", "lead", "top", "top", "c"],
        ["head", "led", "led", "led", "loose", "loose", "loose"],
    )
    assert formal_structure(team).on_one_person == [
        UnitOnOnePerson("led", "lead", "leads everybody"),
        UnitOnOnePerson("led", "lead", "only link"),
    ]


def test_a_unit_may_be_led_by_somebody_outside() -> None:
    team = Organisation.build(["top", "a", "b"], ["", "top", "top"], ["head", "u", "u"])
    assert formal_structure(team).on_one_person == [UnitOnOnePerson("u", "top", "leads everybody")]


def test_nobody_leads_where_there_are_no_lines() -> None:
    found = formal_structure(Organisation.build(["a", "b"], ["", ""], [None, None]))
    assert (found.spans.median, found.formal_leader_share, found.without_lead) == (None, 0.0, ["a", "b"])
    assert found.by_unit == []


def test_changes_between_two_days() -> None:
    before = Organisation.build(["a", "b", "c", "d"], ["", "a", "b", "b"], ["u", "u", "v", "v"])
    after = Organisation.build(["e", "d", "c", "a"], ["a", "e", "e", ""], ["v", "v", None, "u"])
    found = structure_change(before, after)
    assert (found.joined, found.left, found.now_lead, found.lead_no_more) == (["e"], ["b"], [], [])
    assert found.moved == [Change("c", "v", None)]
    assert found.new_lead == [Change("d", "b", "e"), Change("c", "b", "e")]
    assert found.moved == [Change("c", "v", None)]


def test_who_begins_and_ceases_to_lead() -> None:
    before = Organisation.build(["a", "b", "c"], ["", "a", "a"], ["u"] * 3)
    after = Organisation.build(["a", "b", "c"], ["b", "", "b"], ["u"] * 3)
    found = structure_change(before, after)
    assert (found.now_lead, found.lead_no_more) == (["b"], ["a"])
