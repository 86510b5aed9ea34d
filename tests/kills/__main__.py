"""Kill Colead's processes, and PostgreSQL's, while they write; look whether anything is lost.

PYTHONPATH=tests python -m kills --count 10000 --seed 1
"""

import argparse
import os
import sys
import time
from contextlib import nullcontext
from functools import partial

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "colead.settings.test")


def main() -> int:
    """1 when anything was lost, doubled, half or stuck."""
    asked = _asked()
    django.setup()
    from colead.cli.worker import stop_on_signal
    from kills import page
    from kills.database import cluster
    from kills.run import run
    from kills.table import as_text

    stop = stop_on_signal()  # what has been tried by then is told
    databases, has_faults = asked.databases.split(","), False
    for number, name in enumerate(databases):
        until = time.monotonic() + asked.minutes * 60 / len(databases)
        share = asked.count // len(databases) + (number < asked.count % len(databases))
        with cluster() if name == "postgresql" else nullcontext() as server:
            done = run(server, share, asked.seed + number, partial(_tell, name), stop, until)
        text = as_text(name, done, seed=asked.seed + number)
        sys.stdout.write("\n".join([text, *done.book.faults, ""]))
        has_faults |= bool(done.book.faults)
        if asked.write:
            page.write(f"kills {name}", text)
    return int(has_faults)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="kills", description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=60, help="How many kills, shared out to the databases.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=24 * 60, help="Begin nothing new after so long.")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--write", action="store_true", help="Write the table into the documentation.")
    return parser.parse_args()


def _tell(name: str, said: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {name}: {said}\n")


if __name__ == "__main__":
    sys.exit(main())
