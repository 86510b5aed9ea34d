"""Building twice: what has other bytes is named."""

import shutil
from pathlib import Path
from types import ModuleType

import pytest

from house_tools import tool

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def dist() -> ModuleType:
    return tool("dist")


def test_what_is_made_here_or_vanishes_meanwhile_is_not_copied(
    dist: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree, made_here = tmp_path / "tree", dist.MADE_HERE
    for name in (".venv-3.12/a", ".hypothesis/a", "var/a", ".coverage.host", "gone/a", "kept/a", "kept/gone"):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).touch()

    def listed(folder: str, names: list[str]) -> set[str]:
        """After the listing, and before the copying, something goes."""
        for path in [tree / "gone/a", tree / "kept/gone"]:
            path.unlink(missing_ok=True)
        if (tree / "gone").exists():
            (tree / "gone").rmdir()
        found: set[str] = made_here(folder, names)
        return found

    monkeypatch.setattr(dist, "MADE_HERE", listed)
    copy = dist.copied(tree, tmp_path / "copy")
    (tree / "kept/a").unlink()
    (tree / "kept/a").symlink_to("nowhere")
    with pytest.raises(shutil.Error):
        dist.copied(tree, tmp_path / "again")
    files = [path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()]
    assert files == ["kept/a"]


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
