"""TODO"""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

from matplotlib.dates import date2num

from discrepancy import dates
from discrepancy.plots.paper.axes import day_axis, log_axis
from discrepancy.plots.paper.captions import caption_of, foot_line
from discrepancy.plots.paper.colours import colours, legible
from discrepancy.plots.paper.figure import Figure, drawn
from discrepancy.plots.paper.labels import Label, Labels
from discrepancy.plots.paper.lettering import measure
from discrepancy.plots.paper.sheet import note, sheet
from discrepancy.plots.paper.style import FOOT, GREY, INK, LABEL, PAPER, QUIET, SMALL
from discrepancy.plots.paper.ticks import day_label, day_ticks, ratio_ticks
from discrepancy.plots.paper.words import shorten
from discrepancy.saying.never import NOT_EVIDENCE
from discrepancy.saying.numbers import alike, count, mark, times

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from discrepancy.case.model import Case


@drawn
def gap_over_time(table: pd.DataFrame, ax: Axes | None = None, *, case: Case | None = None) -> Figure:
    """The printed ratio and the part not accounted for, day by day, with the statements that moved it.

    Parameters
    ----------
    table : pandas.DataFrame
        Of `discrepancy.over_time`.
    case : Case, optional
        For the words of the statements.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    Figure

    Examples
    --------
    >>> import discrepancy as dc
    >>> case = dc.load_case("dprk-kursk")
    >>> gap_over_time(dc.over_time(case, start="2024-12-20", end="2025-01-20"), case=case).table.columns[:3].tolist()
    ['day', 'printed ratio', 'not accounted for']
    """
    usable = table[table["ratio"].notna() & table["unexplained"].notna()] if len(table) else table
    if usable.empty:
        return note(
            "gap_over_time",
            table.head(0),
            case,
            ax,
            "It is drawn for two groups or sources that both give a figure above 0 on some day.",
            _readable_days(table, case),
        )
    return _GapOverTime(usable, case).draw(table, ax)


def _readable_days(table: pd.DataFrame, case: Case | None) -> pd.DataFrame:
    import pandas as pd

    words = lambda ids: "; ".join(_who_said(c, case) for c in ids.split(", ") if c)
    return pd.DataFrame(
        {
            "day": [d.isoformat() for d in table["date"]] if len(table) else [],
            "printed ratio": [round(v, 3) if v == v and v is not None else None for v in table["ratio"]] if len(table) else [],
            "not accounted for": [round(v, 3) if v == v and v is not None else None for v in table["unexplained"]] if len(table) else [],
            "new on this day": [words(m) for m in table["moved"]] if len(table) else [],
            "first": [_who_said(c, case) for c in table["a"]] if len(table) else [],
            "second": [_who_said(c, case) for c in table["b"]] if len(table) else [],
        }
    )


def _who_said(claim: str, case: Case | None) -> str:
    if case is None or claim not in case.by_id:
        return claim
    c = case.by_id[claim]
    return f"{case.source_name(c.source)}: {c.phrase}"


class _GapOverTime:
    def __init__(self, rows: pd.DataFrame, case: Case | None):
        self.rows, self.case = rows, case
        self.days = [date2num(d) for d in rows["date"]]
        groups = [case.by_id[c].group for c in dict.fromkeys([*rows["a"], *rows["b"]]) if c in case.by_id] if case else []
        self.colour = colours(case, groups)

    def draw(self, table: pd.DataFrame, ax: Axes | None) -> Figure:
        low, high = self._limits()
        ticks = ratio_ticks(low, high, most=7)
        left = max(measure(mark(t), SMALL) for t in ticks) + 0.1
        page = sheet("gap_over_time", table, self.case, ax, 3.6, left=left, right=0.05, top=0.06, bottom=0.42)
        self.page, self.ax = page, page.ax
        log_axis(page.ax, "y", low, high, ticks, [mark(t) for t in ticks])
        first, last = self.rows["date"].iloc[0], self.rows["date"].iloc[-1]
        pad = max(2, (last - first).days * 0.02)
        page.ax.set_xlim(self.days[0] - pad, self.days[-1] + pad)
        day_axis(page, day_ticks(first - timedelta(int(pad)), last + timedelta(int(pad))))
        page.ax.axhline(1, color=GREY, linewidth=1.1, zorder=1)
        self.labels = Labels(page.ax)
        self._draw_lines()
        self._name_lines()
        self._name_moves()
        return page.finish(_readable_days(table, self.case))

    def _limits(self) -> tuple[float, float]:
        values = [*self.rows["ratio"], *self.rows["unexplained"], 1.0]
        low, high = math.log(min(values)), math.log(max(values))
        pad = max(0.14 * (high - low), 0.12)
        return math.exp(low - pad), math.exp(high + pad)

    def _draw_lines(self) -> None:
        """The printed ratio holds until a statement moves it: steps; what is not accounted for changes with the days between."""
        ratio, rest, x = list(self.rows["ratio"]), list(self.rows["unexplained"]), self.days
        self.ax.plot(x, ratio, drawstyle="steps-post", color=GREY, linewidth=1.5, zorder=2, solid_joinstyle="miter")
        moved = [i for i, m in enumerate(self.rows["moved"]) if m]
        for start, stop in zip([0, *moved], [*moved, len(x)], strict=True):  # a statement is a jump, not a slope
            self.ax.plot(x[start:stop], rest[start:stop], color=INK, linewidth=2.0, zorder=3)
            for i in range(start, stop - 1):
                self.labels.line(x[i], rest[i], x[i + 1], rest[i + 1], radius=2, cost=12)
        for i in range(len(x) - 1):
            self.labels.line(x[i], ratio[i], x[i + 1], ratio[i], radius=2, cost=12)
            self.labels.line(x[i + 1], ratio[i], x[i + 1], ratio[i + 1], radius=2, cost=12)
        for i in moved or [0]:
            self.ax.plot([x[i]], [ratio[i]], marker="o", markersize=4.5, color=GREY, markeredgecolor=PAPER, linestyle="none", zorder=4)
            self.ax.plot([x[i]], [rest[i]], marker="o", markersize=5, color=INK, markeredgecolor=PAPER, linestyle="none", zorder=5)
            self.labels.mark(x[i], ratio[i], 3.5)
            self.labels.mark(x[i], rest[i], 3.5)

    def _name_lines(self) -> None:
        """The two lines by name where they are furthest from each other."""
        gaps = [abs(math.log(r / u)) for r, u in zip(self.rows["ratio"], self.rows["unexplained"], strict=True)]
        i = max(range(len(gaps)), key=lambda k: gaps[k] * (0.2 + (k + 1) / len(gaps)))
        above = self.rows["ratio"].iloc[i] >= self.rows["unexplained"].iloc[i]
        for column, words, colour, up in (("unexplained", "not accounted for", INK, not above), ("ratio", "printed ratio", QUIET, above)):
            prefer = "above right left below" if up else "below right left above"
            self.labels.place(Label(self.days[i], self.rows[column].iloc[i], [(words, True)], colour, LABEL, prefer, gap=6))

    def _name_moves(self) -> None:
        """Statements at the point where they moved the ratio, those that moved it most first."""
        moves = []
        for i, moved in enumerate(self.rows["moved"]):
            claims = [c for c in moved.split(", ") if c]
            if claims:
                before = self.rows["ratio"].iloc[i - 1] if i else 1.0
                moves.append((-abs(math.log(self.rows["ratio"].iloc[i] / before)), i, claims))
        for _, i, claims in sorted(moves):
            self._name_move(i, claims)

    def _name_move(self, i: int, claims: list[str]) -> None:
        lines = [(f"{day_label(self.rows['date'].iloc[i])}: {self._short(c)}", False) for c in claims[:2]]
        groups = {self.case.by_id[c].group for c in claims if c in self.case.by_id} if self.case else set()
        colour = legible(self.colour[groups.pop()]) if len(groups) == 1 else QUIET
        y = self.rows["ratio"].iloc[i]
        up = y >= self.rows["unexplained"].iloc[i]
        self.labels.place(
            Label(self.days[i], y, lines, colour, FOOT, "above right left below" if up else "below right left above", must=False, gap=5)
        )

    def _short(self, claim: str) -> str:
        """Whose figure and what it said, in the fewest words."""
        from discrepancy.reading.short import short

        if self.case is None or claim not in self.case.by_id:
            return shorten(claim, 32)
        c = self.case.by_id[claim]
        reading = c.reading()
        said = count(reading.value) if reading.hedge == "interval" else short(reading)
        return shorten(f"{self.case.group_name(c.group)} {said}", 44)


@caption_of("gap_over_time")
def _words(table, case):
    if table.empty:
        return "No gap over time for these two sides", "", foot_line(case), "Empty chart: no gap over time for these two sides."
    first, last = table.iloc[0], table.iloc[-1]
    hi = table.loc[table["ratio"].idxmax()] if table["ratio"].notna().any() else first
    lo = table.loc[table["ratio"].idxmin()] if table["ratio"].notna().any() else first
    least, most = alike(lo["ratio"], hi["ratio"])
    title = f"The printed ratio ran between ×{least} and ×{most}; on {dates.say(last['date'])} it was {times(last['ratio'])}"
    subtitle = f"Printed ratio and the part not accounted for, {dates.say(first['date'])} to {dates.say(last['date'])}; ×1: the same number"
    alt = f"Line chart of the printed ratio and the part not accounted for, {len(table)} days. {title}. Not accounted for on the last day: {times(last['unexplained'])}."
    return title, subtitle, foot_line(case, NOT_EVIDENCE), alt
