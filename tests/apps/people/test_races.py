"""Two staff lists that were compared with the same structure are applied at the same moment: one is."""

import pytest

from installation import Installation

pytestmark = pytest.mark.database("both")

FURNISH = """
from django.db import transaction
from apps.people.staff import take_in
from colead.kit import scope
from colead.apps.organisations.models import Membership
carla = Membership.objects.get(user__email="carla@example.org").as_member()
with transaction.atomic(), scope.organisation(carla.organisation):
    take_in(carla)
    print("true")
"""
APPLY = """
import os, time, uuid
from pathlib import Path
from django.utils import timezone
from apps.people.staff import HEADER, changed
from colead.apps.organisations.models import Membership
from colead.apps.people import services
from colead.files.columns import guess_columns
from colead.kit import scope
from colead.kit.errors import Conflict
by = Membership.objects.get(user__email="carla@example.org").as_member()
file = {{"content": changed(p{row[0]}="{row}"), "file_name": "staff.csv", "is_full": True}}
mapping = guess_columns(HEADER.split(","))
gate, now = Path(os.environ["COLEAD_HOME"]) / "gate", timezone.now()
gate.mkdir(exist_ok=True)
with (
    scope.organisation(by.organisation),
    services.prepared_staff_list(by=by, now=now, as_of=now.date(), mapping=mapping, **file) as prepared,
):
    (gate / uuid.uuid4().hex).touch()
    while len(list(gate.iterdir())) < 2:
        time.sleep(0.001)
    try:
        services.store_staff_list(by=by, prepared=prepared, now=now)
    except Conflict as error:
        print('"' + error.code + '"')
    else:
        print('"applied"')
"""
ROWS = ("3,Alma Dahl,alma@example.org,5,Office,Clinic,Clerk", "4,Ny Skov,aero@example.org,1,Clinic,,Nurse")


@pytest.mark.parametrize("is_first", [True, False])
def test_one_of_two_lists_is_applied(installation: Installation, is_first: bool) -> None:
    if not is_first:
        installation.run(FURNISH)
    started = [installation.start(APPLY.format(row=row)) for row in ROWS]
    assert sorted(process.answer() for process in started) == ["applied", "organisation_changed"]
