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
DEV = ["--group", "dev", "--extra", "postgresql"]
FROM_PYPROJECT = {
    "dev": DEV,
    "base": [],
    "postgresql": ["--extra", "postgresql"],
    "large": [*DEV, "--group", "large"],
    "bench": [*DEV, "--group", "bench"],
}
LOCKS = {
    **{name: ["pyproject.toml", *words] for name, words in FROM_PYPROJECT.items()},
    "node": ["--group", "node"],
    "supply": ["--group", "supply"],
}
SAME_AS_DEV = ["--constraint", "locks/dev.txt"]  # one package, one version: what is tested is what runs


def main(upgrade: bool) -> None:
    """Write every lock; `--upgrade` takes the newest versions that pyproject.toml allows."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        subprocess.run([f"{folder}/bin/pip", "install", "--quiet", "uv"], check=True)
        compile_ = [f"{folder}/bin/uv", "pip", "compile", *COMMON, *(["--upgrade"] if upgrade else [])]
        for name, words in LOCKS.items():
            agreed = [] if name == "dev" else SAME_AS_DEV
            command = [*compile_, *words, *agreed, "-o", f"locks/{name}.txt"]
            subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main(upgrade="--upgrade" in sys.argv)
