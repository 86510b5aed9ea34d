"""Start Django, for the commands that need the database. Called inside a command, never at import."""

import os


def prepare() -> None:
    """Load the settings and the apps; a second call costs nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "colead.settings")
    import django

    django.setup()
