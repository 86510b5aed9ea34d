"""Who may do what: every role, and a set in each state."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.network.hospital import Hospital, computed
from cast import Cast
from colead.apps.network.models import NominationSet

SEE, CHANGE = "GET", "POST"
#                        alma  bo   carla dan  olga  ida
TABLE = {
    (SEE, "list"):      (200, 200, 200, 200, 200, 404),
    (SEE, "consent"):   (200, 200, 200, 200, 200, 404),
    (SEE, "import"):    (403, 403, 200, 200, 200, 404),
    (SEE, "map"):       (200, 200, 200, 200, 200, 404),
    (SEE, "graph"):     (200, 200, 200, 200, 200, 404),
    (SEE, "matrix"):    (200, 200, 200, 200, 200, 404),
    (SEE, "method"):    (200, 200, 200, 200, 200, 404),
    (SEE, "data"):      (200, 200, 200, 200, 200, 404),
    (SEE, "units_csv"): (200, 200, 200, 200, 200, 404),
    (SEE, "graphml"):   (200, 200, 200, 200, 200, 404),
    (SEE, "delete"):    (403, 403, 200, 403, 200, 404),
    (CHANGE, "compute"): (403, 403, 302, 302, 302, 404),
}  # fmt: skip
FROZEN = {"compute": 409}
NOT_YET = {"data": 404, "units_csv": 404, "graphml": 404}
WITHOUT_SET = {"list", "consent", "import"}
ROLES = ("alma", "bo", "carla", "dan", "olga", "ida")


@pytest.mark.parametrize("state", ["computed", "not computed"])
def test_role_by_state(
    client: Client, clinic: Cast, house: Hospital, advice: NominationSet, state: str
) -> None:
    if state == "computed":
        computed(advice)
    for (method, name), expected in TABLE.items():
        arguments = ["clinic"] if name in WITHOUT_SET else ["clinic", advice.pk]
        url = reverse(f"network:{name}", args=arguments)
        for role, status in zip(ROLES, expected, strict=True):
            client.force_login(getattr(clinic, role).user)
            answer = client.get(url) if method == SEE else client.post(url)
            another = NOT_YET if state == "not computed" else FROZEN
            wanted = another.get(name, status) if status in {200, 302} else status
            assert (name, role, answer.status_code) == (name, role, wanted)


def test_nobody_reaches_a_set_through_another_organisation(
    client: Client, clinic: Cast, advice: NominationSet
) -> None:
    client.force_login(clinic.ida.user)
    for name in ("map", "graph", "matrix", "method", "data", "units_csv", "delete"):
        assert client.get(reverse(f"network:{name}", args=["elsewhere", advice.pk])).status_code == 404
