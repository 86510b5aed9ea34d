"""Many requests by chance against every route, in this process on a database made for it: `make fuzz`.

python -m fuzz --count 100000 --seed 1     prints a table; exit 1 when anything failed
python -m fuzz --seed 1 --only 17          the same chapter again, with every request and traceback
"""

import argparse
import logging
import os
import sys
import time
from pathlib import Path


def memory() -> float:
    """Megabytes that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> int:
    """Play, print, tell by the exit code."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--count", type=int, default=10_000, help="requests")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", type=int, help="a chapter, to repeat it")
    asked.add_argument("--first", type=int, default=0, help="the chapter to begin with")
    given = asked.parse_args()

    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    logging.disable(logging.CRITICAL)
    made = setup_databases(verbosity=0, interactive=False)
    try:
        return run(given)
    finally:
        teardown_databases(made, verbosity=0)


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")


def run(given: argparse.Namespace) -> int:
    """All chapters, or the one to repeat."""
    from django.db import transaction

    from cast import whole_cast
    from fuzz.play import LENGTH, Game
    from fuzz.table import table
    from house.actors import build_scene

    with transaction.atomic():
        game = Game(build_scene(whole_cast()), given.seed, say if given.only is not None else None)
        number = -(-given.count // LENGTH)
        chapters = [given.only] if given.only is not None else range(given.first, given.first + number)
        started, marks = time.perf_counter(), []
        for done, chapter in enumerate(chapters):
            game.play(chapter)
            if done % (number // 20 + 1) == 0:
                marks.append(memory())
                tally = game.tally
                said = f"{tally.requests} requests, {len(tally.failures)} failures, {marks[-1]:.0f} MB\n"
                sys.stderr.write(said)
        lines = table(game.tally, time.perf_counter() - started, marks or [memory()])
        sys.stdout.write("\n".join(lines) + "\n")
        transaction.set_rollback(True)
    return 1 if game.tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
