"""A gap → a note of at most 120 words with numbered addresses.

The sentences are those of `discrepancy.story.gap`; here they are chosen by importance, and each gets the marks of its pages.
"""

from __future__ import annotations

from collections.abc import Callable

from discrepancy import dates
from discrepancy.basis.steps import PrintedFigure
from discrepancy.case.model import Claim
from discrepancy.gap.factors import Side
from discrepancy.gap.gap import Gap
from discrepancy.retelling import outlet
from discrepancy.saying.telling import teller
from discrepancy.saying.text import cap, clean, clip
from discrepancy.story.gap import accounted, definition, differ_by, dimensions, given_for_this_pair, hedges, rest, revision, timing, units
from discrepancy.story.later import later, meanwhile, nearer, one_piece, reached, reason
from discrepancy.story.possible import answer, both_right
from discrepancy.story.short import short
from discrepancy.story.sizes import Sizes
from discrepancy.story.views import case_of, day_of, implied_pace, inferred_side, near_paces, place_of, size_of, tie
from discrepancy.story.words import stops, together

WORDS = 120

# What a note says besides both figures, their ratio and what remains: the most important first; what does not fit is left out whole.
IMPORTANCE = (
    "closest definition reasons converted revision timing later units wording same-words accounted dimensions meanwhile both answer".split()
)
Cite = Callable[..., str]


@teller(Gap, "note")
def note(gap: Gap) -> str:
    """The gap as plain text to paste into a letter: the finding, then the numbered addresses that it rests on.

    A paragraph of at most 120 words, counted between white space and without the marks [1]; a line for each mark with page, date,
    address and day of access; the case, its version and the basis.  Sentences that do not fit are left out whole: never the figures,
    their ratio, what is not accounted for, or that this is no evidence.

    Examples
    --------
    >>> import discrepancy as dc
    >>> text = note(dc.explain(dc.load_case("dprk-kursk")))
    >>> text.partition(". ")[0]
    'North Korean soldiers killed or wounded, Kursk, 23 December 2024: Ukraine, “already exceeds 3,000 people” [1]; South Korea, “1,100-odd killed and wounded” [2]'
    """
    gap = gap.upright
    parts = _note_parts(gap)
    kept = {"said", "ratio", "rest"}
    for name in IMPORTANCE:
        # A later figure comes with what it does not show, and, where the step in time is told, with what both rest on.
        more = {name}
        if name == "later":
            more |= {"nearer", "one piece"} if "timing" in kept else {"nearer"}
        alone = (name == "meanwhile" and "later" not in kept) or (name == "answer" and "both" in kept)
        if not alone and len(_told(parts, kept | more, lambda *_: "").split()) <= WORDS:
            kept |= more
    lines: dict[str, int] = {}

    def cite(*pages: str) -> str:
        marks = sorted({lines.setdefault(page, len(lines) + 1) for page in pages})
        return " " + "".join(f"[{n}]" for n in marks) if marks else ""

    text = _told(parts, kept, cite)
    listed = "\n".join(f"[{n}] {page}" for page, n in lines.items())
    return "\n\n".join(part for part in (text, listed, _provenance(gap)) if part)


def _told(parts: dict[str, Callable[[Cite], str]], kept: set[str], cite: Cite) -> str:
    text = " ".join(tell(cite) for name, tell in parts.items() if name in kept)
    return stops(" ".join(clean(text).split()))


def _note_parts(gap: Gap) -> dict[str, Callable[[Cite], str]]:
    """What a note can say, in order; each part is a function of `cite`, which gives the marks of the pages it rests on."""
    parts = {"said": lambda cite: _figures(gap, cite), "ratio": lambda _: _ratio(gap)}

    def add(name: str, text: str, *pages: str) -> None:
        if text:
            parts[name] = lambda cite: f"{text.removesuffix('.')}{cite(*pages)}."

    if size_of(gap) >= Sizes.of(gap).printed:
        add("accounted", accounted(gap))
    if retold := [s for s in (gap.a, gap.b) if s.retold]:
        parts["closest"] = lambda cite: _closest(retold, cite)
    if gap.total is not None and gap.case:
        same = gap.a.figure.measure == gap.b.figure.measure == gap.basis.measure
        add("same-words" if same else "definition", definition(gap), *_pages_of(gap, "definition"))
        converted = any(gap.factor(name).accounted and gap.factor(name).size for name in gap.targets)
        pages = [page for name in gap.targets for page in _pages_of(gap, name)]
        add("converted" if converted else "dimensions", together(dimensions(gap)), *pages)
    if gap.total is not None:
        add("units", units(gap))
        add("wording", hedges(gap))
    if gap.total is not None and gap.case:
        origin = gap.case.by_statement[inferred_side(gap).claim.derived_from] if gap.inferred else []
        add("revision", revision(gap), *_pages_of(gap, "revision"))
        add("timing", timing(gap), *(map(_page, origin[:1]) if gap.inferred else _pages_of(gap, "timing")))
        reasons, printed = given_for_this_pair(gap), {c.url: c for c in reversed(gap.case.records) if c.url}
        pages = (_page(printed[r["url"]]) if r["url"] in printed else _line(r["said_by"], dates.say(r["date"]), r["url"]) for r in reasons)
        add("reasons", ". ".join(map(reason, reasons)), *pages)
    parts["rest"] = lambda _: rest(gap, ranged=True)
    if gap.total is None or gap.case is None or tie(gap):
        return parts
    if not gap.inferred:
        add("both", f"Can both be right? {together(both_right(gap))}", *_pages_of_paces(gap))
        add("answer", f"Can both be right? {answer(gap)}")
    found = gap.later_figures
    if found is None:
        add("later", later(gap))
        return parts
    add("later", reached(gap, found), _page(found.claim))
    if found.meanwhile:
        add("meanwhile", meanwhile(gap, found.meanwhile), _page(found.meanwhile))
    add("one piece", "Timing rests on the same figure" if one_piece(gap, found) else "")
    add("nearer", nearer(found))
    return parts


def _figures(gap: Gap, cite: Cite) -> str:
    """What is counted, and both figures in their own words."""
    if gap.case is None:
        return f"Two phrases without a case: {'; '.join(_in_words(s.version) for s in (gap.a, gap.b))}."
    spec = gap.case.measures[gap.basis.measure]
    same = gap.a.version.measure == gap.b.version.measure == gap.basis.measure
    days = [dates.say(s.version.claim.statement_date) for s in (gap.a, gap.b)]
    head = [_few(cap(spec.noun or spec.label), 12) if same else _few(gap.case.title or gap.case.name)]
    head += place_of(gap)
    head += [days[0]] if days[0] == days[1] else []
    head += [f"as known on {dates.say(gap.basis.known_by)}"] if gap.basis.known_by else []
    sides = []
    for side, day in zip((gap.a, gap.b), days, strict=True):
        page = outlet(side.version.claim)
        who = [_few(", ".join([side.called, *([] if side.retold else side.apart[1:])]))]
        who += [day] if days[0] != days[1] else []
        who += [f"as {_few(page)} has it"] if side.retold else []
        counted = f" ({_few(gap.case.measure_label(side.version.measure))})" if not same else ""
        sides.append(f"{', '.join(who)}, {_in_words(side.version)}{counted}{cite(*map(_page, side.version.claims))}")
    return f"{', '.join(head)}: {'; '.join(sides)}."


def _in_words(figure: PrintedFigure) -> str:
    """A figure in its own words; where they are many, in a few of ours without quotation marks."""
    return figure.quoted if _few(figure.printed) == figure.printed else f"{_few(short(figure.reading))} (in our words)"


def _closest(retold: list[Side], cite: Cite) -> str:
    """The source's own words, as far as they are held, where a figure was taken from a retelling."""
    found = [f"{_in_words(s.figure)}{cite(*map(_page, s.figure.claims))}" for s in retold]
    return f"The closest wording{'s' * (len(found) > 1)} found: {'; '.join(found)}."


def _few(text: str, most: int = 10) -> str:
    """A name or a phrase that leaves room for the others."""
    words = clip(text, 120).split()
    return " ".join(words) if len(words) <= most else " ".join(words[:most]) + "…"


def _ratio(gap: Gap) -> str:
    sizes, whole = Sizes.of(gap), size_of(gap)
    if tie(gap):
        return "They are the same number."
    if gap.total is None:
        return differ_by(gap)
    return f"They differ by {sizes.apart(whole) if whole >= sizes.printed else f'less than {sizes.apart(sizes.alike)}'}."


def _pages_of(gap: Gap, name: str) -> list[str]:
    """The pages that a step of either side rests on: claims of the case, or what a conversion cites."""
    case, found = case_of(gap), []
    for side in (gap.a, gap.b):
        step = side.estimate.steps[name]
        if not step.size or not (gap.factor(name).accounted or name == "timing"):
            continue
        cited = [c for c in case.conversions if step.url and c.url == step.url]
        own = [c for c in case.by_source[side.claim.source] if step.url and c.url == step.url and c.primary]
        found += [_page(case.by_id[i]) for i in step.claims] or [_page(c) for c in own[:1]]
        found += [_line("Published conversion", dates.say(c.published), c.url) for c in cited[:1]]
    return found


def _pages_of_paces(gap: Gap) -> list[str]:
    """The pages of the slowest and the fastest pace that `both_right` names."""
    near = near_paces(gap)
    if not near or gap.reconcilable["statistical"] or implied_pace(gap) is None:
        return []
    ends = near[0], max(near, key=lambda c: c.pace)
    return [_page(case_of(gap).by_id[i]) for c in ends for i in c.claims]


def _page(c: Claim) -> str:
    """A page for the list of a note: who printed it, when, where, and how and when it was seen."""
    day = dates.say(c.published) if c.published else f"statement of {dates.say(c.statement_date)}"
    # Without an address or an outlet two sources would share a line: their ids tell them apart.
    return _line(outlet(c) if c.url or c.reported_by else f"{outlet(c)} ({c.source})", day, c.url, c.seen_as, c.accessed)


def _line(who: str, day: str, url: str, seen: str = "", accessed: str = "") -> str:
    seen = f"seen: {seen}, " if seen and (not url or seen == "excerpt") else ""
    access = f"accessed {dates.say(accessed)}" if accessed else "access date not recorded"
    parts = [part for part in (who, day, url or "no address") if part]
    return " ".join(clean(f"{', '.join(parts)} ({seen}{access})").split())


def _provenance(gap: Gap) -> str:
    """The case, its version and the basis."""
    if gap.case is None:
        return ""
    known = f"as known on {dates.say(gap.basis.known_by)}" if gap.basis.known_by else "with hindsight"
    rule = f", rule {gap.basis.rule}" if gap.basis.rule != "hedge" else ""
    return f"discrepancy, case {gap.case.name} {gap.case.version}".strip() + f", as of {day_of(gap)}, {known}{rule}."
