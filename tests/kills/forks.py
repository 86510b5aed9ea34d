"""Children of a process that has loaded Django and touched no database: they start in milliseconds."""

import json
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any, NoReturn


def child(run: Callable[[int], None]) -> tuple[int, int]:
    """Start `run`, which gets the end of a pipe to write to; its process id, and the end to read from."""
    read, write = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(read)
        _end_with(run, write)
    os.close(write)
    return pid, read


def _end_with(run: Callable[[int], None], write: int) -> NoReturn:
    try:
        run(write)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)  # nothing of the parent's is cleared away


def answer_of(function: Callable[..., Any], *arguments: Any) -> Any:
    """What the function returns when a child runs it to its end, by way of JSON."""

    def run(write: int) -> None:
        with os.fdopen(write, "w") as file:
            json.dump(function(*arguments), file, default=str)

    pid, read = child(run)
    with os.fdopen(read) as file:
        text = file.read()
    _pid, status = os.waitpid(pid, 0)
    assert status == 0, f"{function} ended with {status}"
    return json.loads(text)
