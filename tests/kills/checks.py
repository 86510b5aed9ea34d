"""What must be true after kills, whatever was killed when. Run in children; they return the faults found."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count

from cast import DAY
from colead.apps.jobs.models import Job, JobStep
from colead.apps.jobs.workflow import STOPPED, UNFINISHED
from colead.apps.leadership.models import Assignment, LeadershipTask, Offer
from colead.apps.ledger.models import LedgerRecord
from colead.apps.network.models import LeadershipMap, NominationSet
from colead.apps.notices.models import Notice
from colead.apps.organisations.models import IdempotencyRecord
from colead.apps.people.models import Position, ReportingLine, StaffImport, Unit, UnitPlacement
from colead.backup.check import check as check_backup
from colead.backup.errors import BackupError
from colead.backup.state import LEAVES, check_audit_logs, read_state
from colead.kit import scope
from kills.clinic import LISTED, STEPS, TIES

Rows = list[dict[str, Any]]  # of a book: key, number, acknowledged


def whole(wishes: dict[str, Rows], since: dict[str, int], settled: bool, idle: bool) -> dict[str, Any]:
    """Everything at once: faults, and where the audit log ends now.

    since : where it ended before these wishes, by organisation.   settled : all has been asked for again.
    idle : and no job waits any more.
    """
    with scope.everything("a test looks at all"):
        logged, ends = _entries(since)
        faults = [
            *_tasks(wishes.get("task", []), logged, settled),
            *_acceptances(wishes.get("accept", []), logged, settled),
            *_staff_lists(wishes.get("staff list", []), logged, settled),
            *_maps(wishes.get("map", []), logged, settled, idle),
            *_jobs(wishes.get("job", []), logged, idle),
            *_audit_logs(),
            *_sound(),
        ]
        doubles = {f"doubled: audit log {key}" for key, count in logged.items() if count > 1}
        return {"faults": faults + sorted(doubles), "ends": ends}


def _entries(since: dict[str, int]) -> tuple[Counter[str], dict[str, int]]:
    """How often each action of each subject stands in the audit log since then."""
    found: Counter[str] = Counter()
    ends = dict(since)
    rows = LedgerRecord.objects.filter(leaf__index__gte=min(since.values(), default=0))
    for organisation, index, text in rows.order_by("leaf__index").values_list(
        "organisation_id", "leaf__index", "text"
    ):
        if index >= since.get(str(organisation), 0):
            said = json.loads(text)
            found[f"{said['action']} {said['subject']}"] += 1
            ends[str(organisation)] = index + 1
    return found, ends


def _count(entries: Counter[str], action: str, subject: str) -> int:
    return entries[f"{action} {subject}"]


def _tasks(wishes: Rows, entries: Counter[str], settled: bool) -> Iterator[str]:
    keys = [wish["key"] for wish in wishes]
    rows = LeadershipTask.objects.filter(title__in=keys).annotate(
        n_duties=Count("accountabilities", distinct=True), n_mandates=Count("mandates", distinct=True)
    )
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.title, []).append(row)
        parts = (row.n_duties, row.n_mandates, _count(entries, "leadership.task_opened", f"task:{row.pk}"))
        if parts != (2, 1, 1):
            yield f"half: task {row.title} has {parts}"
    yield from _once(wishes, {key: len(some) for key, some in found.items()}, settled)


def _acceptances(wishes: Rows, entries: Counter[str], settled: bool) -> Iterator[str]:
    offers = Offer.objects.in_bulk([wish["number"] for wish in wishes])
    held = Counter(
        Assignment.objects.filter(task__in=[one.task_id for one in offers.values()]).values_list(
            "task", flat=True
        )
    )
    told = Counter(Notice.objects.filter(kind="leadership.accepted").values_list("subject", flat=True))
    for wish in wishes:
        offer = offers[wish["number"]]
        logged = _count(entries, "leadership.accepted", f"offer:{offer.pk}")
        parts = {int(offer.state == "accepted"), held[offer.task_id], logged, told[f"offer:{offer.pk}"]}
        if len(parts) != 1:
            yield f"half: offer {offer.pk}: {parts}"
    yield from _once(wishes, {wish["key"]: held[offers[wish["number"]].task_id] for wish in wishes}, settled)


def _staff_lists(wishes: Rows, entries: Counter[str], settled: bool) -> Iterator[str]:
    receipts = _receipts(wishes)
    done = {}
    for key, receipt in receipts.items():
        number = receipt["id"]
        state = StaffImport.objects.filter(pk=number).values_list("state", flat=True).first()
        done[key] = _count(entries, "people.imported", f"import:{number}")
        if (state, done[key]) != ("applied", 1):
            yield f"half: import {number} is {state}, {done[key]} times in the audit log"
    for organisation in ("clinic", "elsewhere"):
        titles = Counter(
            Position.objects.on(DAY.max.replace(year=2100))
            .filter(person__key__startswith="n", organisation__slug=organisation)
            .values_list("title", flat=True)
        )
        if list(titles.values()) != [LISTED]:
            yield f"half: staff list of {organisation}: {dict(titles)}"
    yield from _once(wishes, done, settled)


def _maps(wishes: Rows, entries: Counter[str], settled: bool, idle: bool) -> Iterator[str]:
    keys = [wish["key"] for wish in wishes]
    sets = NominationSet.objects.filter(name__in=keys).annotate(n=Count("nominations"))
    done: Counter[str] = Counter()
    maps = Counter(LeadershipMap.objects.values_list("nomination_set", flat=True))
    jobs = set(Job.objects.filter(work="network.compute_map").values_list("key", flat=True))
    for one in sets:
        done[one.name] += 1
        logged = _count(entries, "network.set_imported", f"nomination_set:{one.pk}")
        parts = (one.n, logged, f"network.map:{one.pk}" in jobs)
        if parts != (len(TIES), 1, True):
            yield f"half: map {one.name}: {parts}"
        measured = _count(entries, "network.map_computed", f"nomination_set:{one.pk}")
        if maps[one.pk] != measured or (idle and measured != 1):
            yield f"half: map {one.name} is there {maps[one.pk]} times, {measured} times in the audit log"
    yield from _once(wishes, done, settled)


def _jobs(wishes: Rows, entries: Counter[str], idle: bool) -> Iterator[str]:
    """Effects once for each step that was made; when idle, nothing waits and nothing was set aside."""
    numbers = [wish["number"] for wish in wishes]
    made = Counter(JobStep.objects.filter(job__in=numbers).values_list("job", flat=True))
    for job in Job.objects.filter(pk__in=numbers, work="kills.steps"):
        seen = [_count(entries, "test.effect", f"job:{job.pk}:{number}") for number in range(STEPS)]
        if sum(seen) != made[job.pk] or max(seen) > 1 or (job.state == "done" and seen != [1] * STEPS):
            yield f"half: job {job.pk} ({job.state}) has effects {seen}, {made[job.pk]} steps"
    there = set(Job.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    yield from (f"lost: job {wish['number']}" for wish in wishes if wish["number"] not in there)
    for job in Job.objects.filter(state__in=[*STOPPED, *(UNFINISHED if idle else ())]):
        why = f"{job.message} {job.error}, {job.deaths} deaths"
        yield f"stuck: job {job.pk} ({job.work}) is {job.state}: {why}"


def _once(wishes: Rows, there: dict[str, int], settled: bool) -> Iterator[str]:
    receipts = _receipts(wishes)
    for wish in wishes:
        key, count = wish["key"], there.get(wish["key"], 0)
        if count > 1:
            yield f"doubled: {key} is there {count} times"
        if count == 0 and (wish["acknowledged"] or settled):
            yield f"lost: {key}"
        if count != (key in receipts):
            yield f"half: {key} is there {count} times, and {'a' if key in receipts else 'no'} receipt"


def _receipts(wishes: Rows) -> dict[str, Any]:
    keys = [wish["key"] for wish in wishes]
    return dict(
        IdempotencyRecord.objects.filter(key__in=keys, response__isnull=False).values_list("key", "response")
    )


def _audit_logs() -> Iterator[str]:
    leaves = f'SELECT organisation_id, hash FROM {LEAVES} ORDER BY organisation_id, "index"'  # noqa: S608
    try:
        check_audit_logs(_ask(leaves), read_state(_ask))
    except BackupError as error:
        yield f"half: {error}"


def _sound() -> Iterator[str]:
    """Positions, units and reporting lines agree; SQLite's file and its references are whole."""
    orphans = Unit.objects.exclude(pk__in=UnitPlacement.objects.values("unit")).count()
    lines = ReportingLine.objects.exclude(person__in=Position.objects.values("person")).count()
    if orphans or lines:
        yield f"half: {orphans} units without a place, {lines} lines of people without a position"
    if connection.vendor == "sqlite":
        said, broken = _ask("PRAGMA quick_check(3)"), _ask("PRAGMA foreign_key_check")
        if said != [("ok",)] or broken:
            yield f"half: SQLite says {said}, {broken}"


def backups(folder: str, acknowledged: list[str], work: str) -> list[str]:
    """Whatever has its name is whole, and what was acknowledged has its name. They are removed then."""
    there = sorted(Path(folder).glob("colead-*"))
    faults = [f"lost: backup {path}" for path in acknowledged if not Path(path).exists()]
    for number, path in enumerate(there):
        try:
            check_backup(path, Path(work) / f"{number}")
        except BackupError as error:
            faults.append(f"half: backup {path.name}: {error}")
        path.unlink()
    return faults


def restored(held: int) -> list[str]:
    """Here is what the backup held: its entries of the audit log, and that it was restored."""
    with scope.everything("a test looks at all"):
        faults = [*_audit_logs(), *_sound()]
    if (there := entries()) < held:
        faults.append(f"lost: {held - there} entries in a restored audit log")
    if (Path(settings.HOME) / ".restore").exists():
        faults.append("half: a restore is not finished")
    return faults


def _ask(query: str) -> Iterable[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def entries() -> int:
    """How many there are in all audit logs."""
    with scope.everything("a test looks at all"):
        return sum(log.size for log in read_state(_ask).audit_logs)


def waiting() -> int:
    """Jobs that are not finished."""
    with scope.everything("a test looks at all"):
        return Job.objects.unfinished().count()
