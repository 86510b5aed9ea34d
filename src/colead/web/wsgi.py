"""The application, and the door in front of it that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "colead.settings")

application = get_wsgi_application()

from colead.apps.organisations.token_uses import write_behind  # noqa: E402  (Django is set up first)
from colead.kit.loaded import load_pages  # noqa: E402  (Django is set up first)
from colead.web.door import Door  # noqa: E402  (Django is set up first)

door = Door(application)
write_behind()
load_pages()
