"""The formal structure: what the staff list says by itself."""

from collections.abc import Sequence
from typing import Any

from colead.cli.language import Speaker
from colead.cli.report.markup import Markup, element
from colead.cli.report.parts import Card, cards, figure, section, table
from colead.cli.sentences import structure_sentences
from colead.files import charts
from colead.files.translation import gettext_noop as _

_MOST_BARS = 10
_NUMBERS = _("The same numbers as a table")


def structure_section(organisation: dict[str, Any], speak: Speaker) -> Markup:
    """People, levels and spans."""
    sentences = element("p", " ".join(structure_sentences(organisation, speak)), class_="lead")
    drawn = [
        _spans(organisation, speak) if organisation["spans"]["counts"] else None,
        _layers(organisation, speak),
    ]
    return section(
        "structure",
        speak(_("Where leadership formally sits")),
        sentences,
        cards(_cards(organisation, speak)),
        element("div", drawn, class_="figures"),
        kicker=speak(_("From the staff list alone")),
    )


def _cards(organisation: dict[str, Any], speak: Speaker) -> list[Card]:
    spans = organisation["spans"]
    return [
        Card(speak.number(organisation["people"]), speak(_("people"))),
        Card(speak.number(organisation["units"]), speak(_("units"))),
        Card(speak.number(organisation["levels"]), speak(_("levels"))),
        Card(
            speak.percent(organisation["formal_leader_share"]),
            speak(_("are formal leaders")),
            speak(
                _("{count} people to whom somebody reports"),
                count=speak.number(organisation["formal_leaders"]),
            ),
        ),
        Card(
            speak.number(spans["max"]),
            speak(_("is the widest span")),
            speak(_("people who report to one person")),
        ),
    ]


def _spans(organisation: dict[str, Any], speak: Speaker) -> Markup:
    bars = span_bars(organisation["spans"]["counts"])
    title = speak(_("How many people formal leaders lead"))
    words = charts.Words(
        title,
        speak(
            _("Upright bars: for each number of direct reports, how many formal leaders lead so many people.")
        ),
        x=speak(_("people who report directly")),
    )
    header = [speak(_("People who report directly")), speak(_("Formal leaders"))]
    numbers = table(title, header, [[bar.label, speak.number(bar.value)] for bar in bars])
    note = speak(_("Very narrow spans make layers; very wide ones leave little time for each person."))
    return figure(charts.columns(bars, words, themed=True), title, note, numbers, speak(_NUMBERS))


def span_bars(counts: Sequence[dict[str, int]]) -> list[charts.Bar]:
    """Spans as bars: one for each number where they are few, else ranges of equal width.

    >>> [bar.label for bar in span_bars([{"span": 2, "leaders": 1}, {"span": 24, "leaders": 1}])][:2]
    ['1–3', '4–6']
    """
    widest = max(count["span"] for count in counts)
    width = -(-widest // _MOST_BARS)
    leaders = [0] * -(-widest // width)
    for count in counts:
        leaders[(count["span"] - 1) // width] += count["leaders"]
    return [charts.Bar(_range(number * width + 1, width), value) for number, value in enumerate(leaders)]


def _range(first: int, width: int) -> str:
    return str(first) if width == 1 else f"{first}–{first + width - 1}"


def _layers(organisation: dict[str, Any], speak: Speaker) -> Markup:
    layers = organisation["layers"]
    bars = [
        charts.Bar(
            speak(_("Level {level}"), level=layer["level"]),
            layer["people"],
            layer["formal_leaders"],
            speak.number(layer["people"]),
        )
        for layer in layers
    ]
    title = speak(_("People on each level"))
    words = charts.Words(
        title, speak(_("Centred bars from the top level down; the strong colour marks formal leaders."))
    )
    header = [speak(_("Level")), speak(_("People")), speak(_("Formal leaders"))]
    rows = [
        [str(layer["level"]), speak.number(layer["people"]), speak.number(layer["formal_leaders"])]
        for layer in layers
    ]
    note = speak(_("The strong colour marks formal leaders."))
    return figure(
        charts.pyramid(bars, words, themed=True), title, note, table(title, header, rows), speak(_NUMBERS)
    )
