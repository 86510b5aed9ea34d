"""What every answer carries: a strict content policy and headers that keep a browser on our side."""

import re

import pytest
from django.test import Client

from cast import Cast

PAGES = [
    "/account/login/",
    "/sign-in/link/",
    "/profile/",
    "/organisations/new/",
    "/o/clinic/",
    "/o/clinic/members/",
    "/o/clinic/tokens/",
    "/o/clinic/settings/",
    "/api/v1/docs",
    "/nothing-here/",
]


@pytest.fixture
def owner(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.olga.user)
    return client


def policy(response) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _blank, value in parts}


@pytest.mark.parametrize("url", PAGES)
def test_policy_lets_only_our_own_files_run(owner: Client, url: str) -> None:
    found = policy(owner.get(url))
    assert found["default-src"] == "'none'"
    assert found["script-src"] == found["style-src"] == found["connect-src"] == "'self'"
    assert found["object-src"] == found["base-uri"] == found["frame-ancestors"] == "'none'"
    assert found["form-action"] == "'self'"
    assert "unsafe" not in str(found)


@pytest.mark.parametrize("url", PAGES)
def test_other_headers_are_strict(owner: Client, url: str) -> None:
    headers = owner.get(url).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert {"Accept-Language", "Cookie"} <= set(headers["Vary"].split(", "))


@pytest.mark.parametrize("url", PAGES)
def test_pages_hold_nothing_that_the_policy_would_stop(owner: Client, url: str) -> None:
    page = owner.get(url).content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)
    assert re.findall(r'(?:src|href)="(?:https?:)?//[^"]+"', page) == []


def test_api_answers_carry_them_too(owner: Client) -> None:
    response = owner.get("/api/v1/organisations/clinic")
    assert policy(response)["default-src"] == "'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_unknown_host_is_refused(db: None) -> None:
    assert Client().get("/account/login/", headers={"Host": "evil.example"}).status_code == 400
