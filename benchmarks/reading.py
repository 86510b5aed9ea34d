"""A staff list of 100,000 rows in a workbook is read: Colead beside openpyxl and polars.

python benchmarks/reading.py --rows 100000
python benchmarks/reading.py --rows 100000 --write docs/benchmarks-import.md

Each reader works in a process of its own, which says how long reading took and how much memory it held at
most. Colead's includes what an upload goes through: counting the archive, finding the table, cells as text.
"""

import argparse
import datetime
import json
import subprocess
import sys
import tempfile
from pathlib import Path

HEADER = ("Medarb.nr.", "Navn", "E-mail", "Afdeling", "Nærmeste leder", "Stilling", "Ansat den", "Andel")
READERS = {
    "Colead, as an upload": "from colead.files.confined import read_confined as read;"
    " read(content, 'a.xlsx')",
    "Colead, in this process": "from colead.files.reading import read_table_from_bytes as read;"
    " read(content, 'a.xlsx')",
    "python-calamine, cells alone": "import io, python_calamine as c;"
    " c.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()",
    "openpyxl, read-only, cells alone": "import io, openpyxl;"
    " list(openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[0].values)",
    "polars by openpyxl": "import io, polars;"
    " polars.read_excel(io.BytesIO(content), engine='openpyxl', infer_schema_length=None)",
}
MEASURE = """
import json, resource, sys, time
content = open(sys.argv[1], 'rb').read()
began = time.perf_counter()
{read}
seconds = time.perf_counter() - began
most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps([seconds, most / 1024]))
"""


def workbook(path: Path, rows: int) -> None:
    """A title, a header and that many people."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet, day = book.add_worksheet("Ansatte"), book.add_format({"num_format": "dd-mm-yyyy"})
    sheet.write(0, 0, "Medarbejderoversigt")
    sheet.write_row(2, 0, HEADER)
    for number in range(rows):
        start = datetime.date(2000, 1, 1) + datetime.timedelta(days=number % 9000)
        boss = f"n{number // 12:06}" if number else None
        sheet.write_row(3 + number, 0, [f"n{number:06}", f"Person {number}", f"p{number}@example.org"])
        sheet.write_row(3 + number, 3, [f"Afdeling {number // 12 % 900}", boss, "Sygeplejerske"])
        sheet.write_datetime(3 + number, 6, datetime.datetime.combine(start, datetime.time()), day)
        sheet.write_number(3 + number, 7, 0.8)
    book.close()


def measured(read: str, path: Path) -> tuple[float, float]:
    """Seconds, and megabytes at most."""
    code = MEASURE.format(read=read)
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=True)
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


def main() -> None:
    """Measure all, print the table, and write it where that is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3, help="the fastest counts")
    parser.add_argument("--write", type=Path, help="a page of the documentation")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "staff.xlsx")
        workbook(path, asked.rows)
        size = path.stat().st_size / 1e6
        found = {
            name: min(measured(read, path) for _round in range(asked.rounds))
            for name, read in READERS.items()
        }
    own = found["Colead, as an upload"][0]
    lines = ["| reader | seconds | times Colead | MB at most |", "| --- | ---: | ---: | ---: |"]
    lines += [f"| {name} | {s:.1f} | {s / own:.2f} | {mb:,.0f} |" for name, (s, mb) in found.items()]
    sys.stdout.write("\n".join(lines) + "\n")
    if asked.write:
        asked.write.write_text(page(asked.rows, size, lines), encoding="utf-8")


def page(rows: int, size: float, lines: list[str]) -> str:
    """The page with the table."""
    today, table = datetime.datetime.now(datetime.UTC).date(), "\n".join(lines)
    return f"""# How fast a workbook is read

Written by `benchmarks/reading.py --write` on {today}: a staff list of {rows:,} rows and {len(HEADER)} columns
in an XLSX of {size:.1f} MB, with a title above. Each reader had a process of its own; the fastest of its runs
counts.

{table}

*As an upload* is what the staff-list page, the nominations and the API do: the file is read in a further
process with limits ([why](reference/bombs.md)). Colead's readers find the table and keep the line of each
row, which the others do not. How long others wait while it is stored stands in
[imports](benchmarks-imports.md).
"""


if __name__ == "__main__":
    main()
