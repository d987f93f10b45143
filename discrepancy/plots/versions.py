"""TODO"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from discrepancy.plots.paper.captions import caption_of, foot_line
from discrepancy.plots.paper.colours import colours, legible
from discrepancy.plots.paper.figure import Figure, drawn
from discrepancy.plots.paper.rows import OPEN, STEEL, Interval, Row, Rows, count_axis, lines, log_limits, none, short_day, whole
from discrepancy.plots.paper.sheet import note, sheet
from discrepancy.plots.paper.style import FOOT, INK, QUIET, SMALL
from discrepancy.plots.paper.words import drawable, quoted, shorten
from discrepancy.saying.text import clip, join

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from discrepancy.case.model import Case

MOST_VERSIONS = 30


@drawn
def versions(table: pd.DataFrame, ax: Axes | None = None, *, case: Case | None = None) -> Figure:
    """What the versions of a statement print, grouped by kind of difference; the closest wording's interval as a band.

    Parameters
    ----------
    table : pandas.DataFrame
        Of `discrepancy.retellings` for one statement; of several, the first is drawn, without versions that no longer stand.
    case : Case, optional
        For the colour of the statement's group.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    Figure

    Examples
    --------
    >>> import discrepancy as dc
    >>> case = dc.load_case("dprk-kursk")
    >>> versions(dc.retellings(case, "jcs-2024-12-23"), case=case).table["difference"].iloc[0]
    'the closest wording found'
    """
    if len(table):
        table = table[(table["statement"] == table["statement"].iloc[0]) & (table["status"] == "current")]
    readable = _readable_versions(table)
    if table.empty or not (table["kinds"] != "").any():
        return note("versions", table, case, ax, "No versions of this statement are held beside the closest wording found.", readable)
    shade = _shade_of(table, case)
    rows, dropped = _version_rows(table, shade)
    if dropped:
        rows.append(Row([(f"… and {dropped} more version{'s' if dropped != 1 else ''}, in the table", SMALL, QUIET, False)], pad=0.14))
    limits = log_limits([v for r in rows if r.mark for v in (r.mark.low, r.mark.value, r.mark.high)], pad=0.1, least=0.25)
    left, right = 3.15, 0.95
    page = sheet("versions", table, case, ax, sum(r.height for r in rows), left=left, right=right, top=0.06, bottom=0.26)
    count_axis(page, limits)
    primary = next((r.mark for r in rows if r.mark), None)
    if primary:
        page.ax.axvspan(primary.low, max(primary.high, primary.low * 1.004), facecolor=shade, alpha=0.13, edgecolor="none", zorder=0)
    Rows(page, rows, limits).draw()
    return page.finish(readable)


def _shade_of(table: pd.DataFrame, case: Case | None) -> str:
    claim = table["primary"].iloc[0]
    group = case.by_id[claim].group if case and claim in case.by_id else ""
    return colours(case, [group]).get(group, STEEL)


def _version_rows(table: pd.DataFrame, shade: str) -> tuple[list[Row], int]:
    """Rows under a heading for each kind of difference."""
    from discrepancy.retelling import DIFFERENCES

    rows, before = [], None
    for _, v in table.head(MOST_VERSIONS).iterrows():
        kind = v["kinds"].split(", ")[0]
        if kind != before:
            words = DIFFERENCES.get(kind, kind.replace("_", " ")) if kind else "the closest wording found"
            rows.append(Row([(shorten(words[:1].upper() + words[1:]), SMALL, INK, True)], heading=True, pad=0.06 if not rows else 0.16))
            before = kind
        rows.append(_version(v, shade, primary=not kind))
    return rows, max(0, len(table) - MOST_VERSIONS)


def _version(v: pd.Series, shade: str, primary: bool) -> Row:
    text = drawable(v["english"] or v["printed"])
    mark = None
    if v["value"] == v["value"] and v["value"] is not None:
        mark = Interval(v["value"], v["low"], v["high"], v["open"], shade if primary else STEEL, "o", 7.5 if primary else 5.5)
    said = short_day(v["published"]) if v["published"] else "no date"
    words = lines(quoted(text), 3.0, SMALL, legible(shade) if primary else INK, primary, most=2)
    return Row(words, [(said, FOOT, QUIET, False)], mark=mark, pad=0.08)


def _readable_versions(table: pd.DataFrame) -> pd.DataFrame:
    names = {
        "outlet": "outlet",
        "printed": "printed",
        "english": "in English",
        "value": "number",
        "low": "low",
        "high": "high",
        "open": "open side",
        "difference": "difference",
        "published": "published",
        "seen_as": "seen as",
        "url": "address",
    }
    out = table[list(names)].rename(columns=names).copy()
    for column in ("number", "low", "high"):
        out[column] = [none(whole(v)) for v in out[column]]
    out["open side"] = ["" if v != v else OPEN.get(v, v) for v in out["open side"]]
    return out


@caption_of("versions")
def _words(table, case):
    versions = table[table["kinds"] != ""]
    if versions.empty:
        return "No versions are held beside the closest wording found", "", foot_line(case), "Empty chart: no versions held."
    counts = Counter(_as_told(row) for _, row in versions.iterrows())
    most = counts.most_common(4 if len(counts) > 5 else 5)
    others = len(versions) - sum(n for _, n in most)
    verb = "give" if most[0][1] > 1 else "gives"
    told = join(
        [f"{n} {verb + ' ' if i == 0 else ''}{what}" for i, (what, n) in enumerate(most)] + ([f"{others} something else"] if others else [])
    )
    title = f"Of the {len(versions)} versions held, {told}" if len(versions) > 1 else f"The one version held gives {next(iter(counts))}"
    primary = table[table["kinds"] == ""].iloc[0]
    alt = f"Range plot of {len(versions)} versions of one statement, grouped by kind of difference, beside the closest wording found, “{clip(primary['english'] or primary['printed'], 60)}”. {title}."
    return (
        title,
        "Versions were collected because they differ; this is not a rate.",
        foot_line(case, "Band: the closest wording found."),
        alt,
    )


def _as_told(row) -> str:
    """What a version gives, for counting: "more than 3,000", "a plain 3,000", "about 3,000"."""
    if row["side"] != row["side"] or not row["side"]:
        return "a share"
    value = f"{row['value']:,.0f}"
    if row["side"] in ("range", "vague"):
        return f"a range of {row['low']:,.0f} to {row['high']:,.0f}"
    text = (row["english"] or row["printed"]).lower()
    near = "nearly" if re.search(r"nearly|almost|close to|approach", text) else "up to"
    return {"floor": f"more than {value}", "ceiling": f"{near} {value}", "about": f"about {value}"}.get(row["side"], f"a plain {value}")
