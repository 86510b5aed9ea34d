"""Why a figure is not shown: a template and values for translators, and the sentence in English."""

from __future__ import annotations

from typing import Any, TypedDict


class Guard(TypedDict):
    measure: str
    reason: str
    template: str
    values: dict[str, Any]


def guard(measure: str, template: str, **values: Any) -> Guard:
    """Say why `measure` is missing or to be read with care.

    >>> guard("spread.gini", "{people} people are too few.", people=3)["reason"]
    '3 people are too few.'
    """
    return Guard(measure=measure, reason=template.format(**values), template=template, values=values)
