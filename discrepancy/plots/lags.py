"""Source effects → constant or delay: how much better each foretells a source's next figure, and how much would tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from discrepancy.plots.effects import INDENT, with_range
from discrepancy.plots.paper.axes import Ruler, step_axis
from discrepancy.plots.paper.figure import columns
from discrepancy.plots.paper.many import spread
from discrepancy.plots.paper.notation import Notation, notation
from discrepancy.plots.paper.rows import Row, more, named, row_chart
from discrepancy.plots.paper.sheet import Figure, drawn, note
from discrepancy.plots.paper.style import FAINT, FOOT, GREY, INK, PAPER, QUIET, SMALL, STEEL, colours, legible
from discrepancy.plots.paper.svg import Link
from discrepancy.plots.paper.width import narrow
from discrepancy.plots.paper.words import Caption, caption, foot_line, nothing, noun_known
from discrepancy.reading.scale import DIFFERENCE
from discrepancy.saying.numbers import spelled
from discrepancy.saying.text import cap
from discrepancy.sources.effects.views import delays
from discrepancy.story.effects import INTENT, MODEL, verdict

if TYPE_CHECKING:
    from discrepancy.sources.effects.houses import Houses

TELLS = 2.0  # difference in score from which statements tell: predictions e² times as probable
LEFT = 2.55  # inches for the names
MOST_LAGS = 22


@drawn
def lags(found: Houses | str, ax: Axes | None = None) -> Figure:
    """Constant or delay: how much better each foretells a source's next figure, and how much would tell.

    Examples
    --------
    >>> import discrepancy as dc
    >>> lags(dc.houses(dc.load_case("dprk-kursk"))).table["tells"].unique().tolist()
    ['no']
    """
    if isinstance(found, str):
        return note(words(found), ax, found, _table([], Notation()))
    rows, q = delays(found), notation(found.case, found.measure)
    if not rows:
        text = "It takes a source with two statements, and figures of others before the second."
        return note(words(found), ax, text, _table(rows, q))
    beside = lambda r, name: r[f"score_{name}"] - r["score_constant"]
    colour = colours(found.case, found.effects["group"])
    shown = spread(rows, MOST_LAGS, keep=lambda r: r["tells"])
    drawn_rows = [_lag(r, colour.get(r["group"], STEEL), q) for r in shown]
    if len(shown) < len(rows):
        drawn_rows.append(more(f"{len(rows) - len(shown):,} more", heading=True))
    values = [v for r in shown for v in (beside(r, "delay"), beside(r, "both"))]
    low, high = min(-1.6 * TELLS, *values), max(1.6 * TELLS, *values)
    scale = Ruler(low - 0.08 * (high - low), high + 0.08 * (high - low), DIFFERENCE)
    axis = step_axis(Notation(DIFFERENCE))
    page, middles = row_chart(words(found), ax, drawn_rows, scale, axis, left=LEFT, right=1.75, top=0.4, bottom=0.3)
    page.ax.axvspan(-TELLS, TELLS, facecolor=FAINT, edgecolor="none", zorder=0)
    page.ax.axvline(0, color=GREY, linewidth=1.1, zorder=1)
    for r, y in zip(shown, middles, strict=False):
        shade = colour.get(r["group"], STEEL)
        for name, marker, fill in (("both", "D", PAPER), ("delay", "o", shade)):
            link = Link.of(r["name"], f"{name} against a constant {beside(r, name):+.1f}")
            page.mark(beside(r, name), y, marker, 6, shade, 4, link, mfc=fill, mew=1.3)
    zero = page.width * scale.share(0)
    sides = ("← a constant", "a delay, or both →") if narrow() else ("← a constant foretells better", "better than a constant →")
    page.text(zero - 0.06, -0.26, sides[0], FOOT, QUIET, ha="right")
    page.text(zero + 0.06, -0.26, sides[1], FOOT, QUIET)
    page.text(zero, -0.09, "grey: too little to tell", FOOT, QUIET, ha="center")
    return page.finish(_table(rows, q))


def _lag(r: dict, shade: str, q: Notation) -> Row:
    own = r["level"] == "source" and not r["alone"]  # below its group
    name = named(r["name"], LEFT - 0.3, SMALL, legible(shade), not own)
    delay = f"or {r['delay']:.0f} {'day' if r['delay'] == 1 else 'days'} ({r['delay_low']:.0f} to {r['delay_high']:.0f})"
    right = [(with_range(r, q), FOOT, INK, False), (delay, FOOT, INK, False)]
    return Row([*name, (verdict(r), FOOT, QUIET, False)], right, pad=0.1, indent=INDENT if own else 0.0)


def _table(rows: list[dict], q: Notation) -> dict[str, list]:
    names = {"who": "name", "what": "level", "statements": "statements", "foretold": "predicted", "constant": "size"}
    names |= {"delay in days": "delay", "score of a constant": "score_constant", "of a delay": "score_delay", "of both": "score_both"}
    names |= {"best": "better", "tells": "tells"}
    cells = dict.fromkeys(("statements", "predicted", "delay"), int)
    cells |= {"size": lambda x: round(x, 2) if q.counts else q.step_cell(x)} | dict.fromkeys(
        ("score_constant", "score_delay", "score_both"), lambda x: round(x, 2)
    )
    return columns(rows, names, **cells, tells=lambda tells: "yes" if tells else "no")


def words(found: Houses | str) -> Caption:
    """The words around the figure."""
    title = "Constant and delay cannot be compared"
    if isinstance(found, str):
        return nothing(title, None, alt=f"{title.lower()}. {cap(found)}")
    rows, q = delays(found), notation(found.case, found.measure)
    if not rows:
        return nothing(title, found.case, alt=f"{title.lower()}. No source gave two figures with others' before the second.")
    told = sum(r["tells"] for r in rows)
    one = f"one is clearly ahead for {spelled(told)} of {spelled(len(rows))} sources and groups"
    neither = "for no source or group is either clearly ahead" if len(rows) > 1 else f"neither is clearly ahead for {rows[0]['name']}"
    title = f"Constant or delay: {one if told else neither}"
    subtitle = (
        f"{noun_known(found.case, found.measure, found.known_by)}. How much better a delay (filled) and both together (hollow) foretell the next "
        "figure than a constant effect: difference in predictive score, each statement from what was said before it"
    )
    most = max(rows, key=lambda r: r["difference"])
    alt = (
        f"Dot plot of predictive scores of a delay, and of both, against a constant, for {len(rows)} source{'s and groups' if len(rows) > 1 else ''}. "
        f"{title}. Largest difference: {most['name']}, {most['difference']:.1f} in favour of {MODEL[most['better']]}."
    )
    return caption(
        title, subtitle, foot_line(found.case, f"At the right: the constant{q.told}, and the delay, with 95 % ranges; {INTENT}."), alt
    )
