"""Put small faults into the source, one at a time, and see whether a test notices.

    python tools/mutate.py --record                      once: which test runs which line
    python tools/mutate.py --seed 1 --count 60 --jobs 2  draw 60 faults; killed or survived, one line each
    python tools/mutate.py --only src/colead/files/turns.py          every fault of a file

The same seed draws the same faults from the same source: every kind of fault is as likely, then every place
of that kind. What is left out by rule says `mutants.py`. A run that was stopped goes on where it was; answers
lie in var/mutations. Without a recording the tests of the mirrored folder are taken.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

from covering import Covering, nearest_first
from mutants import Mutant, mutants_of

ROOT = Path(__file__).resolve().parent.parent
AREAS = ("engine", "apps", "files", "cli")
KEPT = ROOT / "var" / "mutations"
RECORDING = KEPT / "covering.sqlite"
MIGRATIONS = "tests/house/test_migrations.py::test_no_model_change_without_its_migration"
PERMISSIONS = (
    "tests/house/test_permissions.py::test_every_service_asks_for_the_roles_that_the_tables_say",
    "tests/house/test_permissions.py::test_every_door_asks_for_the_roles_of_its_rows",
)
AT_FIRST = 25  # tests in the first run; what they do not notice the others may
COPIED = (
    "src",
    "tests",
    "docs",
    "examples",
    "tools",
    "pyproject.toml",
    "CHANGELOG.md",
    "README.md",
    "Makefile",
)


def all_mutants(only: list[str]) -> list[Mutant]:
    """Every fault of the areas, or of the files and folders named."""
    roots = [ROOT / name for name in only] or [ROOT / "src" / "colead" / area for area in AREAS]
    paths = [path for root in roots for path in ([root] if root.is_file() else root.rglob("*.py"))]
    return [one for path in sorted(paths) if "migrations" not in path.parts for one in mutants_of(path, ROOT)]


def draw(mutants: list[Mutant], count: int, seed: int) -> list[Mutant]:
    """`count` different places: first the kind, then the place, then which of its faults."""
    chance = random.Random(seed)  # noqa: S311  (a draw, no secret)
    places: dict[str, dict[tuple[str, int, int], list[Mutant]]] = {}
    for one in mutants:
        places.setdefault(one.kind, {}).setdefault((one.path, one.start, one.end), []).append(one)
    drawn: list[Mutant] = []
    while len(drawn) < count and places:
        kind = chance.choice(sorted(places))
        place = chance.choice(sorted(places[kind]))
        drawn.append(chance.choice(places[kind].pop(place)))
        if not places[kind]:
            del places[kind]
    return drawn


def tests_for(mutant: Mutant) -> list[str]:
    """The tests that run the line, else those that run anything of the file; the mirrored folder's always."""
    mirrored = {str(path.relative_to(ROOT)) for path in _mirrored(mutant.path)}
    ran: set[str] = set()
    if RECORDING.exists():
        covering = Covering(RECORDING)
        ran = covering.tests_of(mutant.path, mutant.line, mutant.last_line)
        ran = ran or covering.tests_of_file(mutant.path)
    ran = {test for test in ran if _exists(test)}
    if (
        "models" in mutant.path
    ):  # fields are declared while modules load; what changed there, its migration lacks
        ran.add(MIGRATIONS)
    if mutant.kind == "permission":  # asked of everything at once, by what the tables say
        ran |= set(PERMISSIONS)
    rest = {file for file in mirrored if not any(test.startswith(f"{file}::") for test in ran)}
    return [*nearest_first(ran, mutant.path), *nearest_first(rest, mutant.path)]


def _mirrored(path: str) -> list[Path]:
    """The test files of the folder that mirrors the source file's; of the nearest one above that has any."""
    folder = ROOT / "tests" / Path(path).relative_to("src/colead").parent
    while not (found := sorted(folder.glob("test_*.py"))):
        folder = folder.parent
    return found


def _exists(test: str) -> bool:
    """A test that was recorded and is still there under its name."""
    file, _colons, name = test.partition("::")
    path = ROOT / file
    return path.exists() and f"def {name.rpartition('::')[2]}(" in path.read_text(encoding="utf-8")


class Workshop:
    """A private copy of the tree, in which faults are put and tests are run."""

    def __init__(self, place: Path) -> None:
        self.place = place
        for name in COPIED:
            source, target = ROOT / name, place / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
            else:
                shutil.copy(source, target)
        compileall.compile_dir(place / "src", quiet=2)

    def verdict(self, mutant: Mutant, seconds: float) -> tuple[str, str]:
        """killed, survived or time, and by what."""
        path = self.place / mutant.path
        source = path.read_bytes()
        for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
            compiled.unlink()
        path.write_bytes(mutant.applied(source))
        try:
            return self._judged(tests_for(mutant), seconds)
        finally:
            path.write_bytes(source)

    def _judged(self, tests: list[str], seconds: float) -> tuple[str, str]:
        for some in (tests[:AT_FIRST], tests[AT_FIRST:]):
            if not some:
                continue
            try:
                done = self.run(some, seconds)
            except subprocess.TimeoutExpired:
                return "killed", "it did not end"
            if "ERROR: not found" in done.stdout + done.stderr:
                raise SystemExit(f"Record again: a test is not there any more.\n{done.stderr}")
            if done.returncode:
                return "killed", _first_failure(done.stdout)
        return "survived", f"{len(tests)} tests or files"

    def run(self, tests: list[str], seconds: float) -> subprocess.CompletedProcess[str]:
        listed = self.place / "tests.txt"
        listed.write_text("\n".join(tests), encoding="utf-8")
        own = {"PYTHONPATH": str(self.place / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-x",
                "-q",
                "--no-header",
                f"@{listed}",
            ],
            cwd=self.place,
            env=os.environ | own,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )


def _first_failure(output: str) -> str:
    said = [line for line in output.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return said[0][:160] if said else " ".join(output.splitlines()[-1:])[:160]


def judged(
    mutants: list[Mutant], jobs: int, seconds: float, answers: Path
) -> Iterator[tuple[Mutant, str, str]]:
    """Each fault with its verdict; those that were judged before are read."""
    before = _read(answers)
    with tempfile.TemporaryDirectory(prefix="colead-mutations-") as folder:
        free: Queue[Workshop] = Queue()
        if (ROOT.parent / "shared").exists():  # tests of published values find it beside the tree
            (Path(folder) / "shared").symlink_to((ROOT.parent / "shared").resolve())
        for number in range(jobs):
            (Path(folder) / str(number)).mkdir()
            free.put(Workshop(Path(folder) / str(number)))
        _require_green(free.queue[0], mutants, seconds)

        def judge(mutant: Mutant) -> tuple[Mutant, str, str]:
            if mutant.id in before:
                return mutant, *before[mutant.id]
            workshop = free.get()
            try:
                verdict, by = workshop.verdict(mutant, seconds)
            finally:
                free.put(workshop)
            with answers.open("a", encoding="utf-8") as file:
                file.write(json.dumps([mutant.id, verdict, by]) + "\n")
            return mutant, verdict, by

        with ThreadPoolExecutor(jobs) as pool:
            yield from pool.map(judge, mutants)


def _require_green(workshop: Workshop, mutants: list[Mutant], seconds: float) -> None:
    """Without a fault the tests must pass, or every verdict would be "killed"."""
    done = workshop.run(tests_for(mutants[0])[:AT_FIRST], seconds)
    if done.returncode:
        raise SystemExit(f"The tests fail without any fault.\n{done.stdout[-3000:]}{done.stderr[-3000:]}")


def _read(answers: Path) -> dict[str, tuple[str, str]]:
    if not answers.exists():
        return {}
    rows = (json.loads(line) for line in answers.read_text(encoding="utf-8").splitlines())
    return {key: (verdict, by) for key, verdict, by in rows}


def record() -> int:
    """Run the suite once, noting which test runs which line."""
    KEPT.mkdir(parents=True, exist_ok=True)
    rules = KEPT / "coveragerc"
    rules.write_text(
        f"[run]\ndata_file = {RECORDING}\nsource = {ROOT / 'src' / 'colead'}\n", encoding="utf-8"
    )
    RECORDING.unlink(missing_ok=True)
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tools")])
    command = [
        sys.executable,
        "-m",
        "coverage",
        "run",
        f"--rcfile={rules}",
        "-m",
        "pytest",
        "-q",
        "-p",
        "covering",
    ]
    return subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": path}, check=False).returncode


def main() -> int:
    """Draw, judge, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--record", action="store_true", help="note which test runs which line, and end")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--count", type=int, default=0, help="faults to draw; without it all that --only names"
    )
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument(
        "--seconds", type=float, default=300, help="for one run of tests; longer counts as killed"
    )
    parser.add_argument("--only", action="append", default=[], help="a file or folder, again and again")
    parser.add_argument("--again", action="store_true", help="forget earlier answers")
    options = parser.parse_args()
    if options.record:
        return record()
    found = all_mutants(options.only)
    drawn = draw(found, options.count or (len(found) if options.only else 60), options.seed)
    KEPT.mkdir(parents=True, exist_ok=True)
    answers = KEPT / f"seed-{options.seed}.jsonl"
    if options.again:
        answers.unlink(missing_ok=True)
    verdicts = []
    for mutant, verdict, by in judged(drawn, options.jobs, options.seconds, answers):
        verdicts.append(verdict)
        print(f"{verdict:9}{mutant}\n         {by}", flush=True)
    killed = verdicts.count("killed")
    print(f"{killed} of {len(verdicts)} killed, drawn from {len(found)} with seed {options.seed}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
