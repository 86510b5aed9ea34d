"""What a file leaves open, so that a person has to say it: one shape for page, API and command line.

A question has a code, words, the column it is about, choices and the one that is likely. Its *id* is the
code, with the column where there may be several: ``status:Status``. Answers are kept by id. Until it has one,
the file is read as is likely and can be looked at, but where the question matters it is not applied.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from colead.files.masking import mask
from colead.files.problems import FileProblem
from colead.files.translation import Translate
from colead.files.translation import gettext_noop as _

Answers = Mapping[str, str]
NO_ANSWERS: Answers = MappingProxyType({})
_ANY = ""  # the words of choices that are named by the file, as columns are


class QuestionKind(NamedTuple):
    """The sentence and the words of each choice, with named fields."""

    template: str
    choices: Mapping[str, str]
    matters: bool = True  # nothing is applied before it has an answer


QUESTIONS = {
    "which_column": QuestionKind(
        _("{count} columns are called “{name}”. Which one holds “{label}”?"),
        {_ANY: _("{choice} (for example {sample})")},
    ),
    "date_order": QuestionKind(
        _("{columns}: {example} can only be a date with the month first. Are all of them written like that?"),
        {
            "month_first": _("The month stands first"),
            "day_first": _("The day stands first, and the others are mistakes"),
        },
    ),
    "status": QuestionKind(
        _("{column} says {words}: {people} ({count} in all). Do they work here?"),
        {
            "left": _("They do not: their employment ends, and nobody reports to them"),
            "employed": _("They do"),
        },
    ),
    "headings": QuestionKind(
        _("{rows} stand alone in their rows ({count} in all). Are they people?"),
        {
            "headings": _("They are headings: leave these rows out"),
            "people": _("They are people of whom nothing else is known"),
        },
    ),
    "same_people": QuestionKind(
        _("With another spelling of the id: {people} ({count} in all). Are they the same people?"),
        {"same": _("They are the same people"), "different": _("They are different people")},
    ),
    "same_people_renamed": QuestionKind(
        _("With a like id and another name: {people} ({count} in all). Are they the same people?"),
        {"same": _("They are the same people"), "different": _("They are different people")},
    ),
    "unit_goes_on": QuestionKind(
        _("“{unit}” ends. Where does what belongs to it go on, such as leadership tasks?"),
        {_ANY: _("In “{sample}”")},
        matters=False,
    ),
    "unit_tree": QuestionKind(
        _("The file places no unit below another. By who reports to whom, {count} new ones can be: {units}."),
        {"flat": _("Leave them beside each other"), "lines": _("Place them like that")},
        matters=False,
    ),
}


@dataclass(frozen=True)
class Question:
    """One question about a file. A civil registration number is masked in everything it says."""

    code: str
    column: str | None
    choices: tuple[str, ...]
    likely: str
    answer: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        masked = {name: mask(v) if isinstance(v, str) else v for name, v in self.values.items()}
        object.__setattr__(self, "values", masked)

    @property
    def id(self) -> str:
        """What its answer is kept by."""
        return f"{self.code}:{self.column}" if self.column else self.code

    @property
    def matters(self) -> bool:
        """Nothing may be applied before it has an answer."""
        return QUESTIONS[self.code].matters

    @property
    def is_in_the_way(self) -> bool:
        """It matters, and nobody has said it yet."""
        return self.matters and self.answer is None

    @property
    def taken(self) -> str:
        """The choice by which the file is read: the answer, until then what is likely."""
        return self.answer or self.likely

    def text(self, gettext: Translate) -> str:
        """The question as a sentence."""
        fields = {name: gettext(str(v)) if name == "label" else v for name, v in self.values.items()}
        return gettext(QUESTIONS[self.code].template).format(column=self.column, **fields)

    def words(self, choice: str, gettext: Translate) -> str:
        """A choice in words."""
        kind = QUESTIONS[self.code].choices
        samples = self.values.get("samples")
        sample = samples.get(choice, "") if isinstance(samples, dict) else ""
        return gettext(kind.get(choice) or kind[_ANY]).format(choice=choice, sample=sample)

    def as_problem(self) -> FileProblem:
        """The question as what stands in the way, with the answers that it takes."""
        return self._told(_("Answer {id} with one of: {choices}."))

    def as_warning(self) -> FileProblem:
        """The question where nobody can be asked: how the file was read."""
        return self._told(_("It was read as: {taken}."))

    def _told(self, hint: str) -> FileProblem:
        told = {"id": self.id, "choices": ", ".join(self.choices), "taken": self.taken}
        template = QUESTIONS[self.code].template
        return FileProblem(None, self.column, None, self.code, template, hint, {**self.values, **told})

    def to_dict(self, gettext: Translate = str) -> dict[str, object]:
        """As data: id, code, column, question, choices with their words, what is likely, the answer."""
        return {
            "id": self.id,
            "code": self.code,
            "column": self.column,
            "question": self.text(gettext),
            "choices": {choice: self.words(choice, gettext) for choice in self.choices},
            "likely": self.likely,
            "answer": self.answer,
            "matters": self.matters,
        }


def ask(
    code: str,
    answers: Answers,
    *,
    likely: str,
    column: str | None = None,
    choices: Sequence[str] = (),
    **values: object,
) -> Question:
    """A question of a kind, with its answer where one was given that is among the choices."""
    offered = tuple(choices or QUESTIONS[code].choices)
    asked = Question(code, column, offered, likely, values=values)
    given = answers.get(asked.id)
    return Question(code, column, offered, likely, given if given in offered else None, values)
