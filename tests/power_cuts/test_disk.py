"""The states that a disk may hold, on a small recording whose states are counted by hand."""

from random import Random

from power_cuts.disk import Disk
from power_cuts.record import Step


def states(disk: Disk) -> set[tuple[tuple[str, bytes], ...]]:
    chance = Random(1)
    return {tuple(sorted(disk.drawn(chance).items())) for _time in range(300)}


def write(disk: Disk, data: bytes, offset: int = 0, name: str = "a") -> None:
    disk.do(Step("w", name, offset, data))


def test_what_was_synchronised_is_there_and_of_the_rest_anything() -> None:
    disk = Disk({"a": b"..."})
    write(disk, b"x")
    disk.do(Step("s", "a", 0, b""))
    write(disk, b"y", 1)
    write(disk, b"z", 2)
    assert states(disk) == {(("a", text),) for text in (b"x..", b"xy.", b"x.z", b"xyz")}


def test_a_write_is_torn_at_the_edges_of_sectors() -> None:
    disk = Disk({"a": b"." * 1024})
    write(disk, b"x" * 1024)
    found = {content[0][1] for content in states(disk)}
    assert found == {first * 512 + second * 512 for first in (b".", b"x") for second in (b".", b"x")}


def test_a_new_name_is_kept_by_its_folder_alone() -> None:
    disk = Disk({})
    write(disk, b"x")
    disk.do(Step("s", "a", 0, b""))
    assert states(disk) == {(), (("a", b"x"),)}
    disk.do(Step("d", ".", 0, b""))
    assert states(disk) == {(("a", b"x"),)}


def test_a_renaming_is_there_or_not() -> None:
    disk = Disk({"a": b"x"})
    disk.do(Step("r", "a", 0, b"b"))
    assert states(disk) == {(("a", b"x"),), (("b", b"x"),)}


def test_a_disk_that_ignores_fsync_keeps_nothing_for_certain() -> None:
    disk = Disk({"a": b"."}, keeps_fsync=False)
    write(disk, b"x")
    disk.do(Step("s", "a", 0, b""))
    assert states(disk) == {(("a", b"."),), (("a", b"x"),)}
