from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from colead.apps.ledger import permissions, selectors, services
from colead.apps.ledger.forms import ReceiversForm
from colead.apps.organisations.forms import add_error
from colead.kit.access import OrganisationRequest, organisation_page
from colead.kit.columns import table
from colead.kit.downloads import JSON_LINES, stream
from colead.kit.errors import DomainError


@require_safe
@organisation_page(permissions.VIEW)
def list_(request: OrganisationRequest) -> HttpResponse:
    """What was decided and done, newest first, and the checkpoint to keep outside."""
    found = selectors.entries(request.member, day=request.as_of, today=request.today)
    page = found.numbered(request.GET.get("page", 1))
    context = {
        "page": page,
        "table": table(selectors.ENTRIES, page, member=request.member),
        "checkpoint": selectors.latest_checkpoint(request.as_of, request.member),
        "check": selectors.last_check(request.member),
        "may_choose": request.member.may(permissions.CHOOSE_RECEIVERS),
        "show_as_of": True,
    }
    return render(request, "ledger/list.html", context)


@require_POST
@organisation_page(permissions.VIEW)
def export(request: OrganisationRequest) -> HttpResponseBase:
    """The whole ledger as a file for `colead ledger verify`. It signs a checkpoint, hence a POST."""
    now = timezone.now()
    name = f"{request.organisation.slug}-audit-log-{request.today.isoformat()}.jsonl"
    return stream(name, services.export_ledger(by=request.member, now=now), JSON_LINES)


@require_safe
@organisation_page(permissions.VIEW)
def checkpoint(request: OrganisationRequest) -> HttpResponse:
    """The latest checkpoint, to be printed and kept."""
    found = selectors.latest_checkpoint(request.as_of, request.member)
    return render(request, "ledger/checkpoint.html", {"checkpoint": found})


@organisation_page(permissions.CHOOSE_RECEIVERS)
def receivers(request: OrganisationRequest) -> HttpResponse:
    """Who gets every new checkpoint by e-mail."""
    chosen = "\n".join(user.email for user in selectors.receivers())
    form = ReceiversForm(request.POST or None, initial={"emails": chosen})
    if request.method == "POST" and form.is_valid():
        try:
            count = services.choose_receivers(by=request.member, now=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            add_error(form, error)
        else:
            text = ngettext(
                "Checkpoints are mailed to %(count)s member.",
                "Checkpoints are mailed to %(count)s members.",
                count,
            )
            messages.success(request, text % {"count": count})
            return redirect("ledger:list", request.organisation.slug)
    return render(request, "ledger/receivers.html", {"form": form}, status=422 if form.errors else 200)


@organisation_page(permissions.ERASE)
def erase(request: OrganisationRequest, entry: int) -> HttpResponse:
    """Ask, and then erase what one entry said; its fingerprint stays."""
    if request.method == "POST":
        services.erase_record(by=request.member, index=entry, now=timezone.now())
        messages.success(request, _("Entry %(index)s is erased.") % {"index": entry})
        return redirect("ledger:list", request.organisation.slug)
    return render(request, "ledger/erase.html", {"entry": selectors.entry(entry)})
