"""The folder of a demo installation. A marker in it says that all it holds may be thrown away."""

import json
import shutil
from datetime import date
from pathlib import Path

from colead.kit.private_files import FILE, make_private_folder

MARKER = "demo.json"


class NotADemo(Exception):
    """The folder holds something that is not a demo installation."""

    def __init__(self, home: Path) -> None:
        super().__init__(str(home))
        self.home = home


def is_demo(home: Path) -> bool:
    """True when the folder was made by `colead demo`."""
    return (home / MARKER).is_file()


def claim(home: Path, *, today: date) -> None:
    """Make the folder a demo installation; NotADemo where something else stands in it."""
    if is_demo(home):
        return
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise NotADemo(home)
    make_private_folder(home)
    (home / MARKER).touch(mode=FILE)
    (home / MARKER).write_text(json.dumps({"made_on": today.isoformat()}) + "\n", encoding="utf-8")


def clear(home: Path) -> None:
    """Throw everything away that the demo made, and the marker last; NotADemo where there is no marker."""
    if not home.exists():
        return
    if not is_demo(home):
        raise NotADemo(home)
    for entry in sorted(home.iterdir(), key=lambda entry: entry.name == MARKER):
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
