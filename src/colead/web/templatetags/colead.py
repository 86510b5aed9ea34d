"""Small pieces that every template uses."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.forms import BoundField
from django.template.defaultfilters import floatformat
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext

from colead.engine.disclosure import IN_WORDS
from colead.engine.levels import LEVELS, MAX_LEVEL, SCALE
from colead.kit.columns import Cell, Column, Kind, Table
from colead.kit.downloads import dialect_of

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon from the sprite; decorative unless it has a label."""
    sprite = static("dist/icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>', label, sprite, name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', sprite, name)


@register.simple_tag
def level_steps(level: float) -> SafeString:
    """A step for each level above the lowest, marked where it is reached; for the eye only."""
    steps = (("reached" if level >= step else "",) for step in LEVELS[1:])
    drawn = format_html_join("", '<i class="{}"></i>', steps)
    return format_html('<span class="level-steps" aria-hidden="true">{}</span>', drawn)


@register.simple_tag
def disclosure() -> dict[str, int]:
    """The numbers of the rules of what may be shown, for the sentences that tell them."""
    return IN_WORDS


@register.simple_tag
def max_level() -> int:
    """The highest level of a competency."""
    return MAX_LEVEL


@register.simple_tag
def level_name(level: int) -> str:
    """What a level of a competency is called."""
    return gettext(SCALE[level].name)


@register.simple_tag(takes_context=True)
def day_query(context: dict[str, Any], **extra: Any) -> str:
    """The query string that keeps a page on the day that is shown, plus `extra`; empty for today."""
    query = {name: value for name, value in extra.items() if value not in (None, "")}
    as_of, today = context.get("as_of"), context.get("today")
    if isinstance(as_of, date) and as_of != today:
        query["as_of"] = as_of.isoformat()
    return f"?{urlencode(query)}" if query else ""


@register.simple_tag(takes_context=True)
def csv_dialect(context: dict[str, Any]) -> str:
    """How the reader gets CSV files."""
    return dialect_of(context["request"])


@register.filter
def percent(share: float | None) -> str:
    """A share in [0, 1] as a whole percentage; an en dash when there is none."""
    return "–" if share is None else f"{100 * share:.0f} %"


@register.filter
def written(cell: Cell) -> str:
    """The value of a cell in the reader's language."""
    value, column = cell.value, cell.column
    match column.kind:
        case Kind.SHARE:
            return percent(value)
        case Kind.NUMBER:
            return intcomma(value) if isinstance(value, int) else floatformat(value, column.digits)
        case Kind.DAY:
            return date_format(value, "SHORT_DATE_FORMAT")
        case Kind.MOMENT:
            return date_format(localtime(value), "SHORT_DATETIME_FORMAT")
        case Kind.LINK:
            return str(value.name)
        case _:
            return str(value)


@register.filter
def look(cell: Cell) -> str:
    """The classes of a cell: figures to the right, days on one line, a text in place of values quieter."""
    if cell.span > 1:
        return "text-secondary ps-4"
    if cell.column.is_figure:
        return "figure"
    return "text-nowrap" if cell.column.kind in (Kind.DAY, Kind.MOMENT) else ""


@register.filter
def sorted_by(table: Table[Any], column: Column) -> SafeString:
    """The attribute that tells by which column a table is sorted."""
    if column.name != table.sort.removeprefix("-"):
        return SafeString()
    return format_html(' aria-sort="{}"', "descending" if table.sort.startswith("-") else "ascending")


@register.filter
def next_sort(column: Column, sort: str) -> str:
    """What a click on the header of a column sorts by."""
    return f"-{column.name}" if sort == column.name else column.name


@register.filter
def control(field: BoundField) -> SafeString:
    """A form field with the house's look; an error is announced together with it."""
    kind = getattr(field.field.widget, "input_type", "")
    look = {"checkbox": "form-check-input", "radio": "form-check-input", "select": "form-select"}
    attributes: dict[str, str | bool] = {"class": look.get(kind, "form-control")}
    if field.errors:
        attributes |= {
            "class": f"{attributes['class']} is-invalid",
            "aria-describedby": f"{field.auto_id}_error",
        }
    return field.as_widget(attrs=attributes)
