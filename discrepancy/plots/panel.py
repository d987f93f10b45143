"""One gap for each subject that two sources share → all of them sorted: a row each while names can be read, then a mark each, or by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from discrepancy import dates
from discrepancy.plots.paper.axes import Ruler, Upright, day_axis, ruled, step_axis, ticks_at, time_sheet
from discrepancy.plots.paper.figure import records
from discrepancy.plots.paper.labels import Label, Labels
from discrepancy.plots.paper.notation import Notation
from discrepancy.plots.paper.rows import Interval, Row, heading, named, row_chart
from discrepancy.plots.paper.sheet import MOST_LED, Figure, Sheet, drawn, note, sheet
from discrepancy.plots.paper.style import FAINT, FOOT, GREY, INK, LABEL, PALETTE, QUIET, RULE, SMALL, STEEL, colours, legible
from discrepancy.plots.paper.svg import Link
from discrepancy.plots.paper.width import narrow
from discrepancy.plots.paper.words import Caption, caption, foot_line, measure, noun_of, of_row, plate, shorten_name
from discrepancy.saying.numbers import plural
from discrepancy.saying.text import cap, clip
from discrepancy.story.panel import headline, noun, say, set_against
from discrepancy.story.words import NOT_EVIDENCE
from discrepancy.subjects.result import Panel

MOST = 40  # rows with a name of their own
MANY = 3000  # marks that an SVG can hold one by one
LEFT = 2.2  # inches for the names
HIGH = 3.9  # inches of all marks
GAPS, LOWER, GAP = 2.7, 0.5, 0.08  # inches of gaps by day; of that, the height of both numbers below them, and what is between
BEYOND = legible(PALETTE[3])


@drawn
def panel(found: Panel, ax: Axes | None = None) -> Figure:
    """The gaps of a panel, sorted; in the colour those that the words exclude.  Of up to 40 each has a row, with what is left of it.

    Examples
    --------
    >>> import discrepancy as dc
    >>> panel(dc.panel(dc.load_case("hong-kong-july-march"))).table["ratio"].round(1).tolist()[:3]
    [6.5, 6.3, 5.7]
    """
    told, found = words(found), found.upright
    rows = found.rows.dropna(subset=[found.gap_column])
    if not len(rows):
        return note(told, ax, "In every row a number is 0, so that no ratio can be drawn.", found.table)
    at = np.array([found.scale.at(x) for x in rows[found.gap_column]])
    rows = rows.assign(label=found.labels.loc[rows.index]).iloc[np.argsort(-at, kind="stable")]
    page = (_days if _over_time(found) else _rows if len(rows) <= MOST else _many)(found, rows, told, ax, _notation(found))
    return page.finish(found.table)


def _over_time(found: Panel) -> bool:
    """Whether days are the subjects, or windows too many to be named: they stand along the axis."""
    days = "day" in found.by and not found.rows[[*found.by[:-1]]].nunique().max() > 1  # of one place, or of no dimension at all
    return len(found) > (2 if days else MOST if not found.by else len(found))


def _notation(found: Panel) -> Notation:
    return Notation(found.scale, found.unit, found.grain, found.case)


def _rows(found: Panel, rows, told: Caption, ax: Axes | None, q: Notation) -> Sheet:
    """A row each: the printed gap in grey, what is left of it with its bounds."""
    marks = [_mark(found, row, q) for row in records(rows)]
    ends = [x for before, mark in marks for x in (before.value, mark.value)]
    bounds = [x for _, m in marks for x, side in ((m.low, "low"), (m.high, "high")) if m.open not in (side, "both")]
    reach = Ruler.of(ends, q, pad=0.6, least=0.4)
    scale = Ruler.of([*ends, q.none, *(reach.inside(x) for x in bounds)], q, pad=0.06, least=0.3)
    numbers = [f"{say(found, row['a'])} : {say(found, row['b'])}" for row in records(rows)]
    sizes = [q.sizes.apart(q.scale.at(x)) for x in rows[found.gap_column]]
    above = [[(size, SMALL, INK, False), (said, SMALL, QUIET, False)] for size, said in zip(sizes, numbers, strict=True)]
    made = [
        Row(
            named(of_row(row["label"], n), LEFT - 0.15, LABEL, INK, False),
            above[n - 1] if narrow() else [],
            mark=replace(mark, link=_link(found, row)),
            before=None if mark.value == before.value else before,
        )
        for n, (row, (before, mark)) in enumerate(zip(records(rows), marks, strict=True), 1)
    ]
    one, two = (max(measure(text, SMALL) for text in texts) + 0.14 for texts in (sizes, numbers))
    head = heading("", FOOT, QUIET, False, pad=0.26 if narrow() else 0.1)
    page, middles = row_chart(told, ax, [head, *made], scale, step_axis(q), left=LEFT, right=one + two + 0.1, top=0.1)
    for y, size, printed in zip(middles[1:], sizes, numbers, strict=True) if not narrow() else ():
        page.text(page.width + one, y, size, SMALL, INK, ha="right")
        page.text(page.width + one + 0.14, y, printed, SMALL, QUIET)
    _reference(page, found, scale, q, (middles[0] + middles[1]) / 2, middles[0])
    return page


def _mark(found: Panel, row: dict, q: Notation) -> tuple[Interval, Interval]:
    """A gap as printed, and what is left of it between its bounds."""
    none = lambda x: x != x or not np.isfinite(found.scale.at(x))
    low, high, left = row["low"], row["high"], row["unexplained"]
    open_ = {(True, True): "both", (True, False): "low", (False, True): "high"}.get((none(low), none(high)), "none")
    low, high = left if none(low) else low, left if none(high) else high
    colour = BEYOND if row["possible"] is False else STEEL
    printed = row[found.gap_column]
    left = printed if q.still(q.scale.step(printed, left)) else left
    return Interval(printed, printed, printed, colour=GREY, size=5), Interval(left, low, high, open_, colour)


def _reference(page: Sheet, found: Panel, scale: Ruler, q: Notation, top: float, at: float) -> list[float]:
    """The same number on both sides, and the middle of all gaps with its middle half, named above them; from where to where the words go."""
    d, low = found.distribution, page.ax.get_ylim()[0]
    page.stroke([q.none] * 2, [top, low], GREY, 1.1, 1)
    if d.n < 4 or d.median is None:
        return []
    page.ax.fill_betweenx([top, low], d.quartile, d.third, color=FAINT, zorder=0.4, linewidth=0)
    page.stroke([d.median] * 2, [top, low], GREY, 1.1, 0.8, linestyle=(0, (4, 2)))
    text = f"middle {q.sizes.apart(q.scale.at(d.median))}, middle half {q.sizes.between(d.quartile, d.third)}"
    wide = measure(text, FOOT)
    left = min(max(scale.share(d.median) * page.width - wide / 2, 0.0), page.width - wide)
    page.text(left, at, text, FOOT, QUIET, bbox=plate(1.0), zorder=6)
    return [scale.back(x / page.width) for x in (left, left + wide)]


def _many(found: Panel, rows, told: Caption, ax: Axes | None, q: Notation) -> Sheet:
    """How the gaps are distributed: a mark each on the curve of how many lie above any ratio, which is read at the side."""
    import seaborn as sns  # late: it takes its time

    n, sizes = len(rows), rows[found.gap_column].to_numpy(float)
    scale = Ruler.of([*sizes[[0, -1]], q.none], q, pad=0.09)
    shares = [0, 0.25, 0.5, 0.75, 1]
    names = ["highest", "a quarter", "half", "three quarters", "lowest"]
    page = sheet(told, ax, HIGH, left=max(measure(name, SMALL) for name in names) + 0.1, right=0.1, top=0.1, bottom=0.26)
    step_axis(q)(page, scale)
    room = 0.28 / HIGH * n
    page.ax.set_ylim(n + 0.02 * n, -room)
    ticks_at(page, "y", [share * (n - 1) for share in shares], names)
    page.ax.grid(True, axis="y", color=FAINT, linewidth=0.8)
    sns.ecdfplot(x=sizes, complementary=True, stat="count", ax=page.ax, color=RULE, linewidth=1.2, zorder=2)
    page.ax.set(xlabel="", ylabel="")
    words_at = _reference(page, found, scale, q, -0.1 * room, -0.6 * room)
    beyond, y = rows["possible"].eq(False).to_numpy(), np.arange(n)
    labels = _marks(page, found, rows, sizes, y, (beyond, GREY), 4.5 if n < 400 else 3)
    if words_at:
        labels.line(words_at[0], -0.6 * room, words_at[1], -0.6 * room, radius=5, cost=40)
    own = {found.case.defaults.get(side, "") for side in "ab"} - {""}
    named = [i for i, pair in enumerate(zip(rows["a_claim"], rows["b_claim"], strict=True)) if own & {*pair}][:1] if own else []
    for i in dict.fromkeys([0, n - 1, *named]):
        row = rows.iloc[i]
        text = [
            (of_row(row["label"], i + 1, 40), True),
            (f"{q.sizes.apart(q.scale.at(sizes[i]))}: {say(found, row['a'])} against {say(found, row['b'])}", False),
        ]
        page.mark(sizes[i], y[i], "o", 6, BEYOND if beyond[i] else STEEL)
        labels.place(
            Label(sizes[i], y[i], text, BEYOND if beyond[i] else INK, SMALL, "left below above right" if i else "left below above")
        )
    return page


def _marks(page: Sheet, found: Panel, rows, x: np.ndarray, y: np.ndarray, look: tuple[np.ndarray, str], size: float) -> Labels:
    """A mark each, in the colour those that the words exclude; one picture where they are too many for an SVG.  What labels keep clear of."""
    beyond, colour = look
    links = [_link(found, row) for row in records(rows)] if len(x) <= MOST_LED else []
    marks = [(a, b, "o", BEYOND if own else colour) for a, b, own in zip(x, y, beyond, strict=True)]
    page.dots(marks, size=size, links=links, rasterized=len(x) > MANY, zorder=3)
    labels = Labels(page.ax)
    for i in range(0, len(x), max(1, len(x) // 200)):
        labels.mark(x[i], y[i], 3)
    return labels


def _link(found: Panel, row: dict) -> Link:
    """Where the first of its two figures was printed."""
    claim = found.case.by_id.get(row["a_claim"]) if found.case else None
    said = f"{say(found, row['a'])} against {say(found, row['b'])}"
    return Link.of(row["label"], said, *((claim.url, claim.claim) if claim else ()))


def _days(found: Panel, rows, told: Caption, ax: Axes | None, q: Notation) -> Sheet:
    """The printed gap and what is left of it over time."""
    rows = rows.assign(day=[dates.middle(day) for day in rows["as_of"]]).sort_values("day")
    sizes, left = rows[found.gap_column].to_numpy(float), rows["unexplained"].to_numpy(float)
    scale, days = Ruler.of([*sizes, *left, q.none], q, pad=0.14, least=0, room=0.12), list(rows["day"])
    pad = timedelta(max(1, (days[-1] - days[0]).days // 40))
    x = date2num(days)
    upright, numbers = Upright.of(scale, q, steps=True), Upright.of(Ruler.of([*rows["a"], *rows["b"]], q, pad=0.14, least=0, room=0.12), q)
    room = {"left": max(upright.room, numbers.room), "bottom": 0.42 + (LOWER + GAP) * GAPS}
    page = time_sheet(told, ax, upright, (date2num(days[0] - pad), date2num(days[-1] + pad)), GAPS, **room)
    day_axis(_numbers(found, rows, x, page.lower(LOWER, GAP), numbers), days[0], days[-1])
    page.ax.tick_params(axis="x", labelbottom=False, length=0)
    page.ax.axhline(q.none, color=GREY, linewidth=1.1, zorder=1)
    d = found.distribution
    if d.n > 3:
        page.ax.axhspan(d.quartile, d.third, color=FAINT, zorder=0.4, linewidth=0)
    page.ax.plot(x, sizes, color=GREY, linewidth=1.2, zorder=2)
    labels = _marks(page, found, rows, x, left, (rows["possible"].eq(False).to_numpy(), STEEL), 5 if len(rows) < 100 else 3)
    if len(rows) < 200:
        labels.path(x, sizes, radius=2, cost=12)
    for i in dict.fromkeys([int(sizes.argmax()), int(sizes.argmin()), len(rows) - 1]):
        row = rows.iloc[i]
        text = [
            (f"{shorten_name(row['label'], 40)}: {q.sizes.apart(q.scale.at(sizes[i]))}", True),
            (f"{say(found, row['a'])} against {say(found, row['b'])}", False),
        ]
        labels.place(Label(x[i], sizes[i], text, INK, SMALL, "above below right left"))
    return page


def _numbers(found: Panel, rows, x: np.ndarray, page: Sheet, upright: Upright) -> Sheet:
    """Both numbers as printed, each named where they are furthest apart."""
    ruled(page, "y", upright.ruler, upright.ticks, upright.marks)
    labels, numbers = Labels(page.ax), [rows[side].to_numpy(float) for side in "ab"]
    groups = [found.case.by_id[rows[f"{side}_claim"].iloc[0]].group for side in "ab"]
    shades = [colours(found.case, groups)[group] if i == groups.index(group) else GREY for i, group in enumerate(groups)]
    few = slice(None, None, max(1, len(x) // 200))
    for of, shade in zip(numbers, shades, strict=True):
        page.ax.plot(x, of, color=shade, linewidth=1.6)
        labels.path(x[few], of[few], radius=2, cost=20)
    i = int(np.abs([found.scale.at(gap) for gap in rows[found.gap_column]]).argmax())
    sides = ["above left right below", "below left right above"]
    for k, side in enumerate(sides if numbers[0][i] >= numbers[1][i] else sides[::-1]):
        labels.place(Label(x[i], numbers[k][i], [(shorten_name(found.names[k], 40), True)], legible(shades[k]), SMALL, side))
    return page


def words(found: Panel) -> Caption:
    """The words around the figure."""
    found = found.upright
    d, q, n = found.distribution, _notation(found), len(found)
    title = headline(found)
    if d.median is not None and n > 1:
        middle = set_against(found, found.scale.at(d.median))
        start = cap(middle.partition(" is ")[0])
        title += f", in the middle {middle.partition(' is ')[2]}" if title.startswith(f"{start} is ") else f"; in the middle {middle}"
    said = f"{cap(noun_of(found.case, found.measure))}: {found.names[0]} {q.against} {found.names[1]}, {noun(found, n)}, {q.axis}"
    basis = f"; {q.step(q.none)}: the same number" if found.scale.name == "ratio" else ""
    colour = f"; orange: the words exclude that both are right ({d.beyond:,})" if d.beyond else ""
    if _over_time(found):
        drawn_ = "line: as printed, marks: what is left of it; below: both numbers"
    else:
        moved = (
            any(mark.value != before.value for before, mark in (_mark(found, row, q) for row in records(found.rows)))
            if n <= MOST
            else False
        )
        drawn_ = "a mark each, as printed" if n > MOST else "grey: as printed, dark: what is left of it" if moved else "as printed"
    foot = foot_line(found.case, NOT_EVIDENCE)
    alt = f"Dot plot of {plural(d.n, q.apart)}, {'over time, with both numbers below' if _over_time(found) else 'sorted'}"
    if d.lowest is not None and d.highest is not None and d.n > 1:
        low, middle, high = (q.sizes.left(q.scale.at(x)) for x in (d.lowest, d.median, d.highest))
        alt += f", from {low} ({clip(d.least, 30)}) to {high} ({clip(d.most, 30)})"
        alt += f"; middle {middle}, middle half {q.sizes.between(d.quartile, d.third)}" if d.n > 3 else ""
    alt += f". {headline(found)}."
    return caption(title, f"{said}{basis}; {drawn_}{colour}", foot, alt)
