"""TODO"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from matplotlib.dates import date2num

from discrepancy import dates
from discrepancy.plots.paper import style as st
from discrepancy.plots.paper.axes import day_axis_of, log_axis
from discrepancy.plots.paper.captions import caption_of, foot_line, noun_of
from discrepancy.plots.paper.colours import GLYPHS, colours, legible, shapes
from discrepancy.plots.paper.figure import Figure, drawn
from discrepancy.plots.paper.labels import Label, Labels
from discrepancy.plots.paper.lettering import measure
from discrepancy.plots.paper.rows import STEEL, log_limits
from discrepancy.plots.paper.setting import line_height, type_
from discrepancy.plots.paper.sheet import Sheet, note, sheet
from discrepancy.plots.paper.style import FAINT, FOOT, INK, PAPER, QUIET, SMALL
from discrepancy.plots.paper.ticks import count_ticks
from discrepancy.plots.paper.words import shorten
from discrepancy.saying.numbers import count, number, spelled
from discrepancy.saying.text import cap
from discrepancy.sources.effects.views import reference_name, sums_of_parts

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from discrepancy.sources.effects.houses import Houses

HEIGHT = 3.6  # inches of the count axis of a curve


@drawn
def curve(found: Houses | str, ax: Axes | None = None, *, of: str = "") -> Figure:
    """The latent curve of a measure with its band, and every figure that it was fitted to.

    Parameters
    ----------
    found : Houses or str
    ax : matplotlib.axes.Axes, optional
    of : str
        A measure; empty for the one asked.

    Examples
    --------
    >>> import discrepancy as dc
    >>> len(curve(dc.houses(dc.load_case("hurricane-maria"))).table)
    5
    """
    if isinstance(found, str):
        return note("curve", found, None, ax, found, _readable_curve(None))
    name = of or found.measure or found.effects["measure"].iloc[0]
    rows = found.reports[found.reports["measure"] == name]
    if rows.empty:
        return note("curve", found, found.case, ax, "No figure of this measure was used.", _readable_curve(None))
    return _Curve(found, name, rows).draw(ax)


class _Curve:
    def __init__(self, found: Houses, name: str, rows: pd.DataFrame):
        from discrepancy.sources.effects.views import sums_of_parts

        self.found, self.name = found, name
        self.rows = sorted([*rows.to_dict("records"), *sums_of_parts(found, name)], key=lambda r: r["date"])
        c = found.curve[found.curve["measure"] == name]
        days = [r["date"] for r in self.rows]
        self.pad = timedelta(max(4, (max(days) - min(days)).days // 20))
        self.first, self.last = min(days) - self.pad, max(days) + self.pad
        self.line = c[(c["date"] >= self.first) & (c["date"] <= self.last)] if len(c) else c
        self.colour = colours(found.case, list(dict.fromkeys(r["group"] for r in self.rows)))
        self.shape = shapes(found.case, [r["role"] for r in self.rows])

    def draw(self, ax: Axes | None) -> Figure:
        limits = self._limits()
        ticks = count_ticks(*limits)
        left = max(measure(count(t), SMALL) for t in ticks) + 0.1
        page = sheet("curve", (self.found, self.name), self.found.case, ax, HEIGHT, left=left, right=0.05, top=0.06, bottom=0.66)
        self.ax = page.ax
        log_axis(page.ax, "y", *limits, ticks, [count(t) for t in ticks])
        page.ax.set_xlim(date2num(self.first), date2num(self.last))
        day_axis_of(page, self.first + self.pad, self.last - self.pad)
        self.labels = Labels(page.ax)
        self._band()
        for r in self.rows:
            self._figure(r, limits)
        self._name_groups()
        self._key(page)
        return page.finish(_readable_curve(self))

    def _limits(self) -> tuple[float, float]:
        values = [v for r in self.rows for v in (r["count"], r["low"], r["high"])]
        values += [v for k in ("mean", "high") for v in self.line[k].iloc[-3:]]
        counts = [r["count"] for r in self.rows]
        values += [max(v, min(counts) / 4) for v in self.line["mean"]]
        return log_limits([min(v, 4 * max(counts)) for v in values], pad=0.08)

    def _band(self) -> None:
        x = [date2num(d) for d in self.line["date"]]
        self.ax.fill_between(x, self.line["low"], self.line["high"], facecolor=FAINT, edgecolor="none", zorder=0)
        self.ax.plot(x, self.line["mean"], color=INK, linewidth=1.6, zorder=2)
        means = list(self.line["mean"])
        for i in range(len(x) - 1):
            self.labels.line(x[i], means[i], x[i + 1], means[i + 1], radius=2, cost=10)

    def _figure(self, r: dict, limits: tuple[float, float]) -> None:
        shade, x = self.colour.get(r["group"], STEEL), date2num(r["date"])
        if r["start"] is not None and r["start"] == r["start"]:
            self.ax.plot([date2num(r["start"]), x], [r["count"]] * 2, color=shade, linewidth=5, alpha=0.45, solid_capstyle="butt", zorder=2)
            self.labels.line(date2num(r["start"]), r["count"], x, r["count"], radius=3)
            return
        if r["high"] > r["low"]:
            self.ax.plot([x, x], [max(r["low"], limits[0]), r["high"]], color=shade, linewidth=1.5, zorder=3, solid_capstyle="butt")
        for side, end, arrow in (("high", r["high"], 6), ("low", r["low"], 7)):
            if r["open"] in (side, "both"):
                self.ax.plot(
                    [x], [max(end, limits[0])], marker=arrow, markersize=4.5, color=shade, markeredgewidth=0, linestyle="none", zorder=4
                )
        self.ax.plot(
            [x],
            [r["count"]],
            marker=self.shape.get(r["role"], "o"),
            markersize=6.5,
            markerfacecolor=PAPER if r.get("sum") else shade,
            markeredgecolor=shade if r.get("sum") else PAPER,
            markeredgewidth=1.4 if r.get("sum") else 0.7,
            linestyle="none",
            zorder=5,
        )
        self.labels.mark(x, r["count"], 4)

    def _name_groups(self) -> None:
        """Each group by name once, at the figure furthest from the others of its own."""
        by_group: dict[str, list[dict]] = {}
        for r in self.rows:
            by_group.setdefault(r["group"], []).append(r)
        case = self.found.case
        ways = []
        for group, own in by_group.items():
            name = shorten(case.group_name(group) if case else own[0]["name"], 34)
            shade = legible(self.colour.get(group, STEEL))
            ways.append(
                [
                    Label(date2num(r["date"]), r["count"], [(name, True)], shade, SMALL, "right left above below", must=len(by_group) <= 8)
                    for r in own
                ]
            )
        self.labels.place_all(ways)

    def _key(self, page: Sheet) -> None:
        roles = dict.fromkeys(r["role"] for r in self.rows if r["role"])
        words = [f"{GLYPHS.get(self.shape[r], '●')} {shorten(r, 30)}" for r in roles] if len(roles) > 1 else []
        words += ["bar: a count of its own days"] if any(r["start"] is not None and r["start"] == r["start"] for r in self.rows) else []
        words += ["hollow: a statement's own parts added"] if any(r.get("sum") for r in self.rows) else []
        words += ["line and band: the curve, 95 %", "upright: as read"]
        lines = [""]
        for word in words:
            longer = f"{lines[-1]} · {word}" if lines[-1] else word
            lines = [*lines[:-1], longer] if measure(longer, FOOT) < st.WIDTH - 0.2 else [*lines, word]
        for i, text in enumerate(lines):
            page.ax.annotate(
                text,
                (0, 0),
                (-page.left * 72, -(0.5 + i * line_height(FOOT)) * 72),
                xycoords="axes fraction",
                textcoords="offset points",
                annotation_clip=False,
                **type_(FOOT, QUIET),
            )


def _readable_curve(of: _Curve | None) -> dict[str, list]:
    rows = of.rows if of else []
    return {
        "figure for": [r["date"].isoformat() for r in rows],
        "source": [r["name"] for r in rows],
        "printed": [r["printed"] for r in rows],
        "number": [round(r["count"]) for r in rows],
        "low": [round(r["low"]) for r in rows],
        "high": [round(r["high"]) for r in rows],
        "curve and effect give": [round(r["expected"]) for r in rows],
        "said on": [str(r["said"]) for r in rows],
        "address": [r["url"] for r in rows],
    }


@caption_of("curve")
def _words(result, case):
    if isinstance(result, str):
        return "No curve can be told", "", foot_line(case), f"Empty chart: no curve. {result}"
    found, name = result if isinstance(result, tuple) else (result, result.measure)
    case = found.case
    rows = found.reports[found.reports["measure"] == name]
    if rows.empty:
        return "No figure of this measure was used", "", foot_line(case), "Empty chart: no figure of this measure was used."
    days = sorted(rows["date"])
    last, middle = days[-1], days[len(days) // 2]  # the middle one, where the curve rests on most: at its end it may rest on one
    c = found.curve[found.curve["measure"] == name]
    at = c.iloc[min(range(len(c)), key=lambda i: abs((c["date"].iloc[i] - middle).days))]
    span = f"about {number(at['mean'])} ({number(at['low'])} to {number(at['high'])}) on {dates.say(at['date'])}"
    title = f"With {reference_name(found)} at ×1 the common curve stands at {span}"
    known = f", as known on {dates.say(found.known_by)}" if found.known_by else ", with hindsight"
    subtitle = f"{cap(noun_of(case, name))}{known}; every figure that was used, and the curve that with the source effects fits them best; log scale"
    lo, hi = rows.loc[rows["count"].idxmin()], rows.loc[rows["count"].idxmax()]
    sums = len(sums_of_parts(found, name))
    added = f" and {spelled(sums)} sum{'s' if sums > 1 else ''} of parts" if sums else ""
    alt = (
        f"Dot plot over time of {len(rows)} figures{added} of {noun_of(case, name)}, {dates.say(rows['date'].min())} to {dates.say(last)}, log scale, from {number(lo['count'])} "
        f"({lo['name']}) to {number(hi['count'])} ({hi['name']}), with a common curve: {span}, ×1 for {reference_name(found)}."
    )
    return (
        title,
        subtitle,
        foot_line(case, "Told for the middle one of the figures. Another reference moves the curve up or down as a whole."),
        alt,
    )
