"""The same gap under every defensible choice.

In goes a `Gap`; out comes one row a combination of choices: reading rule and width, which version of each statement is read, which vintage,
who of a group speaks, the day to which both are brought, derivation branch, timing rule, and the ends of every conversion that was used.
The range of what remains is the headline; no row is the right one.
Specification curves: Simonsohn, Simmons & Nelson (2020), Nature Human Behaviour 4, 1208-1214.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, TypeAlias

from discrepancy.basis.basis import Basis
from discrepancy.basis.estimate import Estimate
from discrepancy.basis.speaks import speaks
from discrepancy.basis.standing import Standing
from discrepancy.basis.steps import PrintedFigure, figure_from
from discrepancy.basis.timing import day_spoken_of
from discrepancy.case.model import Case, Claim, Conversion
from discrepancy.case.who import ClaimError, Group, Source
from discrepancy.gap.explain import between, explain
from discrepancy.gap.factors import Side
from discrepancy.gap.gap import Gap, estimates_of, meeting_value
from discrepancy.gap.possible import can_both_be_right
from discrepancy.reading.languages.english.hedges import HEDGES, READER_SIGMA
from discrepancy.reading.reading import Reading
from discrepancy.saying.numbers import quantity

if TYPE_CHECKING:
    import pandas as pd

# Readers differ in width by a factor of 10^0.6 either way (one sd of the regression).
READINGS = (
    ("hedge", 1.0, "hedge"),
    ("hedge", 10**READER_SIGMA, "hedge, wide readers"),
    ("hedge", 10**-READER_SIGMA, "hedge, narrow readers"),
    ("granularity", 1.0, "granularity"),
    ("as-printed", 1.0, "as printed"),
)
CLOSEST = "closest wording"
MOST = 5000  # combinations; beyond, those that cover all pairs of choices
COLUMNS = "reading version_a version_b speaker vintage as_of derivation timing conversion unexplained larger_over_smaller possible default".split()

Choice: TypeAlias = tuple[str, Any]  # its name, and what it changes


def multiverse(case: Case, a: str = "", b: str = "", **asked: Any) -> pd.DataFrame:
    """The part not accounted for under every defensible choice; arguments as for `discrepancy.explain`.

    Returns
    -------
    pandas.DataFrame
        ``reading version_a version_b speaker vintage as_of derivation timing conversion unexplained larger_over_smaller possible default``,
        lowest first; `unexplained` is a multiplier (on a difference scale an amount) of a against b, `larger_over_smaller` the same of the
        larger printed figure against the smaller one, `possible` says whether both can be right (None: cannot tell), and `default` marks the
        gap itself. No rows where there is no ratio.

    Examples
    --------
    >>> import discrepancy as dc
    >>> table = dc.multiverse(dc.load_case("dprk-kursk"), "ukraine", "south-korea")
    >>> f"{table.unexplained.min():.1f} to {table.unexplained.max():.1f}"
    '2.0 to 3.6'
    """
    return multiverse_of(explain(case, a, b, **asked))


def range_of(gap: Gap) -> dict[str, Any]:
    """What remains over every defensible choice: lowest, highest and default, the number of choices, and of those under which both can be right.

    The same three of the larger printed figure over the smaller one are under ``larger_over_smaller``.

    >>> import discrepancy as dc
    >>> ends = range_of(dc.explain(dc.load_case("dprk-kursk")))
    >>> f"{ends['lowest']:.1f} to {ends['highest']:.1f}, default {ends['default']:.1f}"
    '2.0 to 3.6, default 2.3'
    """
    if not (rows := choices_of(gap)):
        return {"lowest": None, "highest": None, "default": None, "choices": 0, "possible": 0, "larger_over_smaller": None}
    rest = gap.unexplained.size
    ends = {"lowest": rows[0]["unexplained"], "highest": rows[-1]["unexplained"], "default": gap.scale.size(rest)}
    low, high = sorted(rows[i]["larger_over_smaller"] for i in (0, -1))
    larger = {"lowest": low, "highest": high, "default": gap.larger(rest)["larger_over_smaller"]}
    possible = sum(row["possible"] is True for row in rows)
    return ends | {"choices": len(rows), "possible": possible, "larger_over_smaller": larger}


def multiverse_of(gap: Gap) -> pd.DataFrame:
    """What remains of a gap under every defensible choice, as `multiverse` has it."""
    import pandas as pd

    table = pd.DataFrame(choices_of(gap), columns=COLUMNS)
    table.attrs |= {"scale": gap.scale.name, "unit": gap.unit, "grain": gap.grain}
    return table


@lru_cache(maxsize=256)
def choices_of(gap: Gap) -> tuple[dict[str, Any], ...]:
    """The rows of `multiverse_of`, below pandas."""
    if gap.total is None:
        return ()
    if gap.upright is not gap:
        back = lambda row: {"unexplained": gap.scale.number(-gap.scale.at(row["unexplained"]))}
        sides = lambda row: {"version_a": row["version_b"], "version_b": row["version_a"]}
        return tuple(row | back(row) | sides(row) for row in reversed(choices_of(gap.upright)))
    rows = _of_case(gap, gap.standing.about(gap.a.claim, gap.b.claim)) if gap.standing else _of_phrases(gap)
    return tuple(sorted(rows, key=lambda row: row["unexplained"]))


def _readings(basis: Basis) -> list[Choice]:
    """Every way to read a phrase, the one that was asked for first."""
    ways = [(name, {"rule": rule, "width": width}) for rule, width, name in READINGS]
    asked = {"rule": basis.rule, "width": basis.width}
    return sorted(ways, key=lambda way: way[1] != asked) if asked in [way for _, way in ways] else [("as asked", asked), *ways]


def _of_phrases(gap: Gap) -> Iterator[dict[str, Any]]:
    """Two phrases without a case: only their reading is a choice."""
    for name, way in _readings(gap.basis):
        one = between(gap.a.printed, gap.b.printed, **way)
        default = way == {"rule": gap.basis.rule, "width": gap.basis.width}
        rest = gap.scale.size(one.unexplained.size or 0.0)
        words = (name, CLOSEST, CLOSEST, "as named", "as printed", "", "as stated", "no move", "as cited")
        yield dict(zip(COLUMNS, (*words, rest, rest, one.possible, default), strict=True))


def _of_case(gap: Gap, standing: Standing) -> Iterator[dict[str, Any]]:
    """The choices that a gap of a case leaves open, and what remains under each combination; what changes nothing is one choice."""
    seen = set()
    for words, changes in _combinations(_axes(gap, standing)):
        at = standing.on(**changes["basis"])
        found = _estimates(gap, at, changes["speakers"])
        if found is None:
            continue
        moved = any(e.steps["timing"].size for e in found)
        day, timing = at.basis.as_of, words["timing"] if moved or at.basis.timing == "none" else "no move"
        # A day to which a figure cannot be brought hides a known difference in what remains: that is no choice.
        if day != gap.basis.as_of and (not all(e.steps["timing"].accounted for e in found)):
            continue
        possible = can_both_be_right(at, *found)
        key = (*(words[k] for k in ("reading", "as_of", "conversion", "vintage")), *(e.at for e in found))
        if (key, possible) in seen or (at.basis.versions and key in seen):  # a version that this rule reads alike is no other choice
            continue
        seen |= {key, (key, possible)}
        default = at.basis == gap.basis and changes["speakers"] == (None, None)
        rest = gap.scale.size(found[0].at - found[1].at)
        row = words | {"timing": timing, "unexplained": rest, "larger_over_smaller": rest, "possible": possible, "default": default}
        yield {column: row[column] for column in COLUMNS}


def _axes(gap: Gap, standing: Standing) -> dict[str, list[Choice]]:
    """Each kind of choice with its options, the default first; an option is a name and what it changes of the basis."""
    basis = gap.basis
    one = lambda name: [(name, {})]
    days = dict.fromkeys((basis.as_of, *(day_spoken_of(standing, s.figure) for s in (gap.a, gap.b))))
    timings = dict.fromkeys((basis.timing, "log-linear", "linear", "mean-rate", "none"))
    revised = any(s.estimate.steps["revision"].size for s in (gap.a, gap.b))
    measures = {s.figure.measure for s in (gap.a, gap.b)}
    months = any(len(c.speaks_of) < 10 for s in (gap.a, gap.b) for c in s.figure.claims)
    return {
        "reading": _readings(basis),
        "version_a": _versions(standing, gap.a),
        "version_b": _versions(standing, gap.b),
        "speaker": _speakers(gap, standing),
        "vintage": [("newest", {}), ("as printed", {"revised": False})] if revised else one("as printed"),
        "as_of": [(day.isoformat(), {"as_of": day}) for day in days],
        "day": [(f"{part} of a month", {"month": part}) for part in ("middle", "first", "last")] if months else one(""),
        "derivation": [("as inferred", {}), ("as stated", {"inferred": False})] if gap.inferred else one("as stated"),
        "timing": [(rule, {"timing": rule}) for rule in timings],
        # A figure may be moved in time before or after it is brought to the measure: by the figures of the one, or of the other.
        "order": [("", {}), ("", {"grows_as": basis.measure})] if measures != {basis.measure} else one(""),
        "conversion": _ends(gap, standing.case),
    }


def _combinations(axes: dict[str, list[Choice]]) -> Iterator[tuple[dict[str, str], dict[str, Any]]]:
    """Every combination of options, or, beyond `MOST`, the default, each option, and each pair of options of two kinds."""
    sizes = [range(len(options)) for options in axes.values()]
    for picks in product(*sizes) if math.prod(map(len, sizes)) <= MOST else _covering(sizes):
        words, basis, speakers, versions = {}, {}, (None, None), {}
        for (kind, options), i in zip(axes.items(), picks, strict=True):
            words[kind], change = options[i]
            versions |= change.get("versions", {})
            speakers = change.get("speakers", speakers)
            basis |= {k: v for k, v in change.items() if k not in ("versions", "speakers")}
        yield words, {"basis": basis | {"versions": versions}, "speakers": speakers}


def _covering(sizes: list[range]) -> Iterable[tuple[int, ...]]:
    """Few combinations that hold every pair of options of two kinds, the others at their defaults."""
    found = dict.fromkeys([(0,) * len(sizes)])
    for i, j in combinations(range(len(sizes)), 2):
        for x, y in product(sizes[i], sizes[j]):
            found.setdefault(tuple(x if k == i else y if k == j else 0 for k in range(len(sizes))))
    return found


def _estimates(gap: Gap, at: Standing, speakers: tuple[Source | None, Source | None]) -> list[Estimate] | None:
    """Both figures on a basis; None where somebody of a group cannot speak on it."""
    figures: list[PrintedFigure] = []
    for side, who in zip((gap.a, gap.b), speakers, strict=True):
        own = side.figure
        try:
            subject = gap.subject_of(side)
            figures.append(speaks(at, who, subject) if who else figure_from(own.claims, at.basis, own.measure, own.signs))
        except ClaimError:
            return None
    found = estimates_of(at, figures, {name: meeting_value(at, name, figures) for name in at.basis.dims})
    # Another member of a group is a choice where its own figures lead to the day.
    return found if all(e.steps["timing"].accounted for e, who in zip(found, speakers, strict=True) if who) else None


def _speakers(gap: Gap, standing: Standing) -> list[Choice]:
    """Who of a group speaks: who does by default, and each of the others who can, on the day or on that of a figure."""
    found: list[Choice] = [("as chosen", {})]
    days = {gap.basis.as_of, *(day_spoken_of(standing, s.figure) for s in (gap.a, gap.b))}
    for i, side in enumerate((gap.a, gap.b)):
        others = dict.fromkeys(c.source for c in standing.of(side.who)) if isinstance(side.who, Group) else {}
        for source in others:
            pair = (Source(source), None) if i == 0 else (None, Source(source))
            if source != side.claim.source and any(_estimates(gap, standing.on(as_of=day), pair) for day in days):
                found.append((standing.case.source_name(source), {"speakers": pair}))
    return found


def _ends(gap: Gap, case: Case) -> list[Choice]:
    """The cited size of every conversion that was used, and every combination of the ends of their ranges."""
    used = [key for s in (gap.a, gap.b) for step in s.estimate.steps.values() for key in step.terms if isinstance(key, Conversion)]
    ranged = [c for c in dict.fromkeys(used) if c.range[0] < c.range[1]]
    found: list[Choice] = [("as cited", {})]
    for picks in product(("", "lowest", "highest"), repeat=min(len(ranged), 4)):
        chosen = {c: c.range[pick == "highest"] for c, pick in zip(ranged, picks, strict=False) if pick}
        if chosen:
            words = "; ".join(f"{case.dimension_label(c.dimension)}: {pick} cited" for c, pick in zip(ranged, picks, strict=False) if pick)
            found.append((words, {"ends": chosen}))
    return found


def _versions(standing: Standing, side: Side) -> list[Choice]:
    """What to read in the place of what: the closest wording and one version of each other direction.

    Which page is closest to what was said is a judgement: a version in the same language that prints the same number with another
    kind of limit is a choice. Another number is another figure, and a translation is further away. Copies, sums of parts and
    pages not known by then are left out.
    """
    figure = side.figure
    found: dict[str, Choice] = {_direction(figure.reading): (f"{CLOSEST} ({side.name})", {})}
    for version in standing.case.by_statement[figure.claim.statement] if len(figure.claims) == 1 else ():
        if _stands_for(standing, version, figure.claim):
            reading = version.reading()
            word = {"bare": "plain", "over": "more than", "below": "fewer than"}.get(reading.hedge, reading.hedge)
            name = f"{word} {quantity(reading.value, reading.unit, reading.grain)} ({side.name})"
            found.setdefault(_direction(reading), (name, {"versions": {figure.claim.claim: version}}))
    return list(found.values())


def _stands_for(standing: Standing, version: Claim, primary: Claim) -> bool:
    """Whether a version prints the same number of the same thing, in the same language, on a page of its own."""
    same = ("measure", "kind", "source")
    return (
        not version.primary
        and standing.case.primary_of(version) is primary
        and version.seen_as != "copy"
        and not version.stated
        and all(getattr(version, k) == getattr(primary, k) for k in same)
        and (version.language or "en") == (primary.language or "en")
        and all(not mine or mine == theirs for (_, mine), (_, theirs) in zip(version.dims, primary.dims, strict=True))
        and standing.stands(version)
        and version.reading().value == primary.reading().value
    )


def _direction(reading: Reading) -> str:
    return HEDGES[reading.hedge][0] if reading.hedge in HEDGES else reading.hedge
