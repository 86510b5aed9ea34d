"""`colead import`: bring a staff list into an organisation, as the pages do."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import click

from colead.cli.installation import find_organisation, prepare
from colead.cli.language import speaker
from colead.cli.place import PlaceWords, place_options
from colead.cli.progress import Progress, in_ticks
from colead.files.translation import LANGUAGES

if TYPE_CHECKING:
    from colead.apps.organisations.models import Organisation
    from colead.files.opened_file import OpenedFile
    from colead.files.places import Place

_TICKS = 20  # of the progress bar


@click.group()
def command() -> None:
    """Bring a staff list into an organisation.

    \b
    Example:
      colead import people staff.xlsx --organisation clinic --dry-run
    """


@command.command("people")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--organisation", required=True, metavar="SLUG", help="The organisation's short name.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@click.option(
    "--full/--partial",
    "is_full",
    default=True,
    help="Full (the default): people who are not in FILE leave. Partial: only those in FILE change.",
)
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="The changes apply from; else today."
)
@click.option(
    "--column", "columns", multiple=True, metavar="OURS=HEADER", help="Say what a column of FILE holds."
)
@click.option(
    "--answer", "answers", multiple=True, metavar="QUESTION=CHOICE", help="Say what FILE leaves open."
)
@click.option("--leave-out", multiple=True, metavar="HEADER", help="Keep nothing of this column of FILE.")
@place_options("FILE")
@click.option("--yes", "many_may_leave", is_flag=True, help="It is meant that more than a fifth leaves.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Of the result; else the terminal's.")
@click.pass_context
def people(
    ctx: click.Context,
    file: Path,
    organisation: str,
    dry_run: bool,
    is_full: bool,
    as_of: datetime | None,
    columns: tuple[str, ...],
    answers: tuple[str, ...],
    leave_out: tuple[str, ...],
    many_may_leave: bool,
    as_json: bool,
    language: str | None,
    **place: Unpack[PlaceWords],
) -> None:
    """Import the staff list FILE (CSV, a workbook or Parquet): all of it, or with any problem nothing.

    Every problem is told with its line and column, and the exit code is 2. An import can be undone on its
    page, and the same file again changes nothing. What the file leaves open is asked, with the option that
    answers it; nothing is written before.

    \b
    Examples:
      colead import people staff.xlsx --organisation clinic --dry-run
      colead import people staff.csv --organisation clinic --as-of 2026-09-01
      colead import people new-colleagues.csv --organisation clinic --partial
      colead import people units.xlsx --organisation clinic --sheet all --column unit=sheet
    """
    speak = speaker(ctx, language, as_json=as_json)
    prepare()
    from django.utils import translation

    from colead.apps.people.selectors.imports import report_lines
    from colead.kit.loaded import load_pages

    load_pages()
    with translation.override(speak.language), Progress(_TICKS) as progress:
        result = _import(
            find_organisation(organisation),
            file,
            dict(entry.partition("=")[::2] for entry in columns),
            dict(entry.rpartition("=")[::2] for entry in answers),
            place,
            leave_out=leave_out,
            many_may_leave=many_may_leave,
            dry_run=dry_run,
            is_full=is_full,
            as_of=as_of and as_of.date(),
            progress=in_ticks(progress.step, _TICKS),
        )
        lines = report_lines(result["changes"], result["import"], result["passed_over"], result["follows"])
        lines += result["left_out"]
        lines += [line for one in result["questions"] for line in _asked(one)]
    click.echo(json.dumps(result, ensure_ascii=False) if as_json else "\n".join(lines))


def _import(
    organisation: "Organisation",
    file: Path,
    columns: dict[str, str],
    answers: dict[str, str],
    place: PlaceWords,
    *,
    leave_out: tuple[str, ...],
    many_may_leave: bool,
    dry_run: bool,
    is_full: bool,
    as_of: date | None,
    progress: Callable[[int, int], None],
) -> dict[str, Any]:
    """Read, compare, and unless this is a trial write."""
    from django.utils import timezone
    from django.utils.translation import gettext

    from colead.apps.people import services
    from colead.apps.people.diff.turnover import turnover
    from colead.apps.people.selectors.file_look import left_out_line
    from colead.apps.people.services.turnover import foresee_turnover, said_of
    from colead.files.columns import chosen_columns
    from colead.files.reading import read_bytes
    from colead.kit import scope
    from colead.kit.roles import console

    content, now = read_bytes(file), timezone.now()
    day = as_of or organisation.today(now)
    with scope.organisation(organisation):
        where = services.place_in_words(**place)
        content = services.without_columns(content, file.name, leave_out, where)
        opened = _opened(content, file.name, where)
        table, look = opened.table, opened.look
        guess, remembered = services.columns_for(table)
        mapping, said = chosen_columns(guess, columns), remembered | answers
        if dry_run:
            found, number = (
                services.checked_diff(table, mapping, is_full=is_full, as_of=day, answers=said),
                None,
            )
            questions = [one.to_dict(gettext) for one in found.questions]
            listed, changes, warnings = found.n_listed, found.counts, len(found.warnings)
            follows = said_of(foresee_turnover(turnover(found), by=console(organisation), now=now))
        else:
            done = services.import_staff_list(
                by=console(organisation),
                content=content,
                file_name=file.name,
                mapping=mapping,
                answers=said,
                many_may_leave=many_may_leave,
                table=table,
                is_full=is_full,
                as_of=day,
                now=now,
                progress=progress,
            )
            number, questions, follows = done.pk, [], []
            listed, changes, warnings = (done.summary[name] for name in ("listed", "changes", "warnings"))
    return {
        "organisation": organisation.slug,
        "file": file.name,
        "as_of": day.isoformat(),
        "mode": "full" if is_full else "partial",
        "dry_run": dry_run,
        "import": number,
        "listed": listed,
        "changes": changes,
        "warnings": warnings,
        "follows": follows,
        "questions": questions,
        "left_out": [left_out_line(row) for row in look.left_out],
        "passed_over": [label for label in table.header if label not in mapping.columns.values()],
    }


def _opened(content: bytes, name: str, place: "Place") -> "OpenedFile":
    from django.utils.translation import gettext

    from colead.apps.people import services
    from colead.kit.errors import DomainError

    try:
        return services.open_file(content, name, place)
    except DomainError as error:
        if error.code == "civil_registration_numbers":
            error.hint = gettext("Add --leave-out HEADER for each of these columns, or remove the numbers.")
        raise


def _asked(question: dict[str, Any]) -> list[str]:
    """A question with the options that answer it."""
    options = [
        f'  --answer "{question["id"]}={choice}"  {words}' for choice, words in question["choices"].items()
    ]
    return ["", question["question"], *options]
