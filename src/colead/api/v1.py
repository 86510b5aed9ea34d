"""Version 1 of the API: which routers it has, and its OpenAPI description."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from ninja import NinjaAPI

from colead.kit.manifest import manifests
from colead.kit.problems import MEDIA_TYPE, JSONParser, Problem, answer_problems

ROOT = "/api/v1/"
ABOUT = """\
Read and write what you may see and do on the pages, with a token of your own (page “API tokens”).

Every read takes `as_of`. Lists come in pages: send `next` back as `cursor`. A write that is sent again with
the same `Idempotency-Key` within 48 hours answers with the same receipt and changes nothing twice. Errors are
application/problem+json."""

# Ninja's own page of documentation loads scripts from elsewhere; reference.py draws ours.
api = NinjaAPI(
    title="Colead", version="1", description=ABOUT, openapi_url=None, docs_url=None, parser=JSONParser()
)
answer_problems(api)
TAKES: dict[str, Callable[[], int]] = {}
for manifest in manifests():
    if manifest.api:
        router = import_module(manifest.api).router
        api.add_router("", router)
        TAKES |= getattr(router, "takes", {})


def openapi_document() -> dict[str, Any]:
    """The OpenAPI 3.1 description of all routes, with the one shape of errors at each."""
    document = api.get_openapi_schema(path_prefix=ROOT)
    document["components"]["schemas"]["Problem"] = Problem.json_schema()
    for methods in document["paths"].values():
        for operation in methods.values():
            operation["responses"]["4XX"] = {
                "description": "What went wrong, and what to do next",
                "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
    return document
