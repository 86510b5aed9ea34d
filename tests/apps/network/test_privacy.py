"""Attempts to learn from maps what nobody should: who somebody is, whom they named, how many named them."""

import json
from collections import Counter, defaultdict
from typing import Any

from django.test import Client
from django.urls import reverse

from apps.network.hospital import NOW, Hospital, computed, hospital, nominations, some_pairs
from cast import Cast
from colead.apps.network.bridge.figures import unit_figures
from colead.apps.network.bridge.matrix import matrix
from colead.apps.network.bridge.picture import picture
from colead.apps.network.bridge.readers import Reader
from colead.apps.network.models import LeadershipMap, NameConsent, NominationSet
from colead.apps.network.texts import CONSENT_TO_BE_NAMED
from colead.apps.network.views.drawing import payload
from colead.apps.people.models import Person
from colead.apps.people.services.consents import give_consent, withdraw_consent
from colead.engine.disclosure import IN_WORDS
from colead.kit.roles import Member

ROLES = ("alma", "bo", "carla", "dan", "olga", "uma")
TWO = ("alma", "olga")  # somebody on the map, and somebody who is not
PAGES = (
    "map", "graph", "matrix", "method", "data", "units_csv", "matrix_csv", "graphml", "gexf", "figures_json",
)  # fmt: skip
BANDS_IN_WORDS = ("second_band", "below_third_band", "third_band", "below_fourth_band", "fourth_band")
STRANGER = Reader(None, {}, has_agreed=False)


def texts(client: Client, member: Member, stored: NominationSet) -> dict[str, str]:
    """Everything that the map's pages and files say to a member."""
    client.force_login(member.user)
    of = [stored.organisation.slug]
    addresses = {page: reverse(f"network:{page}", args=[*of, stored.pk]) for page in PAGES}
    addresses["list"] = reverse("network:list", args=of)
    for unit in ("top", "ward-a", "kitchen"):
        addresses[unit] = reverse("network:unit", args=[*of, stored.pk, unit])
        addresses[f"data-{unit}"] = f"{addresses['data']}?unit={unit}"
        addresses[f"matrix-{unit}"] = f"{addresses['matrix']}?unit={unit}"
    answers = {page: client.get(address) for page, address in addresses.items()}
    assert {page for page, answer in answers.items() if answer.status_code != 200} == set()
    return {page: answer.content.decode() for page, answer in answers.items()}


def found_canaries(said: dict[str, str]) -> set[str]:
    return {page for page, text in said.items() if "canary" in text.lower()}


def agree(person: Person) -> NameConsent:
    return NameConsent.objects.create(organisation=person.organisation, person=person, given_at=NOW)


def shown(leadership_map: LeadershipMap, reader: Reader = STRANGER) -> dict[str, Any]:
    fresh = LeadershipMap.objects.get(pk=leadership_map.pk)
    return payload(picture(fresh, reader))


def test_nobody_is_named_without_consent_whoever_reads(
    client: Client, clinic: Cast, advice_map: LeadershipMap
) -> None:
    said = {role: texts(client, getattr(clinic, role), advice_map.nomination_set) for role in ROLES}
    assert {role: pages for role, text in said.items() if (pages := found_canaries(text))} == {}


def test_hub_is_named_after_consent_and_no_more_once_it_is_withdrawn(
    client: Client, clinic: Cast, house: Hospital, advice_map: LeadershipMap
) -> None:
    hub = house.people["ward-b"][0]
    consent = agree(hub)
    for role in TWO:
        said = texts(client, getattr(clinic, role), advice_map.nomination_set)
        assert {"data", "graphml", "gexf"} <= {page for page, text in said.items() if hub.name in text}, role
        assert not any(hub.key in text or hub.email in text for text in said.values())
    consent.withdrawn_at = NOW
    consent.save()
    for role in TWO:
        assert found_canaries(texts(client, getattr(clinic, role), advice_map.nomination_set)) == set(), role


def test_browser_that_kept_the_map_does_not_keep_a_withdrawn_name(
    client: Client, clinic: Cast, house: Hospital, advice_map: LeadershipMap
) -> None:
    consent = agree(house.people["ward-b"][0])
    url = reverse("network:data", args=["clinic", advice_map.nomination_set_id])
    client.force_login(clinic.olga.user)
    first = client.get(url)
    assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 304
    consent.withdrawn_at = NOW
    consent.save()
    assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 200
    assert {"private", "no-cache"} <= set(first["Cache-Control"].split(", "))


def test_own_mark_is_marked_for_its_person_alone(
    client: Client, clinic: Cast, advice_map: LeadershipMap
) -> None:
    def own(member: Member) -> list[dict[str, Any]]:
        client.force_login(member.user)
        data = client.get(reverse("network:data", args=["clinic", advice_map.nomination_set_id])).json()
        return [data["clusters"][mark["cluster"]]["key"] for mark in data["marks"] if mark.get("me")]

    assert own(clinic.alma) == ["ward-a"]
    assert own(clinic.uma) == ["theatre"]
    assert own(clinic.carla) == []


def test_payload_holds_nothing_but_what_is_drawn(advice_map: LeadershipMap) -> None:
    data = shown(advice_map)
    assert {key for mark in data["marks"] for key in mark} == {"cluster", "x", "y", "size"}
    assert "canary" not in json.dumps(data).lower()


def swapped(pairs: list[tuple[Person, Person]], one: Person, other: Person) -> list[tuple[Person, Person]]:
    """The same network with two people in each other's place."""
    place = {one: other, other: one}
    return [(place.get(source, source), place.get(target, target)) for source, target in pairs]


def test_two_colleagues_without_names_cannot_be_told_apart(house: Hospital) -> None:
    """Were they to change places in every answer, a reader would see the very same map."""
    one, other = house.people["ward-b"][3], house.people["ward-b"][14]
    fans = {(person, one) for key in ("ward-a", "theatre") for person in house.people[key]}
    pairs = [*({*some_pairs(house)} | fans)]
    maps = [
        computed(nominations(house, answers, name=name))
        for name, answers in (("as it is", pairs), ("swapped", swapped(pairs, one, other)))
    ]
    assert bands(maps[0])[one.pk] != bands(maps[1])[one.pk], "the people must differ for this to say anything"
    assert drawn(maps[0]) == drawn(maps[1])


def bands(leadership_map: LeadershipMap) -> dict[int, int]:
    people, _atoms, band, *_rest = leadership_map.places
    return dict(zip(people, band, strict=True))


def drawn(leadership_map: LeadershipMap) -> Any:
    """The payload, whatever order clusters of the same snapshot have."""
    data = shown(leadership_map)
    marks = Counter((mark["cluster"], mark["x"], mark["y"], mark["size"]) for mark in data["marks"])
    return data["clusters"], marks, sorted(data["flows"]), data["ties"]


def test_lines_join_only_people_who_both_agreed(house: Hospital, advice_map: LeadershipMap) -> None:
    """Four colluders who know whom they named find none of these lines, so they recognise nobody by them."""
    named = house.people["ward-b"][:4]
    for person in named:
        agree(person)
    reader = Reader(None, {person.pk: person.name for person in named}, has_agreed=False)
    data = shown(advice_map, reader)
    ends = {end for tie in data["ties"] for end in tie}
    assert ends
    assert all(data["marks"][end].get("name") for end in ends)


def test_reader_sees_whom_they_named_but_not_who_named_them(
    house: Hospital, advice_map: LeadershipMap
) -> None:
    me, friend = house.people["ward-a"][5], house.people["ward-a"][0]
    both = computed(nominations(house, [*some_pairs(house), (me, friend), (friend, me)][-2:], name="two"))
    data = shown(both, Reader(me.pk, {friend.pk: friend.name}, has_agreed=False))
    mine = next(number for number, mark in enumerate(data["marks"]) if mark.get("me"))
    assert [source for source, _target in data["ties"]] == [mine]
    agreed = shown(both, Reader(me.pk, {friend.pk: friend.name}, has_agreed=True))
    assert len(agreed["ties"]) == 2


def test_unit_of_four_shows_nothing_and_has_no_marks_of_its_own(
    client: Client, clinic: Cast, advice_map: LeadershipMap
) -> None:
    units = {unit.key: unit for unit in unit_figures(advice_map)}
    kitchen = units["kitchen"]
    assert (kitchen.people, kitchen.shown) == (4, 0)
    assert kitchen.effective_leaders.value is None
    assert kitchen.density.value is None
    assert "kitchen" not in {cluster["key"] for cluster in shown(advice_map)["clusters"]}
    said = texts(client, clinic.olga, advice_map.nomination_set)
    assert "Fewer than 5 people are counted here" in said["kitchen"]


def test_unit_of_nine_shows_density_and_effective_leaders_only(advice_map: LeadershipMap) -> None:
    recovery = next(unit for unit in unit_figures(advice_map) if unit.key == "recovery")
    assert recovery.people == 9
    assert recovery.effective_leaders.value is not None
    assert recovery.density.value is not None
    hidden = (recovery.formal_share, recovery.coverage, recovery.cross_unit, recovery.reciprocity)
    assert [figure.value for figure in hidden] == [None] * 4


def test_figures_about_formal_leaders_need_three_of_them(advice_map: LeadershipMap) -> None:
    """In a unit with one lead, "what formal leaders receive" is what that lead receives."""
    units = {unit.key: unit for unit in unit_figures(advice_map)}
    assert (units["ward-b"].leaders, units["ward-b"].formal_share.value) == (1, None)
    assert units["ward-b"].coverage.value is None
    assert (units["medicine"].leaders, units["medicine"].formal_share.value) == (2, None)
    assert units["top"].leaders == 8
    assert units["top"].formal_share.value is not None


def test_too_few_answers_leave_each_person_their_own_place_only(
    client: Client, clinic: Cast, house: Hospital
) -> None:
    half = house.everybody[::2]
    pairs = [pair for pair in some_pairs(house) if pair[0] in half]
    kept = computed(nominations(house, pairs, answered=half))
    assert shown(kept)["clusters"] == []
    assert matrix(kept).rows == []
    said = texts(client, clinic.alma, kept.nomination_set)
    assert "Your own place" in said["map"]
    assert json.loads(said["figures_json"])["units"] == []


def test_marks_differ_in_size_only_among_five_who_are_not_all_alike(house: Hospital) -> None:
    """Everybody in ward B is named by all others of three wards: "all are large" would be known of each."""
    others = [*house.people["ward-a"], *house.people["theatre"]]
    all_large = [(source, target) for target in house.people["ward-b"] for source in others]
    data = shown(computed(nominations(house, all_large)))
    sizes = defaultdict(set)
    for mark in data["marks"]:
        sizes[data["clusters"][mark["cluster"]]["key"]].add(mark["size"])
    assert sizes["ward-b"] == {None}
    assert sizes["ward-a"] == {0}, "that all are small says next to nothing"


def test_sizes_disappear_when_fewer_than_five_are_left_without_a_name(
    house: Hospital, advice_map: LeadershipMap
) -> None:
    members = house.people["ward-a"]
    eight = Reader(None, {person.pk: person.name for person in members[:8]}, has_agreed=False)
    data = shown(advice_map, eight)
    ward = [mark for mark in data["marks"] if data["clusters"][mark["cluster"]]["key"] == "ward-a"]
    assert [mark["size"] for mark in ward if "name" not in mark] == [None] * 4
    assert all(mark["size"] is not None for mark in ward if "name" in mark)


def test_somebody_who_knows_four_nominators_does_not_learn_whether_there_is_a_fifth(house: Hospital) -> None:
    target = house.people["ward-b"][3]
    sources = [house.people["ward-a"][number] for number in range(4)]
    fifth = house.people["ward-a"][6]
    four, five = (
        computed(nominations(house, [(one, target) for one in who], name=name))
        for who, name in ((sources, "four"), ([*sources, fifth], "five"))
    )
    assert bands(four)[target.pk] == bands(five)[target.pk]


def test_subtracting_units_does_not_give_away_how_many_look_to_one_head(clinic: Cast) -> None:
    """The head belongs to the department and to none of its wards, and is counted with the unit above.

    So the department is its wards and nothing else: even its unrounded figures do not move with the head's.
    """
    made = hospital(clinic.clinic)
    wards = [person for key in ("ward-a", "ward-b") for person in made.people[key]]
    steady = [(one, other) for one in wards for other in (wards[0], wards[5], wards[17]) if one != other]
    head = made.people["medicine"][0]
    to_head = {number: [(person, head) for person in wards[:number]] for number in (0, 5, 14)}
    kept = [computed(nominations(made, [*steady, *more], name=f"{n}")) for n, more in to_head.items()]
    exact = [{unit["key"]: unit["figures"].get("density") for unit in one.units} for one in kept]
    assert [figures["medicine"] for figures in exact] == [exact[0]["medicine"]] * 3
    below = [pair for pair in kept_flows(kept[0]) if "top" not in pair]
    for flows in map(kept_flows, kept):
        assert max(abs(flows[pair] - kept_flows(kept[0])[pair]) for pair in below) <= 5


def kept_flows(kept: LeadershipMap) -> dict[tuple[str, str], int]:
    """Nominations between groups, in fives: what is left over of one pair is handed on to another."""
    key = [kept.units[atom["unit"]]["key"] if atom["unit"] >= 0 else "" for atom in kept.atoms]
    return {(key[source], key[target]): count for source, target, count in zip(*kept.flows, strict=True)}


def test_consent_is_given_by_the_person_alone(client: Client, clinic: Cast, house: Hospital) -> None:
    give_consent(NameConsent, by=clinic.alma, now=NOW)
    assert list(NameConsent.objects.values_list("person__user", flat=True)) == [clinic.alma.user.pk]
    withdraw_consent(NameConsent, by=clinic.bo, now=NOW)
    assert NameConsent.objects.given().count() == 1


def test_people_agree_to_the_bands_that_are_shown() -> None:
    """Other bands want another version of the words."""
    numbers = dict(enumerate(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 2))
    said = {name: (numbers | {19: "nineteen", 20: "twenty"})[IN_WORDS[name]] for name in BANDS_IN_WORDS}
    bands = (
        "fewer than {second_band}, {second_band} to {below_third_band}, "
        "{third_band} to {below_fourth_band}, {fourth_band} or more"
    )
    assert any(str(point).endswith(bands.format(**said)) for point in CONSENT_TO_BE_NAMED[-1].points)
