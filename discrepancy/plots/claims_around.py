"""A gap, or a table of printed figures → those that are drawn over time, with their days, scale, colours and shapes, and what
stands around them: events above, what came after the cut-off, parties without a figure and the key below.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from matplotlib.dates import date2num
from matplotlib.lines import Line2D
from matplotlib.transforms import ScaledTranslation

from discrepancy import dates
from discrepancy.case.model import Case
from discrepancy.gap.gap import Gap
from discrepancy.plots.paper.axes import Ruler
from discrepancy.plots.paper.figure import covers_days
from discrepancy.plots.paper.labels import Labels
from discrepancy.plots.paper.many import MARKS, WORDS
from discrepancy.plots.paper.notation import notation_between, notation_of
from discrepancy.plots.paper.sheet import Sheet, inner, key_lines, shapes_of
from discrepancy.plots.paper.style import FOOT, GREY, QUIET, RULE, SMALL, colours, legible, shapes
from discrepancy.plots.paper.width import narrow
from discrepancy.plots.paper.words import LEADING, balance, line_height, measure, plate, shorten, shorten_name, wrap
from discrepancy.sources.printed import silent_parties

BEFORE, AFTER, ONWARDS = 10, 18, 35  # days before the earlier figure, after the later figures, after the day where there are none
HEIGHT, HIGH = 3.65, 4.5  # inches between the ends of the axis of numbers, and on a phone
FEW = 8  # with so few figures in all, all are shown
WEEKS = 80  # days up to which the axis counts weeks
DAYS, SILENT = 0.42, 0.24  # inches of the words of the day axis, and of a party without a figure
MOST_SILENT, MOST_GROUPS = 4, 14
ASIDE = 0.013  # of the axis of days, by which two figures of one day stand beside each other
LEAST = 0.008  # of the axis of days, which a bar has to cover to be seen


def height() -> float:
    """Inches of the drawing area."""
    return HIGH if narrow() else HEIGHT


def window(gap: Gap | None, rows: list[dict]) -> tuple[date, date]:
    """First and last day drawn."""
    days = sorted(day for row in rows for day in (days_of(row) if row["mark"] != "version" else (row["day"],)))
    many, span = sum(row["mark"] != "version" for row in rows) > WORDS, (days[-1] - days[0]).days
    pad = timedelta(max(3, span // 25))
    first, last = days[0] - pad, days[-1] + (max(pad, timedelta(span // 4)) if many else pad)  # many end at the right, with their words
    if gap is None:
        return first, last
    own = {s.figure.claim.claim for s in (gap.a, gap.b)}
    spoken = [day for row in rows if row["claim"] in own for day in days_of(row)]
    start = min(spoken) - timedelta(BEFORE)
    if sum(row["mark"] != "version" for row in rows) <= FEW:
        return min(start, first), max(max(spoken) + timedelta(BEFORE), last)
    end = gap.later_figures.on + timedelta(AFTER) if gap.later_figures else max(spoken) + timedelta(ONWARDS)
    end = min(end, days[-1] + max(timedelta(BEFORE), (days[-1] - start) // 3))  # no half of the sheet stays empty
    if gap.basis.known_by:
        end = max(*spoken, min(end, dates.last(gap.basis.known_by) + timedelta(7)))
    return start, end


def days_of(row: dict) -> tuple[date, date]:
    """The first and the last day of which a figure is, or may be: those of a count of a period, of a month or of a year."""
    return row["start"] if covers_days(row) else dates.first(row["spoken"]), dates.last(row["spoken"])


class ClaimsShown:
    """The figures of a window; of a gap the two groups in colour, of a table all."""

    def __init__(self, gap: Gap | None, case: Case | None, rows: list[dict], first: date, last: date):
        self.gap, self.case, self.rows, self.first, self.last = gap, case, rows, first, last
        self.x0, self.x1 = float(date2num(first)), float(date2num(last))
        self.groups = {s.claim.group for s in (gap.a, gap.b)} if gap else {row["group"] for row in rows}
        self.colour = colours(case, [g for g in (case.by_group if case else ()) if g in self.groups] + sorted(self.groups))
        self.shape = shapes(case, [row["role"] for row in rows])
        self.key = [s.figure.claim.claim for s in (gap.a, gap.b)] if gap else []  # the claims that a gap compares
        self.marks = self.of("figure", "sum", "period")
        self.dots = [row for row in self.of("figure", "sum") if row["claim"] not in self.key] if len(self.marks) > MARKS else []
        later = gap.later_figures if gap else None  # the figure of the other group's own that was as large
        self.later = later if later and later.days > 0 and later.on <= last else None
        claims, values = ([row[k] for row in rows] for k in ("claim", "value"))
        self.notation = notation_between(gap) if gap else notation_of(case, claims, values)
        self.scale = self._scale()
        self.aside = self._aside()

    def _scale(self) -> Ruler:
        """Ends of the axis of numbers, with room above for the words of the higher figure where it stands on top."""
        scale = self.notation.scale
        known = [scale.at(row[k]) for row in self.rows for k in ("value", "low", "high") if math.isfinite(scale.at(row[k]))]
        if not known:
            return Ruler(0.5, 10, scale)
        low, high = min(known), max(known)
        keys = [at for row in self.rows if row["claim"] in self.key and math.isfinite(at := scale.at(row["value"]))]
        above = below = 14.0
        one = lambda: max(high - low, 0.7 * self.notation.one) / (height() * 72 - above - below)
        if keys:
            above = max(above, (78 if narrow() else 56) - (high - max(keys)) / one())
        return Ruler(scale.number(low - below * one()), scale.number(high + above * one()), scale)

    def _aside(self) -> dict[str, float]:
        """Days by which figures of one day stand beside each other, where the interval of one would run through another's mark."""
        by_day: dict[date, list[dict]] = {}
        for row in self.of("figure", "sum") if len(self.marks) <= WORDS else ():
            by_day.setdefault(row["day"], []).append(row)
        through = lambda own: any(r["low"] <= o["value"] <= r["high"] and r["value"] != o["value"] for r in own for o in own if o is not r)
        step = ASIDE * (self.x1 - self.x0)
        return {r["claim"]: (i - (len(own) - 1) / 2) * step for own in by_day.values() if through(own) for i, r in enumerate(own)}

    def share(self, x: float) -> float:
        """How far along the days, from 0 to 1."""
        return (x - self.x0) / (self.x1 - self.x0)

    def of(self, *marks: str) -> list[dict]:
        """The rows of these kinds."""
        return [row for row in self.rows if row["mark"] in marks]

    def is_bar(self, row: dict) -> bool:
        """Whether it is the count of a period of which the days can be seen; of one day there is a point."""
        first, last = days_of(row)
        return row["mark"] == "period" and (not covers_days(row) or (last - first).days > LEAST * (self.x1 - self.x0))

    def is_vague(self, row: dict) -> bool:
        """Whether it is for a month or a year, and of a group in colour: a line across shows the days."""
        return row["mark"] != "period" and len(row["spoken"]) < len("2024-12-23") and row["group"] in self.groups

    @property
    def newest(self) -> list[dict]:
        """What there are words for: of what a source said again of one subject and day, that which it said last, and the two of a gap."""
        last: dict[tuple, str] = {}
        for row in self.marks:
            last[self._again(row)] = max(last.get(self._again(row), ""), str(dates.last(row["said"])))
        return [r for r in self.marks if r["claim"] in self.key or str(dates.last(r["said"])) == last[self._again(r)]]

    @staticmethod
    def _again(row: dict) -> tuple:
        return row["source"], row["subject"], row["spoken"]

    @property
    def points(self) -> list[dict]:
        """What is drawn as a point, with its interval: of counts of a period those of a day, and the two that a gap compares."""
        return [row for row in self.marks if not self.is_bar(row) or row["claim"] in self.key]

    def shade(self, group: str) -> str:
        """The colour of a group; grey for those that are there for context."""
        return self.colour.get(group, GREY) if group in self.groups else GREY

    def at(self, row: dict) -> tuple[float, float]:
        """Day and number of a figure."""
        return date2num(row["day"]) + self.aside.get(row["claim"], 0.0), self.y(row["value"])

    def y(self, value: float) -> float:
        """Where a number stands; 0 has no place on a log axis and stands on its lower edge."""
        return value if math.isfinite(self.scale.scale.at(value)) else self.scale.low


class Around:
    """All that is not a figure; it is laid out before the sheet, which has to leave it room at the `top` and the `bottom`."""

    def __init__(self, shown: ClaimsShown, width: float):
        self.shown, self.gap, self.case = shown, shown.gap, shown.case
        self.events = self._events(width)
        self.silent = [(wrap(text, width - 0.3, SMALL), day) for text, day in self._silent()]
        self.rule = self._rule()
        self.key = self._key() + [""] * bool(self.rule)  # a line for how many have words
        self.groups = self._groups()
        rows = max((event.top for event in self.events), default=0)
        self.top = rows * line_height(SMALL) + (0.12 if self.events else 0.1)
        below = 0.12 + sum(SILENT + line_height(SMALL) * (len(lines) - 1) for lines, _ in self.silent) if self.silent else 0.0
        self.bottom = DAYS + below + 0.1 + (len(self.key) + len(self.groups)) * line_height(FOOT)

    def draw(self, page: Sheet, labels: Labels) -> None:
        """Draw all of it; labels learn what to keep clear of."""
        self._draw_cut_off(page, labels)
        self._draw_events(page, labels)
        self._draw_silent(page)
        for i, line in enumerate(reversed(self.key)):
            page.below(-page.left, self.bottom - 0.1 - i * line_height(FOOT), line)
        for i, line in enumerate(reversed(self.groups)):
            for x, name, colour in line:
                page.below(x - page.left, self.bottom - 0.1 - (i + len(self.key)) * line_height(FOOT), name, FOOT, colour)

    def _draw_cut_off(self, page: Sheet, labels: Labels) -> None:
        """Grey paper over the days after what was known."""
        known_by = self.gap.basis.known_by if self.gap else ""
        day = dates.last(known_by) + timedelta(1) if known_by else self.shown.last
        if day >= self.shown.last:
            return
        x = date2num(day) - 0.5
        page.ax.axvspan(x, self.shown.x1, facecolor="#f4f4f4", edgecolor="none", zorder=0)
        room = (1 - self.shown.share(x)) * page.width - 0.16
        told = f"After {dates.say(known_by, year=False)}: not used" if room > 0.8 else ""  # the subtitle says it, too
        for i, line in enumerate(balance(told, room, SMALL) if told else ()):
            by = (6 / 72, -(7 + i * SMALL * LEADING) / 72)
            page.annotate(line, (x, 1), by, SMALL, QUIET, va="top", xycoords=page.ax.get_xaxis_transform())
        edge, _ = labels.at(x, self.shown.scale.high)
        if edge - labels.bounds[0] > 200:  # words stay where the figures are
            labels.bounds = (*labels.bounds[:2], edge, labels.bounds[3])

    def _events(self, width: float) -> list[_Event]:
        """Events of the case within the window; what a party acknowledged has its place in the row of silent parties.

        An event of which only the month is known has no place on an axis of weeks: an upright would invent its day.
        """
        shown, found = self.shown, []
        for row in self.case.tables["events"] if self.case else ():
            day, exact = dates.middle(row["date"]), len(row["date"]) == 10
            has_place = exact or (shown.last - shown.first).days > WEEKS
            if shown.first <= day <= shown.last and has_place and not row["kind"].startswith("acknowledged:"):
                month = "" if exact else f"{dates.say(row['date'], year=False).split(' 2')[0]}: "
                found.append((date2num(day), month + shorten(row["label"])))
        return _lay_out(found, lambda x: shown.share(x) * width, width)

    def _draw_events(self, page: Sheet, labels: Labels) -> None:
        across, scale = page.ax.get_xaxis_transform(), self.shown.scale
        line = {"arrowstyle": "-", "color": RULE, "linewidth": 0.8, "shrinkA": 0, "shrinkB": 0}
        for event in self.events:
            base = (5 + event.base * SMALL * LEADING) / 72
            up = base + len(event.lines) * line_height(SMALL) + page.height
            page.annotate("", (event.x, 0), (0, up), xycoords=across, va="baseline", zorder=1, arrowprops=line)
            for i, text in enumerate(reversed(event.lines)):
                by = ((4 if event.ha == "left" else -4) / 72, base + (i + 0.5) * line_height(SMALL))
                page.annotate(text, (event.x, 1), by, SMALL, QUIET, ha=event.ha, xycoords=across)
            labels.line(event.x, scale.low, event.x, scale.high, radius=0.6, cost=0.2)

    def _silent(self) -> list[tuple[str, str]]:
        """(words, day of acknowledging or "") of each party that gave no figure."""
        if self.case is None:
            return []
        asked = (self.gap.basis.measure, self.gap.basis.known_by) if self.gap else ()
        labels = {e["kind"]: e["label"] for e in reversed(self.case.tables["events"])}  # the first of a kind
        found = []
        for row in silent_parties(self.case, *asked)[:MOST_SILENT]:
            text, day = f"{shorten_name(row['name'])}: no figure", row["acknowledged"]
            said = f". {dates.say(day)}: {shorten(labels.get('acknowledged:' + row['source'], ''))}" if day else ""
            found.append((text + said, day))
        return found

    def _draw_silent(self, page: Sheet) -> None:
        """A dashed line a party, up to the day on which it acknowledged what is counted, or on."""
        down = DAYS + 0.17
        for lines, acknowledged in self.silent:
            end = self.shown.share(date2num(dates.last(acknowledged))) if acknowledged else math.inf
            self._dash(page, down, min(end, 1.0), end < 1)
            beside = 0 < end < 1 and (1 - end) * page.width > max(measure(line, SMALL) for line in lines) + 0.1
            at, look = (end * page.width + 7 / 72, {}) if beside else (page.width / 2, {"ha": "center", "bbox": plate(3)})
            for i, line in enumerate(lines):
                page.below(at, down + i * line_height(SMALL), line, SMALL, **look)
            down += SILENT + line_height(SMALL) * (len(lines) - 1)

    @staticmethod
    def _dash(page: Sheet, down: float, right: float, ends: bool) -> None:
        if right <= 0:
            return
        shift = page.ax.transAxes + ScaledTranslation(0, -down, page.figure.dpi_scale_trans)
        look = {"transform": shift, "color": GREY, "clip_on": False}
        page.ax.add_line(Line2D([0, right], [0, 0], linewidth=0.9, linestyle=(0, (3, 3)), **look))
        page.ax.add_line(Line2D([right], [0], marker="|" if ends else ">", markersize=6 if ends else 4, linestyle="none", **look))

    def _groups(self) -> list[list[tuple[float, str, str]]]:
        """What the colours of a whole table mean: groups in their own, with inches from the left, a line after another."""
        shown = self.shown
        marked = {row["group"] for row in shown.marks}
        if shown.gap or not 1 < len(marked) <= MOST_GROUPS:
            return []
        lines: list[list[tuple[float, str, str]]] = [[]]
        for group in sorted(marked, key=list(shown.colour).index):
            name = f"● {shorten_name(self.case.group_name(group) if self.case else group, 40)}"
            x = sum(measure(told, FOOT) + 0.16 for _, told, _ in lines[-1])
            if lines[-1] and x + measure(name, FOOT) > inner():
                lines.append([])
                x = 0.0
            lines[-1].append((x, name, legible(shown.colour[group])))
        return lines

    def _key(self) -> list[str]:
        """What shapes, faint ticks, bars and arrows mean; only those that are there."""
        marks = {row["mark"] for row in self.shown.rows}
        said = shapes_of(self.shown.shape, (row["role"] for row in self.shown.points))
        said += ["bar: the days that a count covers"] if any(map(self.shown.is_bar, self.shown.rows)) else []
        said += ["line across: the month or year that a figure is for"] if any(map(self.shown.is_vague, self.shown.points)) else []
        said += ["hollow: counts something else, as named"] if any(row["apart"] for row in self.shown.marks) else []
        said += ["faint tick: a version"] if "version" in marks else []
        if self.shown.dots:
            return key_lines([*said, "dot: a figure; its interval is in the table"])
        arrows = {row["open"] for row in self.shown.rows} - {"none"}
        said += ["upright: interval" + ("; arrow: no limit on that side" if arrows else "")] if self.shown.points else []
        return key_lines(said)

    def _rule(self) -> str:
        """By what rule some marks have no words; empty where there is one mark alone."""
        whole = self.gap is None or len(self.shown.marks) > WORDS
        rule = "the extremes, the newest of each source" if whole else "the two that are compared, their groups"
        return rule if len(self.shown.marks) > 1 else ""


class _Event(NamedTuple):
    """The words of an event over its upright: inches from the left, lines from below."""

    x: float
    low: float
    high: float
    lines: tuple[str, ...]
    base: int
    ha: str

    @property
    def top(self) -> int:
        return self.base + len(self.lines)


def _lay_out(events: list[tuple[float, str]], across: Callable[[float], float], width: float) -> list[_Event]:
    """Events from the last to the first, each above all whose uprights its words would cross; at the right edge words stand left of theirs.

    Uprights come from below, so that no words meet others or the upright of another event.
    """
    placed: list[_Event] = []
    for x, text in sorted(events, reverse=True):
        at, lines = across(x), balance(text, 1.7, SMALL)
        wide = max(measure(line, SMALL) for line in lines) + 0.14
        ha = "left" if at + wide <= width else "right"
        low, high = (at, at + wide) if ha == "left" else (at - wide, at)
        base = max((p.top for p in placed if p.low < high + 0.03 and low < p.high + 0.03), default=0)
        if low >= -0.02 and base < 6:
            placed.append(_Event(x, low, high, lines, base, ha))
    return placed
