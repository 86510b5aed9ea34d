"""``colead analyse``: where leadership formally sits and where it really sits, from plain files."""

import datetime
from pathlib import Path
from typing import Any, Unpack

import click

from colead.cli.files import as_json, columns_by_file, told, write_files
from colead.cli.language import Speaker, speaker
from colead.cli.place import PlaceWords, place_options
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
    "--column",
    "--columns",
    "columns",
    multiple=True,
    metavar="OURS=HEADER",
    help="Say what a column holds: of PEOPLE (key, manager, ...), or of TIES (source, target, weight, ...).",
)
@click.option(
    "--answer", "answers", multiple=True, metavar="QUESTION=CHOICE", help="Say what PEOPLE leaves open."
)
@click.option("--no-header", is_flag=True, help="The files of TIES have no header: every row counts.")
@place_options("PEOPLE")
@click.option("--transposed", is_flag=True, help="In a matrix the columns answer and the rows are named.")
@click.option("--one-question", is_flag=True, help="All columns of answers answer one question.")
@click.option(
    "--person",
    "people_meant",
    multiple=True,
    metavar="WRITTEN=ID",
    help="Say who is meant; without an id: nobody.",
)
@click.option("--alike", is_flag=True, help="Whoever is spelled nearly like one person is that person.")
@click.option("--set-aside", is_flag=True, help="Leave out whoever is not in the staff list.")
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
    answers: tuple[str, ...],
    no_header: bool,
    transposed: bool,
    one_question: bool,
    people_meant: tuple[str, ...],
    alike: bool,
    set_aside: bool,
    language: str | None,
    **place: Unpack[PlaceWords],
) -> None:
    """Show where leadership sits, from a staff list and files of ties.

    PEOPLE is a staff list with a row for each person: id, manager, unit. Each file of TIES says who looks to
    whom: a row for each tie (from, to), answers of a survey form, a matrix, or a graph (GraphML, GEXF, GML,
    Pajek, UCINET DL, JSON). Without TIES the formal structure alone is shown.

    \b
    Examples:
      colead analyse people.csv
      colead analyse people.csv advice.csv friendship.csv --report map.html
      colead analyse people.csv advice.csv --json - --respondents answered.csv
      colead analyse staff.xlsx --column "manager=Nearest lead" --as-of 2026-09-30
      colead analyse people.csv answers.xlsx --column "source=E-mail" --column "target=Whom do you ask?"
      colead analyse people.csv net.graphml --person "Mikkel L=1041" --set-aside

    Nothing is written unless everything could be read and computed.
    """
    speak = speaker(ctx, language, as_json=json_file is not None)

    from colead.cli.analysis import Question, answer, steps  # only now: it loads the engine
    from colead.cli.output import result_text
    from colead.cli.progress import Progress
    from colead.files.chosen_place import chosen_place
    from colead.files.tie_layout import TieChoices
    from colead.files.tie_people import TieAnswers

    day = as_of.date() if as_of else None
    of_people, of_ties = columns_by_file(columns, ctx)
    header = () if no_header else None
    choices = TieChoices(of_ties, header, one_question or None, transposed)
    meant = TieAnswers(dict(entry.rpartition("=")[::2] for entry in people_meant), alike, set_aside)
    where = chosen_place(**place)
    said = dict(entry.rpartition("=")[::2] for entry in answers)
    question = Question(people, ties, respondents, day, seed, of_people, choices, meant, where, said)
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
