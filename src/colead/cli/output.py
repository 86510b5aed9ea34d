"""The result in the terminal: plain sentences and one table a network, readable at 80 columns."""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import getitem
from typing import Any

import click

from colead.cli.language import Speaker
from colead.cli.sentences import network_sentences, structure_sentences
from colead.engine.disclosure import IN_WORDS
from colead.engine.network.measures import MEASURES
from colead.files.translation import gettext_noop as _

_WIDTH = 80
_NAME_WIDTH = 26
_UNITS_SHOWN = 40
_WARNINGS_SHOWN = 8

_TITLE = _("Where leadership sits: {name}, {day}")
_NETWORK = _("{name}: {ties} ties, {respondents} of {people} people answered")
_MEASURES = [measure for measure in MEASURES.values() if measure.heading]
_WHOLE = _("Whole organisation")
_MORE_UNITS = _("and {count} more units; --json holds them all")
_TOO_SMALL = _(
    "– : too few people to show. Units of {smallest_group} to {below_all_figures} people show density and "
    "effective leaders only."
)
_LOOK = _("Worth a look")
_MORE = _("and {count} more; --json holds them all")


def result_text(result: dict[str, Any], speak: Speaker) -> str:
    """Everything that is said in the terminal."""
    organisation = result["organisation"]
    title = speak(_TITLE, name=organisation["name"], day=result["as_of"])
    blocks = [[click.style(title, bold=True), *_wrapped(structure_sentences(organisation, speak))]]
    blocks += [list(_network(network, speak)) for network in result["networks"]]
    blocks += [list(_warnings(result["warnings"], speak))] if result["warnings"] else []
    return "\n\n".join("\n".join(block) for block in blocks)


def _network(network: dict[str, Any], speak: Speaker) -> Iterator[str]:
    whole = network["whole"]
    head = speak(
        _NETWORK,
        name=network["name"],
        ties=speak.number(whole["ties"]),
        respondents=speak.number(network["respondents"]),
        people=speak.number(whole["people"]),
    )
    yield click.style(head, bold=True)
    yield from _wrapped(network_sentences(whole, speak))
    yield ""
    units = network["units"]
    rows = [_row(unit, unit["name"] or unit["unit"], speak) for unit in units[:_UNITS_SHOWN]]
    yield from table(_header(speak), [_row(whole, speak(_WHOLE), speak), *rows])
    if len(units) > _UNITS_SHOWN:
        yield speak(_MORE_UNITS, count=speak.number(len(units) - _UNITS_SHOWN))
    yield ""
    yield from _wrapped(speak.engine(measure.legend) for measure in _MEASURES if measure.legend)
    if any(unit["density"] is None for unit in units):
        yield from _wrapped([speak(_TOO_SMALL, **IN_WORDS)])


def _header(speak: Speaker) -> list[str]:
    header = [speak(_("Unit")), speak(_("People"))]
    for measure in _MEASURES:
        header += [speak.engine(measure.heading), *([] if measure.of else [speak(_("Interval"))])]
    return header


def _row(figures: dict[str, Any], name: str, speak: Speaker) -> list[str]:
    row = [name, speak.number(figures["people"])]
    for measure in _MEASURES:
        value: Any = reduce(getitem, measure.path.split("."), figures)
        digits = measure.decimals
        row.append(speak.percent(value) if digits is None else speak.number(value, digits))
        if not measure.of:
            row.append(speak.between(figures["intervals"].get(measure.path)) or speak.number(None))
    return row


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Aligned rows: the first column to the left and shortened where it must be, numbers to the right.

    >>> table(["Unit", "People"], [["Ward", "12"]])
    ['Unit  People', '----  ------', 'Ward      12']
    """
    short = [[_shortened(row[0]), *row[1:]] for row in rows]
    widths = [max(len(row[place]) for row in [header, *short]) for place in range(len(header))]
    lines = [header, ["-" * width for width in widths], *short]
    return [_aligned(line, widths) for line in lines]


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    first = cells[0].ljust(widths[0])
    return "  ".join([first, *(cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True))])


def _shortened(name: str) -> str:
    return name if len(name) <= _NAME_WIDTH else name[: _NAME_WIDTH - 1] + "…"


def _wrapped(sentences: Iterable[str]) -> list[str]:
    return click.wrap_text(" ".join(sentences), _WIDTH).splitlines()


def _warnings(warnings: Sequence[dict[str, Any]], speak: Speaker) -> Iterator[str]:
    yield click.style(speak(_LOOK), bold=True)
    for warning in warnings[:_WARNINGS_SHOWN]:
        yield click.wrap_text(warning["message"], _WIDTH, initial_indent="- ", subsequent_indent="  ")
    if len(warnings) > _WARNINGS_SHOWN:
        yield speak(_MORE, count=speak.number(len(warnings) - _WARNINGS_SHOWN))
