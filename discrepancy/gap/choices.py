"""The same gap under every defensible choice.

In goes a `Gap`; out comes one row a combination of choices: reading rule and width, which version of each statement is read,
the day to which both are brought, derivation branch, timing rule, and the ends of every conversion that was used.  Which claims
speak is no choice: they stay.  The range of what remains is the headline; no row is the right one.
Specification curves: Simonsohn, Simmons & Nelson (2020), Nature Human Behaviour 4, 1208-1214.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any, TypeAlias

from discrepancy.basis.basis import Basis
from discrepancy.basis.estimate import Estimate
from discrepancy.basis.standing import Standing
from discrepancy.basis.steps import PrintedFigure, figure_from
from discrepancy.basis.timing import day_spoken_of
from discrepancy.case.model import Case, Claim, Conversion
from discrepancy.gap.explain import between, explain
from discrepancy.gap.factors import Side
from discrepancy.gap.gap import Gap, estimates_of
from discrepancy.reading.languages.english.hedges import HEDGES, READER_SIGMA
from discrepancy.reading.reading import Reading

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["choices_of", "multiverse", "multiverse_of", "range_of"]

# Readers differ in width by a factor of 10^0.6 either way (one sd of the regression).
READINGS = (
    ("hedge", 1.0, "hedge"),
    ("hedge", 10**READER_SIGMA, "hedge, wide readers"),
    ("hedge", 10**-READER_SIGMA, "hedge, narrow readers"),
    ("granularity", 1.0, "granularity"),
    ("as-printed", 1.0, "as printed"),
)
CLOSEST = "closest wording"
Version: TypeAlias = tuple[str, dict[str, Claim]]  # its name, and what to read in the place of what
COLUMNS = ["reading", "version_a", "version_b", "as_of", "derivation", "timing", "conversion", "unexplained", "default"]


def multiverse(case: Case, a: str = "", b: str = "", **asked: Any) -> pd.DataFrame:
    """The part not accounted for under every defensible choice; arguments as for `discrepancy.explain`.

    Returns
    -------
    pandas.DataFrame
        ``reading version_a version_b as_of derivation timing conversion unexplained default``, lowest first; `unexplained` is a
        multiplier (on a difference scale an amount), and `default` marks the gap itself. No rows where there is no ratio.

    Examples
    --------
    >>> import discrepancy as dc
    >>> table = dc.multiverse(dc.load_case("dprk-kursk"), "ukraine", "south-korea")
    >>> f"{table.unexplained.min():.1f} to {table.unexplained.max():.1f}"
    '2.0 to 2.9'
    """
    return multiverse_of(explain(case, a, b, **asked))


def range_of(gap: Gap) -> dict[str, float | int | None]:
    """What remains over every defensible choice: lowest, highest, default multiplier and the number of choices.

    >>> import discrepancy as dc
    >>> ends = range_of(dc.explain(dc.load_case("dprk-kursk")))
    >>> f"{ends['lowest']:.1f} to {ends['highest']:.1f}, default {ends['default']:.1f}"
    '2.0 to 2.9, default 2.3'
    """
    rows = choices_of(gap)
    if not rows:
        return {"lowest": None, "highest": None, "default": None, "choices": 0}
    ends = {"lowest": rows[0]["unexplained"], "highest": rows[-1]["unexplained"]}
    return ends | {"default": gap.scale.size(gap.unexplained.size), "choices": len(rows)}


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
    rows = _of_case(gap, gap.standing) if gap.standing else _of_phrases(gap)
    return tuple(sorted(rows, key=lambda row: row["unexplained"]))


def _readings(basis: Basis) -> list[tuple[str, float, str]]:
    """(rule, width, name) of every way to read a phrase; the one that was asked for is among them."""
    asked = (basis.rule, basis.width)
    return [*READINGS] if any(asked == r[:2] for r in READINGS) else [*READINGS, (*asked, "as asked")]


def _of_phrases(gap: Gap) -> Iterator[dict[str, Any]]:
    """Two phrases without a case: only their reading is a choice."""
    for rule, width, name in _readings(gap.basis):
        rest = between(gap.a.printed, gap.b.printed, rule, width).unexplained.size
        default = (rule, width) == (gap.basis.rule, gap.basis.width)
        yield _row(name, CLOSEST, CLOSEST, "", "as stated", "no move", "as cited", gap.scale.size(rest or 0.0), default)


def _row(*values: Any) -> dict[str, Any]:
    return dict(zip(COLUMNS, values, strict=True))


def _of_case(gap: Gap, standing: Standing) -> Iterator[dict[str, Any]]:
    """The choices that a gap of a case leaves open, and what remains under each combination."""
    default = gap.basis
    versions = [_versions(standing, side) for side in (gap.a, gap.b)]
    branches = (True, False) if gap.inferred else (default.inferred,)
    for (rule, width, name), inferred in product(_readings(default), branches):
        branch = "as inferred" if inferred and gap.inferred else "as stated"
        for words, figures, at in _told(gap, versions, standing.on(rule=rule, width=width, inferred=inferred)):
            for day, timing, pair in _moved(gap, figures, at):
                plain = at.basis == default and day == default.as_of and timing in (default.timing, "no move")
                for word, change in _conversion_ends(*pair):
                    rest = gap.scale.size(pair[0].at - pair[1].at + change)
                    yield _row(name, *words, day.isoformat(), branch, timing, word, rest, plain and word == "as cited")


def _told(gap: Gap, versions: list[list[Version]], standing: Standing) -> Iterator[tuple[tuple[str, str], list[PrintedFigure], Standing]]:
    """Both figures in every pair of versions; pairs that this rule reads alike are one choice."""
    seen = set()
    for (word_a, a), (word_b, b) in product(*versions):
        at = standing.on(versions=a | b)
        figures = [figure_from(f.claims, at.basis, f.measure) for f in (gap.a.figure, gap.b.figure)]
        key = tuple((f.reading.low, f.reading.best, f.reading.high) for f in figures)
        if key not in seen:
            seen.add(key)
            yield (word_a, word_b), figures, at


def _moved(gap: Gap, figures: list[PrintedFigure], standing: Standing) -> Iterator[tuple[date, str, list[Estimate]]]:
    """(day, timing rule, estimates): on the day asked for and on those of which the two figures speak, by every timing rule."""
    basis = standing.basis
    for day in dict.fromkeys((basis.as_of, *(day_spoken_of(standing, f) for f in figures))):
        for timing in dict.fromkeys((basis.timing, "log-linear", "linear")):
            pair = estimates_of(standing.on(as_of=day, timing=timing), figures, gap.targets)
            moved = any(e.steps["timing"].size for e in pair)
            # A day to which a figure cannot be brought hides a known difference in what remains: that is no choice.
            known = day == basis.as_of or all(e.steps["timing"].accounted for e in pair)
            if known and (moved or timing == basis.timing):
                yield day, timing if moved else "no move", pair


def _versions(standing: Standing, side: Side) -> list[Version]:
    """(name, what to read in the place of what) for the closest wording and one version of each other direction.

    Which page is closest to what was said is a judgement: a version in the same language that prints the same number with another
    kind of limit is a choice. Another number is another figure, and a translation is further away. Copies, sums of parts and
    pages not known by then are left out.
    """
    figure = side.figure
    found: dict[str, Version] = {_direction(figure.reading): (f"{CLOSEST} ({side.name})", {})}
    for version in standing.case.by_statement[figure.claim.statement] if len(figure.claims) == 1 else ():
        if _stands_for(standing, version, figure.claim):
            reading = version.reading()
            word = {"bare": "plain", "over": "more than", "below": "fewer than"}.get(reading.hedge, reading.hedge)
            found.setdefault(_direction(reading), (f"{word} {reading.value:,.0f} ({side.name})", {figure.claim.claim: version}))
    return list(found.values())


def _stands_for(standing: Standing, version: Claim, primary: Claim) -> bool:
    """Whether a version prints the same number of the same thing, in the same language, on a page of its own."""
    same = ("measure", "kind", "source")
    return (
        not version.primary
        and standing.case.primary_of(version) is primary
        and version.seen_as != "copy"
        and version.level is None
        and all(getattr(version, k) == getattr(primary, k) for k in same)
        and (version.language or "en") == (primary.language or "en")
        and all(not mine or mine == theirs for (_, mine), (_, theirs) in zip(version.dims, primary.dims, strict=True))
        and standing.in_force(version)
        and version.reading().value == primary.reading().value
    )


def _direction(reading: Reading) -> str:
    return HEDGES[reading.hedge][0] if reading.hedge in HEDGES else reading.hedge


def _conversion_ends(a: Estimate, b: Estimate) -> list[tuple[str, float]]:
    """(which end, change of the remainder in logs): conversions at their cited value and at both cited bounds.

    A source's own split has no other defensible value.
    """
    ends = [("as cited", 0.0)]
    for name, one in a.steps.items():
        two = b.steps[name]
        size, low, high = two.size - one.size, two.low - one.high, two.high - one.low
        cited = any(isinstance(key, Conversion) for key in (*one.terms, *two.terms))
        if cited and size and -math.inf < low < size < high < math.inf:
            ends += [(f"{name}: lowest cited", size - low), (f"{name}: highest cited", size - high)]
    return ends
