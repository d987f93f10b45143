"""Two estimates → the gap between them: factors that multiply to the printed ratio, or amounts that add up to the difference.

    s(value_a) - s(value_b) = retelling + wording + revision + definition + timing + one per declared dimension + unexplained

where s is ln on a ratio scale and the number itself on a difference scale.  The identity is exact in s: it needs no order and leaves no
interaction term (docs/method.md).  What remains is "not accounted for by the public record"; it is not evidence that
either source is wrong.

Nothing is sampled: the spread of the remainder is that of the sum of the other factors, and what both sides share
cancels before it is squared.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from discrepancy import dates
from discrepancy.basis.basis import Basis
from discrepancy.basis.estimate import Estimate, estimate
from discrepancy.basis.meeting import Meeting, meetings
from discrepancy.basis.speaks import counted, speaks
from discrepancy.basis.standing import Standing
from discrepancy.basis.steps import PrintedFigure, Step, Subject, combine, single
from discrepancy.case.model import Case, Claim
from discrepancy.case.who import ClaimError, Group, Speaker, spelling
from discrepancy.gap.around import Condition, LaterFigures, Silence, conditions, later, reasons, silences
from discrepancy.gap.factors import Factor, Side, difference, logarithmic_mean
from discrepancy.gap.possible import Needed, can_both_be_right, needed_for
from discrepancy.reading.scale import RATIO
from discrepancy.reading.units import convert, is_money
from discrepancy.retelling import outlet
from discrepancy.saying.telling import told

if TYPE_CHECKING:
    import pandas as pd

TINY = 1e-12  # a difference below this is a tie: shares of nothing are not given
CLAIM = "claim statement source reported_by wording english url published statement_date as_of measure kind seen_as notes".split()


@dataclass(frozen=True, eq=False)
class Gap:
    """Why two figures differ, as far as the record says.

    Attributes
    ----------
    standing : Standing or None
        What was in force in the case; None for two phrases without a case.
    a, b : Side
    basis : Basis
    total : float or None
        The whole difference in the coordinate of the scale: ln of the printed ratio, or the amount; None where a count of 0 has no ratio.
    factors : tuple of Factor
        retelling, wording, revision, definition, timing, each declared dimension, unexplained.
    targets : dict
        The value of each declared dimension to which both sides were brought.
    others : tuple of Meeting
        The other subjects that both sides speak of, which a kind or a value of a dimension would choose.
    """

    standing: Standing | None
    a: Side
    b: Side
    basis: Basis
    total: float | None
    factors: tuple[Factor, ...]
    targets: Mapping[str, str]
    others: tuple[Meeting, ...] = ()

    @property
    def case(self) -> Case | None:
        """The case; None for two phrases without one."""
        return self.standing.case if self.standing else None

    scale = property(lambda self: self.a.estimate.scale)  # of the measure
    log = property(lambda self: self.total if self.scale is RATIO else None)  # ln of the printed ratio

    @property
    def higher(self) -> Side:
        """The side with the larger printed figure; of a tie the first."""
        return self.a if self.a.value >= self.b.value else self.b

    @property
    def lower(self) -> Side:
        return self.b if self.higher is self.a else self.a

    @cached_property
    def upright(self) -> Gap:
        """The same gap with the larger printed figure as `a`: what readers see has one direction, whichever side was asked for first."""
        if self.higher is self.a:
            return self
        return replace(assemble(self.standing, self.b, self.a, self.basis, self.targets), others=self.others)

    @property
    def unexplained(self) -> Factor:
        """What is not accounted for."""
        return self.factors[-1]

    def factor(self, name: str) -> Factor:
        return next(f for f in self.factors if f.name == name)

    @property
    def unit(self) -> str:
        """The unit of the measure, empty for a count; of two currencies the one in which the figures meet."""
        met = (s for s in (self.a, self.b) if not any(s.estimate.steps[name].size for name in self.targets))
        return next(met, self.b).claim.unit

    @property
    def ratio(self) -> float | None:
        """Printed value of a over that of b; None on a difference scale, and where either is 0."""
        return self.a.value / self.b.value if self.scale is RATIO and self.total is not None else None

    @property
    def grain(self) -> float:
        """One unit of the finest last digit that was printed."""
        return min(r.grain for s in (self.a, self.b) for r in (s.version.reading, s.figure.reading))

    def larger(self, step: float | None) -> dict[str, float | None]:
        """A step of the larger printed figure over the smaller one, as JSON and tables have it beside the signed numbers."""
        return {"larger_over_smaller": self.scale.size(step and (step if self.higher is self.a else -step))}

    def say(self, step: float | None) -> str:
        """A step of this gap as readers know it: a factor, or a signed amount no finer than what was printed."""
        return self.scale.say(step, self.unit, self.grain)

    @property
    def reconcilable(self) -> dict[str, bool | None]:
        """Whether both figures can be right: on the words alone, and with the stated spreads.

        ``admissible`` is interval arithmetic on every step's bounds with open ends kept; ``statistical`` asks whether the
        remainder is within 1.96 sd, if the stated assumptions hold.
        """
        u = self.unexplained
        statistical = None if u.size is None or u.sd is None else abs(u.size) <= 1.96 * u.sd + 1e-9
        return {"statistical": statistical, "admissible": self.a.claim is self.b.claim or self.a.estimate.meets(self.b.estimate)}

    @property
    def possible(self) -> bool | None:
        """Whether both figures can be right; None where a known difference has no size."""
        return can_both_be_right(self.standing, self.a.estimate, self.b.estimate)

    @property
    def needed(self) -> Needed:
        """What one undocumented difference would have to be for both to stand."""
        used = {key for s in (self.a, self.b) for step in s.estimate.steps.values() for key in step.terms}
        known = [c for c in self.case.conversions if c not in used and c.of(self.basis.measure)] if self.case else []
        return needed_for(self.case, self.scale, self.unexplained.size or 0.0, known)

    def subject_of(self, side: Side) -> Subject | None:
        """The subject of a side's figure: of the one that it derives from where there is one; none without a case."""
        if self.standing is None:
            return None
        origin, _ = self.standing.origin(side.figure)
        return self.standing.subject(origin or side.claim, self.basis.measure)

    @property
    def inferred(self) -> bool:
        """Whether the timing rests on a derivation that is inferred, not stated."""
        return self.a.estimate.inferred or self.b.estimate.inferred

    @cached_property
    def without_inference(self) -> Gap | None:
        """The same gap without the inferred derivation, where there is one."""
        if not self.inferred or self.standing is None:
            return None
        return gap_on(self.standing.on(inferred=False), self.a.who, self.b.who)

    @cached_property
    def later_figures(self) -> LaterFigures | None:
        """From the higher claim's day to that of the other group's first figure at least as large."""
        return later(self.standing, self.higher, self.lower) if self.standing and self.total is not None else None

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The pace that both figures imply, first, then every pace that the record holds."""
        return tuple(conditions(self.standing, self.higher, self.lower)) if self.standing else ()

    @cached_property
    def silent(self) -> tuple[Silence, ...]:
        """How long each side has given no figure of what is counted; none of a single claim."""
        return tuple(silences(self.standing, self.a, self.b)) if self.standing else ()

    @cached_property
    def reasons(self) -> tuple[dict, ...]:
        """Reasons given by somebody for this pair first, then what either said of its difference from others."""
        return tuple(reasons(self.standing, self.a, self.b)) if self.standing else ()

    def running(self) -> list[tuple[str, float]]:
        """The running figure at each step, in the unit, from b's printed value to a's."""
        if self.total is None:
            return []
        steps = accumulate(f.size or 0.0 for f in self.factors)
        at = (self.scale.move(self.b.value, step) for step in steps)
        return list(zip((self.b.name, *(f.name for f in self.factors)), (float(self.b.value), *at), strict=True))

    def note(self) -> str:
        """The gap in at most 120 words with its numbered addresses, as plain text to paste: see `discrepancy.story.note`."""
        return told(self, "note")

    def to_dict(self) -> dict:
        """Everything for JSON: numbers unrounded, null for what is infinite or absent."""
        basis, later, other, a, b = self.basis, self.later_figures, self.without_inference, self.a, self.b
        asked = {"measure": basis.measure, "as_of": basis.as_of.isoformat() if self.case else None, "known_by": basis.known_by or None}
        rules = {"rule": basis.rule, "timing": basis.timing, "inferred": basis.inferred}
        printed = {"a": a.value, "b": b.value, "ratio": self.ratio, "difference": a.value - b.value}
        printed |= {"a_words": a.printed, "b_words": b.printed} | self.larger(self.total)
        rows = self.case.by_id if self.case else {}  # as the table has them: a difference of totals stands as the count of a period
        claims = dict.fromkeys(rows.get(c.claim, c) for s in (a, b) for f in (s.version, s.figure) for c in f.claims)
        return {
            "case": self.case.name if self.case else None,
            "basis": asked | rules | {k: v or None for k, v in self.targets.items()},
            "scale": self.scale.name,
            "unit": self.unit,
            "grain": self.grain,
            "printed": printed | {"a_name": a.name, "b_name": b.name},
            "factors": self._rows(),
            "unexplained": self.unexplained.to_dict() | self.larger(self.unexplained.size),
            "without_inference": other
            and {f.name: f.to_dict() | other.larger(f.size) for f in (other.factor("timing"), other.unexplained)}
            | {"reconcilable": other.reconcilable},
            "reconcilable": self.reconcilable,
            "possible": self.possible,
            "needed": None if self.total is None else self.needed.to_dict(),
            "later_days": later.days if later else None,
            "later_figures": later.to_dict() if later else None,
            "conditions": [c.to_dict() for c in self.conditions],
            "reasons": list(self.reasons),
            "silent": [{"who": s.who, "last": s.last.statement_date, "days": s.days} for s in self.silent],
            "others": [{"kind": m.subjects[0].kind, "as_of": str(m.common)} | dict(m.subjects[0].dims) for m in self.others],
            "claims": [{k: getattr(c, k) for k in CLAIM} | dict(c.dims) for c in claims],
            "inputs": dict(sorted(self.case.hashes.items())) if self.case else {},
        }

    def steps(self) -> list[tuple[Factor, float | None]]:
        """Each factor with the running figure behind it."""
        running = [at for _, at in self.running()[1:]] or [None] * len(self.factors)
        return list(zip(self.factors, running, strict=True))

    def to_frame(self) -> pd.DataFrame:
        """The factors with the running figure at each step: the table under the waterfall."""
        import pandas as pd

        return pd.DataFrame(self._rows())

    def _rows(self) -> list[dict]:
        return [f.to_dict() | self.larger(f.size) | {"running": at} for f, at in self.steps()]

    def __repr__(self) -> str:
        if self.total is None:
            return f"<Gap {self.a.value:,} against {self.b.value:,}: a count of 0 has no ratio>"
        parts, sign = ", ".join(f"{f.name} {self.say(f.size)}" for f in self.factors), "/" if self.scale is RATIO else "less"
        return f"<Gap {self.a.value:,} {sign} {self.b.value:,} = {self.say(self.total)}: {parts}>"


def gap_on(standing: Standing, a: Speaker, b: Speaker) -> Gap:
    """The gap between two sides, each the one that it is, on the basis of a standing."""
    case, basis = standing.case, standing.basis
    met = meetings(standing, a, b)
    figures = [speaks(standing, who, met[0].subjects[i] if met else None) for i, who in enumerate((a, b))]
    if not met:
        raise ClaimError(_never_meet(standing, (a, b), figures))
    if convert(*(units := [f.claim.unit for f in figures])) is None and not all(map(is_money, units)):
        both = " and ".join(repr(f.claim.claim) for f in figures)
        raise ClaimError(f"{both} are in {' and '.join(u or 'no unit' for u in units)}, which are not compared")
    targets = {name: meeting_value(standing, name, figures) for name in basis.dims}
    estimates = estimates_of(standing, figures, targets)
    sides = []
    for who, e in zip((a, b), estimates, strict=True):
        name = case.group_name(who.name) if isinstance(who, Group) else case.source_name(e.figure.claim.source)
        sides.append(Side(who, name, _version(standing, who) or e.figure, e))
    label = lambda d, v: case.dimension_label(d, v) if v else f"{case.dimension_label(d)} not stated"
    counts = [[case.measure_label(s.claim.measure), *(label(*dim) for dim in s.claim.dims)] for s in sides]
    what = [", ".join(x for x, y in zip(*both, strict=True) if x != y) for both in (counts, counts[::-1])]
    days, pages = [dates.say(s.claim.statement_date) for s in sides], [f"in {outlet(s.version.claim)}" for s in sides]
    for words in (days, what, pages):  # the day is always told; what is counted, and the page, where these tell the two apart
        if sides[0].name == sides[1].name and (words is days or words[0] != words[1]):
            sides = [replace(s, apart=(*s.apart, word)) for s, word in zip(sides, words, strict=True)]
    return replace(assemble(standing, sides[0], sides[1], basis, targets), others=tuple(m for m in met[1:] if m.alike and m.common))


def _never_meet(standing: Standing, sides: Sequence[Speaker], figures: Sequence[PrintedFigure]) -> str:
    """Why two sides cannot be compared, though each can speak: one gives the count of a week, say, and the other a total."""
    names = [spelling(standing.case, who) for who in sides]
    what = [standing.in_time(f.claim) for f in figures]
    both = f"{names[0]!r} gives {what[0]}, {names[1]!r} {what[1]}"
    if "plan" in {f.claim.kind for f in figures}:
        return f"{both}: what shall be is never compared with what is"
    if len({standing.subject(f.claim).per for f in figures} - {""}) > 1:
        return f"{both}: rates per unlike times are not compared"
    claims = " and ".join(repr(f.claim.claim) for f in figures)
    apart = "their days differ, so " if len({f.claim.kind for f in figures}) == 1 else ""
    return f"{both}: {apart}they are not compared; to set the two side by side, name the claims {claims}"


def _version(standing: Standing, who: Speaker) -> PrintedFigure | None:
    """The version that a side is asked in, which is not the closest wording found; None for everybody else."""
    if not isinstance(who, Claim) or who.primary:
        return None
    if counted(who).claim not in standing.case.by_id:
        raise ClaimError(f"the version {who.claim!r} is not known to have been published by {standing.basis.known_by}")
    return single(who, who.reading(standing.basis.rule, standing.basis.width), standing.basis.scale)


def estimates_of(standing: Standing, figures: Sequence[PrintedFigure], targets: Mapping[str, str]) -> list[Estimate]:
    """Two figures brought to the same values, and both to the measure or neither, both to the same day or neither."""
    estimates = [estimate(standing, f, targets) for f in figures]
    counts = [e.steps["definition"] for e in estimates]
    if any(not s.accounted for s in counts) and any(s.size for s in counts):
        standing = standing.on(as_counted=True)
        estimates = [estimate(standing, f, targets) for f in figures]
    moves = [e.steps["timing"] for e in estimates]
    spans, day = [standing.span(f) for f in figures], standing.basis.as_of
    vague = any(first < last and first <= day <= last for first, last in spans) and spans[0] != spans[1]
    if vague and {f.claim.kind for f in figures} <= {"cumulative", "level"}:
        return [estimate(standing.on(still="which day of a month or a year is not known"), f, targets) for f in figures]
    if any(not s.accounted for s in moves) and any(s.size for s in moves):
        still = standing.on(still="the other side's figure cannot be brought to the day")
        estimates = [estimate(still, f, targets) if e.steps["timing"].size else e for f, e in zip(figures, estimates, strict=True)]
    return estimates


def meeting_value(standing: Standing, name: str, figures: Sequence[PrintedFigure]) -> str:
    """The value of a dimension at which two figures meet: the one on the path between theirs to which both go with fewest steps backwards.

    So the answer depends neither on the order of the sides nor on a value that the basis asks to see.
    """
    labels = standing.case.dimensions[name]["labels"]
    values = sorted({f.claim.dimension(name) for f in figures} - {""}, key=[*labels].index)
    if len(values) < 2:
        return values[0] if values else ""
    ways = standing.ways(name, *values)
    if not ways:
        return values[0]
    signs = [sign for _, sign in ways[0]]
    places = [values[0], *(c.to if sign > 0 else c.start for c, sign in ways[0])]
    backwards = [signs[:i].count(-1) + signs[i:].count(1) for i in range(len(places))]
    return places[backwards.index(min(backwards))]


def assemble(standing: Standing | None, a: Side, b: Side, basis: Basis, targets: Mapping[str, str]) -> Gap:
    """The factors of two sides; all of them None where a count of 0 stands."""
    names = ["retelling", "wording", *a.estimate.steps]
    scale = a.estimate.scale
    if scale is RATIO and min(a.value, b.value, a.figure.reading.best, b.figure.reading.best) <= 0:
        because = "a count of 0 has no ratio"
        blank = tuple(Factor(n, None, None, None, None, None, None, because) for n in [*names, "unexplained"])
        return Gap(standing, a, b, basis, None, blank, targets)
    steps = [difference(standing.case if standing else None, name, a, b) for name in names]
    total = scale.step(b.value, a.value)
    rest = total
    for step in steps:
        rest -= step.size
    low, high = a.estimate.at_low - b.estimate.at_high, a.estimate.at_high - b.estimate.at_low
    terms = combine(*((1, s.terms) for s in steps))
    steps.append(Step("unexplained", rest, low, high, terms, "not accounted for by the public record", accounted=False))
    mean = logarithmic_mean(a.value, b.value) if scale is RATIO else 1.0
    factors = []
    for s in steps:
        share = None if abs(total) < TINY else s.size / total
        low, high = (scale.number(bound) if abs(bound) < math.inf else None for bound in (s.low, s.high))
        factors.append(Factor(s.name, s.size, s.sd, low, high, share, mean * s.size, s.because, s.url, s.accounted, scale, s.from_figures))
    return Gap(standing, a, b, basis, total, tuple(factors), targets)
