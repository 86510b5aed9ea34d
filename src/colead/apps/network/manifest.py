"""What this app brings: who looks to whom for leadership, as a map."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from colead.apps.network import permissions, texts
from colead.apps.network.bridge.figures import MAP_UNITS
from colead.apps.network.selectors import SETS, nomination_sets
from colead.kit.manifest import Card, Front, Manifest, MenuEntry, SamplePart, Step
from colead.kit.roles import Member


def front(member: Member, _day: date) -> Front:
    """Leadership in practice by the latest map; before there is one, the step towards it."""
    sets = nomination_sets(member)
    steps = [] if sets else [_import_nominations(member)]
    return Front(steps=steps, cards=[Card("network/_in_practice.html", sets[0] if sets else None, place=20)])


def _import_nominations(member: Member) -> Step:
    return Step(
        title=_("See where leadership really sits"),
        text=_("Bring in who looks to whom for leadership, as a file with two columns."),
        url=reverse("network:list", args=[member.organisation.slug]),
        label=_("To the leadership map"),
        icon="affiliate",
        needs=permissions.IMPORT,
        place=20,
    )


MANIFEST = Manifest(
    permissions=permissions,
    urls="colead.apps.network.urls",
    api="colead.apps.network.api",
    menu=(MenuEntry(_("Leadership map"), "network:list", "affiliate", permissions.VIEW, place=60),),
    front=front,
    entries=texts.ENTRIES,
    lists=(SETS, MAP_UNITS),
    jobs="colead.apps.network.jobs",
    erasures={"network.nameconsent": "colead.apps.people.services.consents.withdraw_again"},
    sample=(SamplePart(_("Leadership maps"), "colead.sample.network_part.add_maps"),),
)
