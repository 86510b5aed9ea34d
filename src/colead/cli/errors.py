"""Foreseen errors as plain sentences on standard error; with ``--json`` as one problem object.

Nothing is printed to standard output when a command fails, and the exit code is 2.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from colead.files.problems import FileError, TiesError
from colead.files.translation import Translate, gettext_noop, translator

if TYPE_CHECKING:
    from colead.backup.errors import BackupError

FINDING, WRONG_INPUT = 1, 2
# What a command notes in its context, so that its errors are told in the form and language of its results.
AS_JSON, LANGUAGE = "colead.json", "colead.language"
_PACKAGE = Path(__file__).parents[1]

_SUMMARY = gettext_noop("{name} cannot be used: {count} problems.")
_SUMMARY_ONE = gettext_noop("{name} cannot be used.")
_FILES = gettext_noop("{count} files cannot be used.")
# Problems of files of ties that an option answers.
_OPTIONS = {
    "unknown_person": gettext_noop("--set-aside leaves out whoever is not in the staff list."),
    "person_suggested": gettext_noop("--alike takes people who are spelled nearly so, where only one is."),
    "ambiguous_person": gettext_noop("--person WRITTEN=ID says who is meant."),
}


class WrongInput(click.ClickException):
    """What the person has to correct: a sentence, or the problems of one or several files."""

    exit_code = WRONG_INPUT

    language, as_json = "en", False

    def __init__(self, message: str, *, code: str, files: Sequence[FileError] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.files = files

    def as_noted(self, ctx: click.Context) -> "WrongInput":
        """The error in the form and language of the command's results."""
        self.as_json, self.language = bool(ctx.meta.get(AS_JSON)), str(ctx.meta.get(LANGUAGE, "en"))
        return self

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self._json() if self.as_json else self._text(), file=file or sys.stderr)

    def _text(self) -> str:
        gettext = translator(self.language)
        lines = [self.message] if len(self.files) != 1 or not self.files[0].name else []
        for error in self.files:
            lines.append(summary(error, self.language))
            lines += [f"  {one.text(gettext)}" for one in error.problems]
        codes = {one.code for error in self.files if isinstance(error, TiesError) for one in error.problems}
        lines += [cli_text(self.language)(said) for code, said in _OPTIONS.items() if code in codes]
        return "\n".join(lines)

    def _json(self) -> str:
        """The shape of every error of Colead (RFC 9457), with the problems by file and line."""
        gettext = translator(self.language)
        body = {
            "type": f"urn:colead:{self.code}",
            "title": self.message,
            "status": 422,
            "code": self.code,
            "detail": self.message,
            "problems": [
                {"file": error.name, **one.to_dict(gettext)} for error in self.files for one in error.problems
            ],
        }
        return json.dumps(body, ensure_ascii=False, indent=2)


class Finding(WrongInput):
    """A check that failed; nobody has given anything wrong."""

    exit_code = FINDING


def as_wrong_input(error: Exception, language: str) -> WrongInput | None:
    """The error for the terminal, or None for one that nobody has foreseen."""
    files = _file_errors(error)
    if files:
        code = files[0].problems[0].code if len(files) == len(files[0].problems) == 1 else "file_problems"
        message = summary(files[0], language) if len(files) == 1 else cli_text(language)(_FILES)
        message = message.format(count=len(files))
        return WrongInput(message, code=code, files=files)
    engine_error = _class("colead.engine.errors", "EngineError")
    if engine_error and isinstance(error, engine_error):
        return WrongInput(error.text(engine_text(language)), code=error.code)
    backup_error = _class("colead.backup.errors", "BackupError")
    if backup_error and isinstance(error, backup_error):
        return _backup_error(error, language)
    domain_error = _class("colead.kit.errors", "DomainError")
    if domain_error and isinstance(error, domain_error):
        problems = [FileError(error.problems)] if error.problems else []
        return WrongInput(str(error), code=error.code, files=problems)
    return None


def _backup_error(error: "BackupError", language: str) -> WrongInput:
    """A backup that does not stand its checks is a finding, everything else a wrong input."""
    kind = Finding if isinstance(error, _class("colead.backup.errors", "Damaged")) else WrongInput
    return kind(error.text(language), code=error.code)


def summary(error: FileError, language: str) -> str:
    """What a file's problems come to."""
    template = _SUMMARY if len(error.problems) > 1 else _SUMMARY_ONE
    return cli_text(language)(template).format(name=error.name or "-", count=len(error.problems))


def _file_errors(error: Exception) -> list[FileError]:
    if isinstance(error, FileError):
        return [error]
    if isinstance(error, ExceptionGroup):
        return [one for one in error.exceptions if isinstance(one, FileError)]
    return []


def _class(module: str, name: str) -> Any:
    """A class of a module if that module is loaded; if it is not, no error can be of that class."""
    return getattr(sys.modules.get(module), name, None)


def cli_text(language: str) -> Translate:
    """The translations of the command line's own sentences."""
    return translator(language, _PACKAGE / "cli" / "locale")


def engine_text(language: str) -> Translate:
    """The translations of the engine's sentences."""
    return translator(language, _PACKAGE / "engine" / "locale")
