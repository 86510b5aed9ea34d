"""Staff lists as people have them: an organisation in its clean form, and the same in a nasty but legal file.

What is drawn is an organisation and a *manner*: how each fact is spelled, what else stands in the file, and
which program wrote it. Left out on purpose, because nothing in such a file says what is meant: leading zeros
of ids that a workbook holds as numbers, and dates of which none tells whether the month stands first; and
spaces that do not break in a file of DOS, whose programs wrote none.
"""

import csv
import datetime
import io
import itertools
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

import openpyxl
import xlsxwriter
from hypothesis import strategies as st

from files.cases.books import ods

AS_OF = datetime.date(2026, 9, 1)
_GIVEN = ("Åse", "Bo", "Søren", "Eva Marie", "Jørgen", "Per-Ole", "Kim", "Ida", "Pål", "René", "Frøydis")
_FAMILY = ("Lund", "Møller", "O'Brien", "Holm", "Ærø", "van der Berg", "Kjær-Øst", "Nørgård")
_TITLES = (None, "Sygeplejerske", "Leder", "Konsulent; drift", 'Assistent "vikar"', "Lærer, 2. klasse", "R&D")
_UNITS = ("Pleje Nord", "Børn og unge", "Drift", "IT & Data", "Ældre", "Skole Øst", "Økonomi", "HR")
_SHARES = (1.0, 0.8, 0.5, 0.6, None)
_DAY_ZERO = datetime.date(1899, 12, 30)


@dataclass(frozen=True)
class Person:
    """manager : index of another, None = nobody.   unit : its path from the top."""

    key: str
    given: str
    family: str
    email: str
    manager: int | None
    unit: tuple[str, ...]
    title: str | None
    share: float | None
    start: datetime.date
    end: datetime.date | None

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


People = tuple[Person, ...]
KEYS: tuple[Callable[[int], str], ...] = (
    lambda at: str(at + 1),
    lambda at: str(at + 1041),
    lambda at: f"P{at:03}",
    lambda at: f"{at + 7:05}",
    lambda at: f"aabb{at}x@example.org",
)
_DATES = st.dates(datetime.date(1988, 1, 1), datetime.date(2026, 8, 1))
_ENDS = st.sampled_from([None, None, None, datetime.date(2026, 8, 31), datetime.date(2027, 2, 28)])


@st.composite
def organisations(draw: st.DrawFn) -> People:
    """Three to nine people, who may share a name, in units of up to three levels."""
    size = draw(st.integers(3, 9))
    whole = st.tuples(st.sampled_from(_GIVEN), st.sampled_from(_FAMILY))
    by = (lambda name: name) if draw(st.integers(0, 19)) else None  # seldom two of one name
    names = draw(st.lists(whole, min_size=size, max_size=size, unique_by=by and (by,)))
    units = _paths(draw)
    key = draw(st.sampled_from(KEYS))
    people = [
        Person(
            key=key(at),
            given=given,
            family=family,
            email=f"p{at}.{draw(st.sampled_from(['aa', 'Bb']))}@Kommune.example",
            manager=draw(st.one_of(st.integers(0, at - 1), st.none())) if at else None,
            unit=draw(st.sampled_from(units)),
            title=draw(st.sampled_from(_TITLES)),
            share=draw(st.sampled_from(_SHARES)),
            start=draw(_DATES),
            end=draw(_ENDS) if at else None,
        )
        for at, (given, family) in enumerate(names)
    ]
    return _sorted(people) if draw(st.booleans()) else tuple(people)


def _paths(draw: st.DrawFn) -> list[tuple[str, ...]]:
    """Paths of a tree in which no name comes twice."""
    count = draw(st.integers(1, 5))
    paths: list[tuple[str, ...]] = [(_UNITS[0],)]
    for name in _UNITS[1:count]:
        above = draw(st.sampled_from([(), *(path for path in paths if len(path) < 3)]))
        paths.append((*above, name))
    return paths


def _sorted(people: Sequence[Person]) -> People:
    """By unit, as a list with merged cells is."""
    order = sorted(range(len(people)), key=lambda at: people[at].unit)
    place: dict[int | None, int | None] = {None: None, **{was: now for now, was in enumerate(order)}}
    return tuple(replace(people[was], manager=place[people[was].manager]) for was in order)


@dataclass(frozen=True)
class Percent:
    """A number of a workbook that is shown in percent."""

    value: float


@dataclass(frozen=True)
class Formula:
    """A cell that is calculated; None = the program that wrote it left that to Excel."""

    value: object


Row = list[object]
Cells = list[object]
EMPTY_ROW: Row = []
Ways = dict[str, Callable[[], object]]


@dataclass(frozen=True)
class Manner:
    """How a list is written. Every field is one kind of nastiness."""

    clean: bool
    file: str
    units: str
    headers: int
    order: tuple[int, ...]
    keys: str
    managers: str
    names: str
    emails: str
    shares: str
    dates: str
    ended: str
    spelled: str
    above: tuple[Row, ...]
    groups: bool
    merged: bool
    between: str
    below: tuple[Row, ...]
    extra: tuple[str, ...]
    formula: str
    encoding: str
    separator: str
    declared: bool
    line_end: str
    quoted: bool
    padded: bool
    formatted: bool
    sheets: str

    @property
    def is_text(self) -> bool:
        return self.file == "csv"


WORDS: dict[str, tuple[str, ...]] = {
    "key": ("Employee ID", "Medarbejdernr.", "Lønnr.", "Tjenestenummer", "employee_no", "Personnel Number"),
    "name": ("Full name", "Navn", "Medarbejdernavn", "Display Name", "NAVN", "Efternavn, fornavn"),
    "given": ("First name", "Fornavn", "givenName", "Legal First Name", "FORNAVN", "Fornavn "),
    "family": ("Last name", "Efternavn", "surname", "Legal Last Name", "EFTERNAVN", "Efternavn"),
    "email": ("Work E-mail", "E-mail", "Arbejdsmail", "userPrincipalName", "Mailadresse", "Email Address"),
    "manager": ("Reports to", "Nærmeste leder", "Leder", "Manager", "Supervisor", "Chef"),
    "unit": ("Department", "Afdeling", "Enhed", "Org Unit Path", "Organisationsenhed", "Tjenestested"),
    "above": ("Parent unit", "Overordnet enhed", "Division", "Forvaltning", "Overafdeling", "Company"),
    "title": ("Job Title", "Stillingsbetegnelse", "Stilling", "Business Title", "Titel", "Designation"),
    "share": ("FTE", "Beskæftigelsesgrad", "Årsværk", "Employment rate", "Ansættelsesbrøk", "fte"),
    "start": (
        "Hire date",
        "Ansættelsesdato",
        "Ansat fra",
        "Original Hire Date",
        "Startdato",
        "Date of joining",
    ),
    "end": ("Termination date", "Fratrædelsesdato", "Ansat til", "Contract end", "Slutdato", "Exit date"),
    "status": ("Status", "Ansættelsesstatus", "Employment Status", "Worker status", "STATUS", "User status"),
}
_EXTRA: dict[str, tuple[str, Callable[[int], object]]] = {
    "phone": ("Telefon", lambda at: f"+45 {at + 20} 11 22 33"),
    "room": ("Lokale", lambda at: f"2.{at}14"),
    "remark": ("Bemærkninger", lambda at: "Ring før kl. 8; spørg efter vagten" if at % 2 else None),
    "cost": ("Omkostningssted", lambda at: 4400 + at),
    "cpr": ("CPR-nummer", lambda at: f"{at + 1:02}0290-{1200 + at}"),
    "nameless": ("", lambda _at: None),
}
_ABOVE: tuple[tuple[Row, ...], ...] = (
    (),
    (),
    (["Medarbejderliste pr. 1. september 2026"], EMPTY_ROW),
    (EMPTY_ROW, EMPTY_ROW, EMPTY_ROW, ["Nordby Kommune"], ["Udskrevet:", "01-09-2026"]),
    (["Staff report"], ["Filter: all employees, active and former"], EMPTY_ROW),
    (["Firma", "Nordby A/S"], ["Dato", "2026-09-01"], ["Antal", 9], EMPTY_ROW),
)
_BELOW: tuple[tuple[Row, ...], ...] = (
    (),
    (),
    (EMPTY_ROW, ["Kilde: lønsystemet, trukket 1. september"]),
    (EMPTY_ROW, ["* på orlov"], ["Fortroligt"]),
    (["I alt", 9],),
    (["Total: 9 people"], EMPTY_ROW, ["Confidential"]),
    (["Grand total", 9, 7.4],),
)
_CLEAN = Manner(
    clean=True,
    file="csv",
    units="paths",
    headers=-1,
    order=tuple(range(10)),
    keys="text",
    managers="id",
    names="whole",
    emails="as is",
    shares="point",
    dates="iso",
    ended="date",
    spelled="as is",
    above=(),
    groups=False,
    merged=False,
    between="",
    below=(),
    extra=(),
    formula="",
    encoding="utf-8",
    separator=",",
    declared=False,
    line_end="\n",
    quoted=False,
    padded=False,
    formatted=False,
    sheets="",
)


@st.composite
def manners(draw: st.DrawFn, people: People) -> Manner:
    """Any way to write these people, but for what would say something else."""
    pick: Callable[..., str] = lambda *choices: draw(st.sampled_from(choices))  # noqa: E731
    file = pick("csv", "csv", "xlsxwriter", "openpyxl", "ods")
    is_text, is_number = file == "csv", people[0].key.isdigit() and not people[0].key.startswith("0")
    encoding = pick(*_ENCODINGS) if is_text else ""
    is_dos = encoding == "cp865"
    in_unicode = not is_text or encoding.startswith("utf")
    may_turn = any(one.start.day > 12 for one in people)
    return Manner(
        clean=False,
        file=file,
        units=pick("paths", "paths", "parents", "names"),
        headers=draw(st.integers(0, 5)),
        order=tuple(draw(st.permutations(range(10)))),
        keys=pick(
            "text",
            *["spaced"][is_dos:],
            *(["number", "decimal"] if is_number else []),
            *["unseen"][:in_unicode],
        ),
        managers=pick("id", "email", "name", "name (id)", "last, first", *["zeros"][:is_number]),
        names=pick("whole", "parts"),
        emails=pick("as is", "upper", "lower"),
        shares=pick("point", "comma", "percent", "hundred", *[] if is_text else ["number", "in percent"]),
        dates=pick(
            *("iso", "day-first", "dots", "slashes", "time", "short year", *["month-first"][:may_turn]),
            *([] if is_text else ["date", "serial"]),
        ),
        ended=pick("date", "date", "status"),
        spelled=pick(
            "as is",
            "units by case",
            "doubled spaces",
            *["no-break"][is_dos:],
            *["NFD", "unseen"][: 2 * in_unicode],
        ),
        above=draw(st.sampled_from(_ABOVE)),
        groups=draw(st.booleans()),
        merged=not is_text and draw(st.booleans()),
        between=pick("", "", "blank", "header", "subtotal"),
        below=draw(st.sampled_from(_BELOW)),
        extra=tuple(draw(st.lists(st.sampled_from(list(_EXTRA)), unique=True, max_size=3))),
        formula=pick(*[""] * 16, *_FORMULAS.get(file, [])),
        encoding=encoding,
        separator=pick(*",;\t|"),
        declared=is_text and draw(st.booleans()),
        line_end=pick("\n", "\r\n", "\r"),
        quoted=draw(st.booleans()),
        padded=draw(st.booleans()),
        formatted=not is_text and draw(st.booleans()),
        sheets="" if is_text else pick("", "hidden", "notes"),
    )


_FORMULAS = {  # XlsxWriter calculates, openpyxl does not
    "xlsxwriter": ["title", "share"],
    "openpyxl": ["uncalculated"],
    "ods": ["title", "share", "uncalculated"],
}
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman", "cp865")


@dataclass(frozen=True)
class NastyList:
    """One organisation written twice. rows : what stands in the nasty file, to be read when it fails."""

    clean: bytes
    nasty: bytes
    manner: Manner
    rows: tuple[Row, ...]

    @property
    def says_ends(self) -> bool:
        return self.manner.ended == "date"


@st.composite
def nasty_staff_lists(draw: st.DrawFn) -> NastyList:
    """An organisation with both its forms."""
    people = draw(organisations())
    manner = draw(manners(people))
    page = _page(people, manner)
    clean = _page(people, replace(_CLEAN, units=manner.units))
    return NastyList(_text(clean, _CLEAN), _WRITERS[manner.file](page, manner), manner, tuple(page.rows))


@dataclass
class Page:
    """rows : of cells.   merged : areas as (row, column, last row, last column)."""

    rows: list[Row]
    merged: list[tuple[int, int, int, int]]


def _page(people: People, manner: Manner) -> Page:
    columns = _ordered(_columns(people, manner), manner.order)
    header: Row = [label for label, _ in columns]
    body: list[Row] = [list(cells) for cells in zip(*(cells for _, cells in columns), strict=True)]
    merged = []
    top = len(manner.above) + manner.groups
    if manner.merged and not manner.between:
        at = next((at for at, (_, cells) in enumerate(columns) if _is_unit(cells, people)), None)
        if at is not None:
            merged = list(_merge(body, at, top + 1))
    rows = [*map(list, manner.above)]
    if manner.groups:
        half = max(1, len(header) // 2)
        rows.append(["Oplysninger", *[None] * (half - 1), "Ansættelsen", *[None] * (len(header) - half - 1)])
        if manner.merged and 1 < half < len(header) - 1:
            merged += [(top - 1, 0, top - 1, half - 1), (top - 1, half, top - 1, len(header) - 1)]
    rows += [header, *_with_rows_between(header, body, manner.between), *map(list, manner.below)]
    if manner.padded:
        rows = [[*row, *[None] * (len(header) - len(row))] for row in rows]
    return Page(rows, merged)


def _ordered(columns: list[tuple[str, Cells]], order: Sequence[int]) -> list[tuple[str, Cells]]:
    return [one for _, one in sorted(enumerate(columns), key=lambda pair: order[pair[0] % len(order)])]


def _is_unit(cells: Cells, people: People) -> bool:
    return (
        str(cells[0]).casefold().replace("\u200b", "").split()[-1:]
        == people[0].unit[-1].casefold().split()[-1:]
    )


def _merge(body: list[Row], column: int, first: int) -> Iterator[tuple[int, int, int, int]]:
    at = 0
    for _, run in itertools.groupby([row[column] for row in body]):
        length = len(list(run))
        if length > 1:
            yield first + at, column, first + at + length - 1, column
            for row in body[at + 1 : at + length]:
                row[column] = None
        at += length


def _with_rows_between(header: Row, body: list[Row], what: str) -> list[Row]:
    half = len(body) // 2
    subtotal: Row = ["Subtotal", half]
    between = {"blank": [EMPTY_ROW], "header": [header], "subtotal": [subtotal]}.get(what, [])
    return [*body[:half], *between, *body[half:]]


def _columns(people: People, manner: Manner) -> list[tuple[str, Cells]]:
    written: dict[str, Cells] = {"key": [_key(one.key, manner.keys) for one in people]}
    if manner.names == "parts":
        written["given"] = [_spelled(one.given, manner) for one in people]
        written["family"] = [_spelled(one.family, manner) for one in people]
    else:
        family_first = manner.headers == 5
        names = [f"{one.family}, {one.given}" if family_first else one.name for one in people]
        written["name"] = [_spelled(name, manner) for name in names]
    written["email"] = [_CASES[manner.emails](one.email) for one in people]
    written["manager"] = [_manager(people, one, manner) for one in people]
    written["unit"] = list(_units(people, manner))
    if manner.units == "parents":
        written["above"] = [one.unit[-2] if one.unit[1:] else None for one in people]
    written["title"] = [_title(one.title, manner) for one in people]
    written["share"] = [_share(one.share, manner) for one in people]
    written["start"] = [_date(one.start, manner.dates) for one in people]
    if manner.ended == "date":
        written["end"] = [one.end and _date(one.end, manner.dates) for one in people]
    else:
        written["status"] = [_status(one.end, manner.headers) for one in people]
    named = [(_header(ours, manner), cells) for ours, cells in written.items()]
    extra = [
        (label, [fill(at) for at in range(len(people))])
        for label, fill in map(_EXTRA.__getitem__, manner.extra)
    ]
    return [*named, *extra]


_CLEAN_WORDS = {
    "given": "first_name",
    "family": "last_name",
    "above": "unit_parent",
    "start": "start_date",
    "end": "end_date",
}
_CASES: dict[str, Callable[[str], str]] = {"as is": str, "upper": str.upper, "lower": str.lower}


def _header(ours: str, manner: Manner) -> str:
    return _CLEAN_WORDS.get(ours, ours) if manner.clean else _in_form(WORDS[ours][manner.headers], manner)


def _in_form(text: str, manner: Manner) -> str:
    return unicodedata.normalize("NFD", text) if manner.spelled == "NFD" else text


def _key(key: str, how: str) -> object:
    ways: Ways = {
        "number": lambda: int(key),
        "decimal": lambda: f"{key}.0",
        "spaced": lambda: f" {key}\u00a0",
        "unseen": lambda: f"\u200e{key}\u200b",
    }
    return ways.get(how, lambda: key)()


def _spelled(text: str, manner: Manner) -> str:
    """A text in the letters of its file."""
    hidden = {"doubled spaces": "  ", "no-break": "\u00a0"}.get(manner.spelled, " ")
    seen = f"{text}\u200b" if manner.spelled == "unseen" else text
    return _in_form(seen if manner.spelled == "doubled spaces" else seen.replace(" ", hidden), manner)


def _manager(people: People, one: Person, manner: Manner) -> object:
    if one.manager is None:
        return None
    lead = people[one.manager]
    ways: Ways = {
        "id": lambda: _key(lead.key, manner.keys),
        "zeros": lambda: f"00{lead.key}",
        "email": lambda: lead.email.swapcase(),
        "name": lambda: _spelled(lead.name, manner),
        "name (id)": lambda: f"{_spelled(lead.name, manner)} ({lead.key})",
        "last, first": lambda: _spelled(f"{lead.family}, {lead.given}", manner),
    }
    return ways[manner.managers]()


def _units(people: People, manner: Manner) -> Iterator[str]:
    """Each unit comes again in other letters or spaces, for the first spelling is the one that is kept."""
    respelled: dict[str, Callable[[str], str]] = {
        "units by case": str.upper,
        "doubled spaces": lambda name: name.replace(" ", "  "),
    }
    again = respelled.get(manner.spelled, lambda name: _spelled(name, manner))
    sign = _signs(manner)[manner.headers % len(_signs(manner))]
    seen: set[str] = set()
    for one in people:
        steps = one.unit if manner.units == "paths" else one.unit[-1:]
        path = sign.join(again(step) if step in seen else _in_form(step, manner) for step in steps)
        seen.update(steps)
        yield f"/{path}" if sign == "/" and manner.units == "paths" else path


def _signs(manner: Manner) -> tuple[str, ...]:
    """What stands between the steps of a path."""
    in_unicode = manner.encoding.startswith("utf") or not manner.is_text
    return (
        (" / ", " > ", "/", "\\", *([" › "] if in_unicode else []), " / ") if not manner.clean else (" / ",)
    )


def _title(title: str | None, manner: Manner) -> object:
    written = title and _spelled(title, manner)
    if manner.formula == "title" and written:
        return Formula(written)
    return Formula(None) if manner.formula == "uncalculated" and written else written


def _share(share: float | None, manner: Manner) -> object:
    if share is None:
        return None
    if manner.formula == "share":
        return Formula(share)
    ways: Ways = {
        "point": lambda: f"{share}",
        "comma": lambda: f"{share}".replace(".", ","),
        "percent": lambda: f"{share * 100:.0f} %",
        "hundred": lambda: f"{share * 100:.0f}",
        "number": lambda: share,
        "in percent": lambda: Percent(share),
    }
    return ways[manner.shares]()


def _date(day: datetime.date, how: str) -> object:
    ways: Ways = {
        "iso": lambda: day.isoformat(),
        "day-first": lambda: f"{day:%d-%m-%Y}",
        "dots": lambda: f"{day.day}.{day.month}.{day.year}",
        "slashes": lambda: f"{day:%d/%m/%Y}",
        "month-first": lambda: f"{day.month}/{day.day}/{day.year}",
        "short year": lambda: f"{day:%d-%m-%y}",
        "time": lambda: f"{day.isoformat()}T00:00:00",
        "serial": lambda: (day - _DAY_ZERO).days,
        "date": lambda: day,
    }
    return ways[how]()


def _status(end: datetime.date | None, headers: int) -> str:
    has_left = end is not None and end <= AS_OF
    danish = WORDS["status"][headers].startswith("A")
    return ("Fratrådt" if danish else "Terminated") if has_left else ("Ansat" if danish else "Active")


def _text(page: Page, manner: Manner) -> bytes:
    out = io.StringIO()
    writer = csv.writer(
        out,
        delimiter=manner.separator,
        lineterminator=manner.line_end,
        quoting=csv.QUOTE_ALL if manner.quoted else csv.QUOTE_MINIMAL,
    )
    writer.writerows(page.rows)
    first = f"sep={manner.separator}{manner.line_end}" if manner.declared else ""
    return (first + out.getvalue()).encode(manner.encoding)


def _xlsxwriter(page: Page, manner: Manner) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Medarbejdere")
        day, percent = book.add_format({"num_format": "dd-mm-yyyy"}), book.add_format({"num_format": "0 %"})
        ways = {
            Formula: lambda at, column, cell: sheet.write_formula(at, column, "=Z99", value=cell.value),
            Percent: lambda at, column, cell: sheet.write_number(at, column, cell.value, percent),
            datetime.date: lambda at, column, cell: sheet.write_datetime(at, column, cell, day),
            str: sheet.write_string,
        }
        for at, row in enumerate(page.rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    ways.get(type(cell), sheet.write_number)(at, column, cell)
        for area in page.merged:
            sheet.merge_range(*area, page.rows[area[0]][area[1]])
        if manner.formatted:
            sheet.write_blank(len(page.rows) + 40, 60, None, day)
        for name in [manner.sheets] if manner.sheets else []:
            other = book.add_worksheet(name)
            other.write_column(0, 0, ["Vejledning", "Ret ikke i kolonnerne."])
            if name == "hidden":
                other.hide()
    return out.getvalue()


def _openpyxl(page: Page, manner: Manner) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for at, row in enumerate(page.rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(at, column)
            plain = value.value if isinstance(value, Percent) else value
            cell.value = "=Z99" if isinstance(plain, Formula) else plain  # type: ignore[assignment]
            if isinstance(value, Percent):
                cell.number_format = "0%"
    for top, left, bottom, right in page.merged:
        sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    if manner.formatted:
        sheet.cell(len(page.rows) + 40, 60).number_format = "0.00"
    if manner.sheets:
        other = book.create_sheet(manner.sheets)
        other["A1"], other["A2"] = "Vejledning", "Ret ikke i kolonnerne."
        other.sheet_state = "hidden" if manner.sheets == "hidden" else "visible"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _ods(page: Page, manner: Manner) -> bytes:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in page.merged}
    covered = {
        (row, column)
        for top, left, bottom, right in page.merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - spans.keys()
    rows = [
        [
            "<table:covered-table-cell/>"
            if (at, column) in covered
            else _ods_cell(cell, spans.get((at, column), (1, 1)))
            for column, cell in enumerate(row)
        ]
        for at, row in enumerate(page.rows)
    ]
    far: list[Row] = [['<table:table-cell table:style-name="ce1" table:number-columns-repeated="900"/>']]
    notes: dict[str, list[Row]] = {"notes": [["Vejledning"], ["Ret ikke i kolonnerne."]]}
    sheets = {"Medarbejdere": [*rows, *far] if manner.formatted else rows}
    return ods(sheets | (notes if manner.sheets == "notes" else {}))


def _ods_cell(cell: object, span: tuple[int, int]) -> str:
    spanned = f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"'
    told = spanned if span != (1, 1) else ""
    if isinstance(cell, Formula):
        told, cell = f'{told} table:formula="of:=[.Z99]"', cell.value
    if cell is None:
        return f"<table:table-cell{told}/>"
    kind, value, text = "string", "", str(cell)
    if isinstance(cell, Percent):
        kind, value, text = "percentage", f' office:value="{cell.value}"', f"{cell.value:.0%}"
    elif isinstance(cell, datetime.date):
        kind, value, text = "date", f' office:date-value="{cell}"', f"{cell:%d-%m-%Y}"
    elif isinstance(cell, int | float):
        kind, value = "float", f' office:value="{cell}"'
    # A file keeps one space of several; the others are elements of their own.
    kept = escape(text).replace("  ", ' <text:s text:c="1"/>')
    said = f'office:value-type="{kind}"{value}{told}'
    return f"<table:table-cell {said}><text:p>{kept}</text:p></table:table-cell>"


_WRITERS: dict[str, Callable[[Page, Manner], bytes]] = {
    "csv": _text,
    "xlsxwriter": _xlsxwriter,
    "openpyxl": _openpyxl,
    "ods": _ods,
}
