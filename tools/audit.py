"""Look up known weaknesses in the packages of locks/base.txt and locks/postgresql.txt with pip-audit.

Exit code 1 when there is one; 0 when there is none, and, with a word, when advisories cannot be reached.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("locks/base.txt", "locks/postgresql.txt")
AWAY = (
    "could not be audited",
    "ConnectionError",
    "ServiceError",
    "Max retries",
    "timed out",
    "HTTPError",
    "RequestException",
)


def main() -> int:
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
    if done.returncode and any(word in done.stderr for word in AWAY):
        print("The advisories could not be reached, so nothing was looked up.")
        return 0
    print(done.stdout, done.stderr, sep="")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
