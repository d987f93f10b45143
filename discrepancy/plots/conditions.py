"""Figures with one row a thing: phrases, sources, versions, paces, shares.

Rows are measured in inches from the top, so that words and marks share one ruler; the axis across is a count, a pace or
a share.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from discrepancy.plots.paper.captions import caption_of, foot_line
from discrepancy.plots.paper.colours import colours, legible
from discrepancy.plots.paper.figure import Figure, drawn
from discrepancy.plots.paper.rows import STEEL, Interval, Row, Rows, count_axis, lines, log_limits, whole
from discrepancy.plots.paper.sheet import note, sheet
from discrepancy.plots.paper.style import FOOT, GREY, INK, QUIET, SMALL
from discrepancy.plots.paper.ticks import span_label
from discrepancy.plots.paper.words import drawable, quoted, shorten
from discrepancy.saying.numbers import count
from discrepancy.saying.text import cap

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from discrepancy.case.model import Case
    from discrepancy.gap.gap import Gap
    from discrepancy.gap.paces import Condition

MOST_PACES = 14


@drawn
def conditions(gap: Gap, ax: Axes | None = None, *, case: Case | None = None) -> Figure:
    """The pace that both figures imply, beside every published pace with its source and its days.

    Examples
    --------
    >>> import discrepancy as dc
    >>> conditions(dc.explain(dc.load_case("dprk-kursk"))).table["a day"].tolist()[0]
    475
    """
    case = gap.case or case
    paces = list(gap.conditions)
    readable = _readable_paces(paces)
    if not paces:
        return note("conditions", gap, case, ax, "No pace follows from the two figures, and no published pace was found.", readable)
    ordered = sorted(paces, key=lambda c: (not c.implied, not c.near, -c.pace))
    left, right = 3.3, 0.9
    colour, by_name = colours(case), _groups_by_claim(case)
    rows = [_pace(c, colour.get(by_name.get((c.claims or ("",))[0], ""), STEEL), left) for c in ordered[:MOST_PACES]]
    if len(ordered) > MOST_PACES:
        rows.append(Row([(f"… and {len(ordered) - MOST_PACES} more, in the table", SMALL, QUIET, False)], pad=0.14))
    far = next((i for i, c in enumerate(ordered[:MOST_PACES]) if not c.near and not c.implied), None)
    if far:
        rows.insert(far, Row([("Further away in time", SMALL, INK, True)], heading=True, pad=0.14))
    limits = log_limits([c.pace for c in ordered], pad=0.12, least=1.2)
    page = sheet("conditions", gap, case, ax, sum(r.height for r in rows), left=left, right=right, top=0.06, bottom=0.26)
    count_axis(page, limits)
    if ordered[0].implied and ordered[0].pace > 0:
        page.ax.axvline(ordered[0].pace, color=INK, linewidth=1.1, linestyle=(0, (1, 1.6)), zorder=1)
    Rows(page, rows, limits).draw(words_at=0.12)
    return page.finish(_readable_paces(ordered))


def _groups_by_claim(case: Case | None) -> dict[str, str]:
    return {c.claim: c.group for c in case.records} if case else {}


def _pace(c: Condition, shade: str, left: float) -> Row:
    said = count(c.pace)
    shade = INK if c.implied else shade if c.near else GREY
    span = span_label(c.start, c.end)
    told = drawable(c.how) if c.implied or len(c.claims) > 1 else quoted(c.printed)  # two figures name their days themselves
    detail = told if len(c.claims) > 1 and not c.implied else f"{told}; {span}"
    words = lines(shorten(c.who[:1].upper() + c.who[1:], 60), left - 0.15, SMALL, legible(shade), True) + lines(
        detail, left - 0.15, FOOT, QUIET
    )
    mark = Interval(c.pace, c.pace, c.pace, colour=shade, marker="D" if c.implied else "o", size=8 if c.implied else 7)
    return Row(words, [(f"{said} a day", SMALL, legible(shade), c.implied)], mark=mark, pad=0.14)


def _readable_paces(paces: Sequence[Condition]) -> pd.DataFrame:
    import pandas as pd

    rows = [
        {
            "who": c.who,
            "a day": whole(round(c.pace, 1)) if c.pace < 10 else whole(c.pace),
            "from": c.start.isoformat(),
            "to": c.end.isoformat(),
            "days": c.days,
            "how": c.how,
            "printed": c.printed,
            "address": c.url,
        }
        for c in paces
    ]
    table = pd.DataFrame(rows, columns=["who", "a day", "from", "to", "days", "how", "printed", "address"])
    table["a day"] = pd.array([r["a day"] for r in rows], dtype=object)  # 475, not 475.0
    return table


@caption_of("conditions")
def _words(gap, case):
    implied = next((c for c in gap.conditions if c.implied), None)
    others = [c for c in gap.conditions if not c.implied]
    unit = case.unit if case else "persons"
    near = [c for c in others if c.near and c.pace > 0]
    run = ""
    if near:
        lo, hi = min(near, key=lambda c: c.pace), max(near, key=lambda c: c.pace)
        run = f"published paces around those days run from about {count(lo.pace)} to about {count(hi.pace)}"
    if implied:
        title = f"Both figures as printed imply about {count(implied.pace)} {unit} a day" + (
            f"; {run}" if run else "; no published pace was found"
        )
    elif others:
        away = f"{len(others)} published {'pace is' if len(others) == 1 else 'paces are'} further away in time"
        title = f"The two figures imply no pace between them; {run or away}"
    else:
        title = "The two figures imply no pace between them, and none is published"
    subtitle = f"{cap(unit)} a day ({case.measure_label(gap.basis.measure)}), each with the days that it covers; log scale" if case else ""
    alt = f"Dot plot of {len(gap.conditions)} paces in {unit} a day. {title}."
    return title, subtitle, foot_line(case, "Counts of a period are never turned into totals."), alt
