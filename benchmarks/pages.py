"""Every page of a large organisation, asked for again and again: how long an answer takes.

python benchmarks/pages.py                       # 10,000 people
python benchmarks/pages.py --people 1000 --rounds 20
python benchmarks/pages.py --write docs/benchmarks-pages.md --date 2026-11-23
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

import organisations

SLUG = "large"
AIM = 100  # milliseconds, of 95 answers in 100
FIRST_VIEWS = 3  # not counted: what a process keeps in memory is made then


class Answer(NamedTuple):
    """Milliseconds: the middle one, and the one that 95 of 100 do not pass."""

    page: str
    median: float
    p95: float
    cpu: float


def prepare(home: str, people: int) -> None:
    """A database of its own, with the staff list imported and one nomination set and its map."""
    os.environ |= {"COLEAD_HOME": home, "DJANGO_SETTINGS_MODULE": "colead.settings", "COLEAD_DEBUG": "False"}
    from colead.cli.installation import prepare as set_up

    set_up()
    from django.core.management import call_command
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from colead.apps.network.services import compute_map, import_nominations
    from colead.apps.organisations.models import User
    from colead.apps.organisations.services import create_organisation
    from colead.apps.people import services
    from colead.files.columns import guess_columns
    from colead.kit import scope
    from colead.kit.roles import Member, Role

    now = timezone.now()
    owner = User.objects.create_user("owner@example.org", name="Owner")
    organisation = create_organisation(by=owner, name="Large", now=now, language="en", slug=SLUG)
    member = Member(organisation=organisation, role=Role.OWNER, user=owner)
    staff, ties = _files(people)
    today = organisation.today(now)
    with scope.organisation(organisation):
        services.import_staff_list(
            by=member,
            content=staff,
            file_name="people.csv",
            mapping=guess_columns(["id", "name", "manager", "unit"]),
            is_full=True,
            as_of=today,
            now=now,
        )
        sets = import_nominations(by=member, name="Advice", held_on=today, nominations=ties, now=now)
        compute_map(by=member, nomination_set=sets[0].pk, now=now)


def _files(people: int) -> tuple[bytes, bytes]:
    made = organisations.make_up(people)
    ids = [f"p{number}" for number in range(people)]
    staff = pl.DataFrame(
        {
            "id": ids,
            "name": [f"Person {number}" for number in range(people)],
            "manager": ["" if manager < 0 else ids[manager] for manager in made.manager],
            "unit": [f"Unit {unit}" for unit in made.unit],
        }
    )
    ties = pl.DataFrame({"from": [ids[s] for s in made.source], "to": [ids[t] for t in made.target]})
    return staff.write_csv().encode(), ties.write_csv().encode()


def addresses(client: Any) -> list[str]:
    """What the front page links to, and what those pages link to: one address of each kind."""
    found: dict[str, str] = {}
    waiting = [f"/o/{SLUG}/"]
    while waiting:
        address = waiting.pop(0)
        kind = re.sub(r"\d+|(?<=/people/)[^/]+|(?<=/unit/)[^/]+|(?<=/units/)[^/]+", "…", address)
        if kind in found:
            continue
        response = client.get(address)
        if response.status_code == 200 and "text/html" in response["Content-Type"]:
            found[kind] = address
            waiting += _links(response.content.decode())
    return list(found.values())


def _links(page: str) -> Iterator[str]:
    for address in re.findall(rf'href="(/o/{SLUG}/[^"#]*)"', page):
        yield address.replace("&amp;", "&").split("?")[0]


def measure(client: Any, address: str, rounds: int) -> Answer:
    """Ask for the page `rounds` times."""
    for _view in range(FIRST_VIEWS):
        client.get(address)
    taken, cpu = [], time.process_time()
    for _view in range(rounds):
        began = time.perf_counter()
        client.get(address)
        taken.append((time.perf_counter() - began) * 1000)
    spent = (time.process_time() - cpu) * 1000 / rounds
    return Answer(address, statistics.median(taken), statistics.quantiles(taken, n=20)[-1], spent)


def table(answers: list[Answer]) -> str:
    """Slowest first."""
    rows = ["| page | median ms | p95 ms | CPU ms |", "| --- | ---: | ---: | ---: |"]
    ordered = sorted(answers, key=lambda answer: -answer.p95)
    return "\n".join(rows + [f"| `{a.page}` | {a.median:.0f} | {a.p95:.0f} | {a.cpu:.0f} |" for a in ordered])


def page(text: str, people: int, rounds: int, day: str) -> str:
    """The table with what it is about."""
    return (
        f"# How fast pages answer\n\nWritten by `benchmarks/pages.py --write` on {day}: {people:,} people in "
        f"SQLite, every kind of page that the owner can reach, {rounds} views each in one process on one "
        f"core. The aim is {AIM} ms for 95 views in 100.\n\n{text}\n"
    )


def main() -> None:
    """Print the table, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table as a page; needs --date")
    parser.add_argument("--date", help="the day of measuring, for the page")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        prepare(home, wanted.people)
        logging.disable(logging.INFO)
        from django.test import Client

        from colead.apps.organisations.models import User

        client = Client(HTTP_HOST="127.0.0.1", headers={"accept-language": "en"})
        client.force_login(User.objects.get())
        answers = [measure(client, address, wanted.rounds) for address in addresses(client)]
    text = table(answers)
    print(text)
    if wanted.write:
        wanted.write.write_text(page(text, wanted.people, wanted.rounds, wanted.date), encoding="utf-8")


if __name__ == "__main__":
    main()
