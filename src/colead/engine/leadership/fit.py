"""How well each person fits each leadership task, and whom a task rules out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from colead.engine.leadership.problem import AllocationProblem, Bools, CompetencyFit, Floats, Ints, Rules

DIGITS = 9
"""Fits that agree to so many digits are equal: the order of the competencies must not decide."""


@dataclass(frozen=True, eq=False)
class Fit:
    """The fit of every pair of task and person.

    score : (T, P) what the pair would add, whether it is allowed or not.
    fit : (T, P) the same; NaN = the person may not hold a seat of the task.
    deputy : (T, P) the same; NaN = the person may not be a deputy of the task.
    stretch : (T, P) index of the critical competency that is one level short; -1 = none. Only where the
        rules ask for stretch and the pair is allowed.
    share : (T, K) weights, normalised to 1 for each task.
    """

    problem: AllocationProblem
    score: Floats
    fit: Floats
    deputy: Floats
    stretch: Ints
    share: Floats

    def competencies(self, task: int, person: int) -> tuple[CompetencyFit, ...]:
        """How the person meets every competency that the task needs, the weightiest first."""
        needed = np.flatnonzero(self.problem.needed[task] > 0)
        order = needed[np.argsort(-self.share[task, needed], kind="stable")]
        return tuple(self._competency(task, person, int(k)) for k in order)

    def _competency(self, task: int, person: int, k: int) -> CompetencyFit:
        problem = self.problem
        level, wish = problem.level[person, k], problem.wish[person, k]
        return CompetencyFit(
            competency=str(problem.competency_ids[k]),
            needed=int(problem.needed[task, k]),
            level=None if np.isnan(level) else float(level),
            share=float(min(1.0, np.nan_to_num(level) / problem.needed[task, k])),
            weight=float(self.share[task, k]),
            wish=None if np.isnan(wish) else int(wish),
            critical=bool(problem.critical[task, k]),
        )


def fit_of(problem: AllocationProblem, rules: Rules) -> Fit:
    """How well everybody fits every task, 1 = meets all that is needed, without counting wishes.

    s_tp = sum over k of v_tk min(1, c_pk / r_tk) + wish_weight sum over k of v_tk e_pk, over the needed
    competencies k with weights v normalised to 1 for each task (equal where all weights are 0); c = level,
    r = level needed, e = wish. What a person has not said counts as level 0 and wish 0. A task that needs
    nothing fits everybody by 1.

    A pair is ruled out (NaN) where `problem.allowed` is False, or where a critical competency is unsaid or
    more than one level short. One critical competency that is short by up to one level is a *stretch*:
    ruled out unless `rules.stretch`; several are always ruled out. A deputy, who must be able to step in at
    once, is never a stretch. Competencies that are not critical may be short: the fit is lower.
    A locked person holds the seat whatever the fit and whatever is critical, and is no stretch.

    Cost O(P x needed competencies).
    """
    share = _shares(problem)
    tasks, people = problem.allowed.shape
    score, short, ruled_out = np.empty((tasks, people)), np.full((tasks, people), -1), ~problem.allowed
    for task in range(tasks):
        score[task] = _score(problem, rules, share[task], task)
        short[task], out = _critical(problem, task)
        ruled_out[task] |= out
    stretched = (short >= 0) & ~problem.locked
    fit = np.where(ruled_out | stretched & (not rules.stretch), np.nan, score)
    fit = np.where(problem.locked & problem.allowed, score, fit)
    return Fit(
        problem=problem,
        score=score,
        fit=fit,
        deputy=np.where(ruled_out | (short >= 0), np.nan, score),
        stretch=np.where(stretched & ~np.isnan(fit), short, -1),
        share=share,
    )


def mentors(problem: AllocationProblem, task: int, competency: int) -> Bools:
    """(P,) who meets the competency at the level that the task needs."""
    found: Bools = problem.level[:, competency] >= problem.needed[task, competency]
    return found


def _shares(problem: AllocationProblem) -> Floats:
    asked = problem.needed > 0
    weight = np.where(asked, problem.weight, 0.0)
    weight = np.where(weight.sum(1, keepdims=True) > 0, weight, asked)
    total = weight.sum(1, keepdims=True)
    share: Floats = np.divide(weight, total, out=np.zeros(weight.shape), where=total > 0)
    return share


def _score(problem: AllocationProblem, rules: Rules, share: Floats, task: int) -> Floats:
    needed = np.flatnonzero(problem.needed[task] > 0)
    if not needed.size:
        return np.ones(len(problem.person_ids))
    met = np.minimum(1.0, np.nan_to_num(problem.level[:, needed]) / problem.needed[task, needed])
    wish = np.nan_to_num(problem.wish[:, needed])
    score: Floats = np.round((met + rules.wish_weight * wish) @ share[needed], DIGITS)
    return score


def _critical(problem: AllocationProblem, task: int) -> tuple[Ints, Bools]:
    """(P,) the one critical competency that is short, -1 = none; (P,) who is ruled out."""
    critical = np.flatnonzero(problem.critical[task] & (problem.needed[task] > 0))
    if not critical.size:
        return np.full(len(problem.person_ids), -1), np.zeros(len(problem.person_ids), bool)
    missing = problem.needed[task, critical] - problem.level[:, critical]
    is_short = missing > 0
    out = (np.isnan(missing) | (missing > 1)).any(1) | (is_short.sum(1) > 1)
    return np.where(is_short.any(1) & ~out, critical[is_short.argmax(1)], -1), out
