"""No number that people see tells which row is older, nor how many there are; and nothing asks it to."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import AutoField

from colead.kit.random_ids import RandomIdField

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path for path in (ROOT / "src").rglob("*.py") if "migrations" not in path.parts)
AS_TIME = re.compile(
    r"""\(\s*"-(?:pk|id)"|(?:latest|earliest|Max|Min|Sum)\(\s*"(?:pk|id)"|\b(?:pk|id)__[lg]te?\b|[(:]\s*-\w+\.(?:pk|id)\b"""
)


def test_every_row_of_the_house_has_a_random_number_or_a_natural_key() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("colead.")]
    assert ours
    counted = [
        model._meta.label
        for model in ours
        if isinstance(model._meta.pk, AutoField) and not isinstance(model._meta.pk, RandomIdField)
    ]
    assert not counted


def test_nothing_takes_the_order_of_numbers_for_an_order_in_time() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {hit}" for path in SOURCES for hit in AS_TIME.findall(path.read_text())
    ]
    assert not found


@pytest.mark.parametrize(
    "source",
    [
        'rows.order_by("-pk")',
        'Job.objects.latest("id")',
        'aggregate(newest=Max("pk"))',
        "filter(pk__gt=last)",
        "order=lambda row: (-row.id,)",
        "rows.sort(key=lambda row: -row.pk)",
    ],
)
def test_it_would_be_noticed(source: str) -> None:
    assert AS_TIME.search(source)


@pytest.mark.parametrize(
    "source",
    [
        'order_by("-created_at", "-pk")',
        'Count("pk")',
        "pk__in=chosen",
        "lambda row: (-row.created_at.timestamp(), -row.id)",
    ],
)
def test_what_only_settles_ties_may_stand(source: str) -> None:
    assert not AS_TIME.search(source)
