"""A gap, or a table of printed figures → every figure over its day, with its bounds and its words."""

from __future__ import annotations

import math
from collections import Counter, defaultdict

from matplotlib.axes import Axes
from matplotlib.dates import date2num

from discrepancy import dates
from discrepancy.case.model import Case
from discrepancy.gap.gap import Gap
from discrepancy.plots.claims_around import Around
from discrepancy.plots.claims_named import Named
from discrepancy.plots.claims_shown import HEIGHT, Shown, window
from discrepancy.plots.paper.axes import count_ticks, day_axis, day_ticks, log_axis
from discrepancy.plots.paper.captions import Caption, caption, foot_line, nothing, noun_of
from discrepancy.plots.paper.figure import OPEN, Table, covers_days, records
from discrepancy.plots.paper.labels import Labels
from discrepancy.plots.paper.setting import measure
from discrepancy.plots.paper.sheet import Figure, Sheet, drawn, note, sheet
from discrepancy.plots.paper.style import INK, PAPER, SMALL
from discrepancy.reading.short import short
from discrepancy.saying.numbers import count, times
from discrepancy.saying.text import cap, clip, possessive

KINDS = {"figure": "figure", "sum": "sum of the statement's parts", "period": "count of a period", "version": "version"}


@drawn
def claims_over_time(result: Gap | Table, ax: Axes | None = None, *, case: Case | None = None) -> Figure:
    """Every printed figure with its day and its bounds.

    Parameters
    ----------
    result : Gap or pandas.DataFrame
        A gap: the days around its two figures, their groups in colour and the others in grey.  A table of
        `discrepancy.basis.printed.timeline`: all of it, every group in its colour.
    case : Case, optional
        Where the events, colours and silent parties come from; a gap brings its own.

    Examples
    --------
    >>> import discrepancy as dc
    >>> claims_over_time(dc.explain(dc.load_case("hurricane-maria"))).name
    'claims-over-time'
    """
    gap = result if isinstance(result, Gap) else None
    case = gap.case if gap else case
    everything = result.printed_figures if isinstance(result, Gap) else records(result)
    told = words(result, case)
    if not everything:
        return note(told, ax, "No figure of this measure was printed, or known by then.", _table([]))
    first, last = window(gap, everything)
    rows = [row for row in everything if first <= row["day"] <= last]
    if not rows:
        return note(told, ax, "No figure of this measure speaks of these days.", _table([]))
    return _draw(Shown(gap, case, rows, first, last), told, ax)


def _table(rows: list[dict]) -> dict[str, list]:
    plain = lambda x: round(x) if x == x else x
    return {
        "figure for": [r["day"].isoformat() for r in rows],
        "from": [r["start"].isoformat() if covers_days(r) else "" for r in rows],
        "source": [r["name"] for r in rows],
        "printed": [r["printed"] for r in rows],
        "number": [plain(r["value"]) for r in rows],
        "low": [plain(r["low"]) for r in rows],
        "high": [plain(r["high"]) for r in rows],
        "open side": [OPEN.get(r["open"], r["open"]) for r in rows],
        "kind": [KINDS.get(r["mark"], r["mark"]) for r in rows],
        "said on": [r["said"] for r in rows],
        "address": [r["url"] for r in rows],
    }


def _draw(shown: Shown, told: Caption, ax: Axes | None) -> Figure:
    ticks = count_ticks(shown.scale.low, shown.scale.high)
    left, right = max(measure(count(t), SMALL) for t in ticks) + 0.1, 0.05
    around = Around(shown, left, right)
    page = sheet(told, ax, HEIGHT, left=left, right=right, top=around.top, bottom=around.bottom)
    log_axis(page, "y", shown.scale, ticks)
    page.ax.set_xlim(shown.x0, shown.x1)
    anchor = max(dates.middle(s.claim.speaks_of) for s in (shown.gap.a, shown.gap.b)) if shown.gap else None
    day_axis(page, day_ticks(shown.first, shown.last, anchor))
    labels = Labels(page.ax)
    around.draw(page, labels)
    _Marks(shown, page, labels).draw()
    Named(shown, labels, page.width).draw()
    return page.finish(_table(shown.rows))


class _Marks:
    """The figures themselves."""

    def __init__(self, shown: Shown, page: Sheet, labels: Labels):
        self.shown, self.page, self.labels = shown, page, labels

    def draw(self) -> None:
        self._versions()
        self._level()
        self._lines()
        self._periods()
        for row in self.shown.of("figure", "sum"):
            self._point(row)

    def _versions(self) -> None:
        apart = {(row["day"], row["value"], row["group"]): row for row in self.shown.of("version")}
        for row in apart.values():
            self.page.mark(*self.shown.at(row), "_", 15, self.shown.shade(row["group"]), 2, mew=1.1, alpha=0.32)

    def _level(self) -> None:
        """From the higher figure across to the day on which the other group's own figure was as large."""
        later, gap = self.shown.later, self.shown.gap
        if later and gap:
            x, y = [date2num(later.since), date2num(later.on)], [gap.higher.value] * 2
            self.page.ax.plot(x, y, color=INK, linewidth=1.3, linestyle=(0, (1, 1.6)), zorder=2)
            self.labels.path(x, y)

    def _lines(self) -> None:
        """A source's own cumulative figures, joined; not where two of them are for the same day."""
        by_source: dict[str, list[dict]] = defaultdict(list)
        for row in self.shown.of("figure", "sum"):
            by_source[row["source"]].append(row)
        for own in by_source.values():
            xs, ys = zip(*map(self.shown.at, own), strict=True)
            if len(own) > 1 and len(set(xs)) == len(xs):
                self.page.ax.plot(xs, ys, color=self.shown.shade(own[0]["group"]), linewidth=1.3, alpha=0.85, zorder=3)
                self.labels.path(xs, ys)

    def _periods(self) -> None:
        for row in self.shown.of("period"):
            x1, y = self.shown.at(row)
            x0 = date2num(row["start"]) if covers_days(row) else x1 - 1
            self.page.stroke([x0, x1], [y, y], self.shown.shade(row["group"]), 5, 2, alpha=0.45)
            self.labels.line(max(x0, self.shown.x0), y, x1, y, radius=3)

    def _point(self, row: dict) -> None:
        (x, y), colour = self.shown.at(row), self.shown.shade(row["group"])
        key = row["claim"] in self.shown.key
        self._bounds(row, x, y, colour)
        look = {"mec": PAPER, "mew": 0.9, "clip_on": False}
        self.page.mark(x, y, self.shown.shape.get(row["role"], "o"), 9.5 if key else 6, colour, 5 if key else 4, **look)
        self.labels.mark(x, y, 6.5 if key else 4.5)

    def _bounds(self, row: dict, x: float, y: float, colour: str) -> None:
        """The interval upright; a side without a bound ends in an arrow that is long enough to be seen."""
        px = self.page.height * 72 / math.log(self.shown.scale.high / self.shown.scale.low)  # points per unit of ln
        reach = math.exp(13 / px)
        low, high = self.shown.y(row["low"]), self.shown.y(row["high"])
        if row["open"] in ("high", "both"):
            high = max(high, y * reach)
            self.page.mark(x, high, 6, 5, colour, 4, mew=0, clip_on=False)
        if row["open"] in ("low", "both"):
            low = min(low, y / reach)
            self.page.mark(x, low, 7, 5, colour, 4, mew=0, clip_on=False)
        if high > low:
            self.page.stroke([x, x], [low, high], colour, 1.4)
            self.labels.line(x, low, x, high, radius=2, cost=18)


def words(result: Gap | Table, case: Case | None = None) -> Caption:
    """The words around the figure."""
    if isinstance(result, Gap):
        return _words_of_gap(result, result.case) if result.case else nothing("No figures to draw", case, alt="no figures.")
    rows = records(result)
    if not rows:
        return nothing("No figures to draw", case, alt="no figures.")
    noun = noun_of(case, case.defaults.get("measure", "")) if case else "Figures"
    of, days = Counter(r["mark"] for r in rows), [r["day"] for r in rows]
    figures = [r for r in rows if r["mark"] in ("figure", "sum")]
    shown = figures or rows
    lo, hi = (end(shown, key=lambda r: r["value"]) for end in (min, max))
    sources, ends = len({r["source"] for r in shown}), f"from {lo['value']:,.0f} to {hi['value']:,.0f}"
    span = f"{dates.say(min(days))} to {dates.say(max(days))}"
    alt = (
        f"Dot plot over time of {noun}, {span}, on a log scale: {len(figures)} figures, {of['period']} counts of a period, {of['version']} retellings. "
        f"Lowest {lo['value']:,.0f} ({lo['name']}), highest {hi['value']:,.0f} ({hi['name']})."
    )
    title = f"{len(figures)} figures of {sources} sources were printed, {ends}"
    return caption(title, f"{cap(noun)}, {span}, log scale", foot_line(case), alt)


def _words_of_gap(gap: Gap, case: Case) -> Caption:
    high, low, later = gap.higher, gap.lower, gap.later_figures
    highest, lowest = short(high.version.reading), short(low.version.reading)
    both = f"{high.name} {highest}, {low.name} {lowest}"
    if high.claim.source == low.claim.source:
        both = f"{highest} and {lowest}, both of {case.source_name(high.claim.source)}"
    said = list(dict.fromkeys(s.version.claim.statement_date for s in (high, low)))
    when = cap(dates.on(said[0])) + "".join(f" and {dates.say(day)}" for day in said[1:])
    tail = end = ""
    if later:
        who = case.group_name(later.claim.group)
        tail = f"; {possessive(who)} own count was {short(later.claim.reading())} {dates.on(later.claim.statement_date)}"
        end = f"; {who}: “{clip(later.claim.phrase, 50)}” {later.days} days later"
    noun = noun_of(case, gap.basis.measure)
    known = f"; as known on {dates.say(gap.basis.known_by)}" if gap.basis.known_by else ""
    subtitle = f"{cap(noun)}; as printed, with the interval that the words suggest, log scale{known}"
    alt = (
        f"Dot plot over time of {noun}, log scale, {len(gap.printed_figures)} printed figures. {high.name}: {highest}; {low.name}: {lowest}, "
        f"{times(gap.ratio)} apart{end}."
    )
    return caption(f"{when}: {both}{tail}", subtitle, foot_line(case), alt)
