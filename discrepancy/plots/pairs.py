"""Many sources on one basis → a matrix of every pair: its ratio as printed, and on the basis."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from discrepancy.plots.paper.figure import Table, columns, records
from discrepancy.plots.paper.many import spread
from discrepancy.plots.paper.notation import Notation, notation
from discrepancy.plots.paper.sheet import Figure, Sheet, drawn, inner, note, sheet
from discrepancy.plots.paper.style import FOOT, INK, PAPER, QUIET, RULE, SMALL, STEEL, colours, legible
from discrepancy.plots.paper.width import narrow
from discrepancy.plots.paper.words import Caption, caption, fitted, foot_line, line_height, measure, nothing, noun_on, type_
from discrepancy.saying.numbers import spelled
from discrepancy.saying.text import cap
from discrepancy.sources.agreement import PAIRED, comparable
from discrepancy.sources.consensus import Consensus
from discrepancy.story.words import NOT_EVIDENCE, WHERE, still_apart

LEFT = 2.5  # inches for the names
HIGHER, OTHER_WAY = (0.29, 0.43, 0.58), (0.72, 0.45, 0.16)  # hues of the same order as on the basis, and of the other one


@drawn
def pairs(found: Consensus, ax: Axes | None = None) -> Figure:
    """Every pair of sources: below the diagonal the ratio, or the difference, as printed, above it on the basis.

    Both of a pair are that of the source with the higher estimate over the other, so that they can be compared.

    Examples
    --------
    >>> import discrepancy as dc
    >>> pairs(dc.pool(dc.load_case("hurricane-maria"))).table.columns.tolist()
    ['higher on the basis', 'lower', 'as printed', 'on one basis']
    """
    paired, q, where = found.pairs, notation(found.case, found.basis.measure), WHERE[bool(found.left_open)]
    if paired.empty:
        return note(words(found), ax, "A pair takes two sources with a usable figure.", _table(paired, q, where))
    sources = {*paired["a"], *paired["b"]}
    shown = spread([r for r in records(found.figures) if r["source"] in sources], PAIRED)
    names = [r["source"] for r in shown]
    inside = paired[paired["a"].isin(names) & paired["b"].isin(names)]
    n = len(shown)
    left, top = (0.24, 0.5 + n * line_height(SMALL)) if narrow() else (LEFT, 0.5)
    side = min(0.62, (inner() - left - 0.05) / n)
    tall = max(0.62 * side, 0.2)
    page = sheet(words(found), ax, tall * n, left=left, right=inner() - left - side * n, top=top, bottom=0.22)
    _matrix(page, names, inside, q, side < 0.42)
    colour = colours(found.case, found.figures["group"])
    for i, r in enumerate(shown):
        shade, told = legible(colour.get(r["group"], STEEL)), f"{i + 1}  {r['name']}"
        own = [str(i + 1)] if narrow() else fitted(told, left - 0.12, SMALL, True, 2 if tall > 0.3 else 1)
        page.lines(-left, i + 0.5 - line_height(SMALL) * len(own) / 2 / tall, own, SMALL, shade, True, tall)
        if narrow():  # names stand above, and only their numbers at the rows
            down = top - 0.1 - i * line_height(SMALL)
            page.annotate(fitted(told, inner(), SMALL, True)[0], (0, 1), (-left, down), SMALL, shade, True, xycoords="axes fraction")
        page.text((i + 0.5) * side, -0.1 / tall, str(i + 1), SMALL, QUIET, ha="center")
    told, wide = f"above the diagonal: {where}", side * n + left - 0.02
    at = {"ha": "right"} if measure(told, FOOT) < wide else {}  # of few sources the words are wider than the matrix
    page.annotate(told, (1 if at else 0, 1), (0 if at else -left, 0.31), FOOT, xycoords="axes fraction", **at)
    page.below(0, 0.12, "below the diagonal: as printed", FOOT, INK)
    return page.finish(_table(paired, q, where))


def _matrix(page: Sheet, names: list[str], inside: Table, q: Notation, tight: bool) -> None:
    """The darker, the further from the same number; in the other hue where the printed order is the other way round."""
    import seaborn as sns  # late: it takes its time

    at, n = {name: i for i, name in enumerate(names)}, len(names)
    steps, said = np.zeros((n, n)), np.full((n, n), "", dtype=object)
    for r in records(inside):
        for (i, j), size in ((sorted((at[r["a"]], at[r["b"]])), r["normalized"]), (sorted((at[r["a"]], at[r["b"]]))[::-1], r["printed"])):
            step = q.scale.at(size)
            steps[i, j], said[i, j] = step, q.bare(q.scale.number(abs(step))).removeprefix("×" * tight)
    most = np.abs(steps).max() or 1.0
    hues = [(tuple(1 - 0.75 * (1 - part) for part in hue)) for hue in (OTHER_WAY, HIGHER)]
    style = {"vmin": -most, "vmax": most, "cbar": False, "linewidths": 1.5, "linecolor": PAPER, "xticklabels": False, "yticklabels": False}
    sns.heatmap(
        steps,
        cmap=sns.blend_palette([hues[0], PAPER, hues[1]], 257, as_cmap=True),
        annot=said,
        fmt="",
        annot_kws=type_(FOOT, INK),
        ax=page.ax,
        **style,
    )
    page.ax.plot([0, n], [0, n], color=RULE, linewidth=0.8)
    page.ax.set(xlabel="", ylabel="")
    page.ax.spines["bottom"].set_visible(False)


def _table(paired: Table, q: Notation, where: str) -> dict[str, list]:
    names = {"higher on the basis": "a_name", "lower": "b_name", "as printed": "printed", where: "normalized"}
    return columns(records(paired), names, **dict.fromkeys(("printed", "normalized"), q.step_cell))


def words(found: Consensus) -> Caption:
    """The words around the figure."""
    pairs, noun, q = found.pairs, noun_on(found.case, found.basis), notation(found.case, found.basis.measure)
    if pairs.empty:
        return nothing("No pair of sources has usable figures", found.case, noun)
    apart = [(abs(q.scale.at(p)), abs(q.scale.at(b))) for p, b in zip(pairs["printed"], pairs["normalized"], strict=True)]
    most, where = pairs.loc[pairs["normalized"].idxmax()], WHERE[bool(found.left_open)]
    n, same = len(apart), sum(q.alike(before - after) for before, after in apart)
    closer = sum(after < before and not q.alike(before - after) for before, after in apart)
    further = spelled(n - same - closer) if n - same - closer else "none"
    some = lambda n: spelled(n) if n else "none"
    title = f"Of {n:,} pairs of sources {some(closer)} {'are' if closer > 1 else 'is'} closer {'once ' * bool(found.left_open)}{where}, {further} further apart, {some(same)} as before"
    if same == n:
        title = f"{cap(where)}, all {n:,} pairs of sources are as far apart as they were printed"
    if n == 1:
        title = f"One pair of sources: {q.sizes.left(q.scale.at(most['printed']))} as printed, {q.step(most['normalized'], signed=False)} {where}"
    half = [q.step(q.scale.size(sorted(steps)[n // 2]), signed=False) for steps in zip(*apart, strict=True)]
    subtitle = f"{noun}. The source of the row and that of the column: the one with the higher estimate {q.against} the other{q.told}"
    subtitle += f". Half the pairs differ by {half[0]} or more as printed, {half[1]} {where}" if n > 1 else ""
    subtitle += f".{still_apart(found.left_open)}" if found.left_open else ""
    paired, of = len({*pairs["a"], *pairs["b"]}), len(comparable(found.figures, found.scale))
    some_of = f"{PAIRED} of {of:,}" if of > PAIRED else f"{of}"
    alt = (
        f"Matrix of {q.apart}s between {some_of} sources, as printed below the diagonal, {where} above. {title}. Furthest apart, {where}: "
        f"{most['a_name']} and {most['b_name']}, {q.step(most['normalized'], signed=False)}."
    )
    told = f"{PAIRED} of {of:,} are drawn, from the highest to the lowest, {'all' if paired == of else 'their pairs'} are in the table. "
    cut = told if of > PAIRED else ""
    return caption(title, subtitle, foot_line(found.case, f"{cut}{NOT_EVIDENCE}"), alt)
