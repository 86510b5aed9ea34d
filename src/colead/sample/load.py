"""Write the sample organisation into the database: everything, or nothing. Each app brings its part."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.module_loading import import_string

from colead.apps.organisations.models import Organisation
from colead.apps.organisations.services import create_organisation
from colead.kit import scope
from colead.kit.manifest import SamplePart, manifests
from colead.kit.roles import Member, Role
from colead.sample import characters
from colead.sample.loading import Loading
from colead.sample.municipality import NAME, SEED, make_municipality
from colead.sample.people_part import account
from colead.sample.rows import Keys

SLUG = "solbakke"

Begin = Callable[[SamplePart], object]


def find_sample() -> Organisation | None:
    """The sample organisation of this installation, if it has been loaded. One query."""
    return Organisation.objects.filter(settings__sample=True).first()


def sample_parts() -> list[SamplePart]:
    """What the apps bring, in the order in which it is added."""
    return [part for manifest in manifests() for part in manifest.sample]


@transaction.atomic
def load_sample(
    *, language: str, now: datetime, seed: int = SEED, begin: Begin = lambda _part: None
) -> Organisation:
    """Make Solbakke Kommune with its accounts, answers and leadership maps. A few seconds.

    `begin` is called with each part before it is added.
    """
    owner = account(characters.OWNER, language)
    organisation = create_organisation(
        by=owner, name=NAME.spoken(language), now=now, language=language, slug=SLUG
    )
    organisation.settings = {"sample": True, "seed": seed, "language": language}
    organisation.save(update_fields=["settings"])
    loading = Loading(
        by=Member(organisation=organisation, role=Role.OWNER, user=owner),
        municipality=make_municipality(seed, organisation.today(now)),
        keys=Keys(organisation, language),
        now=now,
        accounts={characters.OWNER: owner},
    )
    with scope.organisation(organisation):
        for part in sample_parts():
            begin(part)
            import_string(part.fill)(loading)
    return organisation
