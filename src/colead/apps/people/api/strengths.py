"""The catalogue of competencies, one's own strengths, and the consent to use them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from django.utils import timezone
from pydantic import Field

from colead.apps.people import permissions
from colead.apps.people.api.router import router
from colead.apps.people.models import StrengthConsent
from colead.apps.people.own_person import find_own_person
from colead.apps.people.selectors.competencies import CompetencyItem, catalogue
from colead.apps.people.selectors.own_strengths import OwnStrength, given_consent, own_strengths
from colead.apps.people.services.consents import withdraw_consent
from colead.apps.people.services.save_strengths import StrengthEntry, save_strengths
from colead.apps.people.services.strength_consent import agree_to_allocation
from colead.engine.levels import MAX_LEVEL, MIN_LEVEL, SCALE
from colead.kit.access import OrganisationRequest
from colead.kit.routes import Body

OWN, CONSENT = "/own-strengths", "/strength-consent"


@dataclass(frozen=True)
class OwnStrengthProfile:
    """One's own strengths; none for somebody who is not on the staff list."""

    strengths: list[OwnStrength]


@dataclass(frozen=True)
class StrengthConsentState:
    """Since when one's strengths may be used when tasks are allocated; null = they may not.

    hours_per_week : that one would lead at most; null = not said.
    """

    agreed_at: datetime | None
    hours_per_week: Decimal | None


_SCALE = f"{MIN_LEVEL} = {SCALE[MIN_LEVEL].name}, {MAX_LEVEL} = {SCALE[MAX_LEVEL].name}."


class StrengthLine(Body):
    """One line of a profile."""

    competency: Annotated[str, Field(description="The key of a competency.")]
    level: Annotated[int, Field(ge=MIN_LEVEL, le=MAX_LEVEL, description=_SCALE)]
    wish: Annotated[
        Literal[-1, 0, 1, 2] | None, Field(description="-1 = would rather not, 2 = would love to.")
    ] = None
    visible_to: Annotated[Literal["self", "lead", "organisation"], Field(description="Who else sees it.")] = (
        "self"
    )


class StrengthProfile(Body):
    """The whole own view: what is left out is taken away."""

    strengths: list[StrengthLine]


class StrengthConsentChoice(Body):
    """Whether one agrees."""

    agreed: bool
    hours_per_week: Annotated[
        Decimal | None, Field(description="At most, more than 0; null = what an allocation counts on.")
    ] = None


@router.read_list("/competencies", permissions.VIEW, response=CompetencyItem, order=lambda item: (item.key,))
def list_competencies(request: OrganisationRequest) -> list[CompetencyItem]:  # noqa: ARG001  (in scope)
    """The catalogue of competencies by key, with what each level looks like."""
    return sorted(catalogue(), key=lambda item: item.key)


@router.read(OWN, permissions.DESCRIBE_STRENGTHS, response=OwnStrengthProfile)
def show_own_strengths(request: OrganisationRequest) -> OwnStrengthProfile:
    """One's own strengths with completed assignments and colleagues' answers."""
    return _profile(request)


@router.write(OWN, permissions.DESCRIBE_STRENGTHS, response=OwnStrengthProfile, method="PUT", status=200)
def save_own_strengths(request: OrganisationRequest, data: StrengthProfile) -> OwnStrengthProfile:
    """Replace one's own view. Completed assignments and colleagues' answers stay."""
    entries = [StrengthEntry(**line.dict()) for line in data.strengths]
    save_strengths(by=request.member, entries=entries, now=timezone.now())
    return _profile(request)


@router.read(CONSENT, permissions.DESCRIBE_STRENGTHS, response=StrengthConsentState)
def show_strength_consent(request: OrganisationRequest) -> StrengthConsentState:
    """Whether one's strengths may be used when tasks are allocated."""
    return _consent(request)


@router.write(
    CONSENT, permissions.DESCRIBE_STRENGTHS, response=StrengthConsentState, method="PUT", status=200
)
def save_strength_consent(request: OrganisationRequest, data: StrengthConsentChoice) -> StrengthConsentState:
    """Agree that one's strengths are used when tasks are allocated, or take it back. It counts at once."""
    if data.agreed:
        agree_to_allocation(by=request.member, now=timezone.now(), hours=data.hours_per_week)
    else:
        withdraw_consent(StrengthConsent, by=request.member, now=timezone.now())
    return _consent(request)


def _profile(request: OrganisationRequest) -> OwnStrengthProfile:
    page = own_strengths(request.member, request.today)
    return OwnStrengthProfile(page.strengths if page else [])


def _consent(request: OrganisationRequest) -> StrengthConsentState:
    person = find_own_person(request.member)
    given = given_consent(person) if person else None
    return StrengthConsentState(given.given_at if given else None, given.hours_per_week if given else None)
