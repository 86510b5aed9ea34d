"""Assignments that end because somebody leaves: the end that was agreed, and whose seat was taken over."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("leadership", "0008_keys_carry_the_organisation")]

    operations = [
        migrations.RemoveConstraint(
            model_name='assignment',
            name='assignment_ending',
        ),
        migrations.AddField(
            model_name='assignment',
            name='agreed_until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='assignment',
            name='stands_in_for',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='stand_ins', to='leadership.assignment'),
        ),
        migrations.AlterField(
            model_name='assignment',
            name='ending',
            field=models.CharField(blank=True, choices=[('', 'is held'), ('term', 'the term ended'), ('given_back', 'given back early'), ('handed_over', 'handed over'), ('trial', 'the trial showed something else'), ('closed', 'the task was closed'), ('left', 'they, or who held it beside them, left')], max_length=20, verbose_name='ended because'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('ending__in', ['', 'closed', 'given_back', 'handed_over', 'left', 'term', 'trial'])), name='assignment_ending'),
        ),
    ]
