"""Everybody who may knock at a door, and what a door answers them."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from cast import Cast, member, today
from colead.apps.organisations.services import create_token
from colead.kit.roles import Member, Role
from house.routes import Route
from house.table import Row
from house.world import CANARY, World, build_world

REFUSED = {401, 403, 404}
CLINIC, ELSEWHERE = CANARY.format("clinic"), CANARY.format("elsewhere")


@dataclass(frozen=True)
class Actor:
    """Somebody with a browser, or a program with a token. `titles` are those of the rows; none = outside."""

    name: str
    titles: frozenset[str]
    client: Client
    reads_only: bool = False

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Answer:
    """What came back, and the statements that wrote."""

    response: HttpResponse
    wrote: list[str]

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def code(self) -> str:
        """The API's word for what was wrong; empty for a page."""
        is_problem = self.response.headers["Content-Type"].startswith("application/problem+json")
        return str(json.loads(self.response.content)["code"]) if is_problem else ""

    @property
    def text(self) -> str:
        if self.response.streaming:
            return ""
        return self.response.content.decode(errors="replace")


@dataclass(frozen=True)
class Scene:
    """The clinic and another organisation, both furnished, and everybody."""

    cast: Cast
    here: World
    there: World
    actors: list[Actor] = field(default_factory=list)

    def actor(self, name: str) -> Actor:
        return next(actor for actor in self.actors if actor.name == name)


def build_scene(cast: Cast) -> Scene:
    """Alma owns what can be somebody's own; Bo leads the unit, Eik did until last month; Fay has left."""
    eik = member(cast.clinic, "eik")
    fay = member(cast.clinic, "fay", Role.OWNER, until=today())
    here = build_world(
        cast.clinic,
        cast.alma,
        office=cast.carla,
        lead=cast.bo,
        former_lead=eik,
        elsewhere=[cast.uma, cast.carla, cast.olga],
    )
    day = today()
    here.values.update(
        today=day.isoformat(),
        in_a_month=(day + timedelta(days=30)).isoformat(),
    )
    actors = [
        _browser("uma", cast.uma, "member"),
        _browser("dan", cast.dan, "consultant"),
        _browser("eik", eik, "member"),
        _browser("alma", cast.alma, "member", "own"),
        _browser("bo", cast.bo, "member", "unit lead", "asker"),
        _browser("carla", cast.carla, "people team", "importer"),
        _browser("olga", cast.olga, "owner"),
        _program("bo's program", cast.bo, "write", "member", "unit lead", "asker"),
        _program("olga's reading program", cast.olga, "read", "owner"),
        _browser("ida", cast.ida),
        _browser("fay", fay),
        Actor("nobody", frozenset(), Client()),
    ]
    return Scene(cast, here, build_world(cast.other, cast.ida), actors)


def _browser(name: str, who: Member, *titles: str) -> Actor:
    client = Client()
    client.force_login(who.user)
    return Actor(name, frozenset(titles), client)


def _program(name: str, who: Member, scope: str, *titles: str) -> Actor:
    _token, secret = create_token(
        by=who, name="test", scope=scope, now=timezone.now(), lifetime=timedelta(days=1)
    )
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    return Actor(name, frozenset(titles), client, reads_only=scope == "read")


def ask(actor: Actor, row: Row, route: Route, values: dict[str, Any]) -> Answer:
    """Send what the row says; what it wrote is taken back.

    Members who are refused ask as htmx does: then the error comes alone, without the page around it.
    """
    sent = row.body(values)
    headers = {"HX-Request": "true"} if actor.titles and not may(actor, row) else {}
    wrote: list[str] = []
    noting = noting_changes(wrote) if row.writes else noting_locks(wrote)
    with _taken_back(row.writes), connection.execute_wrapper(noting):
        if not row.writes:
            response = actor.client.get(route.url(values), sent, headers=headers)
        elif row.is_api:
            response = actor.client.generic(
                row.method, route.url(values), json.dumps(sent), "application/json"
            )
        else:
            response = actor.client.post(route.url(values), sent, headers=headers)
    return Answer(response, wrote)


def noting_changes(wrote: list[str]) -> Callable[..., Any]:
    """Take down the statements that change rows."""

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        done = execute(sql, *rest)
        *_parameters, context = rest
        # SQLite counts the rows of INSERT … RETURNING only when they have been read.
        if _is_write(sql) and (sql.startswith("INSERT") or context["cursor"].rowcount):
            wrote.append(sql)
        return done

    return note


def noting_locks(wrote: list[str]) -> Callable[..., Any]:
    """Take down whatever would wait for somebody else's write: on SQLite every transaction does, too."""

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.split()[0].upper() not in {"SELECT", "WITH", "EXPLAIN", "FETCH", "DECLARE", "CLOSE"}:
            wrote.append(sql)
        return execute(sql, *rest)

    return note


def _is_write(sql: str) -> bool:
    """A statement that changes rows; sessions and limits tell nothing of anybody."""
    if sql.split()[0] not in {"INSERT", "UPDATE", "DELETE"}:
        return False
    return not any(said in sql for said in ("django_session", "cacheentry"))


@contextmanager
def _taken_back(writes: bool) -> Iterator[None]:
    if not writes:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def wrong(actor: Actor, row: Row, answer: Answer) -> str:
    """What is wrong with the answer, in words for the failure; empty when it is as the row says."""
    said = f"{actor} {row}: {answer.status}"
    if answer.status >= 500:
        return f"{said} failed"
    if may(actor, row):
        return _wrongly_refused(row, answer, said)
    if answer.wrote:
        return f"{said} wrote {answer.wrote[0][:60]}"
    if not actor.titles:
        is_stopped = answer.status in REFUSED or _to_sign_in(answer)
        return f"{said} let in" if not is_stopped else f"{said} tells" if CLINIC in answer.text else ""
    return (
        "" if actor.reads_only or _is_stopped(actor, row, answer) else f"{said} not as it should be refused"
    )


def _is_stopped(actor: Actor, row: Row, answer: Answer) -> bool:
    """Refused for the role at the door, or behind it because it is not theirs."""
    if not actor.titles & row.door:
        return answer.status == 403 and answer.code in {"", "not_allowed"}
    if (row.led_back and not row.writes) or (row.led_back and answer.status == 302):
        return answer.status == 302
    return answer.status in REFUSED and answer.code != "not_allowed"


def may(actor: Actor, row: Row) -> bool:
    """What the table says."""
    return bool(actor.titles & row.may) and not (actor.reads_only and row.writes)


def _wrongly_refused(row: Row, answer: Answer, said: str) -> str:
    if answer.status in REFUSED or _to_sign_in(answer):
        return f"{said} refused"
    if not row.writes and answer.status not in ({200} if row.led_back else {200, 302}):
        return f"{said} does not show it"
    if row.send and not answer.wrote:
        return f"{said} did not do it"
    if row.writes and row.led_back and answer.status == 302 and not answer.wrote:
        return f"{said} led back"
    if not row.writes and answer.wrote:
        return f"{said} wrote {answer.wrote[0][:60]}"
    return f"{said} tells of another" if ELSEWHERE in answer.text else ""


def _to_sign_in(answer: Answer) -> bool:
    return answer.status == 302 and answer.response.headers["Location"].startswith("/account/login/")
