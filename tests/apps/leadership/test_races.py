"""Two people reach for the last seat at the same moment, in processes of their own: one has it."""

from typing import Any

import pytest

from installation import Installation

pytestmark = pytest.mark.database("both")

FURNISH = """
import json
from apps.leadership.builders import build_house, offer, task
from cast import Cast
from django.db import transaction
from colead.kit import scope
from colead.apps.organisations.models import Membership, Organisation
clinic = Organisation.objects.get(slug="clinic")
members = {one.user.name.lower(): one.as_member() for one in Membership.objects.filter(organisation=clinic)}
with transaction.atomic(), scope.organisation(clinic):
    house = build_house(Cast(clinic=clinic, other=clinic, ida=members["olga"], **members))
    roster = task(house)
    print(json.dumps([offer(roster, house.people[name]).pk for name in ("alma", "uma")]))
"""
ACCEPT = """
import os, time, uuid
from pathlib import Path
from django.utils import timezone
from colead.apps.leadership.services.offers import accept_offer
from colead.kit import scope
from colead.kit.errors import DomainError
from colead.apps.organisations.models import Membership
by = Membership.objects.get(user__email="{name}@example.org").as_member()
gate = Path(os.environ["COLEAD_HOME"]) / "gate"
gate.mkdir(exist_ok=True)
(gate / uuid.uuid4().hex).touch()
while len(list(gate.iterdir())) < 2:
    time.sleep(0.001)
with scope.organisation(by.organisation):
    try:
        accept_offer(by=by, offer_id={offer}, now=timezone.now())
    except DomainError as error:
        print('"' + error.code + '"')
    else:
        print('"accepted"')
"""
STATE = """
import json
from colead.apps.leadership.models import Assignment, Offer
from colead.kit import scope
with scope.everything("a test looks at all"):
    states = sorted(Offer.objects.values_list("state", flat=True))
    print(json.dumps([Assignment.objects.count(), states]))
"""


def at_once(place: Installation, codes: list[str]) -> list[Any]:
    """Start a process for each, and let them go together; what each printed."""
    started = [place.start(code) for code in codes]
    return [process.answer() for process in started]


def test_the_last_seat_goes_to_one(installation: Installation) -> None:
    alma, uma = installation.run(FURNISH)
    said = at_once(
        installation,
        [ACCEPT.format(name="alma", offer=alma), ACCEPT.format(name="uma", offer=uma)],
    )
    assert sorted(said) == ["accepted", "offer_closed"]
    assert installation.run(STATE) == [1, ["accepted", "filled"]]


def test_two_clicks_at_once_make_one_assignment(installation: Installation) -> None:
    alma, _uma = installation.run(FURNISH)
    said = at_once(installation, [ACCEPT.format(name="alma", offer=alma)] * 2)
    assert said == ["accepted", "accepted"]
    assert installation.run(STATE) == [1, ["accepted", "filled"]]
