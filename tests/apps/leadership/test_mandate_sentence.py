"""The sentence of a mandate, in both languages."""

from dataclasses import replace
from decimal import Decimal

import pytest

from colead.apps.leadership.selectors.mandates import MandateFields, mandate_sentence

PLAIN = MandateFields("Roster", "who works when", ["Ward"])


@pytest.mark.parametrize(
    ("fields", "language", "piece"),
    [
        ({}, "en", "Holds “Roster”: may decide who works when, in Ward."),
        ({}, "da", "Har opgaven “Roster”: må beslutte who works when, i Ward."),
        ({}, "de", "Holds “Roster”"),
        ({"units": ["Ward", "Night", "Office"]}, "en", ", in Ward, Night and Office."),
        ({"units": ["Ward", "Night"]}, "da", ", i Ward og Night."),
        ({"units": []}, "en", "who works when."),
        ({"limit_amount": Decimal(0)}, "en", ", without spending money, in"),
        ({"limit_amount": Decimal(0)}, "da", ", uden at bruge penge, i"),
        ({"limit_amount": Decimal("1234567.50")}, "da", ", op til 1.234.567,50 kr., i"),
        ({"limit_amount": Decimal(900), "limit_currency": "EUR"}, "da", ", op til 900 EUR, i"),
        ({"domain": " planning. "}, "en", ", concerning planning, in"),
        ({"confer_with": "the lead;"}, "en", ", in Ward, after conferring with the lead."),
        ({"may_decide": "who works\nwhen ."}, "en", "may decide who works when, in Ward."),
    ],
)
def test_each_field_has_its_place(fields: dict[str, object], language: str, piece: str) -> None:
    assert piece in mandate_sentence(replace(PLAIN, **fields), language)
