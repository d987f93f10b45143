"""Versions of one statement → what each prints, by kind of difference, beside the closest wording found."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
from matplotlib.axes import Axes

from discrepancy.case.model import Case
from discrepancy.plots.paper.axes import Ruler, value_axis
from discrepancy.plots.paper.figure import OPEN, Table, blank, columns, records
from discrepancy.plots.paper.notation import Notation, notation_of
from discrepancy.plots.paper.rows import Interval, Row, heading, lines, named, row_chart
from discrepancy.plots.paper.sheet import Figure, drawn, note
from discrepancy.plots.paper.style import FOOT, INK, QUIET, SMALL, STEEL, colours, legible
from discrepancy.plots.paper.svg import Link
from discrepancy.plots.paper.words import Caption, caption, foot_line, nothing, quoted, short_day, shorten
from discrepancy.retelling import DIFFERENCES
from discrepancy.saying.numbers import plural
from discrepancy.saying.text import cap, clip, join

MOST_VERSIONS = 30


@drawn
def versions(table: Table, ax: Axes | None = None, *, case: Case | None = None) -> Figure:
    """What the versions of a statement print, grouped by kind of difference; the closest wording's interval as a band.

    The table is that of `discrepancy.retellings` for one statement; of several, the first is drawn, without versions that no longer stand.

    Examples
    --------
    >>> import discrepancy as dc
    >>> case = dc.load_case("dprk-kursk")
    >>> versions(dc.retellings(case, "jcs-2024-12-23"), case=case).table["difference"].iloc[0]
    'the closest wording found'
    """
    printed = _of_one(table, case)
    q = _notation(printed, case)
    if not any(v["kinds"] for v in printed):
        text = "No versions of this statement are held beside the closest wording found."
        return note(words(table, case), ax, text, _table(printed, q))
    if len(printed) > MOST_VERSIONS:
        return _strips(words(table, case), printed, q, ax)
    claim = case.by_id.get(printed[0]["primary"]) if case else None
    shade = colours(case, [claim.group]).get(claim.group, STEEL) if claim else STEEL
    rows = _rows(printed, shade)
    marks = [r.mark for r in rows if r.mark]
    scale = Ruler.of([v for m in marks for v in (m.low, m.value, m.high)], q, pad=0.1, least=0.25)
    page, _ = row_chart(words(table, case), ax, rows, scale, value_axis(q), left=3.15, right=0.95)
    if marks and not printed[0]["counts"]:
        page.ax.axvspan(*scale.seen(marks[0].low, marks[0].high, 0.006), facecolor=shade, alpha=0.13, edgecolor="none", zorder=0)
    return page.finish(_table(printed, q))


def _strips(told: Caption, printed: list[dict], q: Notation, ax: Axes | None) -> Figure:
    """Of more versions than have a row each: a strip of marks for each kind of difference, spread so that all can be seen."""
    import seaborn as sns  # late: it takes its time

    known = [v for v in printed if v["value"] is not None and v["value"] == v["value"]]
    strips = {kind: [v for v in known if _kind(v) == kind] for kind in dict.fromkeys(map(_kind, known))}
    rows = [Row(named(kind, 2.0, SMALL, INK), [(plural(len(own), "version"), FOOT, QUIET, False)], pad=0.3) for kind, own in strips.items()]
    scale = Ruler.of([v["value"] for v in known], q, pad=0.1, least=0.25)
    page, middles = row_chart(told, ax, rows, scale, value_axis(q), left=2.1)
    look = {"color": STEEL, "alpha": 0.6, "size": 4, "native_scale": True, "orient": "h", "zorder": 3}
    before = np.random.get_state()
    np.random.seed(0)  # the same spread on every run
    for own, y in zip(strips.values(), middles, strict=True):
        sns.stripplot(x=[v["value"] for v in own], y=[y] * len(own), jitter=0.12, ax=page.ax, **look)
        page.led(page.ax.collections[-1], *(Link.of(v["outlet"], quoted(v["printed"]), v["url"], v["claim"]) for v in own))
    np.random.set_state(before)
    page.ax.set(xlabel="", ylabel="", ylim=(page.height, 0), yticks=[])
    value_axis(q)(page, scale)
    return page.finish(_table(printed, q))


def _kind(v: dict) -> str:
    """What differs in a version, in words."""
    kind = v["kinds"].split(", ")[0]
    return cap(DIFFERENCES.get(kind, kind.replace("_", " "))) if kind else "The closest wording found"


def _of_one(table: Table, case: Case | None) -> list[dict]:
    """The versions of the first statement that stand, each with what it counts where the closest wordings count several things."""
    rows = records(table)
    found = [v for v in rows if v["statement"] == rows[0]["statement"] and v["status"] == "current"]
    labels = [case.measure_label(case.by_id[v["claim"]].measure) if case and v["claim"] in case.by_id else "" for v in found]
    several = len({label for v, label in zip(found, labels, strict=True) if not v["kinds"]}) > 1
    return [v | {"counts": label if several else ""} for v, label in zip(found, labels, strict=True)]


def _notation(printed: list[dict], case: Case | None) -> Notation:
    return notation_of(case, (v["primary"] for v in printed))


def _rows(printed: list[dict], shade: str) -> list[Row]:
    """Rows under a heading for each kind of difference."""
    rows, before = [], None
    for v in printed:
        if _kind(v) != before:
            before = _kind(v)
            rows.append(heading(shorten(before), pad=0.06 if not rows else 0.16))
        rows.append(_version(v, shade, primary=not v["kinds"]))
    return rows


def _version(v: dict, shade: str, primary: bool) -> Row:
    mark = None
    if v["value"] == v["value"] and v["value"] is not None:
        mark = Interval(v["value"], v["low"], v["high"], v["open"], shade if primary else STEEL, size=7.5 if primary else 5.5)
    said = short_day(v["published"]) if v["published"] else "no date"
    told = lines(quoted(v["english"] or v["printed"]), 3.0, SMALL, legible(shade) if primary else INK, primary)
    told += lines(v["counts"], 3.0, FOOT, QUIET)
    return Row(told, [(said, FOOT, QUIET, False)], mark=mark, pad=0.08, url=v["url"], claim=v["claim"])


def _table(printed: list[dict], q: Notation) -> dict[str, list]:
    names = {"outlet": "outlet", "printed": "printed", "in English": "english", "number": "value", "low": "low", "high": "high"}
    names |= {"counts": "counts"} if any(v["counts"] for v in printed) else {}
    names |= {"open side": "open", "difference": "difference", "published": "published", "seen as": "seen_as", "address": "url"}
    numbers = dict.fromkeys(("value", "low", "high"), lambda v: blank(q.cell(v)))
    return columns(printed, names, **numbers, open=lambda v: OPEN.get(v, blank(v)))


def words(table: Table, case: Case | None = None) -> Caption:
    """The words around the figure."""
    printed = _of_one(table, case)
    versions = [v for v in printed if v["kinds"]]
    if not versions:
        return nothing("No versions are held beside the closest wording found", case, alt="no versions held.")
    q = _notation(printed, case)
    counts = Counter(_as_told(v, q) + (f" ({v['counts']})" if v["counts"] else "") for v in versions)
    most = counts.most_common(4 if len(counts) > 7 else 7)
    others = len(versions) - sum(n for _, n in most)
    (what, n), *rest = most
    told = [f"{n} {'give' if n > 1 else 'gives'} {what}", *(f"{n} {what}" for what, n in rest)]
    told += [f"{others} other numbers"] if others else []
    title = f"Of the {len(versions)} versions held, {join(told)}" if len(versions) > 1 else f"The one version held gives {what}"
    primary = next(v for v in printed if not v["kinds"])
    alt = (
        f"Range plot of {plural(len(versions), 'version')} of one statement, grouped by kind of difference, beside the closest wording found, "
        f"“{clip(primary['english'] or primary['printed'], 60)}”. {title}."
    )
    subtitle = "Versions were collected because they differ; this is not a rate."
    return caption(title, subtitle, foot_line(case, "" if primary["counts"] else "Band: the closest wording found."), alt)


def _as_told(row: dict, q: Notation) -> str:
    """What a version gives, for counting: "more than 3,000", "a plain 3,000", "about 3,000"."""
    if row["side"] != row["side"] or not row["side"]:
        return "a share"
    value = q.say(row["value"], row["claim"])
    if row["side"] in ("range", "vague"):
        return f"a range of {q.to(row['low'], row['high'])}"
    text = (row["english"] or row["printed"]).lower()
    near = "nearly" if re.search(r"nearly|almost|close to|approach", text) else "up to"
    return {"floor": f"more than {value}", "ceiling": f"{near} {value}", "about": f"about {value}"}.get(row["side"], f"a plain {value}")
