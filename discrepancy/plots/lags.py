"""TODO"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from discrepancy import dates
from discrepancy.plots.effects import INDENT
from discrepancy.plots.paper.captions import caption_of, foot_line, noun_of
from discrepancy.plots.paper.colours import colours, legible
from discrepancy.plots.paper.figure import Figure, drawn
from discrepancy.plots.paper.rows import STEEL, Row, Rows, lines
from discrepancy.plots.paper.sheet import note, sheet
from discrepancy.plots.paper.style import FAINT, FOOT, GREY, INK, PAPER, QUIET, SMALL
from discrepancy.plots.paper.words import shorten
from discrepancy.saying.numbers import spelled, times, times_to
from discrepancy.saying.text import cap
from discrepancy.sources.effects.views import delays
from discrepancy.story.effects import INTENT, MODEL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from discrepancy.sources.effects.houses import Houses

TELLS = 2.0  # difference in score from which statements tell: predictions e² times as probable


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
    colour = colours(found.case, list(found.effects["group"]))
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
    from discrepancy.sources.effects.views import delays

    return delays(found)


def _beside(r: dict, name: str) -> float:
    return r[f"score_{name}"] - r["score_constant"]


def _lag(r: dict, shade: str, left: float) -> Row:
    from discrepancy.story.effects import verdict

    own = r["level"] == "source" and not r["alone"]  # below its group
    name = lines(shorten(r["name"], 60), left - 0.3, SMALL, legible(shade), not own, most=1)
    words = [*name, (verdict(r), FOOT - 0.5, QUIET, False)]
    days = "day" if r["delay"] == 1 else "days"
    right = [
        (f"{times(r['multiplier'])} ({times_to(r['low'], r['high'])})", FOOT, INK, False),
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


@caption_of("lags")
def _words(found, case):
    if isinstance(found, str) or not (rows := delays(found)):
        why = found if isinstance(found, str) else "No source gave two figures with others' before the second."
        return "Constant and delay cannot be compared", "", foot_line(case), f"Empty chart: constant and delay cannot be compared. {why}"
    case = found.case
    told = [r for r in rows if r["tells"]]
    if not told:
        title = (
            "Constant or delay: for no source or group is either clearly ahead"
            if len(rows) > 1
            else f"Constant or delay: neither is clearly ahead for {rows[0]['name']}"
        )
    else:
        title = f"Constant or delay: one is clearly ahead for {spelled(len(told))} of {spelled(len(rows))} sources and groups"
    known = f", as known on {dates.say(found.known_by)}" if found.known_by else ", with hindsight"
    subtitle = (
        f"{cap(noun_of(case, found.measure))}{known}. How much better a delay (filled) and both together (hollow) foretell the next figure than a "
        "constant factor: difference in predictive score, each statement from what was said before it"
    )
    most = max(rows, key=lambda r: r["difference"])
    alt = (
        f"Dot plot of predictive scores of a delay, and of both, against a constant, for {len(rows)} source{'s and groups' if len(rows) > 1 else ''}. {title}. Largest difference: "
        f"{most['name']}, {most['difference']:.1f} in favour of {MODEL[most['better']]}."
    )
    return title, subtitle, foot_line(case, f"At the right: the constant, and the delay, with 95 % ranges; {INTENT}."), alt
