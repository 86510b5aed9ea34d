"""The catalogue of competencies, and imports in the background."""

import pytest

from apps.people.staff import NOW, take_in
from apps.people.test_selectors import large_list
from cast import DAY, Cast
from colead.apps.notices.models import Notice
from colead.apps.people import services
from colead.apps.people.models import Competency, Person, Position, StaffImport
from colead.apps.people.services.ensure_competencies import shipped_competencies
from colead.apps.people.services.opening import BACKGROUND_ROWS
from colead.kit.errors import NotAllowed
from queue_of_jobs import run_pending


def test_the_catalogue_is_filled_once_and_keeps_own_wording(clinic: Cast) -> None:
    assert services.ensure_competencies(by=clinic.carla, now=NOW) == len(shipped_competencies())
    Competency.objects.filter(key="listen").update(name_en="Hearing people out")
    Competency.objects.filter(key="present").delete()
    assert services.ensure_competencies(by=clinic.carla, now=NOW) == 1
    assert Competency.objects.get(key="listen").name("en") == "Hearing people out"
    with pytest.raises(NotAllowed):
        services.ensure_competencies(by=clinic.alma, now=NOW)


def test_the_catalogue_is_whole() -> None:
    entries = shipped_competencies()
    assert len(entries) >= 24
    assert len({entry["key"] for entry in entries}) == len(entries)
    words = ("en", "da", "description_en", "description_da")
    assert [entry["key"] for entry in entries if not all(entry.get(word) for word in words)] == []
    described = [entry for entry in entries if "levels_en" in entry]
    assert described
    assert all(len(entry["levels_en"]) == len(entry["levels_da"]) == 5 for entry in described)


def test_a_large_list_is_checked_applied_and_undone_by_jobs(clinic: Cast) -> None:
    people = BACKGROUND_ROWS + 1
    started = services.start_import(
        by=clinic.carla, content=large_list(people), file_name="big.csv", mode="full", as_of=DAY, now=NOW
    )
    waiting = services.choose_columns(by=clinic.carla, import_id=started.pk, columns=started.mapping, now=NOW)
    assert waiting.state == StaffImport.State.MAPPED
    assert waiting.job is not None
    run_pending()
    waiting.refresh_from_db()
    assert waiting.state == StaffImport.State.READY
    services.request_apply(by=clinic.carla, import_id=started.pk, now=NOW)
    assert not Person.objects.exists()
    run_pending()
    assert Person.objects.count() == people
    assert Notice.objects.get(user=clinic.carla.user).kind == "people.import_finished"
    services.request_undo(by=clinic.carla, import_id=started.pk, now=NOW)
    run_pending()
    assert not Person.objects.exists()


def test_small_lists_need_no_job(clinic: Cast) -> None:
    assert take_in(clinic.carla).job is None


def test_numbers_of_new_rows_follow_whom_they_are_about_and_not_the_file(clinic: Cast) -> None:
    take_in(clinic.carla, large_list(40))
    owners = list(Position.objects.order_by("pk").values_list("person", flat=True))
    assert owners == sorted(owners)
    in_the_file = [str(number) for number in range(40)]
    assert list(Person.objects.order_by("pk").values_list("key", flat=True)) != in_the_file
