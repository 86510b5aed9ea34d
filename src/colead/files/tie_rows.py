"""The ties of a table as they are written, a row each, whatever shape the table has."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.files.cells import as_keys, as_text
from colead.files.lookup import NOT_THERE
from colead.files.person_finder import PersonFinder
from colead.files.several_people import taken_apart
from colead.files.tie_layout import Role, Shape, TieLayout
from colead.files.tie_tables import TieTable
from colead.files.tie_words import BOTH_WAYS, NO, as_marks

_SEPARATORS = r"[,;\n\r|\t/&+ ]"


@dataclass(frozen=True, eq=False)
class TieRows:
    """Columns with a row for each tie. line : where it stands.   source, target : people as they are written.

    weight, kind, both_ways : None where the table says nothing of them.
    are_marks : whether the weight may be a yes or a no.   columns : where the one who is named stands.
    """

    line: NDArray[np.int32]
    source: pl.Series
    target: pl.Series
    source_column: str
    target_column: str | pl.Series
    weight: pl.Series | None = None
    weight_column: str | None = None
    kind: pl.Series | None = None
    both_ways: NDArray[np.bool_] | None = None
    are_marks: bool = False

    def at(self, rows: pl.Series, target: pl.Series) -> "TieRows":
        """These rows, with others who are named."""
        places = rows.to_numpy()
        return replace(
            self,
            line=self.line[places],
            source=self.source[places],
            target=target,
            target_column=self.target_column
            if isinstance(self.target_column, str)
            else self.target_column[places],
            weight=None if self.weight is None else self.weight[places],
            kind=None if self.kind is None else self.kind[places],
            both_ways=None if self.both_ways is None else self.both_ways[places],
        )


def tie_rows(found: TieTable, finder: PersonFinder) -> TieRows:
    """Every tie of a table; cells that hold several people are taken apart."""
    if found.layout.shape is Shape.MATRIX:
        return _of_matrix(found)
    rows = _of_list(found) if found.layout.shape is Shape.EDGES else _of_answers(found, finder)
    return _apart(rows, finder)


def _of_list(found: TieTable) -> TieRows:
    frame, layout = found.table.frame, found.layout
    source, target = layout.columns[Role.SOURCE][0], layout.columns[Role.TARGET][0]
    weight, kind, direction = (layout.one(role) for role in (Role.WEIGHT, Role.KIND, Role.DIRECTION))
    words = None if direction is None else as_text(frame.get_column(direction)).str.to_lowercase()
    kinds = None if kind is None else as_text(frame.get_column(kind))
    return TieRows(
        line=found.table.lines,
        source=as_keys(frame.get_column(source)),
        target=as_keys(frame.get_column(target)),
        source_column=source,
        target_column=target,
        weight=None if weight is None else frame.get_column(weight),
        weight_column=weight,
        kind=None if kinds is None or kinds.is_null().all() else kinds,
        both_ways=None if words is None else words.is_in(list(BOTH_WAYS)).fill_null(False).to_numpy(),
    )


def _of_answers(found: TieTable, finder: PersonFinder) -> TieRows:
    """A row for each cell that names somebody; who names nobody, or says so, has none."""
    melted = _melted(found, found.layout.columns[Role.TARGET]).drop_nulls("cell")
    nobody = as_marks(melted.get_column("cell")).is_in(list(NO)).to_numpy()
    if nobody.any():
        known = finder.find(melted.get_column("cell"))
        melted = melted.filter(pl.Series(~nobody | (known.where != NOT_THERE) | known.ambiguous))
    kind = found.layout.one(Role.KIND)
    return TieRows(
        line=melted.get_column("line").to_numpy(),
        source=as_keys(melted.get_column("source")),
        target=as_keys(melted.get_column("cell")),
        source_column=found.layout.columns[Role.SOURCE][0],
        target_column=melted.get_column("column"),
        kind=melted.get_column("kind") if kind else _questions(melted, found.layout),
    )


def _of_matrix(found: TieTable) -> TieRows:
    """A row for each cell that is more than a no."""
    melted = _melted(found, found.layout.columns[Role.ABOUT])
    melted = melted.with_columns(as_marks(melted.get_column("cell")))
    word = melted.get_column("cell")
    none = word.is_null() | word.is_in(list(NO)) | word.str.contains(r"^[-+]?0+(?:[.,]0+)?$").fill_null(False)
    melted = melted.filter(~none)
    column = melted.get_column("column")
    person = column.replace_strict(dict(found.layout.people), default=column, return_dtype=pl.String)
    return TieRows(
        line=melted.get_column("line").to_numpy(),
        source=as_keys(melted.get_column("source")),
        target=as_keys(person),
        source_column=found.layout.columns[Role.SOURCE][0],
        target_column=column,
        weight=melted.get_column("cell"),
        kind=_questions(melted, found.layout),
        are_marks=True,
    )


def _melted(found: TieTable, columns: tuple[str, ...]) -> pl.DataFrame:
    """``line``, ``source``, ``column``, ``cell``, ``kind``: a row for each cell of these columns."""
    frame, layout = found.table.frame, found.layout
    source, kind = layout.columns[Role.SOURCE][0], layout.one(Role.KIND)
    kinds = (
        pl.repeat(None, frame.height, dtype=pl.String, eager=True) if kind is None else frame.get_column(kind)
    )
    keyed = pl.DataFrame(
        {"line": found.table.lines, "source": frame.get_column(source).cast(pl.String), "kind": kinds}
    )
    wide = pl.concat(
        [keyed, frame.select(pl.col(columns).cast(pl.String).name.prefix("of "))], how="horizontal"
    )
    long = wide.unpivot(index=["line", "source", "kind"], variable_name="column", value_name="cell")
    return long.with_columns(pl.col("column").str.strip_prefix("of ")).sort("line", maintain_order=True)


def _questions(melted: pl.DataFrame, layout: TieLayout) -> pl.Series | None:
    if not layout.kinds:
        return None
    column = melted.get_column("column")
    return column.replace_strict(dict(layout.kinds), default=None, return_dtype=pl.String)


def _apart(rows: TieRows, finder: PersonFinder) -> TieRows:
    """Cells that find nobody and may hold several people, as a row for each of them."""
    if rows.target.dtype != pl.String:
        return rows
    separated = rows.target.str.contains(_SEPARATORS).fill_null(False)
    if not separated.any():
        return rows
    written = rows.target.filter(separated).unique()
    found = finder.find(written)
    open_ = written.filter(pl.Series((found.where == NOT_THERE) & ~found.ambiguous))
    several = taken_apart(open_, finder)
    if not several:
        return rows
    parts = pl.DataFrame({"cell": list(several), "parts": list(several.values())})
    numbered = pl.DataFrame({"cell": rows.target}).with_row_index("row").join(parts, on="cell", how="left")
    single = pl.concat_list(pl.col("cell"))
    apart = numbered.with_columns(pl.coalesce("parts", single)).sort("row").explode("parts")
    return rows.at(apart.get_column("row"), apart.get_column("parts"))
