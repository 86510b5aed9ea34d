"""What `colead doctor` looks at. Each check says what it found and, where something is wrong, what to do."""

import json
import os
import shutil
import stat
import sys
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.utils import timezone

from colead.apps.jobs.selectors import is_worker_seen, worker_seen_at
from colead.apps.organisations.selectors import is_organisation_older_than
from colead.backup.last import last_backup
from colead.cli.installation import is_front_end_built
from colead.files.translation import gettext_noop as _
from colead.kit import citus, distribution, distribution_rules, erasures, own_rows, rolling, schema
from colead.kit.private_files import open_to_others

_GIGABYTE = 1024**3
_SPACE_NEEDED = 1 * _GIGABYTE
_OLDEST_PYTHON = (3, 11)
_OLDEST_POSTGRESQL = 150000
_SHORTEST_KEY = 32
_PATHS_SHOWN = 5
_BACKUP_AGE = timedelta(days=2)
_ANSWER_SECONDS = 5
_ANSWER_BYTES = 1024
_PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1}
_PACKAGE = Path(__file__).parents[1]
_TO_DO_SETUP = _("Run: colead setup")
_TO_DO_STOP = _("Stop Colead on every machine, then run: colead setup")
_TO_DO_ROLLING = _("Run: colead setup. Other machines can go on with the older version meanwhile.")


@dataclass(frozen=True)
class Check:
    """One line of the doctor's report: templates for translators, and their values."""

    name: str
    ok: bool
    found: str
    to_do: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


def python() -> Check:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Check(
        _("Python"),
        sys.version_info >= _OLDEST_PYTHON,
        _("version {version}"),
        _("Install Python 3.11 or newer."),
        {"version": version},
    )


def database() -> Check:
    """The database answers, and PostgreSQL is new enough."""
    name = _("Database")
    if missing := _missing_file():  # looking must not make one
        return Check(name, False, _("is not there yet: {path}"), _TO_DO_SETUP, {"path": missing})
    try:
        connection.ensure_connection()
    except (DatabaseError, OSError) as error:
        to_do = _("Look at COLEAD_DATABASE_URL, COLEAD_HOME and the rights of their folder.")
        return Check(name, False, _("does not answer: {error}"), to_do, {"error": str(error).strip()})
    if connection.vendor == "postgresql":
        version = connection.cursor().connection.info.server_version
        to_do = _("Use PostgreSQL 15 or newer.")
        return Check(
            name,
            version >= _OLDEST_POSTGRESQL,
            _("PostgreSQL {version}"),
            to_do,
            {"version": version // 10000},
        )
    return Check(name, True, _("SQLite in {path}"), values={"path": connection.settings_dict["NAME"]})


def _missing_file() -> Path | None:
    """The SQLite file, if it should be there and is not."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or "mode=memory" in name or Path(name).exists():
        return None
    return Path(name)


def migrations() -> Check:
    """No table waits for a change, and none has one that this program does not know."""
    if newer := schema.unknown():
        to_do = _("Install the version that made them, or a newer one.")
        found = _("newer than this program: {count} changes are unknown to it, such as {example}")
        return Check(_("Tables"), False, found, to_do, {"count": len(newer), "example": newer[0]})
    if waiting := schema.waiting():
        to_do = _TO_DO_STOP if rolling.waiting_need_stop() else _TO_DO_ROLLING
        return Check(_("Tables"), False, _("{count} changes wait"), to_do, {"count": waiting})
    return Check(_("Tables"), True, _("up to date"))


def durability() -> Check:
    """SQLite keeps what it has acknowledged; on PostgreSQL the second wall between organisations stands."""
    return _row_security() if connection.vendor == "postgresql" else _pragmas()


def _pragmas() -> Check:
    with connection.cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in _PRAGMAS}
    told = ", ".join(f"{name}={value}" for name, value in found.items())
    to_do = _(
        "They are set by Colead itself: is the folder on a network drive? Move COLEAD_HOME to a local disk."
    )
    return Check(_("SQLite settings"), found == _PRAGMAS, "{told}", to_do, {"told": told})


def _row_security() -> Check:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        (walks_through,) = cursor.fetchone()
    found = _("walked through by this role") if walks_through else _("in force")
    to_do = _("Let Colead use a role that is no superuser and has no BYPASSRLS.")
    return Check(_("Row-level security"), not walks_through, found, to_do)


def references() -> Check:
    """The database refuses a row that points at another organisation's."""
    name, lacking = _("References"), own_rows.not_held(connection, own_rows.references())
    if not lacking:
        return Check(name, True, _("each stays within its organisation"))
    found = _("{count} are not held within one organisation by the database, such as {example}")
    to_do = _(
        "Run: colead setup. Those that stay have rows that point at another organisation's: mend these."
    )
    example = f"{lacking[0].table}.{lacking[0].column}"
    return Check(name, False, found, to_do, {"count": len(lacking), "example": example})


def distributed() -> Check:
    """Where several PostgreSQL share the rows: every table is where it belongs, and breaks no rule."""
    name, placed = _("Several PostgreSQL"), citus.placed(connection)
    if not placed:
        return Check(name, True, _("not used"))
    if waiting := distribution.plan().tables - placed.keys():
        found = _("{count} tables are not distributed yet, such as {example}")
        return Check(name, False, found, _TO_DO_STOP, {"count": len(waiting), "example": min(waiting)})
    if broken := distribution_rules.broken(connection, placed):
        found = _("{count} things break a rule of Citus, such as {example}")
        to_do = _("Undo what was changed in the database by hand, then run: colead setup")
        return Check(name, False, found, to_do, {"count": len(broken), "example": str(broken[0])})
    return Check(name, True, _("{count} tables are distributed or copied"), values={"count": len(placed)})


def front_end() -> Check:
    """Styles and scripts are built, and collected where the server finds them."""
    name = _("Styles and scripts")
    if not is_front_end_built():
        to_do = _("In a copy of the source, run: make dist. A released package has them.")
        return Check(name, False, _("not built"), to_do)
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        return Check(name, False, _("built, but not collected"), _TO_DO_SETUP)
    return Check(name, True, _("built and collected"))


def translations() -> Check:
    """Every translation is compiled."""
    sources = list(_PACKAGE.glob("**/locale/*/LC_MESSAGES/django.po"))
    missing = [source for source in sources if not source.with_suffix(".mo").is_file()]
    to_do = _("In a copy of the source, run: make setup")
    if missing:
        return Check(_("Translations"), False, _("{count} not compiled"), to_do, {"count": len(missing)})
    return Check(_("Translations"), True, _("compiled"))


def secret_key() -> Check:
    """Sessions and links are signed with a key that is long enough."""
    name = _("Secret key")
    if len(settings.SECRET_KEY) < _SHORTEST_KEY:
        to_do = _("Use at least 32 random characters in COLEAD_SECRET_KEY, or leave it out.")
        return Check(name, False, _("too short"), to_do)
    in_environment = any(os.environ.get(f"COLEAD_SECRET_KEY{ending}") for ending in ("", "_FILE"))
    if in_environment:
        return Check(name, True, _("from the environment"))
    return Check(name, True, _("in {path}"), values={"path": Path(settings.HOME) / "secret_key"})


def private_files() -> Check:
    """Nobody else on this machine reads the database, the keys or uploads."""
    name, home = _("Files"), Path(settings.HOME)
    found = list(open_to_others(home))
    if not found:
        return Check(name, True, _("for this user alone, in {home}"), values={"home": home})
    told = ", ".join(f"{path} ({stat.S_IMODE(path.lstat().st_mode):o})" for path in found[:_PATHS_SHOWN])
    return Check(
        name,
        False,
        _("{count} can be reached by other users of this machine: {paths}"),
        _("Run: colead doctor --fix. It leaves open what is another user's or holds other things, too."),
        {"count": len(found), "paths": told},
    )


def list_of_erasures() -> Check:
    """What is erased can be noted; what cannot be noted is not erased."""
    name, path = _("List of erasures"), erasures.path()
    if _can_be_added_to(path):
        return Check(name, True, _("in {path}"), values={"path": path})
    to_do = _("Nothing can be erased until its folder is there, and both are of the user that runs Colead.")
    return Check(name, False, _("cannot be written: {path}"), to_do, {"path": path})


def _can_be_added_to(path: Path) -> bool:
    """For root, who may write everything: whether it is of the user whose home it is."""
    if not os.access(path.parent, os.X_OK) or not path.exists():
        return os.access(path.parent, os.W_OK | os.X_OK)
    if os.geteuid() == 0 and path.stat().st_uid != Path(settings.HOME).stat().st_uid:
        return False
    return path.is_file() and os.access(path, os.R_OK | os.W_OK)


def email() -> Check:
    """E-mails leave the house, or are printed on purpose."""
    name = _("E-mail")
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        to_do = _("Set COLEAD_EMAIL_URL: nobody gets an invitation, a sign-in link or a notice without it.")
        return Check(name, _is_tried_out(), _("printed, not sent; set COLEAD_EMAIL_URL to send them"), to_do)
    server = {"server": f"{getattr(settings, 'EMAIL_HOST', '-')}:{getattr(settings, 'EMAIL_PORT', '-')}"}
    try:
        with get_connection():
            return Check(name, True, _("{server} answers"), values=server)
    except OSError as error:  # smtplib's errors are OSErrors, too
        to_do = _("Look at COLEAD_EMAIL_URL and whether this computer may reach the server.")
        values = server | {"error": error}
        return Check(name, False, _("{server} does not answer: {error}"), to_do, values)


def disk_space() -> Check:
    free = shutil.disk_usage(settings.HOME).free
    values: dict[str, object] = {"free": f"{free / _GIGABYTE:.1f}", "home": settings.HOME}
    to_do = _("Make room, or move COLEAD_HOME to a larger disk.")
    return Check(_("Disk space"), free >= _SPACE_NEEDED, _("{free} GB free in {home}"), to_do, values)


def time_zone() -> Check:
    """Dates are counted where the organisation is, so the table of time zones must be there."""
    values: dict[str, object] = {"zone": settings.TIME_ZONE}
    try:
        ZoneInfo(settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        return Check(_("Time zone"), False, _("{zone} is unknown"), _("Run: pip install tzdata"), values)
    return Check(_("Time zone"), True, "{zone}", values=values)


def address() -> Check:
    """Links lead here, and a site behind HTTPS says so."""
    url = urlsplit(settings.BASE_URL)
    values: dict[str, object] = {"url": settings.BASE_URL, "host": url.hostname or ""}
    problem = next(_address_problems(url.hostname or "", url.scheme), None)
    if problem:
        return Check(_("Address"), False, *problem, values)
    return Check(_("Address"), True, "{url}", values=values)


def _address_problems(host: str, scheme: str) -> Iterator[tuple[str, str]]:
    if settings.DEBUG:
        yield _("COLEAD_DEBUG is on"), _("Set it to False: tracebacks show what nobody should see.")
    if not {host, f"[{host}]", "*"} & set(settings.ALLOWED_HOSTS):
        yield (
            _("links lead to {url}, but Colead does not answer there"),
            _("Add {host} to COLEAD_ALLOWED_HOSTS."),
        )
    if (scheme == "https") != settings.SECURE:
        yield (
            _("COLEAD_SECURE and {url} do not go together"),
            _("Use an https address with COLEAD_SECURE=True, or an http address with False."),
        )


def _is_tried_out() -> bool:
    """True where only people on this machine come in."""
    return urlsplit(settings.BASE_URL).hostname in {"127.0.0.1", "localhost", "::1"}


def worker() -> Check:
    """Background work is done: imports, calculations, e-mails, the nightly checks."""
    name, now = _("Worker"), timezone.now()
    seen = worker_seen_at()
    if is_worker_seen(now=now):
        return Check(name, True, _("at work"))
    if seen is None:
        return Check(name, True, _("none yet; colead serve brings one"))
    to_do = _("Start colead serve without --no-worker, or colead worker on one machine at least.")
    return Check(name, False, _("none since {at}"), to_do, {"at": _minute(seen)})


def backup() -> Check:
    """There is a backup of the last days."""
    name, now = _("Backup"), timezone.now()
    made, to_do = last_backup(), _("Run: colead backup DEST, every night. See docs/how-to/back-up.md.")
    if made is None:
        is_new = not is_organisation_older_than(now - timedelta(days=1))  # nobody has much to lose yet
        return Check(name, is_new, _("none yet"), to_do)
    return Check(name, now - made < _BACKUP_AGE, _("of {at}"), to_do, {"at": _minute(made)})


def served_address() -> Check:
    """Where links lead, Colead answers; looked at while a worker shows that it is running."""
    name, values = _("Served address"), {"url": settings.BASE_URL}
    if not is_worker_seen(now=timezone.now()):
        return Check(name, True, _("{url}, not looked at: Colead is not running"), values=values)
    to_do = _("Set COLEAD_BASE_URL to the address that people type, and let the proxy there lead to Colead.")
    return Check(name, *_answer_at(f"{settings.BASE_URL}/health/live"), to_do, values)


def _answer_at(url: str) -> tuple[bool, str]:
    try:
        with urllib.request.urlopen(url, timeout=_ANSWER_SECONDS) as answer:  # noqa: S310  (http or https)
            if json.loads(answer.read(_ANSWER_BYTES)) == {"status": "ok"}:
                return True, _("at {url} Colead answers")
    except HTTPError as error:  # an OSError, too
        error.close()
    except (ValueError, RecursionError, HTTPException):
        pass
    except OSError:
        return False, _("nothing answers at {url}")
    return False, _("at {url} something else answers")


def _minute(at: datetime) -> str:
    return at.astimezone().isoformat(sep=" ", timespec="minutes")


ALWAYS = (python, database)
WITH_DATABASE = (migrations, durability, references)
WITH_TABLES = (distributed, worker, backup, served_address)
ALSO = (
    front_end,
    translations,
    secret_key,
    private_files,
    list_of_erasures,
    email,
    disk_space,
    time_zone,
    address,
)


def run_checks() -> Iterator[Check]:
    """Every check, one after another; those that need database or tables only where there are any."""
    checks: list[Callable[[], Check]] = [*ALWAYS]
    next_ones = {database: WITH_DATABASE, migrations: WITH_TABLES}
    while checks:
        check = checks.pop(0)
        done = check()
        yield done
        if done.ok:
            checks += next_ones.get(check, ())
    for check in ALSO:
        yield check()
