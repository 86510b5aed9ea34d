"""The built styles hold what pages name, and little else."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "src/colead/web/static/dist/colead.css"
TABLER = ROOT / "frontend/node_modules/@tabler/core/dist/css/tabler.css"
CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
ATTRIBUTE = re.compile(r'class="([^"]*)"')


def named_in_templates() -> set[str]:
    """Every word in a class attribute; what stands between template tags is not one."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "src/colead").rglob("*.html")]
    attributes = [found for text in texts for found in ATTRIBUTE.findall(re.sub(r"{%.*?%}", " ", text))]
    return {word for attribute in attributes for word in attribute.split() if "{" not in word}


def test_every_class_that_a_template_names_has_all_its_rules() -> None:
    whole, built = TABLER.read_text(encoding="utf-8"), set(CLASS.findall(BUILT.read_text(encoding="utf-8")))
    wanted = named_in_templates() & set(CLASS.findall(whole))
    assert len(wanted) > 100
    assert wanted - built == set()


def test_what_no_source_names_is_not_sent() -> None:
    built = BUILT.read_text(encoding="utf-8")
    assert {"carousel", "offcanvas", "modal", "toast"} & set(CLASS.findall(built)) == set()
    assert "data-bs-theme" not in built
    assert len(built) < 120_000
