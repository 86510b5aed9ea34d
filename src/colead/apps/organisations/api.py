"""The organisations of the caller."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from django.http import HttpRequest
from django.utils import timezone

from colead.apps.organisations import permissions
from colead.apps.organisations.models import ApiToken, Organisation, User
from colead.apps.organisations.selectors import organisations_of
from colead.kit.access import OrganisationRequest
from colead.kit.authentication import authenticators
from colead.kit.paging import Page
from colead.kit.routes import OrganisationRouter

router = OrganisationRouter(tags=["organisations"])


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation in a list; `slug` is its name in every address."""

    slug: str
    name: str
    language: str
    time_zone: str


@dataclass(frozen=True)
class OrganisationDetail(OrganisationRow):
    """An organisation, the caller's role in it, and which day it is there."""

    role: str
    today: date


@router.get("/organisations", response=Page[OrganisationRow], auth=authenticators())
def list_organisations(request: HttpRequest) -> Page[OrganisationRow]:
    """The organisations that the caller belongs to today; with a token, the one it was made for."""
    found = organisations_of(cast(User, request.user), now=timezone.now())
    token = getattr(request, "auth", None)
    if isinstance(token, ApiToken):
        found = [organisation for organisation in found if organisation.pk == token.organisation_id]
    return Page([_row(organisation) for organisation in found], None)


def _row(organisation: Organisation) -> OrganisationRow:
    return OrganisationRow(
        organisation.slug, organisation.name, organisation.language, organisation.time_zone
    )


@router.read("", permissions.VIEW, response=OrganisationDetail)
def show_organisation(request: OrganisationRequest) -> OrganisationDetail:
    """One organisation."""
    organisation = request.organisation
    return OrganisationDetail(
        slug=organisation.slug,
        name=organisation.name,
        language=organisation.language,
        time_zone=organisation.time_zone,
        role=request.member.role,
        today=request.today,
    )
