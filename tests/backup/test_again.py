"""What was erased since the backup is erased again: every service that erases notes it, and it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cast import Cast
from colead.apps.leadership.bridge.wishes import Wishes
from colead.apps.leadership.models import Scenario
from colead.apps.leadership.services.scenarios import delete_scenario, forget_person
from colead.apps.ledger.models import LedgerRecord
from colead.apps.ledger.services import append_entry, erase_record
from colead.apps.network.models import NameConsent, Nomination, NominationImport, NominationSet
from colead.apps.network.services import discard_import as discard_nominations
from colead.apps.network.services.sets import delete_set
from colead.apps.organisations.models import SignInLink
from colead.apps.organisations.services import create_sign_in_link
from colead.apps.people.models import StaffImport, Strength, StrengthConsent, StrengthNotes, ViewRequest
from colead.apps.people.services import discard_import
from colead.apps.people.services.colleagues_views import answer_view, decline_view, delete_view_request
from colead.apps.people.services.consents import give_consent, withdraw_consent
from colead.apps.people.services.evidence import remove_evidence
from colead.apps.people.services.save_strengths import StrengthEntry, save_notes, save_strengths
from colead.backup.again import forget_again, read_erasures, since
from colead.backup.errors import BackupError
from colead.kit import erasures, scope
from colead.kit.erasures import NEW_HISTORY, Erasure
from house.world import World, build_world

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
Act = Callable[[World], Any]


@pytest.fixture
def journal(settings: Any, tmp_path: Path) -> Path:
    settings.ERASURES = str(tmp_path / "erasures.jsonl")
    return tmp_path / "erasures.jsonl"


@pytest.fixture
def world(cast: Cast) -> World:
    return build_world(cast.clinic, cast.alma, office=cast.olga, lead=cast.bo)


def now() -> datetime:
    return timezone.now()


def describe(world: World) -> None:
    entry = StrengthEntry(world.competency.key, 3)
    save_strengths(by=world.own, entries=[entry], now=now())


def answer(world: World) -> None:
    """Alma says how she sees the one who leads."""
    answer_view(
        by=world.own,
        view_request=world.values["view_request"],
        levels={world.competency.key: 2},
        now=now(),
    )


def take_into_scenario(world: World) -> None:
    scenario = Scenario.objects.get(pk=world.values["scenario"])
    pairs = ((world.values["task"], person.pk) for person in world.people[:3])
    scenario.wishes = Wishes(locked_out=tuple(pairs)).to_dict()
    scenario.save()


def named() -> list[set[int]]:
    return [Wishes.from_dict(scenario.wishes).people for scenario in Scenario.objects.all()]


def rows(model: type[models.Model]) -> Callable[[], list[Any]]:
    return lambda: sorted(model._default_manager.values_list("pk", flat=True))


def given_consents(model: Any) -> Callable[[], list[int]]:
    return lambda: list(model.objects.given().values_list("pk", flat=True))


def said() -> list[int]:
    """The entries that still say something; what a restore adds is none of the first three."""
    return list(LedgerRecord.objects.filter(leaf__index__lt=3).values_list("leaf__index", flat=True))


# name -> what is there at the time of the backup, what is erased since, and how one sees it
ERASED: dict[str, tuple[Act | None, Act, Callable[[], Any]]] = {
    "an entry of the audit log": (
        lambda w: [append_entry(by=w.office, action="a.b", subject="x", now=now()) for _ in range(3)],
        lambda w: erase_record(by=w.office, index=1, now=now()),
        said,
    ),
    "a set of nominations": (
        None,
        lambda w: delete_set(by=w.office, nomination_set=w.values["nomination_set"], now=now()),
        rows(Nomination),
    ),
    "the set itself": (
        None,
        lambda w: delete_set(by=w.office, nomination_set=w.values["nomination_set"], now=now()),
        rows(NominationSet),
    ),
    "uploaded nominations": (
        None,
        lambda w: discard_nominations(
            by=w.office, nomination_import=w.values["nomination_import"], now=now()
        ),
        rows(NominationImport),
    ),
    "an uploaded staff list": (
        None,
        lambda w: discard_import(by=w.office, import_id=w.values["import_id"], now=now()),
        rows(StaffImport),
    ),
    "consent to show one's name": (
        lambda w: give_consent(NameConsent, by=w.own, now=now()),
        lambda w: withdraw_consent(NameConsent, by=w.own, now=now()),
        given_consents(NameConsent),
    ),
    "consent to use one's strengths": (
        lambda w: give_consent(StrengthConsent, by=w.own, now=now()),
        lambda w: withdraw_consent(StrengthConsent, by=w.own, now=now()),
        given_consents(StrengthConsent),
    ),
    "one's notes": (
        lambda w: save_notes(by=w.own, text="calm", now=now()),
        lambda w: save_notes(by=w.own, text="", now=now()),
        rows(StrengthNotes),
    ),
    "one's strengths": (
        describe,
        lambda w: save_strengths(by=w.own, entries=[], now=now()),
        rows(Strength),
    ),
    "what assignments have shown": (
        None,
        lambda w: remove_evidence(by=w.own, competency=w.competency.key, now=now()),
        rows(Strength),
    ),
    "an answer to a colleague": (
        answer,
        lambda w: decline_view(by=w.own, view_request=w.values["view_request"], now=now()),
        rows(Strength),
    ),
    "a question to a colleague, with its answer": (
        answer,
        lambda w: delete_view_request(by=w.lead, view_request=w.values["view_request"], now=now()),
        lambda: rows(ViewRequest)() + rows(Strength)(),
    ),
    "a scenario": (
        None,
        lambda w: delete_scenario(by=w.office, scenario=w.values["scenario"], now=now()),
        rows(Scenario),
    ),
    "a person in scenarios": (
        take_into_scenario,
        lambda w: forget_person(by=w.office, person=w.people[2], now=now()),
        named,
    ),
}


@pytest.mark.database("both")
@pytest.mark.parametrize("name", ERASED)
def test_what_is_erased_and_restored_is_erased_again(world: World, journal: Path, name: str):
    """The restore is a rollback: the database is again as it was, and the list beside it has gone on."""
    make, erase, look = ERASED[name]
    with scope.organisation(world.organisation):
        if make:
            make(world)
        before, backup = look(), transaction.savepoint()
        made = now()
        erase(world)
        erased = look()
        transaction.savepoint_rollback(backup)
        assert look() == before != erased
    again, left_out = since(read_erasures([journal]), made)
    assert (len(again), left_out) == (1, [])
    forget_again(again, at=made, now=now())
    forget_again(again, at=made, now=now())  # a run that was interrupted is taken up
    with scope.organisation(world.organisation):
        assert look() == erased
        last = LedgerRecord.objects.order_by("-leaf__index")[0].text
    assert '"action":"ledger.restored"' in last
    assert '"erasures":1' in last


def test_the_list_holds_no_name_and_no_content(world: World, journal: Path):
    with scope.organisation(world.organisation):
        save_notes(by=world.own, text=f"calm {world.canary}", now=now())
        for _make, erase, _look in (ERASED["one's notes"], ERASED["a scenario"]):
            erase(world)
    assert world.canary not in journal.read_text()
    assert oct(journal.stat().st_mode & 0o777) == "0o600"


def test_what_cannot_be_noted_is_not_erased(world: World, settings: Any, tmp_path: Path):
    settings.ERASURES = str(tmp_path / "nowhere" / "erasures.jsonl")
    with scope.organisation(world.organisation):
        with pytest.raises(FileNotFoundError):
            delete_scenario(by=world.office, scenario=world.values["scenario"], now=now())
        assert Scenario.objects.filter(pk=world.values["scenario"]).exists()


def test_nobody_stays_signed_in_and_no_link_works_twice(world: World, journal: Path):
    """One that was used since the backup would be good again."""
    Session.objects.create(session_key="s" * 32, session_data="", expire_date=now() + timedelta(days=1))
    life = timedelta(days=1)
    create_sign_in_link(user=world.own.user, now=now(), lifetime=life)
    create_sign_in_link(user=world.own.user, now=now(), lifetime=life, reusable=True)
    forget_again([], at=AT, now=now())
    assert not Session.objects.exists()
    assert [link.reusable for link in SignInLink.objects.all()] == [True]


def test_an_erasure_of_an_unknown_kind_is_refused(world: World):
    with pytest.raises(BackupError) as refused:
        forget_again([Erasure(AT, world.organisation.pk, "later.thing", (1,))], at=AT, now=now())
    assert refused.value.code == "unknown_erasure"


def test_an_organisation_that_is_newer_than_the_backup_is_passed_over(world: World):
    forget_again([Erasure(AT, 10**6, "leadership.scenario", (world.values["scenario"],))], at=AT, now=now())
    with scope.organisation(world.organisation):
        assert Scenario.objects.filter(pk=world.values["scenario"]).exists()


def erasure(minutes: float) -> Erasure:
    return Erasure(AT + timedelta(minutes=minutes), 1, "a.b", ())


def restore(minutes: float, backup: float) -> Erasure:
    return Erasure(AT + timedelta(minutes=minutes), 0, NEW_HISTORY, (), AT + timedelta(minutes=backup))


def test_an_erasure_just_before_the_backup_is_done_again_but_never_one_before_a_restore():
    early, near, later = erasure(-90), erasure(-1), erasure(5)
    assert since([early, near, later], AT) == ([near, later], [])
    assert since([early, near, restore(-0.5, -2), later], AT) == ([later], [])


def test_what_was_erased_in_another_history_is_left_out():
    """Monday's backup is restored on Wednesday, and then, after an erasure on Thursday, Tuesday's."""
    monday, tuesday, wednesday, thursday = (day * 24 * 60 for day in range(4))
    late_on_tuesday, on_thursday = erasure(tuesday + 60), erasure(thursday)
    lines = [late_on_tuesday, restore(wednesday, monday), on_thursday]
    assert since(lines, erasure(tuesday).at) == ([late_on_tuesday], [on_thursday])
    assert since(lines, erasure(monday).at) == ([late_on_tuesday, on_thursday], [])
    assert since(lines, erasure(wednesday + 60).at) == ([on_thursday], [])


@dataclass
class Database:
    """Its rows by id, the next id, and the backups that it grew out of."""

    rows: dict[int, object]
    next_id: int
    grew_from: frozenset[datetime]


@given(st.lists(st.tuples(st.sampled_from(["add", "erase", "back up", "restore"]), st.integers(0, 9))))
def test_whatever_was_restored_before_no_row_is_hit_that_nobody_has_erased(steps: list[tuple[str, int]]):
    """A database is lived with and restored; then each of its backups is restored and made to forget."""
    now, live, journal = AT, Database({}, 1, frozenset()), list[Erasure]()
    backups, erased = dict[datetime, Database](), dict[datetime, tuple[object, frozenset[datetime]]]()
    for step, number in steps:
        now += timedelta(hours=2)
        if step == "add":
            live.rows[live.next_id] = object()
            live.next_id += 1
        elif step == "back up":
            live.grew_from |= {now}
            backups[now] = Database(dict(live.rows), live.next_id, live.grew_from)
        elif step == "erase" and live.rows:
            id_ = sorted(live.rows)[number % len(live.rows)]
            erased[now] = (live.rows.pop(id_), live.grew_from)
            journal.append(Erasure(now, 1, "a.b", (id_,)))
        elif step == "restore" and backups:
            made = sorted(backups)[number % len(backups)]
            live = Database(dict(backups[made].rows), backups[made].next_id, backups[made].grew_from)
            journal.append(Erasure(now, 0, NEW_HISTORY, (), made))
    for made, backup in backups.items():
        again, left_out = since(journal, made)
        assert [one.at for one in again] == [at for at, (_row, from_) in erased.items() if made in from_]
        assert [one.at for one in left_out] == [
            at for at, (_row, from_) in erased.items() if at > made and made not in from_
        ]
        for one in again:
            (id_,) = one.ids
            assert backup.rows.get(id_, erased[one.at][0]) is erased[one.at][0]


@given(st.lists(st.builds(Erasure, st.just(AT), st.integers(1, 9), st.just("a.b"), st.just((1, 2)))))
def test_lists_are_put_together_by_time_and_each_line_once(lines: list[Erasure]):
    with NamedTemporaryFile("w+") as file:
        file.write("".join(f"{line.to_json()}\n" for line in lines + lines))
        file.flush()
        assert read_erasures([Path(file.name), Path(file.name)]) == sorted(set(lines))


def test_a_line_that_a_power_cut_has_torn_is_named_and_spoils_no_other(journal: Path):
    erasures.append([erasure(1)])
    with journal.open("ab") as file:
        file.write(b'["2026-03')
    erasures.append([erasure(2)])
    with pytest.raises(BackupError) as refused:
        read_erasures([journal])
    assert str(refused.value).startswith(f"Line 2 of {journal} names no erasure.")
    kept = [line for line in journal.read_text().splitlines() if line.endswith("]")]
    journal.write_text("\n".join(kept) + "\n")
    assert read_erasures([journal]) == [erasure(1), erasure(2)]
