"""``colead analyse``: where leadership formally sits and where it really sits, from plain files."""

import datetime
from pathlib import Path
from typing import Any

import click

from colead.cli.files import as_json, named_columns, told, write_files
from colead.cli.language import Speaker, speaker
from colead.files.translation import LANGUAGES, translator


@click.command(name="analyse")
@click.argument("people", type=click.Path(path_type=Path))
@click.argument("ties", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--json", "json_file", type=click.Path(path_type=Path), metavar="FILE|-", help="Write JSON; - prints it."
)
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a report to read and print (HTML).",
)
@click.option(
    "--respondents", type=click.Path(path_type=Path), metavar="FILE", help="Who answered; else everybody did."
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="The organisation on this day; else today.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Decides every random draw.")
@click.option(
    "--column", "columns", multiple=True, metavar="OURS=HEADER", help="Say what a column of PEOPLE holds."
)
@click.option(
    "--language", type=click.Choice(LANGUAGES), help="Of tables, report and errors; else the terminal's."
)
@click.pass_context
def command(
    ctx: click.Context,
    people: Path,
    ties: tuple[Path, ...],
    json_file: Path | None,
    report: Path | None,
    respondents: Path | None,
    as_of: datetime.datetime | None,
    seed: int,
    columns: tuple[str, ...],
    language: str | None,
) -> None:
    """Show where leadership sits, from a staff list and files of ties.

    PEOPLE is a staff list (CSV, XLSX or Parquet) with a row for each person: id, manager, unit. Each file of
    TIES has a row for each tie: from, to. Without TIES the formal structure alone is shown.

    \b
    Examples:
      colead analyse people.csv
      colead analyse people.csv advice.csv friendship.csv --report map.html
      colead analyse people.csv advice.csv --json - --respondents answered.csv
      colead analyse staff.xlsx --column "manager=Nearest lead" --as-of 2026-09-30

    Nothing is written unless everything could be read and computed.
    """
    speak = speaker(ctx, language, as_json=json_file is not None)

    from colead.cli.analysis import Question, answer, steps  # only now: it loads the engine
    from colead.cli.output import result_text
    from colead.cli.progress import Progress
    from colead.files.columns import STAFF_COLUMNS

    day = as_of.date() if as_of else None
    question = Question(people, ties, respondents, day, seed, named_columns(columns, STAFF_COLUMNS, ctx))
    with Progress(steps(question)) as progress:
        result = answer(question, progress.step, translator(speak.language))
        shown = told(result, json_file, result_text, speak)
        files = as_json(result, json_file) | _report(result, report, speak)
    write_files(files, shown, speak)


def _report(result: dict[str, Any], report: Path | None, speak: Speaker) -> dict[Path, str]:
    if report is None:
        return {}
    from colead.cli.report import report_html  # loads the drawing of charts

    return {report: report_html(result, speak)}
