"""A mandate as one sentence that its holder can show to anybody, in Danish or English.

The wording is part of the mandate, so it stands here and not among the translations of the pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class MandateFields:
    """What a mandate says. `limit_amount` None = no limit on money; `units` are the names where it holds."""

    task: str
    may_decide: str
    units: Sequence[str]
    domain: str = ""
    limit_amount: Decimal | None = None
    limit_currency: str = "DKK"
    confer_with: str = ""


PARTS = {
    "en": {
        "start": "Holds “{task}”: may decide {may_decide}",
        "domain": "concerning {domain}",
        "limit": "up to {amount}",
        "no_money": "without spending money",
        "units": "in {units}",
        "confer_with": "after conferring with {confer_with}",
        "and": "and",
    },
    "da": {
        "start": "Har opgaven “{task}”: må beslutte {may_decide}",
        "domain": "når det gælder {domain}",
        "limit": "op til {amount}",
        "no_money": "uden at bruge penge",
        "units": "i {units}",
        "confer_with": "efter at have rådført sig med {confer_with}",
        "and": "og",
    },
}


def mandate_sentence(mandate: MandateFields, language: str) -> str:
    """The mandate in one sentence; English for any language but Danish.

    >>> roster = MandateFields("Duty roster", "who works when", ["Ward", "Night"], "planning",
    ...                        Decimal(25000), "DKK", "the safety representative")
    >>> mandate_sentence(roster, "en")
    'Holds “Duty roster”: may decide who works when, concerning planning, up to 25,000 DKK, in Ward and
    Night, after conferring with the safety representative.'
    >>> print(mandate_sentence(MandateFields("Vagtplan", "hvem der arbejder hvornår.", ["Afsnit A"]), "da"))
    Har opgaven “Vagtplan”: må beslutte hvem der arbejder hvornår, i Afsnit A.
    """
    parts = PARTS["da" if language == "da" else "en"]
    pieces = [parts["start"].format(task=_bare(mandate.task), may_decide=_bare(mandate.may_decide))]
    if domain := _bare(mandate.domain):
        pieces.append(parts["domain"].format(domain=domain))
    if mandate.limit_amount is not None:
        pieces.append(_limit(parts, mandate.limit_amount, mandate.limit_currency, language))
    if mandate.units:
        pieces.append(parts["units"].format(units=_listed(mandate.units, parts["and"])))
    if confer_with := _bare(mandate.confer_with):
        pieces.append(parts["confer_with"].format(confer_with=confer_with))
    return ", ".join(pieces) + "."


def money(amount: Decimal, currency: str, language: str) -> str:
    """An amount as people write it; øre and cents only when there are some.

    >>> money(Decimal("25000.00"), "DKK", "en"), money(Decimal("1234.5"), "DKK", "da")
    ('25,000 DKK', '1.234,50 kr.')
    """
    text = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    if language != "da":
        return f"{text} {currency}"
    danish = text.translate(str.maketrans(",.", ".,"))
    return f"{danish} {'kr.' if currency == 'DKK' else currency}"


def _limit(parts: dict[str, str], amount: Decimal, currency: str, language: str) -> str:
    if amount == 0:
        return parts["no_money"]
    return parts["limit"].format(amount=money(amount, currency, language))


def _listed(names: Sequence[str], word: str) -> str:
    *first, last = names
    return f"{', '.join(first)} {word} {last}" if first else last


def _bare(text: str) -> str:
    """Without blanks around it and the full stop at its end: it stands inside a sentence."""
    return " ".join(text.split()).rstrip(".;, ")
