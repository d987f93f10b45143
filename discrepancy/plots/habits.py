"""Figures of source effects: what each source adds as a habit, the latent curve behind all figures, and constant or delay.

A source effect says how figures stand to each other and not how any of them stands to what happened: the level is a convention,
so the effects have more than one ruler.  Where there is too little to tell effects from, the result is the sentence that says so.
"""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

from matplotlib.dates import date2num

from . import style as st
from .figure import Figure, Label, Labels, Sheet, drawn, line_height, log_axis, measure, note, sheet, type_, wrap
from .rows import STEEL, Interval, Row, Rows, _lines, _log_limits, _share
from .sources import _days
from .style import FAINT, FOOT, GREY, INK, PAPER, QUIET, SMALL, count, factor, shorten

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from ..houses import Houses

HEIGHT = 3.6  # inches of the count axis of a curve
RULERS = 2  # other places for ×1
TELLS = 2.0  # difference in score from which statements tell: predictions e² times as probable
MOST_EFFECTS = 22
INDENT = 0.12  # inches of a source below its group


@drawn
def effects(found: Houses | str, ax: Axes | None = None) -> Figure:
    """What each source adds as a habit, by group and role, with rulers for other references below the axis.

    Parameters
    ----------
    found : Houses or str
        Or why there are no effects to draw.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    Figure

    Examples
    --------
    >>> import discrepancy as dc
    >>> effects(dc.houses(dc.load_case("hurricane-maria"))).table["who"].tolist()[0]
    'Kishore et al.'
    """
    table = effect_rows(found)
    readable = _readable_effects(table)
    if not table:
        return note("effects", found, None, ax, found if isinstance(found, str) else "No source gave a figure of this measure.", readable)
    colour, shape = st.colours(found.case, [r["group"] for r in table if r["group"]]), st.shapes(found.case, [r["role"] for r in table])
    left, right = 2.75, 1.5
    cut = max(0, len(table) - MOST_EFFECTS)
    rows, drawn_rows = [], []
    for r in table[:MOST_EFFECTS] if cut else table:
        if r["heading"]:
            rows.append(Row([(r["heading"], FOOT, QUIET, False)], heading=True, pad=0.14))
        rows.append(_effect(r, colour, shape, left))
        drawn_rows.append(r)
    if cut:
        rows.append(Row([(f"… and {cut} more, in the table", SMALL, QUIET, False)], heading=True, pad=0.14))
    limits = _log_limits([v for r in drawn_rows for v in (r["low"], r["high"])] + [1.0], pad=0.04)
    rulers = _rulers(found, table)
    bottom = 0.3 + 0.34 * len(rulers)
    page = sheet("effects", found, found.case, ax, sum(r.height for r in rows), left=left, right=right, top=0.22, bottom=bottom)
    ticks = st.ratio_ticks(*limits, most=6)
    log_axis(page.ax, "x", *limits, ticks, [st.ratio_label(t) for t in ticks])
    page.ax.axvline(1, color=GREY, linewidth=1.1, zorder=1)
    page.text(page.width + 0.16, -0.09, "multiplier (95 %)", SMALL, QUIET, va="center_baseline")
    Rows(page, rows, limits).draw(words_at=0.16)
    _named(page, -0.115, f"{_at(found)} at ×1", INK)
    for i, (name, at, shade) in enumerate(rulers):
        _ruler(page, at, limits, 0.3 + 0.34 * i, f"{name} at ×1", shade)
    return page.finish(readable)


def effect_rows(found: Houses | str) -> list[dict]:
    """Groups and their sources, highest group first, then roles; only sources that gave a figure of the measure."""
    if isinstance(found, str):
        return []
    e, g = found.effects, found.groups
    e = e[(e["measure"] == (found.measure or e["measure"].iloc[0])) & (e["statements"] > 0)]
    if e.empty:
        return []
    group = g[g["level"] == "group"].set_index("who")
    order = sorted(e["group"].unique(), key=lambda name: -group.loc[name, "multiplier"] if name in group.index else 0.0)
    rows = []
    for name in order:
        own = e[e["group"] == name].sort_values("multiplier", ascending=False, kind="stable").to_dict("records")
        if len(own) > 1:
            mean = group.loc[name].to_dict()
            rows.append(_mean(mean, mean["name"], name, sum(r["statements"] for r in own)))
        rows += [r | {"who": r["name"], "level": "source" if len(own) > 1 else "alone", "heading": ""} for r in own]
    spoken = e.groupby("role", sort=False)["statements"].sum()
    roles = g[(g["level"] == "role") & g["who"].isin(spoken.index)].sort_values("multiplier", ascending=False, kind="stable")
    if len(roles) > 1:
        means = [_mean(r, r["name"] or "role not given", "", int(spoken[r["who"]])) for r in roles.to_dict("records")]
        rows += [{**means[0], "heading": "By role, the geometric mean of its sources"}, *means[1:]]
    return rows


def _mean(r: dict, who: str, group: str, statements: int) -> dict:
    row = {k: r[k] for k in ("multiplier", "low", "high")}
    level = "group" if group else "role"
    return row | {"who": who, "group": group, "role": "", "level": level, "statements": statements, "heading": ""}


def _effect(r: dict, colour: dict, shape: dict, left: float) -> Row:
    mean = r["level"] in ("group", "role")
    shade = colour.get(r["group"], STEEL) if r["group"] else STEEL
    words = _lines(shorten(r["who"], 60), left - 0.3, SMALL, st.readable(shade) if r["group"] else INK, r["level"] != "source", most=1)
    n = r["statements"]
    figures = f"{n} figure{'s' if n != 1 else ''}"
    fixed = abs(r["high"] - r["low"]) < 1e-9  # what is put at ×1 has no range
    said = "×1, the reference" if fixed else f"{factor(r['multiplier'])} ({factor(r['low'])} to {factor(r['high'])})"
    right = [(said, FOOT, INK, False)]
    if not mean:
        right.append((figures, FOOT - 0.5, QUIET, False))
    mark = Interval(r["multiplier"], r["low"], r["high"], "none", shade, "|" if mean else shape.get(r["role"], "o"), 11 if mean else 6.5)
    return Row(words, right, mark=mark, pad=0.07, indent=INDENT if r["level"] == "source" else 0.0)


def _at(found: Houses) -> str:
    from ..story import reference_name

    name = reference_name(found)
    return name[:1].upper() + name[1:]


def _rulers(found: Houses, table: list[dict]) -> list[tuple[str, float, str]]:
    """(name, where its ×1 is, colour) of the groups that spoke most: other conventions, as good as the one chosen."""
    colour = st.colours(found.case, [r["group"] for r in table if r["group"]])
    ranked = sorted((r for r in table if r["level"] in ("group", "alone")), key=lambda r: -r["statements"])
    other = [r for r in ranked if found.reference not in (r["group"], r.get("source")) and abs(math.log(r["multiplier"])) > 0.02]
    return [(r["who"], r["multiplier"], st.readable(colour.get(r["group"], STEEL))) for r in other[:RULERS]]


def _named(page: Sheet, down: float, text: str, shade: str) -> None:
    """Words in the column of names, so far below the axis."""
    line = wrap(shorten(text, 60), page.left - 0.25, FOOT, most=1)[0]
    at = (0, 0), (-page.left * 72, (down - 0.04) * 72)
    page.ax.annotate(
        line, *at, xycoords="axes fraction", textcoords="offset points", annotation_clip=False, va="center_baseline", **type_(FOOT, shade)
    )


def _ruler(page: Sheet, at: float, limits: tuple[float, float], down: float, text: str, shade: str) -> None:
    """The same axis with ×1 elsewhere: ticks move together, nothing above them does."""
    y = -(down + 0.06) * 72
    across = {"xycoords": "axes fraction", "textcoords": "offset points", "annotation_clip": False}
    low, high = limits[0] / at, limits[1] / at
    for tick in st.ratio_ticks(low, high, most=6):
        x = _share(tick * at, limits)
        page.ax.annotate(st.ratio_label(tick), (x, 0), (0, y - 9), ha="center", va="center_baseline", **across, **type_(FOOT, shade))
        page.ax.annotate("|", (x, 0), (0, y), ha="center", va="center_baseline", **across, **type_(5.0, shade))
    _named(page, -(down + 0.145), text, shade)


def _readable_effects(table: list[dict]) -> dict[str, list]:
    return {
        "who": [r["who"] for r in table],
        "what": [{"alone": "source"}.get(r["level"], r["level"]) for r in table],
        "multiplier": [round(r["multiplier"], 3) for r in table],
        "low": [round(r["low"], 3) for r in table],
        "high": [round(r["high"], 3) for r in table],
        "figures": [int(r["statements"]) for r in table],
    }


# ---------------------------------------------------------------------------------------------- curve


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
        from ..story import sums_of_parts

        self.found, self.name = found, name
        self.rows = sorted([*rows.to_dict("records"), *sums_of_parts(found, name)], key=lambda r: r["date"])
        c = found.curve[found.curve["measure"] == name]
        days = [r["date"] for r in self.rows]
        self.pad = timedelta(max(4, (max(days) - min(days)).days // 20))
        self.first, self.last = min(days) - self.pad, max(days) + self.pad
        self.line = c[(c["date"] >= self.first) & (c["date"] <= self.last)] if len(c) else c
        self.colour = st.colours(found.case, list(dict.fromkeys(r["group"] for r in self.rows)))
        self.shape = st.shapes(found.case, [r["role"] for r in self.rows])

    def draw(self, ax: Axes | None) -> Figure:
        limits = self._limits()
        ticks = st.count_ticks(*limits)
        left = max(measure(count(t), SMALL) for t in ticks) + 0.1
        page = sheet("curve", (self.found, self.name), self.found.case, ax, HEIGHT, left=left, right=0.05, top=0.06, bottom=0.66)
        self.ax = page.ax
        log_axis(page.ax, "y", *limits, ticks, [count(t) for t in ticks])
        page.ax.set_xlim(date2num(self.first), date2num(self.last))
        _days(page, self.first + self.pad, self.last - self.pad)
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
        return _log_limits([min(v, 4 * max(counts)) for v in values], pad=0.08)

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
            shade = st.readable(self.colour.get(group, STEEL))
            ways.append(
                [
                    Label(date2num(r["date"]), r["count"], [(name, True)], shade, SMALL, "right left above below", must=len(by_group) <= 8)
                    for r in own
                ]
            )
        self.labels.place_all(ways)

    def _key(self, page: Sheet) -> None:
        roles = dict.fromkeys(r["role"] for r in self.rows if r["role"])
        words = [f"{st.GLYPHS.get(self.shape[r], '●')} {shorten(r, 30)}" for r in roles] if len(roles) > 1 else []
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


# ----------------------------------------------------------------------------------------------- lags


@drawn
def lags(found: Houses | str, ax: Axes | None = None) -> Figure:
    """Constant or delay: how much better each foretells a source's next figure, and how much would tell.

    Examples
    --------
    >>> import discrepancy as dc
    >>> lags(dc.houses(dc.load_case("hurricane-maria"))).table["tells"].tolist()
    ['no']
    """
    rows = [] if isinstance(found, str) else judged(found)
    readable = _readable_lags(rows)
    if not rows:
        text = found if isinstance(found, str) else "It takes a source with two statements, and figures of others before the second."
        return note("lags", found, getattr(found, "case", None), ax, text, readable)
    colour = st.colours(found.case, list(found.effects["group"]))
    left, right = 2.55, 1.75
    lines = [_lag(r, colour.get(r["group"], STEEL), left) for r in rows]
    values = [v for r in rows for v in (_beside(r, "delay"), _beside(r, "both"))]
    low, high = min(-1.6 * TELLS, *values), max(1.6 * TELLS, *values)
    limits = (low - 0.08 * (high - low), high + 0.08 * (high - low))
    page = sheet("lags", found, found.case, ax, sum(r.height for r in lines), left=left, right=right, top=0.4, bottom=0.3)
    page.ax.set_xlim(*limits)
    ticks = [t for t in range(math.ceil(limits[0]), math.floor(limits[1]) + 1) if t % (2 if limits[1] - limits[0] < 14 else 5) == 0]
    page.ax.set_xticks(ticks, [f"{t:+d}".replace("-", "−") if t else "0" for t in ticks])
    page.ax.axvspan(-TELLS, TELLS, facecolor=FAINT, edgecolor="none", zorder=0)
    page.ax.axvline(0, color=GREY, linewidth=1.1, zorder=1)
    middles = Rows(page, lines, limits, log=False).draw(words_at=0.16)
    for r, y in zip(rows, middles, strict=True):
        shade = colour.get(r["group"], STEEL)
        for name, marker, fill in (("both", "D", PAPER), ("delay", "o", shade)):
            page.ax.plot(
                [_beside(r, name)],
                [y],
                marker=marker,
                markersize=6,
                markerfacecolor=fill,
                markeredgecolor=shade,
                markeredgewidth=1.3,
                linestyle="none",
                zorder=4,
            )
    zero = page.width * (0 - limits[0]) / (limits[1] - limits[0])
    page.text(zero - 0.06, -0.26, "← a constant foretells better", FOOT, QUIET, ha="right", va="center_baseline")
    page.text(zero + 0.06, -0.26, "better than a constant →", FOOT, QUIET, va="center_baseline")
    page.text(zero, -0.09, "grey: too little to tell", FOOT, QUIET, ha="center", va="center_baseline")
    return page.finish(readable)


def judged(found: Houses) -> list[dict]:
    """Rows of `Houses.lags` with a score, a group before its sources."""
    from ..story import delays

    return delays(found)


def _beside(r: dict, name: str) -> float:
    return r[f"score_{name}"] - r["score_constant"]


def _lag(r: dict, shade: str, left: float) -> Row:
    from ..story import verdict

    own = r["level"] == "source" and not r["alone"]  # below its group
    name = _lines(shorten(r["name"], 60), left - 0.3, SMALL, st.readable(shade), not own, most=1)
    words = [*name, (verdict(r), FOOT - 0.5, QUIET, False)]
    days = "day" if r["delay"] == 1 else "days"
    right = [
        (f"{factor(r['multiplier'])} ({factor(r['low'])} to {factor(r['high'])})", FOOT, INK, False),
        (f"or {r['delay']:.0f} {days} ({r['delay_low']:.0f} to {r['delay_high']:.0f})", FOOT, INK, False),
    ]
    return Row(words, right, pad=0.1, indent=INDENT if own else 0.0)


def _readable_lags(rows: list[dict]) -> dict[str, list]:
    return {
        "who": [r["name"] for r in rows],
        "what": [r["level"] for r in rows],
        "statements": [int(r["statements"]) for r in rows],
        "foretold": [int(r["predicted"]) for r in rows],
        "constant": [round(r["multiplier"], 2) for r in rows],
        "delay in days": [int(r["delay"]) for r in rows],
        "score of a constant": [round(r["score_constant"], 2) for r in rows],
        "of a delay": [round(r["score_delay"], 2) for r in rows],
        "of both": [round(r["score_both"], 2) for r in rows],
        "best": [r["better"] for r in rows],
        "tells": ["yes" if r["tells"] else "no" for r in rows],
    }
