"""Staff lists for the tests, and short ways to take them through an import."""

from datetime import UTC, date, datetime, timedelta

from cast import DAY
from colead.apps.organisations.models import Membership, Organisation
from colead.apps.people import services
from colead.apps.people.models import AccountLink, Position, ReportingLine, StaffImport
from colead.apps.people.own_person import find_claimable_person
from colead.apps.people.services.account_links import link_account
from colead.kit.roles import Member

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HEADER = "id,name,email,manager,unit,unit_parent,title"
CLINIC = """\
1,Åse Holm,aase@example.org,,Clinic,,Director
2,Bo Berg,bo@example.org,1,Ward,Clinic,Head nurse
3,Alma Dahl,alma@example.org,2,Ward,Clinic,Nurse
4,Ærø Skov,aero@example.org,2,Ward,Clinic,Nurse
5,Uma Lind,uma@example.org,1,Office,Clinic,Clerk"""


def staff_list(*rows: str, header: str = HEADER) -> bytes:
    """A staff list as bytes; without rows, the clinic's."""
    return "\n".join([header, *(rows or CLINIC.splitlines())]).encode()


def changed(**lines: str | None) -> bytes:
    """The clinic's list with some people's rows replaced (p3="...") or left out (p3=None)."""
    rows = {f"p{row.split(',')[0]}": row for row in CLINIC.splitlines()} | lines
    return staff_list(*(row for row in rows.values() if row is not None))


def check(
    by: Member, content: bytes | None = None, *, day: date = DAY, mode: str = "full", **columns: str
) -> StaffImport:
    """Upload a list and take it to its preview, a minute after the one before."""
    now = NOW + timedelta(minutes=StaffImport.objects.count())
    started = services.start_import(
        by=by, content=content or staff_list(), file_name="staff.csv", mode=mode, as_of=day, now=now
    )
    mapping = started.mapping | columns
    return services.choose_columns(by=by, import_id=started.pk, columns=mapping, now=now)


def take_in(
    by: Member, content: bytes | None = None, *, day: date = DAY, mode: str = "full", **columns: str
) -> StaffImport:
    """Upload a list and apply it; members who stand on it confirm who they are."""
    checked = check(by, content, day=day, mode=mode, **columns)
    assert checked.state == "ready", checked.file.findings["problems"]
    applied = services.apply_import(by=by, import_id=checked.pk, now=checked.created_at)
    confirm_everybody(by.organisation)
    return applied


def posts(day: date) -> dict[str, tuple[str | None, str]]:
    """Unit and title of everybody's primary position on a day, by key."""
    rows = Position.objects.on(day).filter(is_primary=True)
    return {key: (unit, title) for key, unit, title in rows.values_list("person__key", "unit__name", "title")}


def managers(day: date) -> dict[str, str]:
    """Whom everybody reports to on a day, by key."""
    rows = ReportingLine.objects.on(day).filter(kind="solid")
    return dict(rows.values_list("person__key", "manager__key"))


def confirm_everybody(organisation: Organisation) -> None:
    """Every member who stands on the staff list with their address has said that it is them."""
    for membership in Membership.objects.filter(organisation=organisation):
        if person := find_claimable_person(membership.as_member()):
            link_account(person=person, user=membership.user, proof=AccountLink.Proof.ADDRESS, now=NOW)
