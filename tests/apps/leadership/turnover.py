"""Staff lists that say who leaves the house of builders.py, taken through an import as people do it."""

from datetime import date, datetime, timedelta

from apps.leadership.builders import NOW, PEOPLE, UNITS, House
from cast import DAY
from colead.apps.people import services
from colead.apps.people.models import StaffImport
from colead.kit.roles import Member

HEADER = "id,name,email,manager,unit_id,unit,parent_id,start_date,end_date,leave_from,leave_until,leads"


def row(
    name: str, *, unit: str = "", start: date | None = None, end: date | None = None, away: str = ","
) -> str:
    """A person of the house as a staff list has them."""
    where, manager, leads = PEOPLE[name]
    where = unit or where
    cells = [name, f"{name.title()} Holm", f"{name}@example.org", manager or "", where, where.title()]
    cells += [UNITS[where] or "", start.isoformat() if start else "", end.isoformat() if end else "", away]
    return ",".join([*cells, "yes" if leads else ""])


def everybody(**rows: str | None) -> bytes:
    """A list of everybody, with some people's rows replaced (eva=row(…)) or left out (eva=None)."""
    lines = {name: row(name) for name in PEOPLE} | rows
    return "\n".join([HEADER, *(line for line in lines.values() if line is not None)]).encode()


def check(
    by: Member, content: bytes, *, day: date = DAY, now: datetime = NOW, mode: str = "full"
) -> StaffImport:
    """A list up to its preview."""
    started = services.start_import(
        by=by, content=content, file_name="staff.csv", mode=mode, as_of=day, now=now
    )
    checked = services.choose_columns(by=by, import_id=started.pk, columns=started.mapping, now=now)
    assert checked.state == "ready", checked.file.findings["problems"]
    return checked


def take_in(
    house: House, content: bytes, *, day: date = DAY, now: datetime = NOW, by: Member | None = None
) -> StaffImport:
    """A list that is applied, by the people team unless somebody else does it."""
    by, now = by or house.cast.carla, now + timedelta(minutes=StaffImport.objects.count())
    checked = check(by, content, day=day, now=now)
    return services.apply_import(by=by, import_id=checked.pk, now=now)


def undo(house: House, staff_import: StaffImport, *, now: datetime = NOW) -> None:
    """The import is taken back."""
    services.undo_import(by=house.cast.carla, import_id=staff_import.pk, now=now)
