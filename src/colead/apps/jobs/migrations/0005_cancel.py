"""Jobs can be cancelled."""

from django.db import migrations, models

from colead.kit.workflow import state_constraints

STATES = {
    "queued": "Waiting",
    "running": "Running",
    "done": "Done",
    "failed": "Failed",
    "set_aside": "Set aside",
    "cancelled": "Cancelled",
}
FINISHED = ["done", "failed", "set_aside", "cancelled"]


class Migration(migrations.Migration):
    dependencies = [("jobs", "0004_request_id")]

    operations = [
        migrations.AlterField(
            "job", "state", models.CharField(max_length=10, choices=list(STATES.items()), default="queued")
        ),
        migrations.RemoveConstraint("job", "job_state"),
        migrations.RemoveConstraint("job", "job_finished_at"),
        *(
            migrations.AddConstraint("job", one)
            for one in state_constraints("job", "state", STATES, {"finished_at": FINISHED})
        ),
    ]
