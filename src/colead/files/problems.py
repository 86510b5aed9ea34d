"""What is wrong with a file: one shape for every finding, with its line, its column and the way out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from colead.files.leadership_kinds import ALLOCATION_KINDS
from colead.files.masking import mask
from colead.files.problem_kinds import KINDS
from colead.files.translation import Translate, gettext_noop

_WHERE = {
    (True, True): gettext_noop("Line {line}, column {column}"),
    (True, False): gettext_noop("Line {line}"),
    (False, True): gettext_noop("Column {column}"),
}


@dataclass(frozen=True)
class FileProblem:
    """One thing that is wrong (or, as a warning, remarkable) in a file.

    ``template`` and ``hint`` are English sentences with ``{named}`` fields, filled from ``values`` and from
    ``line``, ``column`` and ``value``. A civil registration number is masked in every field on creation,
    so that no message, log or error file can repeat it.
    """

    line: int | None
    column: str | None
    value: str | None
    code: str
    template: str
    hint: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        masked = {key: mask(v) if isinstance(v, str) else v for key, v in self.values.items()}
        object.__setattr__(self, "values", masked)
        for name in ("column", "value"):
            text = getattr(self, name)
            object.__setattr__(self, name, mask(text) if text else text)

    def text(self, gettext: Translate) -> str:
        """The problem as one sentence with its hint, in the reader's language."""
        fields = {"line": self.line, "column": self.column, "value": self.value, **self.values}
        where = _WHERE.get((self.line is not None, self.column is not None))
        said = " ".join(gettext(part).format(**fields) for part in (self.template, self.hint) if part)
        return f"{gettext(where).format(**fields)}: {said}" if where else said

    def __str__(self) -> str:
        return self.text(str)

    def to_dict(self, gettext: Translate = str) -> dict[str, object]:
        """The problem as plain values, for JSON."""
        return {
            "line": self.line,
            "column": self.column,
            "value": self.value,
            "code": self.code,
            "message": self.text(gettext),
        }


def problem(
    code: str,
    *,
    line: int | None = None,
    column: str | None = None,
    value: object = None,
    **values: object,
) -> FileProblem:
    """A problem of a kind of :mod:`colead.files.problem_kinds` or :mod:`colead.files.leadership_kinds`."""
    kind = KINDS.get(code) or ALLOCATION_KINDS[code]
    shown = None if value is None else str(value)
    return FileProblem(line, column, shown, code, kind.template, kind.hint, values)


def by_line(problems: Iterable[FileProblem]) -> list[FileProblem]:
    """The problems in the order in which a reader meets them in the file; those of the whole file first."""
    return sorted(problems, key=lambda p: (p.line or 0, p.column or "", p.code))


class FileError(ValueError):
    """A file that cannot be used; ``problems`` lists everything that is wrong with it."""

    def __init__(self, problems: Iterable[FileProblem], *, name: str = "") -> None:
        self.problems = by_line(problems)
        self.name = name
        super().__init__(self.text(str))

    def __reduce__(self) -> tuple[Any, ...]:
        return _error_again, (type(self), self.problems, self.name)

    def text(self, gettext: Translate) -> str:
        """All problems, one a line."""
        return "\n".join(one.text(gettext) for one in self.problems)


def _error_again(kind: type[FileError], problems: list[FileProblem], name: str) -> FileError:
    """What one process found, in another."""
    return kind(problems, name=name)


class StaffListError(FileError):
    """A staff list that cannot be used."""


class TiesError(FileError):
    """A file of ties, or of respondents, that cannot be used."""


def refuse(code: str, *, name: str, line: int | None = None, **values: object) -> FileError:
    """The error for a file that cannot be read at all."""
    return FileError([problem(code, line=line, column=None, value=None, name=name, **values)], name=name)
