"""Why a backup cannot be made, read or restored: templates with named values, translated where shown."""

from pathlib import Path

from colead.files.translation import translator

_LOCALE = Path(__file__).parent / "locale"


class BackupError(Exception):
    """Something that the operator has to change.

    template, hint : English with `{named}` fields.
    code : short and stable, for programs.
    """

    def __init__(self, template: str, /, *, code: str, hint: str = "", **values: object) -> None:
        super().__init__(template, values)
        self.template, self.hint, self.code, self.values = template, hint, code, values

    def text(self, language: str) -> str:
        """What is wrong and what to do, in this language."""
        gettext = translator(language, _LOCALE)
        parts = [gettext(part).format(**self.values) for part in (self.template, self.hint) if part]
        return " ".join(parts)

    def __str__(self) -> str:
        return self.text("en")


class Damaged(BackupError):
    """A check of a backup failed: a finding, and nothing has been written."""
