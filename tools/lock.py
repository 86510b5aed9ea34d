"""Renew locks/*.txt with uv: versions and hashes for every platform, no registry address."""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMON = [
    "--universal",
    "--python-version",
    "3.11",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--quiet",
]
LOCKS = {
    "base": [],
    "dev": ["--group", "dev", "--extra", "postgresql"],
    "large": ["--group", "dev", "--group", "large", "--extra", "postgresql"],
    "bench": ["--group", "dev", "--group", "bench", "--extra", "postgresql"],
}


def main(upgrade: bool) -> None:
    """Write every lock; `--upgrade` takes the newest versions that pyproject.toml allows."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        subprocess.run([f"{folder}/bin/pip", "install", "--quiet", "uv"], check=True)
        compile_ = [f"{folder}/bin/uv", "pip", "compile", *COMMON, *(["--upgrade"] if upgrade else [])]
        for name, words in LOCKS.items():
            command = [*compile_, "pyproject.toml", *words, "-o", f"locks/{name}.txt"]
            subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        node = [*compile_, "--group", "node", "-o", "locks/node.txt"]
        subprocess.run(node, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main(upgrade="--upgrade" in sys.argv)
