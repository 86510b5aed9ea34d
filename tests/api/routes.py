"""Every route of the API, from its own description, so that a new one joins these tests by itself."""

import re
from dataclasses import dataclass
from typing import Any

from colead.api.v1 import api, openapi_document
from colead.apps.organisations.roles import Permission


@dataclass(frozen=True)
class Route:
    """One method at one address."""

    method: str
    path: str
    operation: dict[str, Any]
    permission: Permission | None

    def __str__(self) -> str:
        return f"{self.method} {self.path.removeprefix('/api/v1/')}"

    @property
    def is_of_organisation(self) -> bool:
        return "{organisation}" in self.path

    @property
    def parameters(self) -> list[str]:
        """The names that the address holds."""
        return re.findall(r"{(\w+)}", self.path)

    @property
    def queries(self) -> set[str]:
        """The names of the query parameters."""
        return {one["name"] for one in self.operation["parameters"] if one["in"] == "query"}

    def url(self, values: dict[str, Any]) -> str:
        return re.sub(r"{(\w+)}", lambda found: str(values[found[1]]), self.path)


def permissions() -> dict[str, Permission | None]:
    """What each operation asks of the caller, by its id."""
    found = {}
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            for operation in view.operations:
                name = operation.operation_id or api.get_openapi_operation_id(operation)
                found[name] = operation.auth_callbacks[0].permission
    return found


def all_routes() -> list[Route]:
    asked = permissions()
    return [
        Route(method.upper(), path, operation, asked[operation["operationId"]])
        for path, methods in openapi_document()["paths"].items()
        for method, operation in methods.items()
    ]


ROUTES = all_routes()
OF_ORGANISATION = [route for route in ROUTES if route.is_of_organisation]
READS = [route for route in OF_ORGANISATION if route.method == "GET"]
WRITES = [route for route in OF_ORGANISATION if route.method != "GET"]
