"""Build hook: the front end and the translations are not in git. They are made here, for the sdist too."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent.parent


class BuildFrontEnd(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles messages and runs npm; `make setup` does that for an editable install, and an sdist has it."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  (hatchling's signature)
        is_from_sdist = (ROOT / "PKG-INFO").exists()
        if version == "editable" or is_from_sdist:
            return
        subprocess.run([sys.executable, "tools/compile_messages.py"], cwd=ROOT, check=True)
        for words in (["ci", "--ignore-scripts"], ["run", "build"]):
            subprocess.run([sys.executable, "tools/npm.py", *words], cwd=ROOT, check=True)
