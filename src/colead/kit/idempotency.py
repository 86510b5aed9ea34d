"""Idempotency keys: a write that is sent again with the same key is answered with the same receipt.

The receipt is stored in the transaction of the write itself, so there is never one without the other. Of two
calls at once with one key the database lets one write; the other waits and gets that receipt.
"""

import hashlib
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _

from colead.kit.access import OrganisationRequest
from colead.kit.errors import DomainError
from colead.kit.tenancy import tenancy

if TYPE_CHECKING:
    from colead.apps.organisations.models import IdempotencyRecord

HEADER = "Idempotency-Key"
KEPT = timedelta(hours=48)


def with_receipt(
    request: OrganisationRequest,
    key: str,
    prepared: AbstractContextManager[Callable[[], Any]],
    status: int,
    *,
    now: datetime,
) -> HttpResponse:
    """Write once for this member and key; else answer as before.

    prepared : what takes long, outside the transaction; gives the write, which returns plain JSON values.
    """
    digest = request_hash(request)
    mine = tenancy().receipts.objects.filter(user=request.user, key=key, created_at__gt=now - KEPT)
    done = mine.first()
    if done is None:
        try:
            with prepared as write:
                return _write_once(request, key, digest, write, status, now)
        except IntegrityError:
            done = mine.first()
            if done is None:  # it was another constraint that the write broke
                raise
    return _answer_again(done, digest)


def _write_once(
    request: OrganisationRequest, key: str, digest: str, write: Callable[[], Any], status: int, now: datetime
) -> HttpResponse:
    receipts = tenancy().receipts
    with transaction.atomic():
        receipts.objects.filter(created_at__lte=now - KEPT).delete()
        record = receipts.objects.create(
            organisation=request.organisation,
            user=request.user,
            key=key,
            request_hash=digest,
            status=status,
            created_at=now,
        )
        record.response = write()
        record.save(update_fields=["response"])
    return _response(record)


def _answer_again(record: "IdempotencyRecord", digest: str) -> HttpResponse:
    if record.request_hash != digest:
        raise DomainError(
            "idempotency_key_reused",
            _("This Idempotency-Key was used for another call."),
            _("Use a new key for each write; repeat a key only to repeat the same call."),
            field=HEADER,
        )
    response = _response(record)
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _response(record: "IdempotencyRecord") -> HttpResponse:
    return JsonResponse(record.response, status=record.status, safe=False)


def request_hash(request: OrganisationRequest) -> str:
    """SHA-256 of what was asked: method, address and body; of a form its values and files."""
    if request.content_type == "multipart/form-data":
        files = {name: [_file_hash(file) for file in request.FILES.getlist(name)] for name in request.FILES}
        body = json.dumps([dict(request.POST.lists()), files], sort_keys=True).encode()
    else:
        body = request.body
    head = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(head + body).hexdigest()


def _file_hash(file: Any) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
