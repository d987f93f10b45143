"""Gaps and a case → the first screen of a report: kicker, numbers, foot, record, sources."""

from __future__ import annotations

from collections import Counter

from discrepancy import dates
from discrepancy.case.model import Case, Claim
from discrepancy.gap.factors import Factor, Side
from discrepancy.gap.gap import Gap
from discrepancy.intake.kept import brought
from discrepancy.reading.scale import RATIO
from discrepancy.retelling import outlet
from discrepancy.saying.numbers import plural
from discrepancy.saying.text import cap, clean, clip, join
from discrepancy.story.gap import from_figures, gap_story, headline, running
from discrepancy.story.note import note
from discrepancy.story.short import short
from discrepancy.story.sizes import OTHER_WAY, Sizes
from discrepancy.story.views import case_of, ends_of, place_of, used_claims


def screen(case: Case, gaps: list[tuple[str, Gap]]) -> dict:
    """The first screen of a report, as plain data: kicker, views (label headline numbers paragraphs further note figure), foot,
    sources; `further` is what ten seconds have no room for.

    `gaps` are one or two views of the same question, each with its label: with hindsight, and as known on a day.
    """
    first = gaps[0][1]
    views = [
        {
            "label": label,
            "headline": headline(gap),
            "numbers": numbers(gap),
            "paragraphs": [{"heading": h, "text": t} for h, t in gap_story(gap, first=True)],
            "further": [{"heading": h, "text": t} for h, t in gap_story(gap, first=False)],
            "note": note(gap),
            "figure": "claims-over-time" if i == 0 else f"claims-over-time-{i + 1}",
        }
        for i, (label, gap) in enumerate(gaps)
    ]
    return {"kicker": kicker(first), "views": views, "foot": foot(case), "sources": sources([g for _, g in gaps])}


def kicker(gap: Gap) -> str:
    """What is counted, where, and when the figures were published."""
    spec = case_of(gap).measures[gap.basis.measure]
    days = list(dict.fromkeys(dates.on(s.version.claim.statement_date) for s in (gap.upright.a, gap.upright.b)))
    return f"{', '.join([cap(spec.noun or spec.label), *place_of(gap)])}. Figures published {join(days)}."


def numbers(gap: Gap) -> list[dict]:
    """The two figures, the larger first, and a sentence: what is unexplained, and from where to where that runs over every choice."""
    gap, colours = gap.upright, case_of(gap).colours
    told = [
        {"number": short(s.version.reading), "label": label, "url": s.version.claim.url, "colour": colours.get(s.claim.group, "")}
        for s, label in ((gap.a, _label(gap, gap.a, gap.b)), (gap.b, _label(gap, gap.b, gap.a)))
    ]
    if gap.total is None:
        return told
    sizes, (whole, rest, lowest, highest) = Sizes.of(gap), ends_of(gap)
    step, ends = gap.scale.at(rest), sizes.between(lowest, highest)
    left = sizes.left(step) if abs(step) >= sizes.printed else "nothing" if sizes.none(step) else "practically nothing"
    size, _, other_way = left.partition(OTHER_WAY[:6])
    label = f"unexplained{', ' * bool(other_way)}{left.removeprefix(size).strip()}"
    if ends not in (left, "nothing") and lowest == rest > 1 and gap.scale is RATIO:  # not "×1.56; 1.6 to 2.3"
        label += f"; up to {sizes.say(highest).removeprefix('×')} depending on choices"
    elif ends not in (left, "nothing"):
        label += f"; {ends.replace('×', '')} depending on choices"
    if size == "nothing" and from_figures(gap):
        size, label = "not known", "how much is unexplained: the size of what is known was computed from the two figures"
    bar = {"low": lowest, "high": highest, "default": rest, "of": whole, "scale": gap.scale.name, "unit": gap.unit, "grain": gap.grain}
    return [*told, {"number": cap(size), "label": label, "range": bar}]


def steps(gap: Gap) -> list[tuple[Factor, str, str]]:
    """Each factor with its size and the running figure behind it, as a reader sees them: from the smaller figure up to the larger.

    Examples
    --------
    >>> import discrepancy as dc
    >>> gap = dc.between("about 8,000", "more than 30,000")
    >>> [(f.name, size, at) for f, size, at in steps(gap)][-1]
    ('unexplained', '×3.9', '30,000')
    """
    return [(f, gap.say(f.size), running(gap, at)) for f, at in gap.upright.steps()]


def _label(gap: Gap, s: Side, other: Side) -> str:
    """Who said it, and what it said of its own figure."""
    case, c = case_of(gap), s.claim
    values = [(d, c.dimension(d)) for d in gap.targets if c.dimension(d) not in ("", other.claim.dimension(d))]
    parts = [case.source_name(c.source), *(case.dimension_label(d, value) for d, value in values)]
    parts += [] if c.as_of else ["day not stated"]
    parts += [f"as {outlet(s.version.claim)} has it"] if s.retold else []
    return ", ".join(parts)


def foot(case: Case) -> list[str]:
    """How much there is, and what was not checked."""
    claims = case.records
    addresses = len({c.url for c in claims if c.url})
    without = sum(not c.url for c in claims)
    fallen = sum(c.status != "current" for c in claims)
    seen = join([plural(n, kind).replace("copys", "copies") for kind, n in Counter(c.seen_as for c in claims).most_common()])
    lines = [
        f"{plural(len(claims), 'printed figure')} of {plural(len(case.by_statement), 'statement')}, from {addresses} address{'es' * (addresses != 1)}"
        + (f"; {without} without an address, with the reason in the table." if without else ".")
        + (f" {fallen} no longer {'stands and is' if fallen == 1 else 'stand and are'} not used." if fallen else ""),
        f"Seen as: {seen}. {case.meta.get('not_checked', '')}",
    ]
    return [line.strip() for line in lines]


def row_words(case: Case, claim: Claim, most: int = 60) -> str:
    """A row in a few words: who, when, what, and where it was printed."""
    return clean(
        f"{case.source_name(claim.source)}, {dates.say(claim.statement_date)}: {clip(claim.quoted, most + 2)} ({outlet(claim)})", 200
    )


def record(case: Case) -> dict:
    """What is kept of a case, for the foot of every page: which tables these are, and what was changed in them.

    title, version, hash, last_checked; text (a sentence of them, with the number of corrections, and one for each file that was brought
    in); corrections, as in the table;
    changed (ids of rows edited or removed since they were recorded, without a correction) and warning (a sentence of them).
    """
    version = f"Case version {case.version}" if case.version else "Case without a version"
    checked = f", last checked {dates.say(case.last_checked)}" if case.last_checked else ""
    rows = [{k: clean(row[k]) for k in ("date", "claim", "was", "now", "because", "url")} for row in case.tables["corrections"]]
    n, beside = len(rows), f" {case.beside:,} rows of the case speak of other subjects and are not on this page." if case.beside else ""
    corrections = "No corrections so far." if not n else f"{plural(n, 'correction')}."
    changed = [clean(p.value) for p in case.changed]
    were = "row was" if len(changed) == 1 else "rows were"
    warning = f"{len(changed)} {were} changed since being recorded, with no correction: {', '.join(changed)}." if changed else ""
    return {
        "title": clean(case.title),
        "version": case.version,
        "hash": case.hash,
        "last_checked": case.last_checked,
        "text": " ".join(
            [f"{version}, hash {case.hash[:12]}{checked}. {corrections}{beside}", *brought(case.held.get("import.toml", b""))]
        ),
        "corrections": rows,
        "changed": changed,
        "warning": warning,
    }


def sources(gaps: list[Gap]) -> list[dict]:
    """Numbered sources of gaps: what was used, where it was printed, how it was seen."""
    found: dict[tuple[str, ...], dict] = {}
    for gap in gaps:
        for c in used_claims(gap.upright):
            found.setdefault((c.claim,), {"text": row_words(case_of(gap), c, 80), "url": c.url, "seen": c.seen_as})
        for r in gap.reasons:
            said = f"{r['said_by']}, {dates.say(r['date'])}"
            found.setdefault((r["date"], r["said_by"]), {"text": said, "url": r["url"], "seen": "excerpt"})
    return [{"n": i, **row} for i, row in enumerate(found.values(), 1)]
