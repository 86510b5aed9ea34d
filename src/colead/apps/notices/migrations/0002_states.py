"""The database holds what an e-mail's state may be, and that it has a time of sending if and only if it was sent."""

from typing import Any

from django.db import migrations
from django.db.models import F

from colead.kit.workflow import state_constraints


def mend(apps: Any, _editor: Any) -> None:
    digests = apps.get_model("notices", "Digest").objects
    digests.filter(state="sent", sent_at__isnull=True).update(sent_at=F("next_attempt_at"))
    digests.exclude(state="sent").filter(sent_at__isnull=False).update(sent_at=None)


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [
        migrations.RunPython(mend, migrations.RunPython.noop),
        *(
            migrations.AddConstraint("digest", one)
            for one in state_constraints(
                "digest", "state", ["given_up", "sent", "waiting"], {"sent_at": ["sent"]}
            )
        ),
    ]
