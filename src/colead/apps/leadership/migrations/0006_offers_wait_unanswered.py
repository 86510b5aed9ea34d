"""An offer waits while nobody has answered it, whatever its state is called."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('leadership', '0005_levels_of_one_digit'),
        ('organisations', '0001_initial'),
        ('people', '0005_levels_of_one_digit'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='offer',
            name='offer_one_open',
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True)), fields=('organisation', 'task', 'person', 'kind'), name='offer_one_open', violation_error_message='This is already offered to this person.'),
        ),
    ]
