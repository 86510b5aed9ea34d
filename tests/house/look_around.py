"""What the house shows of one app, for test_new_app.py, in a process that started with it."""

import re
from io import StringIO
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from cast import whole_cast
from colead.api.v1 import openapi_document
from colead.apps import APPS
from colead.kit import scope
from colead.kit.manifest import manifests
from colead.sample import load
from house import test_permissions as matrix
from house.actors import Actor, Scene, build_scene


def look_around(app: str) -> dict[str, Any]:
    """Everything that the test asks, as plain values."""
    migrations = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=migrations)
    call_command("migrate", verbosity=0)
    scene = build_scene(whole_cast())
    return {
        "apps": APPS,
        "migrations": migrations.getvalue(),
        "api": [path for path in openapi_document()["paths"] if path.endswith(f"/{app}")],
        "entries": [str(text) for text in manifests()[-1].entries.values()],
        **_pages(app, scene),
        **_matrix(app, scene),
        "sample": _sample(app),
    }


def _pages(app: str, scene: Scene) -> dict[str, Any]:
    front = {name: _page(scene.actor(name), "/o/clinic/") for name in ("bo", "eik", "alma")}
    unit = _page(scene.actor("alma"), f"/o/clinic/units/{scene.here.values['unit']}/")
    return {
        "menu": [name for name, page in front.items() if f'href="/o/clinic/{app}/"' in page],
        "card": re.findall(r"Newest note</h2>\s*<p>(.*?)</p>", front["alma"]),
        "section": re.findall(r'<li class="list-group-item">(canary.*?)</li>', unit),
    }


def _page(actor: Actor, url: str) -> str:
    return actor.client.get(url).content.decode()


def _matrix(app: str, scene: Scene) -> dict[str, Any]:
    """What the access matrix tries of this app; and what it would say if the app had no rows."""
    routes = {key: route for key, route in matrix.ROUTES.items() if _is_of(app, key[1])}
    rows = [row for row in matrix.ROWS if (row.is_api, row.path) in routes]
    return {
        "rows": [str(row) for row in rows],
        "surprises": [
            said
            for actor in scene.actors
            for said in matrix.surprises(actor, scene, [row for row in matrix.rows_for(actor) if row in rows])
        ],
        "forgotten": matrix.without_row(scene, routes, rows),
        "all forgotten": matrix.without_row(scene, routes, []),
    }


def _is_of(app: str, path: str) -> bool:
    return path.split("/")[1] == app


def _sample(app: str) -> list[str]:
    """Texts of the sample's rows, of which only people and this app are loaded: the maps take seconds."""
    parts = [part for part in load.sample_parts() if re.search(rf"add_(people|{app})$", part.fill)]
    load.sample_parts = lambda: parts
    with scope.organisation(load.load_sample(language="en", now=timezone.now())):
        (model,) = apps.get_app_config(app).get_models()
        return [row.text for row in model.objects.all()]
