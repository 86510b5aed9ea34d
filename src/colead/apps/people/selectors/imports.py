"""Imports of staff lists: the recent ones, and one on its way."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs.selectors import JobView
from colead.apps.jobs.selectors import job as job_view
from colead.apps.people.diff import KINDS, many_leave
from colead.apps.people.models import StaffImport
from colead.apps.people.selectors.file_look import FileLook, column_name, file_look
from colead.apps.people.services.check_import import SHOWN_EVENTS, problem_from, question_from
from colead.apps.people.services.turnover import said_of
from colead.files.problems import FileProblem
from colead.kit.columns import Column, ListOf
from colead.kit.errors import NotFound
from colead.kit.roles import Member

RECENT = 20

# What each kind of change is called, what its two columns say, and whether these are days.
TITLES: dict[str, tuple[Promise | str, Promise | str, Promise | str, bool]] = {
    "joins": (_("Join"), "", _("Position"), False),
    "starts_later": (_("Start later"), "", _("From"), True),
    "leaves": (_("Leave"), _("Position"), "", False),
    "leaves_later": (_("New last day"), "", _("Until"), True),
    "plan_dropped": (_("Planned starts dropped"), _("From"), "", True),
    "moves": (_("Move to another unit"), _("From"), _("To"), False),
    "new_manager": (_("Get another lead"), _("From"), _("To"), False),
    "new_title": (_("Get another title"), _("From"), _("To"), False),
    "other_position": (_("Other changes to positions"), _("From"), _("To"), False),
    "new_name": (_("New name or e-mail"), _("From"), _("To"), False),
    "away": (_("On leave"), _("From"), _("Until"), True),
    "back": (_("Back from leave"), "", "", False),
    "unit_created": (_("New units"), "", _("Part of"), False),
    "unit_moved": (_("Units that move"), _("From"), _("To"), False),
    "unit_closed": (_("Units that close"), _("Part of"), "", False),
    "unit_renamed": (_("Units with a new name"), _("From"), _("To"), False),
}


@dataclass(frozen=True)
class ImportRow:
    """An import in the list."""

    id: int
    file_name: Annotated[str, Column(_("File"), cell="people/_import_cell.html")]
    state: str
    state_label: Annotated[str, Column(_("State"))]
    as_of: Annotated[date, Column(_("Applies from"))]
    created_at: datetime
    headline: Annotated[str, Column(_("What changed"), empty="")]
    who: Annotated[str, Column(_("By"))]


IMPORTS = ListOf(_("Imports so far"), ImportRow, page="people:import", api="/people-imports")


@dataclass(frozen=True)
class EventRow:
    """One change in the preview."""

    key: str
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangeTable:
    """All changes of one kind, as many as are shown."""

    kind: str
    title: str
    before_label: str
    after_label: str
    count: int
    rows: list[EventRow]

    @property
    def more(self) -> int:
        """How many are in the download only."""
        return self.count - len(self.rows)


@dataclass(frozen=True)
class ProblemRow:
    """One problem or warning, told in the reader's language."""

    line: int | None
    column: str
    text: str


@dataclass(frozen=True)
class Placed:
    """Somebody in a unit, and whom they report to; empty = nobody."""

    name: str
    key: str
    manager: str


@dataclass(frozen=True)
class UnitBranch:
    """A unit as the file makes it, in the order of a table of contents. mark : new, moved, or empty.

    depth : 0 = at the top.   people : who work in it; total : with all units below.
    """

    name: str
    depth: int
    people: int
    total: int
    mark: str
    members: list[Placed]
    closes: int = 0  # how many branches end with this unit

    @property
    def closing(self) -> range:
        """Once for each branch that ends here."""
        return range(self.closes)

    @property
    def more(self) -> int:
        """How many of its people are not shown."""
        return self.people - len(self.members)


@dataclass(frozen=True)
class Choice:
    """One way to answer a question."""

    code: str
    words: str


@dataclass(frozen=True)
class QuestionRow:
    """Something that the file leaves open. likely : the choice by which it is read until it has an answer."""

    id: str
    code: str
    column: str
    text: str
    choices: list[Choice]
    likely: str
    answer: str | None
    matters: bool


@dataclass(frozen=True)
class ImportPage:
    """The preview of an import, and later its receipt."""

    id: int
    state: str
    file_name: str
    as_of: date
    is_full: bool
    n_rows: int
    listed: int
    headline: str
    has_changes: bool
    has_file: bool
    tables: list[ChangeTable]
    counts: list[tuple[str, int]]
    problems: list[ProblemRow]
    n_problems: int
    warnings: list[ProblemRow]
    n_warnings: int
    follows: list[str]
    n_follows: int
    questions: list[QuestionRow]
    tree: list[UnitBranch]
    passed_over: list[str]
    read: FileLook | None
    applied_at: datetime | None
    undone_at: datetime | None
    can_be_undone: bool
    many_leave: bool
    job: JobView | None

    @property
    def open_questions(self) -> list[QuestionRow]:
        """Those that must be answered before it can be applied."""
        return [one for one in self.questions if one.matters and one.answer is None]

    @property
    def is_answered(self) -> bool:
        """Somebody has answered a question."""
        return any(one.answer is not None for one in self.questions)

    @property
    def is_worked_on(self) -> bool:
        """A job has not finished with it: there is nothing to decide yet."""
        return self.job is not None and not self.job.is_finished


def recent_imports() -> list[ImportRow]:
    """The last imports, newest first. One query."""
    rows = StaffImport.objects.select_related("created_by").order_by("-created_at", "-pk")[:RECENT]
    return [
        ImportRow(
            id=row.pk,
            file_name=row.file_name or gettext("Pasted list"),
            state=row.state,
            state_label=row.get_state_display(),
            as_of=row.as_of,
            created_at=row.created_at,
            who=str(row.created_by or gettext("Command line")),
            headline=headline(row.summary.get("changes", {})) if row.summary else "",
        )
        for row in rows
    ]


def import_page(staff_import: StaffImport, *, member: Member) -> ImportPage:
    """An import as its page shows it. Four queries at most."""
    file = getattr(staff_import, "file", None)
    findings, summary = (file.findings if file else {}), staff_import.summary
    changes: dict[str, int] = summary.get("changes", {})
    foreseen = findings.get("follows", {})
    is_applied = staff_import.state == StaffImport.State.APPLIED
    return ImportPage(
        id=staff_import.pk,
        state=staff_import.state,
        file_name=staff_import.file_name or gettext("Pasted list"),
        as_of=staff_import.as_of,
        is_full=staff_import.is_full,
        n_rows=staff_import.n_rows,
        listed=summary.get("listed", 0),
        headline=headline(changes),
        has_changes=bool(changes),
        has_file=file is not None,
        tables=[
            _table(kind, changes[kind], rows)
            for kind, rows in findings.get("events", {}).items()
            if kind in changes
        ],
        counts=[(str(TITLES[kind][0]), changes[kind]) for kind in KINDS if kind in changes],
        problems=_problems(findings.get("problems", ())),
        n_problems=summary.get("problems", 0),
        warnings=_problems(findings.get("warnings", ())),
        n_warnings=summary.get("warnings", 0),
        follows=said_of(foreseen),
        n_follows=sum(map(len, foreseen.values())),
        tree=_branches(findings.get("tree", ())),
        questions=_questions(findings.get("questions", ())),
        passed_over=_passed_over(file.header, staff_import.mapping) if file else [],
        read=file_look(file) if file else None,
        applied_at=staff_import.applied_at,
        undone_at=staff_import.undone_at,
        many_leave=many_leave(summary.get("listed", 0), changes),
        can_be_undone=is_applied and _is_last(staff_import),
        job=_job(staff_import, member),
    )


def headline(changes: dict[str, int]) -> str:
    """The difference in one line: “12 join, 3 leave, 40 move”."""
    if not changes:
        return gettext("Nothing changes")
    main = (
        ("joins", ngettext("%(count)s joins", "%(count)s join", changes.get("joins", 0))),
        ("leaves", ngettext("%(count)s leaves", "%(count)s leave", changes.get("leaves", 0))),
        ("moves", ngettext("%(count)s moves", "%(count)s move", changes.get("moves", 0))),
    )
    said = [text % {"count": changes[kind]} for kind, text in main if changes.get(kind)]
    others = sum(count for kind, count in changes.items() if kind not in {"joins", "leaves", "moves"})
    if others:
        more = ngettext("%(count)s other change", "%(count)s other changes", others)
        said.append(more % {"count": others})
    return ", ".join(said)


def report_lines(
    changes: dict[str, int], import_id: int | None, passed_over: list[str], follows: Iterable[str] = ()
) -> list[str]:
    """What an import has done, or without an id would do and what would follow, for a terminal."""
    lines = [headline(changes)]
    if passed_over:
        lines.append(gettext("Columns that are not used: %(columns)s.") % {"columns": ", ".join(passed_over)})
    lines += [f"  {TITLES[kind][0]}: {changes[kind]}" for kind in KINDS if kind in changes]
    lines += [f"  {line}" for line in follows]
    if import_id is None:
        return [*lines, gettext("This was a trial: nothing has been written.")]
    return [
        *lines,
        gettext("Done. It is import number %(id)s and can be undone on its page.") % {"id": import_id},
    ]


def _passed_over(header: Iterable[str], mapping: dict[str, str]) -> list[str]:
    return [column_name(label) for label in header if label not in mapping.values()]


def _table(kind: str, count: int, rows: list[list[str]]) -> ChangeTable:
    title, before, after, are_days = TITLES[kind]
    shown = [
        EventRow(key, name, _cell(old, are_days), _cell(new, are_days))
        for key, name, old, new in rows[:SHOWN_EVENTS]
    ]
    return ChangeTable(kind, str(title), str(before), str(after), count, shown)


def _cell(text: str, is_day: bool) -> str:
    return date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT") if is_day and text else text


def _problems(plain: Iterable[dict[str, object]]) -> list[ProblemRow]:
    found = [problem_from(one) for one in plain]
    return [ProblemRow(one.line, one.column or "", _said(one)) for one in found]


def _branches(plain: Iterable[dict[str, Any]]) -> list[UnitBranch]:
    """The tree, each unit with the number of branches that end with it: itself, and those around it."""
    rows = list(plain)
    depths = [*(row["depth"] for row in rows[1:]), 0][: len(rows)]
    return [
        UnitBranch(
            **row | {"members": [Placed(*one) for one in row["members"]]},
            closes=max(0, row["depth"] - following + 1),
        )
        for row, following in zip(rows, depths, strict=True)
    ]


def _questions(plain: Iterable[dict[str, object]]) -> list[QuestionRow]:
    return [
        QuestionRow(
            id=one.id,
            code=one.code,
            column=one.column or "",
            text=one.text(gettext),
            choices=[Choice(code, one.words(code, gettext)) for code in one.choices],
            likely=one.likely,
            answer=one.answer,
            matters=one.matters,
        )
        for one in map(question_from, plain)
    ]


def _said(found: FileProblem) -> str:
    """The problem without its place, which stands beside it."""
    return replace(found, line=None, column=None).text(gettext)


def _is_last(staff_import: StaffImport) -> bool:
    return bool(StaffImport.objects.applied().values_list("pk", flat=True).first() == staff_import.pk)


def _job(staff_import: StaffImport, member: Member) -> JobView | None:
    """The job that works on the import, until it has done so."""
    if staff_import.job_id is None:
        return None
    try:
        found = job_view(member, staff_import.job_id)
    except NotFound:  # a colleague's job, which not everybody may see
        return None
    return found if not found.is_finished or found.is_stopped else None
