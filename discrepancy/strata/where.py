"""Two tables of one total → the gap between their totals, term by term and stratum by stratum; the terms add up to it.

A table is a sum of numbers, or with a `weight` their weighted mean.  Rows of one table only are *coverage*.  For rows of both, each
number is a product of factors: the number alone (*level*), or the share of its weight (*composition*) and its *rate*, or several columns.
What a factor contributes is its difference times what the others are on average over all orders in which they could change: the
decomposition of Das Gupta (Standardization and Decomposition of Rates, US Bureau of the Census, P23-186, 1993), a Shapley value.  For a
product that is the integral along the straight line from one table to the other (Owen, Management Science 18, 1972), and the rule of
Gauss and Legendre gives it exactly.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from discrepancy.case.model import Case
from discrepancy.strata.of_case import sides
from discrepancy.strata.result import ORDER, Where, WhereError
from discrepancy.strata.tables import side_by_side

MOST_FACTORS, TOTAL = 8, "total"
_WORDS = {"in", *ORDER, "inside", "coverage", "composition", "contribution", *(f"{which}_share" for which in ORDER)}


def where(
    a: pd.DataFrame | str | Path,
    b: pd.DataFrame | str | Path,
    by: str | Sequence[str],
    value: str | Sequence[str] = (),
    weight: str = "",
    total: str | Sequence[float | None] = TOTAL,
    case: Case | None = None,
    **asked: Any,
) -> Where:
    """Where the gap between two tables of one total, or two sources of a case, sits.

    Parameters
    ----------
    a, b : pandas.DataFrame, path, or str
        Frames, CSV files or workbooks, a row a stratum; with a `case` two of its sources or groups, of which each claim is a stratum.
    by : str or list of str
        The columns that name a stratum; the dimensions of the case.
    value : str or list of str, optional
        The column of numbers, or up to eight whose product is the number; by default the only one.
    weight : str, optional
        How much each row weighs: the total is then the weighted mean of the numbers.
    total : str or pair of float, default "total"
        The name of a row that is the total, or both printed totals (None where none is).
    case : Case, optional
    **asked
        With a case: measure, as_of, known_by, rule, kind, or a value of another dimension, as for `discrepancy.explain`.

    Raises
    ------
    WhereError
        A column that is not there, a stratum that stands twice, a cell that is no number, a weight below 0, no row in common.

    Examples
    --------
    >>> import pandas as pd
    >>> a = pd.DataFrame({"region": ["north", "south", "east"], "deaths": [900, 400, 100]})
    >>> where(a, pd.DataFrame({"region": ["north", "south"], "deaths": [800, 450]}), "region").sums
    {'inside': 0.0, 'coverage': 100.0, 'level': 50.0}
    """
    by, value = ((given,) if isinstance(given, str) else tuple(dict.fromkeys(given)) for given in (by, value))
    if not by or len(value) > MOST_FACTORS:
        raise WhereError(f"value: {len(value)} columns, up to {MOST_FACTORS} are taken" if by else "by: name a column that names the rows")
    if not case and asked:
        raise WhereError(f"{', '.join(asked)}: goes with a case, not with two tables")
    if case:
        if value or weight:
            raise WhereError("value, weight: go with two tables, not with sources of a case: these are counted by its measure")
        if total != TOTAL:
            raise WhereError("total: goes with two tables: of a source it is the claim that states no value of what names the rows")
        a, b, total, *about = sides(case, a, b, by, **asked)
    tables, value = side_by_side(a, b, by, value, weight, total)
    names = {"by": (_WORDS | {"level", "rate"}) & {*by}, "value": _WORDS & {*value} if len(value) > 1 else set()}
    if taken := next(((asked, min(words)) for asked, words in names.items() if words), ()):
        raise WhereError(f"{taken[0]}: {taken[1]!r} is a word of the answer: rename the column")
    cells = np.array([table.strata.to_numpy().T for table in tables])  # (table, column, stratum)
    held, cells = ~np.isnan(cells[:, 0]), np.nan_to_num(cells)
    both, factors = held.all(axis=0), cells[:, : len(value)]
    number, shares, means = factors.prod(axis=1), np.ones_like(held, float), np.zeros(2)
    terms = value if len(value) > 1 else ("rate",) if weight else ("level",)
    shown = {which: np.where(row, n, np.nan) for which, row, n in zip(ORDER, held, number, strict=True)}
    if weight:
        of_all = lambda weights: np.array([_shares(row, t.name, weight) for row, t in zip(weights, tables, strict=True)])
        shares, common = of_all(cells[:, -1]), of_all(cells[:, -1] * both)
        means = np.array([math.fsum(row) for row in common * number])
        shown |= {f"{which}_share": np.where(row, s, np.nan) for which, row, s in zip(ORDER, held, shares, strict=True)}
        terms, factors = ("composition", *terms), np.concatenate([common[:, None], factors], axis=1)
    alone = shares * (number - means[:, None]) * (held & ~both)
    effects = dict(zip(("coverage", *terms), [alone[0] - alone[1] + 0.0, *attributed(*factors * both)], strict=True))
    parts = [math.fsum(row) for row in shares * number * held]
    totals = [part if t.total is None else t.total for part, t in zip(parts, tables, strict=True)]
    sums = {"inside": (totals[0] - parts[0]) - (totals[1] - parts[1])} | {name: math.fsum(effect) for name, effect in effects.items()}
    place = np.where(both, "both", np.where(held[0], *ORDER))
    strata = tables[0].strata[[]].assign(**{"in": place}, **shown, **effects, contribution=sum(effects.values()))
    strata = strata.iloc[np.argsort(-strata["contribution"].abs().to_numpy(), kind="stable")]
    names, unused = zip(*((t.name, tuple(c for c in t.frame if c not in (*by, *value, weight))) for t in tables), strict=True)
    grain = _grain(np.array([*factors[:, -1].ravel(), *(t.total or 0.0 for t in tables)]), max(map(abs, totals)), len(value))
    if weight and totals == parts and 0 < abs(gap := totals[0] - totals[1]) < 10 * grain:  # a mean of many is finer than each of them
        grain = 10.0 ** (math.floor(math.log10(abs(gap))) - 1)
    doubts = tuple(_halves(strata, about[0]["names"] if case else names, "_share" * bool(weight)))
    found = Where(names, by, value, weight, tuple(totals), tuple(parts), sums, strata, grain, unused, doubts)
    return replace(found, case=case, **about[0]) if case else found


def attributed(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """What each factor contributes to the difference of two products; arrays of (factor, stratum).

    >>> attributed(np.array([[3.0], [5.0]]), np.array([[1.0], [2.0]])).ravel().tolist()
    [7.0, 6.0]
    """
    out = np.zeros_like(a)
    for node, size in zip(*np.polynomial.legendre.leggauss((len(a) + 1) // 2), strict=True):
        at = (a * (1 + node) + b * (1 - node)) / 2
        for k in range(len(a)):
            out[k] += np.prod(np.delete(at, k, axis=0), axis=0) * size / 2
    return out * (a - b)


def _shares(weights: np.ndarray, name: str, column: str) -> np.ndarray:
    if not (whole := math.fsum(weights)):
        raise WhereError(f"{name}: {column}: adds up to 0 over the rows that both tables have: there is no mean of them")
    return weights / whole


def _grain(numbers: np.ndarray, size: float, factors: int) -> float:
    """One unit of the last printed digit; of products, and of what was computed, of the third digit of the larger total."""
    for digits in range(7 if factors == 1 else 0):
        if np.allclose(numbers, np.round(numbers, digits), rtol=1e-12, atol=1e-9):
            return 10.0**-digits
    return 10.0 ** (math.floor(math.log10(size)) - 2) if size else 1.0


def _halves(strata: pd.DataFrame, names: Sequence[str], of: str) -> Iterator[tuple[str, str, str]]:
    """Of three names or more in a column, one that holds as much as all others together."""
    for table, which in zip(names, ORDER, strict=True):
        for column in strata.index.names:
            held = strata[which + of].dropna().groupby(level=column, sort=False).sum()
            half = held[(held != 0) & np.isclose(held * 2, held.sum(), rtol=1e-9)] if len(held) > 2 else held[:0]
            yield from ((table, column, str(name)) for name in half.index)
