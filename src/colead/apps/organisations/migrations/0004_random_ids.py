"""New rows get random numbers. The column stays as it is; rows that are there keep the number they have."""

from django.db import migrations

from colead.kit.random_ids import RandomIdField

MODELS = (
    "accountemail",
    "apitoken",
    "idempotencyrecord",
    "membership",
    "organisation",
    "signinlink",
    "user",
)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_account_emails")]

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
