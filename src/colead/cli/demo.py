"""`colead demo`: the whole product with a sample organisation, in a folder of its own."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from colead.cli.demo_place import LOCAL, prepare_home, use_home
from colead.cli.installation import is_front_end_built, migrate, note
from colead.cli.language import Speaker, speaker
from colead.cli.progress import Progress
from colead.cli.serve import require_free_port, run_server
from colead.files.translation import LANGUAGES
from colead.files.translation import gettext_noop as _

if TYPE_CHECKING:
    from colead.apps.organisations.models import Organisation
    from colead.sample.sign_in import CharacterLink

_FAILED_CHECK = 1

_DATABASE = _("Database")
_READY = _("{name} is ready at {url}")
_SIGN_IN = _("Open one of these links to sign in as one of them:")
_HINT = _(
    "What you change stays. Start over with: colead demo --reset\n"
    "These links sign in whoever has them; only the sample can be reached with them."
)
_NOT_BUILT = _("The pages have no styles and scripts yet. In a copy of the source, run: make demo")
_OPEN = _("Everybody who can reach {host} and has a link can sign in. Put nothing real into the demo.")
_OTHER_LANGUAGE = _(
    "The sample has been made in the other language and stays so. Start over with --reset to change it."
)


@click.command(name="demo")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var/demo"),
    show_default=True,
    help="Folder of the demo: a real installation is never touched.",
)
@click.option("--reset", is_flag=True, help="Start over: throw away what was changed.")
@click.option("--yes", is_flag=True, help="Do not ask before --reset.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), help="Of the sample; else the terminal's, or English."
)
@click.option("--no-serve", is_flag=True, help="Prepare and print the links only.")
@click.option("--json", "as_json", is_flag=True, help="Print the links as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    host: str,
    port: int,
    home: Path,
    reset: bool,
    yes: bool,
    language: str | None,
    no_serve: bool,
    as_json: bool,
) -> None:
    """Start Colead with Solbakke Kommune, a made-up municipality of 600 people.

    Prints links to sign in as a member, a unit lead, the people team, a consultant and the owner. Run again,
    it keeps what you changed.

    \b
    Examples:
      colead demo
      colead demo --port 8001 --language en
      colead demo --reset
      colead demo --no-serve --json
    """
    speak = speaker(ctx, language, as_json=as_json)
    if not no_serve:
        require_free_port(host, port)  # said now, not after the sample has been made
        _require_front_end(ctx, speak)
    prepare_home(home, speak, reset=reset, yes=yes)
    url = use_home(home, host, port)
    organisation, links = _prepare_sample(speak, language)
    click.echo(_json(organisation, links, url, speak) if as_json else _text(organisation, links, url, speak))
    if no_serve:
        return
    if host not in LOCAL:
        note(speak(_OPEN, host=host))
    ctx.exit(run_server(host, port, workers=1, with_worker=True))


def _require_front_end(ctx: click.Context, speak: Speaker) -> None:
    if not is_front_end_built():
        note(speak(_NOT_BUILT))
        ctx.exit(_FAILED_CHECK)


def _prepare_sample(speak: Speaker, language: str | None) -> "tuple[Organisation, list[CharacterLink]]":
    """The database, the sample if it is not there yet, and the links."""
    from colead.cli.installation import prepare

    prepare()
    from django.utils import timezone, translation

    from colead.sample.load import find_sample, load_sample, sample_parts
    from colead.sample.sign_in import sign_in_links

    now = timezone.now()
    with Progress(len(sample_parts()) + 1) as progress, translation.override(speak.language):
        progress.step(speak(_DATABASE))
        migrate()
        organisation = find_sample()
        if organisation is None:
            organisation = load_sample(
                language=speak.language, now=now, begin=lambda part: progress.step(str(part.label))
            )
    if language and organisation.settings["language"] != language:
        note(speak(_OTHER_LANGUAGE))
    return organisation, sign_in_links(organisation, now=now)


def _text(organisation: "Organisation", links: "Sequence[CharacterLink]", url: str, speak: Speaker) -> str:
    ready = speak(_READY, name=click.style(organisation.name, bold=True), url=url)
    people = [_lines(link, speak) for link in links]
    return "\n\n".join([ready, speak(_SIGN_IN), *people, speak(_HINT)])


def _lines(link: "CharacterLink", speak: Speaker) -> str:
    person = link.character
    name = click.style(person.name, bold=True)
    return f"  {name}, {person.what.spoken(speak.language)}\n  {link.url}"


def _json(organisation: "Organisation", links: "Sequence[CharacterLink]", url: str, speak: Speaker) -> str:
    result = {
        "organisation": organisation.slug,
        "url": url,
        "links": [_as_json(link, speak) for link in links],
    }
    return json.dumps(result, ensure_ascii=False, indent=2)


def _as_json(link: "CharacterLink", speak: Speaker) -> dict[str, Any]:
    person = link.character
    return {
        "role": person.part,
        "name": person.name,
        "email": person.email,
        "what": person.what.spoken(speak.language),
        "link": link.url,
    }
