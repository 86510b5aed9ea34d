"""Build the sdist, and the wheel from the unpacked sdist: what a wheel needs is then surely in it."""

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"


def build(target: str, source: Path, into: Path) -> Path:
    """Build an sdist or a wheel of a source tree, with the packages of this environment; returns the file."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(into)]
    subprocess.run(command, cwd=source, check=True)
    return max(into.iterdir(), key=lambda path: path.stat().st_mtime_ns)


def main() -> None:
    """Write both into dist/."""
    DIST.mkdir(exist_ok=True)
    sdist = build("sdist", ROOT, DIST)
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(sdist) as archive:
            archive.extractall(folder, filter="data")
        build("wheel", next(Path(folder).iterdir()), DIST)


if __name__ == "__main__":
    main()
