"""One network: on how many people leadership rests, how it lies to the formal lines, and each unit."""

from collections.abc import Iterator
from typing import Any

from colead.cli.language import Speaker
from colead.cli.report.markup import Child, Markup, element
from colead.cli.report.parts import Card, cards, figure, section, table
from colead.cli.sentences import direction_sentence, network_sentences
from colead.files import charts
from colead.files.translation import gettext_noop as _

_UNITS_DRAWN = 16
_ABOUT = _("about {leaders} of {people}")


def network_section(network: dict[str, Any], formal_share: float, number: int, speak: Speaker) -> Markup:
    """All that is said about one network."""
    whole = network["whole"]
    said = element("p", " ".join(network_sentences(whole, speak)), class_="lead")
    answered = speak(
        _("{ties} nominations; {respondents} of {people} people answered"),
        ties=speak.number(whole["ties"]),
        respondents=speak.number(network["respondents"]),
        people=speak.number(whole["people"]),
    )
    return section(
        f"network-{number}",
        speak(_("Where leadership really sits: {network}"), network=network["name"]),
        said,
        cards(list(_cards(whole, speak))),
        element("div", list(_figures(network, formal_share, speak)), class_="figures"),
        _unit_table(network, speak) if network["units"] else None,
        kicker=answered,
    )


def _cards(whole: dict[str, Any], speak: Speaker) -> Iterator[Card]:
    spread, formal = whole["spread"], whole["formal"]
    between = speak.between(whole["intervals"].get("spread.effective_leaders"), 1)
    if spread["effective_leaders"] is not None:
        note = speak(_("95 % interval {between}"), between=between) if between else ""
        yield Card(speak.number(spread["effective_leaders"], 1), speak(_("effective leaders")), note)
    if spread["bus_factor"] is not None:
        yield Card(speak.number(spread["bus_factor"]), speak(_("people receive half of all nominations")))
    if whole["density"] is not None:
        yield Card(speak.percent(whole["density"]), speak(_("of all possible ties exist")))
    if whole["reciprocity"] is not None:
        yield Card(speak.percent(whole["reciprocity"]), speak(_("of the nominations are returned")))
    if formal["tree_distance_ratio"] is not None:
        label = speak(_("of the usual distance in the reporting tree"))
        note = speak(_("between people and those they nominate; 100 % is chance"))
        yield Card(speak.percent(formal["tree_distance_ratio"]), label, note)


def _figures(network: dict[str, Any], formal_share: float, speak: Speaker) -> Iterator[Markup]:
    whole = network["whole"]
    if whole["formal"]["coverage"] is not None:
        yield _formal_and_real(whole, formal_share, speak)
    if whole["mixing"]["level"]["up"] is not None:
        yield _directions(whole, speak)
    shown = [unit for unit in network["units"] if unit["spread"]["effective_leaders"] is not None]
    if shown:
        yield _units(shown, speak)


def _formal_and_real(whole: dict[str, Any], formal_share: float, speak: Speaker) -> Markup:
    formal, ratio = whole["formal"], whole["mixing"]["leader_tie_ratio"]
    received = None if ratio is None else min(1.0, ratio * formal_share)
    given = [
        (speak(_("People who are formal leaders")), formal_share),
        (speak(_("Nominations that they receive")), received),
        (speak(_("Reporting lines with a nomination")), formal["coverage"]),
        (speak(_("Nominations along a reporting line")), formal["formal_share"]),
    ]
    bars = [
        charts.Bar(label, share, note=speak.percent(share)) for label, share in given if share is not None
    ]
    words = charts.Words(
        speak(_("Formal and real leadership")), speak(_("Bars from 0 to 100 %, one below the other."))
    )
    note = speak(
        _("Where the second bar is longer than the first, formal leaders lead more than their number.")
    )
    header, rows = [speak(_("Figure")), speak(_("Share"))], [[bar.label, bar.note] for bar in bars]
    return figure(charts.shares, bars, words, note, header, rows, speak)


def _directions(whole: dict[str, Any], speak: Speaker) -> Markup:
    level = whole["mixing"]["level"]
    named = [(speak(_("up")), "up"), (speak(_("same level")), "lateral"), (speak(_("down")), "down")]
    bars = [
        charts.Bar(label, level[key], note=f"{label}: {speak.percent(level[key])}") for label, key in named
    ]
    words = charts.Words(speak(_("Which way nominations go")), direction_sentence(level, speak))
    note = speak(_("To a higher level, to the same, or to a lower one."))
    rows = [[bar.label, speak.percent(bar.value)] for bar in bars]
    return figure(charts.parts, bars, words, note, [speak(_("Direction")), speak(_("Share"))], rows, speak)


def _units(units: list[dict[str, Any]], speak: Speaker) -> Markup:
    """The largest units, in the order of the staff list: units are never ranked."""
    largest = sorted(units, key=lambda unit: -unit["people"])[:_UNITS_DRAWN]
    drawn = [unit for unit in units if unit in largest]
    rows = [_interval(unit, speak) for unit in drawn]
    words = charts.Words(
        speak(_("On how many people leadership rests, unit by unit")),
        speak(
            _("For each unit a dot at the effective leaders as a share of its people, with their interval.")
        ),
    )
    note = speak(_("Effective leaders as a share of the unit's people; the band is the 95 % interval."))
    if len(drawn) < len(units):
        note = " ".join([note, speak(_("The {count} largest units are drawn."), count=len(drawn))])
    header = [speak(_("Unit")), speak(_("Effective leaders")), speak(_("Share")), speak(_("95 % interval"))]
    cells = [[row.label, row.note, speak.percent(row.value), _bounds(row, speak)] for row in rows]
    return figure(charts.intervals, rows, words, note, header, cells, speak)


def _interval(unit: dict[str, Any], speak: Speaker) -> charts.Interval:
    leaders, people = unit["spread"]["effective_leaders"], unit["people"]
    low, high = unit["intervals"].get("spread.effective_leaders") or (None, None)
    note = speak(_ABOUT, leaders=speak.number(max(1, round(leaders))), people=speak.number(people))
    return charts.Interval(
        unit["name"] or unit["unit"], leaders / people, _part(low, people), _part(high, people), note
    )


def _part(bound: float | None, people: int) -> float | None:
    return None if bound is None else min(1.0, bound / people)


def _bounds(row: charts.Interval, speak: Speaker) -> str:
    if row.low is None or row.high is None:
        return speak.number(None)
    return f"{speak.percent(row.low)}–{speak.percent(row.high)}"


def _unit_table(network: dict[str, Any], speak: Speaker) -> Markup:
    header = [
        _("Unit"),
        _("People"),
        _("Density"),
        _("Effective leaders"),
        _("95 % interval"),
        _("Lines carried"),
    ]
    rows = [_unit_row(unit, speak) for unit in network["units"]]
    caption = speak(_("Every unit, with the units below it: {network}"), network=network["name"])
    return table(caption, [speak(name) for name in header], rows, wide=True)


def _unit_row(unit: dict[str, Any], speak: Speaker) -> list[Child]:
    between = speak.between(unit["intervals"].get("spread.effective_leaders"))
    return [
        unit["name"] or unit["unit"],
        speak.number(unit["people"]),
        speak.number(unit["density"], 2),
        speak.number(unit["spread"]["effective_leaders"], 1),
        between or speak.number(None),
        speak.percent(unit["formal"]["coverage"]),
    ]
