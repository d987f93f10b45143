"""Many sources, one day → what they support together: a range, the largest set that agrees, and a pooled value if asked.

In go a `Case` and a basis, or plain logs with their variances; out comes a `Consensus`.  The plain range and the largest
agreeing set (Marzullo) come first and need no assumption about errors.  A pooled value is given only where it is asked for
by the name of a method, only over independent statements, and only over figures with a spread that the source stated, that
its words carry, or that the reader assigned; otherwise it is refused with the reason.

Formulas: DerSimonian and Laird 1986; Paule and Mandel 1982; Viechtbauer 2005, 2007 (REML, Q-profile); Hartung and Knapp 2001;
Higgins, Thompson and Spiegelhalter 2009 (prediction interval, t with k − 2); Birge 1932; Marzullo 1990.  docs/method.md has them.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from . import dates
from .case import Case, Claim
from .display import Prose, Table
from .normalize import Basis, ClaimError, Estimate, Figure, basis_for, combine, estimate, figure_of, speaks, spread, stands, why_not

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from statsmodels.stats.meta_analysis import CombineResults

__all__ = ["METHODS", "Agreement", "Consensus", "Independence", "Pooled", "between_variance", "combined", "independence"]
__all__ += ["largest_agreement", "pairwise", "pool", "q_profile"]

METHODS = ("REML", "DL", "PM", "ML", "HE", "equal")
NEAR = 14  # days within which the same number from another source is pointed at


# ------------------------------------------------------------------------------------ numbers and variances


@dataclass(frozen=True)
class Pooled:
    """Figures with variances, combined; everything on the scale of the input (logs for counts).

    Attributes
    ----------
    method, interval : str
        One of `METHODS`; "normal" or "hartung-knapp".
    k : int
    mean, se, low, high : float
        With a 95 % interval.
    q, birge : float
        Cochran's Q of the equal-effects model; sqrt(Q / (k − 1)): how many times wider the differences are than the spreads.
    tau2, tau2_low, tau2_high : float
        Variance between sources, with its Q-profile interval.
    i2, h2 : float
        Part of the variance that is between sources, in per cent; total over within.
    prediction : tuple of float or None
        Where a further source of the same kind would be: t with k − 2 degrees of freedom, so None for two, and with equal effects.
    weights : tuple of float
        Adding up to 1, in the order of the input.
    """

    method: str
    interval: str
    k: int
    mean: float
    se: float
    low: float
    high: float
    q: float
    birge: float
    tau2: float
    tau2_low: float
    tau2_high: float
    i2: float
    h2: float
    prediction: tuple[float, float] | None
    weights: tuple[float, ...]

    def to_dict(self) -> dict:
        """Numbers for JSON, on the scale of the input and, as `count`, exponentiated."""
        plain = {k: getattr(self, k) for k in self.__dataclass_fields__}
        ends = {"best": self.mean, "low": self.low, "high": self.high}
        if self.prediction:
            ends |= {"prediction_low": self.prediction[0], "prediction_high": self.prediction[1]}
        return plain | {"weights": list(self.weights), "count": {k: math.exp(v) for k, v in ends.items()}}


def combined(y: Sequence[float], v: Sequence[float], method: str = "REML", interval: str = "normal") -> Pooled:
    """Combine figures by inverse variances, with a variance between them.

    Parameters
    ----------
    y, v : sequence of float
        Figures and their variances; ln(count) and the variance of the log for counts.
    method : str
        Of the variance between: one of `METHODS`; "equal" takes it as 0.
    interval : {"normal", "hartung-knapp"}
        Of the mean: normal, or t with k − 1 and the variance that the figures themselves show.

    Returns
    -------
    Pooled

    Raises
    ------
    ValueError
        For fewer than two figures, a variance that is not above 0, or an unknown method.

    Examples
    --------
    >>> two = combined([10, 30], [16, 25], "equal")
    >>> round(two.mean, 2), round(two.se, 2), round(two.birge, 4)
    (17.8, 3.12, 3.1235)
    >>> combined([10, 30], [16, 25]).tau2
    179.5
    """
    from scipy import stats

    y, v = _checked(y, v)
    if interval not in ("normal", "hartung-knapp"):
        raise ValueError(f"interval is {interval!r}: use normal or hartung-knapp")
    k, tau2 = len(y), between_variance(y, v, method)
    # Equal effects over the total variances are the random effects, whatever the method gave for tau².
    within, total = _effects(y, v, "DL"), _effects(y, v + tau2, "DL")
    knapp = interval == "hartung-knapp"
    mean, se = float(total.mean_effect_fe), math.sqrt(total.var_hksj_fe if knapp else total.var_eff_w_fe)
    reach = se * float(stats.t.ppf(0.975, k - 1) if knapp else stats.norm.ppf(0.975))
    typical, between = _typical(v), tau2 if method != "equal" else between_variance(y, v, "DL")  # of equal effects, I² is that of Q
    ends = q_profile(y, v)
    further = k > 2 and method != "equal"
    wide = float(stats.t.ppf(0.975, k - 2)) * math.hypot(math.sqrt(tau2), se) if further else 0.0
    q = max(float(within.q), 0.0)
    return Pooled(
        method,
        interval,
        k,
        mean,
        se,
        mean - reach,
        mean + reach,
        q,
        math.sqrt(q / (k - 1)),
        tau2,
        *ends,
        100 * between / (between + typical),
        (between + typical) / typical,
        (mean - wide, mean + wide) if further else None,
        tuple(float(w) for w in total.weights_rel_fe),
    )


def between_variance(y: Sequence[float], v: Sequence[float], method: str = "REML") -> float:
    """The variance between figures, tau², never below 0.

    For two figures all methods but ML have one closed form, max(0, (d² − v1 − v2) / 2).

    Examples
    --------
    >>> {m: between_variance([10, 30], [16, 25], m) for m in ("DL", "PM", "REML", "HE")}
    {'DL': 179.5, 'PM': 179.5, 'REML': 179.5, 'HE': 179.5}
    """
    y, v = _checked(y, v)
    if method not in METHODS:
        raise ValueError(f"method is {method!r}: use one of {', '.join(METHODS)}")
    if method == "equal":
        return 0.0
    if len(y) == 2 and method != "ML":
        return max(0.0, float((y[0] - y[1]) ** 2 - v[0] - v[1]) / 2)
    if method == "HE":
        return max(0.0, float(y.var(ddof=1) - v.mean()))
    if method in ("DL", "PM"):
        return max(0.0, float(_effects(y, v, method).tau2))
    return _most_likely(y, v, restricted=method == "REML")


def _effects(y: np.ndarray, v: np.ndarray, method: str) -> CombineResults:
    """statsmodels' result; its tau² of DerSimonian and Laird may be below 0, where what it makes of it is of no use."""
    import numpy as np
    from statsmodels.stats.meta_analysis import combine_effects

    with np.errstate(all="ignore"):
        return combine_effects(y, v, method_re=method.lower())


def _most_likely(y: np.ndarray, v: np.ndarray, restricted: bool) -> float:
    """tau² that maximises the likelihood, or the restricted one; 0 where nothing above it is likelier."""
    import numpy as np
    from scipy.optimize import minimize_scalar

    def deviance(tau2: float) -> float:
        w = 1 / (v + tau2)
        rest = (w * (y - (w * y).sum() / w.sum()) ** 2).sum()
        return rest - np.log(w).sum() + (np.log(w.sum()) if restricted else 0.0)

    most = float(2 * ((y - y.mean()) ** 2).sum())  # beyond this every term grows
    found = minimize_scalar(deviance, bounds=(0, most), method="bounded", options={"xatol": 1e-12 * most}) if most else None
    return float(found.x) if found is not None and found.fun < deviance(0.0) else 0.0


def q_profile(y: Sequence[float], v: Sequence[float]) -> tuple[float, float]:
    """The 95 % interval of tau²: where the generalised Q meets the quantiles of chi² with k − 1 degrees of freedom."""
    from scipy import stats
    from scipy.optimize import brentq

    y, v = _checked(y, v)

    def q(tau2: float) -> float:
        w = 1 / (v + tau2)
        return float((w * (y - (w * y).sum() / w.sum()) ** 2).sum())

    def meets(level: float) -> float:
        wanted = float(stats.chi2.ppf(level, len(y) - 1))
        if q(0.0) <= wanted:
            return 0.0
        most = float(((y - y.mean()) ** 2).sum()) / wanted  # there Q is below sum of squares / tau²
        return float(brentq(lambda tau2: q(tau2) - wanted, 0.0, most, xtol=1e-14 * most, rtol=1e-14))

    return meets(0.975), meets(0.025)


def _typical(v: np.ndarray) -> float:
    """The variance within figures that I² is set against (Higgins and Thompson 2002)."""
    w = 1 / v
    return float((len(v) - 1) * w.sum() / (w.sum() ** 2 - (w**2).sum()))


def _checked(y: Sequence[float], v: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
    import numpy as np

    y, v = np.asarray(y, dtype=float), np.asarray(v, dtype=float)
    if y.ndim != 1 or y.shape != v.shape or len(y) < 2:
        raise ValueError(f"{y.size} figures and {v.size} variances: give two or more figures, each with its variance")
    if not (np.isfinite(y).all() and np.isfinite(v).all() and (v > 0).all()):
        raise ValueError("figures must be finite and variances above 0: leave out what has no variance, or assign one")
    return y, v


# --------------------------------------------------------------------------------------------- agreement


@dataclass(frozen=True)
class Agreement:
    """Bounds that as many intervals as possible share, and which those are."""

    low: float
    high: float
    members: tuple[int, ...]

    @property
    def size(self) -> int:
        return len(self.members)


def largest_agreement(intervals: Sequence[tuple[float, float]]) -> list[Agreement]:
    """The largest sets of intervals with a common point (Marzullo 1990); all of them where several are as large.

    Parameters
    ----------
    intervals : sequence of (low, high)
        Closed; an end may be infinite.

    Returns
    -------
    list of Agreement
        In order of the common bounds; empty if there are no intervals.

    Examples
    --------
    >>> [(a.low, a.high, a.size) for a in largest_agreement([(8, 12), (11, 13), (10, 12)])]
    [(11, 12, 3)]
    >>> [(a.low, a.high, a.size) for a in largest_agreement([(8, 9), (8, 12), (10, 12)])]
    [(8, 9, 2), (10, 12, 2)]
    """
    found: dict[tuple[int, ...], Agreement] = {}
    for start in sorted({low for low, _ in intervals}):  # a largest set begins where one of its intervals does
        members = tuple(i for i, (low, high) in enumerate(intervals) if low <= start <= high)
        if members:
            found.setdefault(members, Agreement(start, min(intervals[i][1] for i in members), members))
    most = max((a.size for a in found.values()), default=0)
    return [a for a in found.values() if a.size == most]


# ------------------------------------------------------------------------------------------ independence


@dataclass(frozen=True, eq=False)
class Independence:
    """Who repeats whom, as far as the record says or suggests.

    Attributes
    ----------
    edges : pandas.DataFrame
        ``source repeats statement of claim value said earlier days basis because``: a statement of `source` on the day `said`
        and the statement `of` the source `repeats`, `days` earlier.  `basis` is "stated", "inferred" or "suspected"; the last is only
        a like number on near days, which chance and a common origin explain as well.
    figures : pandas.DataFrame
        What was looked at, in order of days: ``source name group role statement printed value said``, a row a statement.
    near : int
        Days within which a like number is suspected.
    """

    case: Case
    basis: Basis
    edges: pd.DataFrame
    figures: pd.DataFrame
    near: int = NEAR

    @property
    def sources(self) -> tuple[str, ...]:
        """Sources that gave a figure of the measure, printed or in all its parts, in order of their first."""
        return tuple(self.figures["source"].unique())

    def _with_own(self, *bases: str) -> tuple[str, ...]:
        """Sources with a statement that is not of these kinds."""
        repeated = self.edges.loc[self.edges["basis"].isin(bases), "statement"]
        return tuple(self.figures.loc[~self.figures["statement"].isin(repeated), "source"].unique())

    @property
    def independent(self) -> tuple[str, ...]:
        """Sources with at least one statement that is not known or inferred to be another's figure."""
        return self._with_own("stated", "inferred")

    @property
    def unlike(self) -> tuple[str, ...]:
        """Those that remain if like numbers on near days are set aside too: the fewest that may be independent."""
        return self._with_own("stated", "inferred", "suspected")

    def __repr__(self) -> str:
        from .story import repeating

        shown = self.edges[["source", "repeats", "printed", "said", "earlier", "basis"]]
        return str(Table(shown, note=repeating(self)))

    def to_dict(self) -> dict:
        """Everything for JSON."""
        return {
            "sources": list(self.sources),
            "independent": list(self.independent),
            "unlike": list(self.unlike),
            "edges": self.edges.to_dict("records"),
        }


TOLD = ["source", "name", "group", "role", "statement", "printed", "value", "said"]
EDGES = ["source", "repeats", "statement", "of", "claim", "printed", "value", "said", "earlier", "days", "basis", "because"]


def independence(case: Case, measure: str = "", as_of: str = "", known_by: str = "", near: int = NEAR, **choices: Any) -> Independence:
    """Who repeats whom on a measure: derivations of the record, and like numbers on near days as suspected ones.

    Parameters
    ----------
    case : Case
    measure, as_of, known_by : str
        As in `discrepancy.normalize`; without `as_of` every statement that was known is looked at.
    near : int
        Days within which a like number of another source is suspected.
    **choices
        As in `discrepancy.normalize`; with ``inferred=False`` only stated derivations count as known.

    Returns
    -------
    Independence

    Examples
    --------
    >>> import discrepancy as dc
    >>> found = independence(dc.load_case("dprk-kursk"))
    >>> found.edges.loc[found.edges["basis"] == "stated", ["source", "repeats"]].values.tolist()
    [['isw', 'ukr-president']]
    """
    import pandas as pd

    basis = basis_for(case, measure, as_of, known_by, **choices)
    said = _said(case, basis, dates.last(as_of) if as_of else None)
    rows = []
    for figure in said:
        origin, ground = _origin(case, figure, basis)
        if origin:
            because = "the source or its page says so" if ground == "stated" else "inferred: its number matches the earlier statement"
            rows.append(_edge(figure, origin, ground, because))
    known = {row["statement"] for row in rows}
    rows += _suspicions([f for f in said if f.claim.statement not in known], near)
    frame = pd.DataFrame(rows, columns=EDGES).sort_values(["said", "source"], kind="stable", ignore_index=True)
    figures = pd.DataFrame([_told(case, figure) for figure in said], columns=TOLD)
    return Independence(case, basis, frame, figures, near)


def _said(case: Case, basis: Basis, until: date | None) -> list[Figure]:
    """What each statement gave of a measure, printed or in all parts, whatever its kind, in order of days."""
    found: dict[tuple, Figure] = {}
    for c in case.records:
        if not c.primary or c.kind not in ("cumulative", "period", "rate") or c.measure not in case.related[basis.measure]:
            continue
        if not stands(case, c, basis) or not basis.knows(c.known_from) or (until and dates.last(c.statement_date) > until):
            continue
        figure = figure_of(case, c, basis)
        if figure.measure == basis.measure:
            key = (c.statement, c.kind, figure.reading.value)  # a sum of parts is one figure
            if key not in found or len(figure.claims) < len(found[key].claims):
                found[key] = figure
    return sorted(found.values(), key=lambda f: dates.last(f.claim.statement_date))


def _told(case: Case, figure: Figure) -> dict:
    c = figure.claim
    who = {"source": c.source, "name": case.source_name(c.source), "group": c.group, "role": case.role_of(c.source)}
    return who | {"statement": c.statement, "printed": figure.printed, "value": figure.reading.value, "said": c.statement_date}


def _origin(case: Case, figure: Figure, basis: Basis) -> tuple[Claim | None, str]:
    """Another source's statement that the figure is taken from, by the table, and on what ground; (None, "") for one of its own."""
    for c in figure.claims:
        ground = c.derived_basis or "inferred"
        if not c.derived_from or not (ground == "stated" or basis.inferred):
            continue
        origin = next((o for o in case.by_statement.get(c.derived_from, ()) if o.primary), None)
        if origin is not None and origin.source != c.source and basis.knows(origin.known_from):
            return origin, ground
    return None, ""


def _suspicions(said: list[Figure], near: int) -> list[dict]:
    """A source's first statement of a number that another source gave within so many days before."""
    rows, gave = [], defaultdict(list)  # number → figures so far
    for figure in said:
        c, value = figure.claim, figure.reading.value
        if c.kind != "cumulative" or value <= 0:
            continue
        before = [o.claim for o in gave[value] if o.claim.source != c.source and 0 <= _days(o.claim, c) <= near]
        if before and not any(o.claim.source == c.source for o in gave[value]):
            because = f"the same number within {near} days; chance and a common origin would look the same"
            rows.append(_edge(figure, before[-1], "suspected", because))
        gave[value].append(figure)
    return rows


def _days(earlier: Claim, later: Claim) -> int:
    return (dates.middle(later.statement_date) - dates.middle(earlier.statement_date)).days


def _edge(figure: Figure, origin: Claim, ground: str, because: str) -> dict:
    c = figure.claim
    who = {"source": c.source, "repeats": origin.source, "statement": c.statement, "of": origin.statement, "claim": c.claim}
    words = {"printed": figure.printed, "value": figure.reading.value, "said": c.statement_date, "earlier": origin.statement_date}
    return who | words | {"days": _days(origin, c), "basis": ground, "because": because}


# ------------------------------------------------------------------------------------------ all together

FIGURES = ["source", "name", "group", "role", "claim", "statement", "statement_date", "printed", "value", "estimate", "low", "high"]
FIGURES += ["open", "unmoved", "sd", "spread", "independent", "suspected", "pooled", "because", "also", "url"]
WITHOUT = [
    "left_out",
    "kind",
    "figures",
    "lowest",
    "highest",
    "agree",
    "sets",
    "agree_low",
    "agree_high",
    "pooled",
    "pooled_low",
    "pooled_high",
    "tau2",
]


@dataclass(frozen=True, eq=False)
class Consensus:
    """What many sources support together on one basis.

    Attributes
    ----------
    case : Case
    basis : Basis
    figures : pandas.DataFrame
        One row a source with a usable figure, highest first: ``source name group role claim statement statement_date printed value
        estimate low high open unmoved sd spread independent suspected pooled because also url``. `estimate` is on the basis; `low` and
        `high` are the bounds of the words (0 or infinity at an open side); `unmoved` says which known difference from the basis the
        record does not bridge; `sd` is in logs and empty without a spread, `spread` says whose it is
        (stated, words, assigned); `also` is what the source gave at other values of a dimension that the basis leaves open; `pooled` whether the pooled value uses it, `because` why not.
    independence : Independence
        Of all statements of the measure until the day of the basis.
    method : str
        Of the pooled value that was asked for; "" for none.
    pooled : Pooled or None
        In logs.
    refused : str
        Why there is no pooled value although one was asked for; "" else.
    remarks : tuple of str
        What a reader of the pooled value has to know.
    """

    case: Case
    basis: Basis
    figures: pd.DataFrame
    independence: Independence
    method: str = ""
    interval: str = "normal"
    pooled: Pooled | None = None
    refused: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def range(self) -> tuple[float, float] | None:
        """Lowest and highest estimate of all sources with a usable figure; None without any."""
        e = self.figures["estimate"]
        return (float(e.min()), float(e.max())) if len(e) else None

    @cached_property
    def agreement(self) -> list[tuple[Agreement, tuple[str, ...]]]:
        """The largest sets of independent figures whose words allow a common number, with their sources; all that are as large."""
        return _agreement(self.figures)

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Every pair of sources, as printed and on the basis: see `pairwise`."""
        return pairwise(self.figures)

    @cached_property
    def without(self) -> pd.DataFrame:
        """Range, agreement and pooled value without each source, each group, and what is suspected to be a repetition.

        Returns
        -------
        pandas.DataFrame
            ``left_out kind figures lowest highest agree sets agree_low agree_high pooled pooled_low pooled_high tau2``, counts in
            persons; ``agree`` is the size of the largest agreeing sets, whose bounds are given where there is one; the first row
            leaves out nothing.
        """
        import pandas as pd

        f = self.figures
        if f.empty:
            return pd.DataFrame(columns=WITHOUT)
        kept = [("nothing", "", f)]
        kept += [(name, "source", f[f["source"] != source]) for source, name in zip(f["source"], f["name"], strict=True)]
        for group in f["group"][f["group"].duplicated()].unique():
            kept.append((self.case.group_name(group), "group", f[f["group"] != group]))
        if (f["suspected"] & f["independent"]).any():
            kept.append(("suspected repetitions", "suspected", f[~f["suspected"]]))
        return pd.DataFrame([self._left(*row) for row in kept if len(row[2])], columns=WITHOUT)

    def _left(self, left_out: str, kind: str, f: pd.DataFrame) -> dict:
        row = {"left_out": left_out, "kind": kind, "figures": len(f), "lowest": f["estimate"].min(), "highest": f["estimate"].max()}
        sets = _agreement(f)
        if sets:
            row |= {"agree": sets[0][0].size, "sets": len(sets)}
        if len(sets) == 1:
            row |= {"agree_low": sets[0][0].low, "agree_high": sets[0][0].high}
        used = f[f["pooled"]]
        if self.pooled and len(used) > 1:
            p = combined(used["estimate"].map(math.log), used["sd"] ** 2, self.method, self.interval)
            row |= {"pooled": math.exp(p.mean), "pooled_low": math.exp(p.low), "pooled_high": math.exp(p.high), "tau2": p.tau2}
        return row

    def to_dict(self) -> dict:
        """Everything for JSON: counts unrounded, null for what is infinite or absent."""
        return {
            "basis": {"measure": self.basis.measure, "as_of": self.basis.as_of.isoformat(), "known_by": self.basis.known_by or None},
            "range": list(self.range) if self.range else None,
            "agreement": [{"low": a.low, "high": a.high, "sources": list(names)} for a, names in self.agreement],
            "independence": self.independence.to_dict(),
            "method": self.method or None,
            "pooled": self.pooled.to_dict() if self.pooled else None,
            "refused": self.refused or None,
            "remarks": list(self.remarks),
            "figures": self.figures.to_dict("records"),
            "pairs": self.pairs.to_dict("records"),
            "without": self.without.to_dict("records"),
        }

    def _story(self) -> Prose:
        from .story import consensus_story

        return Prose(tuple(consensus_story(self)))

    def __repr__(self) -> str:
        return repr(self._story())

    def _repr_html_(self) -> str:
        return self._story()._repr_html_()


def pool(
    case: Case,
    measure: str = "",
    as_of: str = "",
    known_by: str = "",
    rule: str = "",
    method: str = "",
    interval: str = "normal",
    spreads: Mapping[str, float] | None = None,
    unmoved: bool = False,
    near: int = NEAR,
    **choices: Any,
) -> Consensus:
    """What the sources of a case support together on one basis: range and agreement, and a pooled value if asked.

    Parameters
    ----------
    case : Case
    measure, as_of, known_by, rule : str
        As in `discrepancy.normalize`.
    method : str
        Of a pooled value, one of `METHODS`; "" for none.
    interval : {"normal", "hartung-knapp"}
    spreads : mapping, optional
        sd in logs that the reader assigns to the figure of a source, in place of what its words say: {"source": 0.1}.
    unmoved : bool
        Pool figures too that the record does not bring to the basis, as they stand.
    near : int
        Days within which a like number of another source is suspected to be a repetition.
    **choices
        width, timing, inferred, and a value for any declared dimension.

    Returns
    -------
    Consensus

    Raises
    ------
    ClaimError
        For a measure, date, method or source that there is not. A pooled value that the figures cannot bear is no error: see
        `Consensus.refused`.

    Examples
    --------
    >>> import discrepancy as dc
    >>> found = dc.pool(dc.load_case("hurricane-maria"))
    >>> found.range, found.pooled
    ((1139.0, 4645.0), None)
    >>> [names for _, names in found.agreement]
    [('kishore', 'gwu', 'santos-lozada'), ('kishore', 'puerto-rico-government', 'gwu')]
    """
    import pandas as pd

    basis = basis_for(case, measure, as_of, known_by, rule, **choices)
    spreads = dict(spreads or {})
    _check(case, method, interval, spreads)
    seen = independence(case, basis.measure, basis.as_of.isoformat(), known_by, near, inferred=basis.inferred)
    # What is suspected, until somebody says so, is the statement; what is known is known of the figure that is used.
    suspected = set(seen.edges.loc[seen.edges["basis"] == "suspected", "statement"])
    found = [(source, e) for source in case.by_source if (e := _usable(case, source, basis)) is not None]
    rows = [_figure(case, source, e, basis, spreads.get(source), suspected, unmoved) for source, e in found]
    order = sorted(range(len(rows)), key=lambda i: -rows[i]["estimate"])
    figures = pd.DataFrame([rows[i] for i in order], columns=FIGURES)
    figures = figures.astype(dict.fromkeys(("independent", "suspected", "pooled"), bool))
    consensus = Consensus(case, basis, figures, seen, method, interval)
    if not method:
        return consensus
    used = figures[figures["pooled"]]
    if refused := _refused(figures, basis):
        return Consensus(case, basis, figures, seen, method, interval, refused=refused)
    pooled = combined(used["estimate"].map(math.log), used["sd"] ** 2, method, interval)
    remarks = tuple(_remarks([found[i][1] for i in order if rows[i]["pooled"]], case, used, pooled, basis))
    return Consensus(case, basis, figures, seen, method, interval, pooled, "", remarks)


def _check(case: Case, method: str, interval: str, spreads: Mapping[str, float]) -> None:
    if method and method not in METHODS:
        raise ClaimError(f"method is {method!r}: use one of {', '.join(METHODS)}, or nothing for no pooled value")
    if interval not in ("normal", "hartung-knapp"):
        raise ClaimError(f"interval is {interval!r}: use normal or hartung-knapp")
    for source, sd in spreads.items():
        if source not in case.by_source:
            raise ClaimError(f"spreads has {source!r}: use a source of the case, such as {next(iter(case.by_source))!r}")
        if isinstance(sd, bool) or not isinstance(sd, int | float) or not 0 < sd < math.inf:
            raise ClaimError(f"spreads of {source!r} is {sd!r}: use a standard deviation in logs above 0; 0.1 is about ten per cent")


def _usable(case: Case, source: str, basis: Basis) -> Estimate | None:
    if not any(c.measure in case.related[basis.measure] for c in case.by_source[source]):
        return None
    try:
        found = estimate(case, speaks(case, source, basis), basis)
    except ClaimError:
        return None
    return found if math.isfinite(found.log) else None  # a count of 0 is shown elsewhere and never divided by


def _figure(case: Case, source: str, e: Estimate, basis: Basis, assigned: float | None, suspected: set[str], unmoved: bool) -> dict:
    r, claim = e.figure.reading, e.figure.claim
    moved = math.exp(e.log - r.log)
    steps = combine(*((1, s.terms) for s in e.steps.values()))
    sd = spread(combine((1, steps), (1, {"assigned": assigned}))) if assigned else e.sd if e.figure.terms else None
    whose = "assigned" if assigned else "" if sd is None else "stated" if claim.level is not None else "words"
    origin, ground = _origin(case, e.figure, basis)
    derived = origin and f"{_TAKEN[ground]} from the statement of {case.source_name(origin.source)} of {dates.say(origin.statement_date)}"
    # A dimension that is not stated is no known difference: a remark says so.
    still = [name for name, s in e.steps.items() if not s.accounted and not s.because.startswith("not stated")]
    because = ""
    if derived:
        because = derived
    elif sd is None:
        because = "no spread is stated or carried by its words"
    elif still and not unmoved:
        because = f"not brought to the basis: {_unmoved(e, still)}"
    low, high = r.bounds
    return {
        "source": source,
        "name": case.source_name(source),
        "group": case.group_of(source),
        "role": case.role_of(source),
        "claim": claim.claim,
        "statement": claim.statement,
        "statement_date": claim.statement_date,
        "printed": e.figure.printed,
        "value": r.value,
        "estimate": r.best * moved,
        "low": low * moved,
        "high": high * moved,
        "open": r.open,
        "unmoved": _unmoved(e, still),
        "sd": math.nan if sd is None else sd,
        "spread": whose,
        "independent": not derived,
        "suspected": claim.statement in suspected,
        "pooled": not because,
        "because": because,
        "also": _also(case, claim, basis),
        "url": claim.url,
    }


def _also(case: Case, claim: Claim, basis: Basis) -> tuple[tuple[str, str, float], ...]:
    """What the source gave for the same day at other values of a dimension that the basis leaves open: (printed, value, number)."""
    open_ = [name for name, wanted in basis.dims.items() if not wanted and claim.dimension(name)]
    others = [c for c in case.by_source[claim.source] if c.measure == claim.measure and c.speaks_of == claim.speaks_of]
    return tuple(
        (c.phrase, case.dimension_label(name, c.dimension(name)), basis.reading(c).value)
        for name in open_
        for c in others
        if c.dimension(name) not in ("", claim.dimension(name)) and not why_not(case, c, basis)
    )


def _unmoved(e: Estimate, still: list[str]) -> str:
    return "; ".join(f"{name}, {e.steps[name].because.partition(':')[0]}" for name in still)


_TAKEN = {"stated": "taken", "inferred": "inferred to be taken"}


def _refused(figures: pd.DataFrame, basis: Basis) -> str:
    """Why the figures cannot bear a pooled value; empty if they can."""
    n = int(figures["pooled"].sum())
    if n >= 2:
        return ""
    if figures.empty:
        return f"no source has a usable figure on {dates.say(basis.as_of)}."
    counts = figures.loc[~figures["pooled"], "because"].map(_reason_kind).value_counts()
    reasons = "; ".join(f"{_FEW.get(k, f'{k:,}')} {why}" for why, k in counts.items())
    have = "no independent figure" if n == 0 else "only one independent figure"
    return f"{have} with a spread stands on the basis, and it takes two: of {len(figures)} usable figures, {reasons}."


_FEW = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}


def _reason_kind(because: str) -> str:
    if because.startswith("no spread"):
        return "with no spread stated or carried by its words"
    return "not brought to the basis by the record" if because.startswith("not brought") else "taken from another source"


def _remarks(estimates: list[Estimate], case: Case, used: pd.DataFrame, pooled: Pooled, basis: Basis):
    """What the pooled value takes for granted, as far as it can be seen."""
    n = len(used)
    if n == 2:
        yield "Two figures cannot show how much a third would differ: no prediction interval is given."
    if open_ := int((used["open"] != "none").sum()):
        yield f"Limits by their words, {open_} of {n}, are pooled as the numbers that readers take them for."
    if shared := _shared(estimates):
        yield f"Of the {n} figures {shared} rest on an assumption that another rests on too, so that their errors are not independent."
    for name, wanted in basis.dims.items():
        values = [e.figure.claim.dimension(name) for e in estimates]
        if not wanted and len({*values} - {""}) > 1:
            yield f"They differ in {case.dimension_label(name)}, which the basis leaves open."
        if wanted and "" in values:
            yield f"Of the {n} figures {values.count('')} do not state {case.dimension_label(name)}."
    if used["suspected"].any():
        yield f"Of the {n} figures {int(used['suspected'].sum())} may repeat another source's; the table shows the value without."
    if pooled.birge > 2:
        yield (
            f"They differ {pooled.birge:.1f} times as much as their spreads allow (Birge ratio): what separates them is not in the "
            "spreads, and a pooled value does not explain it."
        )


def _shared(estimates: list[Estimate]) -> int:
    """Figures that share an assumption with another."""
    keys = [set(combine(*((1, s.terms) for s in e.steps.values()))) for e in estimates]
    return sum(any(a & b for j, b in enumerate(keys) if i != j) for i, a in enumerate(keys))


def _agreement(figures: pd.DataFrame) -> list[tuple[Agreement, tuple[str, ...]]]:
    # Words without a limit on either side agree with everything: they say nothing here.
    own = figures[figures["independent"] & (figures["open"] != "both")]
    sources = own["source"].tolist()
    sets = largest_agreement(list(zip(own["low"], own["high"], strict=True)))
    return [(a, tuple(sources[i] for i in a.members)) for a in sets]


def pairwise(figures: pd.DataFrame) -> pd.DataFrame:
    """Ratios of every two figures, as printed and on the basis.

    Parameters
    ----------
    figures : pandas.DataFrame
        Of `Consensus.figures` or `discrepancy.normalize`, with ``source name value estimate``, highest estimate first.

    Returns
    -------
    pandas.DataFrame
        ``a a_name b b_name printed normalized``, a row a pair: the figure of a, which has the higher estimate, over that of b.
    """
    import pandas as pd

    usable = figures[(figures["value"] > 0) & (figures["estimate"] > 0)].to_dict("records")
    rows = [
        {"a": a["source"], "a_name": a["name"], "b": b["source"], "b_name": b["name"]}
        | {"printed": a["value"] / b["value"], "normalized": a["estimate"] / b["estimate"]}
        for i, a in enumerate(usable)
        for b in usable[i + 1 :]
    ]
    return pd.DataFrame(rows, columns=["a", "a_name", "b", "b_name", "printed", "normalized"])
