"""The database holds what a state may be, and that the time of an answer is there if and only if there is one."""

from typing import Any

from django.db import migrations, models
from django.db.models import F, Q

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


def in_states(model: str, column: str, states: list[str]) -> migrations.AddConstraint:
    known = models.CheckConstraint(condition=Q((f"{column}__in", states)), name=f"{model}_{column}")
    return migrations.AddConstraint(model, known)


def stamped(model: str, stamp: str, states: list[str]) -> migrations.AddConstraint:
    inside, lacks = Q(state__in=states), Q((f"{stamp}__isnull", True))
    iff = (inside & ~lacks) | (~inside & lacks)
    return migrations.AddConstraint(model, models.CheckConstraint(condition=iff, name=f"{model}_{stamp}"))


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
        in_states("application", "state", ["filled", "offered", "open", "quiet", "suggested", "withdrawn"]),
        in_states("assignment", "ending", ["", "closed", "given_back", "handed_over", "term", "trial"]),
        migrations.AddConstraint(
            "assignment",
            models.CheckConstraint(
                condition=Q(ending="") | Q(valid_until__isnull=False), name="assignment_ends_on_a_day"
            ),
        ),
        in_states("handover", "state", ["done", "open"]),
        stamped("handover", "done_at", ["done"]),
        in_states("offer", "state", ["accepted", "declined", "filled", "open", "withdrawn"]),
        stamped("offer", "answered_at", FINAL_OFFER),
        in_states("scenario", "state", [*COMPUTED, "waiting"]),
        stamped("scenario", "computed_at", COMPUTED),
    ]
