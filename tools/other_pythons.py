"""Run what depends most on the interpreter on the other Pythons that Colead supports, where they can be had.

Each gets a virtual environment from the lock, in .venv-3.12 and so on. The last one runs once more with the
newest Django, which may fail: that is news, not a fault. Where an interpreter is not on the machine, that is
said.

    python tools/other_pythons.py
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OTHERS = ("3.12", "3.13")
TESTS = (
    "tests/engine",
    "tests/files",
    "tests/kit",
    "tests/apps/organisations",
    "tests/house/test_imports.py",
)
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
    """A virtual environment of this Python with everything in the lock."""
    folder = ROOT / f".venv-{version}"
    if not (folder / "bin" / "pytest").exists():
        subprocess.run([python, "-m", "venv", str(folder)], check=True)
        _pip(folder, "--require-hashes", "-r", "locks/dev.txt")
        _pip(folder, "--no-build-isolation", "--no-deps", "-e", ".")
    return folder


def _pip(folder: Path, *words: str) -> None:
    pip = [str(folder / "bin" / "pip"), "--disable-pip-version-check", "--quiet", "install", *words]
    subprocess.run(pip, cwd=ROOT, check=True)


def tests_pass(folder: Path, tests: tuple[str, ...], *options: str) -> bool:
    """Run these tests on two workers; the suite's settings hold."""
    pytest = [str(folder / "bin" / "pytest"), "-q", "-n", "2", *options, *tests]
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(pytest, cwd=ROOT, env={**os.environ, "PATH": path}, check=False).returncode == 0


def main() -> int:
    """1 when a test fails on another Python, with the Django of the lock."""
    found = {version: python for version in OTHERS if (python := interpreter(version))}
    for version in OTHERS:
        print(f"Python {version}: {found.get(version, 'not on this machine')}", flush=True)
    folders = {version: environment(version, python) for version, python in found.items()}
    failed = [version for version, folder in folders.items() if not tests_pass(folder, TESTS)]
    if folders:
        _try_newest_django(list(folders.values())[-1])
    print(f"failed on: {', '.join(failed)}" if failed else "every Python that is here passes")
    return 1 if failed else 0


def _try_newest_django(folder: Path) -> None:
    """Say whether the newest Django works, in an environment that is thrown away for it."""
    _pip(folder, "--upgrade", "--no-deps", "django")
    passed = tests_pass(folder, NEWEST_DJANGO, "-x", "-W", "default")
    print(f"the newest Django {'passes' if passed else 'fails, which is allowed'}", flush=True)
    shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
