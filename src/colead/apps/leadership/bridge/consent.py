"""Who may still be named: those who let their strengths be used, without a break since the question."""

from collections.abc import Iterable
from datetime import datetime

from colead.apps.people.models import StrengthConsent


def withdrawn(people: Iterable[int], since: datetime | None) -> set[int]:
    """Those of these people who have withdrawn, or were erased. One query; none for nobody.

    Somebody who withdrew and consented again later counts as withdrawn: that consent is for later questions.
    """
    asked = set(people)
    if not asked:
        return set()
    given = StrengthConsent.objects.given(since=since)
    return asked - set(given.values_list("person_id", flat=True))
