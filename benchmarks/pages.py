"""Every page and every read of the API of a large organisation, for every role: how long an answer takes.

python benchmarks/pages.py --people 10000 --save 10k.json
python benchmarks/pages.py --people 100000 --rounds 10 --home /tmp/large --save 100k.json
python benchmarks/pages.py --write docs/benchmarks-pages.md --date 2026-11-30 10k.json 100k.json

Who is asked what comes from the tables in tests/house/permissions: a new route joins by itself.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

import organisations

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

AIMS = {10_000: 100, 100_000: 150}  # milliseconds, of 95 answers in 100
KILOBYTES = 200  # the most a page should weigh; files are as long as what they hold
ROLES = {"uma": "member", "bo": "unit lead", "top": "top lead", "carla": "people team", "dan": "consultant"}
ROLES |= {"olga": "owner"}
PEOPLE_FOR_A_TASK = 20
DESCRIBED = 5  # one in so many people has described three strengths
FIRST_VIEWS = 2  # not counted: what a process keeps in memory is made then
PATIENCE = 20  # seconds for one route and role, after which no further views are asked for


@dataclass(frozen=True)
class Answer:
    """Milliseconds: the middle one, and the one that 95 of 100 do not pass, and the same of the processor's
    own time, in which nothing waits for what else the machine does; the statements of one view."""

    role: str
    route: str
    median: float
    p95: float
    cpu: float
    cpu_p95: float
    queries: int
    sql: float
    kilobytes: float
    is_file: bool


@dataclass
class Run:
    """All answers at one size. `bare`: the processor's time of a page of Django with a session, one query
    and a template."""

    people: int
    rounds: int
    bare: float
    answers: list[Answer] = field(default_factory=list)

    @property
    def aim(self) -> int:
        return AIMS.get(self.people, max(AIMS.values()))


def start(home: str) -> None:
    """Django with its database in `home`."""
    os.environ |= {"COLEAD_HOME": home, "DJANGO_SETTINGS_MODULE": "colead.settings", "COLEAD_DEBUG": "False"}
    from colead.cli.installation import prepare

    prepare()
    logging.disable(logging.ERROR)
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS.append("testserver")
    call_command("collectstatic", interactive=False, verbosity=0)
    from colead.kit.loaded import load_pages

    load_pages()


def furnish(people: int) -> None:
    """The cast of the tests with one thing of each kind, in an organisation of so many others."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from cast import member, whole_cast
    from colead.kit import scope
    from colead.kit.statistics import refresh_statistics
    from house.world import build_world

    cast = whole_cast()
    top, elsewhere = member(cast.clinic, "top"), [cast.uma, cast.carla, cast.olga]
    with scope.organisation(cast.clinic):
        values = _import(cast, people)
        _lead_the_top(top)
        _describe()
        _share_tasks()
        world = build_world(cast.clinic, cast.alma, office=cast.carla, lead=cast.bo, elsewhere=elsewhere)
    refresh_statistics()  # as every hour
    Path(os.environ["COLEAD_HOME"], "values.json").write_text(json.dumps(world.values | values))


def _import(cast: Any, people: int) -> dict[str, Any]:
    from django.utils import timezone

    from cast import DAY
    from colead.apps.network.services import compute_map, import_nominations
    from colead.apps.people.services import import_staff_list
    from colead.files.columns import guess_columns

    staff, ties = files(people)
    said: dict[str, Any] = {"by": cast.carla, "now": timezone.now()}
    columns = guess_columns(["id", "name", "manager", "unit", "title", "parent unit"])
    import_staff_list(content=staff, file_name="people.csv", mapping=columns, is_full=True, as_of=DAY, **said)
    sets = import_nominations(name="Advice", held_on=DAY, nominations=ties, **said)
    compute_map(nomination_set=sets[0].pk, **said)
    return {"nomination_set": sets[0].pk, "unit": "Unit 0", "person": "p1"}


def files(people: int) -> tuple[bytes, bytes]:
    """A staff list and the ties of a made-up organisation, as CSV."""
    made = organisations.make_up(people)
    ids = [f"p{number}" for number in range(people)]
    above = [made.unit[manager] if manager >= 0 else 0 for manager in made.manager]
    parent = dict.fromkeys(range(int(made.unit.max()) + 1), "")
    for unit, over in zip(made.unit.tolist(), above, strict=True):
        parent[unit] = f"Unit {over}" if over != unit else parent[unit]
    staff = pl.DataFrame(
        {
            "id": ids,
            "name": [f"Person {number}" for number in range(people)],
            "manager": ["" if manager < 0 else ids[manager] for manager in made.manager],
            "unit": [f"Unit {unit}" for unit in made.unit],
            "title": [f"Title {number % 50}" for number in range(people)],
            "parent unit": [parent[unit] for unit in made.unit.tolist()],
        }
    )
    ties = pl.DataFrame({"from": [ids[s] for s in made.source], "to": [ids[t] for t in made.target]})
    return staff.write_csv().encode(), ties.write_csv().encode()


def _lead_the_top(top: Any) -> None:
    from colead.apps.people.models import Person

    Person.objects.filter(key="p0").update(user=top.user)


def _describe() -> None:
    """One in so many people says three strengths, and lets them be used to allocate."""
    from django.utils import timezone

    from colead.apps.people.models import Competency, Person, Strength, StrengthConsent

    competencies = list(Competency.objects.values_list("pk", flat=True))[:3]
    people = Person.objects.values_list("pk", "organisation_id").order_by("pk")
    Strength.objects.bulk_create(
        Strength(organisation_id=of, person_id=pk, competency_id=one, level=pk % 5, wish=1, source="self")
        for pk, of in people[::DESCRIBED]
        for one in competencies
    )
    StrengthConsent.objects.bulk_create(
        StrengthConsent(organisation_id=of, person_id=pk, given_at=timezone.now())
        for pk, of in people[::DESCRIBED]
    )


def _share_tasks() -> None:
    """One task for every twenty people, two in three of them held; all over the organisation."""
    from django.utils import timezone

    from cast import LONG_AGO
    from colead.apps.leadership.models import Assignment, LeadershipTask
    from colead.apps.people.models import Position

    places = Position.objects.values_list("person_id", "unit_id", "organisation_id").order_by("pk")
    chosen = list(places[::PEOPLE_FOR_A_TASK])
    tasks = LeadershipTask.objects.bulk_create(
        LeadershipTask(
            organisation_id=of, title=f"Task {number}", purpose="Something", unit_id=unit, hours_per_week=2,
            seats=1, valid_from=LONG_AGO, opened_at=timezone.now(),
        )
        for number, (_person, unit, of) in enumerate(chosen)
    )  # fmt: skip
    Assignment.objects.bulk_create(
        Assignment(
            organisation_id=of, task=task, person_id=person, valid_from=LONG_AGO, accepted_at=timezone.now()
        )
        for number, (task, (person, _unit, of)) in enumerate(zip(tasks, chosen, strict=True))
        if number % 3
    )


def clients() -> dict[str, Any]:
    """A signed-in browser for each role."""
    from django.test import Client

    from colead.apps.organisations.models import User

    found = {}
    for name in ROLES:
        found[name] = Client()
        found[name].force_login(User.objects.get(email=f"{name}@example.org"))
    return found


def measure_all(rounds: int, only: str) -> list[Answer]:
    """Every read that the tables let each role make."""
    from house.routes import organisation_routes
    from house.table import all_rows, row_path

    values = json.loads(Path(os.environ["COLEAD_HOME"], "values.json").read_text())
    routes = {(one.is_api, row_path(one)): one for one in organisation_routes()}
    browsers, answers = clients(), []
    for row in all_rows():
        if row.writes or only not in row.path:
            continue
        url = routes[row.is_api, row.path].url({**values, "organisation": "clinic"})
        for name, client in browsers.items():
            if ROLES[name] in row.may or (ROLES[name].endswith("lead") and {"member", "unit lead"} & row.may):
                answer = measure(client, ROLES[name], str(row), url, rounds)
                answers += [answer] if answer else []
    return answers


def measure(client: Any, role: str, route: str, url: str, rounds: int) -> Answer | None:
    """Ask `rounds` times, as a server does: each time with a new connection. None where it is not shown.

    What is streamed counts until its first part comes.
    """
    from django.db import connection

    began, statements = time.perf_counter(), _Statements()
    wall: list[float] = []
    cpu: list[float] = []
    for view in range(FIRST_VIEWS + rounds):
        connection.close()
        before = time.perf_counter(), time.process_time()
        response = client.get(url)
        parts = iter(response.streaming_content) if response.streaming else iter([response.content])
        content = next(parts, b"")
        taken = time.perf_counter() - before[0], time.process_time() - before[1]
        content += b"".join(parts)
        if response.status_code != 200:
            return None
        if view >= FIRST_VIEWS:
            wall.append(taken[0] * 1000)
            cpu.append(taken[1] * 1000)
        if time.perf_counter() - began > PATIENCE and len(wall) > 1:
            break
    with connection.execute_wrapper(statements):
        client.get(url)
    is_file = "attachment" in response.get("Content-Disposition", "")
    times, asked = (*_middle_and_p95(wall), *_middle_and_p95(cpu)), statements
    return Answer(role, route, *times, asked.number, asked.seconds * 1000, len(content) / 1000, is_file)


def _middle_and_p95(values: list[float]) -> tuple[float, float]:
    return statistics.median(values), statistics.quantiles(values, n=20, method="inclusive")[-1]


class _Statements:
    """Counts and times what is asked of the database; reading the rows is not in it."""

    def __init__(self) -> None:
        self.number, self.seconds = 0, 0.0

    def __call__(self, execute: Any, *statement: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*statement)
        finally:
            self.number += 1
            self.seconds += time.perf_counter() - began


def bare(rounds: int) -> float:
    """The median of a page of Django alone: sessions, who is signed in, one query, one template."""
    from django.conf import settings
    from django.db import connection
    from django.http import HttpRequest, HttpResponse
    from django.template import engines
    from django.test import override_settings
    from django.urls import path

    template = engines["django"].from_string(
        "<h1>{{ user.name }}</h1>{% for n in numbers %}<p>{{ n }}</p>{% endfor %}"
    )

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(template.render({"user": request.user, "numbers": range(50)}, request))

    class Urls:
        urlpatterns = (path("bare/", view),)

    own = [one for one in settings.MIDDLEWARE if one.startswith("django.")]
    with override_settings(ROOT_URLCONF=Urls, MIDDLEWARE=own):
        client, taken = clients()["olga"], []
        for _view in range(rounds + FIRST_VIEWS):
            connection.close()
            before = time.process_time()
            assert client.get("/bare/").status_code == 200
            taken.append((time.process_time() - before) * 1000)
    return statistics.median(taken[FIRST_VIEWS:])


def lines(run: Run) -> list[str]:
    """Slowest first: each route with the role that waits longest."""
    worst: dict[str, Answer] = {}
    for answer in run.answers:
        if answer.route not in worst or answer.cpu_p95 > worst[answer.route].cpu_p95:
            worst[answer.route] = answer
    return [_line(run, answer) for answer in sorted(worst.values(), key=lambda one: -one.cpu_p95)]


def _line(run: Run, one: Answer) -> str:
    figures = (one.median, one.p95, one.cpu, one.cpu_p95)
    cells = [one.route, one.role, *(f"{figure:.0f}" for figure in figures), f"{one.cpu / run.bare:.1f}"]
    cells += [str(one.queries), f"{one.sql:.0f}", f"{one.kilobytes:.0f}{' (file)' if one.is_file else ''}"]
    return f"| {' | '.join(cells)} |"


def summary(run: Run) -> str:
    """How many keep to the aim."""
    quick = sum(one.cpu_p95 <= run.aim for one in run.answers)
    light = sum(one.kilobytes <= KILOBYTES or one.is_file for one in run.answers)
    middle = statistics.median(one.cpu for one in run.answers)
    return (
        f"{quick} of {len(run.answers)} route × role under {run.aim} ms of processor time (p95), "
        f"{light} under {KILOBYTES} kB; median {middle:.0f} ms, a bare Django page {run.bare:.1f} ms."
    )


def page(runs: list[Run], day: str) -> str:
    """The tables with what they are about."""
    aims = " and ".join(f"{aim} ms at {people:,} people" for people, aim in AIMS.items())
    text = (
        "# How fast pages answer\n\n"
        f"Written by `benchmarks/pages.py --write` on {day}: every page and every read of the API for "
        "every role that may see it, in SQLite, in one process, with a new connection for each view. Others "
        "used the machine's two cores meanwhile, so what counts is the processor's own time (CPU). The aim "
        f"for 95 views in 100 is {aims}, {KILOBYTES} kB a page; of what is sent while it is written, "
        "the first part counts. Each row is the role for which a read takes "
        "longest; *bare* is how many times as long as a page of Django with a session, one query and a "
        "template in the same run.\n"
    )
    for run in runs:
        text += f"\n## {run.people:,} people\n\n{summary(run)} {run.rounds} views each.\n\n"
        text += "| read | role | median ms | p95 ms | CPU | CPU p95 | bare | queries | SQL ms | kB |\n"
        text += "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
        text += "\n".join(lines(run)) + "\n"
    return text


def main() -> None:
    """Measure one size, or write what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--only", default="", help="routes that hold this text")
    parser.add_argument("--home", type=Path, help="keep the organisation here, and use it when it is there")
    parser.add_argument("--save", type=Path, help="keep what was measured as JSON")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write a page from what was kept")
    parser.add_argument("--date", help="the day of measuring, for the page")
    parser.add_argument("kept", nargs="*", type=Path)
    wanted = parser.parse_args()
    if wanted.write:
        wanted.write.write_text(page([_loaded(file) for file in wanted.kept], wanted.date), encoding="utf-8")
        return
    with tempfile.TemporaryDirectory() as scratch:
        home = wanted.home or Path(scratch)
        if not Path(home, "values.json").exists():  # elsewhere, so that this process holds what a server does
            furnishing = "import pages, sys; pages.start(sys.argv[1]); pages.furnish(int(sys.argv[2]))"
            command = [sys.executable, "-c", furnishing, str(home), str(wanted.people)]
            subprocess.run(command, check=True, cwd=Path(__file__).parent)
        start(str(home))
        run = Run(wanted.people, wanted.rounds, bare(wanted.rounds * 5))
        run.answers += measure_all(wanted.rounds, wanted.only)
    if wanted.save:
        wanted.save.write_text(json.dumps(asdict(run)), encoding="utf-8")
    print("\n".join([summary(run), *lines(run)]))


def _loaded(file: Path) -> Run:
    kept = json.loads(file.read_text(encoding="utf-8"))
    return Run(**kept | {"answers": [Answer(**one) for one in kept["answers"]]})


if __name__ == "__main__":
    main()
