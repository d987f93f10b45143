"""The table of every choice → a specification curve: what remains under each combination, with the choices below it."""

from __future__ import annotations

from matplotlib.axes import Axes

from discrepancy import dates
from discrepancy.case.model import Case
from discrepancy.plots.paper.axes import Ruler, step_ticks
from discrepancy.plots.paper.figure import Table
from discrepancy.plots.paper.many import spread
from discrepancy.plots.paper.notation import Notation, notation_told
from discrepancy.plots.paper.sheet import Figure, Sheet, drawn, note, sheet
from discrepancy.plots.paper.style import FAINT, GREY, INK, QUIET, RULE, SMALL, STEEL
from discrepancy.plots.paper.words import Caption, caption, foot_line, measure, nothing, shorten
from discrepancy.saying.numbers import plural
from discrepancy.story.words import NOT_EVIDENCE

# The kinds of choice under the curve, by their column.
CHOICES = {
    "reading": "reading",
    "version_a": "version, first",
    "version_b": "version, second",
    "speaker": "who speaks",
    "vintage": "vintage",
    "as_of": "brought to",
    "derivation": "derivation",
    "timing": "timing",
    "conversion": "conversion",
}
HEADS = {kind: name.partition(",")[0] for kind, name in CHOICES.items()}
MOST_OPTIONS = 24  # of a kind that have a row
STEP = 0.185  # inches from one option to the next


@drawn
def choices(table: Table, ax: Axes | None = None, *, case: Case | None = None) -> Figure:
    """Specification curve of `discrepancy.multiverse`: what remains under each combination of choices, sorted, with the choices below.

    References
    ----------
    Simonsohn, U., Simmons, J. P., Nelson, L. D. (2020). Specification curve analysis. Nature Human Behaviour 4, 1208-1214.

    Examples
    --------
    >>> import discrepancy as dc
    >>> case = dc.load_case("hurricane-maria")
    >>> len(choices(dc.multiverse(case), case=case).table)
    5
    """
    if table.empty:
        return note(words(table, case), ax, "There is nothing to choose: a count of 0 has no ratio.", table)
    table = _upright(table)
    matrix, q = _options(table), notation_told(table)
    top = 0.9 if q.still(q.scale.step(min(table["unexplained"]), max(table["unexplained"]))) else 1.9
    height = top + 0.12 + sum(len(options) for _, options in matrix) * STEP + len(matrix) * 0.08
    wide = lambda o: measure(_option(o), SMALL) + 0.16
    head = lambda kind: measure(HEADS[kind], SMALL, True) + 0.12
    left = max(max(head(kind) + wide(options[0]), *map(wide, options)) for kind, options in matrix)
    page = sheet(words(table, case), ax, height, left=left, right=0.08, top=0.05, bottom=0.02)
    _curve(page, table, q, top, height)
    _matrix(page, table, matrix, top + 0.16)
    page.ax.spines["bottom"].set_visible(False)
    return page.finish(_table(table, q))


def _upright(table: Table) -> Table:
    """The rows with what remains of the larger printed figure against the smaller one, lowest first."""
    return table.assign(unexplained=table["larger_over_smaller"]).sort_values("unexplained", kind="stable", ignore_index=True)


def _table(table: Table, q: Notation) -> Table:
    out = table[[*CHOICES]].rename(columns=CHOICES)
    out["not accounted for"] = list(map(q.step_cell, table["unexplained"]))
    out["can both be right"] = [{True: "yes", False: "no"}.get(p, "cannot tell") for p in table["possible"]]
    out["default"] = ["yes" if d else "" for d in table["default"]]
    return out


def _option(text: str) -> str:
    """An option as it stands beside its row: a day in words, anything else cut to its place, what is chosen of it never."""
    if dates.is_date(text):
        return dates.say(text)
    parts = [part.rpartition(": ") for part in text.split("; ")]
    cut = [f"{shorten(head, 30 // len(parts))}{colon}{said}" if colon else shorten(said, 40) for head, colon, said in parts]
    return "; ".join(cut) if len(cut) == 1 else "; ".join(cut).replace(" cited", "")


def _options(table: Table) -> list[tuple[str, list[str]]]:
    """Each kind of choice with its options, in order of the median of what remains; kinds without a choice are left out."""
    medians = ((kind, table.groupby(kind, sort=False)["unexplained"].median()) for kind in CHOICES)
    found = [(kind, spread(list(rest.sort_values(kind="stable").index), MOST_OPTIONS)) for kind, rest in medians]
    return [(kind, options) for kind, options in found if len(options) > 1] or found[:1]


def _curve(page: Sheet, table: Table, q: Notation, top: float, height: float) -> None:
    """The upper part: a point a combination, on an axis of our own (those of the sheet are measured in inches)."""
    n = len(table)
    values = table["unexplained"]
    flat = q.still(q.scale.step(min(values), max(values)))
    scale = Ruler.of(values, q, pad=0.12, least=0.6 if flat else 0)
    where = lambda v: top - 0.1 - scale.share(v) * (top - 0.2)
    page.ax.set(xlim=(-0.7, n - 0.3), ylim=(height, 0), xticks=[], yticks=[])
    ticks = step_ticks(scale, most=3 if flat else 5)
    for tick, label in zip(ticks, q.step_marks(ticks), strict=True):
        page.ax.plot([-0.7, n - 0.3], [where(tick)] * 2, color=FAINT if tick != q.none else GREY, linewidth=0.8, zorder=1)
        page.text(-0.08, where(tick), label, SMALL, QUIET, ha="right")
    ys = [where(v) for v in values]
    page.ax.plot(range(n), ys, color=RULE, linewidth=1.0, zorder=2)
    page.ax.plot(range(n), ys, marker="o", markersize=_dot(page, n, 5), color=STEEL, linestyle="none", zorder=3)
    for i in [i for i, d in enumerate(table["default"]) if d][:1]:
        page.mark(i, ys[i], "o", 10.5, INK, 4, mfc="none", mew=1.8)
        page.stroke([i, i], [ys[i] + 0.08, height], FAINT, 7, 0)
        said = f"default {q.sizes.left(q.scale.at(values.iloc[i]))}"
        half = measure(said, SMALL, True) / 2
        at = min(max((i + 0.7) / n * page.width, half), page.width - half)
        page.text(at, ys[i] + (-0.2 if ys[i] > 0.42 else 0.2), said, SMALL, INK, bold=True, ha="center")


def _dot(page: Sheet, n: int, most: float) -> float:
    """Size of a mark, in points, so that n of them side by side stay apart as long as they can be seen."""
    return min(most, max(1.4, 0.8 * page.width * 72 / n))


def _matrix(page: Sheet, table: Table, matrix: list[tuple[str, list[str]]], y: float) -> None:
    n = len(table)
    for kind, options in matrix:
        across = [-page.left / page.width * (n + 0.4) - 0.7, n - 0.3]
        page.ax.plot(across, [y - 0.02] * 2, color=RULE, linewidth=0.6, zorder=1, clip_on=False)
        for i, option in enumerate(options):
            at = y + STEP * (i + 0.55)
            page.text(-0.12, at, _option(option), SMALL, QUIET, ha="right")
            on = [k for k, v in enumerate(table[kind]) if v == option]
            page.ax.plot(range(n), [at] * n, marker="o", markersize=_dot(page, n, 3.2), color=FAINT, linestyle="none", zorder=2)
            page.ax.plot(on, [at] * len(on), marker="o", markersize=_dot(page, n, 4.2), color=STEEL, linestyle="none", zorder=3)
        page.text(-page.left, y + STEP * 0.55, HEADS[kind], SMALL, INK, bold=True)
        y += STEP * len(options) + 0.08


def words(table: Table, case: Case | None = None) -> Caption:
    """The words around the figure."""
    if table.empty:
        return nothing("No choices to draw", case, alt="no choices.")
    low, high = min(table["larger_over_smaller"]), max(table["larger_over_smaller"])
    q = notation_told(table)
    rest = q.sizes.between(low, high)
    told = "nothing remains to be accounted for" if rest == "nothing" else f"{q.sizes.present(rest)} not accounted for"
    title = f"Over {plural(len(table), 'defensible choice')}, {told}"
    subtitle = "Each point is one combination of the choices marked below it; the ring is the default. No point is the right one"
    cut = sum(max(table[kind].nunique() - MOST_OPTIONS, 0) for kind in CHOICES)
    foot = (f"{cut:,} options without a row lie between those that have one, and are in the table. " if cut else "") + NOT_EVIDENCE
    alt = f"Specification curve of the part not accounted for over {plural(len(table), 'combination')} of choices, sorted: {rest}."
    return caption(title, subtitle, foot_line(case, foot), alt)
