"""The charts of Colead, defined once: plain data in, SVG text out, for pages, reports and slides alike.

Every chart carries its title and a description for those who cannot see it, and is narrow enough for a
telephone; words come translated from the caller. Nothing is loaded from elsewhere and no style attribute is
used, so the result may stand in a page under a strict content policy.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial, wraps
from html import escape
from typing import Any, ParamSpec

import altair as alt
import vl_convert

WIDTH = 320  # of the drawing; with its margins a chart fits a screen 360 pixels wide
_ROW = 44
KEPT = 128  # drawings in memory, some 10 kB each

# Each colour has a name, so that a page with a dark theme can give it another value.
_COLOURS = {
    "ink": "#1c2733",
    "quiet": "#53606f",
    "line": "#d5dcdb",
    "soft": "#dfecea",
    "middle": "#8fbfba",
    "main": "#0b6e6e",
    "second": "#b35900",
    "third": "#7a8794",
}
_TRACK_DROP = 10  # how far below the middle of its row a bar lies, to leave room for the label
_ON_TRACK: dict[str, Any] = {"height": 10, "cornerRadius": 5, "yOffset": _TRACK_DROP}
_PLACE = alt.Y("place:O", axis=None, scale=alt.Scale(padding=0))
_SHARE_AXIS = alt.Axis(
    labelExpr="100 * datum.value + ' %'", values=[0, 0.25, 0.5, 0.75, 1], ticks=False, title=None
)

_NOISE = re.compile(
    r' (?:role|aria-roledescription|aria-label|aria-hidden|pointer-events|xmlns:xlink)="[^"]*"'
)
_EMPTY_PATH = re.compile(
    r'<path class="(?:fore|back)ground"[^>]*></path>|<path class="(?:fore|back)ground"[^>]*/>'
)


Drawn = ParamSpec("Drawn")


@dataclass(frozen=True)
class _Asked:
    """A call, equal to another that says the same."""

    said: str
    draw: Callable[[], str] = field(compare=False)


@lru_cache(maxsize=KEPT)
def _drawing(asked: _Asked) -> str:
    return asked.draw()


def _drawn_once(draw: Callable[Drawn, str]) -> Callable[Drawn, str]:
    """Draw the same numbers and words once: a drawing takes a tenth of a second."""

    @wraps(draw)
    def drawn(*args: Drawn.args, **named: Drawn.kwargs) -> str:
        return _drawing(_Asked(f"{draw.__name__}{args!r}{named!r}", partial(draw, *args, **named)))

    return drawn


@dataclass(frozen=True)
class Words:
    """What a chart says of itself: a title, a description in a sentence or two, the names of its axes."""

    title: str
    description: str
    x: str = ""
    y: str = ""


@dataclass(frozen=True)
class Bar:
    """A labelled number. ``part``, where given, is how much of it is set apart by a stronger colour."""

    label: str
    value: float
    part: float = 0.0
    note: str = ""  # written beside the bar instead of the number


@dataclass(frozen=True)
class Interval:
    """A share of a whole with what it may lie between; all in [0, 1]."""

    label: str
    value: float
    low: float | None
    high: float | None
    note: str = ""


@_drawn_once
def columns(bars: Sequence[Bar], words: Words, *, themed: bool = False) -> str:
    """Upright bars in the order given, each with its number above: a histogram."""
    base = _chart(_rows(bars)).encode(
        x=alt.X("label:N", sort=None, title=words.x, axis=alt.Axis(labelAngle=0, ticks=False)),
        y=alt.Y("value:Q", title=None, axis=None),
    )
    marks = base.mark_bar(color=_COLOURS["main"], cornerRadiusEnd=3)
    numbers = base.mark_text(dy=-8, color=_COLOURS["ink"], fontSize=12).encode(text="note:N")
    return _svg((marks + numbers).properties(width=WIDTH, height=180), words, themed)


@_drawn_once
def pyramid(bars: Sequence[Bar], words: Words, *, themed: bool = False) -> str:
    """Centred bars from the top down, the part of each in a stronger colour: an organisation's layers."""
    rows = [
        row | {"left": -bar.value / 2, "right": bar.value / 2, "inner": -bar.part / 2, "outer": bar.part / 2}
        for row, bar in zip(_rows(bars), bars, strict=True)
    ]
    widest, drawn = max((bar.value for bar in bars), default=1), WIDTH - 120
    scale = alt.Scale(domain=[-widest / 2, widest / 2])
    axis = alt.Axis(ticks=False, labelPadding=8, labelFontSize=12.5, labelColor=_COLOURS["ink"])
    base = _chart(rows).encode(y=alt.Y("label:N", sort=None, title=None, axis=axis))
    people = base.mark_bar(color=_COLOURS["soft"], cornerRadius=3).encode(
        x=alt.X("left:Q", scale=scale, axis=None), x2="right:Q"
    )
    part = base.mark_bar(color=_COLOURS["main"], cornerRadius=3).encode(
        x=alt.X("inner:Q", scale=scale), x2="outer:Q"
    )
    note = base.mark_text(align="left", color=_COLOURS["quiet"], fontSize=12).encode(
        x=alt.value(drawn + 10), text="note:N"
    )
    height = min(_ROW, 300 // max(len(bars), 1) + 12) * len(bars)
    return _svg(alt.layer(people, part, note).properties(width=drawn, height=height), words, themed)


@_drawn_once
def shares(bars: Sequence[Bar], words: Words, *, themed: bool = False) -> str:
    """Horizontal bars from 0 to 100 %, each below its label and on a track that shows the whole."""
    base = _chart(_rows(bars)).encode(y=_PLACE)
    marks = base.mark_bar(color=_COLOURS["main"], **_ON_TRACK).encode(x=_share("zero"), x2="value:Q")
    return _svg(_labelled(base, [marks], len(bars), label_width=0.82), words, themed)


@_drawn_once
def intervals(rows: Sequence[Interval], words: Words, *, themed: bool = False) -> str:
    """A dot for each share of the whole and a bar for what it may lie between, each below its label."""
    base = _chart(_rows(rows)).encode(y=_PLACE)
    between = base.mark_bar(color=_COLOURS["main"], opacity=0.35, **_ON_TRACK).encode(
        x=_share("low"), x2="high:Q"
    )
    dot = base.mark_point(color=_COLOURS["main"], filled=True, size=110, opacity=1, yOffset=_TRACK_DROP)
    return _svg(_labelled(base, [between, dot.encode(x=_share("value"))], len(rows)), words, themed)


@_drawn_once
def over_time(bars: Sequence[Bar], words: Words, *, is_share: bool = False, themed: bool = False) -> str:
    """A line through numbers of consecutive months, which ends in a dot with the last of them.

    A month without a number (NaN) leaves a gap. At most six labels are written below.
    """
    rows = [row | {"value": None if row["value"] != row["value"] else row["value"]} for row in _rows(bars)]
    step = -(-len(bars) // 6)
    labels = [bar.label for place, bar in enumerate(bars) if (len(bars) - 1 - place) % max(step, 1) == 0]
    axis = alt.Axis(labelAngle=0, labelPadding=10, ticks=False, values=labels)
    scale = alt.Scale(domain=[0, 1]) if is_share else alt.Scale(zero=True)
    across = (
        _SHARE_AXIS if is_share else alt.Axis(title=None, ticks=False, grid=True, tickCount=4, tickMinStep=1)
    )
    base = _chart(rows).encode(
        x=alt.X("label:N", sort=None, title=words.x or None, axis=axis, scale=alt.Scale(padding=0.5)),
        y=alt.Y("value:Q", scale=scale, axis=across),
    )
    line = base.mark_line(color=_COLOURS["main"], strokeWidth=2.5)
    last = alt.datum.place == len(bars) - 1
    dot = base.transform_filter(last).mark_point(color=_COLOURS["main"], filled=True, size=80, opacity=1)
    note = base.transform_filter(last).mark_text(dy=-12, align="right", color=_COLOURS["ink"], fontSize=12)
    size = {
        "width": WIDTH + 40,
        "height": 170,
        "autosize": alt.AutoSizeParams(type="fit-x", contains="padding"),
    }
    drawn = line + dot + note.encode(text="note:N")
    return _svg(drawn.properties(**size), words, themed)  # equally wide, whatever the numbers beside it


@_drawn_once
def parts(bars: Sequence[Bar], words: Words, *, themed: bool = False) -> str:
    """One bar divided into parts that add up to the whole, with a legend below."""
    shades = [_COLOURS[name] for name in ("main", "middle", "second", "third")]
    order = [bar.note for bar in bars]
    chart = (
        _chart([row | {"order": number} for number, row in enumerate(_rows(bars))])
        .mark_bar(height=26)
        .encode(
            x=alt.X("value:Q", stack="normalize", axis=None),
            color=alt.Color(
                "note:N",
                sort=order,
                scale=alt.Scale(domain=order, range=shades[: len(order)]),
                legend=alt.Legend(
                    orient="bottom", direction="vertical", title=None, labelLimit=WIDTH, symbolType="square"
                ),
            ),
            order="order:Q",
        )
    )
    return _svg(chart.properties(width=WIDTH, height=34), words, themed)


def _rows(rows: Sequence[Bar | Interval]) -> list[dict[str, Any]]:
    return [
        vars(row) | {"note": row.note or f"{row.value:g}", "place": number, "zero": 0, "whole": 1}
        for number, row in enumerate(rows)
    ]


def _chart(rows: list[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=rows))


def _share(field: str) -> alt.X:
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, 1]), axis=_SHARE_AXIS)


def _labelled(base: alt.Chart, marks: Sequence[Any], count: int, label_width: float = 0.6) -> Any:
    """Marks on their tracks, the label above at the left and the note above at the right."""
    track = base.mark_bar(color=_COLOURS["soft"], **_ON_TRACK).encode(x=_share("zero"), x2="whole:Q")
    label = base.mark_text(
        align="left", dy=-7, color=_COLOURS["ink"], fontSize=12.5, limit=WIDTH * label_width
    )
    note = base.mark_text(align="right", dy=-7, color=_COLOURS["quiet"], fontSize=12, limit=WIDTH * 0.55)
    words = label.encode(x=alt.value(0), text="label:N"), note.encode(x=alt.value(WIDTH), text="note:N")
    return alt.layer(track, *marks, *words).properties(width=WIDTH, height=_ROW * max(count, 1))


def _svg(chart: Any, words: Words, themed: bool) -> str:
    drawn: str = vl_convert.vegalite_to_svg(_styled(chart).to_dict())
    bare = _EMPTY_PATH.sub("", _NOISE.sub("", drawn))
    return _with_words(_coloured(bare) if themed else bare, words)


def _styled(chart: Any) -> Any:
    font = {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"}
    ink = {"labelColor": _COLOURS["quiet"], "titleColor": _COLOURS["quiet"]}
    return (
        chart.configure(background="transparent", font="system-ui, sans-serif", padding=4)
        .configure_view(stroke=None)
        .configure_axis(domain=False, tickColor=_COLOURS["line"], grid=False, **font, **ink)
        .configure_legend(labelFontSize=12, labelColor=_COLOURS["ink"], padding=4)
    )


def _coloured(svg: str) -> str:
    """Colours by name, with the plain colour for where no theme names them."""
    for name, colour in _COLOURS.items():
        svg = svg.replace(f'"{colour}"', f'"var(--chart-{name}, {colour})"')
    return svg


def _with_words(svg: str, words: Words) -> str:
    """Title and description inside the picture, and a picture that grows and shrinks with its place."""
    key = hashlib.sha256(f"{words}{svg}".encode()).hexdigest()[:10]
    title, description = escape(words.title), escape(words.description)
    said = f'<title id="t{key}">{title}</title><desc id="d{key}">{description}</desc>'
    own = re.sub(
        r' id="|url\(#', lambda found: f"{found.group()}{key}", svg
    )  # ids are the page's, not the chart's
    head = f'<svg role="img" aria-labelledby="t{key} d{key}" '
    return re.sub(r"<svg ([^>]*)>", lambda found: f"{head}{found.group(1)}>{said}", own, count=1)
