"""Build the sdist, and the wheel from the unpacked sdist: what a wheel needs is then surely in it.

The sdist is built from a copy of the tree: building installs and empties folders of the front end, and a
check or a browser test that runs beside it would find them half gone.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
MADE_HERE = shutil.ignore_patterns(
    *(".git", ".venv*", ".*_cache", ".cache", ".hypothesis", ".coverage*", "htmlcov", "__pycache__"),
    *("node_modules", "dist", "site", "var", "*.sqlite3*"),
)


def copied(tree: Path, to: Path) -> Path:
    """A copy of what is not made here. What vanishes meanwhile was temporary; other faults raise."""
    try:
        shutil.copytree(tree, to, ignore=MADE_HERE)
    except shutil.Error as error:
        if any(os.path.lexists(source) for source, *_why in error.args[0]):
            raise
    return to


def build(target: str, source: Path, into: Path) -> Path:
    """Build an sdist or a wheel of a source tree, with the packages of this environment; returns the file."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(into)]
    subprocess.run(command, cwd=source, check=True)
    return max(into.iterdir(), key=lambda path: path.stat().st_mtime_ns)


def make(tree: Path, into: Path) -> None:
    """Both, each from a copy of its own: the sdist of the tree, the wheel of the unpacked sdist."""
    with tempfile.TemporaryDirectory() as folder:
        copy = copied(tree, Path(folder, "tree"))
        sdist = build("sdist", copy, into)
        with tarfile.open(sdist) as archive:
            archive.extractall(Path(folder, "unpacked"), filter="data")
        build("wheel", next(Path(folder, "unpacked").iterdir()), into)


def different(one: Path, other: Path) -> list[str]:
    """Which files of the first folder the second does not have with the same bytes."""
    return sorted(
        path.name
        for path in one.iterdir()
        if not (other / path.name).is_file() or path.read_bytes() != (other / path.name).read_bytes()
    )


def main(twice: bool) -> None:
    """Write both into dist/, empty before; `--twice` makes them again and compares every byte."""
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir()
    with tempfile.TemporaryDirectory() as folder:
        now = copied(ROOT, Path(folder, "now"))  # whatever is edited meanwhile
        make(now, DIST)
        if not twice:
            return
        again = Path(folder, "again")
        again.mkdir()
        make(now, again)
        if changed := different(DIST, again):
            sys.exit(f"Built again, these have other bytes: {', '.join(changed)}. Compare: diffoscope.")
    print("Built twice, every byte the same.")


if __name__ == "__main__":
    main(twice="--twice" in sys.argv)
