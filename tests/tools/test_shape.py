"""tools/shape.py on a small tree whose lengths and copies are counted by hand."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

PAY = """import os

def pay(orders, rate):
    \"\"\"What the orders cost.\"\"\"
    total = 0
    for order in orders:  # each one
        if order.open:
            total += order.price * rate

    print(f"{total} due")
    os.sync()
    return total
"""
WEIGH = """def weigh(parcels, factor):
    sum_ = 0
    for parcel in parcels:
        if parcel.late:
            sum_ += parcel.mass * factor
    print("kg")
    shop.close()
    return sum_
"""
SHORTER = "\n".join(PAY.splitlines()[4:10]) + "\n"  # five lines that say something
TABLE = "ROWS = [\n" + "".join(f"    row('{n}', first.{n}, {n} + 1),\n" for n in "abcdefghijkl") + "]\n"


def shape(folder: Path, files: dict[str, str]) -> dict[str, Any]:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    words = [sys.executable, str(ROOT / "tools/shape.py"), str(folder), "--json"]
    found: dict[str, Any] = json.loads(subprocess.run(words, check=True, capture_output=True).stdout)
    return found


def test_lengths_leave_out_docstrings_and_migrations(tmp_path: Path) -> None:
    found = shape(tmp_path, {"a.py": PAY, "b.py": WEIGH, "migrations/0001.py": PAY})
    assert found["lines"] == 12 + 8
    assert found["files"]["median"] == 10
    assert found["functions"]["longest"] == [
        {"lines": 8, "where": "a.py:3 pay"},
        {"lines": 7, "where": "b.py:1 weigh"},
    ]


def test_the_90th_percentile_is_the_ninth_of_ten(tmp_path: Path) -> None:
    found = shape(tmp_path, {f"{n}.py": "x = 1\n" * n for n in range(1, 11)})
    assert found["files"]["p90"] == 9


def test_a_block_in_two_places_is_found_once_by_its_whole_length(tmp_path: Path) -> None:
    other = PAY.replace("\n\n    print", "\n    # said aloud\n    print").replace("What the", "How much")
    found = shape(tmp_path, {"a.py": PAY, "b.py": other})
    assert found["identical_blocks"] == [{"lines": 8, "first": "a.py:3", "second": "b.py:3"}]
    assert found["renamed_blocks"] == []


def test_a_renamed_block_is_a_copy_of_another_kind(tmp_path: Path) -> None:
    found = shape(tmp_path, {"a.py": PAY, "b.py": WEIGH})
    assert found["identical_blocks"] == []
    assert found["renamed_blocks"] == [{"lines": 8, "first": "a.py:3", "second": "b.py:1"}]


def test_renaming_must_be_the_same_throughout(tmp_path: Path) -> None:
    found = shape(tmp_path, {"a.py": PAY, "b.py": WEIGH.replace("parcel.mass", "crate.mass")})
    assert found["renamed_blocks"] == []


def test_a_few_lines_and_the_rows_of_a_table_are_no_copies(tmp_path: Path) -> None:
    short = "def one(orders, rate, total):\n" + SHORTER
    found = shape(tmp_path, {"a.py": PAY, "b.py": short, "c.py": TABLE})
    assert found["identical_blocks"] == found["renamed_blocks"] == []
