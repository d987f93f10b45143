"""Source effects → the curve of a measure that they stand to, and every figure that it was fitted to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.dates import date2num

from discrepancy import dates
from discrepancy.plots.paper.axes import Ruler, Upright, day_axis, time_sheet
from discrepancy.plots.paper.figure import Table, columns, covers_days, records
from discrepancy.plots.paper.labels import Label, Labels
from discrepancy.plots.paper.many import MARKS, WORDS, named, spread
from discrepancy.plots.paper.notation import Notation, notation
from discrepancy.plots.paper.rows import Interval, interval
from discrepancy.plots.paper.sheet import Figure, drawn, key_lines, note, shapes_of
from discrepancy.plots.paper.style import FAINT, FOOT, INK, SMALL, STEEL, colours, legible, shapes
from discrepancy.plots.paper.svg import Link
from discrepancy.plots.paper.words import Caption, caption, foot_line, line_height, nothing, noun_known, noun_of, shorten_name
from discrepancy.saying.numbers import plural, spelled
from discrepancy.saying.text import cap
from discrepancy.sources.effects.views import reference_name, sums_of_parts

if TYPE_CHECKING:
    from discrepancy.sources.effects.houses import Houses

HEIGHT = 3.6  # inches of the count axis of a curve
ONE_DAY = "It takes a source with figures of two days: a line from the figure of one source to that of another is the course of nothing"


@drawn
def curve(found: Houses | str, ax: Axes | None = None, *, of: str = "") -> Figure:
    """The latent curve of a measure (empty for the one asked) with its band, and every figure that it was fitted to.

    Examples
    --------
    >>> import discrepancy as dc
    >>> curve(dc.houses(dc.load_case("hurricane-maria"))).title
    'No curve can be told: each source speaks of one day'
    """
    told = words(found, of=of)
    if isinstance(found, str):
        return note(told, ax, found, _table([], Notation()))
    name = _measure(found, of)
    reports = _of(found.reports, name)
    if not reports:
        return note(told, ax, "No figure of this measure was used.", _table([], Notation()))
    if _of_one_day(reports):
        return note(told, ax, ONE_DAY, _table([], Notation()))
    return _Curve(found, name, reports).draw(told, ax)


def _of_one_day(reports: list[dict]) -> bool:
    """Whether every source speaks of one day: what joins them is not the course of anything."""
    return len({r["source"] for r in reports}) == len({(r["source"], r["date"]) for r in reports})


def _measure(found: Houses, of: str) -> str:
    return of or found.measure or found.effects["measure"].iloc[0]


def _of(table: Table, measure: str) -> list[dict]:
    return [r for r in records(table) if r["measure"] == measure]


def _link(r: dict) -> Link:
    return Link.of(r["name"], f"{r['printed']}, {dates.say(r['date'])}", r.get("url"), r.get("claim"))


class _Curve:
    def __init__(self, found: Houses, name: str, reports: list[dict]):
        self.found, self.case, self.q = found, found.case, notation(found.case, name)
        self.rows = sorted([*reports, *sums_of_parts(found, name)], key=lambda r: r["date"])
        days = [r["date"] for r in self.rows]
        self.pad = timedelta(max(4, (max(days) - min(days)).days // 20))
        self.first, self.last = min(days) - self.pad, max(days) + self.pad
        self.line = [r for r in _of(found.curve, name) if self.first <= r["date"] <= self.last]
        self.colour = colours(self.case, list(dict.fromkeys(r["group"] for r in self.rows)))
        self.shape = shapes(self.case, [r["role"] for r in self.rows])

    def draw(self, told: Caption, ax: Axes | None) -> Figure:
        scale = self._scale()
        days = (date2num(self.first), date2num(self.last))
        key = self._key("dot: a figure; its bounds are in the table" if len(self.rows) > MARKS else "upright: as read")
        many = (groups := len({r["group"] for r in self.rows})) > WORDS
        line = line_height(FOOT) * (len(key) + many - 1)
        self.page = page = time_sheet(told, ax, Upright.of(scale, self.q), days, HEIGHT, bottom=0.66 + line)
        day_axis(page, self.first + self.pad, self.last - self.pad)
        self.labels = Labels(page.ax)
        self._band()
        dots = [r for r in self.rows if not covers_days(r)] if len(self.rows) > MARKS else []
        looks = [(date2num(r["date"]), r["count"], self.shape.get(r["role"], "o"), self.colour[r["group"]]) for r in dots]
        page.dots(looks, self.labels, links=list(map(_link, dots)))
        for r in self.rows:
            if not dots or covers_days(r):
                self._figure(r, scale)
        said = named(self._name_groups(), groups, "groups", "the highest, the lowest")
        for i, text in enumerate([*key, *([said] if many else [])]):
            page.below(-page.left, 0.5 + i * line_height(FOOT), text, va="baseline")
        return page.finish(_table(self.rows, self.q))

    def _scale(self) -> Ruler:
        """Room for the figures; of a total that grows, whose curve starts at nothing, not for all of the band."""
        counts, values = [r["count"] for r in self.rows], [r[k] for r in self.rows for k in ("count", "low", "high")]
        if not self.found.totals:
            return Ruler.of([*values, *(r[k] for r in self.line for k in ("mean", "low", "high"))], self.q, pad=0.08)
        values += [r["high"] for r in self.line[-3:]] + [max(r["mean"], min(counts) / 4) for r in self.line]
        return Ruler.of([min(v, 4 * max(counts)) for v in values], self.q, pad=0.08)

    def _band(self) -> None:
        x = [date2num(r["date"]) for r in self.line]
        means, low, high = ([r[key] for r in self.line] for key in ("mean", "low", "high"))
        if len(x) == 1:  # of one day, or of what does not move, there is one level
            x = [date2num(self.first), date2num(self.last)]
            means, low, high = means * 2, low * 2, high * 2
        self.page.ax.fill_between(x, low, high, facecolor=FAINT, edgecolor="none", zorder=0)
        self.page.ax.plot(x, means, color=INK, linewidth=1.6, zorder=2)
        self.labels.path(x, means, radius=2, cost=10)

    def _figure(self, r: dict, scale: Ruler) -> None:
        shade, x = self.colour.get(r["group"], STEEL), date2num(r["date"])
        if covers_days(r):
            start = date2num(r["start"])
            self.page.stroke([start, x], [r["count"]] * 2, shade, 5, 2, _link(r), alpha=0.45)
            self.labels.line(start, r["count"], x, r["count"], radius=3)
            return
        shape, hollow = self.shape.get(r["role"], "o"), bool(r.get("sum"))
        mark = Interval(r["count"], r["low"], r["high"], r["open"], shade, shape, hollow=hollow, link=_link(r))
        interval(self.page, mark, x, scale, upright=True)
        self.labels.mark(x, r["count"], 4)

    def _name_groups(self) -> int:
        """Each group by name once, at the figure furthest from the others of its own; of many those told from low to high."""
        by_group: dict[str, list[dict]] = {}
        for r in self.rows:
            by_group.setdefault(r["group"], []).append(r)
        must, prefer = len(by_group) <= 8, "right left above below"
        ranked = spread(sorted(by_group, key=lambda group: by_group[group][-1]["count"]), WORDS)
        ways = []
        for group in by_group if len(ranked) == len(by_group) else ranked:
            own = spread(by_group[group], WORDS)
            name = shorten_name(self.case.group_name(group) if self.case else own[0]["name"], 34)
            shade = legible(self.colour.get(group, STEEL))
            ways.append([Label(date2num(r["date"]), r["count"], [(name, True)], shade, SMALL, prefer, must) for r in own])
        return self.labels.place_all(ways)

    def _key(self, as_read: str) -> list[str]:
        said = shapes_of(self.shape, (r["role"] for r in self.rows))
        said += ["bar: a count of its own days"] if any(map(covers_days, self.rows)) else []
        said += ["hollow: a statement's own parts added"] if any(r.get("sum") for r in self.rows) else []
        said += ["line and band: the curve, 95 %", as_read]
        return key_lines(said)


def _table(rows: list[dict], q: Notation) -> dict[str, list]:
    names = {"figure for": "date", "source": "name", "printed": "printed", "number": "count", "low": "low", "high": "high"}
    names |= {"curve and effect give": "expected", "said on": "said", "address": "url"}
    return columns(rows, names, date=str, said=str, **dict.fromkeys(("count", "low", "high", "expected"), q.cell))


def words(found: Houses | str, of: str = "") -> Caption:
    """The words around the figure."""
    if isinstance(found, str):
        return nothing("No curve can be told", None, alt=f"no curve. {cap(found)}")
    case, name = found.case, _measure(found, of)
    rows = _of(found.reports, name)
    if not rows:
        return nothing("No figure of this measure was used", case)
    if _of_one_day(rows):
        return nothing("No curve can be told: each source speaks of one day", case)
    days = sorted(r["date"] for r in rows)
    q = notation(case, name)
    sources = len({r["source"] for r in rows})
    title = f"One course for {plural(len(rows), 'figure')} of {plural(sources, 'source')}: its shape is theirs, its height a convention"
    subtitle = (
        f"{noun_known(case, name, found.known_by)}; every figure that was used, and the course that with the source effects fits them best. "
        f"Where it stands is a convention: here {reference_name(found)} at {found.none}; {q.axis}"
    )
    lo, hi = (end(rows, key=lambda r: r["count"]) for end in (min, max))
    lowest, highest = (q.about(r["count"]) if q.counts else q.say(r["count"], r["claim"]) for r in (lo, hi))
    sums = len(sums_of_parts(found, name))
    added = f" and {spelled(sums, 'sum')} of parts" if sums else ""
    alt = (
        f"Dot plot over time of {plural(len(rows), 'figure')}{added} of {noun_of(case, name)}, {dates.say(days[0])} to {dates.say(days[-1])}, {q.axis}, "
        f"from {lowest} ({lo['name']}) to {highest} ({hi['name']}), with a common curve, {found.none} for "
        f"{reference_name(found)}."
    )
    foot = f"Another reference moves the curve up or down as a whole.{found.only}"
    return caption(title, subtitle, foot_line(case, foot), alt)
