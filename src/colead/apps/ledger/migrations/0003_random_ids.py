"""New rows get random numbers. The column stays as it is; rows that are there keep the number they have."""

from django.db import migrations

from colead.kit.random_ids import RandomIdField

MODELS = (
    "checkpointreceiver",
    "ledgercheckpoint",
    "ledgerhead",
    "ledgerleaf",
    "ledgerrecord",
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_check_and_receivers")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    name,
                    "id",
                    RandomIdField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                )
                for name in MODELS
            ]
        )
    ]
