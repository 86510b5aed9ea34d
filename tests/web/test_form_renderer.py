"""Lists to choose from are what Django's own templates make of them."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from colead.web.form_renderer import FormRenderer

CHOICES: dict[str, list[Any]] = {
    "plain": [("", "None"), ("a", "Ærø & <Skagen>"), ('"b"', "It's")],
    "grouped": [("North", [(1, "One"), (2, "Two")]), (3, "Three")],
    "nothing": [],
}


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, sorted(attrs, key=str)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(tag)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(data.strip())


@pytest.mark.parametrize("choices", CHOICES.values(), ids=CHOICES)
@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple])
@pytest.mark.parametrize("value", [None, "a", 2, [1, 2]])
def test_it_says_the_same_as_django(choices: list[Any], widget: type[forms.Select], value: Any) -> None:
    made = widget(attrs={"size": 3, "required": True, "disabled": False, "title": 'a "b"'}, choices=choices)
    ours, djangos = (
        made.render("unit", value, {"id": "u"}, renderer=renderer())
        for renderer in (FormRenderer, DjangoTemplates)
    )
    assert _Tags(ours).found == _Tags(djangos).found
