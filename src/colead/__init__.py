"""Colead: distributed leadership for organisations.

In a notebook, three calls give the leadership map:

    import colead
    organisation = colead.read_organisation("people.csv")
    ties = colead.read_ties("advice.csv", organisation)
    print(colead.leadership_map(organisation, ties, seed=1))

and two propose who could lead what:

    problem = colead.read_allocation_problem("people.csv", "strengths.csv", "tasks.csv")
    print(colead.propose(problem, colead.Rules(stretch=True)))
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from colead.engine.leadership.problem import Rules
    from colead.engine.leadership.proposal import propose
    from colead.engine.network.leadership_map import leadership_map
    from colead.engine.network.ties import Ties
    from colead.engine.organisation import Organisation
    from colead.files.allocation_problem import read_allocation_problem
    from colead.files.staff_list import read_organisation
    from colead.files.ties import read_ties

__all__ = [
    "Organisation", "Rules", "Ties", "leadership_map", "propose", "read_allocation_problem",
    "read_organisation", "read_ties",
]  # fmt: skip

_HOMES = {
    "Organisation": "colead.engine.organisation",
    "Rules": "colead.engine.leadership.problem",
    "Ties": "colead.engine.network.ties",
    "leadership_map": "colead.engine.network.leadership_map",
    "propose": "colead.cli.notebook",  # the engine's, printing itself; a face, named by no floor
    "read_allocation_problem": "colead.files.allocation_problem",
    "read_organisation": "colead.files.staff_list",
    "read_ties": "colead.files.ties",
}


def __getattr__(name: str) -> Any:
    """Load a name when it is first used: `import colead` alone costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'colead' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
