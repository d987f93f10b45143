"""Many sources on one basis → a matrix of every pair: its ratio as printed, and on the basis."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from discrepancy.plots.paper.figure import Table, columns, records
from discrepancy.plots.paper.many import spread
from discrepancy.plots.paper.notation import Notation, notation
from discrepancy.plots.paper.sheet import INNER, Figure, Sheet, drawn, note, sheet
from discrepancy.plots.paper.style import FAINT, FOOT, INK, PAPER, QUIET, SMALL, STEEL, colours, legible
from discrepancy.plots.paper.words import Caption, caption, foot_line, nothing, noun_on, shorten, wrap
from discrepancy.saying.numbers import spelled
from discrepancy.saying.text import cap
from discrepancy.sources.consensus import Consensus
from discrepancy.story.words import NOT_EVIDENCE, WHERE, still_apart

MOST_PAIRED = 12  # sources in a matrix that can be read
MOST_TOLD = 20_000  # pairs in the table under it
LEFT = 2.5  # inches for the names


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
    sources = _sources(paired)
    shown = spread([r for r in records(found.figures) if r["source"] in sources], MOST_PAIRED)
    names = [r["source"] for r in shown]
    inside = paired[paired["a"].isin(names) & paired["b"].isin(names)]
    ratios = {(r["a"], r["b"]): (r["printed"], r["normalized"]) for r in records(inside)}
    n = len(shown)
    side = min(0.62, (INNER - LEFT - 0.05) / n)
    size = FOOT if side > 0.36 else FOOT - 1.5
    colour = colours(found.case, found.figures["group"])
    page = sheet(words(found), ax, side * 0.62 * n, left=LEFT, right=INNER - LEFT - side * n, top=0.5, bottom=0.22)
    page.ax.set(xlim=(0, n), ylim=(n, 0), xticks=[], yticks=[])
    page.ax.spines["bottom"].set_visible(False)
    drawn_pairs = [ratios[a["source"], b["source"]] for i, a in enumerate(shown) for b in shown[i + 1 :]]
    most = max(abs(q.scale.at(r)) for pair in drawn_pairs for r in pair) or 1.0
    for i, a in enumerate(shown):
        name = wrap(f"{i + 1}  {shorten(a['name'], 60)}", LEFT - 0.12, SMALL, True, most=1)[0]
        page.text(-LEFT, i + 0.5, name, SMALL, legible(colour.get(a["group"], STEEL)), True)
        page.text((i + 0.5) * side, -0.25, str(i + 1), SMALL, QUIET, ha="center")
        for j, b in enumerate(shown[i + 1 :], i + 1):
            printed, based = ratios[a["source"], b["source"]]
            _apart(page, i, j, q, based, most, side, size)
            _apart(page, j, i, q, printed, most, side, size)
        _cell(page, i, i, FAINT)
    page.text(side * n, -0.8, f"above the diagonal: {WHERE[bool(found.left_open)]}", FOOT, INK, ha="right")
    page.text(0, n + 0.3, "below the diagonal: as printed", FOOT, INK)
    return page.finish(_table(paired if len(paired) <= MOST_TOLD else inside, q, where))


def _sources(paired: Table) -> set[str]:
    return {*paired["a"], *paired["b"]}


def _apart(page: Sheet, row: int, column: int, q: Notation, apart: float, most: float, side: float, size: float) -> None:
    """The darker, the further from the same number; in the other hue where the printed order is the other way round."""
    at = q.scale.at(apart)
    strength = min(abs(at) / most, 1.0) * 0.75
    hue = (0.29, 0.43, 0.58) if at >= -0.0005 * q.one else (0.72, 0.45, 0.16)
    _cell(page, row, column, tuple(1 - strength * (1 - c) for c in hue))
    page.text((column + 0.5) * side, row + 0.5, q.bare(q.scale.number(abs(at))), size, INK, ha="center")


def _cell(page: Sheet, row: int, column: int, shade: str | tuple[float, ...]) -> None:
    page.ax.add_patch(Rectangle((column, row), 1, 1, facecolor=shade, edgecolor=PAPER, linewidth=1.5))


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
    sources = _sources(pairs)
    alt = (
        f"Matrix of {q.apart}s between {len(sources)} sources, as printed below the diagonal, {where} above. {title}. Furthest apart, {where}: "
        f"{most['a_name']} and {most['b_name']}, {q.step(most['normalized'], signed=False)}."
    )
    told = f"{MOST_PAIRED} of {len(sources):,} are drawn, from the highest to the lowest, {'all' if n <= MOST_TOLD else 'their pairs'} are in the table. "
    cut = told if len(sources) > MOST_PAIRED else ""
    return caption(title, subtitle, foot_line(found.case, f"{cut}{NOT_EVIDENCE}"), alt)
