"""What the sections of the report are made of: cards, figures with their table, tables."""

from collections.abc import Sequence
from typing import NamedTuple

from colead.cli.report.markup import Child, Markup, element


class Card(NamedTuple):
    """One number that matters, with what it means."""

    value: str
    label: str
    note: str = ""


def cards(items: Sequence[Card]) -> Markup:
    """Numbers side by side."""
    return element(
        "ul",
        [
            element(
                "li",
                element("strong", item.value),
                element("span", item.label, class_="label"),
                element("span", item.note, class_="note") if item.note else None,
            )
            for item in items
        ],
        class_="cards",
    )


def section(key: str, heading: str, *children: Child, kicker: str = "") -> Markup:
    """A part of the report with its heading."""
    over = element("p", kicker, class_="kicker") if kicker else None
    return element("section", over, element("h2", heading, id=key), *children, aria_labelledby=key)


def figure(svg: str, caption: str, note: str, numbers: Markup, numbers_label: str) -> Markup:
    """A chart with a sentence on what it shows, and the same numbers as a table."""
    return element(
        "figure",
        element("figcaption", element("strong", caption), element("span", note)),
        element("div", Markup(svg), class_="chart"),
        element("details", element("summary", numbers_label), numbers),
    )


def table(
    caption: str, header: Sequence[str], rows: Sequence[Sequence[Child]], *, wide: bool = False
) -> Markup:
    """A table whose first column names the row; a wide one scrolls in its own frame."""
    head = element("tr", [element("th", name, scope="col") for name in header])
    body = [
        element("tr", element("th", row[0], scope="row"), [element("td", cell) for cell in row[1:]])
        for row in rows
    ]
    drawn = element("table", element("caption", caption), element("thead", head), element("tbody", body))
    if not wide:
        return drawn
    return element("div", drawn, class_="scroll", role="region", aria_label=caption, tabindex="0")
