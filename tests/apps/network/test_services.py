"""Maps computed and kept, sets erased, names given and taken back."""

from copy import copy
from datetime import timedelta

import pytest
from django.db.models.base import ModelState

from apps.network.hospital import NOW, Hospital, computed, nominations
from cast import DAY, LONG_AGO, Cast
from colead.apps.jobs.models import Job
from colead.apps.ledger.models import LedgerRecord
from colead.apps.network import services
from colead.apps.network.bridge.compute import compute, ties_of
from colead.apps.network.models import LeadershipMap, NameConsent, Nomination, NominationSet, Respondent
from colead.apps.people.bridge import structure_on
from colead.apps.people.models import Position
from colead.apps.people.queries import FrozenError
from colead.apps.people.services.consents import give_consent, withdraw_consent
from colead.kit import scope
from colead.kit.errors import Conflict, DomainError, NotAllowed, NotFound
from queue_of_jobs import run_pending


def test_map_is_kept_once_a_day_with_all_that_is_needed_to_check_it(
    clinic: Cast, advice: NominationSet
) -> None:
    for _time in range(2):
        kept = computed(advice)
    assert LeadershipMap.objects.count() == 1
    assert (kept.seed, kept.as_of, kept.computed_at) == (1, DAY, NOW)
    assert kept.engine_version
    assert [len(column) for column in kept.places] == [54] * 5
    assert sum(atom["people"] for atom in kept.atoms) + kept.whole["not_drawn"] == 54


def test_same_seed_gives_the_same_figures_in_another_order(advice: NominationSet) -> None:
    first, again = (
        compute(advice, DAY, seed=1, entropy=entropy, progress=lambda _done, _total: None)
        for entropy in (1, 2)
    )
    assert (first.whole, first.units, first.flows) == (again.whole, again.units, again.flows)
    assert first.places != again.places
    assert sorted(zip(*first.places, strict=True)) == sorted(zip(*again.places, strict=True))


def test_order_of_people_tells_nothing(advice_map: LeadershipMap) -> None:
    people = advice_map.places[0]
    assert people != sorted(people)


def test_nominations_of_people_who_were_not_there_are_left_out(
    house: Hospital, advice: NominationSet
) -> None:
    gone = house.people["ward-b"][0]
    Position.objects.filter(person=gone).update(valid_until=DAY)
    ties = ties_of(advice, structure_on(DAY))
    assert ties.n_people == 53
    assert ties.n_respondents == 53
    touching = Nomination.objects.filter(source=gone) | Nomination.objects.filter(target=gone)
    assert ties.n_ties == Nomination.objects.count() - touching.count()


def test_map_of_a_day_without_people_is_refused(clinic: Cast, advice: NominationSet) -> None:
    Position.objects.update(valid_from=DAY + timedelta(days=1))
    with pytest.raises(DomainError, match="staff list"):
        computed(advice)


def test_asking_twice_makes_one_job_and_the_job_makes_the_map(clinic: Cast, advice: NominationSet) -> None:
    first = services.request_map(by=clinic.carla, nomination_set=advice.pk, now=NOW)
    again = services.request_map(by=clinic.dan, nomination_set=advice.pk, now=NOW)
    assert first == again
    assert run_pending() == 1
    done = Job.objects.get()
    assert (done.state, done.progress_done, done.error) == ("done", done.progress_total, "")
    assert LeadershipMap.objects.get().nomination_set == advice


def test_role_that_was_lost_before_the_job_runs_computes_nothing(clinic: Cast, advice: NominationSet) -> None:
    services.request_map(by=clinic.dan, nomination_set=advice.pk, now=NOW)
    clinic.dan.user.memberships.update(valid_until=LONG_AGO)
    run_pending()
    assert Job.objects.get().state == "failed"
    assert not LeadershipMap.objects.exists()


def test_a_map_is_measured_once_whatever_becomes_of_the_structure(
    clinic: Cast, house: Hospital, advice_map: LeadershipMap
) -> None:
    frozen = LeadershipMap.objects.values().get()
    Position.objects.filter(person__in=house.people["ward-b"]).update(valid_until=DAY)
    assert computed(advice_map.nomination_set) == advice_map
    assert LeadershipMap.objects.values().get() == frozen
    with pytest.raises(Conflict, match="frozen"):
        services.request_map(by=clinic.carla, nomination_set=advice_map.nomination_set_id, now=NOW)


def test_of_two_that_measure_at_once_one_is_kept(advice: NominationSet, advice_map: LeadershipMap) -> None:
    slower = copy(advice_map)
    slower.pk, slower._state = None, ModelState()
    assert slower.freeze(nomination_set=advice) == (advice_map, False)
    assert LeadershipMap.objects.count() == 1


def test_a_release_is_never_written_again(advice_map: LeadershipMap) -> None:
    with pytest.raises(FrozenError):
        advice_map.save()
    with pytest.raises(FrozenError):
        LeadershipMap.objects.update(whole={})
    with pytest.raises(FrozenError):
        LeadershipMap.objects.bulk_update([advice_map], ["whole"])


def test_set_is_erased_with_everything_about_it(clinic: Cast, advice_map: LeadershipMap) -> None:
    count = Nomination.objects.count()
    other = nominations_of_others(clinic)
    services.delete_set(by=clinic.carla, nomination_set=advice_map.nomination_set_id, now=NOW)
    assert list(NominationSet.objects.all()) == [other]
    assert not LeadershipMap.objects.exists()
    assert not Nomination.objects.exists()
    assert Respondent.objects.filter(nomination_set=other).count() == Respondent.objects.count()
    record = LedgerRecord.objects.latest("leaf__index").text
    assert f'"nominations":{count}' in record


def nominations_of_others(clinic: Cast) -> NominationSet:
    return NominationSet.objects.create(
        organisation=clinic.clinic, name="Another", held_on=DAY, created_at=NOW
    )


@pytest.mark.parametrize("role", ["alma", "bo", "dan"])
def test_only_the_people_team_and_owners_erase(clinic: Cast, advice: NominationSet, role: str) -> None:
    with pytest.raises(NotAllowed):
        services.delete_set(by=getattr(clinic, role), nomination_set=advice.pk, now=NOW)
    assert NominationSet.objects.exists()


def test_set_of_another_organisation_does_not_exist(cast: Cast, clinic: Cast, house: Hospital) -> None:
    with scope.organisation(cast.other):
        foreign = NominationSet.objects.create(
            organisation=cast.other, name="Theirs", held_on=DAY, created_at=NOW
        )
    for attempt in (services.delete_set, services.compute_map, services.request_map):
        with pytest.raises(NotFound):
            attempt(by=clinic.olga, nomination_set=foreign.pk, now=NOW)  # type: ignore[operator]


def test_name_is_given_once_and_taken_back_at_once(clinic: Cast, house: Hospital) -> None:
    first = give_consent(NameConsent, by=clinic.alma, now=NOW)
    assert give_consent(NameConsent, by=clinic.alma, now=NOW) == first
    withdraw_consent(NameConsent, by=clinic.alma, now=NOW)
    withdraw_consent(NameConsent, by=clinic.alma, now=NOW)
    assert NameConsent.objects.get().withdrawn_at == NOW
    again = give_consent(NameConsent, by=clinic.alma, now=NOW)
    assert again != first
    assert list(NameConsent.objects.given()) == [again]


def test_somebody_who_is_not_on_the_staff_list_has_no_name_to_give(clinic: Cast, house: Hospital) -> None:
    with pytest.raises(NotFound):
        give_consent(NameConsent, by=clinic.carla, now=NOW)


def test_set_with_two_nominations_is_stored_and_read_as_weighted(house: Hospital) -> None:
    a = house.people["ward-a"]
    stored = nominations(house, [(a[0], a[1]), (a[1], a[0])])
    assert ties_of(stored, structure_on(DAY)).weight is None
    Nomination.objects.filter(source=a[0]).update(weight=3)
    weight = ties_of(stored, structure_on(DAY)).weight
    assert weight is not None
    assert sorted(weight.tolist()) == [1, 3]
