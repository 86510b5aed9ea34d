"""The folder of a demo: what is not a demo is never touched."""

from datetime import date
from pathlib import Path

import pytest

from colead.sample import home

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize("name", ["", "var/demo"])
def test_an_empty_or_missing_folder_becomes_a_demo(tmp_path: Path, name: str):
    folder = tmp_path / name
    home.claim(folder, today=TODAY)
    home.claim(folder, today=TODAY)
    assert home.is_demo(folder)


def test_a_folder_with_something_else_is_refused_and_left_alone(tmp_path: Path):
    (tmp_path / "colead.sqlite3").write_text("a real installation")
    for act in (lambda: home.claim(tmp_path, today=TODAY), lambda: home.clear(tmp_path)):
        with pytest.raises(home.NotADemo):
            act()
    assert [path.name for path in tmp_path.iterdir()] == ["colead.sqlite3"]


def test_a_file_is_no_folder(tmp_path: Path):
    (tmp_path / "demo").write_text("")
    with pytest.raises(home.NotADemo):
        home.claim(tmp_path / "demo", today=TODAY)


def test_clearing_empties_a_demo_but_follows_no_link_out_of_it(tmp_path: Path):
    outside, folder = tmp_path / "outside", tmp_path / "demo"
    outside.mkdir()
    (outside / "kept.txt").write_text("kept")
    home.claim(folder, today=TODAY)
    (folder / "static").mkdir()
    (folder / "static" / "a.css").write_text("")
    (folder / "uploads").symlink_to(outside, target_is_directory=True)
    home.clear(folder)
    assert list(folder.iterdir()) == []
    assert (outside / "kept.txt").exists()


def test_clearing_what_is_not_there_does_nothing(tmp_path: Path):
    home.clear(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()
