"""How a table says who looks to whom: which column holds what. Recognised, shown, and chosen otherwise.

A table has a row for each tie; or a row for each person who answered, whose cells name people; or it is a
matrix, whose columns are called as people. Which of these it is follows from what its columns hold.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from colead.files.problems import TiesError, problem
from colead.files.translation import gettext_noop as _


class Shape(StrEnum):
    """What a row of the table is."""

    EDGES = "edges"
    ANSWERS = "answers"
    MATRIX = "matrix"


class Role(StrEnum):
    """What a column holds. ABOUT : it is called as a person, and its cells mark or rate them."""

    SOURCE = "source"
    TARGET = "target"
    ABOUT = "about"
    WEIGHT = "weight"
    KIND = "kind"
    DIRECTION = "direction"


SHAPES = {
    Shape.EDGES: _("a row for each tie"),
    Shape.ANSWERS: _("a row for each person who answered"),
    Shape.MATRIX: _("a matrix: a row and a column for each person"),
}
ROLES = {
    Role.SOURCE: _("Who answers"),
    Role.TARGET: _("Whom they name"),
    Role.ABOUT: _("Marks or rates the person it is called after"),
    Role.WEIGHT: _("Weight"),
    Role.KIND: _("Kind of tie"),
    Role.DIRECTION: _("Directed or undirected"),
}
SEVERAL = frozenset({Role.TARGET, Role.ABOUT})
"""What several columns may hold."""


@dataclass(frozen=True)
class TieLayout:
    """Which column of a table holds what.

    columns : role -> headers of its columns, in the file's order.
    people : header of a column about a person -> how the header calls them.
    kinds : header of a column of answers -> the question that it answers; empty = all answer one.
    header : lines of the rows that are the header; () = there is none.
    transposed : of a matrix, whether the columns answer and the rows are named.
    answers : whether a row is of somebody who answered, and may name nobody.
    """

    columns: Mapping[Role, tuple[str, ...]]
    header: tuple[int, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    transposed: bool = False
    answers: bool = False

    @property
    def shape(self) -> Shape:
        if self.columns.get(Role.ABOUT):
            return Shape.MATRIX
        several = len(self.columns.get(Role.TARGET, ())) > 1
        return Shape.ANSWERS if self.answers or several else Shape.EDGES

    def one(self, role: Role) -> str | None:
        """The column of a role that one column has."""
        return next(iter(self.columns.get(role, ())), None)

    def role_of(self, label: str) -> Role | None:
        """What a column holds, None = it is passed over."""
        return next((role for role, labels in self.columns.items() if label in labels), None)

    def passed_over(self, labels: Iterable[str]) -> list[str]:
        """The columns that are not read."""
        used = {label for labels in self.columns.values() for label in labels}
        return [label for label in labels if label not in used]


@dataclass(frozen=True)
class TieChoices:
    """What somebody chose; everything else is recognised.

    columns : role -> headers; a role that is not named is recognised, an empty one has no column.
    header : lines of the rows that are the header, () = there is none; None = found.
    one_question : whether all columns of answers answer one question; None = as their headers say.
    transposed : of a matrix, whether the columns answer.
    sheet : of a workbook, the one that is read; None = the one that holds a table.
    """

    columns: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    header: tuple[int, ...] | None = None
    one_question: bool | None = None
    transposed: bool = False
    sheet: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """As plain values, to be kept."""
        columns = {role.value: list(labels) for role, labels in self.columns.items()}
        return {
            "columns": columns,
            "header": None if self.header is None else list(self.header),
            "one_question": self.one_question,
            "transposed": self.transposed,
            "sheet": self.sheet,
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "TieChoices":
        """What :meth:`to_dict` kept, or a part of it. ValueError for a role that there is not."""
        header = kept.get("header")
        return cls(
            columns={Role(role): tuple(labels) for role, labels in kept.get("columns", {}).items()},
            header=None if header is None else tuple(header),
            one_question=kept.get("one_question"),
            transposed=bool(kept.get("transposed")),
            sheet=kept.get("sheet"),
        )


RECOGNISED = TieChoices()


def chosen_layout(found: TieLayout, choices: TieChoices, labels: Iterable[str], name: str) -> TieLayout:
    """What was recognised, with what somebody chose put over it.

    Raises :class:`TiesError` for a column that is not there, and where nobody answers or is named.
    """
    known = list(labels)
    _require_known(choices, known, name)
    taken = {label for chosen in choices.columns.values() for label in chosen}
    columns = {
        role: tuple(label for label in held if label not in taken)
        for role, held in found.columns.items()
        if role not in choices.columns
    } | {role: chosen for role, chosen in choices.columns.items() if chosen}
    columns = {role: tuple(sorted(held, key=known.index)) for role, held in columns.items() if held}
    if Role.SOURCE not in columns or not SEVERAL & columns.keys():
        raise TiesError([problem("no_tie_columns", header=", ".join(known))], name=name)
    return replace(
        found,
        columns=columns,
        kinds={} if choices.one_question else found.kinds,
        transposed=choices.transposed and Role.ABOUT in columns,
    )


def _require_known(choices: TieChoices, known: list[str], name: str) -> None:
    chosen = dict.fromkeys(label for labels in choices.columns.values() for label in labels)
    unknown = [
        problem("unknown_column", label=label, header=", ".join(known))
        for label in chosen
        if label not in known
    ]
    if unknown:
        raise TiesError(unknown, name=name)
