"""E-mail settings from one URL."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from colead.settings.environment import SettingError


def configure(url: str) -> dict[str, Any]:
    """Django's e-mail settings from `console:` or `smtp://user:password@host:port?tls=True|ssl=True`."""
    parts = urlsplit(url)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme != "smtp":
        raise SettingError(f"COLEAD_EMAIL_URL starts with {parts.scheme!r}. Use smtp://host:587 or console:.")
    options = dict(parse_qsl(parts.query))
    return {
        "EMAIL_BACKEND": "colead.kit.mail.CountedEmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": options.get("tls") == "True",
        "EMAIL_USE_SSL": options.get("ssl") == "True",
        "EMAIL_TIMEOUT": 20,
    }
