"""What a leadership task needs: competencies, each with a level, a weight, and whether it is critical.

Written in one cell, ``plan-work:3:2; listen:2!``, or in a file of its own with a row for each.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import polars as pl

from colead.engine.levels import MAX_LEVEL, MIN_NEEDED
from colead.files import spelling
from colead.files.leadership_columns import NEED_COLUMNS
from colead.files.lookup import NOT_THERE
from colead.files.reading import read_table
from colead.files.row_reader import RowReader

MOST_WEIGHT = 1000
_BETWEEN = re.compile(r"[;|\n]")
_NEED = re.compile(r"(?P<competency>[^:!]+?)\s*:\s*(?P<level>\d+)\s*(?::\s*(?P<weight>\d+(?:[.,]\d+)?)\s*)?$")


class Need(NamedTuple):
    """One competency that the task at index `task` needs."""

    task: int
    competency: str
    level: int
    weight: float = 1.0
    critical: bool = False


class WrittenNeeds(NamedTuple):
    """The needs in one cell, and what cannot be understood of it: a code and the values of its sentence."""

    needs: list[Need]
    wrong: list[tuple[str, dict[str, object]]]


def needs_in_cell(text: str, task: int) -> WrittenNeeds:
    """The needs written in one cell.

    >>> needs_in_cell("plan-work:3:2; listen:2!", 0).needs[1]
    Need(task=0, competency='listen', level=2, weight=1.0, critical=True)
    """
    written = WrittenNeeds([], [])
    for part in filter(None, (part.strip() for part in _BETWEEN.split(text))):
        match = _NEED.match(part.rstrip("! "))
        if match is None:
            written.wrong.append(("bad_need", {"part": part}))
            continue
        competency, level = " ".join(match["competency"].split()), int(match["level"])
        if not MIN_NEEDED <= level <= MAX_LEVEL:
            written.wrong.append(
                (
                    "need_level",
                    {"part": part, "competency": competency, "least": MIN_NEEDED, "most": MAX_LEVEL},
                )
            )
        weight = float((match["weight"] or "1").replace(",", "."))
        written.needs.append(Need(task, competency, level, weight, critical=part.endswith("!")))
    return written


def compared(need: Need) -> tuple[int, str]:
    """What two needs may not share: the task, and the competency without its case and spacing."""
    return need.task, spelling.compared(need.competency)


def read_needs(
    path: str | Path,
    tasks: pl.Series,
    already: Iterable[Need] = (),
    *,
    columns: dict[str, str] | None = None,
) -> list[Need]:
    """The needs in a CSV, XLSX or Parquet file: a row for each task and competency.

    tasks : the ids that column ``task`` may hold.   already : needs that stand elsewhere, and not here again.

    Raises :class:`FileError` listing every problem by line.
    """
    reader = RowReader(read_table(path), NEED_COLUMNS, needed=("task", "competency", "level"), chosen=columns)
    task = reader.places("task", tasks, "unknown_task")
    level = reader.numbers("level", MIN_NEEDED, MAX_LEVEL, whole=True).fill_null(MIN_NEEDED)
    weight = reader.numbers("weight", 0, MOST_WEIGHT).fill_null(1.0)
    critical = reader.flags("critical").fill_null(False)
    competency = reader.text("competency").fill_null("")
    reader.filled("competency")
    reader.filled("level")
    rows = zip(task.tolist(), competency, level.cast(pl.Int64), weight, critical, strict=True)
    needs = [Need(*row) for row in rows]
    _report_repeats(reader, needs, tasks, already)
    reader.finish()
    return needs


def _report_repeats(reader: RowReader, needs: list[Need], tasks: pl.Series, already: Iterable[Need]) -> None:
    seen = {compared(need) for need in already}
    for row, need in enumerate(needs):
        if need.task == NOT_THERE or not need.competency:
            continue
        if compared(need) in seen:
            reader.report_row(
                "duplicate_need", "competency", row, task=tasks[need.task], competency=need.competency
            )
        seen.add(compared(need))
