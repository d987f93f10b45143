"""Figures with one row a thing: phrases, sources, versions, paces, shares.

Rows are measured in inches from the top, so that words and marks share one ruler; the axis across is a count, a pace or
a share.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from . import style as st
from .figure import Figure, Sheet, drawn, fixed, line_height, log_axis, measure, note, printed, sheet, wrap
from .style import FAINT, FOOT, GREY, INK, LABEL, PAPER, QUIET, SMALL, clean, count, quoted, shorten

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from ..case import Case
    from ..gap import Condition, Gap
    from ..wording import Reading

STEEL = "#4a5a68"
OPEN = {"none": "", "high": "no upper limit", "low": "no lower limit", "both": "no limit either way"}
MOST_SOURCES, MOST_UNUSABLE, MOST_VERSIONS, MOST_SHARES, MOST_PACES = 14, 6, 30, 12, 14


@dataclass
class Interval:
    """A mark with its bounds; `open` names the sides that end in an arrow."""

    value: float
    low: float
    high: float
    open: str = "none"
    colour: str = STEEL
    marker: str = "o"
    size: float = 6.5


@dataclass
class Row:
    """A row: words at the left and right (text, size, colour, bold), marks between."""

    left: list[tuple[str, float, str, bool]] = field(default_factory=list)
    right: list[tuple[str, float, str, bool]] = field(default_factory=list)
    cells: list[tuple[float, str]] = field(default_factory=list)  # (inches right of the axes, number) on the first line
    mark: Interval | None = None
    before: Interval | None = None  # where the mark was before it moved
    across: str = ""  # words in the place of a mark
    heading: bool = False
    pad: float = 0.1
    indent: float = 0.0  # inches of the words at the left

    @property
    def height(self) -> float:
        words = max(sum(line_height(size) for _, size, *_ in side) for side in (self.left, self.right))
        if self.cells:
            words = max(words, line_height(SMALL) + sum(line_height(size) for _, size, *_ in self.right))
        return max(words, 0.15) + self.pad


def _lines(text: str, width: float, size: float, colour: str, bold: bool = False, most: int = 2) -> list[tuple[str, float, str, bool]]:
    return [(line, size, colour, bold) for line in wrap(text, width, size, bold, most=most)]


class Rows:
    """Draws rows under each other, on a log or linear axis."""

    def __init__(self, page: Sheet, rows: Sequence[Row], limits: tuple[float, float], log: bool = True):
        self.page, self.ax, self.rows, self.limits, self.log = page, page.ax, rows, limits, log

    def draw(self, words_at: float = 0.14) -> list[float]:
        """Draw all rows; returns the height of the middle of each."""
        total = sum(r.height for r in self.rows)
        self.ax.set(ylim=(total, 0), yticks=[])
        y, middles = 0.0, []
        for row in self.rows:
            middles.append(self._row(row, y, words_at))
            y += row.height
        return middles

    def _row(self, row: Row, y: float, words_at: float) -> float:
        top = y + row.pad / 2
        middle = top + (row.height - row.pad) / 2
        self._words(
            row.left, row.indent - self.page.left, y + row.height - _tall(row.left) if row.heading else middle - _tall(row.left) / 2
        )
        at = middle - (_tall(row.right) + (line_height(SMALL) if row.cells else 0)) / 2
        for x, text in row.cells:
            self.page.text(self.page.width + x, at + line_height(SMALL) / 2, text, SMALL, INK, ha="right", va="center_baseline")
        self._words(row.right, self.page.width + words_at, at + (line_height(SMALL) if row.cells else 0))
        if row.mark and row.before:
            self._move(row.before, row.mark, middle)
        if row.across:
            line = wrap(clean(row.across), self.page.width + self.page.right - 0.1, FOOT, most=1)[0]
            self.page.text(
                0.08, middle, line, FOOT, QUIET, va="center_baseline", bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.2}
            )
        if row.mark:
            interval(self.page, row.mark, middle, self.limits, self.log)
        return middle

    def _words(self, words: list[tuple[str, float, str, bool]], x: float, y: float) -> None:
        for text, size, colour, bold in words:
            y = self.page.lines(x, y, [text], size, colour, bold)

    def _move(self, before: Interval, after: Interval, y: float) -> None:
        a, b = (_inside(v.value, self.limits, self.log) for v in (before, after))
        moved = abs(_share(a, self.limits, self.log) - _share(b, self.limits, self.log)) * self.page.width > 0.02
        if moved:
            self.ax.plot([a, b], [y, y], color=GREY, linewidth=1.0, zorder=2)
        self.ax.plot(
            [a], [y], marker=before.marker, markersize=before.size, color=before.colour, linestyle="none", zorder=3, markeredgewidth=0
        )


def _tall(words: list[tuple[str, float, str, bool]]) -> float:
    return sum(line_height(size) for _, size, *_ in words)


def _share(x: float, limits: tuple[float, float], log: bool = True) -> float:
    low, high = limits
    return math.log(x / low) / math.log(high / low) if log else (x - low) / (high - low)


def _inside(x: float, limits: tuple[float, float], log: bool = True) -> float:
    """A value on the axis; 0 has no place on a log axis and stands on its edge."""
    return min(max(x, limits[0]), limits[1]) if log else x


def interval(page: Sheet, mark: Interval, y: float, limits: tuple[float, float], log: bool = True) -> None:
    """A mark and its bounds across: a line to a bound, an arrow where there is none, long enough to be seen."""
    value, low, high = (_inside(v, limits, log) for v in (mark.value, mark.low, mark.high))
    reach = 0.15 / page.width
    at = _share(value, limits, log)
    if mark.open in ("high", "both"):
        high = _back(max(_share(high, limits, log), at + reach), limits, log)
        page.ax.plot([high], [y], marker=5, markersize=5, color=mark.colour, markeredgewidth=0, linestyle="none", zorder=4, clip_on=False)
    if mark.open in ("low", "both"):
        low = _back(min(_share(low, limits, log), at - reach), limits, log)
        page.ax.plot([low], [y], marker=4, markersize=5, color=mark.colour, markeredgewidth=0, linestyle="none", zorder=4, clip_on=False)
    if high > low:
        page.ax.plot([low, high], [y, y], color=mark.colour, linewidth=1.7, zorder=3, solid_capstyle="butt")
    page.ax.plot(
        [value],
        [y],
        marker=mark.marker,
        markersize=mark.size,
        color=mark.colour,
        markeredgecolor=PAPER,
        markeredgewidth=0.7,
        linestyle="none",
        zorder=5,
        clip_on=False,
    )


def _back(share: float, limits: tuple[float, float], log: bool = True) -> float:
    low, high = limits
    return low * (high / low) ** share if log else low + share * (high - low)


def _log_limits(values: Sequence[float], pad: float = 0.07, least: float = 0.35) -> tuple[float, float]:
    positive = [v for v in values if v is not None and v == v and 0 < v < math.inf]
    if not positive:
        return 0.5, 10.0
    low, high = math.log(min(positive)), math.log(max(positive))
    extra = max(pad * (high - low), (least - (high - low)) / 2, 0.04)
    return math.exp(low - extra), math.exp(high + extra)


def _count_axis(page: Sheet, limits: tuple[float, float]) -> None:
    ticks = st.count_ticks(limits[0] * 1.005, limits[1] / 1.005, most=5 if page.width < 3 else 6)
    ticks = _apart(page, ticks, limits)
    log_axis(page.ax, "x", *limits, ticks, [count(t) for t in ticks])


def _apart(page: Sheet, ticks: list[float], limits: tuple[float, float]) -> list[float]:
    """Ticks whose labels do not meet; the finer ones go first."""
    kept: list[float] = []
    for t in sorted(ticks, key=lambda t: (t / 10 ** math.floor(math.log10(t)) not in (1, 3), t)):
        half = measure(count(t), SMALL) / 2 + 0.05
        at = _share(t, limits) * page.width
        if all(abs(at - _share(k, limits) * page.width) > half + measure(count(k), SMALL) / 2 for k in kept):
            kept.append(t)
    return sorted(kept)


# --------------------------------------------------------------------------------------------- anatomy


@drawn
def anatomy(readings: Sequence[Reading], ax: Axes | None = None) -> Figure:
    """Phrases as printed, each with its number, its interval and its open side.

    Parameters
    ----------
    readings : sequence of Reading
        Drawn in this order.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    Figure

    Examples
    --------
    >>> import discrepancy as dc
    >>> anatomy([dc.read("nearly 3,000"), dc.read("more than 3,000")]).table["number"].tolist()
    [3000, 3000]
    """
    import pandas as pd

    readings = list(readings)
    table = pd.DataFrame(
        [
            {
                "printed": r.printed,
                "number": _whole(r.value),
                "low": _whole(r.low),
                "best": _whole(r.best),
                "high": _whole(r.high),
                "open side": OPEN.get(r.open, r.open),
                "read as": r.hedge,
            }
            for r in readings
        ],
        columns=["printed", "number", "low", "best", "high", "open side", "read as"],
    )
    if not readings:
        return note("anatomy", readings, None, ax, "No phrases to draw.", table)
    left = min(max(measure(quoted(r.printed), LABEL) for r in readings) + 0.15, 2.9)
    right = max(measure(_bounds(r), SMALL) for r in readings) + 0.2
    positive = [v for r in readings for v in (r.low, r.value, r.high) if v > 0]
    together = not positive or max(positive) / min(positive) < 2.5
    rows = [_phrase(r, left, 1.0 if together or r.value <= 0 else r.value) for r in readings]
    page = sheet(
        "anatomy", readings, None, ax, sum(r.height for r in rows), left=left, right=right, top=0.05, bottom=0.26 if together else 0.42
    )
    limits = _log_limits(positive) if together else _around(readings)
    if together:
        _count_axis(page, limits)
    else:
        _times_axis(page, limits)
    middles = Rows(page, rows, limits).draw()
    for r, y in zip(readings, middles, strict=True):
        _goes_on(page, r, y, limits, 1.0 if together or r.value <= 0 else r.value)
    return page.finish(table)


def _phrase(r: Reading, left: float, unit: float) -> Row:
    mark = Interval(r.value / unit, r.low / unit, r.high / unit, r.open, STEEL, "|" if r.hedge in ("range", "vague") else "o")
    return Row(_lines(quoted(r.printed), left - 0.1, LABEL, INK), [(_bounds(r), SMALL, QUIET, False)], mark=mark, pad=0.13)


def _around(readings: Sequence[Reading]) -> tuple[float, float]:
    """Limits of an axis that sets every phrase to its own number; ranges and vague words may leave it."""
    near = [r for r in readings if r.value > 0 and r.low > 0 and r.hedge not in ("range", "vague")] or [
        r for r in readings if r.value > 0 and r.low > 0
    ]
    reach = max([math.log(v / r.value) for r in near for v in (r.high,)] + [math.log(r.value / r.low) for r in near] + [0.02])
    reach = min(reach * 1.35, math.log(4))
    return math.exp(-reach), math.exp(reach)


def _times_axis(page: Sheet, limits: tuple[float, float]) -> None:
    ticks = [
        t for t in st.ratio_ticks(*limits, most=7) if abs(t - 1) < 1e-9 or abs(_share(t, limits) - _share(1, limits)) * page.width > 0.5
    ]
    labels = ["×1\nthe number as printed" if t == 1 else st.ratio_label(t) + "\n " for t in ticks]
    log_axis(page.ax, "x", *limits, ticks, labels)


def _goes_on(page: Sheet, r: Reading, y: float, limits: tuple[float, float], unit: float) -> None:
    """Dots where an interval leaves the axis: it goes on to the bound that is printed at the right."""
    for bound, edge, side in ((r.low, limits[0], -1), (r.high, limits[1], 1)):
        if (bound / unit - edge) * side > 1e-9:
            page.ax.plot(
                [_back(_share(edge, limits) - side * k * 0.012, limits) for k in (0, 1, 2)],
                [y] * 3,
                ".",
                color=PAPER,
                markersize=3.4,
                zorder=6,
            )


def _bounds(r: Reading) -> str:
    """The interval in words, with what lies beyond it."""
    if r.low == r.high:
        return count(r.value)
    low, high = (st.count(v, 3) for v in (r.low, r.high))
    return f"{low} to {high}" + {"high": " →", "low": " ←", "both": " ↔"}.get(r.open, "")


def _whole(x: float) -> float | int | None:
    if x is None or x != x:
        return None
    return round(x) if abs(x) >= 10 or float(x).is_integer() else round(x, 2)


# ---------------------------------------------------------------------------------------------- forest


@drawn
def forest(table: pd.DataFrame, ax: Axes | None = None, *, case: Case | None = None) -> Figure:
    """One row a source: the printed figure in grey, the estimate on the basis in colour, the move between them.

    Parameters
    ----------
    table : pandas.DataFrame
        Of `discrepancy.normalize`; the highest estimate comes first, sources without a usable figure last.
    case : Case, optional
        For the colours and shapes.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    Figure

    Examples
    --------
    >>> import discrepancy as dc
    >>> case = dc.load_case("hurricane-maria")
    >>> forest(dc.normalize(case), case=case).table["source"].tolist()[0]
    'Kishore et al.'
    """
    nothing = "No source has a usable figure on this basis; the reasons are in the table."
    readable = _readable_forest(table)
    usable = table[table["usable"].astype(bool)] if len(table) else table
    if usable.empty:
        return note("forest", table if len(table) else _empty_forest(), case, ax, nothing, readable)
    left, cells = 1.9, (0.72, 1.4, 2.08)
    right = 2.25
    colour, shape = st.colours(case, list(table["group"])), st.shapes(case, list(table["role"]))
    rows = [_source(row, colour, shape, left, cells) for _, row in usable.head(MOST_SOURCES).iterrows()]
    rows += _without(table[~table["usable"].astype(bool)], max(0, len(usable) - MOST_SOURCES), left)
    values = [v for r in rows for m in (r.mark, r.before) if m for v in (m.value, m.low, m.high)]
    limits = _log_limits(values)
    page = sheet("forest", table, case, ax, sum(r.height for r in rows), left=left, right=right, top=0.24, bottom=0.26)
    _count_axis(page, limits)
    Rows(page, rows, limits).draw()
    for x, text in zip(cells, ("low", "best", "high"), strict=True):
        page.text(page.width + x, -0.09, text, SMALL, QUIET, ha="right", va="center_baseline")
    return page.finish(readable)


def _empty_forest() -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({"usable": pd.Series(dtype=bool), "estimate": [], "name": [], "because": []})


def _source(row: pd.Series, colour: dict, shape: dict, left: float, cells: tuple[float, ...]) -> Row:
    shade, marker = colour.get(row["group"], STEEL), shape.get(row["role"], "o")
    width = cells[-1]
    return Row(
        _lines(shorten(row["name"], 60), left - 0.12, SMALL, st.readable(shade), True, most=3),
        _lines(quoted(row["printed"]), width, FOOT, QUIET),
        [
            (x, _on_basis(row[k], row[read]))
            for x, k, read in zip(cells, ("estimate_low", "estimate", "estimate_high"), ("low", "best", "high"), strict=True)
        ],
        Interval(row["estimate"], row["estimate_low"], row["estimate_high"], row["estimate_open"], shade, marker, 7.5),
        Interval(row["value"], row["value"], row["value"], colour="#b4b4b4", marker=marker, size=6.5),
        pad=0.15,
    )


def _on_basis(x: float, read: float) -> str:
    """An estimate for readers: as it was printed or stated where nothing moved it, else with two digits."""
    from ..story import number

    return count(x) if abs(x - read) < 1e-9 * max(x, 1) else number(x, 2)


_DULL = ("it gives no figure", "it is credited only", "said after", "not known on")


def _without(rows: pd.DataFrame, more: int, left: float) -> list[Row]:
    """Sources that cannot be used and say something by it, then how many others there are."""
    telling = [
        r
        for _, r in rows.iterrows()
        if not any(p.split(" ", 1)[-1].startswith(_DULL) or p.startswith(_DULL) for p in str(r["because"]).split("; "))
    ]
    shown = telling[:MOST_UNUSABLE]
    out = [Row(_lines(shorten(r["name"], 60), left - 0.12, FOOT, QUIET), across=_why(str(r["because"])), pad=0.1) for r in shown]
    rest = len(rows) - len(shown)
    words = [f"{more} more with a usable figure"] if more else []
    words += [f"{rest} {'other ' if shown else ''}source{'s' if rest != 1 else ''} without a usable figure"] if rest else []
    if words:
        out.append(Row([(f"… and {' and '.join(words)}, in the table", SMALL, QUIET, False)], pad=0.16))
    return out


def _why(because: str) -> str:
    """ "7 a count of a period; 1 a share" → "a count of a period (7); a share"."""
    parts = [p.partition(" ") for p in because.split("; ")]
    return "; ".join(w if n == "1" else f"{w} ({n})" if n.isdigit() else f"{n} {w}".strip() for n, _, w in parts)


def _readable_forest(table: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    names = {
        "name": "source",
        "printed": "printed",
        "value": "number",
        "speaks_of": "figure for",
        "estimate_low": "low",
        "estimate": "best",
        "estimate_high": "high",
        "estimate_open": "open side",
        "because": "why",
        "url": "address",
    }
    out = pd.DataFrame({new: list(table[old]) if old in table else [] for old, new in names.items()})
    for column in ("number", "low", "best", "high"):
        out[column] = pd.array([_none(_whole(v)) for v in out[column]], dtype=object)
    for column in ("figure for", "open side", "printed", "address"):
        out[column] = ["" if v is None or v != v else OPEN.get(v, v) if column == "open side" else v for v in out[column]]
    return out


def _none(x: object) -> object:
    return "" if x is None or x != x else x


# -------------------------------------------------------------------------------------------- versions


@drawn
def versions(table: pd.DataFrame, ax: Axes | None = None, *, case: Case | None = None) -> Figure:
    """What the versions of a statement print, grouped by kind of difference; the closest wording's interval as a band.

    Parameters
    ----------
    table : pandas.DataFrame
        Of `discrepancy.retellings` for one statement; of several, the first is drawn, without versions that no longer stand.
    case : Case, optional
        For the colour of the statement's group.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    Figure

    Examples
    --------
    >>> import discrepancy as dc
    >>> case = dc.load_case("dprk-kursk")
    >>> versions(dc.retellings(case, "jcs-2024-12-23"), case=case).table["difference"].iloc[0]
    'the closest wording found'
    """
    if len(table):
        table = table[(table["statement"] == table["statement"].iloc[0]) & (table["status"] == "current")]
    readable = _readable_versions(table)
    if table.empty or not (table["kinds"] != "").any():
        return note("versions", table, case, ax, "No versions of this statement are held beside the closest wording found.", readable)
    shade = _shade_of(table, case)
    rows, dropped = _version_rows(table, shade)
    if dropped:
        rows.append(Row([(f"… and {dropped} more version{'s' if dropped != 1 else ''}, in the table", SMALL, QUIET, False)], pad=0.14))
    limits = _log_limits([v for r in rows if r.mark for v in (r.mark.low, r.mark.value, r.mark.high)], pad=0.1, least=0.25)
    left, right = 3.15, 0.95
    page = sheet("versions", table, case, ax, sum(r.height for r in rows), left=left, right=right, top=0.06, bottom=0.26)
    _count_axis(page, limits)
    primary = next((r.mark for r in rows if r.mark), None)
    if primary:
        page.ax.axvspan(primary.low, max(primary.high, primary.low * 1.004), facecolor=shade, alpha=0.13, edgecolor="none", zorder=0)
    Rows(page, rows, limits).draw()
    return page.finish(readable)


def _shade_of(table: pd.DataFrame, case: Case | None) -> str:
    claim = table["primary"].iloc[0]
    group = case.by_id[claim].group if case and claim in case.by_id else ""
    return st.colours(case, [group]).get(group, STEEL)


def _version_rows(table: pd.DataFrame, shade: str) -> tuple[list[Row], int]:
    """Rows under a heading for each kind of difference."""
    from ..retelling import DIFFERENCES

    rows, before = [], None
    for _, v in table.head(MOST_VERSIONS).iterrows():
        kind = v["kinds"].split(", ")[0]
        if kind != before:
            words = DIFFERENCES.get(kind, kind.replace("_", " ")) if kind else "the closest wording found"
            rows.append(Row([(shorten(words[:1].upper() + words[1:]), SMALL, INK, True)], heading=True, pad=0.06 if not rows else 0.16))
            before = kind
        rows.append(_version(v, shade, primary=not kind))
    return rows, max(0, len(table) - MOST_VERSIONS)


def _version(v: pd.Series, shade: str, primary: bool) -> Row:
    text = clean(v["english"] or v["printed"])
    mark = None
    if v["value"] == v["value"] and v["value"] is not None:
        mark = Interval(v["value"], v["low"], v["high"], v["open"], shade if primary else STEEL, "o", 7.5 if primary else 5.5)
    said = _short_day(v["published"]) if v["published"] else "no date"
    words = _lines(quoted(text), 3.0, SMALL, st.readable(shade) if primary else INK, primary, most=2)
    return Row(words, [(said, FOOT, QUIET, False)], mark=mark, pad=0.08)


def _short_day(text: str) -> str:
    parts = [int(p) for p in text.split("-")]
    if len(parts) == 3:
        return st.day_label(date(*parts), True)
    return f"{date(*parts, 1):%b %Y}" if len(parts) == 2 else text


def _readable_versions(table: pd.DataFrame) -> pd.DataFrame:
    names = {
        "outlet": "outlet",
        "printed": "printed",
        "english": "in English",
        "value": "number",
        "low": "low",
        "high": "high",
        "open": "open side",
        "difference": "difference",
        "published": "published",
        "seen_as": "seen as",
        "url": "address",
    }
    out = table[list(names)].rename(columns=names).copy()
    for column in ("number", "low", "high"):
        out[column] = [_none(_whole(v)) for v in out[column]]
    out["open side"] = ["" if v != v else OPEN.get(v, v) for v in out["open side"]]
    return out


# ------------------------------------------------------------------------------------------ conditions


@drawn
def conditions(gap: Gap, ax: Axes | None = None, *, case: Case | None = None) -> Figure:
    """The pace that both figures imply, beside every published pace with its source and its days.

    Examples
    --------
    >>> import discrepancy as dc
    >>> conditions(dc.explain(dc.load_case("dprk-kursk"))).table["a day"].tolist()[0]
    475
    """
    case = gap.case or case
    paces = list(gap.conditions)
    readable = _readable_paces(paces)
    if not paces:
        return note("conditions", gap, case, ax, "No pace follows from the two figures, and no published pace was found.", readable)
    ordered = sorted(paces, key=lambda c: (not c.implied, not c.near, -c.pace))
    left, right = 3.3, 0.9
    colour, by_name = st.colours(case), _groups_by_claim(case)
    rows = [_pace(c, colour.get(by_name.get((c.claims or ("",))[0], ""), STEEL), left) for c in ordered[:MOST_PACES]]
    if len(ordered) > MOST_PACES:
        rows.append(Row([(f"… and {len(ordered) - MOST_PACES} more, in the table", SMALL, QUIET, False)], pad=0.14))
    far = next((i for i, c in enumerate(ordered[:MOST_PACES]) if not c.near and not c.implied), None)
    if far:
        rows.insert(far, Row([("Further away in time", SMALL, INK, True)], heading=True, pad=0.14))
    limits = _log_limits([c.pace for c in ordered], pad=0.12, least=1.2)
    page = sheet("conditions", gap, case, ax, sum(r.height for r in rows), left=left, right=right, top=0.06, bottom=0.26)
    _count_axis(page, limits)
    if ordered[0].implied and ordered[0].pace > 0:
        page.ax.axvline(ordered[0].pace, color=INK, linewidth=1.1, linestyle=(0, (1, 1.6)), zorder=1)
    Rows(page, rows, limits).draw(words_at=0.12)
    return page.finish(_readable_paces(ordered))


def _groups_by_claim(case: Case | None) -> dict[str, str]:
    return {c.claim: c.group for c in case.records} if case else {}


def _pace(c: Condition, shade: str, left: float) -> Row:
    from ..story import number

    said = number(c.pace, 0 if abs(c.pace - round(c.pace)) < 1e-9 else 2)
    shade = INK if c.implied else shade if c.near else GREY
    span = st.span_label(c.start, c.end)
    told = clean(c.how) if c.implied or len(c.claims) > 1 else quoted(c.printed)  # two figures name their days themselves
    detail = told if len(c.claims) > 1 and not c.implied else f"{told}; {span}"
    words = _lines(shorten(c.who[:1].upper() + c.who[1:], 60), left - 0.15, SMALL, st.readable(shade), True) + _lines(
        detail, left - 0.15, FOOT, QUIET
    )
    mark = Interval(c.pace, c.pace, c.pace, colour=shade, marker="D" if c.implied else "o", size=8 if c.implied else 7)
    return Row(words, [(f"{said} a day", SMALL, st.readable(shade), c.implied)], mark=mark, pad=0.14)


def _day(day: date) -> str:
    return st.day_label(day, True)


def _readable_paces(paces: Sequence[Condition]) -> pd.DataFrame:
    import pandas as pd

    rows = [
        {
            "who": c.who,
            "a day": _whole(round(c.pace, 1)) if c.pace < 10 else _whole(c.pace),
            "from": c.start.isoformat(),
            "to": c.end.isoformat(),
            "days": c.days,
            "how": c.how,
            "printed": c.printed,
            "address": c.url,
        }
        for c in paces
    ]
    table = pd.DataFrame(rows, columns=["who", "a day", "from", "to", "days", "how", "printed", "address"])
    table["a day"] = pd.array([r["a day"] for r in rows], dtype=object)  # 475, not 475.0
    return table


# ------------------------------------------------------------------------------------------ share lost


@drawn
def share_lost(table: pd.DataFrame, ax: Axes | None = None, *, case: Case | None = None) -> Figure:
    """Part over whole, both uncertain; each share names its own denominator, of whom and when.

    Parameters
    ----------
    table : pandas.DataFrame
        Of `discrepancy.normalize.shares`.
    case : Case, optional
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    Figure

    Examples
    --------
    >>> from importlib import import_module
    >>> import discrepancy as dc
    >>> case = dc.load_case("dprk-kursk")
    >>> share_lost(import_module("discrepancy.normalize").shares(case), case=case).name
    'share-lost'
    """
    readable = _readable_shares(table)
    if table.empty:
        return note(
            "share_lost",
            table,
            case,
            ax,
            "No figure of this case has a denominator that its source, or its group, had given by then.",
            readable,
        )
    shown = _newest(table, MOST_SHARES)
    colour, roles = st.colours(case, list(table["group"])), {s: case.role_of(s) for s in table["source"]} if case else {}
    shape = st.shapes(case, list(roles.values()))
    left, right = 2.75, 2.4
    rows = [
        _share_row(r, colour.get(r["group"], STEEL), shape.get(roles.get(r["source"], ""), "o"), left, right) for _, r in shown.iterrows()
    ]
    if len(shown) < len(table):
        rows.append(
            Row([(f"… and {len(table) - len(shown)} earlier shares of the same sources, in the table", SMALL, QUIET, False)], pad=0.16)
        )
    top = max(0.1, math.ceil(max(*shown["high"], *shown["share"]) * 20) / 20)
    limits = (0.0, top)
    page = sheet("share_lost", shown, case, ax, sum(r.height for r in rows), left=left, right=right, top=0.06, bottom=0.26)
    step = next(s for s in (0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 100, 1e9) if top / s <= page.width / 0.5)
    ticks = [i * step for i in range(int(top / step + 1e-9) + 1)]
    page.ax.set_xlim(*limits)
    page.ax.xaxis.set_major_locator(fixed(ticks))
    page.ax.xaxis.set_major_formatter(printed([f"{t:.0%}" for t in ticks]))
    page.ax.xaxis.grid(True, color=FAINT, linewidth=0.8)
    Rows(page, rows, limits, log=False).draw()
    return page.finish(readable)


def _newest(table: pd.DataFrame, most: int) -> pd.DataFrame:
    """At most so many rows in order of day: the newest of each source first, then the newest of the others."""
    if len(table) <= most:
        return table
    last = ~table["source"].duplicated(keep="last")
    chosen = [*table.index[last][::-1], *table.index[~last][::-1]][:most]
    return table.loc[sorted(chosen)]


def _share_row(r: pd.Series, shade: str, marker: str, left: float, right: float) -> Row:
    scope = f"{shorten(r['denominator_scope'], 40)}, {_short_day(r['denominator_day'])}"
    name = shorten(r["name"], 60)
    return Row(
        _lines(name, left - 0.15, SMALL, st.readable(shade), True)
        + _lines(f"{_day(r['day'])}: {quoted(r['part'], 36)}", left - 0.15, FOOT, QUIET),
        _lines(f"of {quoted(r['whole'], 40)}", right - 0.2, FOOT, INK) + _lines(scope, right - 0.2, FOOT, QUIET, most=1),
        mark=Interval(r["share"], r["low"], r["high"], colour=shade, marker=marker, size=6.5),
        pad=0.13,
    )


def _readable_shares(table: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    percent = lambda column: [round(100 * v, 1) for v in table[column]]
    return pd.DataFrame(
        {
            "figure for": [d.isoformat() for d in table["day"]],
            "source": list(table["name"]),
            "part": list(table["part"]),
            "of": list(table["whole"]),
            "share %": percent("share"),
            "low %": percent("low"),
            "high %": percent("high"),
            "denominator of": list(table["denominator_scope"]),
            "denominator given on": list(table["denominator_day"]),
            "address": list(table["url"]),
        }
    )
