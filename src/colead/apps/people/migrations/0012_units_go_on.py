"""Where what belonged to a unit lies once it has ended."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0011_left_out'),
    ]

    operations = [
        migrations.AddField(
            model_name='unitplacement',
            name='goes_to',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.unit'),
        ),
    ]
