"""What an allocation says in plain words: why not the next, what a demand costs, what contradicts what."""

from collections.abc import Iterator
from typing import Any

from colead.cli.language import Speaker
from colead.files.translation import gettext_noop as _

WHY_NOT = {
    "less_fit": _("fits less"),
    "at_capacity": _("has no hours or tasks left"),
    "less_fair": _("would be loaded more than anybody is now"),
    "formal_share": _("is a formal leader, and those have their share"),
    "needs_mentor": _("is one level short, and nobody could be the mentor"),
    "equal": _("would do as well; chance decided"),
    "keeps_other": _("is needed more elsewhere"),
}
WHY_OPEN = {
    "nobody_fits": _("nobody who takes part meets what it cannot do without"),
    "no_hours": _("those who fit have no hours or tasks left"),
    "formal_share": _("only formal leaders are left, and those have their share"),
    "no_mentor": _("those who come close are one level short, and nobody could be their mentor"),
}

_SEATS = _("{filled} of {wanted} seats filled, {deputies_filled} of {deputies} deputies' places too.")
_SEATS_ALONE = _("{filled} of {wanted} seats filled.")
_CARRIED_BY = _("{people} of the {taking_part} people who take part would carry them.")
_LEAST = _("Everybody keeps at least {share} of the hours they offered.")
_STAY = _("Seats that stay with whoever holds them today: {count}.")
_NO_CONSENT = _("Left out because they have not agreed: {count}. They appear nowhere.")
_ON_LEAVE = _("Left out because they are on leave: {count}.")

_OPTIMAL = _(
    "Proven: no other allocation fills more seats, then shares the load as evenly where that is asked for, "
    "and then fits better."
)
_GAP = _("Proven: a better allocation would fit at most {gap} better.")
_CANDIDATES = _(
    "There are too many people to look at everybody for every task, so nothing is proven about others than "
    "the {candidates} who fit each task best."
)
_AMONG_THEM = _("Among them a better allocation would fit at most {gap} better.")
_NONE_AMONG_THEM = _("Among them no allocation is better.")

# (constraint, whether a person is named, whether a task is) -> what would have to be given up
_WITHOUT = {
    ("hours", True, False): _("Without the limit on the hours of {person}"),
    ("most_tasks", True, False): _("If {person} took more tasks"),
    ("hours", False, False): _("Without the limits on hours"),
    ("most_tasks", False, False): _("Without the limits on tasks a person"),
    ("formal_share", False, False): _("Without the limit on formal leaders"),
    ("deputies", False, False): _("Without deputies"),
    ("deputies", False, True): _("Without a deputy for {task}"),
    ("must_fill", False, False): _("If every seat might stay open"),
    ("must_fill", False, True): _("If {task} might stay open"),
    ("locked", True, True): _("If {person} were not locked in for {task}"),
    ("locked", False, False): _("Without those locked in"),
    ("locked_out", True, True): _("If {person} were not locked out of {task}"),
    ("locked_out", False, False): _("Without those locked out"),
    ("fairness", False, False): _("If the load were shared less evenly"),
    ("exclusion_pairs", True, False): _("If {person} and {other} might lead together"),
    ("exclusion_pairs", False, False): _("If everybody might lead with everybody"),
}
# Whether the cost is proven; else it is what was found, and may be more.
_MORE_SEATS = {
    True: _("{without}, more seats would be filled: {seats}."),
    False: _("{without}, more seats would be filled: at least {seats}."),
}
_MORE_FIT = {
    True: _("{without}, the fit would be {fit} higher in all."),
    False: _("{without}, the fit would be at least {fit} higher in all."),
}

_DEMANDS = {
    "hours": _("{person} gives no more hours a week than stated."),
    "most_tasks": _("{person} takes no more tasks than stated."),
    "must_fill": _("Every seat of {task} is filled."),
    "locked": _("{person} holds {task}."),
    "locked_out": _("{person} does not hold {task}."),
    "exclusion_pairs": _("{person} and {other} never lead the same task."),
    "formal_share": _("Formal leaders hold at most {share} of the seats."),
}
_MEND = {
    "fill_fewer": _("let a seat of {task} stay open"),
    "add_hours": _("agree on more hours with {person}"),
    "raise_share": _("allow formal leaders a larger share"),
    "unlock": _("give this demand up"),
    "allow_more_tasks": _("let {person} take more tasks"),
}
_DEMAND = _("{demand} To mend it: {mend}.")

_SMALLEST_FIT, _SMALLEST_GAP = 0.005, 5e-5  # below these there is nothing to tell


def summary(result: dict[str, Any], speak: Speaker) -> Iterator[str]:
    """What the proposal comes to."""
    asked, proposal = result["input"], result["proposal"]
    held = [seat for seat in proposal["seats"] if seat["person"] is not None]
    yield speak(
        _SEATS if asked["deputies"] else _SEATS_ALONE,
        filled=speak.number(proposal["filled"]),
        wanted=speak.number(proposal["wanted"]),
        deputies_filled=speak.number(sum(seat["kind"] == "deputy" for seat in held)),
        deputies=speak.number(asked["deputies"]),
    )
    yield speak(
        _CARRIED_BY,
        people=speak.number(len(proposal["loads"])),
        taking_part=speak.number(asked["taking_part"]),
    )
    if proposal["least"] is not None and result["rules"]["fairness"]:
        yield speak(_LEAST, share=speak.percent(proposal["least"]))
    stays = sum(seat["stays"] for seat in held)
    if stays:
        yield speak(_STAY, count=speak.number(stays))


def left_out(asked: dict[str, Any], speak: Speaker) -> Iterator[str]:
    """How many take no part: never who."""
    for reason, sentence in (("no_consent", _NO_CONSENT), ("on_leave", _ON_LEAVE)):
        if asked.get(reason):
            yield speak(sentence, count=speak.number(asked[reason]))


def proven(result: dict[str, Any], speak: Speaker) -> Iterator[str]:
    """What is certain about the proposal."""
    proposal = result["proposal"]
    gap = f"{speak.number(100 * proposal['gap'], 2)} %"
    if proposal["proof"] == "optimal":
        yield speak(_OPTIMAL)
    elif proposal["proof"] == "gap":
        yield speak(_GAP, gap=gap)
    else:
        yield speak(_CANDIDATES, candidates=result["rules"]["candidates"])
        yield speak(_NONE_AMONG_THEM if proposal["gap"] < _SMALLEST_GAP else _AMONG_THEM, gap=gap)


def costs(result: dict[str, Any], speak: Speaker) -> Iterator[str]:
    """What each constraint costs."""
    for price in result["proposal"]["prices"]:
        without = speak(_without(price), **_named(result, price))
        if price["seats"]:
            yield speak(_MORE_SEATS[price["proven"]], without=without, seats=speak.number(price["seats"]))
        elif price["fit"] >= _SMALLEST_FIT:
            yield speak(_MORE_FIT[price["proven"]], without=without, fit=speak.number(price["fit"], 2))


def conflicts(result: dict[str, Any], speak: Speaker) -> Iterator[list[str]]:
    """Each conflict as its demands, with what would mend it at each."""
    demands = result["proposal"]["conflict"]
    for number in dict.fromkeys(demand["number"] for demand in demands):
        yield [_demand(result, demand, speak) for demand in demands if demand["number"] == number]


def _demand(result: dict[str, Any], demand: dict[str, Any], speak: Speaker) -> str:
    share = result["rules"]["formal_share"]
    told = _named(result, demand) | {"share": speak.percent(share)}
    said = speak(_DEMANDS[demand["constraint"]], **told)
    return speak(_DEMAND, demand=said, mend=speak(_MEND[demand["mend"]], **told))


def _without(price: dict[str, Any]) -> str:
    named = price["constraint"], price["person"] is not None, price["task"] is not None
    return _WITHOUT.get(named) or _WITHOUT[price["constraint"], False, False]


def _named(result: dict[str, Any], row: dict[str, Any]) -> dict[str, str]:
    """The names that a sentence about people and tasks is filled with."""
    names, titles = result["names"], result["titles"]
    return {
        "person": names.get(row["person"], ""),
        "other": names.get(row["other"], ""),
        "task": f"'{titles[row['task']]}'" if row["task"] is not None else "",
    }
