"""New rows get random numbers. The column stays as it is; rows that are there keep the number they have."""

from django.db import migrations

from colead.kit.random_ids import drawn_from_here_on


class Migration(migrations.Migration):
    dependencies = [("leadership", "0006_offers_wait_unanswered")]

    operations = [
        drawn_from_here_on(
            "accountability",
            "application",
            "assignment",
            "handover",
            "handoveritem",
            "leadershiptask",
            "mandate",
            "mandateunit",
            "neededcompetency",
            "offer",
            "scenario",
        ),
    ]
