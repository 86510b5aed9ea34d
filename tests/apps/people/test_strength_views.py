"""The pages about strengths, as a browser without JavaScript uses them."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.people.describing import LISTEN, PLAN, answered, asked, competency, describe, entry, levels
from apps.people.staff import NOW
from cast import Cast
from colead.apps.people.models import Competency, Strength, StrengthConsent, StrengthNotes, ViewRequest
from colead.apps.people.own_person import own_person
from colead.apps.people.services.evidence import record_evidence
from colead.kit.roles import Member


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def url(name: str, *arguments: Any) -> str:
    return reverse(f"people:{name}", args=["clinic", *arguments])


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def filled(**said: tuple[Any, Any, str]) -> dict[str, Any]:
    """The profile form as a browser sends it: every field, those left out untouched."""
    data: dict[str, Any] = {}
    for key in Competency.objects.values_list("key", flat=True):
        level, wish, visible_to = said.get(key.replace("-", "_"), ("", "", "self"))
        data |= {f"level_{key}": level, f"wish_{key}": wish, f"visible_{key}": visible_to}
    return data


def test_an_empty_profile_teaches(telling: Cast) -> None:
    page = text_of(browser(telling.alma).get(url("strengths")))
    assert "Begin with three" in page
    assert url("strengths_edit") in page


def test_strengths_are_added_changed_and_removed_with_one_button(telling: Cast) -> None:
    alma, client = own_person(telling.alma), browser(telling.alma)
    sent = filled(listen=(3, 2, "lead"), plan_work=(0, "", "self"))
    assert client.post(url("strengths_edit"), sent).status_code == 302
    assert levels(alma) == {LISTEN: 3, PLAN: 0}
    row = Strength.objects.get(competency__key=LISTEN)
    assert (row.wish, row.visible_to) == (2, "lead")
    client.post(url("strengths_edit"), filled(listen=(4, 2, "lead")))
    assert levels(alma) == {LISTEN: 4}


def test_the_form_shows_what_is_there_and_the_words_of_each_level(telling: Cast) -> None:
    describe(telling.alma, entry(LISTEN, 3, 2, "lead"))
    answer = browser(telling.alma).get(url("strengths_edit"))
    (row,) = answer.context["form"].chosen()
    assert (row.level.value(), row.wish.value(), row.visible_to.value()) == (3, 2, "lead")
    assert "I lead meetings where people disagree" in text_of(answer)


def test_a_wish_without_a_level_is_pointed_out_and_nothing_saved(telling: Cast) -> None:
    answer = browser(telling.alma).post(
        url("strengths_edit"), filled(listen=("", 2, "self"), present=(1, 1, "self"))
    )
    assert answer.status_code == 422
    assert "Choose a level, too" in text_of(answer)
    assert levels(own_person(telling.alma)) == {}


def test_without_a_catalogue_the_form_says_whom_to_ask(telling: Cast) -> None:
    Competency.objects.all().delete()
    assert "The people team fills the catalogue" in text_of(browser(telling.alma).get(url("strengths_edit")))
    assert "people team" in text_of(browser(telling.alma).get(url("competencies")))


def test_consent_is_given_and_taken_back(telling: Cast) -> None:
    client = browser(telling.alma)
    assert "Yes, use my strengths" in text_of(client.get(url("strengths")))
    client.post(url("strength_consent"), {"agree": "yes"})
    assert StrengthConsent.objects.given().filter(person=own_person(telling.alma)).exists()
    page = text_of(client.get(url("strengths")))
    assert "Take it back" in page
    assert "what colleagues said is never used" in page
    client.post(url("strength_consent"), {"agree": "no"})
    assert not StrengthConsent.objects.given().exists()


def test_hours_go_with_the_consent(telling: Cast) -> None:
    client = browser(telling.alma)
    client.post(url("strength_consent"), {"agree": "yes", "hours_per_week": "2.5"})
    assert StrengthConsent.objects.given().get().hours_per_week == Decimal("2.5")
    assert 'value="2.5"' in client.get(url("strengths")).content.decode()
    for wrong, said in (("99", "at most 40"), ("many", "Enter a number")):
        answer = client.post(url("strength_consent"), {"agree": "yes", "hours_per_week": wrong})
        assert (answer.status_code, said in text_of(answer)) == (422, True)
    assert StrengthConsent.objects.given().get().hours_per_week == Decimal("2.5")


def test_evidence_stands_apart_and_its_owner_decides(telling: Cast) -> None:
    record_evidence(by=telling.bo, person=own_person(telling.alma), competency=competency(), level=3, now=NOW)
    client = browser(telling.alma)
    assert "You led a task to its end that needed level 3" in text_of(client.get(url("strengths")))
    client.post(url("strength_evidence", LISTEN), {"visible_to": "organisation"})
    assert Strength.objects.evidence().get().visible_to == "organisation"
    assert client.post(url("strength_evidence", LISTEN), {"visible_to": "boss"}).status_code == 422
    client.post(url("strength_evidence", LISTEN), {"remove": "1"})
    assert not Strength.objects.evidence().exists()


def test_a_colleague_is_found_asked_and_answers(telling: Cast) -> None:
    describe(telling.alma)
    alma, bo = browser(telling.alma), browser(telling.bo)
    assert "Bo Berg" in text_of(alma.get(url("ask_view")))
    assert "Uma Lind" in text_of(alma.get(url("ask_view"), {"q": "uma"}))
    assert "Alma Dahl" not in [row.name for row in alma.get(url("ask_view"), {"q": "alma"}).context["found"]]
    form = alma.get(url("ask_view"), {"person": "2"})
    assert form.context["form"]["competencies"].value() == [LISTEN]
    assert "you will see the answer with their name on it" in text_of(form)
    alma.post(url("ask_view") + "?person=2", {"competencies": [LISTEN, PLAN]})
    pk = ViewRequest.objects.get().pk
    page = text_of(bo.get(url("view_request", pk)))
    assert "Alma Dahl will see your answer with your name on it" in page
    assert "Alma Dahl asks how you see" in text_of(bo.get(url("strengths")))
    bo.post(url("view_request", pk), {f"level_{LISTEN}": "4", f"level_{PLAN}": ""})
    assert "Bo Berg: 4" in text_of(alma.get(url("strengths")))
    assert "Bo Berg: 4" not in text_of(bo.get(url("person", "3")))
    alma.post(url("delete_view_request", pk))
    assert "Bo Berg: 4" not in text_of(alma.get(url("strengths")))


def test_asking_for_nothing_or_twice_is_pointed_out(telling: Cast) -> None:
    alma = browser(telling.alma)
    answer = alma.post(url("ask_view") + "?person=2")
    assert (answer.status_code, "Choose at least one" in text_of(answer)) == (422, True)
    asked(telling.alma, telling.bo)
    answer = alma.post(url("ask_view") + "?person=2", {"competencies": [LISTEN]})
    assert (answer.status_code, "You have asked Bo Berg already" in text_of(answer)) == (422, True)


def test_declining_shows_nothing_to_the_one_who_asked(telling: Cast) -> None:
    pk = asked(telling.alma, telling.bo)
    before = text_of(browser(telling.alma).get(url("strengths")))
    browser(telling.bo).post(url("view_request", pk), {"decline": "1"})
    after = text_of(browser(telling.alma).get(url("strengths")))
    assert "no answer so far" in before
    assert "no answer so far" in after
    assert "asks how you see" not in text_of(browser(telling.bo).get(url("strengths")))


def test_an_answer_without_a_level_is_pointed_out(telling: Cast) -> None:
    pk = asked(telling.alma, telling.bo)
    answer = browser(telling.bo).post(url("view_request", pk), {f"level_{LISTEN}": ""})
    assert (answer.status_code, "No level is chosen" in text_of(answer)) == (422, True)


def test_notes_are_written_and_read_by_their_owner(telling: Cast) -> None:
    client = browser(telling.alma)
    client.post(url("strength_notes"), {"text": "Calm"})
    assert "Calm" in text_of(client.get(url("strength_notes")))
    assert client.post(url("strength_notes"), {"text": "x" * 4001}).status_code == 422
    assert StrengthNotes.objects.get().text == "Calm"


def test_the_download_holds_everything_of_ones_own(telling: Cast) -> None:
    describe(telling.alma)
    answered(telling.alma, telling.bo, listen=2)
    answer = browser(telling.alma).get(url("strengths_download"))
    data = json.loads(answer.content)
    assert data["strengths"][0] == {"competency": LISTEN, "level": 3, "wish": 1, "visible_to": "self"}
    assert data["asked_of_colleagues"][0]["colleague"] == "Bo Berg"
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("name", ["strengths_edit", "strength_notes", "strengths_download", "ask_view"])
def test_who_is_not_on_the_staff_list_is_told_so(telling: Cast, name: str) -> None:
    page = browser(telling.carla).get(url(name), follow=True)
    assert "You are not on the staff list" in text_of(page)


def test_the_people_team_fills_and_words_the_catalogue(telling: Cast) -> None:
    Competency.objects.filter(key=PLAN).delete()
    carla = browser(telling.carla)
    assert "Colead brings 1 competency" in text_of(carla.get(url("competencies")))
    carla.post(url("competencies"))
    assert Competency.objects.filter(key=PLAN).exists()
    words = {"name_en": "Running the shop", "name_da": "Drive butikken"}
    carla.post(url("new_competency"), words)
    assert Competency.objects.get(key="running-the-shop").name_da == "Drive butikken"
    again = carla.post(url("new_competency"), words)
    assert (again.status_code, "with this name already" in text_of(again)) == (422, True)
    carla.post(url("competency", "running-the-shop"), words | {"name_en": "Running our shop"})
    assert Competency.objects.get(key="running-the-shop").name_en == "Running our shop"
    assert carla.post(url("competency", PLAN), {"name_en": ""}).status_code == 422


def test_everybody_reads_the_catalogue_with_its_scale(telling: Cast) -> None:
    page = text_of(browser(telling.dan).get(url("competencies")))
    assert "Others come to me to learn it" in page
    assert "Reword" not in page
    assert "data.europa.eu/esco" in page


def test_the_page_of_a_person_shows_what_they_show(telling: Cast) -> None:
    describe(telling.alma, entry(LISTEN, 3, 2, "organisation"), entry(PLAN, 4, None, "self"))
    page = text_of(browser(telling.uma).get(url("person", "3")))
    assert "Listening and asking" in page
    assert "3 · good at it" in page
    assert "would love to" in page
    assert "Planning work" not in page
