"""The one door to an organisation's pages: membership, role, scope and day are settled here, nowhere else."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, Protocol, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from colead.engine.dates import is_thinkable
from colead.kit import scope
from colead.kit.errors import DomainError
from colead.kit.roles import Member, Permission
from colead.kit.tenancy import tenancy

if TYPE_CHECKING:
    from colead.apps.organisations.models import Organisation, User


class OrganisationRequest(HttpRequest):
    """A request inside an organisation, as `organisation_page` hands it to a view."""

    member: Member
    organisation: "Organisation"
    as_of: date
    today: date
    htmx: HtmxDetails
    user: "User"


class Page(Protocol):
    """A view of one organisation; it carries the permission it needs, so that tests can walk all of them."""

    permission: Permission
    __name__: str

    def __call__(self, request: HttpRequest, organisation: str, **kwargs: Any) -> HttpResponseBase: ...


def organisation_page(wanted: Permission) -> Callable[[Callable[..., HttpResponseBase]], Page]:
    """Decorate a view: outsiders get 404, members without the permission 403, and queries are scoped.

    The view receives an OrganisationRequest; its route begins with `o/<slug:organisation>/`.
    """

    def decorate(view: Callable[..., HttpResponseBase]) -> Page:
        @wraps(view)
        def page(request: HttpRequest, organisation: str, **kwargs: Any) -> HttpResponseBase:
            prepared = prepare(request, organisation, now=timezone.now())
            with scope.organisation(prepared.organisation):
                prepared.member.require(wanted)
                return _rendered(view(prepared, **kwargs))

        page.permission = wanted  # type: ignore[attr-defined]  # read by tests/house and the access matrix
        return cast(Page, login_required(page))

    return decorate


def prepare(request: HttpRequest, slug: str, *, now: datetime) -> OrganisationRequest:
    """Attach member, organisation and day to the request; Http404 for anybody outside."""
    member = tenancy().member_of(cast("User", request.user), slug, now=now)
    prepared = cast(OrganisationRequest, request)
    prepared.member, prepared.organisation = member, member.organisation
    prepared.today = member.organisation.today(now)
    prepared.as_of = read_day(request.GET.get("as_of"), default=prepared.today)
    return prepared


def read_day(text: str | None, *, default: date) -> date:
    """The day a page is asked for, written YYYY-MM-DD."""
    if not text:
        return default
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.max
    if is_thinkable(day):
        return day
    raise DomainError(
        "bad_date",
        _("“%(value)s” is not a date that can be used.") % {"value": text[:40]},
        _("Write it as year-month-day, for example 2026-03-31; from 1900 to 2199."),
        field="as_of",
    )


def _rendered(response: HttpResponseBase) -> HttpResponseBase:
    """Render a lazy template response while the scope is still open; no browser or proxy keeps a copy."""
    render = getattr(response, "render", None)
    rendered = cast(HttpResponseBase, render()) if render else response
    patch_cache_control(rendered, private=True, no_store=True)
    return rendered
