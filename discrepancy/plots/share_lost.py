"""TODO"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from discrepancy import dates
from discrepancy.plots.paper.axes import fixed, printed
from discrepancy.plots.paper.captions import caption_of, foot_line
from discrepancy.plots.paper.colours import colours, legible, shapes
from discrepancy.plots.paper.figure import Figure, drawn
from discrepancy.plots.paper.rows import STEEL, Interval, Row, Rows, day, lines, short_day
from discrepancy.plots.paper.sheet import note, sheet
from discrepancy.plots.paper.style import FAINT, FOOT, INK, QUIET, SMALL
from discrepancy.plots.paper.words import quoted, shorten
from discrepancy.saying.text import clip

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from discrepancy.case.model import Case

MOST_SHARES = 12


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
    >>> import discrepancy as dc
    >>> from discrepancy.basis.shares import shares
    >>> case = dc.load_case("dprk-kursk")
    >>> share_lost(shares(case), case=case).name
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
    colour, roles = colours(case, list(table["group"])), {s: case.role_of(s) for s in table["source"]} if case else {}
    shape = shapes(case, list(roles.values()))
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
    scope = f"{shorten(r['denominator_scope'], 40)}, {short_day(r['denominator_day'])}"
    name = shorten(r["name"], 60)
    return Row(
        lines(name, left - 0.15, SMALL, legible(shade), True)
        + lines(f"{day(r['day'])}: {quoted(r['part'], 36)}", left - 0.15, FOOT, QUIET),
        lines(f"of {quoted(r['whole'], 40)}", right - 0.2, FOOT, INK) + lines(scope, right - 0.2, FOOT, QUIET, most=1),
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


@caption_of("share_lost")
def _words(table, case):
    if table.empty:
        return "No shares can be drawn: no figure has a denominator", "", foot_line(case), "Empty chart: no figure has a denominator."
    lo, hi = table.loc[table["share"].idxmin()], table.loc[table["share"].idxmax()]
    title = f"Shares run from {lo['share']:.0%} to {hi['share']:.0%}; each has its own denominator and day"
    alt = (
        f"Range plot of {len(table)} shares of casualties in strength, {dates.say(table['day'].min())} to {dates.say(table['day'].max())}: lowest {lo['share']:.0%} ({lo['name']}), "
        f"highest {hi['share']:.0%} ({hi['name']}, of “{clip(hi['whole'], 50)}”)."
    )
    return (
        title,
        "Each share with both uncertain; its denominator, and of whom and when, at the right",
        foot_line(case, "A denominator is what the same source, else its group, had last said."),
        alt,
    )
