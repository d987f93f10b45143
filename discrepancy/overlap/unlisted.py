"""How often records stand on each combination of three to five lists → how many may stand on none, under every log-linear model.

Whether one list depends on another cannot be seen without what is on neither, so that every model is a choice: a hierarchical log-linear
model without the term of all lists together (Fienberg, Biometrika 59, 1972; Bishop, Fienberg and Holland, Discrete Multivariate Analysis,
1975, chapter 6; Cormack, Biometrics 45, 1989; Baillargeon and Rivest, Journal of Statistical Software 19(5), 2007).  All that can be told
from the counts are fitted, as Poisson regressions, by iteratively reweighted least squares (Nelder and Wedderburn, Journal of the Royal
Statistical Society A 135, 1972).  The number on none is exp(intercept); its interval is that of the
intercept, which by the delta method is even on a log scale.  Models within 10 of the best AIC are those with some support (Burnham and
Anderson, Model Selection and Multimodel Inference, 2002, section 2.6).  A model whose likelihood has no maximum, for combinations are
empty, is left out and counted (Fienberg and Rinaldo, Annals of Statistics 40, 2012).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TypeAlias

import numpy as np
import pandas as pd

from discrepancy.overlap.fitted import ALONE, MOST_LISTS, RECORDS, TWO, ListsError, Unlisted

Model: TypeAlias = frozenset[frozenset[int]]  # the lists of each term of two or more
_NIL = 1e-6  # a fitted count below is 0: the maximum lies at infinity


def unlisted(counts: pd.DataFrame) -> Unlisted:
    """How many records may be on none of three to five lists, under every hierarchical log-linear model.

    Parameters
    ----------
    counts : pandas.DataFrame
        A row a combination: a column a list, 1 where its records are on it and 0 where not, and their number in ``records``.
        Combinations without a row are empty; that of no list has none.

    Returns
    -------
    Unlisted

    Raises
    ------
    ListsError
        Two lists, for whether they depend on each other cannot be tested; more than five; counts that are none.

    References
    ----------
    Fienberg, S. E. (1972). The multiple recapture census for closed populations and incomplete 2^k contingency tables. Biometrika 59.

    Examples
    --------
    >>> counts = pd.DataFrame({"a": [1, 0, 0, 1, 1, 0, 1], "b": [0, 1, 0, 1, 0, 1, 1], "c": [0, 0, 1, 0, 1, 1, 1]})
    >>> found = unlisted(counts.assign(records=[60, 48, 40, 24, 20, 16, 8]))
    >>> len(found.models), found.models.loc[found.models["model"] == "each list on its own", "none"].round(1).item()
    (8, 120.0)
    """
    names = [str(name) for name in counts if name != RECORDS]
    number = _counted(counts, names)
    on = np.array([[i >> k & 1 for k in range(len(names))] for i in range(1, 2 ** len(names))])
    y = np.array([number.get(tuple(row), 0) for row in on.tolist()], float)
    rows, out = [], 0
    for model in models(len(names)):
        if found := _fitted(on, y, model):
            rows.append({"model": said(model, names)} | found)
        else:
            out += 1
    columns = ["model", "parameters", "deviance", "df", "aic", "bic", "none", "low", "high"]
    table = pd.DataFrame(rows, columns=columns).sort_values("aic", kind="stable", ignore_index=True)
    table.insert(6, "behind", table["aic"] - table["aic"].min())
    table = table.assign(**{f"total{'_' * bool(end)}{end}": table[end or "none"] + y.sum() for end in ("", "low", "high")})
    patterns = pd.DataFrame(on, columns=names).assign(**{RECORDS: y.astype(int)})
    return Unlisted(tuple(names), patterns, table, out)


def models(lists: int) -> Iterator[Model]:
    """Every hierarchical model of so many lists with each of them in it, but for the one with the term of all.

    >>> [sum(1 for _ in models(n)) for n in (3, 4)]
    [8, 113]
    """
    found: list[Model] = [frozenset()]
    for size in range(2, lists):
        for term in map(frozenset, combinations(range(lists), size)):
            within = [frozenset(pair) for pair in combinations(term, size - 1)] if size > 2 else []
            found += [model | {term} for model in found if model.issuperset(within)]
    yield from found


def said(model: Model, names: Sequence[str]) -> str:
    """The largest terms of a model: a·b·c, a·d."""
    largest = sorted((sorted(term) for term in model if not any(term < other for other in model)), key=lambda term: (-len(term), term))
    return ", ".join("·".join(names[k] for k in term) for term in largest) or ALONE


def _counted(counts: pd.DataFrame, names: list[str]) -> dict[tuple[int, ...], int]:
    """The number of each combination; a `ListsError` where it is none."""
    if len(names) < 3:
        raise ListsError(TWO)
    if len(names) > MOST_LISTS:
        raise ListsError(f"{len(names)} lists: up to {MOST_LISTS} are taken, for the models of six are millions")
    if RECORDS not in counts:
        raise ListsError(f"no column {RECORDS!r}: give one with how many records each combination of lists has")
    found: dict[tuple[int, ...], int] = {}
    for i, row in enumerate(counts[[*names, RECORDS]].to_dict("records"), 1):
        key = tuple(row[name] for name in names)
        n = row[RECORDS]
        if not {*key} <= {0, 1} or not any(key) or key in found:
            raise ListsError(f"row {i}: {key} should be 0 or 1 for each list, not all 0, and stand once")
        if not (n >= 0 and float(n).is_integer()):
            raise ListsError(f"row {i}: {RECORDS}: {n!r} should be how many records are on just these lists, 0 or more")
        found[key] = int(n)
    return found


def _fitted(on: np.ndarray, y: np.ndarray, model: Model) -> dict[str, float] | None:
    """Fit and number on none of one model; None where its likelihood has no maximum."""
    from scipy.special import gammaln, xlogy

    terms = [on[:, sorted(term)].prod(axis=1) for term in model]
    x = np.column_stack([np.ones(len(y)), on, *terms])
    if not (x.T @ y > 0).all():
        return None
    with np.errstate(all="ignore"):  # of what does not settle
        start, mean = _settled(x, y)
    if not (mean > _NIL).all() or not np.allclose(x.T @ mean, x.T @ y, rtol=1e-5):
        return None
    sd = math.sqrt(np.linalg.inv(x.T @ (x * mean[:, None]))[0, 0])
    none, low, high = (math.exp(min(start + z * sd, 700)) for z in (0, -1.959964, 1.959964))
    likely, p = float((xlogy(y, mean) - mean - gammaln(y + 1)).sum()), x.shape[1]
    deviance = round(max(_deviance(y, mean), 0.0), 6)
    bic = -2 * likely + p * math.log(y.sum())  # of so many records, as Rcapture has it
    size = {"parameters": p, "deviance": deviance, "df": len(y) - p}
    return size | {"aic": 2 * (p - likely), "bic": bic, "none": none, "low": low, "high": high}


def _settled(x: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """The intercept and the fitted counts of the likeliest Poisson regression; counts that are no numbers where it does not settle."""
    mean, before = (y + y.mean()) / 2, math.inf
    for _ in range(100):
        root = np.sqrt(mean)
        aim = np.log(mean) + (y - mean) / mean
        if not np.isfinite(aim).all():
            break
        found = np.linalg.lstsq(x * root[:, None], aim * root, rcond=None)[0]
        mean = np.exp(x @ found)
        now = _deviance(y, mean)
        if abs(before - now) <= 1e-8:
            return float(found[0]), mean
        before = now
    return math.nan, np.full(len(y), math.nan)


def _deviance(y: np.ndarray, mean: np.ndarray) -> float:
    from scipy.special import xlogy

    return float(2 * (xlogy(y, y / mean) - y + mean).sum())
