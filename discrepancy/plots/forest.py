"""TODO"""

from __future__ import annotations

from typing import TYPE_CHECKING

from discrepancy.plots.paper.captions import caption_of, foot_line
from discrepancy.plots.paper.colours import colours, legible, shapes
from discrepancy.plots.paper.figure import Figure, drawn
from discrepancy.plots.paper.rows import OPEN, STEEL, Interval, Row, Rows, count_axis, lines, log_limits, none, whole
from discrepancy.plots.paper.sheet import note, sheet
from discrepancy.plots.paper.style import FOOT, QUIET, SMALL
from discrepancy.plots.paper.words import quoted, shorten
from discrepancy.saying.numbers import count, number

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from discrepancy.case.model import Case

MOST_SOURCES, MOST_UNUSABLE = 14, 6


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
    colour, shape = colours(case, list(table["group"])), shapes(case, list(table["role"]))
    rows = [_source(row, colour, shape, left, cells) for _, row in usable.head(MOST_SOURCES).iterrows()]
    rows += _without(table[~table["usable"].astype(bool)], max(0, len(usable) - MOST_SOURCES), left)
    values = [v for r in rows for m in (r.mark, r.before) if m for v in (m.value, m.low, m.high)]
    limits = log_limits(values)
    page = sheet("forest", table, case, ax, sum(r.height for r in rows), left=left, right=right, top=0.24, bottom=0.26)
    count_axis(page, limits)
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
        lines(shorten(row["name"], 60), left - 0.12, SMALL, legible(shade), True, most=3),
        lines(quoted(row["printed"]), width, FOOT, QUIET),
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
    out = [Row(lines(shorten(r["name"], 60), left - 0.12, FOOT, QUIET), across=_why(str(r["because"])), pad=0.1) for r in shown]
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
        out[column] = pd.array([none(whole(v)) for v in out[column]], dtype=object)
    for column in ("figure for", "open side", "printed", "address"):
        out[column] = ["" if v is None or v != v else OPEN.get(v, v) if column == "open side" else v for v in out[column]]
    return out


@caption_of("forest")
def _words(table, case):
    usable = table[table["usable"]]
    if usable.empty:
        return (
            "No source has a usable figure on this basis",
            "",
            foot_line(case),
            "Empty chart: no source has a usable figure on this basis.",
        )
    hi, lo = usable.iloc[0], usable.iloc[-1]
    rest = len(table) - len(usable)
    title = f"On one basis, figures of {len(usable)} sources run from about {number(lo['estimate'])} to about {number(hi['estimate'])}"
    if len(usable) == 1:
        title = f"One source has a usable figure: about {number(hi['estimate'])}"
    subtitle = "Grey: as printed. Colour: on the basis, with the interval that the words suggest. Log scale"
    alt = (
        f"Forest plot of {len(usable)} sources on one basis, highest first, log scale: from {hi['name']}, about {number(hi['estimate'])}, to {lo['name']}, "
        f"about {number(lo['estimate'])}. {rest} sources have no usable figure; the reasons are in the table."
    )
    return title, subtitle, foot_line(case), alt
