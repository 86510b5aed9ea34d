"""Forms as Django renders them, but lists to choose from in one go: a template for each of hundreds of units,
tasks or time zones took most of the time of their pages."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

SELECT = "django/forms/widgets/select.html"


class FormRenderer(DjangoTemplates):
    """What `FORM_RENDERER` names."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        """The form, the field or the widget as HTML."""
        if template_name == SELECT:
            return _select(context["widget"])
        return mark_safe(super().render(template_name, context, request))  # noqa: S308  (a template's own text)


def _select(widget: Mapping[str, Any]) -> SafeString:
    groups = format_html_join(
        "", "{}", ((_group(name, options),) for name, options, _ in widget["optgroups"])
    )
    return format_html(
        '<select name="{}"{}>{}</select>', widget["name"], _attributes(widget["attrs"]), groups
    )


def _group(name: str | None, options: list[dict[str, Any]]) -> SafeString:
    lines = format_html_join("\n", '<option value="{}"{}>{}</option>', _values(options))
    return format_html('<optgroup label="{}">{}</optgroup>', name, lines) if name else lines


def _values(options: list[dict[str, Any]]) -> Iterator[tuple[str, SafeString, Any]]:
    for option in options:
        yield str(option["value"]), _attributes(option["attrs"]), option["label"]


def _attributes(given: Mapping[str, Any]) -> SafeString:
    """As Django's own template has them: none for what is None or False, the name alone for True."""
    return flatatt({name: value for name, value in given.items() if value is not None})
