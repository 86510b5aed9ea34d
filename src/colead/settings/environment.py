"""Every setting an operator can change, in one typed table; `colead doctor` and the docs are made from it."""

import os
from dataclasses import dataclass
from pathlib import Path


class SettingError(ValueError):
    """A setting in the environment has a value that Colead cannot use."""


@dataclass(frozen=True)
class Setting:
    """One environment variable: name, default, what it does. A secret may also come from `<NAME>_FILE`."""

    name: str
    default: str
    help: str
    secret: bool = False

    def read(self) -> str:
        """The value from the environment, from `<NAME>_FILE` for a secret, or the default."""
        path = os.environ.get(f"{self.name}_FILE")
        if self.secret and path:
            return Path(path).read_text(encoding="utf-8").strip()
        return os.environ.get(self.name, self.default)

    def is_set(self) -> bool:
        """True when the environment gives a value, or names the file of a secret."""
        return bool(os.environ.get(self.name) or (self.secret and os.environ.get(f"{self.name}_FILE")))

    def read_bool(self) -> bool:
        """True or False; anything else is refused rather than guessed."""
        value = self.read()
        if value not in {"True", "False"}:
            raise SettingError(f"{self.name} is {value!r}. Use True or False.")
        return value == "True"

    def read_list(self) -> list[str]:
        """A comma-separated list, blanks dropped."""
        return [part.strip() for part in self.read().split(",") if part.strip()]

    def read_int(self) -> int:
        """A whole number."""
        value = self.read()
        try:
            return int(value)
        except ValueError:
            raise SettingError(f"{self.name} is {value!r}. Use a whole number.") from None


HOME = Setting("COLEAD_HOME", "var", "Folder for the SQLite file, keys and uploads.")
DEBUG = Setting("COLEAD_DEBUG", "False", "True shows tracebacks in the browser. Never in production.")
SECRET_KEY = Setting(
    "COLEAD_SECRET_KEY",
    "",
    "Signs sessions and links. Empty: one is made and kept in COLEAD_HOME.",
    secret=True,
)
DATABASE_URL = Setting(
    "COLEAD_DATABASE_URL",
    "",
    "postgresql://user:password@host:port/name. Empty: SQLite in COLEAD_HOME.",
    secret=True,
)
REPLICA_URL = Setting(
    "COLEAD_REPLICA_URL",
    "",
    "postgresql://user:password@host:port/name of a streaming replica, from which pages are read.",
    secret=True,
)
ALLOWED_HOSTS = Setting(
    "COLEAD_ALLOWED_HOSTS",
    "127.0.0.1,localhost",
    "Host names that this installation answers to, comma-separated.",
)
BASE_URL = Setting("COLEAD_BASE_URL", "http://127.0.0.1:8000", "Address used in e-mails and links.")
EMAIL_URL = Setting(
    "COLEAD_EMAIL_URL",
    "console:",
    "smtp://user:password@host:587?tls=True, or console: to print e-mails.",
    secret=True,
)
EMAIL_FROM = Setting("COLEAD_EMAIL_FROM", "Colead <colead@localhost>", "Sender of e-mails.")
SIGN_UP = Setting("COLEAD_SIGN_UP", "False", "True lets anyone create an account and an organisation.")
SECURE = Setting("COLEAD_SECURE", "False", "True behind HTTPS: secure cookies, HSTS, redirects to https.")
TRUSTED_PROXIES = Setting(
    "COLEAD_TRUSTED_PROXIES",
    "0",
    "Proxies of yours that add to X-Forwarded-For. Limits on signing in count by the address before them, "
    "and their X-Request-ID is taken over.",
)
READY_NEEDS_WORKER = Setting(
    "COLEAD_READY_NEEDS_WORKER",
    "False",
    "True lets /health/ready answer 503 while no worker has been seen for two minutes.",
)
LOG_LEVEL = Setting("COLEAD_LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR.")
METRICS_TOKEN = Setting(
    "COLEAD_METRICS_TOKEN",
    "",
    "Prometheus gets /metrics with this bearer token of 16 characters or more. Empty: no such address.",
    secret=True,
)
UPLOAD_MEGABYTES = Setting("COLEAD_UPLOAD_MEGABYTES", "100", "Largest file that may be uploaded.")
JOB_MINUTES = Setting("COLEAD_JOB_MINUTES", "30", "How long a job in the background may take.")
JOB_MEGABYTES = Setting(
    "COLEAD_JOB_MEGABYTES",
    "0",
    "How much memory a worker may take, where the system can limit it (Linux). 0: as much as there is.",
)

ERASURES = Setting(
    "COLEAD_ERASURES",
    "",
    "File that notes which erasures were done, for restoring; best on another disk. "
    "Empty: erasures.jsonl in COLEAD_HOME.",
)

ALL = [value for value in list(globals().values()) if isinstance(value, Setting)]
