"""Many sources, one day → what they support together: a range, the largest set that agrees, and a pooled value if asked.

In go a `Case` and a basis; out comes a `Consensus`.  The plain range and the largest
agreeing set come first and need no assumption about errors; a pooled value is given only where it is asked for, over independent
statements with a spread, or refused with the reason.  docs/method.md has the formulas and whose they are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from discrepancy.basis.asked import standing_for
from discrepancy.basis.basis import Basis
from discrepancy.case.model import Case
from discrepancy.case.who import ClaimError
from discrepancy.display import Prose
from discrepancy.reading.scale import RATIO, Scale
from discrepancy.saying.telling import told
from discrepancy.sources.agreement import MOST, Agreement, agreement, evenly, pairwise
from discrepancy.sources.combined import METHODS, Pooled
from discrepancy.sources.independence import NEAR, Independence, independence
from discrepancy.sources.normalize import left_open
from discrepancy.sources.used import FIGURES, not_pooled, pooled_value, remarks_on, row_of, usable

if TYPE_CHECKING:
    import pandas as pd

WITHOUT = "left_out kind figures lowest highest agree sets agree_low agree_high pooled pooled_low pooled_high tau2".split()


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
        record does not bridge; `sd` is in the coordinate of the scale (logs, or the unit) and empty without a spread, `spread` says whose it is
        (stated, words, assigned); `also` is what the source gave at other values of a dimension that the basis leaves open; `pooled` whether the pooled value uses it, `because` why not.
    independence : Independence
        Of all statements of the measure whose figures are up to the day of the basis.
    method : str
        Of the pooled value that was asked for; "" for none.
    pooled : Pooled or None
        In the coordinate of the scale.
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
    def scale(self) -> Scale:
        """The scale of the measure."""
        return self.basis.scale

    @property
    def unit(self) -> str:
        """The unit of the measure; empty for a count."""
        return self.case.measures[self.basis.measure].unit

    @property
    def range(self) -> tuple[float, float] | None:
        """Lowest and highest estimate of all sources with a usable figure; None without any."""
        estimates = self.figures["estimate"].tolist()
        return (min(estimates), max(estimates)) if estimates else None

    @cached_property
    def left_open(self) -> list[str]:
        """The dimensions in which the figures differ because the basis leaves them open."""
        return left_open(self.case, self.basis, self.figures["claim"])

    @cached_property
    def rows(self) -> list[dict]:
        """The rows of `figures`."""
        return self.figures.to_dict("records")

    @cached_property
    def agreement(self) -> list[tuple[Agreement, tuple[str, ...]]]:
        """The largest sets of independent figures whose words allow a common number, with their sources; all that are as large."""
        return agreement(self.rows)

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Every pair of sources: ``a a_name b b_name printed normalized``, the ratio, or the difference, from b to a, which has the higher estimate.

        Of more than a hundred sources, twelve, evenly from the highest to the lowest.
        """
        return pairwise(self.figures, self.scale)

    @cached_property
    def without(self) -> pd.DataFrame:
        """Range, agreement and pooled value without each source, each group, and what is suspected to be a repetition.

        Of more than a hundred sources, or groups, a hundred, evenly from the highest to the lowest.

        ``left_out kind figures lowest highest agree sets agree_low agree_high pooled pooled_low pooled_high tau2``: `agree` is the size
        of the largest agreeing sets, whose bounds are given where there is one; the first row leaves out nothing.
        """
        import pandas as pd

        rows = self.rows
        kept = [("nothing", "", rows)] + [(r["name"], "source", [o for o in rows if o is not r]) for r in evenly(rows, MOST)]
        first = {r["group"]: r["source"] for r in reversed(rows)}
        for group in evenly([*dict.fromkeys(r["group"] for r in rows if first[r["group"]] != r["source"])], MOST):
            kept.append((self.case.group_name(group), "group", [r for r in rows if r["group"] != group]))
        if any(r["suspected"] and r["independent"] for r in rows):
            kept.append(("suspected repetitions", "suspected", [r for r in rows if not r["suspected"]]))
        return pd.DataFrame([self._left(*left) for left in kept if left[2]], columns=WITHOUT)

    def _left(self, left_out: str, kind: str, rows: list[dict]) -> dict:
        estimates, used = [r["estimate"] for r in rows], [r for r in rows if r["pooled"]]
        left = {"left_out": left_out, "kind": kind, "figures": len(rows), "lowest": min(estimates), "highest": max(estimates)}
        if sets := agreement(rows):
            left |= {"agree": sets[0][0].size, "sets": len(sets)}
            left |= {"agree_low": sets[0][0].low, "agree_high": sets[0][0].high} if len(sets) == 1 else {}
        if self.pooled and len(used) > 1:
            p = pooled_value(used, self.method, self.interval, self.scale)
            number = self.scale.number
            left |= {"pooled": number(p.mean), "pooled_low": number(p.low), "pooled_high": number(p.high), "tau2": p.tau2}
        return left

    def to_dict(self) -> dict:
        """Everything for JSON: counts unrounded, null for what is infinite or absent."""
        return {
            "basis": {"measure": self.basis.measure, "as_of": self.basis.as_of.isoformat(), "known_by": self.basis.known_by or None},
            "scale": self.scale.name,
            "unit": self.unit,
            "range": list(self.range) if self.range else None,
            "agreement": [{"low": a.low, "high": a.high, "sources": list(names)} for a, names in self.agreement],
            "independence": self.independence.to_dict(),
            "method": self.method or None,
            "pooled": self.pooled.to_dict() if self.pooled else None,
            "refused": self.refused or None,
            "remarks": list(self.remarks),
            "figures": self.rows,
            "pairs": self.pairs.to_dict("records"),
            "without": self.without.to_dict("records"),
        }

    def __repr__(self) -> str:
        return repr(Prose(tuple(told(self))))

    def _repr_html_(self) -> str:
        return Prose(tuple(told(self)))._repr_html_()


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
        sd that the reader assigns to the figure of a source, in place of what its words say: {"source": 0.1}. In logs; on a difference
        scale in the unit.
    unmoved : bool
        Pool figures too that the record does not bring to the basis, as they stand.
    near : int
        Days within which a like number of another source is suspected to be a repetition.
    **choices
        width, timing, inferred, and a value for any declared dimension.

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

    standing = standing_for(case, measure, as_of, known_by, rule, **choices)
    basis = standing.basis
    spreads = dict(spreads or {})
    _check(case, method, interval, spreads, basis.scale)
    seen = independence(case, basis.measure, basis.as_of.isoformat(), known_by, near, inferred=basis.inferred)
    # What is suspected, until somebody says so, is the statement; what is known is known of the figure that is used.
    suspected = set(seen.edges.loc[seen.edges["basis"] == "suspected", "statement"])
    estimates = {source: e for source in standing.case.by_source if (e := usable(standing, source)) is not None}
    rows = [row_of(standing, source, e, spreads.get(source), suspected, unmoved) for source, e in estimates.items()]
    figures = pd.DataFrame(sorted(rows, key=lambda row: -row["estimate"]), columns=FIGURES)
    figures = figures.astype(dict.fromkeys(("independent", "suspected", "pooled"), bool))
    found = Consensus(case, basis, figures, seen, method, interval)
    if not method:
        return found
    if refused := not_pooled(found.rows, basis):
        return replace(found, refused=refused)
    used = [r for r in found.rows if r["pooled"]]
    pooled = pooled_value(used, method, interval, basis.scale)
    remarks = remarks_on([estimates[r["source"]] for r in used], case, used, pooled, basis)
    return replace(found, pooled=pooled, remarks=tuple(remarks))


def _check(case: Case, method: str, interval: str, spreads: Mapping[str, float], scale: Scale) -> None:
    if method and method not in METHODS:
        raise ClaimError(f"method is {method!r}: use one of {', '.join(METHODS)}, or nothing for no pooled value")
    if interval not in ("normal", "hartung-knapp"):
        raise ClaimError(f"interval is {interval!r}: use normal or hartung-knapp")
    for source, sd in spreads.items():
        if source not in case.by_source:
            raise ClaimError(f"spreads has {source!r}: use a source of the case, such as {next(iter(case.by_source))!r}")
        if isinstance(sd, bool) or not isinstance(sd, int | float) or not 0 < sd < math.inf:
            right = "in logs above 0; 0.1 is about ten per cent" if scale is RATIO else "in the unit, above 0"
            raise ClaimError(f"spreads of {source!r} is {sd!r}: use a standard deviation {right}")
