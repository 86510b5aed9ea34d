"""Build hook of the wheel: the front end and the translations are built here and are not in git."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent.parent


class BuildFrontEnd(BuildHookInterface):  # type: ignore[type-arg]
    """Runs npm and compiles messages for a real wheel; an editable install does that with `make setup`."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  (hatchling's signature)
        if version == "editable":
            return
        subprocess.run([sys.executable, "tools/compile_messages.py"], cwd=ROOT, check=True)
        for words in (["ci", "--ignore-scripts"], ["run", "build"]):
            subprocess.run([sys.executable, "tools/npm.py", *words], cwd=ROOT, check=True)
