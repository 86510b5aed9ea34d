"""What the preview of a staff list asks and shows."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from api.caller import caller
from apps.people.staff import CLINIC, HEADER, check, staff_list, take_in
from apps.people.test_views import browser, text_of
from cast import DAY, Cast
from colead.apps.people.models import Person, StaffImport
from colead.apps.people.selectors.imports import ImportPage, import_page
from colead.kit import scope
from files.cases.way_in import rows, tree

IMPORTS = "/api/v1/organisations/clinic/people-imports"
LEFT = rows("id,name,status,manager,unit", "1,Ida,Active,,Care", "2,Bo,Left,1,Care", "3,Eva,Active,2,Care")
FLAT = rows("id,name,manager,unit", "1,Ida,,Top", "2,Bo,1,Ward", "3,Eva,2,Ward", "4,Per,3,Night")


def looked_at(cast: Cast, content: str) -> StaffImport:
    with scope.organisation(cast.clinic):
        return check(cast.carla, content.encode())


def address(name: str, found: StaffImport) -> str:
    return reverse(f"people:{name}", args=["clinic", found.pk])


def shown(client: Client, found: StaffImport) -> Any:
    return client.get(address("import_preview", found))


def branches(cast: Cast, content: str) -> list[tuple[int, str, int, int, str]]:
    found = looked_at(cast, content)
    with scope.organisation(cast.clinic):
        page: ImportPage = import_page(StaffImport.objects.get(pk=found.pk), member=cast.carla)
    return [(one.depth, one.name, one.people, one.total, one.mark) for one in page.tree]


def test_a_question_stands_before_the_button_that_applies(cast: Cast) -> None:
    client, found = browser(cast.carla), looked_at(cast, LEFT)
    page = text_of(shown(client, found))
    assert "status says Left: Bo (1 in all). Do they work here?" in page
    assert "Apply all of it" not in page
    client.post(address("import_apply", found))
    with scope.organisation(cast.clinic):
        assert not Person.objects.exists()
    answered = client.post(address("import_answers", found), {"status:status": "left"}, follow=True)
    assert "Apply all of it" in text_of(answered)
    client.post(address("import_apply", found))
    with scope.organisation(cast.clinic):
        assert set(Person.objects.values_list("key", flat=True)) == {"1", "3"}


def test_an_answer_that_is_none_changes_nothing(cast: Cast) -> None:
    client, found = browser(cast.carla), looked_at(cast, LEFT)
    answer = client.post(address("import_answers", found), {"status:status": "perhaps"})
    assert answer.status_code == 422
    with scope.organisation(cast.clinic):
        assert StaffImport.objects.get(pk=found.pk).answers == {}


def test_the_tree_with_its_people_and_what_is_new(cast: Cast) -> None:
    assert branches(cast, f"{HEADER}\n{CLINIC}\n") == [
        (0, "Clinic", 1, 5, "new"),
        (1, "Office", 1, 1, "new"),
        (1, "Ward", 3, 3, "new"),
    ]


def test_a_unit_that_moves_is_marked(cast: Cast) -> None:
    with scope.organisation(cast.clinic):
        take_in(cast.carla)
    moved = f"{HEADER}\n{CLINIC}\n".replace("Office,Clinic", "Office,Ward")
    assert branches(cast, moved) == [
        (0, "Clinic", 1, 5, ""),
        (1, "Ward", 3, 4, ""),
        (2, "Office", 1, 1, "moved"),
    ]


def test_the_page_says_whom_everybody_reports_to(cast: Cast) -> None:
    page = text_of(shown(browser(cast.carla), looked_at(cast, FLAT)))
    assert 'Bo <span class="text-secondary">reports to Ida' in page
    assert 'Ida <span class="text-secondary">reports to nobody' in page
    assert "Columns that are not used" not in page


def test_units_may_take_their_place_from_the_reporting_lines(cast: Cast) -> None:
    client, found = browser(cast.carla), looked_at(cast, FLAT)
    page = text_of(shown(client, found))
    assert "Ward – Top, Night – Ward" in page
    assert "Apply all of it" in page  # an offer, and no question that matters
    client.post(address("import_answers", found), {"unit_tree": "lines"})
    client.post(address("import_apply", found))
    with scope.organisation(cast.clinic):
        assert tree() == {"Top": None, "Ward": "Top", "Night": "Ward"}
        assert check(cast.carla, FLAT.encode()).summary["changes"] == {}


def test_programs_get_the_questions_as_data_and_answer_them(cast: Cast) -> None:
    by = caller(cast.carla)
    at_once = {"file": LEFT, "dry_run": "false", "applies_from": DAY.isoformat()}
    refused = upload(by, at_once)
    assert refused.status_code == 422
    assert refused.json()["problems"][0]["code"] == "status"
    looked = upload(by, {"file": LEFT, "applies_from": DAY.isoformat()}).json()
    (question,) = [one for one in looked["questions"] if one["matters"]]
    assert (question["id"], question["likely"], question["answer"]) == ("status:status", "left", None)
    answered = by.post(f"{IMPORTS}/{looked['id']}/answers", {"answers": {question["id"]: "left"}})
    assert answered.json()["questions"][0]["answer"] == "left"
    done = by.post(f"{IMPORTS}/{looked['id']}/apply")
    assert done.json()["state"] == "applied"


def upload(by: Any, fields: dict[str, str]) -> Any:
    content = SimpleUploadedFile("staff.csv", fields["file"].encode())
    return by.upload(IMPORTS, **{**fields, "file": content})


def test_programs_say_when_many_may_leave(cast: Cast) -> None:
    with scope.organisation(cast.clinic):
        take_in(cast.carla, staff_list(*(f"{n},P{n},,,Ward,," for n in range(1, 13))))
    few = {"file": "id,name\n1,P1\n2,P2\n", "dry_run": "false", "applies_from": DAY.isoformat()}
    refused = upload(caller(cast.carla), few)
    assert (refused.status_code, refused.json()["code"]) == (422, "many_leave")
    assert upload(caller(cast.carla), few | {"many_may_leave": "true"}).status_code == 201


def test_what_the_page_costs_does_not_grow(clinic: Cast, django_assert_max_num_queries: Any) -> None:
    for people in (10, 200):
        lines = [f"{n},P{n},1,Ward {n % 9}" for n in range(2, people)]
        found = check(clinic.carla, rows("id,name,manager,unit", "1,Top,,Top", *lines).encode())
        found = StaffImport.objects.get(pk=found.pk)
        with django_assert_max_num_queries(4):
            import_page(found, member=clinic.carla)
