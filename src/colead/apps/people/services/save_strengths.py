"""A person says what they are good at, what they would like, and who may see it; and notes for themselves."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from colead.apps.ledger.services import append_entry
from colead.apps.people import permissions
from colead.apps.people.models import NOTES_LENGTH, Person, Strength, StrengthNotes, Wish
from colead.apps.people.own_person import own_person
from colead.apps.people.services.competencies import competencies_by_key
from colead.engine.levels import LEVELS
from colead.kit.erasures import note_erasure
from colead.kit.errors import DomainError
from colead.kit.roles import Member


@dataclass(frozen=True)
class StrengthEntry:
    """One line of a profile: a competency by key, level of the scale, wish -1 to 2 or None, who sees it."""

    competency: str
    level: int
    wish: int | None = None
    visible_to: str = Strength.VisibleTo.SELF

    def values(self) -> dict[str, Any]:
        """What the row holds apart from whose it is."""
        return {"level": self.level, "wish": self.wish, "visible_to": self.visible_to}


@transaction.atomic
def save_strengths(*, by: Member, entries: Sequence[StrengthEntry], now: datetime) -> dict[str, int]:
    """Make the own view exactly these entries; competencies that are left out are taken away.

    Colleagues' answers and completed assignments stay. Returns how many were added, changed and removed; the
    ledger gets these counts, never a level. Six queries, and one for each line that is added or changed.
    """
    by.require(permissions.DESCRIBE_STRENGTHS)
    _check(entries)
    person = Person.objects.select_for_update().get(pk=own_person(by).pk)  # two tabs, one after the other
    competencies = competencies_by_key([entry.competency for entry in entries])
    held = {row.competency_id: row for row in Strength.objects.own_view().filter(person=person)}
    wanted = {competencies[entry.competency].pk: entry for entry in entries}
    counts = {
        "added": sum(_add(by, person, pk, entry) for pk, entry in wanted.items() if pk not in held),
        "changed": sum(_change(row, wanted[pk]) for pk, row in held.items() if pk in wanted),
        "removed": _remove(by, [row.pk for pk, row in held.items() if pk not in wanted], now),
    }
    if any(counts.values()):
        append_entry(
            by=by, action="people.strengths_saved", subject=f"person:{person.pk}", details=counts, now=now
        )
    return counts


@transaction.atomic
def save_notes(*, by: Member, text: str, now: datetime) -> None:
    """Keep the person's notes; empty ones are removed.

    No entry in the ledger, alone among the changes: that somebody keeps notes is nobody's business.
    """
    by.require(permissions.DESCRIBE_STRENGTHS)
    person = own_person(by)
    if len(text) > NOTES_LENGTH:
        raise DomainError(
            "notes_too_long",
            _("The notes are longer than %(most)s characters.") % {"most": NOTES_LENGTH},
            _("Shorten them."),
            field="text",
        )
    if text.strip():
        StrengthNotes.objects.update_or_create(
            person=person, defaults={"organisation": by.organisation, "text": text}
        )
    else:
        found = StrengthNotes.objects.filter(person=person)
        note_erasure(
            by=by, what=StrengthNotes._meta.label_lower, ids=found.values_list("pk", flat=True), now=now
        )
        found.delete()


def _add(by: Member, person: Person, competency_pk: int, entry: StrengthEntry) -> bool:
    Strength.objects.create(
        organisation=by.organisation, person=person, competency_id=competency_pk, **entry.values()
    )
    return True


def _change(row: Strength, entry: StrengthEntry) -> bool:
    values = entry.values()
    if all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    return True


def _remove(by: Member, pks: list[int], now: datetime) -> int:
    if pks:
        note_erasure(by=by, what=Strength._meta.label_lower, ids=pks, now=now)
        Strength.objects.filter(pk__in=pks).delete()
    return len(pks)


def _check(entries: Sequence[StrengthEntry]) -> None:
    twice = [key for key, times in Counter(entry.competency for entry in entries).items() if times > 1]
    if twice:
        raise DomainError(
            "competency_twice",
            _("The competency “%(key)s” is there twice.") % {"key": twice[0]},
            _("Leave one of them out."),
        )
    for entry in entries:
        check_level(entry.level)
        _check_choice(entry.wish, [None, *Wish.values], "wish", _("-1, 0, 1, 2 or nothing"))
        _check_choice(entry.visible_to, Strength.VisibleTo.values, "visible_to", "self, lead, organisation")


def check_level(level: int) -> None:
    """Raise DomainError unless it is on the scale."""
    _check_choice(level, LEVELS, "level", ", ".join(str(one) for one in LEVELS))


def _check_choice(value: Any, allowed: Sequence[Any], field: str, words: Any) -> None:
    if value not in allowed:
        raise DomainError(
            f"bad_{field}",
            _("“%(value)s” cannot be chosen here.") % {"value": value},
            _("Choose one of: %(allowed)s.") % {"allowed": words},
            field=field,
        )
