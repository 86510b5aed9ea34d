"""What a client knows, kept outside the database: what it asked for, and what it was told."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

DONE = range(200, 300)


@dataclass
class Wish:
    """One thing that a client wants to be there once.

    number : of the row that it is about, where there was one before.
    receipt : what it was told when it was done; none: it was told nothing, or that it was refused.
    """

    kind: str
    key: str
    number: int = 0
    receipt: Any = None

    @property
    def is_acknowledged(self) -> bool:
        return self.receipt is not None

    def hear(self, answer: Any) -> str:
        """A fault, when a receipt differs from the one before."""
        if not isinstance(answer, dict):
            self.receipt = answer
            return ""
        if answer["status"] not in DONE:
            return f"{answer['status']} after it had been done" if self.is_acknowledged else ""
        before, self.receipt = self.receipt, answer["body"]
        return "" if before in (None, self.receipt) else "another receipt than before"


@dataclass
class Book:
    """All wishes of a run, and the faults that were found."""

    wishes: dict[str, Wish] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def ask(self, kind: str, key: str, number: int = 0) -> Wish:
        return self.wishes.setdefault(key, Wish(kind, key, number))

    def of(self, kind: str, keys: Iterable[str]) -> list[Wish]:
        return [self.wishes[key] for key in keys if self.wishes[key].kind == kind]
