"""An organisation at a glance: what there is, where leadership rests, and the next step."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from colead.apps.leadership.selectors.overview import LeadershipTile, leadership_tile
from colead.apps.network import permissions as network
from colead.apps.network.selectors import SetRow, nomination_sets
from colead.apps.organisations import permissions as organisations
from colead.apps.organisations.models import Membership
from colead.apps.people import permissions as people
from colead.apps.people.bridge import structure_on
from colead.kit.roles import Member, Permission


@dataclass(frozen=True)
class Step:
    """Something that remains to be done before the product shows all it can."""

    title: str
    text: str
    url: str
    label: str
    icon: str
    needs: Permission


@dataclass(frozen=True)
class Overview:
    """What the front page of an organisation shows. `latest` is None until there is a nomination set."""

    people: int
    units: int
    formal_leaders: int
    layers: int
    latest: SetRow | None
    leadership: LeadershipTile
    steps: list[Step]


def overview(member: Member, day: date) -> Overview:
    """The front page on a day. Twelve queries, nineteen when the structure is not in memory."""
    engine = structure_on(day).engine
    sets = nomination_sets(member)
    steps = [step for step in _steps(member, engine.n_people, len(sets)) if member.may(step.needs)]
    return Overview(
        people=engine.n_people,
        units=engine.n_units,
        formal_leaders=int(engine.formal_leader.sum()),
        layers=int(engine.level.max()) - int(engine.level.min()) + 1 if engine.n_people else 0,
        latest=sets[0] if sets else None,
        leadership=leadership_tile(member, day),
        steps=steps,
    )


def _steps(member: Member, people_count: int, sets: int) -> list[Step]:
    """The steps that are not done yet, in order."""
    waiting = {
        _import_people(member): people_count == 0,
        _import_nominations(member): people_count > 0 and sets == 0,
        _invite(member): not _has_colleagues(member),
    }
    return [step for step, is_open in waiting.items() if is_open]


def _has_colleagues(member: Member) -> bool:
    return Membership.objects.filter(organisation=member.organisation).exclude(user=member.user).exists()


def _import_people(member: Member) -> Step:
    return Step(
        title=_("Import your staff list"),
        text=_(
            "Paste it from Excel. The structure shows at once: spans, layers, units that hang on one person."
        ),
        url=reverse("people:import", args=[member.organisation.slug]),
        label=_("Import staff list"),
        icon="upload",
        needs=people.IMPORT,
    )


def _import_nominations(member: Member) -> Step:
    return Step(
        title=_("See where leadership really sits"),
        text=_("Bring in who looks to whom for leadership, as a file with two columns."),
        url=reverse("network:list", args=[member.organisation.slug]),
        label=_("To the leadership map"),
        icon="affiliate",
        needs=network.IMPORT,
    )


def _invite(member: Member) -> Step:
    return Step(
        title=_("Invite your colleagues"),
        text=_("Everybody sees the structure and their own place, and decides whether they are named."),
        url=reverse("organisations:members", args=[member.organisation.slug]),
        label=_("Members and roles"),
        icon="user-plus",
        needs=organisations.MANAGE_MEMBERS,
    )
