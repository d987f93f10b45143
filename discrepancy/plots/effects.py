"""Source effects → what each source adds as a habit, by group and role, with rulers for other references.

A source effect says how figures stand to each other and not how any of them stands to what happened: the level is a convention,
so the effects have more than one ruler.  Where there is too little to tell effects from, the result is the sentence that says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from discrepancy.plots.paper.axes import Ruler, step_axis, step_ticks
from discrepancy.plots.paper.figure import columns
from discrepancy.plots.paper.many import spread
from discrepancy.plots.paper.notation import Notation, notation
from discrepancy.plots.paper.rows import Interval, Row, heading, more, named, row_chart
from discrepancy.plots.paper.sheet import Figure, Sheet, drawn, inner, note
from discrepancy.plots.paper.style import FOOT, GREY, INK, QUIET, SMALL, STEEL, colours, legible, shapes
from discrepancy.plots.paper.width import narrow
from discrepancy.plots.paper.words import Caption, caption, fitted, foot_line, nothing, noun_known
from discrepancy.reading.scale import RATIO
from discrepancy.saying.numbers import plural, spelled
from discrepancy.saying.text import cap
from discrepancy.sources.effects.views import reference_name, single, spoken, stand_apart
from discrepancy.story.effects import INTENT

if TYPE_CHECKING:
    from discrepancy.sources.effects.houses import Houses

RULERS = 2  # other places for ×1
MOST_EFFECTS = 22
INDENT = 0.12  # inches of a source below its group
LEFT = 2.75  # inches for the names


@drawn
def effects(found: Houses | str, ax: Axes | None = None) -> Figure:
    """What each source adds as a habit, by group and role, with rulers for other references below the axis; or why that is not told.

    Examples
    --------
    >>> import discrepancy as dc
    >>> effects(dc.houses(dc.load_case("dprk-kursk"))).table["who"].tolist()[0]
    'Ukraine'
    """
    if isinstance(found, str):
        return note(words(found), ax, found, _table([], Notation()))
    table, q = _effects(found), notation(found.case, found.measure)
    if not table:
        why = "That is no habit." if single(found) else "No source gave a figure of this measure."
        return note(words(found), ax, why, _table([], Notation()))
    colour, shape = colours(found.case, [r["group"] for r in table if r["group"]]), shapes(found.case, [r["role"] for r in table])
    shown, rows = spread(table, MOST_EFFECTS, keep=lambda r: r["level"] == "role"), []
    for r in shown:
        if r["heading"]:
            rows.append(heading(r["heading"], FOOT, QUIET, False))
        rows.append(_effect(r, colour, shape, q))
    if len(table) > len(shown):
        rows.append(more(f"{len(table) - len(shown)} more", heading=True))
    scale = Ruler.of([v for r in shown for v in (r["low"], r["high"])] + [q.none], q, pad=0.04)
    rulers = _rulers(found, table, colour, q)
    first, step, below = (
        (0.5, 0.5, 0.19) if narrow() else (0.3, 0.34, 0)
    )  # inches down to the rulers, between two, from a name to its marks
    room = {"left": LEFT, "right": 1.5, "top": 0.22, "bottom": first + step * len(rulers)}
    page, _ = row_chart(words(found), ax, rows, scale, step_axis(q), head=f"{q.effect} (95 %)", **room)
    page.ax.axvline(q.none, color=GREY, linewidth=1.1, zorder=1)
    _name(page, 0.155 + below, f"{cap(reference_name(found))} at {found.none}", INK)
    for i, (name, at, shade) in enumerate(rulers):
        _name(page, first + step * i + (0.09 if narrow() else 0.185), f"{name} at {found.none}", shade)
        _ruler(page, at, scale, q, first + step * i + below, shade)
    return page.finish(_table(table, q))


def _effects(found: Houses) -> list[dict]:
    """Groups and their sources, highest group first, then roles; only sources that gave several figures of the measure, in means all."""
    means = {(r["level"], r["who"]): r for r in found.groups.to_dict("records")}
    own, alone = spoken(found), [r | {"statements": 1} for r in single(found)]
    by_group, by_role = ({r[by]: [o for o in own if o[by] == r[by]] for r in own} for by in ("group", "role"))
    whole = lambda by, key: [o for o in (*own, *alone) if o[by] == key]
    rows = []
    for group in sorted(by_group, key=lambda group: -found.size(means["group", group])):
        several = len(whole("group", group)) > 1
        if several:
            rows.append(_mean(found, means["group", group], whole("group", group)) | {"group": group})
        rows += [r | {"who": r["name"], "level": "source" if several else "alone", "heading": ""} for r in by_group[group]]
    if len(by_role) > 1:
        roles = sorted((_mean(found, means["role", role], whole("role", role)) for role in by_role), key=lambda r: -r["size"])
        roles[0]["heading"] = f"By role, the {'geometric ' if found.scale is RATIO else ''}mean of its sources"
        rows += roles
    return rows


def _mean(found: Houses, mean: dict, own: list[dict]) -> dict:
    """A row for several sources: their mean, and how many figures they gave."""
    row = {k: mean[k] for k in ("level", "low", "high")} | {"size": found.size(mean), "who": mean["name"] or "role not given"}
    return row | {"group": "", "role": "", "statements": int(sum(r["statements"] for r in own)), "heading": ""}


def _effect(r: dict, colour: dict, shape: dict, q: Notation) -> Row:
    mean = r["level"] in ("group", "role")
    shade = colour.get(r["group"], STEEL) if r["group"] else STEEL
    name = named(r["who"], LEFT - 0.3, SMALL, legible(shade) if r["group"] else INK, r["level"] != "source")
    n = r["statements"]
    fixed = abs(r["high"] - r["low"]) < 1e-9  # what is put at ×1 has no range
    right = [(f"{'×1' if q.scale is RATIO else '0'}, the reference" if fixed else with_range(r, q), FOOT, INK, False)]
    if not mean:
        right.append((plural(n, "figure"), FOOT, QUIET, False))
    mark = Interval(r["size"], r["low"], r["high"], "none", shade, "|" if mean else shape.get(r["role"], "o"), 11 if mean else 6.5)
    return Row(name, right, mark=mark, pad=0.07, indent=INDENT if r["level"] == "source" else 0.0)


def with_range(r: dict, q: Notation) -> str:
    """An effect with its range; the unit of amounts stands in the head of the column."""
    if q.scale is RATIO:
        return f"{q.step(r['size'])} ({q.step_to(r['low'], r['high'])})"
    return f"{q.bare(r['size'])} ({q.bare(r['low'])} to {q.bare(r['high'])})"


def _rulers(found: Houses, table: list[dict], colour: dict, q: Notation) -> list[tuple[str, float, str]]:
    """(name, where its ×1, or its 0, is, colour) of the groups that spoke most: other conventions, as good as the one chosen."""
    ranked = sorted((r for r in table if r["level"] in ("group", "alone")), key=lambda r: -r["statements"])
    other = [r for r in ranked if found.reference not in (r["group"], r.get("source")) and abs(q.scale.at(r["size"])) > 0.02 * q.one]
    return [(r["who"], r["size"], legible(colour.get(r["group"], STEEL))) for r in other[:RULERS]]


def _name(page: Sheet, down: float, text: str, shade: str) -> None:
    """Words in the column of names, so far below the axis."""
    page.below(-page.left, down, fitted(text, inner() if narrow() else page.left - 0.25, FOOT)[0], FOOT, shade)


def _ruler(page: Sheet, at: float, scale: Ruler, q: Notation, down: float, shade: str) -> None:
    """The same axis with the reference elsewhere: ticks move together, nothing above them does."""
    back = lambda x, sign: q.scale.number(q.scale.at(x) + sign * q.scale.at(at))
    ticks = step_ticks(Ruler(back(scale.low, -1), back(scale.high, -1), q.scale))
    for tick, label in zip(ticks, q.step_marks(ticks, unit=False), strict=True):
        x = scale.share(back(tick, 1)) * page.width
        page.below(x, down + 0.185, label, FOOT, shade, ha="center")
        page.tick(x, down + 0.06, shade)


def _table(rows: list[dict], q: Notation) -> dict[str, list]:
    names = {"who": "who", "what": "level", q.effect: "size", "low": "low", "high": "high", "figures": "statements"}
    numbers = dict.fromkeys(("size", "low", "high"), q.step_cell)
    return columns(rows, names, **numbers, level=lambda level: "source" if level == "alone" else level, statements=int)


def words(found: Houses | str) -> Caption:
    """The words around the figure."""
    nothing_told = "No source effects"
    if isinstance(found, str):
        return nothing(nothing_told, None, alt=found)
    rows = spoken(found)
    if not rows and single(found):
        return nothing("No source effects can be told from one figure of each source", found.case)
    if not rows:
        return nothing(nothing_told, found.case, alt="no source effects.")
    name, q = reference_name(found), notation(found.case, found.measure)
    apart, _ = stand_apart(rows)
    if not apart:
        title = f"With {name} at {found.none} the range of every source includes {found.none}"
    elif len(apart) == 1:
        side = "above" if apart[0]["low"] > q.none else "below"
        title = f"{apart[0]['name']} stands {side} {name}, by {q.step_to(apart[0]['low'], apart[0]['high'])}"
    else:
        title = f"{cap(spelled(len(apart)))} of {spelled(len(rows))} sources with several figures stand apart from {name}"
    habit = "what each source's figures are of" if q.scale is RATIO else "how far each source's figures stand above or below"
    subtitle = (
        f"{noun_known(found.case, found.measure, found.known_by)}; {habit} the common curve, 95 % range; {INTENT}. "
        f"Below the axis: with another reference {found.none} moves, the differences stay"
    )
    said = lambda r: f"{r['name']}, {with_range(r, q)}"
    alt = (
        f"Range chart of the effects of {plural(len(rows), 'source')}{q.told}, by group and role, {found.none} for {name}: highest {said(rows[0])}; "
        f"lowest {said(rows[-1])}; {INTENT}."
    )
    return caption(title, subtitle, foot_line(found.case, f"A source effect is {INTENT}.{found.only}"), alt)
