"""A write that is sent again: the same receipt, and nothing twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from api.caller import CLINIC, Caller, caller
from api.conftest import Scene
from colead.apps.network.models import NominationSet
from colead.apps.organisations.models import IdempotencyRecord
from colead.kit import scope

pytestmark = pytest.mark.database("both")

SETS = f"{CLINIC}/nomination-sets"


def new_set(name: str = "Advice", **changes: Any) -> dict[str, Any]:
    ties = [{"from": "p1-clinic", "to": "p0-clinic"}, {"from": "p2-clinic", "to": "p0-clinic"}]
    return {"name": name, "held_on": "2026-03-02", "ties": ties, **changes}


def count_sets(scene: Scene) -> int:
    with scope.organisation(scene.cast.clinic):
        return NominationSet.objects.count()


def test_retry_gets_the_same_receipt_and_writes_nothing(scene: Scene, people_team: Caller) -> None:
    first = people_team.post(SETS, new_set(), key="k1")
    again = people_team.post(SETS, new_set(), key="k1")
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert count_sets(scene) == 2  # that of the scene, and the new one


def test_without_a_key_a_second_call_is_a_second_call(scene: Scene, people_team: Caller) -> None:
    assert people_team.post(SETS, new_set()).status_code == 201
    assert people_team.post(SETS, new_set()).status_code == 422  # the name is taken


def test_key_for_another_body_is_refused_with_the_reason(scene: Scene, people_team: Caller) -> None:
    people_team.post(SETS, new_set(), key="k1")
    other = people_team.post(SETS, new_set("Another"), key="k1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert "new key" in other.json()["hint"]
    assert count_sets(scene) == 2


def test_key_for_another_address_is_refused(scene: Scene, people_team: Caller) -> None:
    made = people_team.post(SETS, new_set(), key="k1").json()[0]
    assert people_team.send("DELETE", f"{SETS}/{made['id']}", key="k1").status_code == 422
    assert count_sets(scene) == 2


def test_deleting_twice_answers_twice(scene: Scene, people_team: Caller) -> None:
    url = f"{SETS}/{scene.here.values['nomination_set']}"
    first, again = (people_team.send("DELETE", url, key="k1") for _ in range(2))
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json() == {"deleted": scene.here.values["nomination_set"]}
    assert people_team.send("DELETE", url).status_code == 404


def test_error_leaves_the_key_free(scene: Scene, people_team: Caller) -> None:
    wrong = new_set(ties=[{"from": "nobody", "to": "p0-clinic"}])
    assert people_team.post(SETS, wrong, key="k1").status_code == 422
    assert people_team.post(SETS, new_set(), key="k1").status_code == 201


def test_keys_of_two_people_have_nothing_to_do_with_each_other(scene: Scene, people_team: Caller) -> None:
    people_team.post(SETS, new_set(), key="k1")
    other = caller(scene.cast.olga).post(SETS, new_set("Another"), key="k1")
    assert other.status_code == 201
    assert "Idempotency-Replayed" not in other.headers


def test_receipt_is_not_handed_out_when_the_right_is_gone(scene: Scene, people_team: Caller) -> None:
    people_team.post(SETS, new_set(), key="k1")
    scene.cast.carla.user.memberships.update(role="member")
    assert people_team.post(SETS, new_set(), key="k1").status_code == 403


def test_receipts_go_after_two_days(scene: Scene, people_team: Caller) -> None:
    people_team.post(SETS, new_set(), key="k1")
    with scope.organisation(scene.cast.clinic):
        IdempotencyRecord.objects.update(created_at=timezone.now() - timedelta(hours=49))
    assert people_team.post(SETS, new_set("Another"), key="k1").status_code == 201
    people_team.post(SETS, new_set("Third"), key="k2")
    with scope.organisation(scene.cast.clinic):
        assert set(IdempotencyRecord.objects.values_list("key", flat=True)) == {"k1", "k2"}


def test_form_with_the_same_file_is_the_same_call(scene: Scene, people_team: Caller) -> None:
    def send(content: str) -> Any:
        file = SimpleUploadedFile("ties.csv", content.encode())
        return people_team.upload(f"{SETS}/from-file", key="k1", name="File", held_on="2026-03-02", file=file)

    first = send("from,to\np1-clinic,p0-clinic\n")
    assert first.status_code == 201, first.content
    assert send("from,to\np1-clinic,p0-clinic\n").json() == first.json()  # another boundary, the same call
    assert send("from,to\np2-clinic,p0-clinic\n").status_code == 422


@pytest.mark.parametrize("key", ["x" * 200, "Ærø", " a b ", "'; DROP TABLE"])
def test_any_text_is_a_key(scene: Scene, people_team: Caller, key: str) -> None:
    assert people_team.post(SETS, new_set(), key=key).status_code == 201
    assert people_team.post(SETS, new_set(), key=key).headers["Idempotency-Replayed"] == "true"


def test_key_that_is_too_long_is_refused(scene: Scene, people_team: Caller) -> None:
    assert people_team.post(SETS, new_set(), key="x" * 201).status_code == 422
