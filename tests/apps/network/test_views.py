"""The pages of maps in each state that a map can be in."""

import csv
import io
import xml.etree.ElementTree as ElementTree
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from apps.network.hospital import Hospital, computed
from cast import DAY, Cast
from colead.apps.jobs.models import Job
from colead.apps.network.models import LeadershipMap, NameConsent, NominationSet
from colead.apps.people.models import Position, UnitPlacement

LATER = date(2026, 6, 1)


@pytest.fixture
def carla(client: Client, clinic: Cast) -> Client:
    """A browser in which the people team is signed in."""
    client.force_login(clinic.carla.user)
    return client


@pytest.fixture
def alma(client: Client, clinic: Cast) -> Client:
    client.force_login(clinic.alma.user)
    return client


def page(client: Client, name: str, *arguments: object, query: str = "") -> str:
    answer = client.get(reverse(f"network:{name}", args=["clinic", *arguments]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_list_teaches_while_it_is_empty(carla: Client) -> None:
    text = page(carla, "list")
    assert "No map yet" in text
    assert reverse("network:import", args=["clinic"]) in text


def test_list_offers_no_import_to_those_who_may_not(alma: Client) -> None:
    assert reverse("network:import", args=["clinic"]) not in page(alma, "list")


def test_list_says_of_each_set_what_its_map_says(alma: Client, advice_map: LeadershipMap) -> None:
    text = page(alma, "list")
    assert "Leadership rests on about" in text
    assert "about 50 people answered" in text


def test_map_without_figures_says_so_on_every_page(alma: Client, advice: NominationSet) -> None:
    for name in ("map", "graph", "matrix", "method"):
        assert "The people team can have it computed" in page(alma, name, advice.pk)


def test_another_day_shows_the_frozen_groups_under_its_units(
    carla: Client, house: Hospital, advice_map: LeadershipMap
) -> None:
    pk = advice_map.nomination_set_id
    UnitPlacement.objects.filter(unit=house.units["ward-b"]).update(parent=house.units["surgery"])
    text = page(carla, "map", pk, query=f"?as_of={LATER}")
    assert "with the units of" in text
    assert f"as_of={LATER}" in text
    below = page(carla, "unit", pk, "surgery", query=f"?as_of={LATER}")
    assert "The ward-b" in below
    assert "The ward-b" not in page(carla, "unit", pk, "surgery")


def test_a_frozen_map_is_not_computed_again(carla: Client, advice_map: LeadershipMap) -> None:
    url = reverse("network:compute", args=["clinic", advice_map.nomination_set_id])
    assert "frozen" in carla.post(url, follow=True).content.decode()
    assert not Job.objects.exists()


def test_stale_map_says_that_the_structure_was_changed(
    alma: Client, house: Hospital, advice_map: LeadershipMap
) -> None:
    notice = "was corrected after this map was measured"
    assert notice not in page(alma, "map", advice_map.nomination_set_id)
    Position.objects.filter(person=house.people["kitchen"][0]).update(valid_until=DAY)
    assert notice in page(alma, "map", advice_map.nomination_set_id)


def test_units_are_sorted_and_found_by_address_alone(alma: Client, advice_map: LeadershipMap) -> None:
    def order(query: str = "") -> list[str]:
        text = page(alma, "map", advice_map.nomination_set_id, query=query)
        body = text[text.index("<tbody>") :]
        return [name for name in ("The ward-a", "The ward-b", "The theatre") if name in body] and sorted(
            (name for name in ("The ward-a", "The ward-b", "The theatre") if name in body), key=body.index
        )

    assert order() == ["The ward-a", "The ward-b", "The theatre"]
    assert order("?sort=people") == ["The theatre", "The ward-a", "The ward-b"]
    assert order("?sort=-people") == ["The ward-b", "The ward-a", "The theatre"]
    assert order("?q=WARD") == ["The ward-a", "The ward-b"]
    assert order("?sort=nonsense&page=99") == ["The ward-a", "The ward-b", "The theatre"]


def test_own_place_is_told_in_bands(alma: Client, clinic: Cast, advice_map: LeadershipMap) -> None:
    assert "Your own place" in page(alma, "map", advice_map.nomination_set_id)
    alma.force_login(clinic.olga.user)
    assert "Your own place" not in page(alma, "map", advice_map.nomination_set_id)


def test_unit_page_says_its_figures_in_plain_words(alma: Client, advice_map: LeadershipMap) -> None:
    text = page(alma, "unit", advice_map.nomination_set_id, "medicine")
    assert "Leadership in this unit rests on about" in text
    assert "of 27" in text
    assert "One person here is counted with the unit above" in text
    assert "<svg" in text
    assert text.index("The ward-a") < text.index("The ward-b")


def test_unknown_unit_is_not_found(alma: Client, advice_map: LeadershipMap) -> None:
    url = reverse("network:unit", args=["clinic", advice_map.nomination_set_id, "attic"])
    assert alma.get(url).status_code == 404


def test_consent_page_switches_both_ways(alma: Client, house: Hospital) -> None:
    url = reverse("network:consent", args=["clinic"])
    assert "Your name is not shown" in alma.get(url).content.decode()
    alma.post(url, {"agree": "yes"})
    assert "Take my name off" in alma.get(url).content.decode()
    alma.post(url, {"agree": "no"})
    assert not NameConsent.objects.given().exists()


def test_consent_page_of_somebody_without_a_person_explains_why(carla: Client) -> None:
    assert "not on the staff list" in page(carla, "consent")


def test_deleting_asks_first(carla: Client, advice_map: LeadershipMap) -> None:
    url = reverse("network:delete", args=["clinic", advice_map.nomination_set_id])
    assert "cannot be undone" in carla.get(url).content.decode()
    assert NominationSet.objects.exists()
    carla.post(url)
    assert not NominationSet.objects.exists()


def test_units_file_holds_what_the_page_shows(alma: Client, advice_map: LeadershipMap) -> None:
    text = page(alma, "units_csv", advice_map.nomination_set_id)
    rows = list(csv.DictReader(io.StringIO(text)))
    by_key = {row["key"]: row for row in rows}
    assert by_key[""]["people"] == "54"
    assert by_key["kitchen"]["effective_leaders"] == ""
    assert by_key["recovery"]["formal_share"] == ""
    assert by_key["top"]["formal_share"] != ""


def test_files_cannot_run_in_a_spreadsheet(alma: Client, house: Hospital, advice: NominationSet) -> None:
    unit = house.units["ward-a"]
    unit.name = "=HYPERLINK(1)"
    unit.save()
    kept = computed(advice)
    for name in ("units_csv", "matrix_csv"):
        assert "'=HYPERLINK(1)" in page(alma, name, kept.nomination_set_id)


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_graph_files_hold_the_marks_that_the_reader_sees(
    alma: Client, house: Hospital, advice_map: LeadershipMap, name: str
) -> None:
    text = page(alma, name, advice_map.nomination_set_id)
    tree = ElementTree.fromstring(text)  # noqa: S314  (written by ourselves a line above)
    nodes = [element for element in tree.iter() if element.tag.endswith("}node")]
    assert len(nodes) == 5 + 54
    assert text.count("A colleague") >= 53
    assert "You" in text


def test_data_is_limited_to_a_unit(alma: Client, advice_map: LeadershipMap) -> None:
    url = reverse("network:data", args=["clinic", advice_map.nomination_set_id])
    data = alma.get(f"{url}?unit=medicine").json()
    assert [cluster["key"] for cluster in data["clusters"]] == ["ward-a", "ward-b"]
    assert len(data["marks"]) == 27


@pytest.mark.parametrize("name", ["data", "units_csv", "matrix_csv", "graphml", "gexf", "figures_json"])
def test_files_of_a_map_that_is_not_computed_do_not_exist(
    alma: Client, advice: NominationSet, name: str
) -> None:
    assert alma.get(reverse(f"network:{name}", args=["clinic", advice.pk])).status_code == 404


def test_pages_speak_danish(alma: Client, advice_map: LeadershipMap) -> None:
    alma.cookies["django_language"] = "da"
    text = page(alma, "map", advice_map.nomination_set_id)
    assert 'lang="da"' in text
    assert "Leadership rests" not in text
