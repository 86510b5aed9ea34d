"""Nominations from files: uploaded, checked, and stored when somebody confirms."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NotRequired, TypedDict, Unpack

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs.models import Job
from colead.apps.jobs.services import enqueue
from colead.apps.ledger.services import append_entry
from colead.apps.network import permissions
from colead.apps.network.bridge.nomination_file import Kind, Reading, look_at_columns, read_nominations
from colead.apps.network.models import IMPORT_LIFETIME, NominationImport, NominationSet
from colead.apps.network.services.maps import enqueue_map
from colead.apps.network.services.prepared_sets import PreparedSet, prepared_sets
from colead.apps.people.bridge import structure_on
from colead.apps.people.services.opening import refuse_numbers, unreadable
from colead.engine.disclosure import rounded, rounded_within
from colead.files.masking import mask
from colead.files.problems import FileError
from colead.files.tie_files import numbers_in
from colead.files.tie_layout import TieChoices
from colead.files.tie_people import TieAnswers
from colead.files.tie_tables import TieTable
from colead.kit.erasures import note_erasure
from colead.kit.errors import DomainError, NotFound
from colead.kit.roles import Member
from colead.kit.statistics import refresh_when_written
from colead.kit.uploads import read_uploaded_ties


class Upload(TypedDict):
    """Files of nominations as they were uploaded, and what goes with them."""

    name: str
    held_on: date
    nominations: bytes
    file_name: NotRequired[str]
    question: NotRequired[str]
    respondents: NotRequired[bytes | None]
    respondents_name: NotRequired[str]
    choices: NotRequired[dict[str, Any]]
    answers: NotRequired[dict[str, Any]]


def start_import(*, by: Member, now: datetime, **upload: Unpack[Upload]) -> NominationImport:
    """Keep uploaded files until their owner has seen what is in them; those of others go after a day.

    They are read before the transaction begins.
    """
    by.require(permissions.IMPORT)
    found = _uploaded(by, now, upload)
    with transaction.atomic():
        # not noted: they go by their age
        NominationImport.objects.filter(created_at__lt=now - IMPORT_LIFETIME).delete()
        found.save()
    return found


def _uploaded(by: Member, now: datetime, upload: Upload) -> NominationImport:
    """What was uploaded, as a row that is not saved; DomainError where it may not be taken."""
    _require_takeable("file", upload["nominations"], upload.get("file_name", ""))
    _require_takeable("respondents", upload.get("respondents"), upload.get("respondents_name", ""))
    found = NominationImport(organisation=by.organisation, created_by=by.user, created_at=now, **upload)
    found.name, found.question = found.name.strip(), found.question.strip()
    found.file_name, found.respondents_name = mask(found.file_name)[:200], mask(found.respondents_name)[:200]
    return found


def _require_takeable(field: str, content: bytes | None, name: str) -> None:
    """A file that can be read, without civil registration numbers."""
    if content is None:
        return
    try:
        file = read_uploaded_ties(content, name)
    except FileError as error:
        raise unreadable(error, field=field) from error
    refuse_numbers(numbers_in(file, name), field=field)


def import_key(nomination_import: int) -> str:
    """The key of the job that stores an import: confirming twice makes no second job."""
    return f"network.import:{nomination_import}"


def request_import(*, by: Member, nomination_import: int, now: datetime) -> Job:
    """Have a checked import stored in the background."""
    return enqueue(
        by=by,
        work="network.apply_import",
        arguments={"nomination_import": nomination_import},
        key=import_key(nomination_import),
        now=now,
        result_url=reverse("network:list", args=[by.organisation.slug]),
    )


def check_import(*, by: Member, nomination_import: int, now: datetime) -> tuple[NominationImport, Reading]:
    """Read the files of an import against the staff list of its day. Stores nothing."""
    found = _own_import(by, nomination_import, now)
    return found, _read(found)


def look_at_import(*, by: Member, nomination_import: int, now: datetime) -> tuple[NominationImport, TieTable]:
    """What the columns of an import hold. Raises FileError where the file cannot be read. Stores nothing."""
    found = _own_import(by, nomination_import, now)
    return found, _looked_at(found)


def choose_columns(
    *, by: Member, nomination_import: int, choices: TieChoices, now: datetime
) -> NominationImport:
    """Say how the columns of an import are read. Who is meant is asked again where it is no longer clear.

    The file is read without a transaction: the choice is one statement.
    """
    found = _own_import(by, nomination_import, now)
    found.choices = choices.to_dict()
    try:
        _looked_at(found)
    except FileError as error:
        raise DomainError(
            "bad_columns",
            _("The columns cannot be read like that."),
            _("Choose who answers, and whom they name."),
            problems=error.problems,
        ) from error
    found.save(update_fields=["choices"])
    return found


@transaction.atomic
def answer_people(
    *, by: Member, nomination_import: int, answers: TieAnswers, now: datetime
) -> NominationImport:
    """Say who is meant in an import; the answers are kept with it, and go with it."""
    found = _own_import(by, nomination_import, now)
    found.answers = answers.to_dict()
    found.save(update_fields=["answers"])
    return found


def apply_import(*, by: Member, nomination_import: int, now: datetime) -> list[NominationSet]:
    """Read an import and store what it holds."""
    _found, reading = check_import(by=by, nomination_import=nomination_import, now=now)
    return store_import(by=by, nomination_import=nomination_import, reading=reading, now=now)


def store_import(
    *, by: Member, nomination_import: int, reading: Reading, now: datetime
) -> list[NominationSet]:
    """Store what was read and have the maps computed, all or nothing; the files are thrown away.

    They are read, and the rows prepared, before the transaction begins: others wait for two statements.
    """
    by.require(permissions.IMPORT)
    with prepared_sets(by.organisation.pk, reading) as prepared, transaction.atomic():
        return store_prepared(
            by=by, nomination_import=nomination_import, reading=reading, prepared=prepared, now=now
        )


def store_prepared(
    *, by: Member, nomination_import: int, reading: Reading, prepared: list[PreparedSet], now: datetime
) -> list[NominationSet]:
    """The same with rows that are prepared, in the caller's transaction."""
    found = _own_import(by, nomination_import, now)
    sets = _store(by, found, reading, prepared, now)
    # not noted: what it held is in the sets; left over, it goes by its age
    found.delete()
    return sets


@transaction.atomic
def discard_import(*, by: Member, nomination_import: int, now: datetime) -> None:
    """Throw uploaded files away."""
    _own_import(by, nomination_import, now).delete()
    note_erasure(by=by, what=NominationImport._meta.label_lower, ids=[nomination_import], now=now)


def import_nominations(*, by: Member, now: datetime, **upload: Unpack[Upload]) -> list[NominationSet]:
    """Read and store in one step, for the command line, the API and the sample: one set for each kind.

    Raises DomainError with every problem by line; then nothing is stored.
    """
    with prepared_nominations(by=by, now=now, **upload) as prepared:
        return store_nominations(by=by, prepared=prepared, now=now)


@dataclass(frozen=True)
class PreparedNominations:
    """Files that were read, and the rows of their sets; nothing of them is stored."""

    upload: NominationImport
    reading: Reading
    sets: list[PreparedSet]


@contextmanager
def prepared_nominations(
    *, by: Member, now: datetime, **upload: Unpack[Upload]
) -> Iterator[PreparedNominations]:
    """The slow half of `import_nominations`, outside a transaction; locks for a moment alone."""
    by.require(permissions.IMPORT)
    found = _uploaded(by, now, upload)
    reading = _read(found)
    _require_usable(reading)
    with prepared_sets(by.organisation.pk, reading) as sets:
        yield PreparedNominations(found, reading, sets)


@transaction.atomic
def store_nominations(*, by: Member, prepared: PreparedNominations, now: datetime) -> list[NominationSet]:
    """The other half: one transaction."""
    by.require(permissions.IMPORT)
    return _store(by, prepared.upload, prepared.reading, prepared.sets, now)


def _own_import(by: Member, nomination_import: int, now: datetime) -> NominationImport:
    """Raw nominations are seen by the one who uploaded them, and by nobody else."""
    by.require(permissions.IMPORT)
    found = NominationImport.objects.filter(pk=nomination_import, created_by=by.user).first()
    if found is None or not found.is_open(now):
        raise NotFound("no_import", _("There is no such import."), _("Upload the file again."))
    return found


def _read(found: NominationImport) -> Reading:
    return read_nominations(
        bytes(found.nominations),
        found.file_name,
        structure_on(found.held_on),
        respondents=None if found.respondents is None else bytes(found.respondents),
        respondents_name=found.respondents_name,
        choices=TieChoices.of(found.choices),
        answers=TieAnswers.of(found.answers),
    )


def _looked_at(found: NominationImport) -> TieTable:
    structure, choices = structure_on(found.held_on), TieChoices.of(found.choices)
    return look_at_columns(bytes(found.nominations), found.file_name, structure, choices)


def _store(
    by: Member, found: NominationImport, reading: Reading, prepared: list[PreparedSet], now: datetime
) -> list[NominationSet]:
    day = found.held_on
    _require_usable(reading)
    names = [_set_name(found.name, kind, reading.kinds) for kind in reading.kinds]
    _require_new(names, day)
    refresh_when_written()
    return [
        _store_kind(by, NominationSet(name=name, question=found.question, held_on=day), one, now)
        for name, one in zip(names, prepared, strict=True)
    ]


def _require_usable(reading: Reading) -> None:
    if not reading.is_usable:
        raise DomainError(
            "bad_nominations",
            _("The file cannot be used yet; nothing was stored."),
            _("Correct what is listed and upload it again."),
            problems=reading.all_problems,
        )


def _set_name(name: str, kind: Kind, kinds: list[Kind]) -> str:
    """Several kinds in one file become several sets, told apart by the kind."""
    return f"{name} · {kind.name}"[:120] if len(kinds) > 1 and kind.name else name


def _require_new(names: list[str], held_on: date) -> None:
    taken = (
        NominationSet.objects.filter(name__in=names, held_on=held_on).values_list("name", flat=True).first()
    )
    if taken or len(set(names)) < len(names):
        raise DomainError(
            "set_exists",
            _("There is a set called “%(name)s” of that day already.") % {"name": taken or names[0]},
            _("Choose another name, or delete the other set first."),
            field="name",
        )


def _store_kind(
    by: Member, nomination_set: NominationSet, prepared: PreparedSet, now: datetime
) -> NominationSet:
    nomination_set.pk = prepared.pk
    nomination_set.organisation, nomination_set.created_at = by.organisation, now
    nomination_set.created_by = by.user
    nomination_set.save(force_insert=True)
    prepared.respondents.insert()
    prepared.nominations.insert()
    append_entry(
        by=by,
        action="network.set_imported",
        subject=f"nomination_set:{nomination_set.pk}",
        details={
            "nominations": rounded(len(prepared.nominations.pks)),
            "respondents": _rounded_down(len(prepared.respondents.pks)),
        },
        now=now,
    )
    enqueue_map(by=by, nomination_set=nomination_set, now=now)
    return nomination_set


def _rounded_down(answered: int) -> int:
    """Never so that it could only be all."""
    return rounded_within(answered, answered)
