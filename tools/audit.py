"""Look up known weaknesses in the packages of locks/base.txt and locks/postgresql.txt with pip-audit.

Exit code 1 when there is one, or when a package could not be looked up; 0 when there is none, and, with a
word, when advisories cannot be reached. With `--required`, as before a release, that is 1, too.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("locks/base.txt", "locks/postgresql.txt")
AWAY = ("Could not connect", "ConnectionError", "ConnectTimeout", "ReadTimeout", "Max retries", "timed out")


def main(*, required: bool) -> int:
    words = [word for lock in LOCKS for word in ("-r", lock)]
    options = [
        "--strict",
        "--require-hashes",
        "--disable-pip",
        "--progress-spinner",
        "off",
        "--timeout",
        "10",
    ]
    command = [sys.executable, "-m", "pip_audit", *options, *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if is_away(done.returncode, done.stderr):
        print("The advisories could not be reached, so nothing was looked up.")
        return int(required)
    print(done.stdout, done.stderr, sep="")
    return done.returncode


def is_away(code: int, said: str) -> bool:
    """Whether nobody answered; an answer that is an error, or lacks a package, is none of this."""
    return code != 0 and any(word in said for word in AWAY)


if __name__ == "__main__":
    sys.exit(main(required="--required" in sys.argv))
