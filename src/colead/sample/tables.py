"""What the sample is made of and is no code: tables of names, titles and words beside the modules."""

import tomllib
from importlib.resources import files
from typing import Any


def text_of(name: str) -> str:
    """A file of this folder."""
    return files("colead.sample").joinpath(name).read_text(encoding="utf-8")


def read_table(name: str) -> dict[str, Any]:
    """A TOML file of this folder."""
    return tomllib.loads(text_of(name))
