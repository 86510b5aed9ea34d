"""Foreseen errors as plain sentences on standard error; with ``--json`` as one problem object.

Nothing is printed to standard output when a command fails, and the exit code is 2.
"""

import json
import sys
from collections.abc import Sequence
from typing import IO, Any

import click

from colead.files.problems import FileError, Problem
from colead.files.translation import Translate, gettext_noop, translator

WRONG_INPUT = 2

_SUMMARY = gettext_noop("{name} cannot be used: {count} problems.")
_SUMMARY_ONE = gettext_noop("{name} cannot be used.")


class WrongInput(click.ClickException):
    """What the person has to correct: a sentence, or a list of problems of one file."""

    exit_code = WRONG_INPUT

    def __init__(
        self,
        message: str,
        *,
        code: str,
        problems: Sequence[Problem] = (),
        gettext: Translate = str,
        as_json: bool = False,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.problems = problems
        self.gettext = gettext
        self.as_json = as_json

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self._json() if self.as_json else self._text(), file=file or sys.stderr)

    def _text(self) -> str:
        return "\n".join([self.message, *(f"  {one.text(self.gettext)}" for one in self.problems)])

    def _json(self) -> str:
        """The shape of every error of Colead (RFC 9457)."""
        body = {
            "type": f"urn:colead:{self.code}",
            "title": self.message,
            "status": 422,
            "code": self.code,
            "detail": self.message,
            "problems": [one.to_dict(self.gettext) for one in self.problems],
        }
        return json.dumps(body, ensure_ascii=False, indent=2)


def as_click_error(error: Exception) -> click.ClickException | None:
    """The error for the terminal, or None for one that nobody has foreseen."""
    params: dict[str, Any] = click.get_current_context().find_root().meta
    as_json, language = bool(params.get("colead.json")), str(params.get("colead.language", "en"))
    if isinstance(error, FileError):
        return _file_error(error, language, as_json=as_json)
    engine_error = _class("colead.engine.errors", "EngineError")
    if engine_error and isinstance(error, engine_error):
        return WrongInput(error.text(_engine_text(language)), code=error.code, as_json=as_json)
    domain_error = _class("colead.apps.organisations.errors", "DomainError")
    if domain_error and isinstance(error, domain_error):
        return WrongInput(str(error), code=error.code, problems=error.problems, as_json=as_json)
    return None


def _file_error(error: FileError, language: str, *, as_json: bool) -> WrongInput:
    gettext = translator(language)
    several = len(error.problems) > 1
    summary = cli_text(language)(_SUMMARY if several else _SUMMARY_ONE)
    message = summary.format(name=error.name or "-", count=len(error.problems))
    code = "file_problems" if several else error.problems[0].code
    return WrongInput(message, code=code, problems=error.problems, gettext=gettext, as_json=as_json)


def _class(module: str, name: str) -> Any:
    """A class of a module if that module is loaded; if it is not, no error can be of that class."""
    return getattr(sys.modules.get(module), name, None)


def cli_text(language: str) -> Translate:
    """The translations of the command line's own sentences."""
    from pathlib import Path

    return translator(language, Path(__file__).parent / "locale")


def _engine_text(language: str) -> Translate:
    from importlib.util import find_spec
    from pathlib import Path

    engine = find_spec("colead.engine")
    assert engine is not None and engine.origin is not None
    return translator(language, Path(engine.origin).parent / "locale")
