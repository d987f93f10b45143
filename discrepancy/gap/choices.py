"""The same gap under every defensible choice.

In goes a `Gap`; out comes one row a combination of choices: reading rule and width, which version of each statement is read,
the day to which both are brought, derivation branch, timing rule, and the ends of every conversion that was used.  Which claims
speak is no choice: they stay.  The range of what remains is the headline; no row is the right one.
Specification curves: Simonsohn, Simmons & Nelson (2020), Nature Human Behaviour 4, 1208-1214.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any

from discrepancy.basis.basis import Basis
from discrepancy.basis.counts import PrintedFigure, reread
from discrepancy.basis.estimate import Estimate
from discrepancy.basis.standing import Standing
from discrepancy.basis.steps import Assumption
from discrepancy.case.model import Case, Claim, Conversion
from discrepancy.gap.explain import between, explain
from discrepancy.gap.factors import Side
from discrepancy.gap.gap import Gap, estimates_of
from discrepancy.reading.hedges import HEDGES, READER_SIGMA
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
COLUMNS = ["reading", "version_a", "version_b", "as_of", "derivation", "timing", "conversion", "unexplained", "default"]


def multiverse(case: Case, a: str = "", b: str = "", **asked: Any) -> pd.DataFrame:
    """The part not accounted for under every defensible choice; arguments as for `discrepancy.explain`.

    Returns
    -------
    pandas.DataFrame
        As `multiverse_of`.

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

    Examples
    --------
    >>> import discrepancy as dc
    >>> ends = range_of(dc.explain(dc.load_case("dprk-kursk")))
    >>> f"{ends['lowest']:.1f} to {ends['highest']:.1f}, default {ends['default']:.1f}"
    '2.0 to 2.9, default 2.3'
    """
    rows = choices_of(gap)
    if not rows:
        return {"lowest": None, "highest": None, "default": None, "choices": 0}
    ends = {"lowest": rows[0]["unexplained"], "highest": rows[-1]["unexplained"]}
    return ends | {"default": gap.unexplained.multiplier, "choices": len(rows)}


def multiverse_of(gap: Gap) -> pd.DataFrame:
    """What remains of a gap under every defensible choice.

    Parameters
    ----------
    gap : Gap

    Returns
    -------
    pandas.DataFrame
        ``reading version_a version_b as_of derivation timing conversion unexplained default``, lowest first; `unexplained` is a
        multiplier, and `default` marks the gap itself. No rows where there is no ratio.
    """
    import pandas as pd

    return pd.DataFrame(choices_of(gap), columns=COLUMNS)


@lru_cache(maxsize=256)
def choices_of(gap: Gap) -> tuple[dict[str, Any], ...]:
    """The rows of `multiverse_of`, below pandas."""
    if gap.ratio is None:
        return ()
    rows = _Choices(gap, gap.standing).rows() if gap.standing else _of_phrases(gap)
    return tuple(sorted(rows, key=lambda row: row["unexplained"]))


def _readings(basis: Basis) -> list[tuple[str, float, str]]:
    """(rule, width, name) of every way to read a phrase; the one that was asked for is among them."""
    asked = (basis.rule, basis.width)
    return [*READINGS] if any(asked == r[:2] for r in READINGS) else [*READINGS, (*asked, "as asked")]


def _of_phrases(gap: Gap) -> Iterator[dict[str, Any]]:
    """Two phrases without a case: only their reading is a choice."""
    for rule, width, name in _readings(gap.basis):
        log = between(gap.a.printed, gap.b.printed, rule, width).unexplained.log
        default = (rule, width) == (gap.basis.rule, gap.basis.width)
        yield _row(name, (CLOSEST, CLOSEST), "", "as stated", "no move", "as cited", log or 0.0, default)


def _row(
    reading: str, versions: tuple[str, str], as_of: str, derivation: str, timing: str, conversion: str, log: float, default: bool
) -> dict:
    values = (reading, *versions, as_of, derivation, timing, conversion, math.exp(log), default)
    return dict(zip(COLUMNS, values, strict=True))


@dataclass(frozen=True)
class _Choices:
    """The choices that a gap of a case leaves open, and what remains under each combination."""

    gap: Gap
    standing: Standing

    def rows(self) -> Iterator[dict[str, Any]]:
        default = self.gap.basis
        for (rule, width, name), inferred in product(_readings(default), self._branches):
            for versions, figures, basis in self._told(replace(default, rule=rule, width=width, inferred=inferred)):
                for day, timing, pair in self._moved(figures, basis):
                    plain = basis == default and day == default.as_of and timing in (default.timing, "no move")
                    branch = "as inferred" if inferred and self.gap.inferred else "as stated"
                    for word, change in _conversion_ends(*pair):
                        log = pair[0].log - pair[1].log + change
                        yield _row(name, versions, day.isoformat(), branch, timing, word, log, plain and word == "as cited")

    @property
    def _sides(self) -> tuple[Side, Side]:
        return self.gap.a, self.gap.b

    @property
    def _branches(self) -> tuple[bool, ...]:
        return (True, False) if self.gap.inferred else (self.gap.basis.inferred,)

    @cached_property
    def _versions(self) -> list[list[tuple[str, dict[str, Claim]]]]:
        return [_versions(self.standing, side) for side in self._sides]

    def _told(self, basis: Basis) -> Iterator[tuple[tuple[str, str], list[PrintedFigure], Basis]]:
        """Both figures in every pair of versions; pairs that this rule reads alike are one choice."""
        seen = set()
        for (word_a, a), (word_b, b) in product(*self._versions):
            told = replace(basis, versions=a | b)
            figures = [reread(side.figure, told) for side in self._sides]
            key = tuple((f.reading.low, f.reading.best, f.reading.high) for f in figures)
            if key not in seen:
                seen.add(key)
                yield (word_a, word_b), figures, told

    def _moved(self, figures: list[PrintedFigure], basis: Basis) -> Iterator[tuple[date, str, list[Estimate]]]:
        """(day, timing rule, estimates): on the day asked for and on those of which the two figures speak, by every timing rule."""
        asked = self.standing.on(basis)
        as_asked = estimates_of(asked, figures, self.gap.targets)
        for day in dict.fromkeys((basis.as_of, *(e.as_of for e in as_asked))):
            for timing in dict.fromkeys((basis.timing, "log-linear", "linear")):
                pair = estimates_of(asked.on(as_of=day, timing=timing), figures, self.gap.targets)
                moved = any(e.steps["timing"].log for e in pair)
                # A day to which a figure cannot be brought hides a known difference in what remains: that is no choice.
                known = day == basis.as_of or all(e.steps["timing"].accounted for e in pair)
                if known and (moved or timing == basis.timing):
                    yield day, timing if moved else "no move", pair


def _versions(standing: Standing, side: Side) -> list[tuple[str, dict[str, Claim]]]:
    """(name, what to read in the place of what) for the closest wording and one version of each other direction.

    Which page is closest to what was said is a judgement: a version in the same language that prints the same number with another
    kind of limit is a choice. Another number is another figure, and a translation is further away. Copies, sums of parts and
    pages not known by then are left out.
    """
    figure = side.figure
    found: dict[str, tuple[str, dict[str, Claim]]] = {_direction(figure.reading): (f"{CLOSEST} ({side.name})", {})}
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
    """(which end, change of the remainder in logs): conversions at their cited value and at both cited bounds."""
    ends = [("as cited", 0.0)]
    for name, one in a.steps.items():
        two = b.steps[name]
        log, low, high = two.log - one.log, two.low - one.high, two.high - one.low
        if name != "timing" and log and _cited(one.terms, two.terms) and -math.inf < low < log < high < math.inf:
            ends += [(f"{name}: lowest cited", log - low), (f"{name}: highest cited", log - high)]
    return ends


def _cited(*terms: Mapping[Assumption, float]) -> bool:
    """Whether a step rests on a conversion of the case; a source's own split has no other defensible value."""
    return any(isinstance(key, Conversion) for term in terms for key in term)
