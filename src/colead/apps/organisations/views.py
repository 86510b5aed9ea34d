from datetime import timedelta
from typing import cast

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from colead.apps.organisations import permissions, selectors, services
from colead.apps.organisations.emails import queue_email
from colead.apps.organisations.forms import (
    ChangeRoleForm,
    InviteForm,
    LinkRequestForm,
    NewOrganisationForm,
    OrganisationForm,
    ProfileForm,
    TokenForm,
    add_error,
)
from colead.apps.organisations.models import Membership, User
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.columns import table
from colead.kit.errors import DomainError, NotFound
from colead.kit.known_devices import device_of, remember_device
from colead.kit.languages import reading_language
from colead.kit.throttling import count_attempt, fits

ALLAUTH_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_required
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Create an organisation; open to everybody on an installation with open sign-up, else to owners."""
    user = cast(User, request.user)
    if not selectors.may_create_organisation(user, now=timezone.now()):
        raise Http404
    form = NewOrganisationForm(request.POST or None, initial={"language": reading_language()})
    if request.method == "POST" and form.is_valid():
        organisation = services.create_organisation(by=user, now=timezone.now(), **form.cleaned_data)
        messages.success(
            request, _("%(name)s is ready. Import your staff list next.") % {"name": organisation.name}
        )
        return redirect("web:dashboard", organisation.slug)
    return render(request, "organisations/create.html", {"form": form}, status=422 if form.errors else 200)


@organisation_page(permissions.MANAGE_MEMBERS)
def members(request: OrganisationRequest) -> HttpResponse:
    """Everybody with access, and a form to invite one more."""
    form = InviteForm(request.POST or None, initial={"role": "member"})
    if request.method == "POST" and form.is_valid():
        try:
            membership = _invite(request, form)
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, _("Invitation sent to %(email)s.") % {"email": membership.user.email})
            return redirect("organisations:members", request.organisation.slug)
    rows = selectors.members(request.member, request.as_of)
    shown = table(selectors.MEMBERS, rows, member=request.member)
    return render(
        request,
        "organisations/members.html",
        {"table": shown, "form": form},
        status=422 if form.errors else 200,
    )


@transaction.atomic
def _invite(request: OrganisationRequest, form: InviteForm) -> Membership:
    """The membership and its e-mail: both, or neither."""
    membership = services.invite_member(by=request.member, today=request.today, **form.cleaned_data)
    queue_email("invitation", membership.user.email, membership=membership.pk, now=timezone.now())
    return membership


@organisation_page(permissions.MANAGE_MEMBERS)
def member(request: OrganisationRequest, membership_id: int) -> HttpResponse:
    """Change one membership's role, or end it."""
    membership = selectors.existing_membership(request.member, membership_id)
    form = ChangeRoleForm(
        request.POST or None, initial={"role": membership.role, "until": membership.valid_until}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_role(
                by=request.member, membership_id=membership_id, now=timezone.now(), **form.cleaned_data
            )
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, _("The role is changed."))
            return redirect("organisations:members", request.organisation.slug)
    context = {"membership": membership, "form": form}
    return render(request, "organisations/member.html", context, status=422 if form.errors else 200)


@require_POST
@organisation_page(permissions.MANAGE_MEMBERS)
def end_membership(request: OrganisationRequest, membership_id: int) -> HttpResponse:
    """End a membership."""
    ended = services.end_membership(by=request.member, membership_id=membership_id, now=timezone.now())
    messages.success(request, _("%(name)s no longer has access.") % {"name": ended.known_as})
    return redirect("organisations:members", request.organisation.slug)


@organisation_page(permissions.CHANGE_SETTINGS)
def settings_page(request: OrganisationRequest) -> HttpResponse:
    """Name, language and time zone of the organisation."""
    form = OrganisationForm(request.POST or None, instance=request.organisation)
    if request.method == "POST" and form.is_valid():
        services.save_settings(by=request.member, organisation=form.save(commit=False), now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("organisations:settings", request.organisation.slug)
    return render(request, "organisations/settings.html", {"form": form}, status=422 if form.errors else 200)


@organisation_page(permissions.USE_TOKENS)
def tokens(request: OrganisationRequest) -> HttpResponse:
    """The member's own API tokens; a new one shows its secret once."""
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        days = form.cleaned_data.pop("days")
        _token, secret = services.create_token(
            by=request.member, now=timezone.now(), lifetime=timedelta(days=days), **form.cleaned_data
        )
        form = TokenForm()
    rows = selectors.tokens(request.member, now=timezone.now())
    shown = table(selectors.TOKENS, rows, member=request.member)
    context = {"table": shown, "form": form, "secret": secret}
    return render(request, "organisations/tokens.html", context, status=422 if form.errors else 200)


@require_POST
@organisation_page(permissions.USE_TOKENS)
def revoke_token(request: OrganisationRequest, token_id: int) -> HttpResponse:
    """End one of the member's own tokens."""
    services.revoke_token(by=request.member, token_id=token_id, now=timezone.now())
    messages.success(request, _("The token no longer works."))
    return redirect("organisations:tokens", request.organisation.slug)


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Own name and language."""
    form = ProfileForm(request.POST or None, instance=cast(User, request.user))
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("organisations:profile")
    return render(request, "organisations/profile.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def request_link(request: HttpRequest) -> HttpResponse:
    """Ask for a sign-in link by e-mail; the answer is the same whether the account exists or not."""
    form = LinkRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        email = form.cleaned_data["email"]
        owner = selectors.user_by_email(email)
        device = device_of(request, owner.pk if owner else None)
        if not device:
            count_attempt(request, "request_link", now=now)
        if fits("link_email", f"{email.lower()} {device}", now=now):  # else the last ones wait in the mailbox
            queue_email("sign_in", email, now=now)
        return render(request, "organisations/link_sent.html", {"email": form.cleaned_data["email"]})
    return render(
        request, "organisations/request_link.html", {"form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def sign_in_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Sign in by link. Opening it only asks, because mail scanners open links; the button signs in."""
    if request.method == "GET":
        return render(request, "organisations/sign_in_link.html", {"secret": secret})
    now = timezone.now()
    try:
        link = services.use_sign_in_link(secret=secret, now=now)
    except NotFound as error:
        count_attempt(request, "sign_in_link", now=now)  # a right one is let in all the same
        return render(request, "organisations/sign_in_link.html", {"error": error}, status=404)
    login(request, link.user, backend=ALLAUTH_BACKEND)
    return remember_device(request, redirect(link.next_url or "web:home"), link.user.pk)
