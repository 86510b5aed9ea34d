"""The figures over time as charts; the table beside them says the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from colead.apps.leadership.selectors.spread import Month
from colead.files import charts
from colead.files.charts import Bar, Words


@dataclass(frozen=True)
class SpreadCharts:
    """SVG texts with their words inside."""

    without_position: SafeString
    effective_holders: SafeString
    open_seats: SafeString
    wait: SafeString


def spread_charts(months: Sequence[Month]) -> SpreadCharts:
    """Four lines through the months."""
    return SpreadCharts(
        without_position=_line(
            months,
            lambda month: month.figures.without_position,
            Words(
                _("Held by people without formal position"),
                _("The share of what is held that people hold to whom nobody reports, month by month."),
            ),
            is_share=True,
        ),
        effective_holders=_line(
            months,
            lambda month: month.figures.effective_holders,
            Words(
                _("Effective number of holders"),
                _("As if so many people held equally much, month by month."),
            ),
        ),
        open_seats=_line(
            months,
            lambda month: month.figures.open_seats,
            Words(_("Open seats"), _("Seats that nobody holds, month by month.")),
        ),
        wait=_line(
            months,
            lambda month: month.wait.days,
            Words(
                _("Days until a seat is filled"),
                _("The median of the seats filled in the half year before, month by month."),
            ),
        ),
    )


def _line(
    months: Sequence[Month],
    value: Callable[[Month], float | None],
    words: Words,
    *,
    is_share: bool = False,
) -> SafeString:
    bars = [_bar(month, value(month), is_share) for month in months]
    return mark_safe(charts.over_time(bars, words, is_share=is_share, themed=True))  # noqa: S308  (charts escapes all words)


def _bar(month: Month, value: float | None, is_share: bool) -> Bar:
    label = f"{month.day:%-d.%-m.%y}" if month.day.day != 1 else f"{month.day:%-m.%y}"
    if value is None:
        return Bar(label, float("nan"), note=" ")
    note = f"{100 * value:.0f} %" if is_share else _number(round(float(value), 1))
    return Bar(label, value, note=note)


def _number(value: float) -> str:
    return number_format(value, decimal_pos=0 if value.is_integer() else 1)
