"""One's own strengths and the consent to use them, as programs read and write them."""

import pytest

from api.caller import CLINIC, Caller, caller
from apps.people.staff import NOW, take_in
from cast import Cast
from colead.apps.people import services
from colead.apps.people.models import StrengthConsent
from colead.kit import scope
from remembered import remembered

OWN, CONSENT, COMPETENCIES = f"{CLINIC}/own-strengths", f"{CLINIC}/strength-consent", f"{CLINIC}/competencies"
LINE = {"competency": "listen", "level": 3, "wish": 2, "visible_to": "lead"}


@pytest.fixture
@remembered
def token(cast: Cast) -> str:
    """Alma's, of a clinic with its staff and the catalogue."""
    with scope.organisation(cast.clinic):
        take_in(cast.carla)
        services.ensure_competencies(by=cast.carla, now=NOW)
    return caller(cast.alma).token


@pytest.fixture
def alma(token: str) -> Caller:
    return Caller(token)


def test_competencies_come_with_their_levels(alma: Caller) -> None:
    first = alma.get(COMPETENCIES, limit=1).json()["items"][0]
    assert first["key"] == "build-trust"
    assert [level["level"] for level in first["levels"]] == [0, 1, 2, 3, 4]


def test_a_profile_is_replaced_and_read_back(alma: Caller) -> None:
    alma.send("PUT", OWN, {"strengths": [{"competency": "present", "level": 1}]})
    answer = alma.send("PUT", OWN, {"strengths": [LINE]})
    assert answer.status_code == 200
    (one,) = alma.get(OWN).json()["strengths"]
    assert one == answer.json()["strengths"][0]
    assert (one["competency"], one["own"]["level"], one["wish"]) == ("listen", 3, 2)
    assert one["own"]["visible_to"] == "lead"


@pytest.mark.parametrize(
    "line", [{"level": 5}, {"wish": 7}, {"visible_to": "boss"}, {"competency": "juggle"}, {"more": 1}]
)
def test_what_cannot_be_is_refused(alma: Caller, line: dict[str, object]) -> None:
    assert alma.send("PUT", OWN, {"strengths": [LINE | line]}).status_code == 422
    assert alma.get(OWN).json() == {"strengths": []}


def test_consent_is_given_and_taken_back(alma: Caller, cast: Cast) -> None:
    assert alma.get(CONSENT).json() == {"agreed_at": None, "hours_per_week": None}
    assert alma.send("PUT", CONSENT, {"agreed": True}).json()["agreed_at"]
    assert alma.send("PUT", CONSENT, {"agreed": False}).json() == {"agreed_at": None, "hours_per_week": None}
    with scope.organisation(cast.clinic):
        assert not StrengthConsent.objects.given().exists()


def test_who_is_not_on_the_staff_list_has_none(alma: Caller, cast: Cast) -> None:
    assert alma.get(COMPETENCIES).status_code == 200
    carla = caller(cast.carla)
    assert carla.get(OWN).json() == {"strengths": []}
    assert carla.send("PUT", OWN, {"strengths": [LINE]}).status_code == 404
    assert caller(cast.dan).get(OWN).status_code == 403
