"""An allocation in a notebook: the engine's proposal, which prints itself as the command does."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import click

from colead.cli.allocation import result_of
from colead.cli.allocation_text import result_text
from colead.cli.language import Speaker
from colead.engine.leadership.problem import AllocationProblem, Proposal, Rules
from colead.engine.leadership.proposal import propose as propose_in_engine


@dataclass(frozen=True)
class PrintedProposal(Proposal):
    """A proposal that says in words what it proposes."""

    text: str = ""

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers, texts, lists and None."""
        return {name: value for name, value in super().to_dict().items() if name != "text"}


def propose(
    problem: AllocationProblem, rules: Rules | None = None, progress: Callable[[int, int], None] | None = None
) -> PrintedProposal:
    """Propose who could lead what, with reasons: see :func:`colead.engine.leadership.proposal.propose`.

    >>> import colead
    >>> problem = colead.read_allocation_problem("people.csv", "strengths.csv", "tasks.csv")  # doctest: +SKIP
    >>> print(colead.propose(problem, colead.Rules(stretch=True)))  # doctest: +SKIP
    """
    rules = rules or Rules()
    proposal = propose_in_engine(problem, rules, progress)
    text = click.unstyle(result_text(result_of(problem, rules, proposal), Speaker("en")))
    return PrintedProposal(
        **{field.name: getattr(proposal, field.name) for field in fields(proposal)}, text=text
    )
