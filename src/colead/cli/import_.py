"""`colead import`: bring a staff list into an organisation, as the pages do."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from colead.cli.errors import AS_JSON, LANGUAGE
from colead.cli.language import terminal_language
from colead.files.translation import LANGUAGES

if TYPE_CHECKING:
    from colead.apps.organisations.models import Organisation

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
    as_json: bool,
    language: str | None,
) -> None:
    """Import the staff list FILE (CSV, XLSX or Parquet): all of it, or, when anything is wrong, nothing.

    Every problem is told with its line and column, and the exit code is 2. An import can be undone on its
    page, and the same file again changes nothing.

    \b
    Examples:
      colead import people staff.xlsx --organisation clinic --dry-run
      colead import people staff.csv --organisation clinic --as-of 2026-09-01
      colead import people new-colleagues.csv --organisation clinic --partial
    """
    ctx.meta[AS_JSON], ctx.meta[LANGUAGE] = as_json, language or terminal_language()

    from colead.cli.django_setup import prepare

    prepare()
    from django.utils import translation

    from colead.cli.installation import find_organisation
    from colead.cli.progress import Progress

    with translation.override(ctx.meta[LANGUAGE]), Progress(_TICKS) as progress:
        request = _Request(
            find_organisation(organisation, as_json), file, dry_run, is_full, as_of and as_of.date(), columns
        )
        result = request.run(_ticking(progress.step))
        lines = request.lines(result)
    click.echo(json.dumps(result, ensure_ascii=False) if as_json else "\n".join(lines))


def _ticking(step: Callable[[str], None]) -> Callable[[int, int], None]:
    """Progress told as done and total, passed on as ticks of the bar."""
    ticks = [0]

    def progress(done: int, total: int) -> None:
        while ticks[0] < _TICKS * done // total:
            ticks[0] += 1
            step("")

    return progress


class _Request:
    """One import, tried or done."""

    def __init__(
        self,
        organisation: "Organisation",
        file: Path,
        dry_run: bool,
        is_full: bool,
        as_of: date | None,
        columns: tuple[str, ...],
    ) -> None:
        from django.utils import timezone

        self.organisation, self.file, self.dry_run, self.is_full = organisation, file, dry_run, is_full
        self.now = timezone.now()
        self.as_of = as_of or organisation.today(self.now)
        self.chosen = dict(entry.partition("=")[::2] for entry in columns)

    def run(self, progress: Callable[[int, int], None]) -> dict[str, Any]:
        """Read, compare, and unless this is a trial write."""
        from colead.apps.people import services
        from colead.files.columns import chosen_columns
        from colead.files.limits import LIMITS
        from colead.files.reading import read_bytes
        from colead.kit import scope
        from colead.kit.roles import console

        content = read_bytes(self.file, LIMITS)
        with scope.organisation(self.organisation):
            table = services.open_table(content, self.file.name)
            mapping = chosen_columns(services.columns_for(table.header), self.chosen)
            if self.dry_run:
                found = services.checked_diff(table, mapping, is_full=self.is_full, as_of=self.as_of)
                return self._result(found.counts, found.n_listed, len(found.warnings), None)
            done = services.import_staff_list(
                by=console(self.organisation),
                content=content,
                file_name=self.file.name,
                mapping=mapping,
                is_full=self.is_full,
                as_of=self.as_of,
                now=self.now,
                progress=progress,
            )
            summary = done.summary
            return self._result(summary["changes"], summary["listed"], summary["warnings"], done.pk)

    def _result(
        self, changes: dict[str, int], listed: int, warnings: int, import_id: int | None
    ) -> dict[str, Any]:
        return {
            "organisation": self.organisation.slug,
            "file": self.file.name,
            "as_of": self.as_of.isoformat(),
            "mode": "full" if self.is_full else "partial",
            "dry_run": self.dry_run,
            "import": import_id,
            "listed": listed,
            "changes": changes,
            "warnings": warnings,
        }

    def lines(self, result: dict[str, Any]) -> list[str]:
        """The result for a terminal."""
        from colead.apps.people.selectors.imports import report_lines

        return report_lines(result["changes"], result["import"])
