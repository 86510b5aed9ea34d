"""What this app brings: members, tokens, settings, and the invitation of the first colleagues."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from colead.apps.organisations import permissions
from colead.apps.organisations.selectors import MEMBERS, TOKENS, has_colleagues
from colead.kit.manifest import Front, Manifest, MenuEntry, Step
from colead.kit.roles import Member


def front(member: Member, _day: date) -> Front:
    """The step to invite somebody. One query."""
    if has_colleagues(member):
        return Front()
    step = Step(
        title=_("Invite your colleagues"),
        text=_("Everybody sees the structure and their own place, and decides whether they are named."),
        url=reverse("organisations:members", args=[member.organisation.slug]),
        label=_("Members and roles"),
        icon="user-plus",
        needs=permissions.MANAGE_MEMBERS,
        place=30,
        begins=True,
    )
    return Front(steps=[step])


MANIFEST = Manifest(
    permissions=permissions,
    urls="colead.apps.organisations.urls",
    api="colead.apps.organisations.api",
    menu=(
        MenuEntry(
            _("Members and roles"),
            "organisations:members",
            "key",
            permissions.MANAGE_MEMBERS,
            place=20,
            in_more=True,
        ),
        MenuEntry(
            _("API tokens"), "organisations:tokens", "code", permissions.USE_TOKENS, place=50, in_more=True
        ),
        MenuEntry(
            _("Settings"),
            "organisations:settings",
            "settings",
            permissions.CHANGE_SETTINGS,
            place=60,
            in_more=True,
        ),
    ),
    front=front,
    lists=(MEMBERS, TOKENS),
)
