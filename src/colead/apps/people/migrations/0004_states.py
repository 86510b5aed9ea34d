"""The database holds what the states may be, and that their times are there if and only if they have come."""

from typing import Any

from django.db import migrations
from django.db.models import F

from colead.kit.workflow import state_constraints

APPLIED = ["applied", "undone"]


def mend(apps: Any, _editor: Any) -> None:
    imports = apps.get_model("people", "StaffImport").objects
    imports.filter(state__in=APPLIED, applied_at__isnull=True).update(applied_at=F("created_at"))
    imports.exclude(state__in=APPLIED).filter(applied_at__isnull=False).update(applied_at=None)
    imports.filter(state="undone", undone_at__isnull=True).update(undone_at=F("applied_at"))
    imports.exclude(state="undone").filter(undone_at__isnull=False).update(undone_at=None)
    requests = apps.get_model("people", "ViewRequest").objects
    requests.filter(state="answered", answered_at__isnull=True).update(answered_at=F("asked_at"))
    requests.exclude(state="answered").filter(answered_at__isnull=False).update(answered_at=None)


def constrain(model: str, *table: Any) -> list[migrations.AddConstraint]:
    return [migrations.AddConstraint(model, one) for one in state_constraints(model, "state", *table)]


class Migration(migrations.Migration):
    dependencies = [("people", "0003_consent_versions")]

    operations = [
        migrations.RunPython(mend, migrations.RunPython.noop),
        *constrain(
            "staffimport",
            ["applied", "failed", "mapped", "ready", "undone", "uploaded"],
            {"applied_at": APPLIED, "undone_at": ["undone"]},
        ),
        *constrain("viewrequest", ["answered", "declined", "open"], {"answered_at": ["answered"]}),
    ]
