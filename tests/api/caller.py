"""A program that calls the API with a token."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from colead.apps.organisations import services
from colead.kit.roles import Member

ROOT = "/api/v1"
CLINIC = f"{ROOT}/organisations/clinic"


@dataclass
class Caller:
    """Sends one token with every call. Without one, nobody is calling."""

    token: str = ""
    client: Client = field(default_factory=Client)
    csrf: str = ""

    def get(self, path: str, **parameters: Any) -> HttpResponse:
        return self.client.get(path, parameters, headers=self._headers())

    def send(self, method: str, path: str, data: Any = None, key: str = "") -> HttpResponse:
        """A write with a JSON body."""
        return self.client.generic(
            method, path, "" if data is None else _json(data), "application/json", headers=self._headers(key)
        )

    def attempt(self, method: str, path: str, data: Any = None) -> HttpResponse:
        """A call whose changes are taken back, so that the next one finds everything as it was."""
        with transaction.atomic():
            response = self.send(method, path, None if method == "GET" else data)
            transaction.set_rollback(True)
        return response

    def post(self, path: str, data: Any = None, key: str = "") -> HttpResponse:
        return self.send("POST", path, data, key)

    def upload(self, path: str, key: str = "", **fields: Any) -> HttpResponse:
        """A form with files."""
        return self.client.post(path, fields, headers=self._headers(key))

    def _headers(self, key: str = "") -> dict[str, str]:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= {"X-CSRFToken": self.csrf} if self.csrf else {}
        return headers | ({"Idempotency-Key": key} if key else {})


def _json(data: Any) -> str:
    return data if isinstance(data, str) else json.dumps(data, default=str)


def caller(member: Member, *, scope: str = "write", days: int = 30) -> Caller:
    """A program with a fresh token of this member."""
    _token, secret = services.create_token(
        by=member, name="test", scope=scope, now=timezone.now(), lifetime=timedelta(days=days)
    )
    return Caller(secret)
