"""Who may do what around strengths: every role, and a request in each state."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.people.describing import LISTEN, answered, asked, competency, describe
from apps.people.staff import NOW
from cast import Cast
from colead.apps.people.own_person import own_person
from colead.apps.people.services.colleagues_views import decline_view
from colead.apps.people.services.evidence import record_evidence

SEE, CHANGE = "GET", "POST"
# alma owns the profile and has asked bo; carla and olga are not on the staff list, dan is a consultant.
#                                  alma  bo   uma  carla dan  olga  ida
TABLE = {
    (SEE, "competencies"):        (200, 200, 200, 200, 200, 200, 404),
    (CHANGE, "competencies"):     (403, 403, 403, 302, 403, 302, 404),
    (SEE, "new_competency"):      (403, 403, 403, 200, 403, 200, 404),
    (SEE, "competency"):          (403, 403, 403, 200, 403, 200, 404),
    (SEE, "strengths"):           (200, 200, 200, 200, 403, 200, 404),
    (SEE, "strengths_edit"):      (200, 200, 200, 302, 403, 302, 404),
    (SEE, "strength_notes"):      (200, 200, 200, 302, 403, 302, 404),
    (SEE, "strengths_download"):  (200, 200, 200, 302, 403, 302, 404),
    (SEE, "ask_view"):            (200, 200, 200, 302, 403, 302, 404),
    (CHANGE, "strength_consent"): (302, 302, 302, 404, 403, 404, 404),
    (SEE, "view_request"):        (404, 200, 404, 404, 403, 404, 404),
    (CHANGE, "strength_evidence"): (302, 404, 404, 404, 403, 404, 404),
    (CHANGE, "delete_view_request"): (302, 404, 404, 404, 403, 404, 404),
}  # fmt: skip
ROLES = ("alma", "bo", "uma", "carla", "dan", "olga", "ida")
MORE = {"competency": [LISTEN], "strength_evidence": [LISTEN]}
OF_REQUEST = {"view_request", "delete_view_request"}


@pytest.mark.parametrize("state", ["open", "answered", "declined"])
def test_role_by_state_of_the_request(client: Client, telling: Cast, state: str) -> None:
    describe(telling.alma)
    rows = {key: row for key, row in TABLE.items() if state == "open" or key[1] in OF_REQUEST}
    for (method, name), expected in rows.items():
        for role, status in zip(ROLES, expected, strict=True):
            alma = own_person(telling.alma)
            record_evidence(by=telling.bo, person=alma, competency=competency(), level=2, now=NOW)
            arguments = [_request(telling, state)] if name in OF_REQUEST else MORE.get(name, [])
            url = reverse(f"people:{name}", args=["clinic", *arguments])
            client.force_login(getattr(telling, role).user)
            data = {"remove": "1"} if name == "strength_evidence" else {}
            answer = client.get(url) if method == SEE else client.post(url, data)
            assert (name, role, answer.status_code) == (name, role, status)


def _request(telling: Cast, state: str) -> int:
    """Alma's request to Bo, new, in this state."""
    own_person(telling.alma).view_requests.all().delete()
    if state == "answered":
        return answered(telling.alma, telling.bo, listen=2)
    pk = asked(telling.alma, telling.bo)
    if state == "declined":
        decline_view(by=telling.bo, view_request=pk, now=NOW)
    return pk
