"""Which account acts as which person is said by a link. What held by an address that is alike becomes one, once:
of members whose address is proved. An account that never proved its address is asked when it does.
"""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Count, F, Q
from django.db.models.functions import Lower
from django.utils import timezone

PROOFS = [
    ("address", "you read the mail of the address on the staff list, and said that it is you"),
    ("carried", "your proved address was the one on the staff list before links were kept"),
    ("people_team", "the people team kept your account when your address changed"),
    ("house", "the sample organisation was made with it"),
]
ENDED = [
    ("address", "the address on the staff list changed"),
    ("person", "the person took it back"),
    ("not_me", "the person said that it is somebody else"),
]


def carry(apps: Any, _editor: Any) -> None:
    now = timezone.now()
    person, link = apps.get_model("people", "Person"), apps.get_model("people", "AccountLink")
    verified = apps.get_model("account", "EmailAddress").objects.filter(verified=True, email__iexact=F("user__email"))
    proved = dict(verified.values_list("user_id", Lower("user__email")))
    membership = apps.get_model("organisations", "Membership").objects
    for organisation in apps.get_model("organisations", "Organisation").objects.all():
        people = person._base_manager.filter(organisation=organisation)
        for one in people.filter(user__isnull=False).exclude(user__in=proved):
            person._base_manager.filter(pk=one.pk).update(user=None)
        linked = set(people.filter(user__isnull=False).values_list("user_id", flat=True))
        open_ones = membership.filter(organisation=organisation).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=now.date())
        )
        users = {proved[user]: user for user in open_ones.values_list("user_id", flat=True) if user in proved}
        unlinked = people.filter(user__isnull=True).exclude(email="")
        alone = unlinked.values(address=Lower("email")).annotate(times=Count("pk")).filter(times=1)
        for address in alone.values_list("address", flat=True):
            user = users.get(address)
            if user is not None and user not in linked:
                unlinked.filter(email__iexact=address).update(user=user)
        rows = people.filter(user__isnull=False).values_list("pk", "user_id", "email")
        link._base_manager.bulk_create(
            [
                link(
                    organisation=organisation, person_id=pk, user_id=user, address=email, proof="carried", since=now
                )
                for pk, user, email in rows
            ],
            batch_size=200,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("account", "0009_emailaddress_unique_primary_email"),
        ("organisations", "0002_invitations"),
        ("people", "0005_levels_of_one_digit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("person", "earlier_email", models.EmailField(blank=True, max_length=254)),
        migrations.AddField("person", "email_by", models.BigIntegerField(null=True)),
        migrations.CreateModel(
            name="AccountLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.EmailField(blank=True, max_length=254)),
                ("proof", models.CharField(choices=PROOFS, default="address", max_length=20)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("ended", models.CharField(blank=True, choices=ENDED, max_length=20)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="account_links",
                        to="people.person",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "account of a person",
                "verbose_name_plural": "accounts of people",
                "indexes": [
                    models.Index(fields=["organisation", "person"], name="people_acco_organis_45be2a_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["organisation", "person"],
                        condition=Q(until__isnull=True),
                        name="accountlink_person",
                    ),
                    models.UniqueConstraint(
                        fields=["organisation", "user"],
                        condition=Q(until__isnull=True),
                        name="accountlink_user",
                    ),
                    models.CheckConstraint(
                        condition=Q(until__isnull=True, ended="") | (Q(until__isnull=False) & ~Q(ended="")),
                        name="accountlink_ended_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.RunPython(carry, migrations.RunPython.noop),
    ]
