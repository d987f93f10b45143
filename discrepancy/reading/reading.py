"""What a printed phrase says: `Reading`, a number with its interval, its open side and its unit, and intervals as their source states them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from statistics import NormalDist

from discrepancy.reading.languages.english.hedges import HEDGES
from discrepancy.reading.scale import DIFFERENCE, RATIO, Scale
from discrepancy.reading.units import BASE_TIMES, convert
from discrepancy.reading.wording import WordingError, tidy
from discrepancy.saying.numbers import quantity_to

RULES = ("hedge", "granularity", "as-printed")
ADDED = ("%", "pp", "°C", "°F")  # units whose numbers differ by amounts


@dataclass(frozen=True, slots=True)
class Reading:
    """What a printed phrase says about a count.

    Attributes
    ----------
    printed : str
        The phrase as it was printed.
    value : float
        The numeral; for a range or a vague word the same as `best`.  In persons, like all below.
    low, best, high : float
        Finite bounds and the middle, ``low <= best <= high``.
    open : {"none", "low", "high", "both"}
        The side without a bound: "more than 3,000" is open on the high side, although readers
        rarely think further than `high`; "1,100-odd" ends at 1,199.  Only a sum of readings can be open on both sides.
    hedge : str
        The hedge found (a key of `HEDGES`), or "bare", "range", "vague", "interval".
    rule : str
        The rule that gave the bounds: one of `RULES`.
    spread : {"log", "natural"}
        The scale on which the interval is taken to be symmetric.
    level : float or None
        Level of a stated interval in percent; None where bounds are given without one.
    unit : str
        Empty for a count; ``%``, ``pp``, ``per 100000``, a code of ISO 4217, or a symbol of pint.  All numbers are in it, at full size.
    per : str
        The time that a rate is counted per: "day", "year"; empty for none.
    grain : float
        One unit of the last printed digit, at full size.
    assumed : tuple of str
        What was taken for granted, such as "$: US dollars".
    """

    printed: str
    value: float
    low: float
    best: float
    high: float
    open: str
    hedge: str
    rule: str
    spread: str = "log"
    level: float | None = 95.0
    unit: str = ""
    per: str = ""
    grain: float = 1
    assumed: tuple[str, ...] = ()

    @property
    def side(self) -> str:
        """ "floor", "ceiling", "about", "exact", "plain", "range", "vague" or "interval", for comparing versions."""
        return {"odd": "about", "bare": "plain"}.get(self.hedge) or HEDGES.get(self.hedge, (self.hedge,))[0]

    vague = property(lambda self: self.hedge in ("range", "vague"))  # no one number was printed

    def sd_on(self, scale: Scale) -> float:
        """Standard deviation of the coordinate, from the width of the interval taken as its central 95 % (or `level`)."""
        low, high = self.low, self.reach
        if high <= low or (scale is RATIO and self.best <= 0):
            return 0.0
        z = 2 * NormalDist().inv_cdf(0.5 + self.level / 200) if self.level not in (95, None) else 3.92
        if scale is RATIO and self.spread == "log" and low > 0:
            return scale.step(low, high) / z
        return (high - low) / z * scale.slope(self.best)

    @property
    def reach(self) -> float:
        """How far up readers think: of "-odd" less far than it can lie."""
        return tidy(2 * self.best - self.low) if self.hedge == "odd" else self.high

    @property
    def finest(self) -> float:
        """The grain at which the bounds are told: one digit finer than its number where they need it, and no part of one counted."""
        whole = all(abs(x / self.grain - round(x / self.grain)) < 1e-6 for x in (self.low, self.high))
        return self.grain if whole else max(self.grain / 10, 0 if self.unit else 1)

    @property
    def ends(self) -> str:
        """The bounds in words, no finer than they need: 6.05% to 6.15%."""
        return quantity_to(self.low, self.high, self.unit, self.finest)

    @property
    def sd(self) -> float:
        """Standard deviation of the log."""
        return self.sd_on(RATIO)

    @property
    def bounds(self) -> tuple[float, float]:
        """Hard bounds with open sides at 0 and infinity: for interval arithmetic."""
        low = (-math.inf if self.low < 0 or self.unit in ("%", "pp") else 0.0) if self.open in ("low", "both") else self.low
        return low, math.inf if self.open in ("high", "both") else self.high

    def to(self, unit: str) -> Reading:
        """The same in another unit of its dimension, exactly.

        Raises
        ------
        WordingError
            If the two have no dimension in common.

        Examples
        --------
        >>> from discrepancy import read
        >>> r = read("13,000 square kilometres").to("ha")
        >>> r.value, r.unit
        (1300000, 'ha')
        """
        if self.unit == unit:
            return self
        factor = convert(self.unit, unit)
        if factor is None:
            raise WordingError(f'"{self.printed}" is in {self.unit or "no unit"}, and {unit or "a count"} is asked for')
        return self._times(factor, unit=unit)

    def _times(self, factor: float, **changes: str) -> Reading:
        numbers = {name: tidy(round(getattr(self, name) * factor, 9)) for name in ("value", "low", "best", "high", "grain")}
        return replace(self, **changes, **numbers)

    def per_base(self) -> Reading:
        """A rate per day or per year, where the time that is printed is an exact part of one of them.

        >>> from discrepancy import read
        >>> r = read("840 a week").per_base()
        >>> r.value, r.per
        (120, 'day')
        """
        per, factor = BASE_TIMES.get(self.per, (self.per, 1))
        return self if per == self.per else self._times(factor, per=per)

    def to_dict(self) -> dict:
        """The fields of ``discrepancy read --json``; the level is that of a stated interval."""
        fields = asdict(self) | {"level": self.level if self.hedge == "interval" else None, "assumed": list(self.assumed)}
        keys = ("printed", "value", "low", "best", "high", "open", "hedge", "rule", "unit", "per", "level", "grain", "assumed")
        return {k: fields[k] for k in keys}

    def __str__(self) -> str:
        say = lambda x: f"{x:,.0f}" if x >= 100 or float(x).is_integer() else f"{x:,.3g}"
        low = "…" if self.open in ("low", "both") else say(self.low)
        high = "…" if self.open in ("high", "both") else say(self.high)
        within = f" (as read: {say(self.low)} to {say(self.high)})" if self.open != "none" else ""
        unit = (f", in {self.unit}" if self.unit else "") + (f", a {self.per}" if self.per else "")
        taken = f" ({'; '.join(self.assumed)})" if self.assumed else ""
        return f'"{self.printed}": {self.hedge} {say(self.value)}, from {low} to {high}{within}, best {say(self.best)}{unit}{taken}'


def stated(reading: Reading, low: float, high: float, level: float | None = 95.0) -> Reading:
    """A reading whose interval was stated by its source: bounds as stated, best the printed point.

    The scale on which the interval is symmetric is detected and recorded, never assumed.

    Examples
    --------
    >>> from discrepancy import read
    >>> r = stated(read("4,645"), 793, 8498)
    >>> r.spread, round(r.sd, 3)
    ('natural', 0.423)
    """
    best = reading.value
    spread = "log" if low > 0 else "natural"
    if 0 < low < high:
        natural = abs((high - best) - (best - low)) / (high - low)
        log = abs(math.log(high / best) - math.log(best / low)) / math.log(high / low)
        spread = "natural" if natural < log else "log"
    return replace(reading, low=low, best=best, high=high, open="none", hedge="interval", spread=spread, level=level)


def scale_of(readings: Iterable[Reading], unit: str) -> Scale:
    """The scale on which numbers in a unit differ where nobody says which.

    Percentages, points and degrees differ by amounts, and so does what is printed below zero, or as zero of a unit; all else by factors.
    """
    below = lambda r: r.value < 0 or (r.low < 0 and r.hedge == "range") or (unit and not r.value)
    return DIFFERENCE if unit in ADDED or any(map(below, readings)) else RATIO
