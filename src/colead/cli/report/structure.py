"""The formal structure: what the staff list says by itself."""

from collections.abc import Mapping
from typing import Any

from colead.cli.language import Speaker
from colead.cli.report.markup import Markup, element
from colead.cli.report.parts import Card, cards, figure, section, table
from colead.cli.sentences import hanging_units, structure_sentences
from colead.files import charts
from colead.files.translation import gettext_noop as _

_MOST_BARS = 10


def structure_section(organisation: dict[str, Any], speak: Speaker) -> Markup:
    """People, levels and spans."""
    sentences = element("p", " ".join(structure_sentences(organisation, speak)), class_="lead")
    drawn = [
        _spans(organisation, speak) if organisation["spans"]["histogram"] else None,
        _layers(organisation, speak),
    ]
    return section(
        "structure",
        speak(_("Where leadership formally sits")),
        sentences,
        cards(_cards(organisation, speak)),
        element("div", drawn, class_="figures"),
        _unit_table(organisation, speak) if organisation["by_unit"] else None,
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
    bars = span_bars(organisation["spans"]["histogram"])
    words = charts.Words(
        speak(_("How many people formal leaders lead")),
        speak(
            _("Upright bars: for each number of direct reports, how many formal leaders lead so many people.")
        ),
        x=speak(_("people who report directly")),
    )
    header = [speak(_("People who report directly")), speak(_("Formal leaders"))]
    rows = [[bar.label, speak.number(bar.value)] for bar in bars]
    note = speak(_("Very narrow spans make layers; very wide ones leave little time for each person."))
    return figure(charts.columns, bars, words, note, header, rows, speak)


def span_bars(histogram: Mapping[str, int]) -> list[charts.Bar]:
    """Spans as bars: one for each number where they are few, else ranges of equal width.

    >>> [bar.label for bar in span_bars({"2": 1, "24": 1})][:2]
    ['1–3', '4–6']
    """
    widest = max(int(span) for span in histogram)
    width = -(-widest // _MOST_BARS)
    leaders = [0] * -(-widest // width)
    for span, count in histogram.items():
        leaders[(int(span) - 1) // width] += count
    return [charts.Bar(_range(number * width + 1, width), value) for number, value in enumerate(leaders)]


def _range(first: int, width: int) -> str:
    return str(first) if width == 1 else f"{first}–{first + width - 1}"


def _layers(organisation: dict[str, Any], speak: Speaker) -> Markup:
    layers = organisation["by_level"]
    bars = [
        charts.Bar(
            speak(_("Level {level}"), level=layer["level"]),
            layer["people"],
            layer["formal_leaders"],
            speak.number(layer["people"]),
        )
        for layer in layers
    ]
    words = charts.Words(
        speak(_("People on each level")),
        speak(_("Centred bars from the top level down; the strong colour marks formal leaders.")),
    )
    header = [speak(_("Level")), speak(_("People")), speak(_("Formal leaders"))]
    rows = [
        [str(layer["level"]), speak.number(layer["people"]), speak.number(layer["formal_leaders"])]
        for layer in layers
    ]
    note = speak(_("The strong colour marks formal leaders."))
    return figure(charts.pyramid, bars, words, note, header, rows, speak)


def _unit_table(organisation: dict[str, Any], speak: Speaker) -> Markup:
    header = [_("Unit"), _("People"), _("Formal leaders"), _("Layers"), _("Hangs on one person")]
    hanging = hanging_units(organisation)
    rows = [
        [
            unit["name"],
            speak.number(unit["people"]),
            speak.number(unit["formal_leaders"]),
            speak.number(unit["layers"]),
            speak(_("yes")) if unit["unit"] in hanging else speak(_("no")),
        ]
        for unit in organisation["by_unit"]
    ]
    caption = speak(_("Every unit, with the units below it"))
    return table(caption, [speak(name) for name in header], rows, wide=True)
