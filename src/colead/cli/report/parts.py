"""What the sections of the report are made of: cards, figures with their table, tables."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from colead.cli.language import Speaker
from colead.cli.report.markup import Child, Markup, element
from colead.files.charts import Words
from colead.files.translation import gettext_noop as _

_NUMBERS = _("The same numbers as a table")


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


def figure(
    draw: Callable[..., str],
    marks: Sequence[Any],
    words: Words,
    note: str,
    header: Sequence[str],
    rows: Sequence[Sequence[Child]],
    speak: Speaker,
) -> Markup:
    """A chart with a sentence on what it shows, and the same numbers as a table."""
    return element(
        "figure",
        element("figcaption", element("strong", words.title), element("span", note)),
        element("div", Markup(draw(marks, words, themed=True)), class_="chart"),
        element("details", element("summary", speak(_NUMBERS)), table(words.title, header, rows)),
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
