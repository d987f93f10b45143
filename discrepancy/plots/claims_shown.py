"""A gap, or a table of printed figures → those that are drawn over time, with their days, scale, colours and shapes."""

from __future__ import annotations

import math
from datetime import date, timedelta

from matplotlib.dates import date2num

from discrepancy import dates
from discrepancy.case.model import Case
from discrepancy.gap.gap import Gap
from discrepancy.plots.paper.axes import Scale
from discrepancy.plots.paper.colours import colours, shapes
from discrepancy.plots.paper.style import GREY

BEFORE, AFTER, ONWARDS = 10, 18, 35  # days before the earlier figure, after the later figures, after the day where there are none
HEIGHT = 3.65  # inches between the ends of the count axis
FEW = 8  # with so few figures in all, all are shown


def window(gap: Gap | None, rows: list[dict]) -> tuple[date, date]:
    """First and last day drawn."""
    days = sorted(row["day"] for row in rows)
    pad = timedelta(max(3, (days[-1] - days[0]).days // 25))
    first, last = days[0] - pad, days[-1] + pad
    if gap is None:
        return first, last
    spoken = [dates.middle(s.claim.speaks_of) for s in (gap.a, gap.b)]
    start = min(spoken) - timedelta(BEFORE)
    if sum(row["mark"] != "version" for row in rows) <= FEW:
        return min(start, first), max(max(spoken) + timedelta(BEFORE), last)
    end = gap.later_figures.on + timedelta(AFTER) if gap.later_figures else max(spoken) + timedelta(ONWARDS)
    if gap.basis.known_by:
        end = max(*spoken, min(end, dates.last(gap.basis.known_by) + timedelta(7)))
    return start, end


class Shown:
    """The figures of a window; of a gap the two groups in colour, of a table all."""

    def __init__(self, gap: Gap | None, case: Case | None, rows: list[dict], first: date, last: date):
        self.gap, self.case, self.rows, self.first, self.last = gap, case, rows, first, last
        self.x0, self.x1 = float(date2num(first)), float(date2num(last))
        self.groups = {s.claim.group for s in (gap.a, gap.b)} if gap else {row["group"] for row in rows}
        self.colour = colours(case, [g for g in (case.by_group if case else ()) if g in self.groups] + sorted(self.groups))
        self.shape = shapes(case, [row["role"] for row in rows])
        self.key = [s.figure.claim.claim for s in (gap.a, gap.b)] if gap else []  # the claims that a gap compares
        later = gap.later_figures if gap else None  # the figure of the other group's own that was as large
        self.later = later if later and later.days > 0 and later.on <= last else None
        self.scale = self._scale()

    def _scale(self) -> Scale:
        """Ends of the count axis, with room above for the words of the higher figure where it stands on top."""
        positive = [row[k] for row in self.rows for k in ("value", "low", "high") if row[k] > 0]
        if not positive:
            return Scale(0.5, 10)
        low, high = math.log(min(positive)), math.log(max(positive))
        keys = [row["value"] for row in self.rows if row["claim"] in self.key and row["value"] > 0]
        above = below = 14.0
        unit = lambda: max(high - low, 0.7) / (HEIGHT * 72 - above - below)
        if keys:
            above = max(above, 56 - (high - math.log(max(keys))) / unit())
        return Scale(math.exp(low - below * unit()), math.exp(high + above * unit()))

    def share(self, x: float) -> float:
        """How far along the days, from 0 to 1."""
        return (x - self.x0) / (self.x1 - self.x0)

    def of(self, *marks: str) -> list[dict]:
        """The rows of these kinds."""
        return [row for row in self.rows if row["mark"] in marks]

    def shade(self, group: str) -> str:
        """The colour of a group; grey for those that are there for context."""
        return self.colour.get(group, GREY) if group in self.groups else GREY

    def at(self, row: dict) -> tuple[float, float]:
        """Day and count of a figure."""
        return date2num(row["day"]), self.y(row["value"])

    def y(self, value: float) -> float:
        """Where a count stands; 0 has no place on a log axis and stands on its lower edge."""
        return value if value > 0 else self.scale.low
