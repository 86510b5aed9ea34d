"""What this app brings: people, units and the structure, strengths, and the staff list to begin with."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from colead.apps.people import permissions, texts
from colead.apps.people.bridge import structure_on
from colead.apps.people.bridge.structure import Structure
from colead.apps.people.selectors.account_links import ADDRESSES, count_waiting_addresses, open_question
from colead.apps.people.selectors.competencies import COMPETENCIES
from colead.apps.people.selectors.directory import PEOPLE
from colead.apps.people.selectors.imports import IMPORTS
from colead.apps.people.selectors.lines import LINES
from colead.apps.people.selectors.structure import ON_ONE_PERSON, UNITS_IN_FIGURES
from colead.apps.people.selectors.tree import UNITS
from colead.kit.manifest import Card, Front, Manifest, MenuEntry, SamplePart, Step, Tile
from colead.kit.roles import Member


def front(member: Member, day: date) -> Front:
    """How many there are, and leadership on paper; before there is anybody, the step to begin with."""
    structure = structure_on(day)
    if not structure.engine.n_people:
        return Front(steps=[_import_staff_list(member)])
    cards = [Card("people/_on_paper.html", structure.engine, place=30)]
    if asked := open_question(member, day):
        cards.append(Card("people/_is_this_you.html", asked, place=0))
    steps = [_settle_addresses(member, waiting)] if (waiting := _waiting(member)) else []
    return Front(tiles=_tiles(structure), steps=steps, cards=cards)


def _waiting(member: Member) -> int:
    return count_waiting_addresses() if member.may(permissions.IMPORT) else 0


def _settle_addresses(member: Member, waiting: int) -> Step:
    text = ngettext_lazy(
        "An import changed the address of %(count)s person. Until it is settled, their account stands still.",
        "An import changed the address of %(count)s people. Until it is settled, their accounts stand still.",
        waiting,
    )
    return Step(
        title=_("Settle changed addresses"),
        text=text % {"count": waiting},
        url=reverse("people:addresses", args=[member.organisation.slug]),
        label=_("Changed addresses"),
        icon="mail",
        needs=permissions.IMPORT,
        place=5,
    )


def _tiles(structure: Structure) -> list[Tile]:
    engine = structure.engine
    return [
        Tile(_("People"), engine.n_people),
        Tile(_("Units"), engine.n_units),
        Tile(_("Formal leaders"), engine.n_formal_leaders),
        Tile(_("Layers"), int(engine.level.max()) - int(engine.level.min()) + 1),
    ]


def _import_staff_list(member: Member) -> Step:
    return Step(
        title=_("Import your staff list"),
        text=_(
            "Paste it from Excel. The structure shows at once: spans, layers, units that hang on one person."
        ),
        url=reverse("people:import", args=[member.organisation.slug]),
        label=_("Import staff list"),
        icon="upload",
        needs=permissions.IMPORT,
        place=10,
        begins=True,
    )


MANIFEST = Manifest(
    permissions=permissions,
    urls="colead.apps.people.urls",
    api="colead.apps.people.api",
    menu=(
        MenuEntry(
            _("My strengths"), "people:strengths", "sparkles", permissions.DESCRIBE_STRENGTHS, place=20
        ),
        MenuEntry(_("Structure"), "people:structure", "chart-bar", permissions.VIEW, place=70),
        MenuEntry(_("Units"), "people:units", "sitemap", permissions.VIEW, place=80),
        MenuEntry(_("People"), "people:list", "users", permissions.VIEW, place=90),
        MenuEntry(
            _("Import staff list"), "people:import", "upload", permissions.IMPORT, place=10, in_more=True
        ),
    ),
    front=front,
    entries=texts.ENTRIES,
    notices=texts.NOTICES,
    jobs="colead.apps.people.jobs",
    erasures={"people.strengthconsent": "colead.apps.people.services.consents.withdraw_again"},
    lists=(PEOPLE, UNITS, LINES, IMPORTS, ADDRESSES, UNITS_IN_FIGURES, ON_ONE_PERSON, COMPETENCIES),
    turnover="colead.apps.people.services.sign_ins",
    sample=(
        SamplePart(_("People, units and two years of history"), "colead.sample.people_part.add_people"),
        SamplePart(_("Strengths and answers"), "colead.sample.people_part.add_strengths"),
    ),
)
