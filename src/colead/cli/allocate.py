"""``colead allocate``: who could lead what, by their strengths and wishes, from plain files."""

import datetime
from pathlib import Path
from typing import Any

import click

from colead.cli.files import as_json, named_columns, told, write_files
from colead.cli.language import Speaker, speaker
from colead.files.translation import LANGUAGES, gettext_noop, translator

_FINDING = 1
_FILE = click.Path(path_type=Path)
_NOTHING_TO_TAKE = gettext_noop("Not written, because nothing is proposed: {path}")
_POSITIVE = click.FloatRange(min=0)


@click.command(name="allocate")
@click.option("--people", type=_FILE, required=True, metavar="FILE", help="The staff list.")
@click.option("--strengths", type=_FILE, required=True, metavar="FILE", help="What people are good at.")
@click.option("--tasks", type=_FILE, required=True, metavar="FILE", help="What there is to lead.")
@click.option("--needs", type=_FILE, metavar="FILE", help="What tasks need, where TASKS does not say.")
@click.option("--assignments", type=_FILE, metavar="FILE", help="Who holds what; who is locked in or out.")
@click.option("--exclusion-pairs", type=_FILE, metavar="FILE", help="Pairs of people never on the same task.")
@click.option(
    "--json", "json_file", type=_FILE, metavar="FILE|-", help="Write JSON; - prints it instead of the table."
)
@click.option("-o", "--output", type=_FILE, metavar="FILE", help="Write a row for each seat (CSV).")
@click.option(
    "--hours",
    type=click.FloatRange(0, 168),
    default=4.0,
    show_default=True,
    help="A week, where the staff list does not say.",
)
@click.option(
    "--most-tasks",
    type=click.IntRange(0),
    metavar="N",
    help="Seats a person takes at most, where the staff list does not say; else any number.",
)
@click.option(
    "--formal-share",
    type=click.FloatRange(0, 1),
    metavar="SHARE",
    help="Formal leaders hold at most this share of the seats, 0 to 1.",
)
@click.option(
    "--stretch/--no-stretch",
    default=False,
    help="Once a person, one critical competency may be one level short beside a mentor.",
)
@click.option("--no-fairness", is_flag=True, help="The best fit, however the load is shared.")
@click.option(
    "--continuity",
    type=_POSITIVE,
    default=0.0,
    show_default=True,
    help="Fit that a seat gains by staying with whoever holds it.",
)
@click.option(
    "--wish-weight",
    type=_POSITIVE,
    default=0.1,
    show_default=True,
    help="Fit gained by one step of wish.",
)
@click.option(
    "--next",
    "runners_up",
    type=click.IntRange(0, 10),
    default=3,
    show_default=True,
    help="How many who were next are named for each seat; 0 is quickest.",
)
@click.option("--no-prices", is_flag=True, help="Leave out what each demand costs: quicker.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="Who is at work that day; else today."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Decides among equals.")
@click.option(
    "--column", "columns", multiple=True, metavar="OURS=HEADER", help="Say what a column of a file holds."
)
@click.option("--language", type=click.Choice(LANGUAGES), help="Of tables and errors; else the terminal's.")
@click.pass_context
def command(ctx: click.Context, /, json_file: Path | None, output: Path | None, **asked: Any) -> None:
    """Propose who could lead what, by strengths and wishes.

    As many seats as possible are filled, then the load is shared as evenly as possible, then people fit as
    well as possible. For every seat you see who was next and why not they. Nothing is assigned: only the
    person's own yes does that. Whoever has not agreed appears nowhere.

    \b
    Examples:
      colead allocate --people people.csv --strengths strengths.csv --tasks tasks.csv
      colead allocate --people people.csv --strengths strengths.csv --tasks tasks.csv
          --assignments assignments.csv --stretch --formal-share 0.3 -o allocation.csv
      colead allocate --people staff.xlsx --strengths s.csv --tasks t.csv --json -

    Exit codes: 0 done, 1 the demands contradict each other, 2 wrong input. Nothing is written unless
    everything could be read and computed.
    """
    speak = speaker(ctx, asked["language"], as_json=json_file is not None)

    from colead.cli.allocation import answer, steps  # only now: it loads the engine
    from colead.cli.allocation_text import result_text
    from colead.cli.progress import Progress

    question = _question(ctx, asked)
    with Progress(steps(question)) as progress:
        result = answer(question, progress.step, translator(speak.language))
        shown = told(result, json_file, result_text, speak)
        files = as_json(result, json_file) | _seats(result, output, speak)
    write_files(files, shown, speak)
    if result["proposal"]["conflict"]:
        if output is not None:
            click.echo(speak(_NOTHING_TO_TAKE, path=output), err=True)
        ctx.exit(_FINDING)


def _question(ctx: click.Context, asked: dict[str, Any]) -> Any:
    from colead.cli.allocation import Question
    from colead.engine.leadership.problem import Rules
    from colead.files.allocation_files import ALL_COLUMNS, AllocationFiles

    paths = {
        name: asked[name]
        for name in ("people", "strengths", "tasks", "needs", "assignments", "exclusion_pairs")
    }
    day: datetime.datetime | None = asked["as_of"]
    same = ("wish_weight", "stretch", "formal_share", "continuity", "seed", "runners_up")
    rules = Rules(
        fairness=not asked["no_fairness"],
        prices=not asked["no_prices"],
        **{name: asked[name] for name in same},
    )
    return Question(
        files=AllocationFiles(**paths, columns=named_columns(asked["columns"], ALL_COLUMNS, ctx)),
        as_of=day.date() if day else None,
        hours=asked["hours"],
        most_tasks=asked["most_tasks"],
        rules=rules,
    )


def _seats(result: dict[str, Any], output: Path | None, speak: Speaker) -> dict[Path, str]:
    """The file of seats, where something is proposed."""
    from colead.cli.allocation_csv import seats_csv

    if output is None or result["proposal"]["conflict"]:
        return {}
    return {output: seats_csv(result, speak)}
