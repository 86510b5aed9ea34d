"""`colead setup`: an installation ready to use, and its first owner."""

import json

import click

from colead.cli.distributed import distribute, print_script, require_citus
from colead.cli.errors import WrongInput
from colead.cli.installation import is_front_end_built, migrate, note, prepare
from colead.cli.language import Speaker, speaker
from colead.cli.progress import Progress
from colead.cli.serve import collect_static
from colead.files.translation import LANGUAGES
from colead.files.translation import gettext_noop as _
from colead.kit.private_files import close_to_others

_DATABASE = _("Database")
_STYLES = _("Styles and scripts")
_PREPARED = _("The database is up to date.")
_NOT_BUILT = _("The pages have no styles and scripts yet. In a copy of the source, run: make dist")
_NO_OWNER = _(
    "Nobody owns an organisation here yet. Make the first owner with:\n"
    '  colead setup --owner-email you@example.org --organisation "Name of your organisation"'
)
_NOT_NOTED = _(
    "The list of erasures cannot be written: {error}. Make its folder and give both to the user that runs "
    "Colead, or set COLEAD_ERASURES otherwise."
)
_NEEDS_OWNER = _("Who owns {name}? Give an address with --owner-email.")
_NOTHING_TO_PRINT = _("--print shows the SQL of --distributed. Give both.")
_LINK = _("{email} owns {name}. Sign in with this link, once, within {days} days:")
_NEXT = _("Start the pages with: colead serve. Check everything with: colead doctor.")


@click.command(name="setup")
@click.option("--owner-email", metavar="ADDRESS", help="Who owns the organisation.")
@click.option("--organisation", "name", metavar="NAME", help="Name of the organisation; made if it is new.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Of the organisation; else the terminal's.")
@click.option("--distributed", is_flag=True, help="Let several PostgreSQL share the rows, by Citus.")
@click.option(
    "--print", "only_print", is_flag=True, help="With --distributed: print its SQL, change nothing."
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    owner_email: str | None,
    name: str | None,
    language: str | None,
    distributed: bool,
    only_print: bool,
    as_json: bool,
) -> None:
    """Bring the database up to date, and make the first owner and organisation.

    Run it after installing and after every update: what is there already stays as it is.

    \b
    Examples:
      colead setup
      colead setup --owner-email anna@example.org --organisation "Solbakke Kommune" --language da
      colead setup --distributed --print
    """
    speak = speaker(ctx, language, as_json=as_json)
    if name and not owner_email:
        raise WrongInput(speak(_NEEDS_OWNER, name=name), code="no_owner")
    if only_print and not distributed:
        raise WrongInput(speak(_NOTHING_TO_PRINT), code="nothing_to_print")
    prepare()
    if only_print:
        print_script(speak)
        return
    if distributed:
        require_citus(speak)
    _prepare(speak)
    distribute(speak, asked=distributed)
    if owner_email is None:
        _report(speak, as_json=as_json)
    else:
        _make_owner(owner_email, name, speak, as_json=as_json)


def _prepare(speak: Speaker) -> None:
    from django.conf import settings

    close_to_others(settings.HOME)  # of an installation that an older version made
    _begin_list_of_erasures(speak)
    with Progress(2) as progress:
        progress.step(speak(_DATABASE))
        migrate()
        _make_keys()
        progress.step(speak(_STYLES))
        if is_front_end_built():
            collect_static()
    if not is_front_end_built():
        note(speak(_NOT_BUILT))


def _make_keys() -> None:
    """There from the first day: with several machines, the first one's are copied to the others."""
    from colead.apps.ledger.checkpoint import signing_key

    signing_key()


def _begin_list_of_erasures(speak: Speaker) -> None:
    """To be found where it is looked for, though nothing has been erased yet."""
    from colead.kit import erasures

    try:
        erasures.append([])
    except OSError as error:
        raise WrongInput(speak(_NOT_NOTED, error=error), code="erasures_not_writable") from error


def _report(speak: Speaker, *, as_json: bool) -> None:
    """Say what was done, and what is still to do where nobody owns anything."""
    from colead.apps.organisations.selectors import has_owner

    if as_json:
        click.echo(json.dumps({"has_owner": has_owner()}))
        return
    click.echo(speak(_PREPARED))
    if not has_owner():
        click.echo(speak(_NO_OWNER))


def _make_owner(email: str, name: str | None, speak: Speaker, *, as_json: bool) -> None:
    from django.utils import timezone

    from colead.cli.first_owner import make_owner

    owned = make_owner(email=email, name=name, now=timezone.now(), speak=speak)
    if as_json:
        result = {"organisation": owned.organisation.slug, "owner": owned.email, "url": owned.url}
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
        return
    link = speak(_LINK, email=owned.email, name=owned.organisation.name, days=owned.days)
    click.echo(f"{link}\n  {owned.url}")
    click.echo(speak(_NEXT))
