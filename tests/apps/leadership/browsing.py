"""A browser without JavaScript, on the day of the tests."""

from typing import Any

from django.test import Client
from django.urls import reverse

from cast import DAY
from colead.kit.roles import Member

ON_THE_DAY = {"as_of": DAY.isoformat()}


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def address(name: str, *args: object) -> str:
    """The address of a page of the clinic."""
    return reverse(f"leadership:{name}", args=["clinic", *args])


def page(member: Member, name: str, *args: object, **query: str) -> Any:
    """The page, which must answer; on DAY unless `as_of` says otherwise."""
    response = browser(member).get(address(name, *args), ON_THE_DAY | query)
    assert response.status_code == 200, response.content
    return response


def send(member: Member, name: str, *args: object, query: str = "", **data: Any) -> Any:
    """What the page answers to a form."""
    return browser(member).post(address(name, *args) + query, data)


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())
