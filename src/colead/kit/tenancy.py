"""What the kit must ask of the organisations app. It lies above the kit, so it answers when Django starts."""

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from colead.apps.organisations.models import ApiToken, IdempotencyRecord, OrganisationOwned, User
    from colead.kit.roles import Member


class Tenancy(Protocol):
    """Who belongs to an organisation, and the rows that every organisation has."""

    @property
    def owned(self) -> "type[OrganisationOwned]":
        """The base of every row that belongs to one organisation."""

    @property
    def receipts(self) -> "type[IdempotencyRecord]":
        """What writes through the API answered."""

    def member_of(self, user: "User", slug: str, *, now: datetime) -> "Member":
        """The user as a member of the organisation today; Http404 if there is no such membership."""

    def use_token(self, *, secret: str, now: datetime) -> "ApiToken":
        """The token with its user; NotFound if it does not work (any more)."""


_answering: list[Tenancy] = []


def answer(tenancy: Tenancy) -> None:
    """Name who answers; once, when Django starts."""
    _answering[:] = [tenancy]


def tenancy() -> Tenancy:
    """Whoever answers. Raises RuntimeError before Django has started."""
    if not _answering:
        raise RuntimeError("Nobody answers for organisations yet: is colead.apps.organisations installed?")
    return _answering[0]
