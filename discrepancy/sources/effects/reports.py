"""Claims of a case, or a table → the reports that `houses` fits, and what was left out and why.

Every closest wording is one report, however often it was retold.  What a case says of who speaks (source, group, role) becomes
levels of the hierarchy, what it says of parts ties measures together, and a printed phrase gives the spread of its own number.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from discrepancy import dates
from discrepancy.basis.asked import standing_for
from discrepancy.basis.basis import allows
from discrepancy.basis.standing import KINDS, Standing
from discrepancy.case.model import Case, Claim
from discrepancy.reading.reading import Reading
from discrepancy.reading.scale import RATIO, Scale
from discrepancy.saying.numbers import plural
from discrepancy.saying.text import join
from discrepancy.sources.effects.arrays import Reports
from discrepancy.sources.normalize import who

TOTALS = ("cumulative", "period")  # kinds whose figures are sums over days
UNKNOWN_SPAN = 14  # days before the first figure at which a running total begins, where nobody says when
LONGEST = 1500  # steps of a curve: longer records are counted in steps of several days
MOST_DAYS = 36_525  # of a table: a hundred years
MOST_SOURCES = 200  # of which effects are fitted together: the time grows with their cube
NEEDED = ("days", "loss_count", "loss_type", "claim_source", "time_frame")
NOT_STATED = "not stated"


class HousesError(ValueError):
    """Claims or a table from which no source effects can be told, and why."""


@dataclass(frozen=True)
class Reported:
    """Reports with the names behind their numbers."""

    reports: Reports
    measures: tuple[str, ...]  # what `what` stands for
    of: tuple[dict, ...]  # of each house: source, name, group, role
    rows: tuple[dict, ...]  # of each report, what a reader needs: see `Houses.reports`
    left_out: tuple[dict, ...]  # source, statement, claim, because
    main: tuple[int, ...]  # of each block, the measure (row of `parts`) whose level the reference fixes
    origin: date | None  # the day 0 of the curves; None where the table has numbers of days
    step: int  # days in a step of the curves
    names: Mapping[str, str]  # of groups, for readers
    scale: Scale = RATIO
    totals: bool = True  # whether figures are sums over days of counts; else numbers of a day, each for itself
    about: str = ""  # the subject that was taken, where the case has several

    def at(self, counts: np.ndarray) -> np.ndarray:
        """Figures in the coordinate of the scale; a count of 0 as half a one."""
        return np.log(np.maximum(counts, 0.5)) if self.totals else np.array([self.scale.at(x) for x in counts.tolist()])

    @property
    def who(self) -> dict[str, dict]:
        """Each source of a case with its name, group and role."""
        return {w["source"]: w for w in self.of}

    def day(self, step: int) -> date | None:
        """The date of a step of the curves."""
        return self.origin + timedelta(step * self.step) if self.origin else None


def from_case(case: Case, measure: str = "", known_by: str = "", rule: str = "", without: Collection[str] = (), **choices) -> Reported:
    """The closest wordings of a case of one subject that count a measure, its parts, or wholes of the same parts.

    Where the basis leaves a dimension open, the subject is that of most sources, of several the newest: no curve runs over two places.
    Numbers of a day (levels, percentages) are of the measure alone, for parts of them do not add.  Statements in `without` are left out.
    """
    standing = standing_for(case, measure, "", known_by, rule, **choices).on(as_of=date.max)
    totals = standing.basis.scale is RATIO and standing.basis.kind in ("", *TOTALS)
    standing, about = _one_subject(standing.on(kind="", period=()) if totals else standing, totals)
    basis = standing.basis
    used, left_out = _sorted(standing, totals, about)
    left_out += [(c, "suspected to be another source's figure") for c in used if c.statement in without]
    used = [c for c in used if c.statement not in without]
    sources = tuple(dict.fromkeys(c.source for c in used))
    if len(sources) < 2 or len(used) < 3:
        raise HousesError(
            f"no source effects of {case.measure_label(basis.measure)}: "
            f"{plural(len(used), 'figure')} of {plural(len(sources), 'source')}{_told(standing, about, ' with ')} can be used; "
            f"at least 3 figures of 2 sources are needed{_why(left_out)}"
        )
    if len(sources) > MOST_SOURCES:
        raise HousesError(f"no source effects of {len(sources):,} sources: up to {MOST_SOURCES} are fitted together")
    counted = {m: leaf_parts(case, m) if totals else (m,) for m in (basis.measure, *(c.measure for c in used))}
    leaves = [p for p in case.measures if any(p in parts for parts in counted.values())]
    measures = tuple(dict.fromkeys([basis.measure, *leaves, *counted]))
    of = tuple(named | {"role": named["role"] or NOT_STATED} for named in (who(case, s) for s in sources))
    start, last = _span(used, totals)
    if basis.kind == "fixed" and not totals:  # a closed count has one level, whenever it was given
        start = last
    step = max(1, math.ceil(((last - start).days + 1) / LONGEST))
    at = lambda day: max((day - start).days, 0) // step
    pairs = [(measures.index(c.measure), sources.index(c.source)) for c in used]
    cells = sorted({*pairs, *((0, h) for h in range(len(sources)))})  # of every source an effect on the measure asked
    place = {cell: i for i, cell in enumerate(cells)}
    readings = [basis.reading(c) for c in used]
    houses, kind = _components(of)
    parts = tuple(tuple(leaves.index(p) for p in (leaf_parts(case, m) if totals else (m,))) for m in measures)
    opens = np.array([at(dates.first(c.period_start)) if totals and c.kind == "period" else 0 for c in used])
    ends = np.array([at(dates.middle(c.speaks_of)) for c in used])
    what = np.array([w for w, _ in pairs])
    counts = np.array([r.best for r in readings], float)
    reports = Reports(
        count=counts,
        start=opens,
        end=ends,
        what=what,
        cell=np.array([place[pair] for pair in pairs]),
        least=np.zeros(len(used)),
        most=np.zeros(len(used)),
        teller=np.zeros(len(used), int),
        noise=np.array([_noise(r, basis.scale) for r in readings]),
        scatter=what,
        parts=parts,
        block=np.zeros(len(leaves), int),
        cells=np.array(cells),
        houses=houses,
        kind=kind,
        deviation=np.zeros(len(sources), int),
        level=_levels(counts, ends - opens + 1, what, parts, len(leaves)) if totals else np.zeros(len(leaves)),
        days=at(last) + 1,
    )
    rows = tuple(_row(c, r) for c, r in zip(used, readings, strict=True))
    out = tuple({"source": c.source, "statement": c.statement, "claim": c.claim, "because": because} for c, because in left_out)
    names = {w["group"]: case.group_name(w["group"]) for w in of}
    return Reported(reports, measures, of, rows, out, (0,), start, step, names, basis.scale, totals, _told(standing, about))


def _one_subject(standing: Standing, totals: bool) -> tuple[Standing, dict[str, str]]:
    """The basis with the values that most sources share, of several the newest, and these values; as it is where all are of one subject."""
    dims = standing.basis.dims
    open_ = [name for name, wanted in dims.items() if not wanted and standing.case.dimensions[name]["subject"]]
    sources: dict[tuple[str, ...], set[str]] = defaultdict(set)
    newest: dict[tuple[str, ...], date] = {}
    for c in standing.related(standing.claims):
        if not _no_report(standing, c, totals, {}):
            key = tuple(c.dimension(name) for name in open_)
            sources[key].add(c.source)
            newest[key] = max(newest.get(key, date.min), dates.last(c.speaks_of))
    if len(sources) < 2:
        return standing, {}
    values = dict(zip(open_, max(sources, key=lambda key: (len(sources[key]), newest[key])), strict=True))
    return standing.on(dims={**dims, **values}), values


def _told(standing: Standing, about: Mapping[str, str], before: str = "") -> str:
    """The values of a subject in words."""
    label = standing.case.dimension_label
    said = [f"{label(name)} {f'“{label(name, value)}”' if value else 'not stated'}" for name, value in about.items()]
    return before + join(said) if said else ""


def _sorted(standing: Standing, totals: bool, about: Mapping[str, str]) -> tuple[list[Claim], list[tuple[Claim, str]]]:
    """The closest wordings that are reports, and the others of the measure, each with the reason."""
    case, measure = standing.case, standing.basis.measure
    known = [c for c in standing.related(standing.case.records) if c.primary]
    because = {c.claim: _no_report(standing, c, totals, about) for c in known}
    own = [c for c in known if not because[c.claim]]
    if not totals:
        because |= {c.claim: f"counts {case.measure_label(c.measure)}, another measure" for c in own if c.measure != measure}
        own = []  # all that is said below is of sums
    # The parts that are counted together: those of the measure, and of wholes of it that at least two figures give.
    family = set(leaf_parts(case, measure))
    family.update(*(leaf_parts(case, m) for m, n in Counter(c.measure for c in own).items() if n > 1))
    for c in own:
        beside = {o.measure for o in own if o.statement == c.statement and o.kind == c.kind and o.dims == c.dims}
        if not family.issuperset(leaf_parts(case, c.measure)):
            because[c.claim] = f"counts {case.measure_label(c.measure)}, more than what the others count"
        elif (parts := case.measures[c.measure].parts) and beside.issuperset(parts):
            because[c.claim] = "the same statement gives its parts, which are used"
    return [c for c in known if not because[c.claim]], [(c, because[c.claim]) for c in known if because[c.claim]]


def _no_report(standing: Standing, c: Claim, totals: bool, about: Mapping[str, str]) -> str:
    """Why a claim is no report of its own; empty if it is one."""
    case, dims = standing.case, standing.basis.dims
    if standing.derived(c):
        origin = case.by_statement[c.derived_from][0]
        said = dates.on(origin.statement_date)
        return f"derived from what {case.source_name(origin.source)} said {said}: not an independent figure"
    if not standing.stands(c):
        return f"{c.status} since"
    if totals and c.kind not in TOTALS:
        return f"a {KINDS.get(c.kind, c.kind)}"
    if totals and c.kind == "period":
        if not c.period_start:
            return "a count of a period with no day on which it starts"
        if dates.first(c.period_start) > dates.middle(c.speaks_of):
            return "a count of a period that ends before it starts"
    elif because := standing.why_not(c):
        return str(because)
    for name in dims:
        unstated = about.get(name) == "" and c.dimension(name)
        if unstated or not allows({name: dims[name]}, c):
            return f"{case.dimension_label(name)}: {case.dimension_label(name, c.dimension(name)) or 'not stated'}"
    return ""


def leaf_parts(case: Case, measure: str) -> tuple[str, ...]:
    """The parts of a measure; of one without, itself."""
    return case.measures[measure].parts or (measure,)


def _why(left_out: list[tuple[Claim, str]]) -> str:
    reasons = Counter(because for _, because in left_out)
    said = "; ".join(f"{because} ({n})" if n > 1 else because for because, n in reasons.most_common(4))
    return f". Left out: {said}" if said else ""


def _span(used: list[Claim], totals: bool) -> tuple[date, date]:
    """First and last day of the curves: a count begins at the earliest start given, else 14 days before the first figure."""
    days = [dates.middle(c.speaks_of) for c in used]
    if not totals:
        return min(days), max(days)
    given = [dates.first(c.period_start) for c in used if c.period_start]
    first = min([*given, min(days) - timedelta(UNKNOWN_SPAN)]) if not given or min(given) >= min(days) else min(given)
    return first, max(days)


def _noise(reading: Reading, scale: Scale) -> float:
    """Variance of the coordinate that the words leave: from the reading; where it lies on one side, its whole width is one sd."""
    wide = scale.step(reading.low, reading.reach)
    if (reading.open != "none" or reading.hedge == "odd") and 0 < wide < math.inf:
        return wide**2
    return reading.sd_on(scale) ** 2


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


def _row(c: Claim, reading: Reading) -> dict:
    start = dates.first(c.period_start) if c.kind == "period" else None
    days = {"date": dates.middle(c.speaks_of), "start": start, "said": dates.last(c.statement_date)}
    own = {name: getattr(c, name) for name in ("source", "measure", "statement", "claim", "url")}
    read = {name: getattr(reading, name) for name in ("low", "high", "open", "grain")}
    return own | days | read | {"count": reading.best, "printed": c.phrase}


def from_table(frame: pd.DataFrame) -> Reported:
    """A table with the columns of Radford et al. (2023), each row a report, in the published setting."""
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
    return Reported(reports, tuple(measures), of, (), (), tuple(range(len(measures))), None, 1, {})


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
            wrong += [] if fits else [f"row {at}, {column}: {value!r} is not {right}"]
    if not len(frame):
        wrong.append("the table has no rows")
    if wrong:
        raise HousesError("\n".join(wrong[:20] + ([f"and {len(wrong) - 20} more"] if len(wrong) > 20 else [])))
    return frame.astype({"days": int, "loss_count": float})
