"""Reports of a case and their fit → whether one source's effect changed for good on some day, by how much, or that this cannot be told.

A change multiplies all later figures of one source (adds to them, on a difference scale).  It is told where the figures are at least e³ = 20
times as probable with it as without, its day unknown in advance and every size found anew; two days of figures on either side are needed.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.linalg import cho_solve
from scipy.special import logsumexp

from discrepancy.sources.effects.joint import STEP, Joint
from discrepancy.sources.effects.reports import Reported

TELLS, LOOK, MOST = 3.0, 0.0, 3  # ln evidence that tells, that is looked at closer, and how many changes are told of a case
SIDE = 2  # days of figures before and after


class Change(NamedTuple):
    """A source's change as far as it is known: its column in the fit (None: not told), its days (steps of the curve), the evidence."""

    house: int
    column: int | None
    first: int  # the last day before it, of the earliest that is likely
    last: int  # the first day after it, of the latest
    evidence: float


def fitted(told: Reported) -> tuple[Joint, list[Change]]:
    """The fit with every change that tells, and of each source whether one does."""
    model, changes, columns = Joint(told).fit(), [], []
    while len(changes) < MOST and (at := _likeliest(model, [c.house for c in changes])) is not None:
        house, chosen = at
        days, possible = _candidates(model, house)
        other = Joint(told, np.column_stack([*columns, possible[:, chosen]])).fit(model.h, 2)
        evidence = _evidence(model, possible, other.h)
        evidence += other.ln - model.ln - evidence[chosen]
        whole = float(logsumexp(evidence) - np.log(len(evidence)))
        if whole < TELLS:
            break
        share = np.exp(evidence - logsumexp(evidence))
        likely = np.flatnonzero((np.cumsum(share) > 0.025) & (np.cumsum(share[::-1])[::-1] > 0.025))
        changes.append(Change(house, len(columns), days[likely[0]][0], days[likely[-1]][1], whole))
        columns.append(possible[:, chosen])
        model = other
    known = {c.house for c in changes}
    return model, changes + [Change(h, None, 0, 0, 0.0) for h in range(len(told.of)) if h not in known and _candidates(model, h)[0]]


def _candidates(model: Joint, house: int) -> tuple[list[tuple[int, int]], np.ndarray]:
    """Between which days a source's effect can have changed, and the column of each: 1 after it, less its mean over the source."""
    r = model.r
    own = r.cells[r.cell, 1] == house
    days = np.unique(r.end[own])
    between = list(zip(days.tolist(), days[1:].tolist(), strict=False))[SIDE - 1 : len(days) - SIDE]
    after = [own * (r.end >= day) for _, day in between]
    columns = [a - own * a[own].mean() for a in after]
    return between, np.array(columns, float).reshape(len(between), len(own)).T


def _evidence(model: Joint, columns: np.ndarray, h: np.ndarray) -> np.ndarray:
    """ln of how much more probable the figures are with each column, at given sizes."""
    one = model.given(h)
    J = model.at[2]
    project = lambda solved: solved - one.solved[:, :-1] @ cho_solve(one.factor, J.T @ solved, check_finite=False)
    left, U = project(one.solved[:, -1:])[:, 0], project(one.errors.solve(columns))
    a, c = np.einsum("ij,ij->j", columns, U), columns.T @ left
    v = (STEP * model.unit) ** 2
    return 0.5 * (v * c**2 / (1 + v * a) - np.log1p(v * a))


def _likeliest(model: Joint, known: list[int]) -> tuple[int, int] | None:
    """The source and the place of its change with the most evidence, if that deserves a closer look."""
    smaller = model.h.copy()
    smaller[len(model.like) + 1] -= 0.7  # what a change explains is no error
    best, found = LOOK, None
    for house in range(len(model.told.of)):
        between, columns = _candidates(model, house)
        if house in known or not between:
            continue
        evidence = np.maximum(*(_evidence(model, columns, h) for h in (model.h, smaller))) - np.log(len(between))
        if evidence.max() > best:
            best, found = evidence.max(), (house, int(evidence.argmax()))
    return found
