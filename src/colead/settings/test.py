"""Settings of the test suite: quick password hashing, folders of its own, no built front end needed."""

import os
import tempfile
from pathlib import Path

from colead.settings import *  # noqa: F403
from colead.settings import STORAGES

SECRET_KEY = "only-for-tests"  # noqa: S105
MEDIA_ROOT = Path(tempfile.gettempdir()) / "colead-test-uploads"
ERASURES = str(Path(tempfile.gettempdir()) / f"colead-test-erasures-{os.getuid()}.jsonl")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True  # looks files up when they are asked for: none need to be collected
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
