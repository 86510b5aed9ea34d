"""Settings of the test suite: a database of its own, quick password hashing, no built front end needed."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("COLEAD_HOME", str(Path(tempfile.gettempdir()) / f"colead-test-{os.getuid()}"))
os.environ.setdefault("COLEAD_SECRET_KEY", "only-for-tests")

from colead.settings import *  # noqa: F403
from colead.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
