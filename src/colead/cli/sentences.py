"""What the figures say in plain words; the terminal and the report say the same."""

from collections.abc import Iterator
from typing import Any

from colead.cli.language import Speaker
from colead.files.translation import gettext_noop as _

_STRUCTURE = _(
    "{people} people in {units} units on {levels} levels; {leaders} of them ({share}) are formal leaders."
)
_SPANS = _("A formal leader leads {median} people directly (median), and {largest} at most.")
_NO_LEADERS = _("Nobody reports to anybody, so there are no spans.")
_TOP = _("{count} people report to nobody.")
_HANGING = _("{count} of {units} units hang on one person, who alone leads or links everybody in them.")
_RESTS = _("Leadership rests on about {leaders} of {people} people.")
_RESTS_BETWEEN = _("Leadership rests on about {leaders} of {people} people (95 % interval {between}).")
_HALF = _("{count} people together receive half of all nominations.")
_CARRIED = _("{share} of the reporting lines carry a nomination in one direction or the other.")
_FORMAL_SHARE = _(
    "{share} of the nominations follow a reporting line; the rest is leadership outside the tree."
)
_ADVANTAGE = _("Formal leaders receive {ratio} times as many nominations as their number alone would give.")
_DIRECTION = _("{up} of the nominations go up, {lateral} stay on the level, {down} go down.")


def structure_sentences(organisation: dict[str, Any], speak: Speaker) -> Iterator[str]:
    """The organisation as its staff list has it."""
    yield speak(
        _STRUCTURE,
        people=speak.number(organisation["people"]),
        units=speak.number(organisation["units"]),
        levels=organisation["levels"],
        leaders=speak.number(organisation["formal_leaders"]),
        share=speak.percent(organisation["formal_leader_share"]),
    )
    spans = organisation["spans"]
    if spans["median"] is None:
        yield speak(_NO_LEADERS)
        return
    digits = 0 if spans["median"] == int(spans["median"]) else 1
    yield speak(_SPANS, median=speak.number(spans["median"], digits), largest=speak.number(spans["max"]))
    if len(organisation["without_lead"]) > 1:
        yield speak(_TOP, count=speak.number(len(organisation["without_lead"])))
    hanging = hanging_units(organisation)
    if hanging:
        units = speak.number(organisation["units"])
        yield speak(_HANGING, count=speak.number(len(hanging)), units=units)


def hanging_units(organisation: dict[str, Any]) -> set[str]:
    """Ids of the units that hang on one person."""
    return {found["unit"] for found in organisation["on_one_person"]}


def network_sentences(whole: dict[str, Any], speak: Speaker) -> Iterator[str]:
    """What one network says about the whole organisation; the reason where it says nothing."""
    if whole["spread"]["effective_leaders"] is None:
        yield from list(dict.fromkeys(guard_text(guard, speak) for guard in whole["guards"]))[:1]
        return
    yield rests_on(whole, speak)
    spread, formal, mixing = whole["spread"], whole["formal"], whole["mixing"]
    if spread["bus_factor"] is not None:
        yield speak(_HALF, count=speak.number(spread["bus_factor"]))
    if formal["coverage"] is not None:
        yield speak(_CARRIED, share=speak.percent(formal["coverage"]))
    if formal["formal_share"] is not None:
        yield speak(_FORMAL_SHARE, share=speak.percent(formal["formal_share"]))
    if mixing["leader_tie_ratio"] is not None:
        yield speak(_ADVANTAGE, ratio=speak.number(mixing["leader_tie_ratio"], 1))


def rests_on(figures: dict[str, Any], speak: Speaker) -> str:
    """On how many people leadership rests, in the whole organisation or in one unit."""
    leaders = figures["spread"]["effective_leaders"]
    between = figures["intervals"].get("spread.effective_leaders")
    said = {"leaders": speak.number(max(1, round(leaders))), "people": speak.number(figures["people"])}
    if between is None:
        return speak(_RESTS, **said)
    return speak(_RESTS_BETWEEN, **said, between=speak.between(between, 0))


def direction_sentence(level: dict[str, Any], speak: Speaker) -> str:
    """How nominations cross levels."""
    return speak(_DIRECTION, **{way: speak.percent(level[way]) for way in ("up", "lateral", "down")})


def guard_text(guard: dict[str, Any], speak: Speaker) -> str:
    """Why a figure is missing, in the reader's language."""
    return speak.engine(guard["template"], **guard["values"])
