"""Figures of source effects: what each source adds as a habit, the latent curve behind all figures, and constant or delay.

A source effect says how figures stand to each other and not how any of them stands to what happened: the level is a convention,
so the effects have more than one ruler.  Where there is too little to tell effects from, the result is the sentence that says so.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from discrepancy import dates
from discrepancy.plots.paper.axes import log_axis
from discrepancy.plots.paper.captions import caption_of, foot_line, noun_of
from discrepancy.plots.paper.colours import colours, legible, shapes
from discrepancy.plots.paper.figure import Figure, drawn
from discrepancy.plots.paper.rows import STEEL, Interval, Row, Rows, lines, log_limits, share
from discrepancy.plots.paper.setting import type_, wrap
from discrepancy.plots.paper.sheet import Sheet, note, sheet
from discrepancy.plots.paper.style import FOOT, GREY, INK, QUIET, SMALL
from discrepancy.plots.paper.ticks import ratio_ticks
from discrepancy.plots.paper.words import shorten
from discrepancy.saying.numbers import mark, spelled, times, times_to
from discrepancy.saying.text import cap
from discrepancy.sources.effects.views import reference_name, spoken, stand_apart
from discrepancy.story.effects import INTENT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from discrepancy.sources.effects.houses import Houses

RULERS = 2  # other places for ×1
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
    colour, shape = colours(found.case, [r["group"] for r in table if r["group"]]), shapes(found.case, [r["role"] for r in table])
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
    limits = log_limits([v for r in drawn_rows for v in (r["low"], r["high"])] + [1.0], pad=0.04)
    rulers = _rulers(found, table)
    bottom = 0.3 + 0.34 * len(rulers)
    page = sheet("effects", found, found.case, ax, sum(r.height for r in rows), left=left, right=right, top=0.22, bottom=bottom)
    ticks = ratio_ticks(*limits, most=6)
    log_axis(page.ax, "x", *limits, ticks, [mark(t) for t in ticks])
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
    words = lines(shorten(r["who"], 60), left - 0.3, SMALL, legible(shade) if r["group"] else INK, r["level"] != "source", most=1)
    n = r["statements"]
    figures = f"{n} figure{'s' if n != 1 else ''}"
    fixed = abs(r["high"] - r["low"]) < 1e-9  # what is put at ×1 has no range
    said = "×1, the reference" if fixed else f"{times(r['multiplier'])} ({times_to(r['low'], r['high'])})"
    right = [(said, FOOT, INK, False)]
    if not mean:
        right.append((figures, FOOT - 0.5, QUIET, False))
    mark = Interval(r["multiplier"], r["low"], r["high"], "none", shade, "|" if mean else shape.get(r["role"], "o"), 11 if mean else 6.5)
    return Row(words, right, mark=mark, pad=0.07, indent=INDENT if r["level"] == "source" else 0.0)


def _at(found: Houses) -> str:
    from discrepancy.sources.effects.views import reference_name

    name = reference_name(found)
    return name[:1].upper() + name[1:]


def _rulers(found: Houses, table: list[dict]) -> list[tuple[str, float, str]]:
    """(name, where its ×1 is, colour) of the groups that spoke most: other conventions, as good as the one chosen."""
    colour = colours(found.case, [r["group"] for r in table if r["group"]])
    ranked = sorted((r for r in table if r["level"] in ("group", "alone")), key=lambda r: -r["statements"])
    other = [r for r in ranked if found.reference not in (r["group"], r.get("source")) and abs(math.log(r["multiplier"])) > 0.02]
    return [(r["who"], r["multiplier"], legible(colour.get(r["group"], STEEL))) for r in other[:RULERS]]


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
    for tick in ratio_ticks(low, high, most=6):
        x = share(tick * at, limits)
        page.ax.annotate(mark(tick), (x, 0), (0, y - 9), ha="center", va="center_baseline", **across, **type_(FOOT, shade))
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


@caption_of("effects")
def _words(found, case):
    if isinstance(found, str) or not (rows := spoken(found)):
        return (
            "No source effects can be told",
            "",
            foot_line(case),
            f"Empty chart: no source effects. {found if isinstance(found, str) else ''}",
        )
    case = found.case
    apart, _ = stand_apart(rows)
    hi, lo = rows[0], rows[-1]
    if not apart:
        title = f"With {reference_name(found)} at ×1 the range of every source includes ×1"
    elif len(apart) == 1:
        side = "above" if apart[0]["low"] > 1 else "below"
        title = f"{apart[0]['name']} stands {side} {reference_name(found)}, by {times_to(apart[0]['low'], apart[0]['high'])}"
    else:
        title = f"{cap(spelled(len(apart)))} of {spelled(len(rows))} sources stand apart from {reference_name(found)}"
    known = f", as known on {dates.say(found.known_by)}" if found.known_by else ", with hindsight"
    subtitle = (
        f"{cap(noun_of(case, found.measure))}{known}; what each source's figures are of the common curve, 95 % range; {INTENT}. Below the axis: "
        "with another reference ×1 moves, the differences stay"
    )
    alt = (
        f"Range chart of the effects of {len(rows)} sources, by group and role, ×1 for {reference_name(found)}: highest {hi['name']}, {times(hi['multiplier'])} "
        f"({times_to(hi['low'], hi['high'])}); lowest {lo['name']}, {times(lo['multiplier'])} ({times_to(lo['low'], lo['high'])}); {INTENT}."
    )
    return title, subtitle, foot_line(case, f"A source effect is {INTENT}."), alt
