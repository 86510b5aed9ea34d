"""What is said to be proven, and what a cost is, for every kind of proof."""

from typing import Any

import pytest

from colead.cli.allocation_words import costs, proven
from colead.cli.language import Speaker

SPEAK = Speaker("en")


def result(**proposal: Any) -> dict[str, Any]:
    return {
        "rules": {"candidates": 60, "formal_share": None},
        "names": {"a": "Ane", "b": "Bo"},
        "titles": {"t": "Duty roster"},
        "proposal": proposal,
    }


@pytest.mark.parametrize(
    ("proof", "gap", "words"),
    [
        ("optimal", 0.0, "Proven: no other allocation fills more seats"),
        ("gap", 0.0123, "at most 1.23 % better"),
        ("candidates", 1e-12, "the 60 who fit each task best. Among them no allocation is better."),
        ("candidates", 0.001, "at most 0.10 % better"),
    ],
)
def test_no_more_is_claimed_than_is_proven(proof: str, gap: float, words: str) -> None:
    assert words in " ".join(proven(result(proof=proof, gap=gap), SPEAK))


def test_costs_name_people_and_tasks_and_leave_trifles_out() -> None:
    common: dict[str, Any] = {
        "person": None,
        "task": None,
        "other": None,
        "proven": True,
        "seats": 0,
        "fit": 0.5,
    }
    prices = [
        common | {"constraint": "hours", "person": "a"},
        common | {"constraint": "exclusion_pairs", "person": "a", "other": "b", "proven": False},
        common | {"constraint": "must_fill", "task": "t", "seats": 2},
        common | {"constraint": "most_tasks", "person": "b", "fit": 0.001},
        common | {"constraint": "most_tasks"},
    ]
    assert list(costs(result(prices=prices), SPEAK)) == [
        "Without the limit on the hours of Ane, the fit would be 0.50 higher in all.",
        "If Ane and Bo might lead together, the fit would be at least 0.50 higher in all.",
        "If 'Duty roster' might stay open, more seats would be filled: 2.",
        "Without the limits on tasks a person, the fit would be 0.50 higher in all.",
    ]
