from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("network", "0006_keys_carry_the_organisation")]

    operations = [
        migrations.AddField("nominationimport", "choices", models.JSONField(default=dict)),
        migrations.AddField("nominationimport", "answers", models.JSONField(default=dict)),
    ]
