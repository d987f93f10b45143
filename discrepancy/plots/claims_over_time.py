"""Figures with days across: the figures as they were printed, and the gap between two sources as it went."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from matplotlib.dates import date2num
from matplotlib.lines import Line2D
from matplotlib.transforms import ScaledTranslation

from discrepancy import dates
from discrepancy.basis.printed import silent_parties
from discrepancy.gap.gap import Gap
from discrepancy.plots import claims_named  # noqa: F401
from discrepancy.plots.claims_around import lay_out
from discrepancy.plots.paper import style as st
from discrepancy.plots.paper.axes import day_axis, log_axis
from discrepancy.plots.paper.colours import GLYPHS, colours, legible, shapes
from discrepancy.plots.paper.figure import Figure, drawn
from discrepancy.plots.paper.labels import Label, Labels
from discrepancy.plots.paper.lettering import measure
from discrepancy.plots.paper.setting import LEADING, balance, line_height, type_, wrap
from discrepancy.plots.paper.sheet import PAD, note, sheet
from discrepancy.plots.paper.style import FOOT, GREY, INK, LABEL, PAPER, QUIET, RULE, SMALL
from discrepancy.plots.paper.ticks import count_ticks, day_ticks
from discrepancy.plots.paper.words import quoted, shorten
from discrepancy.saying.numbers import count

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from discrepancy.case.model import Case

BEFORE, AFTER, ONWARDS = 10, 18, 35  # days before the earlier figure, after the later figures, after the day where there are none
WEEKS = 80  # days up to which the axis counts weeks
HEIGHT = 3.65  # inches between the ends of the count axis
FEW = 8  # with so few figures in all, all are shown
KINDS = {"figure": "figure", "sum": "sum of the statement's parts", "period": "count of a period", "version": "version"}
OPEN = {"none": "", "high": "no upper limit", "low": "no lower limit", "both": "no limit either way"}


@drawn
def claims_over_time(result: Gap | pd.DataFrame, ax: Axes | None = None, *, case: Case | None = None) -> Figure:
    """Every printed figure with its day and its bounds.

    Parameters
    ----------
    result : Gap or pandas.DataFrame
        A gap: the days around its two figures, their groups in colour and the others in grey.  A table of
        `discrepancy.normalize.timeline`: all of it, every group in its colour.
    case : Case, optional
        Where the events, colours and silent parties come from; a gap brings its own.
    ax : matplotlib.axes.Axes, optional
        Draw here, without title and foot.

    Returns
    -------
    Figure

    Examples
    --------
    >>> import discrepancy as dc
    >>> claims_over_time(dc.explain(dc.load_case("hurricane-maria"))).name
    'claims-over-time'
    """
    gap = result if isinstance(result, Gap) else None
    case = gap.case if gap else case
    everything = gap.printed_figures if gap else result.to_dict("records")
    name = "claims_over_time"
    if not everything:
        return note(name, result, case, ax, "No figure of this measure was printed, or known by then.", _readable([]))
    first, last = _window(gap, everything)
    rows = [row for row in everything if first <= row["day"] <= last]
    if not rows:
        return note(name, result, case, ax, "No figure of this measure speaks of these days.", _readable([]))
    groups = {s.claim.group for s in (gap.a, gap.b)} if gap else {row["group"] for row in everything}
    page = _Timeline(gap, case, rows, groups, first, last)
    return page.draw(name, result, ax)


def _window(gap: Gap | None, rows: list[dict]) -> tuple[date, date]:
    """First and last day drawn."""
    days = sorted(row["day"] for row in rows)
    pad = max(3, (days[-1] - days[0]).days // 25)
    everything = days[0] - timedelta(pad), days[-1] + timedelta(pad)
    if gap is None:
        return everything
    spoken = [dates.middle(s.claim.speaks_of) for s in (gap.a, gap.b)]
    last = max(spoken) + timedelta(ONWARDS)
    if gap.later_figures:
        last = gap.later_figures.on + timedelta(AFTER)
    if gap.basis.known_by:
        last = max(*spoken, min(last, dates.last(gap.basis.known_by) + timedelta(7)))
    first = min(spoken) - timedelta(BEFORE)
    if sum(row["mark"] != "version" for row in rows) <= FEW:
        return min(first, everything[0]), max(max(spoken) + timedelta(BEFORE), everything[1])
    return first, last


def _readable(rows: list[dict]) -> dict[str, list]:
    """The columns of the table under the figure."""
    return {
        "figure for": [r["day"].isoformat() for r in rows],
        "from": [r["start"].isoformat() if _has_start(r) else "" for r in rows],
        "source": [r["name"] for r in rows],
        "printed": [r["printed"] for r in rows],
        "number": [_plain(r["value"]) for r in rows],
        "low": [_plain(r["low"]) for r in rows],
        "high": [_plain(r["high"]) for r in rows],
        "open side": [OPEN.get(r["open"], r["open"]) for r in rows],
        "kind": [KINDS.get(r["mark"], r["mark"]) for r in rows],
        "said on": [r["said"] for r in rows],
        "address": [r["url"] for r in rows],
    }


def _has_start(row: dict) -> bool:
    """Whether the days that a figure covers are known; a table may hold NaT for nothing."""
    return isinstance(row["start"], date) and row["start"] == row["start"]


def _plain(x: float) -> float | int:
    return round(x) if x == x else x


class _Timeline:
    """The drawing of claims over time, part by part."""

    def __init__(self, gap: Gap | None, case: Case | None, rows: list[dict], groups: set, first: date, last: date):
        self.gap, self.case, self.rows, self.groups = gap, case, rows, groups
        self.first, self.last = first, last
        order = [g for g in (case.by_group if case else ()) if g in groups] + sorted(groups)
        self.colour = colours(case, order)
        self.shape = shapes(case, [row["role"] for row in rows])
        self.key = [s.figure.claim.claim for s in (gap.a, gap.b)] if gap else []
        later = gap.later_figures if gap else None
        self.later = later if later and later.days > 0 and later.on <= last else None
        self.x0, self.x1 = date2num(first), date2num(last)

    def draw(self, name: str, result: object, ax: Axes | None) -> Figure:
        events = self._events()
        silent = self._silent()
        left = max(measure(count(t), SMALL) for t in self._ticks()) + 0.1
        top = self._rows_of(events, left) * line_height(SMALL) + (0.12 if events else 0.1)
        bottom = 0.42 + (0.12 + 0.24 * len(silent) if silent else 0.0) + 0.1 + len(self._key_lines()) * line_height(FOOT)
        page = sheet(name, result, self.case, ax, HEIGHT, left=left, right=0.05, top=top, bottom=bottom)
        self.ax, self.page = page.ax, page
        self._axes()
        self.labels = Labels(page.ax)
        self._after_known_by()
        self._draw_events(events)
        self._draw_silent(silent)
        self._draw_key(bottom)
        self._versions()
        self._level()
        self._lines()
        self._periods()
        self._points()
        self._label()
        return page.finish(_readable(self.rows))

    # ---- axes

    def _limits(self) -> tuple[float, float]:
        """Ends of the count axis, with room above for the words of the higher figure where it stands on top."""
        positive = [row[k] for row in self.rows for k in ("value", "low", "high") if row[k] > 0]
        if not positive:
            return 0.5, 10
        low, high = math.log(min(positive)), math.log(max(positive))
        keys = [row["value"] for row in self.rows if row["claim"] in self.key and row["value"] > 0]
        above = below = 14.0
        unit = max(high - low, 0.7) / (HEIGHT * 72 - above - below)
        if keys:
            above = max(above, 56 - (high - math.log(max(keys))) / unit)
            unit = max(high - low, 0.7) / (HEIGHT * 72 - above - below)
        return math.exp(low - below * unit), math.exp(high + above * unit)

    def _ticks(self) -> list[float]:
        return count_ticks(*self._limits())

    def _axes(self) -> None:
        ax, ticks = self.ax, self._ticks()
        log_axis(ax, "y", *self._limits(), ticks, [count(t) for t in ticks])
        ax.set_xlim(self.x0, self.x1)
        anchor = max(dates.middle(s.claim.speaks_of) for s in (self.gap.a, self.gap.b)) if self.gap else None
        day_axis(self.page, day_ticks(self.first, self.last, anchor))

    def _y(self, value: float) -> float:
        """Where a count stands; 0 has no place on a log axis and stands on its lower edge."""
        return value if value > 0 else self._limits()[0]

    def _after_known_by(self) -> None:
        if not self.gap or not self.gap.basis.known_by:
            return
        day = dates.last(self.gap.basis.known_by) + timedelta(1)
        if day >= self.last:
            return
        x = date2num(day) - 0.5
        self.ax.axvspan(x, self.x1, facecolor="#f4f4f4", edgecolor="none", zorder=0)
        text = f"After {dates.say(self.gap.basis.known_by, year=False)}: not used"
        room = (self.x1 - x) / (self.x1 - self.x0) * self.page.width - 0.16
        lines = balance(text, room, SMALL)
        for i, line in enumerate(lines):
            down = -7 - i * SMALL * LEADING
            self.ax.annotate(
                line, (x, 1), (6, down), xycoords=self.ax.get_xaxis_transform(), textcoords="offset points", va="top", **type_(SMALL, QUIET)
            )
        edge, _ = self.labels.at(x, self._limits()[1])
        if edge - self.labels.bounds[0] > 200:  # words stay where the figures are
            self.labels.bounds = (*self.labels.bounds[:2], edge, self.labels.bounds[3])

    # ---- events

    def _events(self) -> list[tuple[float, str]]:
        """Events of the case within the window; what a party acknowledged has its place in the row of silent parties.

        An event of which only the month is known has no place on an axis of weeks: an upright would invent its day.
        """
        if self.case is None:
            return []
        found = []
        for row in self.case.tables["events"]:
            day = dates.middle(row["date"])
            known = not self.gap or self.gap.basis.knows(dates.last(row["date"]))
            exact = len(row["date"]) == 10 or (self.last - self.first).days > WEEKS
            if self.first <= day <= self.last and known and exact and not row["kind"].startswith("acknowledged:"):
                month = "" if len(row["date"]) == 10 else f"{dates.say(row['date'], year=False).split(' 2')[0]}: "
                found.append((date2num(day), month + shorten(row["label"])))
        return found

    def _lay_out(self, events: list[tuple[float, str]], left: float) -> list[tuple[float, list[str], int, str]]:
        """(x, lines, line on which the words stand, alignment): no label meets another nor the upright of another event.

        Uprights come from below, so an event whose words reach over its neighbours' uprights has to stand above them.
        """
        width = st.WIDTH - 2 * PAD - left - 0.05
        sides = (("left", "right"), ("left",), ("right", "left"))
        ways = [lay_out(events, self._across(width), width, wide, side) for wide in (1.25, 1.7, 2.3) for side in sides]
        best = min(
            ways, key=lambda way: (-len(way), max((e.top for e in way), default=0), sum(len(e.lines) + (e.ha == "right") for e in way))
        )
        return [(e.x, e.lines, e.base, e.ha) for e in best]

    def _across(self, width: float) -> Callable[[float], float]:
        return lambda x: (x - self.x0) / (self.x1 - self.x0) * width

    def _rows_of(self, events: list[tuple[float, str]], left: float) -> int:
        return max((base + len(lines) for _, lines, base, _ in self._lay_out(events, left)), default=0)

    def _draw_events(self, events: list[tuple[float, str]]) -> None:
        across = self.ax.get_xaxis_transform()
        for x, lines, row, ha in self._lay_out(events, self.page.left):
            base = 5 + row * SMALL * LEADING
            self.ax.annotate(
                "",
                (x, 0),
                (0, base + len(lines) * SMALL * LEADING + self.page.height * 72),
                xycoords=across,
                textcoords="offset points",
                zorder=1,
                annotation_clip=False,
                arrowprops={"arrowstyle": "-", "color": RULE, "linewidth": 0.8, "shrinkA": 0, "shrinkB": 0},
            )
            for i, line in enumerate(reversed(lines)):
                self.ax.annotate(
                    line,
                    (x, 1),
                    (4 if ha == "left" else -4, base + (i + 0.5) * SMALL * LEADING),
                    xycoords=across,
                    textcoords="offset points",
                    ha=ha,
                    va="center_baseline",
                    annotation_clip=False,
                    **type_(SMALL, QUIET),
                )
            low, high = self._limits()
            self.labels.line(x, low, x, high, radius=0.6, cost=0.2)

    # ---- parties without a figure

    def _silent(self) -> list[tuple[str, str]]:
        """(words, day of acknowledging or "") of each party that gave no figure."""
        if self.case is None:
            return []
        basis = self.gap.basis if self.gap else None
        rows = silent_parties(self.case, basis.measure, basis.known_by) if basis else silent_parties(self.case)
        return [(self._no_figure(row), row["acknowledged"]) for row in rows[:4]]

    def _no_figure(self, row: dict) -> str:
        text = f"{shorten(row['name'])}: no figure"
        if not row["acknowledged"]:
            return text
        event = next((e["label"] for e in self.case.tables["events"] if e["kind"] == f"acknowledged:{row['source']}"), "")
        return f"{text}. {dates.say(row['acknowledged'])}: {shorten(event)}"

    def _draw_silent(self, rows: list[tuple[str, str]]) -> None:
        """A dashed line a party, up to the day on which it acknowledged what is counted, or on."""
        for i, (text, acknowledged) in enumerate(rows):
            down = -(0.42 + 0.17 + 0.24 * i) * 72
            end = (date2num(dates.last(acknowledged)) - self.x0) / (self.x1 - self.x0) if acknowledged else math.inf
            text = wrap(text, self.page.width, SMALL, most=1)[0]
            beside = 0 < end < 1 and (1 - end) * self.page.width > measure(text, SMALL) + 0.1
            self._dash(down, min(end, 1.0), end < 1)
            self.ax.annotate(
                text,
                (end if beside else 0.5, 0),
                (7 if beside else 0, down),
                xycoords="axes fraction",
                textcoords="offset points",
                ha="left" if beside else "center",
                va="center_baseline",
                annotation_clip=False,
                bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 3} if not beside else None,
                **type_(SMALL, QUIET),
            )

    def _dash(self, down: float, right: float, ends: bool) -> None:
        if right <= 0:
            return
        shift = self.ax.transAxes + ScaledTranslation(0, down / 72, self.ax.figure.dpi_scale_trans)
        line = Line2D([0, right], [0, 0], transform=shift, color=GREY, linewidth=0.9, linestyle=(0, (3, 3)), clip_on=False)
        tip = Line2D(
            [right],
            [0],
            transform=shift,
            color=GREY,
            marker="|" if ends else ">",
            markersize=6 if ends else 4,
            clip_on=False,
            linestyle="none",
        )
        self.ax.add_line(line)
        self.ax.add_line(tip)

    def _key_lines(self) -> list[str]:
        """What shapes, faint ticks, bars and arrows mean; only those that are there."""
        marks = {row["mark"] for row in self.rows}
        roles = dict.fromkeys(row["role"] for row in self._of("figure", "sum") if row["role"])
        words = [f"{GLYPHS.get(self.shape[r], '●')} {shorten(r, 30)}" for r in roles] if len(roles) > 1 else []
        words += ["bar: the days that a count covers"] if "period" in marks else []
        words += ["faint tick: a version"] if "version" in marks else []
        words += ["upright: interval" + ("; arrow: no limit on that side" if {row["open"] for row in self.rows} - {"none"} else "")]
        lines = [""]
        for word in words:
            longer = f"{lines[-1]}    {word}" if lines[-1] else word
            if measure(longer, FOOT) > st.WIDTH - 2 * PAD:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def _draw_key(self, bottom: float) -> None:
        lines = self._key_lines()
        for i, line in enumerate(reversed(lines)):
            self.ax.annotate(
                line,
                (0, 0),
                (-self.page.left * 72, -(bottom - 0.1 - i * line_height(FOOT)) * 72),
                xycoords="axes fraction",
                textcoords="offset points",
                ha="left",
                va="center_baseline",
                annotation_clip=False,
                **type_(FOOT, QUIET),
            )

    # ---- figures

    def _of(self, *marks: str) -> list[dict]:
        return [row for row in self.rows if row["mark"] in marks]

    def _shade(self, group: str) -> str:
        return self.colour.get(group, GREY) if group in self.groups else GREY

    def _versions(self) -> None:
        apart = {(row["day"], row["value"], row["group"]): row for row in self._of("version")}
        for row in apart.values():
            x, y = date2num(row["day"]), self._y(row["value"])
            self.ax.plot(
                [x],
                [y],
                marker="_",
                markersize=15,
                markeredgewidth=1.1,
                color=self._shade(row["group"]),
                alpha=0.32,
                zorder=2,
                linestyle="none",
            )

    def _lines(self) -> None:
        """A source's own cumulative figures, joined; not where two of them are for the same day."""
        by_source: dict[str, list[dict]] = defaultdict(list)
        for row in self._of("figure", "sum"):
            by_source[row["source"]].append(row)
        for own in by_source.values():
            xs, ys = [date2num(row["day"]) for row in own], [self._y(row["value"]) for row in own]
            if len(own) < 2 or len(set(xs)) < len(xs):
                continue
            self.ax.plot(xs, ys, color=self._shade(own[0]["group"]), linewidth=1.3, alpha=0.85, zorder=3)
            for i in range(len(xs) - 1):
                self.labels.line(xs[i], ys[i], xs[i + 1], ys[i + 1])

    def _periods(self) -> None:
        for row in self._of("period"):
            x1, y = date2num(row["day"]), self._y(row["value"])
            x0 = date2num(row["start"]) if _has_start(row) else x1 - 1
            self.ax.plot([x0, x1], [y, y], color=self._shade(row["group"]), linewidth=5, alpha=0.45, solid_capstyle="butt", zorder=2)
            self.labels.line(max(x0, self.x0), y, x1, y, radius=3)

    def _points(self) -> None:
        for row in self._of("figure", "sum"):
            x, y, colour = date2num(row["day"]), self._y(row["value"]), self._shade(row["group"])
            key = row["claim"] in self.key
            self._bounds(row, x, y, colour)
            self.ax.plot(
                [x],
                [y],
                marker=self.shape.get(row["role"], "o"),
                markersize=9.5 if key else 6,
                color=colour,
                markeredgecolor=PAPER,
                markeredgewidth=0.9,
                linestyle="none",
                zorder=5 if key else 4,
                clip_on=False,
            )
            self.labels.mark(row["day"], y, 6.5 if key else 4.5)

    def _bounds(self, row: dict, x: float, y: float, colour: str) -> None:
        """The interval upright; a side without a bound ends in an arrow that is long enough to be seen."""
        px = self.page.height * 72 / math.log(self._limits()[1] / self._limits()[0])  # points per unit of ln
        reach = math.exp(13 / px)
        low, high = self._y(row["low"]), self._y(row["high"])
        if row["open"] in ("high", "both"):
            high = max(high, y * reach)
            self.ax.plot([x], [high], marker=6, markersize=5, color=colour, linestyle="none", zorder=4, markeredgewidth=0, clip_on=False)
        if row["open"] in ("low", "both"):
            low = min(low, y / reach)
            self.ax.plot([x], [low], marker=7, markersize=5, color=colour, linestyle="none", zorder=4, markeredgewidth=0, clip_on=False)
        if high > low:
            self.ax.plot([x, x], [low, high], color=colour, linewidth=1.4, zorder=3, solid_capstyle="butt")
            self.labels.line(x, low, x, high, radius=2, cost=18)

    def _level(self) -> None:
        """From the higher figure across to the day on which the other group's own figure was as large."""
        if not self.later:
            return
        y, x0, x1 = self.gap.higher.value, date2num(self.later.since), date2num(self.later.on)
        self.ax.plot([x0, x1], [y, y], color=INK, linewidth=1.3, linestyle=(0, (1, 1.6)), zorder=2)
        self.labels.line(x0, y, x1, y)
        self._days = Label((x0 + x1) / 2, y, [(f"{self.later.days:,} days", False)], QUIET, prefer="below above", must=False, gap=4)

    # ---- words

    def _label(self) -> None:
        """Words in order of what matters: small numbers on the lines of the two, the two, the later figure, then the rest."""
        rows = self._of("figure", "sum", "period")
        reached = self.later.claim.claim if self.later else ""
        keys = [row for row in rows if row["claim"] in self.key]
        later = [row for row in rows if row["claim"] == reached and row not in keys]
        rest = [row for row in rows if row not in keys and row not in later]
        figures = Counter(row["source"] for row in self._of("figure", "sum"))
        joined = {source for source, n in figures.items() if n > 1}
        named = {row["source"] for row in keys + later}
        numbers = [row for row in rest if row["source"] in named & joined and row["mark"] != "period"]
        for row in numbers:
            self._put(row, [(self._said(row), False)], SMALL, "above right below left", must=False)
        for row in sorted(keys, key=lambda row: -row["value"]):
            top = row["value"] >= max(row["value"] for row in keys)
            prefer = "above left right below" if top else "below right left above"
            self._put(row, [(shorten(row["name"], 40), True), (quoted(row["printed"]), False)], LABEL, prefer, gap=10)
        for row in later:
            self._put_later(row)
        if self.later:
            self.labels.place(self._days)
        self._label_rest([row for row in rest if row not in numbers], joined, named)

    def _put_later(self, row: dict) -> None:
        who = f"{self.case.group_name(row['group'])}'s own count:".replace("s's ", "s' ")
        room = max(1.3, min(2.4, (self.x1 - date2num(row["day"])) / (self.x1 - self.x0) * self.page.width - 0.2))
        words = balance(f"{quoted(row['printed'])}, {dates.say(row['day'], year=False)}", room, LABEL)
        self._put(row, [(shorten(who), True), *((w, False) for w in words)], LABEL, "right below above", gap=9)

    def _label_rest(self, rest: list[dict], joined: set, named: set) -> None:
        if self.gap is None:  # so many figures: the last one of each source carries its name
            last = {row["source"]: row for row in rest}
            rest = [row for row in rest if row is last[row["source"]]]
        parts: dict[int, list[dict]] = {rank: [] for rank in range(4)}
        for row in rest:
            own, lone = row["group"] in self.groups, row["source"] not in joined
            parts[0 if row["mark"] == "period" else 3 if not own else 2 if lone else 1].append(row)
        for part in parts.values():
            ways = []
            for row in part:
                words = [self._words(row, row["source"] in named, width) for width in (3.3, 2.0)]
                ways.append([self._as_label(row, w, SMALL, "right above below left", must=self.gap is not None) for w in words])
                if row["mark"] != "period" and row["source"] in joined:
                    named.add(row["source"])
            self.labels.place_all(ways)

    def _words(self, row: dict, named: bool, width: float) -> list[tuple[str, bool]]:
        """Words for a figure that is not one of the two: bold and on two lines for their groups, else quiet."""
        name, said = shorten(row["name"]), self._said(row)
        if row["mark"] == "period":
            said = quoted(row["printed"])
        elif named:
            return [(said, False)]
        if row["group"] in self.groups and self.gap:
            return [*((line, True) for line in balance(name, width, SMALL, True)), (said, False)]
        return [(line, False) for line in balance(f"{name}: {said}", width, SMALL)]

    def _said(self, row: dict) -> str:
        if row["mark"] == "sum" or self.case is None or row["claim"] not in self.case.by_id:
            return count(row["value"])
        from discrepancy.reading.short import short

        return shorten(short(self.case.by_id[row["claim"]].reading()), 40)

    def _put(self, row: dict, lines: list[tuple[str, bool]], size: float, prefer: str, must: bool = True, gap: float = 7.0) -> bool:
        return self.labels.place(self._as_label(row, lines, size, prefer, must, gap))

    def _as_label(self, row: dict, lines: list[tuple[str, bool]], size: float, prefer: str, must: bool = True, gap: float = 7.0) -> Label:
        colour = legible(self._shade(row["group"])) if row["group"] in self.groups else QUIET
        prefer = "right above below left" if row["mark"] == "period" else prefer
        lift = 9.0 if row["open"] in ("high", "both") and row["mark"] != "period" else 0.0
        return Label(date2num(row["day"]), self._y(row["value"]), lines, colour, size, prefer, must, gap, lift)
