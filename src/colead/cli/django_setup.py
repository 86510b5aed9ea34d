"""Start Django, for the commands that need the database. Called inside a command, never at import."""

import os

from colead.cli.errors import WrongInput


def prepare() -> None:
    """Load the settings and the apps; a second call costs nothing. WrongInput for a setting of no use."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "colead.settings")
    import django

    try:
        django.setup()
    except ValueError as error:
        if type(error).__name__ != "SettingError":  # its package cannot be imported while a setting is wrong
            raise
        raise WrongInput(str(error), code="bad_setting") from error
