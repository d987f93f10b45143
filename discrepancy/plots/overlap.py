"""Two to five lists → how many records each has, then how many each combination of them has: a dot a list, a bar a number."""

from __future__ import annotations

from matplotlib.axes import Axes

from discrepancy.overlap.result import Lists
from discrepancy.plots.paper.axes import Ruler, value_axis
from discrepancy.plots.paper.notation import Notation
from discrepancy.plots.paper.rows import Row, heading, lines, named, row_chart
from discrepancy.plots.paper.sheet import Figure, Sheet, drawn
from discrepancy.plots.paper.style import INK, LABEL, PLAIN, RULE, SMALL, STEEL
from discrepancy.plots.paper.svg import Link
from discrepancy.plots.paper.width import narrow
from discrepancy.plots.paper.words import Caption, caption, of_row
from discrepancy.reading.scale import DIFFERENCE
from discrepancy.saying.numbers import plural, spelled
from discrepancy.saying.text import clip, join
from discrepancy.story.lists import headline, not_wrong

BAR, COLUMN = 0.17, 0.2  # inches of a bar, and from one list's dots to the next
WORDS = 1.9  # inches of the words at the left
MOST = 16  # combinations with a bar of their own


@drawn
def overlap(found: Lists, ax: Axes | None = None) -> Figure:
    """How many records each list has and each combination of lists, after the UpSet plot.

    References
    ----------
    Lex, A., Gehlenborg, N., Strobelt, H., Vuillemot, R., Pfister, H. (2014). UpSet: visualization of intersecting sets. IEEE Transactions
    on Visualization and Computer Graphics 20, 1983-1992.

    Examples
    --------
    >>> import pandas as pd, discrepancy as dc
    >>> found = dc.lists(pd.DataFrame({"id": [1, 2, 3, 4]}), pd.DataFrame({"id": [3, 4, 5]}), by="id", labels=["police", "press"])
    >>> overlap(found).table["records"].tolist()
    [4, 3, 2, 2, 1]
    """
    sizes = [int(found.counts.loc[found.counts[name] == 1, "records"].sum()) for name in found.names]
    on = [tuple(row) for row in found.counts[[*found.names]].to_numpy().tolist()]
    combined = [(said(found.names, key), n, key) for key, n in zip(on, found.counts["records"], strict=True)]
    shown, rest = combined[:MOST], combined[MOST:]
    if rest:
        shown.append((plural(len(rest), "more combination"), sum(n for _, n, _ in rest), ()))
    each = [(name, n, tuple(int(i == k) for k in range(len(sizes)))) for i, (name, n) in enumerate(zip(found.names, sizes, strict=True))]
    most = max(*sizes, *(n for _, n, _ in shown))
    scale = Ruler(-0.005 * most, 1.02 * most, DIFFERENCE)
    bars = [(*of, PLAIN) for of in each] + [(*of, STEEL) for of in shown]
    rows = [_row(name, n, i) for i, (name, n, *_) in enumerate(bars, 1)]
    rows = [heading("Each list"), *rows[: len(each)], heading("On just these lists", pad=0.24), *rows[len(each) :]]
    left = WORDS + COLUMN * len(sizes) + 0.12
    page, middles = row_chart(words(found), ax, rows, scale, value_axis(Notation(DIFFERENCE, "", 1.0)), left=left, right=0.5)
    heights = [y for row, y in zip(rows, middles, strict=True) if not row.heading]
    for (name, n, key, shade), y in zip(bars, heights, strict=True):
        (bar,) = page.ax.barh([y], [n], height=BAR, zorder=3, facecolor=shade, edgecolor=STEEL, linewidth=0.6)
        page.led(bar, Link.of(name, plural(n, "record"), found.url))
        if key and not narrow():
            _dots(page, key, y, scale)
    kind = ["list"] * len(each) + ["just these lists"] * len(combined)
    table = {"of": kind, "on": [*found.names, *(name for name, *_ in combined)], "records": [*sizes, *(int(n) for _, n, _ in combined)]}
    return page.finish(table)


def said(names: tuple[str, ...], key: tuple[int, ...]) -> str:
    """A combination in words: EXH only, EXH and ABA, all four."""
    on = [name for name, there in zip(names, key, strict=True) if there]
    if len(on) == len(names):
        return "both" if len(on) == 2 else f"all {spelled(len(on))}"
    return f"{on[0]} only" if len(on) == 1 else join(on)


def _row(name: str, n: int, i: int) -> Row:
    return Row(named(of_row(name, i, 60), WORDS - 0.1, LABEL, INK, bold=False), lines(f"{n:,}", 0.6, SMALL, INK), pad=0.1)


def _dots(page: Sheet, key: tuple[int, ...], y: float, scale: Ruler) -> None:
    """A dot for each list, dark where it is one of these; they stand between the words and the bars."""
    inch = (scale.high - scale.low) / page.width
    at = [-(COLUMN * (len(key) - k) - COLUMN / 2 + 0.08) * inch for k in range(len(key))]
    on = [x for x, there in zip(at, key, strict=True) if there]
    page.stroke([min(on), max(on)], [y, y], STEEL, 1.6, 3, clip_on=False)
    for x, there in zip(at, key, strict=True):
        page.mark(x, y, "o", 6.5, STEEL if there else RULE, 4, mew=0, clip_on=False)


def words(found: Lists) -> Caption:
    """The words around the figure."""
    top = ", ".join(
        f"{said(found.names, tuple(row[name] for name in found.names))} {row['records']:,}"
        for row in found.counts.head(5).to_dict("records")
    )
    sizes = ", ".join(f"{name} {int(found.counts.loc[found.counts[name] == 1, 'records'].sum()):,}" for name in found.names)
    subtitle = f"{f'{found.title}: records' if found.title else 'Records'} of each list, then of each combination, most first; linear scale"
    n = len(found.uncertain)
    foot = f"{plural(n, 'uncertain pair')} {'counts' if n == 1 else 'count'} as different. " if n else ""
    alt = f"Bar chart of records on {spelled(len(found.names))} lists ({clip(sizes, 120)}) and on just these lists together: {clip(top, 140)}."
    return caption(headline(found), subtitle, f"{foot}{not_wrong(found)}", alt)
