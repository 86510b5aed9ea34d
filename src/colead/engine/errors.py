"""What the engine says when it cannot go on: what was wrong, what is allowed, what to do.

Messages are templates with named values, so that a face can translate them before it fills them in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Translate = Callable[[str], str]


def gettext_noop(template: str) -> str:
    """Mark a template for the translators and leave it as it is; imported as `_` where templates stand."""
    return template


class EngineError(ValueError):
    """A wrong input, in words that help.

    Parameters
    ----------
    template : English, with `{named}` fields; the message id for translators.
    code : short and stable, for programs (`unknown_manager`).
    hint : what is allowed or what to do next, a template too.
    values : what the fields of both templates stand for.

    >>> error = EngineError("Share {share} is above 1.", code="too_large", hint="Write 0 to 1.", share=1.5)
    >>> str(error)
    'Share 1.5 is above 1. Write 0 to 1.'
    """

    def __init__(self, template: str, /, *, code: str, hint: str = "", **values: Any) -> None:
        self.template = template
        self.code = code
        self.hint = hint
        self.values: Mapping[str, Any] = values
        super().__init__(template, code, hint, values)

    def text(self, gettext: Translate) -> str:
        """Translate the templates with `gettext`, then fill in the values."""
        parts = (self.template, self.hint)
        return " ".join(gettext(part).format(**self.values) for part in parts if part)

    def __str__(self) -> str:
        return self.text(gettext_noop)


class OrganisationError(EngineError):
    """The staff list does not describe an organisation.

    `problems` holds one OrganisationError per problem, and `rows` the positions (0, 1, ... in the order
    given) of the people whom a single problem is about, so that a reader of files can add line numbers.
    """

    def __init__(
        self, template: str, /, *, code: str, hint: str = "", rows: Sequence[int] = (), **values: Any
    ) -> None:
        super().__init__(template, code=code, hint=hint, **values)
        self.rows = tuple(rows)
        self.problems: tuple[OrganisationError, ...] = (self,)

    @classmethod
    def of(cls, problems: Sequence[OrganisationError]) -> OrganisationError:
        """Gather several problems in one error; a single problem stays itself."""
        if len(problems) == 1:
            return problems[0]
        gathered = cls(
            gettext_noop("The organisation has {count} problems."),
            code="several_problems",
            count=len(problems),
        )
        gathered.problems = tuple(problems)
        return gathered

    def text(self, gettext: Translate) -> str:
        """Translate and fill in; one line per problem where there are several."""
        own = super().text(gettext)
        if self.problems == (self,):
            return own
        return "\n".join([own, *(problem.text(gettext) for problem in self.problems)])


class TieError(EngineError):
    """The ties do not fit the organisation."""
