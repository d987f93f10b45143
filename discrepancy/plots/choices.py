"""The table of every choice → a specification curve: what remains under each combination, with the choices below it."""

from __future__ import annotations

from matplotlib.axes import Axes

from discrepancy import dates
from discrepancy.case.model import Case
from discrepancy.plots.paper.axes import Ruler, step_ticks
from discrepancy.plots.paper.figure import Table, records
from discrepancy.plots.paper.many import MARKS, spread
from discrepancy.plots.paper.notation import Notation, notation_told
from discrepancy.plots.paper.sheet import Figure, Sheet, drawn, note, sheet
from discrepancy.plots.paper.style import FAINT, GREY, INK, QUIET, RULE, SMALL, STEEL
from discrepancy.plots.paper.svg import Link
from discrepancy.plots.paper.width import narrow
from discrepancy.plots.paper.words import Caption, balance, caption, foot_line, line_height, measure, nothing, shorten_name
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
STEP, ROOM = 0.185, 1.35  # inches from one option to the next, and on a phone for its words


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
    height = top + 0.12 + sum(_tall(o) for _, options in matrix for o in options) + len(matrix) * (0.08 + STEP * narrow())
    wide = lambda o: max(measure(line, SMALL) for line in _option(o)) + 0.16
    head = lambda kind: 0 if narrow() else measure(HEADS[kind], SMALL, True) + 0.12
    left = max(max(head(kind) + wide(options[0]), *map(wide, options)) for kind, options in matrix)
    page = sheet(words(table, case), ax, height, left=left, right=0.08, top=0.05, bottom=0.02)
    shown = table.iloc[spread(range(len(table)), MARKS, keep=lambda i: bool(table["default"].iloc[i]))]
    _curve(page, shown, matrix, q, top, height)
    _matrix(page, shown, matrix, top + 0.16)
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


def _option(text: str) -> tuple[str, ...]:
    """An option as it stands beside its row: a day in words, anything else cut to its place, what is chosen of it never."""
    if dates.is_date(text):
        return (dates.say(text),)
    parts = [part.rpartition(": ") for part in text.split("; ")]
    cut = [f"{shorten_name(head, 40)}{colon}{said}" if colon else shorten_name(said, 40) for head, colon, said in parts]
    return tuple(line for part in cut for line in (balance(part, ROOM, SMALL) if narrow() else (part,)))


def _tall(option: str) -> float:
    """Inches of a row."""
    return STEP + line_height(SMALL) * (len(_option(option)) - 1)


def _options(table: Table) -> list[tuple[str, list[str]]]:
    """Each kind of choice with its options, in order of the median of what remains; kinds without a choice are left out."""
    medians = ((kind, table.groupby(kind, sort=False)["unexplained"].median()) for kind in CHOICES)
    found = [(kind, spread(list(rest.sort_values(kind="stable").index), MOST_OPTIONS)) for kind, rest in medians]
    return [(kind, options) for kind, options in found if len(options) > 1] or found[:1]


def _curve(page: Sheet, table: Table, matrix: list[tuple[str, list[str]]], q: Notation, top: float, height: float) -> None:
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
    chosen = lambda row: "; ".join(f"{HEADS[kind]}: {row[kind]}" for kind, _ in matrix)
    links = [Link.of(q.step(row["unexplained"]), chosen(row)) for row in records(table)]
    page.dots([(i, y, "o", STEEL) for i, y in enumerate(ys)], size=_dot(page, n, 5), links=links, zorder=3)
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
        page.text(-page.left, y + STEP * 0.55, HEADS[kind], SMALL, INK, bold=True)
        y += STEP * narrow()
        for option in options:
            lines, at = _option(option), y + _tall(option) * 0.55
            for i, line in enumerate(lines):
                page.text(-0.12, at + line_height(SMALL) * (i - (len(lines) - 1) / 2), line, SMALL, QUIET, ha="right")
            page.stroke([0, n - 1], [at, at], FAINT, 3, 2, solid_capstyle="round")
            on = [k for k, v in enumerate(table[kind]) if v == option]
            page.dots([(k, at, "o", STEEL) for k in on], size=_dot(page, n, 4.2), zorder=3)
            y += _tall(option)
        y += 0.08


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
    many = f"{MARKS} of {len(table):,} combinations are drawn, evenly from the lowest to the highest; all are in the table. "
    foot = (
        many * (len(table) > MARKS)
        + (f"{cut:,} options without a row lie between those that have one, and are in the table. " if cut else "")
        + NOT_EVIDENCE
    )
    alt = f"Specification curve of the part not accounted for over {plural(len(table), 'combination')} of choices, sorted: {rest}."
    return caption(title, subtitle, foot_line(case, foot), alt)
