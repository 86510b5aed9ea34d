"""What is recorded: Colead works on a furnished installation, and says after each thing that it is done.

Run by `record.py` with the recorder before the C library.
"""

import json
import os
import sys
from pathlib import Path
from random import Random
from typing import Any

import django
from django.db import connection

MARKS = "acknowledged"  # a file in the home: not part of it, but in the same order of writes
KINDS = ("task", "accept", "job", "staff list", "task", "accept", "erase", "map", "accept", "backup")


def main() -> None:
    rounds, seed, synchronous, tokens = sys.argv[1:]
    django.setup()
    from django.conf import settings

    from kills import clinic

    clinic.load()
    settings.ERASURES = ""  # in the home
    options = connection.settings_dict["OPTIONS"]
    options["init_command"] = options["init_command"].replace(
        "synchronous=FULL", f"synchronous={synchronous}"
    )
    chance, home = Random(int(seed)), Path(settings.HOME)
    marks = os.open(home / MARKS, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number in range(int(rounds)):
        kind = KINDS[number % len(KINDS)]
        done = _do(kind, f"{kind}-{number}", json.loads(tokens), home)
        os.write(marks, json.dumps([kind, *done]).encode() + b"\n")
        if chance.random() < 0.3:  # as at the end of a request; the last one clears the log away
            connection.close()


def _do(kind: str, key: str, tokens: dict[str, str], home: Path) -> list[Any]:
    """Do one thing; by what it will be found."""
    from kills import clinic

    if kind == "task":
        clinic.task(tokens["carla"], key)
    elif kind == "accept":
        clinic.accept(tokens["alma"], key, clinic.offer(key))
    elif kind == "staff list":
        clinic.staff_list(tokens["carla"], key)
    elif kind == "map":
        clinic.nominations(tokens["carla"], key)
    elif kind == "job":
        number = clinic.queue(key)
        clinic.work_off()
        return [number]
    elif kind == "erase":
        return [clinic.erase_newest()]
    else:
        return [clinic.back_up(str(home / "backups"))]
    return [key]


if __name__ == "__main__":
    main()
