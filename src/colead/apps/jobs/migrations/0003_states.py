"""The database holds what a job's state may be, and that it has a day of finishing if and only if it has finished."""

from typing import Any

from django.db import migrations
from django.db.models import F

from colead.kit.workflow import state_constraints

FINISHED = ["done", "failed", "set_aside"]


def mend(apps: Any, _editor: Any) -> None:
    jobs = apps.get_model("jobs", "Job").objects
    jobs.filter(state__in=FINISHED, finished_at__isnull=True).update(finished_at=F("created_at"))
    jobs.filter(state__in=["queued", "running"], finished_at__isnull=False).update(finished_at=None)


class Migration(migrations.Migration):
    dependencies = [("jobs", "0002_work")]

    operations = [
        migrations.RunPython(mend, migrations.RunPython.noop),
        *(
            migrations.AddConstraint("job", one)
            for one in state_constraints(
                "job", "state", [*FINISHED, "queued", "running"], {"finished_at": FINISHED}
            )
        ),
    ]
