"""`colead doctor`: is everything in order, and what to do where it is not."""

import json
import os
import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

import click

from colead.cli.installation import prepare
from colead.cli.language import Speaker, speaker
from colead.files.translation import LANGUAGES
from colead.files.translation import gettext_noop as _
from colead.kit.private_files import close_to_others

if TYPE_CHECKING:
    from colead.cli.checks import Check
    from colead.settings.environment import Setting

_A_CHECK_FAILED = 1
_OK, _PROBLEM = _("ok"), _("problem")
_ALL_WELL = _("Everything is in order.")
_NOT_WELL = _("{count} of {all} checks found a problem.")
_MENDED = _("Closed to other users:\n  {paths}")
_IS_SET, _NOT_SET = _("(set)"), _("(not set)")


@click.command(name="doctor")
@click.option("--settings", "show_settings", is_flag=True, help="Show every setting and its value instead.")
@click.option("--fix", is_flag=True, help="Mend first what can be mended safely: files that others can read.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Of the report; else the terminal's.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def command(ctx: click.Context, show_settings: bool, fix: bool, language: str | None, as_json: bool) -> None:
    """Check the installation: database, front end, keys, files, e-mail, disk, time.

    Exit codes: 0 everything is in order, 1 a check found a problem, 2 a setting cannot be used.

    \b
    Examples:
      colead doctor
      colead doctor --fix
      colead doctor --settings
      colead doctor --json
    """
    speak = speaker(ctx, language, as_json=as_json)
    if show_settings:
        click.echo(_settings(speak, as_json=as_json))
        return
    prepare()
    ctx.exit(_report(speak, _mend() if fix else [], as_json=as_json))


def _mend() -> list[str]:
    """The paths that were open to others and are closed now."""
    from django.conf import settings

    return [str(path) for path in close_to_others(settings.HOME)]


def _report(speak: Speaker, mended: list[str], *, as_json: bool) -> int:
    from colead.cli.checks import run_checks

    if mended and not as_json:
        click.echo(speak(_MENDED, paths="\n  ".join(mended)) + "\n")
    done = []
    for check in run_checks():
        done.append(check)
        if not as_json:
            click.echo(_line(check, speak))
    problems = sum(not check.ok for check in done)
    if as_json:
        checks = [_as_json(check, speak) for check in done]
        result = {"ok": not problems, "checks": checks, "mended": mended}
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        click.echo("\n" + (speak(_NOT_WELL, count=problems, all=len(done)) if problems else speak(_ALL_WELL)))
    return _A_CHECK_FAILED if problems else 0


def _line(check: "Check", speak: Speaker) -> str:
    mark = click.style(f"{speak(_OK if check.ok else _PROBLEM):<8}", fg="green" if check.ok else "red")
    line = f"{mark} {speak(check.name)}: {speak(check.found, **check.values)}"
    return line if check.ok else f"{line}\n         {speak(check.to_do, **check.values)}"


def _as_json(check: "Check", speak: Speaker) -> dict[str, object]:
    return {
        "check": speak(check.name),
        "ok": check.ok,
        "found": speak(check.found, **check.values),
        "to_do": "" if check.ok else speak(check.to_do, **check.values),
    }


def _environment() -> ModuleType:
    """The table of settings, also where a wrong one keeps its package from being imported."""
    try:
        return import_module("colead.settings.environment")
    except ValueError:
        return sys.modules["colead.settings.environment"]


def _settings(speak: Speaker, *, as_json: bool) -> str:
    rows = [
        {
            "name": setting.name,
            "value": _value(setting, speak),
            "default": setting.default,
            "help": setting.help,
        }
        for setting in _environment().ALL
    ]
    if as_json:
        return json.dumps(rows, ensure_ascii=False, indent=2)
    return "\n\n".join(
        f"{click.style(row['name'], bold=True)} = {row['value']}\n  {row['help']}" for row in rows
    )


def _value(setting: "Setting", speak: Speaker) -> str:
    """What is in force; of a secret only whether it is set."""
    if setting.secret:
        return speak(_IS_SET if setting.is_set() else _NOT_SET)
    return os.environ.get(setting.name, setting.default)
