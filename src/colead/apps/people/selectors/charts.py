"""Columns of a small chart as numbers that an SVG template draws. The table beside it says the same."""

from collections.abc import Mapping
from dataclasses import dataclass

WIDTH, HEIGHT, FOOT = 640, 180, 22
MOST_COLUMNS = 24


@dataclass(frozen=True)
class Column:
    """One column: its place in the drawing, and what it stands for."""

    label: str
    count: int
    x: float
    y: float
    width: float
    height: float
    middle: float


@dataclass(frozen=True)
class ColumnChart:
    """A chart of counts, at most MOST_COLUMNS wide; what lies beyond is gathered in the last column."""

    columns: tuple[Column, ...]
    width: int = WIDTH
    height: int = HEIGHT
    base: int = HEIGHT - FOOT
    foot: int = HEIGHT - 6


def column_chart(counts: Mapping[int, int]) -> ColumnChart:
    """Counts by whole number, the numbers between them included, as columns."""
    if not counts:
        return ColumnChart(())
    first, last = min(counts), max(counts)
    numbers = list(range(first, min(last, first + MOST_COLUMNS - 1) + 1))
    heights = [counts.get(number, 0) for number in numbers]
    labels = [str(number) for number in numbers]
    if last > numbers[-1]:
        heights[-1] = sum(count for number, count in counts.items() if number >= numbers[-1])
        labels[-1] += "+"
    return ColumnChart(tuple(_columns(labels, heights)))


def _columns(labels: list[str], heights: list[int]) -> list[Column]:
    step, tallest = min(WIDTH / len(labels), 80), max(heights)
    room = HEIGHT - FOOT - 18
    return [
        Column(
            label=label,
            count=count,
            x=round(place * step + step * 0.12, 1),
            y=round(HEIGHT - FOOT - room * count / tallest, 1),
            width=round(step * 0.76, 1),
            height=round(room * count / tallest, 1),
            middle=round(place * step + step / 2, 1),
        )
        for place, (label, count) in enumerate(zip(labels, heights, strict=True))
    ]
