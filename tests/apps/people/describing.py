"""Short ways to a clinic whose people tell their strengths."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from apps.people.staff import NOW
from colead.apps.people.models import Competency, Person, Strength
from colead.apps.people.own_person import own_person
from colead.apps.people.services.colleagues_views import answer_view, ask_for_view
from colead.apps.people.services.save_strengths import StrengthEntry, save_strengths
from colead.kit.errors import DomainError
from colead.kit.roles import Member

LISTEN, PLAN, PRESENT = "listen", "plan-work", "present"


def entry(
    competency: str = LISTEN, level: int = 3, wish: int | None = 1, visible_to: str = "self"
) -> StrengthEntry:
    return StrengthEntry(competency, level, wish, visible_to)


def describe(by: Member, *entries: StrengthEntry) -> dict[str, int]:
    """Make these the member's strengths; without any, one."""
    return save_strengths(by=by, entries=entries or [entry()], now=NOW)


def levels(person: Person, source: str = "self") -> dict[str, int]:
    rows = Strength.objects.filter(person=person, source=source)
    return dict(rows.values_list("competency__key", "level"))


def competency(key: str = LISTEN) -> Competency:
    return Competency.objects.get(key=key)


def asked(by: Member, of: Member, *keys: str) -> int:
    """The member asks another about competencies; the request's id."""
    request = ask_for_view(by=by, colleague=own_person(of).key, competencies=keys or [LISTEN], now=NOW)
    return request.pk


def answered(by: Member, of: Member, **said: int) -> int:
    """The member asks another, who answers with the levels: listen=2."""
    pk = asked(by, of, *said)
    answer_view(by=of, view_request=pk, levels=said, now=NOW)
    return pk


@contextmanager
def refused(code: str) -> Iterator[None]:
    """What stands inside is refused with this code."""
    with pytest.raises(DomainError) as found:
        yield
    assert found.value.code == code
