"""Building twice: what has other bytes is named."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def dist() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dist_tool", ROOT / "tools/dist.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_has_other_bytes_or_is_missing_is_named(dist: ModuleType, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / "same").write_bytes(b"a")
    (one / "missing").write_bytes(b"b")
    (one / "changed").write_bytes(b"c")
    (other / "changed").write_bytes(b"d")
    assert dist.different(one, other) == ["changed", "missing"]
    assert dist.different(other, other) == []
