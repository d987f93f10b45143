"""A gap, or a table of printed figures → every figure over its day, with its bounds and its words."""

from __future__ import annotations

import math
from collections import Counter, defaultdict

from matplotlib.axes import Axes
from matplotlib.dates import date2num

from discrepancy import dates
from discrepancy.case.model import Case
from discrepancy.gap.gap import Gap
from discrepancy.plots.claims_around import Around, ClaimsShown, days_of, height, window
from discrepancy.plots.paper.axes import Upright, day_axis, time_sheet
from discrepancy.plots.paper.figure import Table, blank, columns, covers_days, records
from discrepancy.plots.paper.labels import Label, Labels
from discrepancy.plots.paper.many import MARKS, WORDS, named, with_words
from discrepancy.plots.paper.notation import Notation, notation_between, notation_of
from discrepancy.plots.paper.rows import Interval, interval
from discrepancy.plots.paper.sheet import Figure, Sheet, drawn, inner, note
from discrepancy.plots.paper.style import INK, LABEL, PAPER, QUIET, SMALL, legible
from discrepancy.plots.paper.svg import Link
from discrepancy.plots.paper.width import narrow
from discrepancy.plots.paper.words import Caption, balance, caption, foot_line, nothing, noun_of, quoted, shorten, shorten_name
from discrepancy.saying.numbers import plural
from discrepancy.saying.text import cap, clip, join
from discrepancy.sources.printed import figures_around
from discrepancy.story.short import short
from discrepancy.story.words import possessive

Words = list[tuple[str, bool]]  # lines, each bold or not
KINDS = {"figure": "figure", "sum": "sum of the statement's parts", "period": "count of a period", "version": "version"}


@drawn
def claims_over_time(result: Gap | Table, ax: Axes | None = None, *, case: Case | None = None) -> Figure:
    """Every printed figure with its day and its bounds.

    Parameters
    ----------
    result : Gap or pandas.DataFrame
        A gap: the days around its two figures, their groups in colour and the others in grey.  A table of
        `discrepancy.sources.printed.timeline`: all of it, every group in its colour.
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
    everything = figures_around(result) if isinstance(result, Gap) else records(result)
    told = words(result, case)
    if not everything:
        return note(told, ax, "No figure of this measure was printed, or known by then.", _table([], Notation()))
    first, last = window(gap, everything)
    rows = [row for row in everything if first <= row["day"] <= last]
    if not rows:
        return note(told, ax, "No figure of this measure speaks of these days.", _table([], Notation()))
    return _draw(ClaimsShown(gap, case, rows, first, last), told, ax)


def _table(rows: list[dict], q: Notation) -> dict[str, list]:
    names = {
        "figure for": "spoken",
        "from": "start",
        "source": "name",
        "printed": "printed",
        "number": "value",
        "low": "low",
        "high": "high",
    }
    names |= {"counts": "apart"} if any(row["apart"] for row in rows) else {}
    names |= {"open side": "open", "kind": "mark", "said on": "said", "address": "url"}
    numbers = dict.fromkeys(("value", "low", "high"), q.cell)
    return columns(rows, names, **numbers, start=lambda day: str(blank(day)), mark=lambda mark: KINDS.get(mark, mark))


def _draw(shown: ClaimsShown, told: Caption, ax: Axes | None) -> Figure:
    upright = Upright.of(shown.scale, shown.notation)
    around = Around(shown, inner() - upright.room - 0.05)
    page = time_sheet(told, ax, upright, (shown.x0, shown.x1), height(), top=around.top, bottom=around.bottom)
    anchor = max(dates.middle(s.claim.speaks_of) for s in (shown.gap.a, shown.gap.b)) if shown.gap else None
    day_axis(page, shown.first, shown.last, anchor)
    labels = Labels(page.ax)
    around.draw(page, labels)
    _Marks(shown, page, labels).draw()
    n = _Named(shown, labels, page.width).draw()
    if around.rule and n < len(shown.marks):
        page.below(-page.left, around.bottom - 0.1, named(n, len(shown.marks), "marks", around.rule))
    return page.finish(_table(shown.rows, shown.notation))


def _link(row: dict) -> Link:
    return Link.of(row["name"], f"{quoted(row['printed'])}, {dates.say(row['spoken'])}", row["url"], row["claim"])


class _Marks:
    """The figures themselves."""

    def __init__(self, shown: ClaimsShown, page: Sheet, labels: Labels):
        self.shown, self.page, self.labels = shown, page, labels

    def draw(self) -> None:
        self._versions()
        self._level()
        self._lines()
        self._periods()
        dots = [(*self.shown.at(row), self._shape(row), self.shown.shade(row["group"])) for row in self.shown.dots]
        self.page.dots(dots, self.labels, links=list(map(_link, self.shown.dots)))
        for row in self.shown.points:
            if not self.shown.dots or row["claim"] in self.shown.key:
                self._point(row)

    def _shape(self, row: dict) -> str:
        return self.shown.shape.get(row["role"], "o")

    def _versions(self) -> None:
        apart = {(row["day"], row["value"], row["group"]): row for row in self.shown.of("version")}.values()
        look = [(*self.shown.at(row), "_", self.shown.shade(row["group"])) for row in apart]
        self.page.dots(look, size=15, zorder=2, mew=1.1, alpha=0.32, links=list(map(_link, apart)))

    def _level(self) -> None:
        """From the higher figure across to the day on which the other group's own figure was as large."""
        later, gap = self.shown.later, self.shown.gap
        if later and gap:
            x, y = [date2num(later.since), date2num(later.on)], [gap.higher.value] * 2
            self.page.ax.plot(x, y, color=INK, linewidth=1.3, linestyle=(0, (1, 1.6)), zorder=2)
            self.labels.path(x, y)

    def _lines(self) -> None:
        """A source's own figures of one subject, joined; not counts of periods, and not where two of them are for the same day."""
        series: dict[tuple, list[dict]] = defaultdict(list)
        for row in self.shown.of("figure", "sum"):
            series[row["source"], row["subject"]].append(row)
        lines = [(list(map(self.shown.at, own)), self.shown.shade(own[0]["group"])) for own in series.values() if len(own) > 1]
        lines = [(points, shade) for points, shade in lines if len({x for x, _ in points}) == len(points)]
        for points, shade in lines if len(lines) <= WORDS else ():
            self.page.ax.plot(*zip(*points, strict=True), color=shade, linewidth=1.3, alpha=0.85, zorder=3)
        if len(lines) > WORDS:
            self._many_lines(lines)
        for points, _ in lines:
            self.labels.path(*zip(*points, strict=True))

    def _many_lines(self, lines: list[tuple[list[tuple[float, float]], str]]) -> None:
        """More series than can be told apart: thin, and each in the colour of its group."""
        import seaborn as sns  # late: it takes its time

        xs, ys, which, shades = zip(*((x, y, i, shade) for i, (points, shade) in enumerate(lines) for x, y in points), strict=True)
        look = {"palette": {shade: shade for shade in shades}, "linewidth": 0.7, "alpha": 0.6, "zorder": 3, "legend": False}
        sns.lineplot(x=xs, y=ys, units=which, hue=shades, estimator=None, sort=False, ax=self.page.ax, **look)

    def _periods(self) -> None:
        bars = [row for row in self.shown.rows if self.shown.is_bar(row)]
        many = defaultdict(list)  # by colour: a thousand strokes take seconds, and none of them could be told apart
        for row in bars:
            x1, y = self.shown.at(row)
            x0, shade = date2num(row["start"]) if covers_days(row) else x1 - 1, self.shown.shade(row["group"])
            if len(bars) > MARKS:
                many[shade] += [(x0, y), (x1, y), (math.nan, y)]
            else:
                self.page.stroke([x0, x1], [y, y], shade, 5, 2, _link(row), alpha=0.45)
            if row["apart"]:
                self.page.stroke([x0, x1], [y, y], PAPER, 2.5, 2)
            self.labels.line(max(x0, self.shown.x0), y, x1, y, radius=3)
        for shade, ends in many.items():
            self.page.stroke(*zip(*ends, strict=True), shade, 5, 2, alpha=0.45)

    def _point(self, row: dict) -> None:
        (x, y), colour = self.shown.at(row), self.shown.shade(row["group"])
        key, scale = row["claim"] in self.shown.key, self.shown.scale
        mark = Interval(
            y, row["low"], row["high"], row["open"], colour, self._shape(row), 9.5 if key else 6, bool(row["apart"]), _link(row)
        )
        if self.shown.is_vague(row):
            first, last = map(date2num, days_of(row))
            self.page.stroke([first, last], [y, y], colour, 1, 2, alpha=0.6)
            self.labels.line(max(first, self.shown.x0), y, min(last, self.shown.x1), y)
        interval(self.page, mark, x, scale, upright=True)
        self.labels.line(x, scale.inside(row["low"]), x, scale.inside(row["high"]), radius=2, cost=32)
        self.labels.mark(x, y, 6.5 if key else 4.5)


class _Named:
    """Words in order of what matters: small numbers on the lines of the two, the two, the later figure, then the rest."""

    def __init__(self, shown: ClaimsShown, labels: Labels, width: float):
        self.shown, self.labels, self.width = shown, labels, width
        figures = Counter(row["source"] for row in shown.of("figure", "sum"))
        self.joined = {source for source, n in figures.items() if n > 1}
        self.named: set[str] = set()  # sources whose name is there

    def draw(self) -> int:
        """Place all words, and tell how many marks have any."""
        later, n = self.shown.later, 0
        first = {*self.shown.key, *([later.claim.claim] if later else ())}
        rows = with_words(self.shown.newest, always=lambda row: row["claim"] in first)
        for row in rows if self.shown.dots else ():
            self.labels.mark(*self.shown.at(row), 2)
        keys = [row for row in rows if row["claim"] in self.shown.key]
        reached = [row for row in rows if row["claim"] in first and row not in keys]
        rest = [row for row in rows if row["claim"] not in first]
        self.named = {row["source"] for row in keys + reached}
        numbers = [row for row in rest if row["source"] in self.named & self.joined and row["mark"] != "period"]
        for row in numbers if not narrow() else ():
            n += self.labels.place(self._label(row, [(self._said(row), False)], SMALL, "above right below left", must=False))
        for row in sorted(keys, key=lambda row: -row["value"]):
            top = row["value"] >= max(row["value"] for row in keys)
            prefer = "above left right below" if top else "below right left above"
            room = 1.7 if narrow() else 9.0
            said = [(line, True) for line in balance(shorten_name(row["name"], 60), room, LABEL, True)]
            said += [(line, False) for text in (quoted(row["printed"]), shorten(row["apart"], 60)) for line in balance(text, room) if line]
            n += self.labels.place(self._label(row, said, LABEL, prefer, gap=10))
        for row in reached:
            n += self._put_later(row)
        if later and self.shown.gap:
            middle = (date2num(later.since) + date2num(later.on)) / 2
            days = [(f"{later.days:,} days", False)]
            self.labels.place(Label(middle, self.shown.gap.higher.value, days, QUIET, prefer="below above", must=False, gap=4))
        for row in numbers if narrow() else ():
            n += self.labels.place(self._label(row, [(self._said(row), False)], SMALL, "above right below left", must=False))
        return n + self._put_rest([row for row in rest if row not in numbers])

    def _put_later(self, row: dict) -> bool:
        group = self.shown.case.group_name(row["group"]) if self.shown.case else row["group"]
        who = f"{possessive(group)} own count:"
        room = max(1.3, min(2.4, (1 - self.shown.share(date2num(row["day"]))) * self.width - 0.2))
        said = balance(f"{quoted(row['printed'])}, {dates.say(row['day'], year=False)}", room, LABEL)
        lines = [(shorten_name(who), True), *((line, False) for line in said)]
        return self.labels.place(self._label(row, lines, LABEL, "right below above", gap=9))

    def _put_rest(self, rest: list[dict]) -> int:
        """Of many the extremes, counts of days, then of the groups in colour the sources with a line and those with one figure, then the others."""
        n, many = 0, len(self.shown.marks) > WORDS
        whole = self.shown.gap is None
        ends = [end(rest, key=lambda row: row["value"])["claim"] for end in (min, max)] if rest and (many or whole) else []
        if whole and not many:  # the last figure of each source carries its name
            last = {row["source"]: row for row in rest}
            rest = [row for row in rest if row is last[row["source"]] or row["claim"] in ends]
        for rank in range(-1, 4):
            ways = []
            must = not whole and not many and rank < 3
            for row in rest:
                if (-1 if many and row["claim"] in ends else self._rank(row)) == rank:
                    told = [self._words(row, room) for room in ((2.0, 1.4) if narrow() else (3.3, 2.0))]
                    ways.append([self._label(row, w, SMALL, "right above below left", must=must) for w in told])
                    if not many and row["mark"] != "period" and row["source"] in self.joined:
                        self.named.add(row["source"])
            n += self.labels.place_all(ways)
        return n

    def _rank(self, row: dict) -> int:
        if row["mark"] == "period":
            return 0
        return 3 if row["group"] not in self.shown.groups else 1 if row["source"] in self.joined else 2

    def _words(self, row: dict, width: float) -> Words:
        """Words for a figure that is not one of the two: bold and on two lines for their groups, else quiet."""
        name, said = shorten_name(row["name"]), self._said(row)
        if row["mark"] != "period" and row["source"] in self.named:
            return [(said, False)]
        if row["group"] in self.shown.groups and self.shown.gap:
            return [*((line, True) for line in balance(name, width, SMALL, True)), (said, False)]
        return [(line, False) for line in balance(f"{name}: {said}", width, SMALL)]

    def _said(self, row: dict) -> str:
        case, apart = self.shown.case, f", {shorten(row['apart'], 40)}" if row["apart"] else ""
        if row["mark"] == "period":
            return quoted(row["printed"]) + apart
        if row["mark"] == "sum" or case is None or row["claim"] not in case.by_id:
            return self.shown.notation.say(row["value"]) + apart
        return shorten(short(case.by_id[row["claim"]].reading()), 40) + apart

    def _label(self, row: dict, lines: Words, size: float, prefer: str, must: bool = True, gap: float = 7.0) -> Label:
        colour = legible(self.shown.shade(row["group"])) if row["group"] in self.shown.groups else QUIET
        prefer = "right above below left" if row["mark"] == "period" else prefer
        lift = 9.0 if row["open"] in ("high", "both") and row["mark"] != "period" else 0.0
        return Label(*self.shown.at(row), lines, colour, size, prefer, must, gap, lift)


def words(result: Gap | Table, case: Case | None = None) -> Caption:
    """The words around the figure."""
    if isinstance(result, Gap):
        return _words_of_gap(result, result.case) if result.case else nothing("No figures to draw", case, alt="no figures.")
    rows = records(result)
    if not rows:
        return nothing("No figures to draw", case, alt="no figures.")
    known = next((case.by_id[r["claim"]] for r in rows if r["claim"] in case.by_id), None) if case else None
    noun = noun_of(case, known.measure if known else "")
    of, days = Counter(r["mark"] for r in rows), sorted(rows, key=lambda r: r["day"])
    figures = [r for r in rows if r["mark"] in ("figure", "sum")]
    shown, drawn_ = figures or rows, [r for r in rows if r["mark"] != "version"] or rows
    lo, hi = (end(shown, key=lambda r: r["value"]) for end in (min, max))
    q = notation_of(case, (r["claim"] for r in rows), (r["value"] for r in rows))
    ends = [_as_printed(r, case, q) for r in (lo, hi)]
    lowest, highest = (said + (f" ({r['apart']})" if r["apart"] else "") for said, r in zip(ends, (lo, hi), strict=True))
    who = [", ".join(filter(None, (r["name"], r["apart"]))) for r in (lo, hi)]
    sources, run = len({r["source"] for r in drawn_}), f", from {lowest} to {highest}" if lowest != highest else f": {lowest}"
    spoken = [str(days_of(r)[i]) if covers_days(r) else r["spoken"] for i, r in ((0, days[0]), (1, days[-1]))]
    span = " to ".join(dict.fromkeys(map(dates.say, spoken)))
    counted = [plural(len(figures), "figure"), f"{plural(of['period'], 'count')} of a period", plural(of["version"], "retelling")]
    alt = (
        f"Dot plot over time of {noun}, {span}, {q.axis}: {join([n for n in counted if not n.startswith('0 ')])}. "
        f"Lowest {ends[0]} ({who[0]}), highest {ends[1]} ({who[1]})."
    )
    of_periods = len(drawn_) - len(shown)
    were = "was" if len(drawn_) == 1 else "were"
    what = plural(len(shown), "figure") + (f" and {plural(of_periods, 'count')} of a period" if of_periods else "")
    title = f"{what} of {plural(sources, 'source')} {were} printed{f'; the figures run{run[1:]}' if of_periods and run[:1] == ',' else run}"
    return caption(title, f"{cap(noun)}, {span}, each at the day that it speaks of, {q.axis}", foot_line(case), alt)


def _as_printed(r: dict, case: Case | None, q: Notation) -> str:
    """A figure in the words of a title: its number, and what is vague as it was printed."""
    vague = case is not None and r["claim"] in case.by_id and case.by_id[r["claim"]].reading().hedge == "vague"
    return quoted(r["printed"]) if vague and r["mark"] != "sum" else q.say(r["value"], r["claim"])


def _words_of_gap(gap: Gap, case: Case) -> Caption:
    high, low, later = gap.higher, gap.lower, gap.later_figures
    highest, lowest = short(high.version.reading), short(low.version.reading)
    both = f"{high.name} {highest}, {low.name} {lowest}"
    if high.claim.source == low.claim.source:
        both = f"{highest} and {lowest}, both of {case.source_name(high.claim.source)}"
    said = list(dict.fromkeys(s.version.claim.statement_date for s in (high, low)))
    when = cap(join([dates.on(day) for day in said]))
    tail = end = ""
    if later:
        who = case.group_name(later.claim.group)
        tail = f"; {possessive(who)} own count was {short(later.claim.reading())} {dates.on(later.claim.statement_date)}"
        end = f"; {who}: {clip(later.claim.quoted, 52)} {later.days} days later"
    noun, q = noun_of(case, gap.basis.measure), notation_between(gap)
    apart = "no ratio" if gap.total is None else q.step(gap.scale.size(abs(gap.total)), signed=False)
    known = f"; as known on {dates.say(gap.basis.known_by)}" if gap.basis.known_by else ""
    subtitle = f"{cap(noun)}; as printed, each at the day that it speaks of, with the interval that the words suggest, {q.axis}{known}"
    alt = (
        f"Dot plot over time of {noun}, {q.axis}, {plural(len(figures_around(gap)), 'printed figure')}. {cap(high.name)}: {highest}; {low.name}: {lowest}, "
        f"{apart} apart{end}."
    )
    return caption(f"{when}: {both}{tail}", subtitle, foot_line(case), alt)
