"""The second wall: services ask for a permission by themselves, whoever calls them."""

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from colead.apps.leadership.services.steps import take_step
from colead.kit.errors import NotAllowed
from colead.kit.roles import Member
from colead.kit.workflow import REGISTRY

Service = Callable[..., Any]


def all_services() -> dict[str, Service]:
    """Every public function of an app's services that somebody does, as `app.function`, and every step."""
    return _steps() | {
        f"{module.__name__.split('.')[2]}.{name}": function
        for module in service_modules()
        for name, function in vars(module).items()
        if inspect.isfunction(function) and function.__module__ == module.__name__
        if not name.startswith("_") and "by" in inspect.signature(function).parameters
    }


def _steps() -> dict[str, Service]:
    """The steps that are made from the tables of states, each as if it were a function of its own."""
    return {
        f"{workflow.app}.{action}_{workflow.name}": partial(take_step, workflow, action)
        for workflow in REGISTRY.values()
        for action in workflow.steps
    }


def refuses(service: Service, by: Member) -> bool:
    """Call it with nothing but who asks and when: the permission is looked at before anything else."""
    others = dict.fromkeys(inspect.signature(service).parameters) | {"by": by, "now": timezone.now()}
    given = {name: others[name] for name in inspect.signature(service).parameters}
    try:
        with transaction.atomic():
            service(**given)
            transaction.set_rollback(True)
    except NotAllowed as error:
        return error.code == "not_allowed"
    except Exception:  # whatever nothing leads to, behind the permission
        return False
    return False


def service_modules() -> Iterator[ModuleType]:
    """Where the services of the apps stand."""
    names = [f"{app.name}.services" for app in apps.get_app_configs() if app.name.startswith("colead.apps.")]
    for name in names:
        module = import_module(name)
        yield module
        for found in pkgutil.iter_modules(getattr(module, "__path__", [])):
            yield import_module(f"{name}.{found.name}")
