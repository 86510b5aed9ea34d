"""The database holds what a state may be, and that the time of an answer is there if and only if there is one."""

from typing import Any

from django.db import migrations, models
from django.db.models import F, Q

from colead.kit.workflow import state_constraints

FINAL_OFFER = ["accepted", "declined", "filled", "withdrawn"]
COMPUTED = ["conflict", "failed", "proposed"]


def mend(apps: Any, _editor: Any) -> None:
    """Handovers say in words what their time said; what lacks its time gets the earliest that is known."""
    rows = {
        name: apps.get_model("leadership", name).objects for name in ("Handover", "Offer", "Scenario", "Assignment")
    }
    rows["Handover"].filter(done_at__isnull=False).update(state="done")
    rows["Offer"].filter(state__in=FINAL_OFFER, answered_at__isnull=True).update(answered_at=F("offered_at"))
    rows["Offer"].filter(state="open", answered_at__isnull=False).update(answered_at=None)
    rows["Scenario"].filter(state__in=COMPUTED, computed_at__isnull=True).update(computed_at=F("created_at"))
    rows["Scenario"].filter(state="waiting", computed_at__isnull=False).update(computed_at=None)
    rows["Assignment"].filter(valid_until__isnull=True).exclude(ending="").update(ending="")


def constrain(model: str, *table: Any) -> list[migrations.AddConstraint]:
    return [migrations.AddConstraint(model, one) for one in state_constraints(model, *table)]


ENDINGS = [
    ("", "is held"),
    ("term", "the term ended"),
    ("given_back", "given back early"),
    ("handed_over", "handed over"),
    ("trial", "the trial showed something else"),
    ("closed", "the task was closed"),
]


class Migration(migrations.Migration):
    dependencies = [("leadership", "0003_exclusion_pairs")]

    operations = [
        migrations.AddField(
            "handover",
            "state",
            models.CharField(
                "state", choices=[("open", "under way"), ("done", "finished")], default="open", max_length=10
            ),
        ),
        migrations.AlterField(
            "assignment",
            "ending",
            models.CharField("ended because", blank=True, choices=ENDINGS, max_length=20),
        ),
        migrations.RunPython(mend, migrations.RunPython.noop),
        migrations.AddConstraint(
            "assignment",
            models.CheckConstraint(
                condition=Q(ending="") | Q(valid_until__isnull=False), name="assignment_ends_on_a_day"
            ),
        ),
        *constrain(
            "application", "state", ["filled", "offered", "open", "quiet", "suggested", "withdrawn"], {}
        ),
        *constrain("assignment", "ending", [value for value, _label in ENDINGS], {}),
        *constrain("handover", "state", ["done", "open"], {"done_at": ["done"]}),
        *constrain("offer", "state", [*FINAL_OFFER, "open"], {"answered_at": FINAL_OFFER}),
        *constrain("scenario", "state", [*COMPUTED, "waiting"], {"computed_at": COMPUTED}),
    ]
