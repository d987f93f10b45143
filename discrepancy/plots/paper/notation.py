"""A measure with its scale, unit and grain → how its numbers, its steps and the marks of an axis read; a figure asks nothing else.

On a ratio scale steps are factors (×2.3) and axes are log ones; on a difference scale they are amounts (1.4 points) and axes are linear.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from discrepancy.basis.standing import KINDS
from discrepancy.case.model import Case
from discrepancy.gap.gap import Gap
from discrepancy.plots.paper.figure import Table
from discrepancy.plots.paper.style import STILL
from discrepancy.reading.reading import Reading
from discrepancy.reading.scale import DIFFERENCE, RATIO, SCALES, Scale
from discrepancy.saying.numbers import amount, count, count_to, number, once, printed, quantity_to, significant, times
from discrepancy.saying.numbers import quantity as said
from discrepancy.story.sizes import Sizes, mark

SHORT = 4  # letters of a unit that every mark of an axis has room for
LARGE = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


@dataclass(frozen=True)
class Notation:
    """How numbers of one measure are shown.

    `grain` is the finest unit of a last printed digit; `case`, where there is one, knows that of each claim.
    """

    scale: Scale = RATIO
    unit: str = ""
    grain: float = 1.0
    case: Case | None = field(default=None, repr=False)

    @property
    def counts(self) -> bool:
        """Whether it is a plain count, of which every unit is one more."""
        return self.scale is RATIO and not self.unit and self.grain >= 1

    def say(self, x: float, claim: str = "") -> str:
        """A number as fine as it was printed: by its claim, else as any of the measure.

        >>> Notation(DIFFERENCE, "%", 0.1).say(7.5), Notation(RATIO, "USD", 1e8).say(640.6e9), Notation().say(1103)
        ('7.5%', '640.6 billion USD', '1,103')
        """
        return count(x) if self.counts else said(x, self.unit, self._grain_of(claim))

    def about(self, x: float) -> str:
        """A number that was computed: two digits of a count, three of a number in a unit, amounts as fine as they were printed.

        >>> Notation(DIFFERENCE, "%", 0.1).about(7.4612), Notation(RATIO, "ha", 1).about(13345.7)
        ('7.5%', '13,300 ha')
        """
        if self.counts:
            return number(x)
        return said(x, self.unit, self.grain) if self.scale is DIFFERENCE else said(significant(x, 3), self.unit)

    def about_to(self, low: float, high: float) -> str:
        """A range of numbers that were computed; one where both read the same."""
        if self.scale is DIFFERENCE:
            return quantity_to(low, high, self.unit, self.grain)
        ends = [self.about(x) for x in (low, high)]
        return ends[0] if ends[0] == ends[1] else " to ".join(once(*ends))

    def bound(self, x: float) -> str:
        """The end of an interval, which may lie half a grain away from a printed number."""
        return self.to(x, x) if abs(x) < math.inf else "∞"

    def to(self, low: float, high: float, digits: int = 2) -> str:
        """A range, with both ends alike; one number where they read the same.

        >>> Notation(DIFFERENCE, "%", 0.1).to(7.45, 7.55), Notation().to(2975, 3022), Notation(RATIO, "km²", 1000).to(12500, 13500)
        ('7.45% to 7.55%', '2,975 to 3,022', '12,500 to 13,500 km²')
        """
        return count_to(low, high, digits) if self.counts else quantity_to(low, high, self.unit, self._finest_of(low, high))

    def evenly(self, best: float, low: float, high: float, moved: bool) -> tuple[str, str]:
        """A number and its interval, all of one precision: two digits of what was moved, else as many as tell the ends apart.

        >>> Notation().evenly(47186.4, 47161, 47211.8, False), Notation().evenly(3112, 3000, 3228, True), Notation().evenly(1000, 1000, 1000, False)
        (('47,186', '47,161 to 47,212'), ('3,100', '3,000 to 3,200'), ('1,000', ''))
        """
        if not self.counts:
            said, ends = (self.about(best), self.about_to(low, high)) if moved else (self.to(best, best), self.to(low, high))
            return said, ends if " to " in ends else ""
        finest = _power(high - low, 2) if high > low else 1.0
        step = max(finest, _power(best, 2)) if moved else finest
        rounded = lambda step: [count(x if step < 1 and x < 10 else round(x / max(step, 1)) * max(step, 1)) for x in (best, low, high)]
        said, *ends = rounded(step)
        if ends[0] == ends[1] and high > low:
            said, *ends = rounded(finest)
        return said, " to ".join(ends) if ends[0] != ends[1] else ""

    def of(self, claim: str) -> Notation:
        """The same with the grain of one claim."""
        return replace(self, grain=self._grain_of(claim))

    def cell(self, x: float | None) -> float | int | None:
        """A number in the table under a figure: a count whole, any other with two digits more than were printed."""
        if x is None or x != x or math.isinf(x):
            return None
        if self.counts:
            return round(x) if abs(x) >= 10 or float(x).is_integer() else round(x, 2)
        x = round(x, _decimals(self.grain) + 2)
        return round(x) if float(x).is_integer() and self.grain >= 1 else x

    def _grain_of(self, claim: str) -> float:
        known = self.case.by_id.get(claim) if self.case else None
        return known.reading().grain if known else self.grain

    def _finest_of(self, *ends: float) -> float:
        """The grain, or where bounds lie half a grain away, a tenth of it; those that were brought from another unit lie anywhere."""
        whole = not printed(self.grain) or all(abs(x / self.grain - round(x / self.grain)) < 1e-6 for x in ends)
        return self.grain if whole else self.grain / 10

    def _words(self) -> str:
        """The unit behind a number."""
        return said(0, self.unit, 1).removeprefix("0")

    def _steps(self) -> str:
        """The unit behind an amount: percentages differ by points."""
        return amount(0, self.unit, 1).removeprefix("0")

    sizes = property(lambda self: Sizes(self.scale, self.unit, self.grain))  # how they are told in sentences
    against = property(lambda self: self.sizes.words.joined)  # how one number is set against another: over it, or less it
    apart = property(lambda self: self.sizes.words.whole)  # what two numbers have between them: a ratio, or a difference

    @property
    def none(self) -> float:
        """The size of a step that changes nothing: ×1, or 0."""
        return self.scale.number(0.0)

    def step(self, size: float | None, signed: bool = True) -> str:
        """The size of a step: a factor, or an amount.

        >>> Notation().step(2.319), Notation(DIFFERENCE, "%", 0.1).step(-1.4), Notation(DIFFERENCE, "%", 0.1).step(1.4, signed=False)
        ('×2.3', '−1.4 points', '1.4 points')
        """
        return times(size) if self.scale is RATIO or size is None else amount(size, self.unit, self.grain, signed)

    def step_to(self, low: float, high: float) -> str:
        """A range of sizes; one where they read the same, "nothing" where both change nothing.

        >>> Notation().step_to(1.86, 2.89), Notation(DIFFERENCE, "%", 0.1).step_to(-0.2, 1.6)
        ('×1.9 to ×2.9', '−0.2 to 1.6 points')
        """
        return self.sizes.to(low, high)

    def step_cell(self, size: float | None) -> float | None:
        """The size of a step in the table under a figure."""
        digits = 3 if self.scale is RATIO else _decimals(self.grain) + 2
        return None if size is None or size != size else round(size, digits) + 0.0

    def still(self, step: float | None) -> bool:
        """Whether a step, in the coordinate of the scale, moves nothing that could be seen: it reads as ×1, or as nothing."""
        return abs(step or 0.0) < (STILL if self.scale is RATIO else self.grain / 2)

    def alike(self, step: float) -> bool:
        """Whether two steps that lie so far apart are taken for one."""
        return abs(step) < 0.005 * self.one

    def bare(self, size: float) -> str:
        """The size of a step without its unit, for a table that says it once."""
        return times(size) if self.scale is RATIO else self.step(size).removesuffix(" point").removesuffix(self._steps())

    @property
    def effect(self) -> str:
        """What a step is called in the head of a table."""
        return "multiplier" if self.scale is RATIO else self._steps().strip() or "amount"

    @property
    def told(self) -> str:
        """The unit of steps that stand without it."""
        return "" if self.scale is RATIO else f", in {self._steps().strip() or 'numbers'}"

    @property
    def axis(self) -> str:
        """What a subtitle says of the axis."""
        return "log scale" if self.scale is RATIO else "linear scale"

    @property
    def one(self) -> float:
        """What a distance of 1 on a log axis is on this one: ten times what was printed last."""
        return 1.0 if self.scale is RATIO else 10 * self.grain

    def marks(self, ticks: Sequence[float]) -> list[str]:
        """Numbers at the marks of an axis; a long unit stands at the last of them.

        >>> Notation(DIFFERENCE, "%", 0.1).marks([6.0, 6.5, 7.0]), Notation(RATIO, "per 100000").marks([30, 100])
        (['6.0%', '6.5%', '7.0%'], ['30', '100 per 100,000'])
        """
        if self.counts:
            return list(map(count, ticks))
        return self._marked(ticks, self._words())

    def step_marks(self, ticks: Sequence[float], unit: bool = True) -> list[str]:
        """Sizes of steps at the marks of an axis, the unit at the last if it is wanted.

        >>> Notation().step_marks([0.5, 1]), Notation(DIFFERENCE, "%", 0.1).step_marks([-1, 0, 1])
        (['×½', '×1'], ['−1', '0', '+1 points'])
        """
        if self.scale is RATIO:
            return list(map(mark, ticks))
        return self._marked(ticks, self._steps() if unit else "", "+")

    def _marked(self, ticks: Sequence[float], words: str, plus: str = "") -> list[str]:
        by, large = _large(max(map(abs, ticks), default=0.0))
        finest = max((_digits(t / by) for t in ticks), default=0) if self.scale is DIFFERENCE else None
        texts = [(plus if t > 0 else "") + f"{t / by:,.{_digits(t / by) if finest is None else finest}f}".replace("-", "−") for t in ticks]
        words = large + words
        if len(words.strip()) <= SHORT:
            return [("0" if plus and not t else text) + words for t, text in zip(ticks, texts, strict=True)]
        texts = ["0" if plus and not t else text for t, text in zip(ticks, texts, strict=True)]
        return [*texts[:-1], texts[-1] + words]


def _large(size: float) -> tuple[float, str]:
    """What numbers up to a size are divided by, and the word for it."""
    return next(((s, f" {word}") for s, word in LARGE if size >= s), (1.0, ""))


def _power(x: float, digits: int) -> float:
    return 10.0 ** (math.floor(math.log10(abs(x))) - digits + 1) if x else 1.0


def _decimals(grain: float) -> int:
    return max(0, -math.floor(math.log10(grain) + 1e-9)) if grain > 0 else 0


def _digits(t: float) -> int:
    """Decimals that a round number has."""
    return len(f"{t:.10f}".rstrip("0").partition(".")[2])


def notation(case: Case | None, measure: str = "", values: Iterable[float] = ()) -> Notation:
    """The notation that a case counts; without a case numbers below 0 tell that it is no count."""
    spec = case.measures.get(measure or case.defaults.get("measure", "")) if case else None
    if case is None or spec is None:
        return Notation(DIFFERENCE if any(v is not None and v < 0 for v in values) else RATIO, "", 1.0, case)
    grains = [c.reading().grain for c in case.records if c.measure == spec.name and c.primary and c.kind in KINDS]
    return Notation(SCALES[spec.scale], spec.unit, min(grains, default=1.0), case)


def notation_of(case: Case | None, claims: Iterable[str], values: Iterable[float] = ()) -> Notation:
    """The notation of the first claim that a case knows."""
    known = next((case.by_id[c] for c in claims if c in case.by_id), None) if case else None
    return notation(case, known.measure, values) if known else notation(None, "", values)


def notation_told(table: Table) -> Notation:
    """The notation that a table says of itself."""
    told = table.attrs
    return Notation(SCALES[told["scale"]], told["unit"], told["grain"]) if "scale" in told else Notation()


def notation_between(gap: Gap) -> Notation:
    """The notation in which two sides differ."""
    return Notation(gap.scale, gap.unit, gap.grain, gap.case)


def notation_read(readings: Iterable[Reading], scale: Scale) -> Notation:
    """The notation of readings in one unit."""
    readings = list(readings)
    return Notation(scale, readings[0].unit, min(r.grain for r in readings))
