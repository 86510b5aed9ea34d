"""The pages, as a browser without JavaScript uses them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.people.staff import changed, check, staff_list, take_in
from cast import DAY, Cast
from colead.apps.people.models import Person, StaffImport
from colead.kit import scope
from colead.kit.roles import Member
from queue_of_jobs import run_pending
from remembered import remembered

TODAY = {"as_of": (DAY + timedelta(days=1)).isoformat()}


@pytest.fixture
@remembered
def staffed(cast: Cast) -> Cast:
    """The clinic with its staff list imported."""
    with scope.organisation(cast.clinic):
        take_in(cast.carla)
    return cast


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def page(member: Member, name: str, *args: object, query: dict[str, str] | None = None) -> Any:
    """The page with this name, which must answer."""
    url = reverse(f"people:{name}", args=[member.organisation.slug, *args])
    response = browser(member).get(url, TODAY | (query or {}))
    assert response.status_code == 200, response.content
    return response


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_the_list_is_sorted_as_danes_sort(staffed: Cast) -> None:
    names = [row.name for row in page(staffed.alma, "list").context["page"]]
    assert names == ["Alma Dahl", "Bo Berg", "Uma Lind", "Ærø Skov", "Åse Holm"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "åse"}, ["Åse Holm"]),
        ({"q": "nurse ward"}, ["Alma Dahl", "Bo Berg", "Ærø Skov"]),
        ({"q": "SKOV"}, ["Ærø Skov"]),
        ({"q": "3"}, ["Alma Dahl"]),
        ({"unit": "Ward"}, ["Alma Dahl", "Bo Berg", "Ærø Skov"]),
        ({"unit": "Clinic", "leads": "1"}, ["Bo Berg", "Åse Holm"]),
        ({"without_lead": "1"}, ["Åse Holm"]),
        ({"unit": "no such unit"}, []),
    ],
)
def test_the_list_is_narrowed(staffed: Cast, query: dict[str, str], names: list[str]) -> None:
    assert [row.name for row in page(staffed.alma, "list", query=query).context["page"]] == names


def test_htmx_gets_the_list_alone(staffed: Cast) -> None:
    url = reverse("people:list", args=["clinic"])
    answer = browser(staffed.alma).get(url, TODAY | {"q": "bo"}, headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()
    assert "Bo Berg" in answer.content.decode()


def test_email_is_for_members_and_not_for_consultants(staffed: Cast) -> None:
    assert "bo@example.org" in text_of(page(staffed.alma, "person", "2"))
    assert "bo@example.org" not in text_of(page(staffed.dan, "person", "2"))
    assert not page(staffed.dan, "list", query={"q": "bo@"}).context["page"].object_list
    assert page(staffed.alma, "list", query={"q": "bo@"}).context["page"].object_list


def test_a_picker_finds_people(staffed: Cast) -> None:
    assert "Bo Berg" in text_of(page(staffed.alma, "search", query={"q": "head"}))
    assert "Nobody fits" in text_of(page(staffed.alma, "search", query={"q": "zzz"}))


def test_a_person_with_line_and_history(staffed: Cast) -> None:
    shown = text_of(page(staffed.alma, "person", "2"))
    for expected in ("Head nurse", "Åse Holm", "2 direct reports", "Ærø Skov", "Ward"):
        assert expected in shown


def test_a_person_on_a_day_before_they_came(staffed: Cast) -> None:
    shown = page(staffed.alma, "person", "2", query={"as_of": "2020-01-01"})
    assert "does not work here on the day shown" in text_of(shown)


def test_units_and_a_unit(staffed: Cast) -> None:
    tree = text_of(page(staffed.alma, "units"))
    assert tree.index(">Clinic<") < tree.index(">Office<") < tree.index(">Ward<")
    assert tree.count("<details") == tree.count("</details>")
    assert tree.count("<ul") == tree.count("</ul>")
    branch = text_of(page(staffed.alma, "units", query={"under": "Ward"}))
    assert ">Ward<" in branch
    assert ">Office<" not in branch
    assert "All units" in branch
    unit = text_of(page(staffed.alma, "unit", "Ward"))
    assert "Led by" in unit
    assert "Alma Dahl" in unit


def test_keys_may_hold_slashes(cast: Cast) -> None:
    with scope.organisation(cast.clinic):
        take_in(cast.carla, staff_list("a/b c,Åse,Town / Ward", header="id,name,unit"))
    assert "Åse" in text_of(page(cast.alma, "person", "a/b c"))
    assert "Town" in text_of(page(cast.alma, "unit", "Town / Ward"))
    assert 'href="/o/clinic/units/Town%20/%20Ward/' in text_of(page(cast.alma, "units"))


def test_the_structure_in_figures_and_words(staffed: Cast) -> None:
    with scope.organisation(staffed.clinic):
        take_in(staffed.carla, changed(p4=None), day=DAY + timedelta(days=1))
    shown = page(staffed.alma, "structure", query={"compare": DAY.isoformat()})
    found = shown.context["structure"]
    assert found.figures.people == 4
    assert found.changes.left.people[0].name == "Ærø Skov"
    assert "Median span" in text_of(shown)


@pytest.mark.parametrize("name", ["list", "units", "structure"])
def test_an_empty_organisation_says_what_to_do(cast: Cast, name: str) -> None:
    url = reverse(f"people:{name}", args=["clinic"])
    assert "/o/clinic/staff-list/" in browser(cast.carla).get(url).content.decode()
    assert "The people team imports the staff list" in browser(cast.alma).get(url).content.decode()


def test_names_are_text_and_never_markup(cast: Cast) -> None:
    evil = "<script>alert(1)</script>"
    with scope.organisation(cast.clinic):
        take_in(cast.carla, staff_list(f"1,{evil},{evil}", header="id,name,unit"))
    for name, *args in (("list",), ("person", "1"), ("units",), ("structure",)):
        assert "<script>alert" not in page(cast.alma, name, *args).content.decode()


# --- the wizard ---


def upload(cast: Cast, content: bytes | None = None, **fields: str) -> Any:
    """Send a file in step one and follow."""
    data: dict[str, Any] = {"mode": "full", "as_of": DAY.isoformat(), **fields}
    if "text" not in fields:
        data["file"] = SimpleUploadedFile("staff.csv", content or staff_list())
    return browser(cast.carla).post(reverse("people:import", args=["clinic"]), data)


def last_import() -> StaffImport:
    with scope.everything("the test looks at the last import"):
        return StaffImport.objects.latest("created_at")


def choose(cast: Cast, **columns: str) -> Any:
    """Confirm the guessed columns, with changes by their number."""
    staff_import = last_import()
    url = reverse("people:import_columns", args=["clinic", staff_import.pk])
    form = browser(cast.carla).get(url).context["form"]
    guessed = {field.html_name: field.initial for field, _values in form.rows()}
    return browser(cast.carla).post(url, guessed | columns, follow=True)


def test_from_file_to_receipt_and_back(cast: Cast) -> None:
    assert upload(cast).status_code == 302
    preview = text_of(choose(cast))
    assert "5 join" in preview
    assert "Åse Holm" in preview
    staff_import = last_import()
    client = browser(cast.carla)
    applied = client.post(reverse("people:import_apply", args=["clinic", staff_import.pk]), follow=True)
    assert "Applied on" in text_of(applied)
    with scope.organisation(cast.clinic):
        assert Person.objects.count() == 5
    undone = client.post(reverse("people:import_undo", args=["clinic", staff_import.pk]), follow=True)
    assert "Undone on" in text_of(undone)
    with scope.organisation(cast.clinic):
        assert not Person.objects.exists()


def test_rows_can_be_pasted(cast: Cast) -> None:
    assert upload(cast, text="id\tname\n1\tÅse").status_code == 302
    assert "1 joins" in text_of(choose(cast))


def test_step_one_wants_one_source(cast: Cast) -> None:
    answer = upload(cast, text=" ")
    assert answer.status_code == 422
    assert "Choose a file, or paste rows" in text_of(answer)


def test_a_cpr_number_is_refused_and_never_shown(cast: Cast) -> None:
    answer = upload(cast, staff_list("1,Bo 010203-1234,,,,,"))
    assert answer.status_code == 422
    assert "CPR" in text_of(answer)
    assert "010203" not in text_of(answer)
    with scope.everything("the test looks for traces"):
        assert not StaffImport.objects.exists()


def test_two_columns_cannot_hold_the_same(cast: Cast) -> None:
    upload(cast)
    answer = choose(cast, column_0="name")
    assert answer.status_code == 422
    assert "Another column holds this" in text_of(answer)


def test_problems_are_shown_and_can_be_downloaded(cast: Cast) -> None:
    upload(cast, staff_list("1,=Åse,,77,Top,,"))
    shown = text_of(choose(cast))
    assert "1 problem stands in the way" in shown
    assert "77" in shown
    staff_import = last_import()
    url = reverse("people:import_errors", args=["clinic", staff_import.pk])
    file = browser(cast.carla).get(url).content.decode("utf-8-sig")
    assert "'=Åse" in file
    assert "77" in file
    applied = browser(cast.carla).post(reverse("people:import_apply", args=["clinic", staff_import.pk]))
    assert applied.status_code == 409


def test_all_changes_can_be_downloaded(cast: Cast) -> None:
    upload(cast)
    choose(cast)
    url = reverse("people:import_changes", args=["clinic", last_import().pk])
    assert "Join,1,Åse Holm" in browser(cast.carla).get(url).content.decode("utf-8-sig")


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("query", [{}, {"format": "xlsx"}])
def test_the_template_can_be_imported_as_it_is(cast: Cast, language: str, query: dict[str, str]) -> None:
    client = browser(cast.carla)
    client.cookies["django_language"] = language
    template = client.get(reverse("people:import_template", args=["clinic"]), query)
    upload(cast, template.content)
    choose(cast)
    assert last_import().summary["changes"]["joins"] == 3
    assert last_import().state == "ready"


def test_a_stale_preview_is_made_anew(staffed: Cast) -> None:
    upload(staffed, changed(p4=None))
    choose(staffed)
    waiting = last_import()
    with scope.organisation(staffed.clinic):
        take_in(staffed.carla, changed(p5=None))
    url = reverse("people:import_apply", args=["clinic", waiting.pk])
    answer = browser(staffed.carla).post(url, follow=True)
    assert "has changed since this preview" in text_of(answer)
    assert "1 joins, 1 leaves" in text_of(answer)


def test_a_large_import_that_was_overtaken_while_it_waited_says_so_and_is_one_click_away(
    staffed: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(staffed, changed(p4=None))
    choose(staffed)
    waiting = last_import()
    client = browser(staffed.carla)
    with monkeypatch.context() as as_if_large:
        as_if_large.setattr("colead.apps.people.services.opening.BACKGROUND_ROWS", 1)
        client.post(reverse("people:import_apply", args=["clinic", waiting.pk]))
    with scope.organisation(staffed.clinic):
        take_in(staffed.carla, changed(p5=None))
    run_pending()
    shown = text_of(client.get(reverse("people:import_preview", args=["clinic", waiting.pk])))
    assert "has changed since this preview" in shown
    assert "1 joins, 1 leaves" in shown
    assert "Apply all of it" in shown
    assert "stopped before it was done" in text_of(client.get(reverse("notices:list", args=["clinic"])))
    client.post(reverse("people:import_apply", args=["clinic", waiting.pk]))
    with scope.organisation(staffed.clinic):
        assert StaffImport.objects.get(pk=waiting.pk).state == "applied"


def test_a_full_file_that_many_are_missing_from_asks_for_a_second_look(cast: Cast) -> None:
    with scope.organisation(cast.clinic):
        take_in(cast.carla, staff_list(*(f"{n},P{n},,,Ward,," for n in range(10, 30))))
    upload(cast, staff_list(*(f"{n},P{n},,,Ward,," for n in range(10, 24))))
    assert "More than a fifth of the staff would leave" in text_of(choose(cast))


def test_discarding(cast: Cast) -> None:
    upload(cast)
    url = reverse("people:import_discard", args=["clinic", last_import().pk])
    assert browser(cast.carla).post(url).status_code == 302
    with scope.everything("the test looks for traces"):
        assert not StaffImport.objects.exists()


def test_the_file_of_changes_says_what_else_changes_in_a_position(clinic: Cast) -> None:
    rows = ("1,Åse Holm,Director,3", "2,Bo Berg,Nurse,4")
    take_in(clinic.carla, staff_list(*rows, header="id,name,title,level"))
    changed_level = (rows[0], "2,Bo Berg,Nurse,5")
    checked = check(clinic.carla, staff_list(*changed_level, header="id,name,title,level"))
    url = reverse("people:import_changes", args=["clinic", checked.pk])
    file = browser(clinic.carla).get(url).content.decode("utf-8-sig")
    assert "Other changes to positions,2,Bo Berg,4,5" in file
