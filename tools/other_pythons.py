"""Run what depends most on the interpreter on the other Pythons that Colead supports, where they can be had.

Each gets a virtual environment from the lock, in .venv-3.12 and so on. The last one runs once more with the
newest Django, which may fail: that is news, not a fault. Where an interpreter is not on the machine, that is
said.

    python tools/other_pythons.py             all of them
    python tools/other_pythons.py --today     one a day, in turn: what `.ci/run` does
    python tools/other_pythons.py --install   only what they need
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OTHERS = ("3.12", "3.13")
STAMP = "installed"  # in an environment that is whole: of what it was made
TESTS = (
    "tests/engine",
    "tests/files",
    "tests/kit",
    "tests/apps/organisations",
    "tests/house/test_imports.py",
)
NOT_NEEDED = re.compile(r"(backrefs|django-stubs=|mkdocs|mypy|playwright|ruff|scipy-stubs|types-)")
NEWEST_DJANGO = ("tests/kit", "tests/apps/organisations", "tests/apps/people")


def interpreter(version: str) -> str | None:
    """A Python of this version on the machine: by name, or kept by pyenv."""
    kept = sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}.*/bin/python"))
    for found in (shutil.which(f"python{version}"), *map(str, reversed(kept))):
        if found and _is(found, version):
            return found
    return None


def _is(python: str, version: str) -> bool:
    """A shim of pyenv bears a name without there being such a Python."""
    asked = "import sys; print('.'.join(map(str, sys.version_info[:2])))"
    done = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=False)
    return done.returncode == 0 and done.stdout.strip() == version


def environment(version: str, python: str) -> Path:
    """A virtual environment of this Python with what the tests need; Python compiles what it loads."""
    folder, made_of = ROOT / f".venv-{version}", _made_of()
    if not is_whole(folder, made_of):
        subprocess.run([python, "-m", "venv", "--clear", str(folder)], check=True)
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as wanted:
            wanted.write("\n".join(needed((ROOT / "locks/dev.txt").read_text(encoding="utf-8"))))
            wanted.flush()
            _pip(folder, "--require-hashes", "--no-deps", "--no-compile", "-r", wanted.name)
        _pip(folder, "--no-build-isolation", "--no-deps", "-e", ".")
        (folder / STAMP).write_text(made_of, encoding="utf-8")
    return folder


def is_whole(folder: Path, made_of: str) -> bool:
    """Whether an environment was installed to its end, of this."""
    stamp = folder / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == made_of


def _made_of() -> str:
    read = (ROOT / "locks/dev.txt").read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(read).hexdigest()


def needed(lock: str) -> list[str]:
    """The entries of a lock but for those that check or document."""
    return [entry for entry in re.split(r"\n(?=\S)", lock) if not NOT_NEEDED.match(entry)]


def _pip(folder: Path, *words: str) -> None:
    pip = [str(folder / "bin" / "pip"), "--disable-pip-version-check", "--quiet", "install", *words]
    subprocess.run(pip, cwd=ROOT, check=True)


def tests_pass(folder: Path, tests: tuple[str, ...], *options: str) -> bool:
    """Run these tests; the suite's settings hold."""
    pytest = [str(folder / "bin" / "pytest"), "-q", *options, *tests]
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(pytest, cwd=ROOT, env={**os.environ, "PATH": path}, check=False).returncode == 0


def main() -> int:
    """1 when a test fails on another Python, with the Django of the lock."""
    asked = _asked()
    found = {version: python for version in OTHERS if (python := interpreter(version))}
    for version in OTHERS:
        print(f"Python {version}: {found.get(version, 'not on this machine')}", flush=True)
    if asked.today and found:
        found = dict([list(found.items())[date.today().toordinal() % len(found)]])  # noqa: DTZ011  (any day)
    folders = {version: environment(version, python) for version, python in found.items()}
    return 0 if asked.install else _try(folders, f"-n{asked.workers}")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--today", action="store_true")
    parser.add_argument("--install", action="store_true")
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


def _try(folders: dict[str, Path], workers: str) -> int:
    failed = [version for version, folder in folders.items() if not tests_pass(folder, TESTS, workers)]
    if folders:
        _try_newest_django(list(folders.values())[-1], workers)
    print(f"failed on: {', '.join(failed)}" if failed else f"tried and passed: {', '.join(folders)}")
    return 1 if failed else 0


def _try_newest_django(folder: Path, workers: str) -> None:
    """Say whether the newest Django works, in an environment that is thrown away for it."""
    (folder / STAMP).unlink()
    _pip(folder, "--upgrade", "--no-deps", "django")
    passed = tests_pass(folder, NEWEST_DJANGO, workers, "-x", "-W", "default")
    print(f"the newest Django {'passes' if passed else 'fails, which is allowed'}", flush=True)
    shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
