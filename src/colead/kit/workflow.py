"""A state machine is a table: its states, and who may bring a row from which to which.

Each app declares its tables in its workflow.py, and `kit.moves` makes the moves: nothing else writes a state.
Model, constraints, pages, records, notices, docs/reference/states.md and the tests read the same table.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from colead.kit.errors import Conflict, NotFound
from colead.kit.roles import Member, Permission

if TYPE_CHECKING:
    from colead.apps.organisations.models import User

Text = Promise | str

NEW, GONE = "new", "gone"
"""Where a row comes from that is not stored yet, and where one goes that is deleted."""


@dataclass(frozen=True, eq=False)
class Party:
    """Somebody in relation to a row: whether a member is it today, and which users that are."""

    name: str
    is_member: Callable[[Member, Any, date], bool] = lambda _by, _row, _today: False
    users: Callable[[Any, date], Iterable["User | None"]] = lambda _row, _today: ()


HOUSE = Party("Colead itself")
"""Nobody: it follows from another move, or from a day that has come."""
PERMITTED = Party("any member", lambda _by, _row, _today: True)
"""Together with `needs`."""


class Refusal(NamedTuple):
    """An error in waiting."""

    code: str
    message: Text
    hint: Text = ""


NOT_THERE = Refusal("not_there", _("There is no such thing."))
SETTLED = Refusal("settled", _("This has been settled meanwhile."))


class Tell(NamedTuple):
    """Who gets which kind of notice. `page`: where it leads, else to the row. `others`: not to who acts."""

    kind: str
    to: Party
    page: str = ""
    others: bool = False


def told(kind: str, *to: Party, page: str = "", others: bool = False) -> tuple[Tell, ...]:
    """The same notice to several."""
    return tuple(Tell(kind, one, page, others) for one in to)


@dataclass(frozen=True)
class Step:
    """A move that people make by a click: address, view, button and route of the API are made from it.

    name : of the address and the operation.   about : a sentence for the API's description.   done : what is
    said then.   then : the page that follows, else the one that shows the row.   button : its words; without
    them it has no address of its own, and another page asks.   has_reason : people may say why.
    method, path : of the route, where they are not POST and the action.
    """

    name: str
    about: str
    done: Text
    then: str = ""
    button: Text = ""
    has_reason: bool = False
    method: str = "POST"
    path: str | None = None


@dataclass(frozen=True)
class Transition:
    """One row of the table. Without a target the state stays; in the target, it has been made already.

    entry : its action in the app's audit log.   again : further states in which it has been made, so that
    repeating it changes nothing.   deadline : the column with the day by which it is due.   closed : what is
    said instead of the workflow's own words when the state does not allow it.   brings : moves of rows beside
    this one that follow.   step : how people make it, where a click is enough.
    """

    action: str
    sources: tuple[str, ...]
    target: str | None
    who: tuple[Party, ...]
    entry: str = ""
    tells: tuple[Tell, ...] = ()
    needs: Permission | None = None
    again: tuple[str, ...] = ()
    deadline: str = ""
    closed: Refusal | None = None
    brings: tuple[str, ...] = ()
    step: Step | None = None


REGISTRY: dict[str, "Workflow"] = {}


@dataclass(frozen=True, eq=False)
class Workflow:
    """The table of a model.

    missing : said whether there is no row or it is not for the member.   closed : said when the state does
    not allow a move, and `late` instead in some states.   stamps : columns that say when; filled in
    these states, empty in all others.
    """

    name: str
    model: str
    states: type[models.TextChoices]
    transitions: tuple[Transition, ...]
    missing: Refusal = NOT_THERE
    closed: Refusal = SETTLED
    late: Mapping[str, Refusal] = field(default_factory=dict)
    stamps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    column: str = "state"

    def __post_init__(self) -> None:
        if self.name in REGISTRY:
            raise ValueError(f"Workflow {self.name!r} is declared twice. Choose another name.")
        REGISTRY[self.name] = self

    def __getitem__(self, action: str) -> Transition:
        return next(one for one in self.transitions if one.action == action)

    @property
    def steps(self) -> dict[str, Step]:
        """The steps that people take, by action."""
        return {one.action: one.step for one in self.transitions if one.step}

    @property
    def app(self) -> str:
        """The app whose records and notices it makes."""
        return self.model.split(".")[0]

    def state_of(self, row: models.Model) -> str:
        """The state as it is stored."""
        return NEW if row._state.adding else str(getattr(row, self.column))

    def permit(self, action: str, by: Member) -> None:
        """Raise NotAllowed for a role that never may: asked before any row is looked for."""
        if wanted := self[action].needs:
            by.require(wanted)

    def parties(self, row: models.Model, *, by: Member, today: date) -> frozenset[Party]:
        """What the member is to a stored row; nothing for somebody who may never do anything with it."""
        named = {party for one in self.transitions if one.sources != (NEW,) for party in one.who}
        return frozenset(party for party in named if party.is_member(by, row, today))

    def allows(self, action: str, row: models.Model) -> bool:
        """True when the state allows it; who may is asked apart."""
        return self.state_of(row) in self[action].sources

    def offers(self, action: str, row: models.Model, parties: frozenset[Party]) -> bool:
        """True when one of these parties may do it now: whether a page shows the button."""
        return self.allows(action, row) and not parties.isdisjoint(self[action].who)

    def steps_for(self, row: models.Model, parties: frozenset[Party]) -> list[str]:
        """The actions with a button that one of these parties may take now."""
        return [one for one, step in self.steps.items() if step.button and self.offers(one, row, parties)]

    def not_found(self) -> NotFound:
        """What is said when there is no row, and when it is not for the member."""
        return NotFound(*self.missing)

    def too_late(self, action: str, row: models.Model) -> Conflict:
        """What is said when the state does not allow it."""
        return Conflict(*(self[action].closed or self.late.get(self.state_of(row), self.closed)))

    def constraints(self) -> list[models.BaseConstraint]:
        """What the database holds of the table."""
        table = self.model.split(".")[1].lower()
        return state_constraints(table, self.column, self.states.values, self.stamps)


def state_constraints(
    table: str, column: str, states: Iterable[str], stamps: Mapping[str, Iterable[str]]
) -> list[models.BaseConstraint]:
    """The state is one of these, and a stamp is there if and only if the state is one of its own.

    Migrations call it too, with the states of their time.
    """
    held = {f"{table}_{column}": Q(**{f"{column}__in": sorted(states)})}
    for stamp, stamped in stamps.items():
        inside, lacks = Q(**{f"{column}__in": sorted(stamped)}), Q(**{f"{stamp}__isnull": True})
        held[f"{table}_{stamp}"] = (inside & ~lacks) | (~inside & lacks)
    return [models.CheckConstraint(condition=condition, name=name) for name, condition in held.items()]
