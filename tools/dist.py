"""Build the sdist, and the wheel from the unpacked sdist: what a wheel needs is then surely in it.

The sdist is built from a copy of the tree: building installs and empties folders of the front end, and a
check or a browser test that runs beside it would find them half gone.
"""

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
MADE_HERE = shutil.ignore_patterns(".git", ".venv", ".*_cache", "__pycache__", "node_modules", "dist", "site")


def build(target: str, source: Path, into: Path) -> Path:
    """Build an sdist or a wheel of a source tree, with the packages of this environment; returns the file."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(into)]
    subprocess.run(command, cwd=source, check=True)
    return max(into.iterdir(), key=lambda path: path.stat().st_mtime_ns)


def main() -> None:
    """Write both into dist/."""
    DIST.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(ROOT, Path(folder, "tree"), ignore=MADE_HERE)
        sdist = build("sdist", copy, DIST)
        with tarfile.open(sdist) as archive:
            archive.extractall(Path(folder, "unpacked"), filter="data")
        build("wheel", next(Path(folder, "unpacked").iterdir()), DIST)


if __name__ == "__main__":
    main()
