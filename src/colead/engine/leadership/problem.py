"""What an allocation is asked: tasks, people, how well they fit, and what must hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Ids = NDArray[Any]
Reason = Literal[
    "less_fit", "at_capacity", "less_fair", "formal_share", "needs_mentor", "equal", "keeps_other",
]  # fmt: skip
Constraint = Literal[
    "hours", "most_tasks", "formal_share", "deputies", "must_fill", "locked", "locked_out", "fairness",
    "exclusion_pairs",
]  # fmt: skip


@dataclass(frozen=True, eq=False)
class AllocationProblem:
    """T tasks, P people, K competencies. Levels are those of `engine.levels`; NaN = nothing said.

    A critical competency that is said nothing about, or more than one level short, rules the pair out.
    """

    task_ids: Ids  # (T,)
    person_ids: Ids  # (P,)
    competency_ids: Ids  # (K,)
    level: Floats  # (P, K) MIN_LEVEL to MAX_LEVEL, or NaN
    wish: Floats  # (P, K) -1 (would rather not) to 2 (would love to); NaN = nothing said
    needed: Floats  # (T, K) level asked, MIN_NEEDED to MAX_LEVEL; 0 = not asked
    weight: Floats  # (T, K) 0 or more
    critical: Bools  # (T, K)
    hours: Floats  # (T,) hours a week of a seat; a deputy's place takes a quarter
    seats: Ints  # (T,) 1 or more
    capacity: Floats  # (P,) hours a week
    most_tasks: Ints  # (P,) seats a person takes at most; and as many deputies' places at most
    formal_leader: Bools  # (P,)
    deputies: Ints  # (T,) deputies wanted, each another person than the task's holders
    must_fill: Bools  # (T,) seats that may not stay open: else infeasible
    allowed: Bools  # (T, P) False: ruled out (locked out, outside the unit, rotation)
    locked: Bools  # (T, P) True: this person holds a seat of this task, whatever the fit
    current: Bools  # (T, P) holds the task today
    exclusion_pairs: tuple[tuple[int, int], ...] = ()  # pairs of people never on the same task


@dataclass(frozen=True)
class Rules:
    """What counts, and how much."""

    wish_weight: float = 0.1  # beta: fit gained by one step of wish
    stretch: bool = False  # one competency may be one level short, once a person, with a mentor on the task
    formal_share: float | None = None  # formal leaders hold at most this share of the seats; None = any
    fairness: bool = True  # nobody gives a larger share of their hours than it takes, before the sum of fit
    continuity: float = 0.0  # gamma: fit gained where the holder of today stays
    seed: int = 1  # decides among equals
    runners_up: int = 3
    prices: bool = True  # what each constraint costs: solves again for each
    candidates: int = 60  # people looked at for a task where all pairs are too many
    seconds: float = 60.0  # time for one proof


@dataclass(frozen=True)
class CompetencyFit:
    """How a person meets one needed competency."""

    competency: str
    needed: int
    level: float | None
    share: float  # 0-1 of what is needed
    weight: float
    wish: int | None
    critical: bool


@dataclass(frozen=True)
class RunnerUp:
    """Somebody who could hold the seat too, and why the proposal is another."""

    person: str
    fit: float
    code: Reason
    loss: float | None  # fit lost if this person must hold the place, all else held; None = cannot be had
    proven: bool = True  # False: the loss is at most this


@dataclass(frozen=True)
class SeatProposal:
    """One seat, or one deputy's place, and the person proposed for it. `person` None = stays open."""

    task: str
    kind: str  # "holder" | "deputy"
    person: str | None
    fit: float | None
    competencies: tuple[CompetencyFit, ...] = ()
    stretch: str | None = None  # the competency that is one level short
    mentor: str | None = None  # who stands beside
    stays: bool = False  # holds the task today
    runners_up: tuple[RunnerUp, ...] = ()
    open_because: str = ""  # "nobody_fits" | "no_hours" | "formal_share" | "no_mentor" | "" when held


@dataclass(frozen=True)
class Load:
    """What a person would carry."""

    person: str
    tasks: int
    hours: float
    capacity: float
    fit: float  # sum


@dataclass(frozen=True)
class Price:
    """What a binding constraint costs: how much better the proposal would be without it."""

    constraint: Constraint
    seats: int  # more seats filled
    fit: float  # more fit in all
    person: str | None = None
    task: str | None = None
    other: str | None = None  # the second person of a pair that is never on the same task
    proven: bool = True  # False: it costs at least this


@dataclass(frozen=True)
class Demand:
    """One demand of a conflict, and what would mend it."""

    constraint: Constraint
    task: str | None = None
    person: str | None = None
    mend: str = ""  # "fill_fewer" | "add_hours" | "raise_share" | "unlock" | "allow_more_tasks"
    other: str | None = None  # the second person of a pair that is never on the same task
    number: int = 0  # 0, 1, ... : demands of the same number contradict each other


@dataclass(frozen=True)
class Proposal:
    """What the engine proposes. Only people's acceptance assigns."""

    seats: tuple[SeatProposal, ...]  # empty where demands contradict each other
    loads: tuple[Load, ...]  # of people with at least one seat
    filled: int
    wanted: int
    least: float | None  # 0-1: what the most loaded person keeps free of the hours they offered
    fit: float  # sum; a deputy counts a quarter, a holder who stays `continuity` more
    bound: float  # proven: no allocation with as many seats filled (and as fair) has more fit
    gap: float  # (bound - fit) / |bound|
    proof: str  # "optimal" | "gap" | "candidates": what is proven; candidates = only among those looked at
    prices: tuple[Price, ...] = ()
    conflict: tuple[Demand, ...] = ()  # not empty = infeasible, nothing is proposed
    steps: dict[str, float] = field(default_factory=dict)  # objective after each step of the order

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers, texts, lists and None."""
        from dataclasses import asdict

        return asdict(self)
