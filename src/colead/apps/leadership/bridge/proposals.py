"""What the engine proposed, as it is stored and as it may be read: without those who have withdrawn since."""

import math
from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, TypeVar

from colead.engine.leadership.problem import (
    CompetencyFit,
    Demand,
    Load,
    Price,
    Proposal,
    RunnerUp,
    SeatProposal,
)

Row = TypeVar("Row")

WITHDRAWN = "withdrawn"  # stands for a person; no number, so that two of them cannot be told apart


def write_proposal(proposal: Proposal) -> dict[str, Any]:
    """As it is stored; a number that nothing bounds is null, because JSON has no infinity."""
    finite: dict[str, Any] = _finite(proposal.to_dict())
    return finite


def read_proposal(stored: dict[str, Any]) -> Proposal:
    """As it was stored, by this version of the engine or an older one."""
    rows = {
        "seats": tuple(_seat(seat) for seat in stored["seats"]),
        "loads": tuple(_made(Load, load) for load in stored["loads"]),
        "prices": tuple(_made(Price, price) for price in stored["prices"]),
        "conflict": tuple(_made(Demand, demand) for demand in stored["conflict"]),
    }
    return _made(Proposal, stored | rows)


def people_of(proposal: Proposal) -> set[int]:
    """Everybody whom it names."""
    names = {seat.person for seat in proposal.seats} | {seat.mentor for seat in proposal.seats}
    names |= {next_one.person for seat in proposal.seats for next_one in seat.runners_up}
    names |= {load.person for load in proposal.loads}
    rows: tuple[Price | Demand, ...] = (*proposal.prices, *proposal.conflict)
    names |= {name for row in rows for name in _named(row)}
    return {int(name) for name in names if name is not None and name != WITHDRAWN}


def proposal_without(proposal: Proposal, gone: Iterable[int]) -> Proposal:
    """The same, naming none of these people: their seats say that somebody withdrew, and nothing of them."""
    names = {str(person) for person in gone}
    return replace(
        proposal,
        seats=tuple(_seat_without(seat, names) for seat in proposal.seats),
        loads=tuple(load for load in proposal.loads if load.person not in names),
        prices=tuple(price for price in proposal.prices if not names & set(_named(price))),
        conflict=tuple(
            replace(demand, person=_kept(demand.person, names), other=_kept(demand.other, names))
            for demand in proposal.conflict
        ),
    )


def _named(row: Price | Demand) -> tuple[str | None, str | None]:
    return row.person, row.other


def _kept(person: str | None, gone: set[str]) -> str | None:
    return WITHDRAWN if person in gone else person


def _seat_without(seat: SeatProposal, names: set[str]) -> SeatProposal:
    runners_up = tuple(next_one for next_one in seat.runners_up if next_one.person not in names)
    if seat.person in names:
        return SeatProposal(seat.task, seat.kind, WITHDRAWN, None, runners_up=runners_up)
    return replace(seat, mentor=_kept(seat.mentor, names), runners_up=runners_up)


def _seat(stored: dict[str, Any]) -> SeatProposal:
    rows = {
        "competencies": tuple(_made(CompetencyFit, one) for one in stored["competencies"]),
        "runners_up": tuple(_made(RunnerUp, one) for one in stored["runners_up"]),
    }
    return _made(SeatProposal, stored | rows)


def _made(kind: type[Row], stored: dict[str, Any]) -> Row:
    """A row of the engine from what was stored; what it knows no more is left out."""
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]  # all of ours are dataclasses
    return kind(**{name: value for name, value in stored.items() if name in known})


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
