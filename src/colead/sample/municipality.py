"""Make the whole sample: one call, the same for the same seed and day."""

from datetime import date

from colead.sample import characters
from colead.sample.history import History
from colead.sample.questions import questions
from colead.sample.records import Bilingual, Municipality, NominationSet
from colead.sample.streams import stream
from colead.sample.strengths import strength_consents, strengths
from colead.sample.ties import nomination_set
from colead.sample.units import BY_KEY
from colead.sample.workplace import workplace_on

NAME = Bilingual("Solbakke Kommune", "Solbakke Municipality")
SEED = 1
_CONSENT_TO_BE_NAMED = 0.55


def make_municipality(seed: int, today: date) -> Municipality:
    """Solbakke Kommune as it is on `today`, with the two years before. About half a second."""
    history = History(seed, today).play()
    always = {person.key for person in history.people if person.name in _names_inside()}
    employed = sorted(history.roll.everybody())
    described = strengths(seed, employed, always, history.roll.lines())
    return Municipality(
        seed=seed,
        today=today,
        name=NAME,
        units={row.unit: BY_KEY[row.unit].name for row in history.roll.placements()},
        people=tuple(history.people),
        placements=history.roll.placements(),
        positions=history.roll.positions(),
        lines=history.roll.lines(),
        leaves=tuple(history.leaves),
        strengths=described,
        nomination_sets=_nomination_sets(history, seed, always),
        consents=_consents(seed, history, employed),
        strength_consents=strength_consents(seed, described, always),
    )


def _names_inside() -> set[str]:
    return {character.name for character in characters.INSIDE}


def _nomination_sets(history: History, seed: int, always: set[str]) -> tuple[NominationSet, ...]:
    return tuple(
        nomination_set(seed, workplace_on(question.held_on, history), question, always)
        for question in questions(history.today)
    )


def _consents(seed: int, history: History, employed: list[str]) -> tuple[str, ...]:
    """Those who let others see their name on maps. The member who signs in has not been asked yet."""
    names = {person.key: person.name for person in history.people}
    random = stream(seed, "consents")
    drawn = {person for person in employed if random.random() < _CONSENT_TO_BE_NAMED}
    drawn |= {person for person in employed if names[person] == characters.UNIT_LEAD.name}
    return tuple(person for person in employed if person in drawn and names[person] != characters.MEMBER.name)
