"""Who somebody is inside an organisation, and which permissions go with it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from colead.kit.errors import NotAllowed

if TYPE_CHECKING:
    from colead.apps.organisations.models import Organisation, User


class Role(models.TextChoices):
    """Unit leads are no role: that follows from the structure on the day in question."""

    MEMBER = "member", _("Member")
    PEOPLE_TEAM = "people_team", _("People team")
    CONSULTANT = "consultant", _("Consultant")
    OWNER = "owner", _("Owner")


@dataclass(frozen=True)
class Permission:
    """A right by name, and the roles that hold it."""

    name: str
    roles: frozenset[Role]


def permission(name: str, *roles: Role) -> Permission:
    """A permission, named once in an app's permissions.py. The owner holds every permission."""
    return Permission(name, frozenset({*roles, Role.OWNER}))


EVERYONE = (Role.MEMBER, Role.PEOPLE_TEAM, Role.CONSULTANT, Role.OWNER)


@dataclass(frozen=True)
class Member:
    """Somebody acting inside one organisation: the `by=` of every service. `user` is None for the console."""

    organisation: "Organisation"
    role: Role
    user: "User | None" = None

    def may(self, wanted: Permission) -> bool:
        """True when this member's role holds the permission."""
        return self.role in wanted.roles

    def require(self, wanted: Permission) -> None:
        """Raise NotAllowed unless this member may."""
        if not self.may(wanted):
            raise NotAllowed(
                "not_allowed",
                _("Your role in %(organisation)s does not include this.")
                % {"organisation": self.organisation.name},
                _("Ask an owner of the organisation."),
            )

    @property
    def actor(self) -> str:
        """How ledger and logs name the one who acted: an id, never a name."""
        return f"user:{self.user.pk}" if self.user else "console"


def console(organisation: "Organisation") -> Member:
    """The operator at the command line, who acts with an owner's rights."""
    return Member(organisation=organisation, role=Role.OWNER)
