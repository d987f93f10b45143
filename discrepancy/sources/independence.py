"""A case → who repeats whom: derivations that the record states or infers, and like numbers on near days, which are only suspected.

In go the statements of a measure in order of days; out comes `Independence`, a row a repetition.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from discrepancy import dates
from discrepancy.basis.asked import standing_for
from discrepancy.basis.basis import Basis
from discrepancy.basis.standing import KINDS, Standing
from discrepancy.basis.steps import PrintedFigure
from discrepancy.case.model import Case, Claim
from discrepancy.display import Table
from discrepancy.saying.telling import told
from discrepancy.sources.normalize import who

if TYPE_CHECKING:
    import pandas as pd

MOMENTS = ("cumulative", "level", "fixed")  # kinds of which a like number is no round count of a window
NEAR = 14  # days within which the same number from another source is pointed at


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
        shown = self.edges.reindex(columns=["source", "repeats", "printed", "said", "earlier", "basis"])
        return str(Table(shown, note=told(self)))

    def to_dict(self) -> dict:
        """Everything for JSON."""
        return {
            "sources": list(self.sources),
            "independent": list(self.independent),
            "unlike": list(self.unlike),
            "edges": self.edges.to_dict("records"),
        }


TOLD = "source name group role statement printed value said".split()
EDGES = "source repeats statement of claim printed value said earlier days basis because".split()
BECAUSE = {"stated": "the source or its page says so", "inferred": "inferred: its number matches the earlier statement"}


def independence(case: Case, measure: str = "", as_of: str = "", known_by: str = "", near: int = NEAR, **choices: Any) -> Independence:
    """Who repeats whom on a measure: derivations of the record, and like numbers on near days as suspected ones.

    Parameters
    ----------
    case : Case
    measure, as_of, known_by : str
        As in `discrepancy.normalize`; without `as_of` every statement that was known is looked at, with it those of figures up to that day.
    near : int
        Days within which a like number of another source is suspected.
    **choices
        As in `discrepancy.normalize`; with ``inferred=False`` only stated derivations count as known.

    Examples
    --------
    >>> import discrepancy as dc
    >>> found = independence(dc.load_case("dprk-kursk"))
    >>> found.edges.loc[found.edges["basis"] == "stated", ["source", "repeats"]].values.tolist()
    [['isw', 'ukr-president']]
    """
    import pandas as pd

    standing = standing_for(case, measure, as_of, known_by, **choices)
    said = _said(standing, dates.last(as_of) if as_of else None)
    rows = []
    for figure in said:
        origin, ground = origin_of(standing, figure)
        if origin:
            rows.append(_edge(figure, origin, ground, BECAUSE[ground]))
    known = {row["statement"] for row in rows}
    rows += _suspicions(standing, [f for f in said if f.claim.statement not in known], near)
    frame = pd.DataFrame(sorted(rows, key=lambda row: (row["said"], row["source"])), columns=EDGES)
    own = lambda f: {"statement": f.claim.statement, "printed": f.printed, "value": f.reading.value, "said": f.claim.statement_date}
    figures = pd.DataFrame([who(case, f.claim.source) | own(f) for f in said], columns=TOLD)
    return Independence(case, standing.basis, frame, figures, near)


def _said(standing: Standing, until: date | None) -> list[PrintedFigure]:
    """What each statement gave of a measure, printed or in all parts, whatever its kind, in order of days."""
    found: dict[tuple, PrintedFigure] = {}
    for c in standing.related(standing.claims):
        if c.kind not in KINDS or (until and dates.first(c.speaks_of) > until):
            continue
        figure = standing.figure(c)
        if figure.measure == standing.basis.measure:
            key = (c.statement, c.kind, figure.reading.value)  # a sum of parts is one figure
            if key not in found or len(figure.claims) < len(found[key].claims):
                found[key] = figure
    return sorted(found.values(), key=lambda f: dates.last(f.claim.statement_date))


def origin_of(standing: Standing, figure: PrintedFigure) -> tuple[Claim | None, str]:
    """Another source's statement that the figure is taken from, by the table, and on what ground; (None, "") for one of its own."""
    for c in figure.claims:
        if not standing.derived(c):
            continue
        origin = next((o for o in standing.case.by_statement.get(c.derived_from, ()) if o.primary), None)
        if origin is not None and origin.source != c.source:
            return origin, c.derived_basis or "inferred"
    return None, ""


def _suspicions(standing: Standing, said: list[PrintedFigure], near: int) -> list[dict]:
    """A source's first statement of a number that another source gave of the same subject within so many days before."""
    rows, gave = [], defaultdict(list)  # number and subject → figures so far
    for figure in said:
        c, value = figure.claim, figure.reading.value
        if c.kind not in MOMENTS or not value:
            continue
        key = (value, standing.subject(c, standing.basis.measure))
        before = [o.claim for o in gave[key] if o.claim.source != c.source and 0 <= _days(o.claim, c) <= near]
        if before and not any(o.claim.source == c.source for o in gave[key]):
            because = f"the same number within {near} days; chance and a common origin would look the same"
            rows.append(_edge(figure, before[-1], "suspected", because))
        gave[key].append(figure)
    return rows


def _days(earlier: Claim, later: Claim) -> int:
    return (dates.middle(later.statement_date) - dates.middle(earlier.statement_date)).days


def _edge(figure: PrintedFigure, origin: Claim, ground: str, because: str) -> dict:
    c = figure.claim
    who = {"source": c.source, "repeats": origin.source, "statement": c.statement, "of": origin.statement, "claim": c.claim}
    words = {"printed": figure.printed, "value": figure.reading.value, "said": c.statement_date, "earlier": origin.statement_date}
    return who | words | {"days": _days(origin, c), "basis": ground, "because": because}
