"""What the municipality was asked, and when."""

from dataclasses import dataclass
from datetime import date, timedelta

from colead.sample.records import Bilingual


@dataclass(frozen=True)
class Question:
    """One question on one day.

    named : how many colleagues people name on average.
    pull_of_leads : how much more often a formal lead is named than a colleague, as a logarithm.
    is_before : asked a year ago, when some units still hung on one person.
    topic : whose answers are alike: the same topic has the same people at its centre.
    """

    key: str
    name: Bilingual
    text: Bilingual
    held_on: date
    named: float
    pull_of_leads: float
    is_before: bool
    topic: str
    is_weighted: bool


_ADVICE = Bilingual("Råd i hverdagen", "Advice in daily work")
_ADVICE_TEXT = Bilingual(
    "Hvem går du til, når du har brug for råd om, hvordan en opgave skal løses?",
    "Whom do you go to when you need advice on how to solve a task?",
)
_NEW = Bilingual("Går forrest, når noget nyt begynder", "Takes the lead when something new starts")
_NEW_TEXT = Bilingual(
    "Hvem går forrest, når noget nyt skal i gang?",
    "Who takes the lead when something new is to be started?",
)


def questions(today: date) -> tuple[Question, ...]:
    """Advice a year ago; advice, and who takes the lead, a month ago."""
    lately, before = today - timedelta(days=28), today - timedelta(days=28 + 364)
    return (
        Question("advice-before", _ADVICE, _ADVICE_TEXT, before, 6.0, 0.9, True, "advice", True),
        Question("advice", _ADVICE, _ADVICE_TEXT, lately, 6.2, 0.8, False, "advice", True),
        Question("new-things", _NEW, _NEW_TEXT, lately, 3.8, 0.4, False, "new things", False),
    )
