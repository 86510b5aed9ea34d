"""Somebody whom only their e-mail address tells is as much themselves as somebody with a linked account."""

from django.test import Client
from django.urls import reverse

from apps.network.hospital import NOW, Hospital
from cast import Cast
from colead.apps.network.bridge.readers import reader_for
from colead.apps.network.models import LeadershipMap, NameConsent, NominationSet
from colead.apps.network.selectors import my_place, naming
from colead.apps.people.models import Person
from colead.apps.people.services.consents import give_consent


def told_by_email_alone(house: Hospital, cast: Cast) -> Person:
    """Alma, once linked to a nurse of ward A, is now known by her address only."""
    person = house.people["ward-a"][5]
    person.user, person.email, person.name = None, cast.alma.user.email, "Alma by her address"
    person.save(update_fields=["user", "email", "name"])
    return person


def test_who_agrees_to_be_named_is_named(
    client: Client, clinic: Cast, house: Hospital, advice_map: LeadershipMap
) -> None:
    alma = told_by_email_alone(house, clinic)
    give_consent(NameConsent, by=clinic.alma, now=NOW)

    assert naming(clinic.alma).person_name == alma.name
    assert naming(clinic.alma).agreed_on == NOW
    reader = reader_for(clinic.alma)
    assert (reader.person, reader.has_agreed) == (alma.pk, True)
    assert reader_for(clinic.bo).named == {alma.pk: alma.name}
    client.force_login(clinic.bo.user)
    drawn = client.get(reverse("network:data", args=["clinic", advice_map.nomination_set_id]))
    assert alma.name in drawn.content.decode()


def test_they_see_their_own_place(clinic: Cast, house: Hospital, advice_map: LeadershipMap) -> None:
    advice = NominationSet.objects.get(pk=advice_map.nomination_set_id)
    seen = my_place(clinic.alma, advice, advice.held_on)
    assert seen is not None
    told_by_email_alone(house, clinic)
    assert my_place(clinic.alma, advice, advice.held_on) == seen
