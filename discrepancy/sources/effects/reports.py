"""Claims of a case, or a table → the reports that `houses` fits, and what was left out and why.

Every closest wording is one report, however often it was retold.  What a case says of who speaks (source, group, role) becomes
levels of the hierarchy, what it says of parts ties measures together, and a printed phrase gives the spread of its own number.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from discrepancy import dates
from discrepancy.basis.asked import basis_for
from discrepancy.basis.basis import Basis
from discrepancy.basis.standing import stands, why_not
from discrepancy.basis.timing import UNKNOWN_SPAN
from discrepancy.case.model import Case, Claim
from discrepancy.saying.numbers import plural
from discrepancy.sources.effects.arrays import Reports

if TYPE_CHECKING:
    import pandas as pd

LONGEST = 1500  # steps of a curve: longer records are counted in steps of several days
MOST_DAYS = 36_525  # of a table: a hundred years
NEEDED = ("days", "loss_count", "loss_type", "claim_source", "time_frame")
NOT_STATED = "not stated"


class HousesError(ValueError):
    """Claims or a table from which no source effects can be told, and why."""


@dataclass(frozen=True)
class Told:
    """Reports with the names behind their numbers.

    Attributes
    ----------
    reports : Reports
    measures, sources : tuple of str
        What `what` and the houses stand for.
    of : tuple of dict
        Of each house: source, name, group, role.
    rows : tuple of dict
        Of each report, what a reader needs: see `Houses.reports`.
    left_out : tuple of dict
        source, statement, claim, because.
    main : tuple of int
        Of each block, the measure (row of `parts`) whose level the reference fixes.
    origin : datetime.date or None
        The day 0 of the curves; None where the table has numbers of days.
    step : int
        Days in a step of the curves.
    reference : str
        The reference where none is asked.
    names : dict
        Names of groups for readers.
    """

    reports: Reports
    measures: tuple[str, ...]
    sources: tuple[str, ...]
    of: tuple[dict, ...]
    rows: tuple[dict, ...]
    left_out: tuple[dict, ...]
    main: tuple[int, ...]
    origin: date | None
    step: int
    reference: str
    names: dict[str, str]

    def day(self, step: int) -> date | None:
        return self.origin + timedelta(step * self.step) if self.origin else None


def from_case(case: Case, measure: str = "", known_by: str = "", rule: str = "", **choices) -> Told:
    """The closest wordings of a case that count a measure, its parts, or wholes of the same parts."""
    basis = replace(basis_for(case, measure, "", known_by, rule, **choices), as_of=date.max)
    known = [c for c in case.records if c.primary and c.measure in case.related[basis.measure] and basis.knows(c.known_from)]
    family = _family(case, known, basis)
    used, left_out = [], []
    for c in known:
        because = _left_out(case, c, basis, family) or _said_in_parts(case, c, known, basis)
        (left_out if because else used).append((c, because))
    used = [c for c, _ in used]
    if len({c.source for c in used}) < 2 or len(used) < 3:
        label = case.measure_label(basis.measure)
        raise HousesError(
            f"no source effects of {label} in the case {case.name}: "
            f"{plural(len(used), 'figure')} of {plural(len({c.source for c in used}), 'source')} can be used; "
            f"at least 3 figures of 2 sources are needed{_why(left_out)}"
        )
    leaves = [p for p in case.measures if any(p in _parts(case, c.measure) for c in used) or p in _parts(case, basis.measure)]
    leaves = [p for p in leaves if _parts(case, p) == (p,)]
    measures = tuple(dict.fromkeys([basis.measure, *leaves, *(c.measure for c in used)]))
    sources = tuple(dict.fromkeys(c.source for c in used))
    of = tuple(_who(case, s) for s in sources)
    start, last = _span(used)
    step = max(1, math.ceil(((last - start).days + 1) / LONGEST))
    at = lambda day: (day - start).days // step
    pairs = {(basis.measure, s) for s in sources} | {(c.measure, c.source) for c in used}
    cells = sorted((measures.index(m), sources.index(s)) for m, s in pairs)
    place = {cell: i for i, cell in enumerate(cells)}
    readings = [basis.reading(c) for c in used]
    houses, kind = _components(of)
    parts = tuple(tuple(leaves.index(p) for p in _parts(case, m)) for m in measures)
    opens = [at(dates.first(c.period_start)) if c.kind == "period" else 0 for c in used]
    ends = [at(dates.middle(c.speaks_of)) for c in used]
    what = np.array([measures.index(c.measure) for c in used])
    counts = np.array([r.best for r in readings], float)
    reports = Reports(
        count=counts,
        start=np.array(opens),
        end=np.array(ends),
        what=what,
        cell=np.array([place[w, sources.index(c.source)] for w, c in zip(what, used, strict=True)]),
        least=np.zeros(len(used)),
        most=np.zeros(len(used)),
        teller=np.zeros(len(used), int),
        noise=np.array([_noise(r) for r in readings]),
        scatter=what,
        parts=parts,
        block=np.zeros(len(leaves), int),
        cells=np.array(cells),
        houses=houses,
        kind=kind,
        deviation=np.zeros(len(sources), int),
        level=_levels(counts, np.array(ends) - np.array(opens) + 1, what, parts, len(leaves)),
        days=at(last) + 1,
    )
    rows = tuple(_row(case, c, r) for c, r in zip(used, readings, strict=True))
    out = tuple({"source": c.source, "statement": c.statement, "claim": c.claim, "because": because} for c, because in left_out)
    return Told(
        reports, measures, sources, of, rows, out, (0,), start, step, "sources", {w["group"]: case.group_name(w["group"]) for w in of}
    )


def _parts(case: Case, measure: str) -> tuple[str, ...]:
    return case.measures[measure].parts or (measure,)


def _family(case: Case, known: list[Claim], basis: Basis) -> set[str]:
    """The parts that are counted together: those of the measure and of wholes of it that at least two figures give."""
    n = Counter(c.measure for c in known if not _left_out(case, c, basis))
    return set(_parts(case, basis.measure)).union(*(_parts(case, m) for m, k in n.items() if k > 1))


def _left_out(case: Case, c: Claim, basis: Basis, family: set[str] | None = None) -> str:
    """Why a claim is no report of its own; empty if it is one."""
    if c.derived_from and (c.derived_basis == "stated" or basis.inferred):
        return f"derived from {c.derived_from}: not an independent figure"
    if not stands(case, c, basis):
        return f"{c.status} since"
    if c.kind == "period":
        if not c.period_start:
            return "a count of a period with no day on which it starts"
        if dates.first(c.period_start) > dates.middle(c.speaks_of):
            return "a count of a period that ends before it starts"
    elif because := why_not(case, c, basis):
        return because
    for name, wanted in basis.dims.items():
        if wanted and c.dimension(name) not in ("", wanted):
            return f"another {case.dimension_label(name)}: {case.dimension_label(name, c.dimension(name))}"
    if family is not None and not set(_parts(case, c.measure)) <= family:
        return f"counts {case.measure_label(c.measure)}, more than what the others count"
    return ""


def _said_in_parts(case: Case, c: Claim, known: list[Claim], basis: Basis) -> str:
    """A whole whose parts the same statement gives is said once, by its parts."""
    parts = case.measures[c.measure].parts
    beside = {
        o.measure for o in known if o.statement == c.statement and o.kind == c.kind and o.dims == c.dims and not _left_out(case, o, basis)
    }
    return "the same statement gives its parts, which are used" if parts and beside.issuperset(parts) else ""


def _why(left_out: list[tuple[Claim, str]]) -> str:
    reasons = Counter(because for _, because in left_out)
    said = "; ".join(f"{because} ({n})" if n > 1 else because for because, n in reasons.most_common(4))
    return f". Left out: {said}" if said else ""


def _who(case: Case, source: str) -> dict:
    role = case.role_of(source) or NOT_STATED
    return {"source": source, "name": case.source_name(source), "group": case.group_of(source), "role": role}


def _span(used: list[Claim]) -> tuple[date, date]:
    """First and last day of the curves: a count begins at the earliest start given, else 14 days before the first figure."""
    days = [dates.middle(c.speaks_of) for c in used]
    given = [dates.first(c.period_start) for c in used if c.period_start]
    first = min([*given, min(days) - timedelta(UNKNOWN_SPAN)]) if not given or min(given) >= min(days) else min(given)
    return first, max(days)


def _noise(reading) -> float:
    """Variance of ln count that the words leave: from the reading; where a side is open, its whole width is one sd."""
    if reading.open != "none" and 0 < reading.low < reading.high:
        return math.log(reading.high / reading.low) ** 2
    return reading.sd**2


def _components(of: tuple[dict, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Each source's mean effect as the sum of its own, its group's and its role's; which of three scales each has.

    A group or role of one source says no more than the source, and a role that all have is the level: neither is a component.
    """
    columns, kind = [np.eye(len(of))], [0] * len(of)
    for k, key in ((1, "group"), (2, "role")):
        n = Counter(w[key] for w in of)
        shared = [name for name, count_ in n.items() if 1 < count_ < len(of)]
        columns.append(np.array([[w[key] == name for name in shared] for w in of], float).reshape(len(of), len(shared)))
        kind += [k] * len(shared)
    return np.hstack(columns), np.array(kind)


def _levels(counts: np.ndarray, spans: np.ndarray, what: np.ndarray, parts: tuple, leaves: int) -> np.ndarray:
    """A middle daily rate for each curve: no prior of a case may depend on the unit in which it counts."""
    share = np.array([len(parts[w]) for w in what])
    rate = np.log(np.maximum(counts, 0.5) / spans / share)
    having = [np.array([i in parts[w] for w in what]) for i in range(leaves)]
    return np.array([np.median(rate[h]) if h.any() else np.median(rate) for h in having])


def _row(case: Case, c: Claim, reading) -> dict:
    return {
        "source": c.source,
        "measure": c.measure,
        "date": dates.middle(c.speaks_of),
        "start": dates.first(c.period_start) if c.kind == "period" else None,
        "said": dates.last(c.statement_date),
        "count": reading.best,
        "low": reading.low,
        "high": reading.high,
        "open": reading.open,
        "printed": c.phrase,
        "statement": c.statement,
        "claim": c.claim,
        "url": c.url,
    }


def from_table(frame: pd.DataFrame) -> Told:
    """A table with the columns of Radford et al. (2023), each row a report, in the published setting."""
    import pandas as pd

    frame = _checked(frame)
    what, measures = pd.factorize(frame["loss_type"], sort=True)
    teller = pd.factorize(frame["claim_source"], sort=True)[0]
    target = frame["loss_country"] if "loss_country" in frame else [""] * len(frame)
    pair = pd.MultiIndex.from_arrays([frame["claim_source"], target])
    house, pairs = pd.factorize(pair, sort=True)
    cells, cell = np.unique(np.column_stack([what, house]), axis=0, return_inverse=True)
    day = frame["days"].to_numpy() - 1
    total = (frame["time_frame"] == "Cumulative").to_numpy()
    flag = lambda name: frame[name].to_numpy(float) if name in frame else np.zeros(len(frame))
    reports = Reports(
        count=frame["loss_count"].to_numpy(float),
        start=np.where(total, 0, day),
        end=day,
        what=what,
        cell=cell.ravel(),
        least=flag("minimum"),
        most=flag("maximum"),
        teller=teller,
        noise=np.zeros(len(frame)),
        scatter=np.where(total, what, -1),
        parts=tuple((i,) for i in range(len(measures))),
        block=np.arange(len(measures)),
        cells=cells,
        houses=np.eye(len(pairs)),
        kind=np.zeros(len(pairs), int),
        deviation=np.arange(len(pairs)),
        level=np.zeros(len(measures)),
        days=max(int(day.max()) + 1, 2),
    )
    of = tuple({"source": s, "name": s, "group": s, "role": t or NOT_STATED} for s, t in pairs)
    return Told(reports, tuple(measures), tuple(s for s, _ in pairs), of, (), (), tuple(range(len(measures))), None, 1, "prior", {})


def _checked(frame: pd.DataFrame) -> pd.DataFrame:
    """The table, or all that is wrong with it at once."""
    if missing := [c for c in NEEDED if c not in frame]:
        raise HousesError(
            f"the table has no column {', '.join(missing)}: give {', '.join(NEEDED)}, and loss_country, minimum, maximum where known"
        )
    wrong = []
    good = {
        "days": (f"a whole number from 1 to {MOST_DAYS:,}", lambda v: 1 <= v <= MOST_DAYS and v == int(v)),
        "loss_count": ("a count from 0", lambda v: 0 <= v < math.inf),
        "time_frame": ("Cumulative or Day", lambda v: v in ("Cumulative", "Day")),
        "minimum": ("0 or 1", lambda v: v in (0, 1)),
        "maximum": ("0 or 1", lambda v: v in (0, 1)),
        "loss_type": ("a name", lambda v: isinstance(v, str) and v != ""),
        "claim_source": ("a name", lambda v: isinstance(v, str) and v != ""),
        "loss_country": ("a name", lambda v: isinstance(v, str)),
    }
    for column, (right, test) in good.items():
        if column not in frame:
            continue
        for at, value in enumerate(frame[column].tolist()):
            try:
                fits = bool(test(value))
            except (TypeError, ValueError, OverflowError):
                fits = False
            if not fits:
                wrong.append(f"row {at}, {column}: {value!r} is not {right}")
    if not len(frame):
        wrong.append("the table has no rows")
    if wrong:
        raise HousesError("\n".join(wrong[:20] + ([f"and {len(wrong) - 20} more"] if len(wrong) > 20 else [])))
    return frame.astype({"days": int, "loss_count": float})
