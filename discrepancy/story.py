"""Results → sentences.  Nothing is computed here and nothing is drawn.

In go the results of the modules above; out come plain sentences, the captions of the figures and the first screen of the
report.  Both sides are told in the same sentence form with the same caveats.  What remains is "not accounted for by the public
record", always followed by the sentence that this is no evidence against either source.  `NEVER` holds the words that
no generated sentence may use; a test reads every sentence for them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from . import dates
from .case import Case, Claim
from .display import clean
from .gap import Gap, Side, group_of
from .multiverse import choices_of, range_of
from .normalize import stands
from .retelling import outlet
from .wording import Reading

if TYPE_CHECKING:
    from .normalize import Figure

__all__ = ["NEVER", "Caption", "caption", "gap_story", "note", "number", "record", "row_words", "running", "screen", "short", "sources"]
__all__ += ["times"]

NEVER = re.compile(
    r"\b(?:lie[ds]?|lying|liars?|inflat\w*|downplay\w*|claim(?:s|ed|ing)?|admit\w*|catch\w* up|caught up|late|distort\w*|mislead\w*|misled"
    r"|flip\w*|true figures?|real figures?|toll)\b",
    re.IGNORECASE,
)
NOT_EVIDENCE = "This is not evidence that either source is wrong."
TOLD = 0.05  # what moves the difference by less, as a log, is in the table and not in the text
REMAINS = "not accounted for by the public record"


@dataclass(frozen=True, slots=True)
class Caption:
    """The words around a figure: title (the finding), subtitle (quantity, period, basis), foot (sources), alt sentence."""

    title: str
    subtitle: str
    foot: str
    alt: str


# --------------------------------------------------------------------------------------------- numbers


def number(x: float, digits: int = 2) -> str:
    """A number with thousands separators, rounded to significant digits unless it was printed.

    Examples
    --------
    >>> number(1334.6), number(3000, 0), number(92.3)
    ('1,300', '3,000', '92')
    """
    if not digits or x == 0:
        return f"{x:,.0f}"
    power = math.floor(math.log10(abs(x))) - digits + 1
    return f"{round(x / 10**power) * 10**power:,.0f}" if power > -1 else f"{x:,.{-power}f}"


def times(m: float | None, digits: int = 1) -> str:
    """A factor for readers: ×2.3.

    Examples
    --------
    >>> times(2.319), times(61.2), times(261), times(0.4), times(1.19, 2), times(None)
    ('×2.3', '×61', '×260', '×0.40', '×1.19', 'no ratio')
    """
    return "no ratio" if m is None else f"×{_factor(m, digits)}"


def _times(m: float) -> str:
    """How many times, with a second digit where one would read as 1.0."""
    return _factor(m, 2 if m < 1.095 else 1)


def _factor(m: float, digits: int = 1) -> str:
    if m >= 10:
        return number(m)
    return f"{m:.{max(digits, 2) if m < 0.95 else digits}f}"


def short(r: Reading) -> str:
    """A reading in a few words: its hedge and its number.

    Examples
    --------
    >>> from discrepancy import read
    >>> short(read("already exceeded 3,000")), short(read("1,100-odd")), short(read("between 5 and 7"))
    ('more than 3,000', '1,100-odd', '5 to 7')
    """
    value = f"{r.value:,.0f}" if float(r.value).is_integer() else f"{r.value:,g}"
    if r.hedge in ("range", "vague"):
        return f"{r.low:,.0f} to {r.high:,.0f}" if r.hedge == "range" else _clip(r.printed, 40)
    if r.hedge == "interval":
        return f"{value} ({r.low:,.0f} to {r.high:,.0f})"
    if r.hedge == "odd":
        return f"{value}-odd"
    if r.hedge == "sum":
        return f"{value}, a sum of parts"
    words = {"over": "more than", "above": "more than", "at most": "up to", "below": "fewer than", "bare": ""}
    return f"{words.get(r.hedge, r.hedge)} {value}".strip()


def possessive(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _of(name: str, thing: str = "figure") -> str:
    """ "Ukraine's figure", or "the figure of Kishore et al."""
    if len(name) > 26 or name[-1] in ".)" or "'" in name or "," in name:
        return f"the {thing} of {name}"
    return f"{possessive(name)} {thing}"


def _stops(text: str) -> str:
    """One full stop after a name that ends with one."""
    return re.sub(r"(?<!\.)\.\.(?!\.)", ".", text)


def _cap(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _pace(x: float) -> str:
    """A pace, with at most two digits unless it is a whole number."""
    return number(x, 0 if abs(x - round(x)) < 1e-9 else 2)


def _days(n: int) -> str:
    words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    return f"{words[n] if n < len(words) else f'{n:,}'} day{'s' if n != 1 else ''}"


def _upright(gap: Gap) -> tuple[float, float, float, float]:
    """(ratio, remainder, lowest, highest) of the higher over the lower printed figure, whichever was asked for first."""
    ends = range_of(gap)
    values = gap.ratio, gap.unexplained.multiplier, ends["lowest"], ends["highest"]
    if gap.ratio >= 1:
        return values
    ratio, rest, low, high = (1 / v for v in values)
    return ratio, rest, high, low


def _clip(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _join(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


# ----------------------------------------------------------------------------------------- the gap


def headline(gap: Gap) -> str:
    """The ratio, and how much of it is accounted for."""
    return _stops(_headline(gap))


def _headline(gap: Gap) -> str:
    high, low = gap.higher, gap.lower
    if gap.ratio is None:
        return f"{_cap(_of(gap.a.name))} is {short(gap.a.version.reading)}, {_of(gap.b.name)} is {short(gap.b.version.reading)}. A count of 0 has no ratio."
    if abs(gap.log) < 1e-12:
        return f"{_cap(_of(gap.a.name))} and {_of(gap.b.name)} are the same number."
    if high.claim.source == low.claim.source and high.name != low.name and gap.case:
        return f"One figure of {gap.case.source_name(high.claim.source)} was {_times(high.value / low.value)} times the other. {_accounted(gap)}"
    than = f"that of {low.name}" if _of(low.name).startswith("the ") else possessive(low.name)
    return f"{_cap(_of(high.name))} was {_times(high.value / low.value)} times {than}. {_accounted(gap)}"


def _accounted(gap: Gap) -> str:
    """How much of the difference the record accounts for, in one of a few fixed sentences."""
    share = gap.unexplained.share
    if abs(gap.unexplained.log) < 1e-9:
        return "The public record accounts for the whole difference."
    if gap.case and share > 0.98 and abs(gap.log - gap.unexplained.log) < TOLD:
        return "The public record accounts for none of the difference."
    if share > 1.02:
        return "What is known widens the difference."
    if share < -0.02:
        return "What is known turns the difference round."
    for least, word in ((0.98, "none"), (0.67, "little"), (0.33, "part"), (0.1, "most")):
        if share >= least:
            return f"The public record accounts for {word} of the difference."
    return "The public record accounts for nearly all of the difference."


def gap_story(gap: Gap) -> list[tuple[str, str]]:
    """The gap in paragraphs: (heading, text), in the order of every report.

    Both figures in their own words, the ratio, what is accounted for, what is not, what came later.

    Examples
    --------
    >>> import discrepancy as dc
    >>> gap_story(dc.explain(dc.load_case("dprk-kursk")))[0][1].endswith("This is not evidence that either source is wrong.")
    True
    """
    return [(heading, _stops(text)) for heading, text in _paragraphs(gap)]


def _paragraphs(gap: Gap) -> list[tuple[str, str]]:
    paragraphs = [("", " ".join([*_accounts(gap), _rest(gap)]))]
    if gap.case is None or gap.ratio is None:
        return paragraphs
    if abs(gap.log) >= 1e-12:
        paragraphs.append(("Can both be right?", both_right(gap)))
        if text := later(gap):
            paragraphs.append(("Later figures", text))
    if reasons := reasons_given(gap):
        paragraphs.append(("Reasons given", reasons))
    return paragraphs


def said(gap: Gap) -> str:
    """Both figures in their own words, in the same form for both."""
    parts = []
    for side in (gap.a, gap.b):
        c = side.version.claim
        dated = not c.statement_date or dates.say(c.statement_date) in side.name  # the name of a side may say the day
        when = "" if dated else f" {dates.on(c.statement_date)}"
        parts.append(f"{side.name}{when}: “{side.printed}”{_where(c)}")
    return _cap("; ".join(parts)) + "."


def running(gap: Gap, x: float | None) -> float | None:
    """A running figure with at most the precision of the printed figures, and two digits at least.

    Examples
    --------
    >>> import discrepancy as dc
    >>> gap = dc.explain(dc.load_case("dprk-kursk"))
    >>> [running(gap, x) for x in (1100, 1292.9, 3000)]
    [1100.0, 1300.0, 3000.0]
    """
    if x is None or x == 0:
        return x
    printed = (f"{s.value:.0f}" for s in (gap.a, gap.b))
    digits = max(2, *(len(text.rstrip("0")) for text in printed))
    return float(f"{x:.{digits - 1}e}")


def _where(c: Claim) -> str:
    return f" ({outlet(c)})" if c.reported_by or c.url else ""


def _accounts(gap: Gap) -> list[str]:
    """A sentence for each thing that could account for the gap."""
    if gap.ratio is None:
        return [said(gap), "A count of 0 is shown and never divided by."]
    sentences = [_definition(gap), _dimensions(gap), _wording(gap), _timing(gap)]
    return [s for s in sentences if s]


def _definition(gap: Gap) -> str:
    if gap.case is None:
        return "Two phrases without a case: only their wording can be set apart."
    f = gap.factor("definition")
    a, b = gap.a.figure.measure, gap.b.figure.measure
    label = gap.case.measure_label
    if a == b == gap.basis.measure:
        caveat = gap.case.measures[a].caveat
        both = "Both closest wordings say" if gap.a.retold or gap.b.retold else "Both say"
        return f"{both} {label(a)}" + (f"; {caveat}." if caveat else ".")
    same = f"Both count {label(a)}" if a == b else f"{gap.a.name} counts {label(a)}, {gap.b.name} {label(b)}"
    if not f.accounted:
        return f"{same}; no published figure says what this changes."
    return f"{same}; brought to {label(gap.basis.measure)}, this {_does(gap, f.log)}."


def _does(gap: Gap, log: float) -> str:
    """What a step does to the difference, whichever side was asked for first."""
    verb = "accounts for" if log * gap.log >= 0 else "widens it by"
    return f"{verb} {times(math.exp(abs(log)), 2)}"


def _dimensions(gap: Gap) -> str:
    """What the two sides say of each declared dimension, where they differ."""
    open_, sized = [], []
    for name in gap.targets:
        words = [
            gap.case.dimension_label(name, s.claim.dimension(name)) if s.claim.dimension(name) else "not stated" for s in (gap.a, gap.b)
        ]
        if words[0] == words[1]:
            continue
        f = gap.factor(name)
        if f.accounted:
            sized.append(
                f"They differ in {gap.case.dimension_label(name)} ({words[0]}; {words[1]}), which {_does(gap, f.log)}. {_cap(_reason_of(f.because))}."
            )
        else:
            open_.append(f"{gap.case.dimension_label(name)} ({words[0]}; {words[1]})")
    if open_:
        sized.append(f"They {'also ' if sized else ''}differ in {_join(open_)}; no published figure says what this changes.")
    return " ".join(sized)


def _reason_of(because: str) -> str:
    return because.rsplit("; ", 1)[-1]


def _wording(gap: Gap) -> str:
    retold = f"{_cap(gap.factor('retelling').because)}." if gap.a.retold or gap.b.retold else ""
    return f"{retold} {_hedges(gap)}".strip()


def _hedges(gap: Gap) -> str:
    """What the words change, where they change anything to speak of."""
    log = gap.factor("wording").log + gap.factor("retelling").log
    if abs(log) < (TOLD if gap.case else 0.005):
        return ""
    return f"The wording ({short(gap.a.version.reading)}; {short(gap.b.version.reading)}) {_does(gap, log)}."


def _timing(gap: Gap) -> str:
    if gap.case is None:
        return ""
    f = gap.factor("timing")
    if gap.inferred:
        return _if_derived(gap)
    if abs(f.log) < 1e-9:
        return "" if f.accounted else "The figures may speak of different days; the sources' own figures do not say what this changes."
    moved = [s for s in (gap.a, gap.b) if s.estimate.steps["timing"].log]
    parts = [f"{_of(s.name)} from {_day(s)} by {times(s.estimate.steps['timing'].multiplier, 2)}" for s in moved]
    return f"Bringing both to {dates.say(gap.basis.as_of)} by the sources' own figures ({_join(parts)}) {_does(gap, f.log)}."


def _if_derived(gap: Gap) -> str:
    """The sentence of an inferred derivation; it starts with If."""
    side = _derived(gap)
    days = (dates.middle(side.claim.statement_date) - side.estimate.as_of).days
    origin = gap.case.by_statement[side.claim.derived_from][0]
    ends = _inferred_range(gap)
    between = f"between {ends[0]} and {ends[1]}" if ends[0] != ends[1] else ends[0]
    falls = gap.factor("timing").log * gap.log > 0
    verb = "falls to" if falls and ends[1] != _factor(_upright(gap)[0]) else "is then"
    return (
        f"If {_of(side.name)} was {_days(days)} old, as its match with what {gap.case.source_name(origin.source)} said "
        f"{dates.on(origin.statement_date)} suggests, the ratio {verb} {between}."
    )


def _derived(gap: Gap) -> Side:
    return next(s for s in (gap.a, gap.b) if s.estimate.inferred)


def _inferred_range(gap: Gap) -> tuple[str, str]:
    day = gap.basis.as_of.isoformat()
    of = [row["unexplained"] for row in choices_of(gap) if row["derivation"] == "as inferred" and row["as_of"] == day]
    ends = sorted((min(of), max(of)) if gap.ratio >= 1 else (1 / min(of), 1 / max(of)))
    return tuple(_factor(e) for e in ends)


def _rest(gap: Gap, ranged: bool = False) -> str:
    """What is not accounted for, as a range if asked; always with the sentence that it is no evidence against either."""
    if gap.ratio is None:
        return NOT_EVIDENCE
    _, rest, lowest, highest = _upright(gap)
    ends = _ends(lowest, highest) if ranged else ""
    over = f"ver every defensible choice {ends}" if " to " in ends else ""
    if abs(gap.log) < 1e-12 and abs(gap.unexplained.log) < 0.05:
        return "That two figures are alike is not evidence that either is right."
    if abs(gap.unexplained.log) < 1e-9:
        nothing = "Nothing remains to be accounted for"
        nothing += f" by the default choices; o{over} remains" if over else ""
        return f"{nothing}. That two figures can be brought together is not evidence that either is right."
    if gap.case and any(r["for_this_pair"] for r in gap.reasons):
        lead = ""
    elif gap.case:
        lead = "No source found explains the rest. "
    else:
        lead = ""
    what = "Less than ×1.05" if abs(math.log(rest)) < math.log(1.05) else f"×{_times(rest)}"
    return f"{lead}{'O' + over if over else what} is {REMAINS}. {NOT_EVIDENCE}"


def both_right(gap: Gap) -> str:
    """What would have to be true for both figures to stand."""
    r = gap.reconcilable
    if r["statistical"]:
        words = "" if r["admissible"] else " The words themselves, read to the letter, exclude it."
        return f"Yes, if the stated assumptions hold: what remains is within its own spread.{words}"
    implied = next((c for c in gap.conditions if c.implied), None)
    words = _on_words(gap)
    if implied is None:
        if gap.a.figure.measure != gap.b.figure.measure:
            lead = "The two count different things"
        elif gap.a.estimate.as_of == gap.b.estimate.as_of:
            lead = f"Both are set at {_day(gap.a)}"
        else:
            lead = "The higher figure is for the earlier day"
        return f"{lead}, so no pace between them is implied. {words}"
    unit = gap.case.unit
    pace = f"about {_pace(implied.pace)} {unit} a day"
    near = [c.pace for c in gap.conditions if not c.implied and c.near and c.pace > 0]
    when = _span(implied.start, implied.end)
    if near:
        paces = f"published paces for the weeks around run from about {_pace(min(near))} to about {_pace(max(near))} a day"
        if _pace(min(near)) == _pace(max(near)):
            paces = f"the published pace for the weeks around is about {_pace(near[0])} a day"
    else:
        paces = "no published pace for the weeks around was found"
    label = gap.case.measure_label(gap.basis.measure)
    done = label.removeprefix(f"{unit} ")
    if re.fullmatch(r"\w+ed(?: (?:or|and) \w+ed)*", done):  # "killed or wounded" and "homes damaged", but not "refugees"
        needed = f"{pace} were {done}"
    else:
        needed = f"the figure for {label} grew by {pace.replace(f' {unit}', '') if unit in label else pace}"
    lead = "If so, both are right" if gap.inferred else "Both are right as printed"
    without = _without(gap.without_inference, unit) if gap.inferred else ""
    return f"{lead} only if {needed} {when}; {paces}.{without} {words}"


def _without(other: Gap, unit: str) -> str:
    """The condition in the branch without the inference."""
    if other.a.estimate.as_of == other.b.estimate.as_of:
        return f" Without that inference both stand at {_day(other.a)}, and no pace is implied."
    implied = next((c for c in other.conditions if c.implied), None)
    pace = f"the pace would be about {_pace(implied.pace)} {unit} a day" if implied else "no pace is implied"
    return f" Without that inference {pace}."


def _day(side: Side) -> str:
    """The day that a figure speaks of, no finer than the source gave it."""
    given = side.claim.as_of or side.claim.statement_date
    return dates.say(given if dates.middle(given) == side.estimate.as_of else side.estimate.as_of)


def _on_words(gap: Gap) -> str:
    if not gap.reconcilable["admissible"]:
        if gap.a.figure.measure != gap.b.figure.measure:
            return "Taken as counts of the same thing, the words exclude it."
        return "The words themselves exclude it, unless the two count different things."
    low, high = gap.lower.figure.reading, gap.higher.figure.reading
    if low.open in ("high", "both"):
        return f"The words alone do not exclude it: {_of(gap.lower.name)} sets no upper limit."
    if high.open in ("low", "both"):
        return f"The words alone do not exclude it: {_of(gap.higher.name)} sets no lower limit."
    return "The words alone do not exclude it: their ranges meet."


def _span(start: date, end: date) -> str:
    if start.year == end.year and start.month == end.month:
        return f"between {start.day} and {dates.say(end)}"
    return f"between {dates.say(start)} and {dates.say(end)}"


def later(gap: Gap) -> str:
    """When one group's own figure reached the other's."""
    found = gap.later_figures
    other = gap.lower
    if found is None and gap.a.claim.source == gap.b.claim.source:
        return ""
    if found is None:
        until = f" known on {dates.say(gap.basis.known_by)}" if gap.basis.known_by else ""
        whose = gap.case.group_name(other.claim.group) if other.claim.group != gap.higher.claim.group else other.name
        r = gap.higher.figure.reading
        value = f"“{r.printed}”" if r.hedge in ("range", "vague") else f"{r.value:,.0f}"
        return f"No cumulative figure of {whose}{until} was found that reaches {value}."
    apart = f"{_days(found.days)} after {dates.say(found.since)}" if found.days else "the same day"
    text = f"{_reached(gap)}, {apart}."
    if found.meanwhile:
        text += f" {_meanwhile(gap)}."
    if _one_piece(gap):
        text += " The step in time above rests on the same figure: the two are one piece of evidence."
    return f"{text} {_nearer(gap)}"


def _reached(gap: Gap) -> str:
    """Who said the later figure, and when."""
    c = gap.later_figures.claim
    who, words = gap.case.source_name(c.source), f"“{_clip(c.phrase, 60)}”"
    if c.as_of and dates.middle(c.as_of) != dates.middle(c.statement_date):
        return f"{_cap(dates.on(c.statement_date))} {who} gave {words} for {dates.say(c.as_of)}"
    return f"{_cap(dates.on(c.statement_date))} {who} said {words}"


def _meanwhile(gap: Gap) -> str:
    m = gap.later_figures.meanwhile
    return f"{_cap(gap.case.source_name(m.source))} had said “{_clip(m.phrase, 60)}” {dates.on(m.statement_date)}"


def _one_piece(gap: Gap) -> bool:
    """Whether the step in time rests on the later figure."""
    return any(gap.later_figures.claim.claim in s.estimate.steps["timing"].claims for s in (gap.a, gap.b))


def _nearer(gap: Gap) -> str:
    return f"This does not show which figure was nearer on {dates.say(gap.later_figures.since)}."


def reasons_given(gap: Gap) -> str:
    """Reasons for this pair, or what either said of its difference from another; empty if there are none."""
    parts = []
    for r in gap.reasons:
        if r["for_this_pair"]:
            parts.append(f"{_reason(r)}.")
        else:
            groups = {gap.a.claim.group, gap.b.claim.group}
            others = [w for w in r["about"] if group_of(gap.case, w) not in groups]
            whom = _join([_who(gap.case, w) for w in others or r["about"]])
            parts.append(f"Of another pair: {r['said_by']} said {dates.on(r['date'])}, of the difference from {whom}: {r['summary']}.")
    return " ".join(parts)


def _reason(r: dict) -> str:
    return f"{_cap(r['said_by'])} said {dates.on(r['date'])}: {r['summary']}"


def _who(case: Case, who: str) -> str:
    if who in case.by_statement:
        c = case.by_statement[who][0]
        return f"{case.source_name(c.source)} ({dates.say(c.statement_date)})"
    return case.group_name(who)


# ----------------------------------------------------------------------------------------- the note

WORDS = 120
# What a note says besides both figures, their ratio and what remains: the most important first; what does not fit is left out whole.
_IMPORTANCE = (
    "closest",
    "definition",
    "reasons",
    "converted",
    "timing",
    "later",
    "wording",
    "same words",
    "accounted",
    "dimensions",
    "meanwhile",
    "both",
)
_Cite = Callable[..., str]


def note(gap: Gap) -> str:
    """The gap as plain text to paste into a letter: the finding, then the numbered addresses that it rests on.

    Parameters
    ----------
    gap : Gap

    Returns
    -------
    str
        A paragraph of at most 120 words, counted between white space and without the marks [1]; a line for each mark with
        page, date, address and day of access; the case, its version and the basis.  Sentences that do not fit are left
        out whole: never the figures, their ratio, what is not accounted for, or that this is no evidence.

    Examples
    --------
    >>> import discrepancy as dc
    >>> text = note(dc.explain(dc.load_case("dprk-kursk")))
    >>> text.partition(". ")[0]
    'North Korean soldiers killed or wounded, Kursk, 23 December 2024: Ukraine, “already exceeds 3,000 people” [1]; South Korea, “1,100-odd killed and wounded” [2]'
    """
    parts = _note_parts(gap)
    kept = {"said", "ratio", "rest"}
    for name in _IMPORTANCE:
        # A later figure comes with what it does not show, and, where the step in time is told, with what both rest on.
        more = {name, *(("nearer", *(("one piece",) if "timing" in kept else ())) if name == "later" else ())}
        if (name != "meanwhile" or "later" in kept) and len(_told(parts, kept | more, lambda *_: "").split()) <= WORDS:
            kept |= more
    lines: dict[str, int] = {}

    def cite(*pages: str) -> str:
        marks = sorted({lines.setdefault(page, len(lines) + 1) for page in pages})
        return " " + "".join(f"[{n}]" for n in marks) if marks else ""

    text = _told(parts, kept, cite)
    listed = "\n".join(f"[{n}] {page}" for page, n in lines.items())
    return "\n\n".join(part for part in (text, listed, _provenance(gap)) if part)


def _told(parts: dict[str, Callable[[_Cite], str]], kept: set[str], cite: _Cite) -> str:
    text = " ".join(tell(cite) for name, tell in parts.items() if name in kept)
    return _stops(" ".join(clean(text).split()))


def _note_parts(gap: Gap) -> dict[str, Callable[[_Cite], str]]:
    """What a note can say, in order; each part is a function of `cite`, which gives the marks of the pages it rests on."""
    parts = {"said": lambda cite: _figures(gap, cite), "ratio": lambda _: _ratio(gap)}

    def add(name: str, text: str, *pages: str) -> None:
        if text:
            parts[name] = lambda cite: f"{text.removesuffix('.')}{cite(*pages)}."

    if gap.ratio is not None:
        add("accounted", _accounted(gap) if abs(gap.log) >= 1e-12 else "")
    if retold := [s for s in (gap.a, gap.b) if s.retold]:
        parts["closest"] = lambda cite: _closest(retold, cite)
    if gap.ratio is not None and gap.case:
        same = gap.a.figure.measure == gap.b.figure.measure == gap.basis.measure
        add("same words" if same else "definition", _definition(gap), *_pages_of(gap, "definition"))
        converted = any(gap.factor(name).accounted and gap.factor(name).log for name in gap.targets)
        add("converted" if converted else "dimensions", _dimensions(gap), *(page for name in gap.targets for page in _pages_of(gap, name)))
        add("wording", _hedges(gap))
        origin = gap.case.by_statement[_derived(gap).claim.derived_from] if gap.inferred else []
        add("timing", _timing(gap), *(map(_page, origin[:1]) if gap.inferred else _pages_of(gap, "timing")))
        reasons = [r for r in gap.reasons if r["for_this_pair"]]
        add("reasons", ". ".join(map(_reason, reasons)), *(_page_of_reason(gap.case, r) for r in reasons))
    elif gap.ratio is not None:
        add("wording", _hedges(gap))
    parts["rest"] = lambda _: _rest(gap, ranged=True)
    if gap.ratio is None or gap.case is None or abs(gap.log) < 1e-12:
        return parts
    if not gap.inferred:
        add("both", f"Can both be right? {both_right(gap)}", *_pages_of_paces(gap))
    if gap.later_figures is None:
        add("later", later(gap))
        return parts
    add("later", _reached(gap), _page(gap.later_figures.claim))
    if gap.later_figures.meanwhile:
        add("meanwhile", _meanwhile(gap), _page(gap.later_figures.meanwhile))
    add("one piece", "Timing rests on the same figure" if _one_piece(gap) else "")
    add("nearer", _nearer(gap))
    return parts


def _figures(gap: Gap, cite: _Cite) -> str:
    """What is counted, and both figures in their own words."""
    if gap.case is None:
        return f"Two phrases without a case: {'; '.join(_in_words(s.version) for s in (gap.a, gap.b))}."
    spec = gap.case.measures[gap.basis.measure]
    same = gap.a.version.measure == gap.b.version.measure == gap.basis.measure
    days = [dates.say(s.version.claim.statement_date) for s in (gap.a, gap.b)]
    head = [_few(_cap(spec.noun or spec.label) if same else gap.case.title or gap.case.name)]
    head += [days[0]] if days[0] == days[1] else []
    head += [f"as known on {dates.say(gap.basis.known_by)}"] if gap.basis.known_by else []
    sides = []
    for side, day in zip((gap.a, gap.b), days, strict=True):
        page = outlet(side.version.claim)
        who = [_few(side.name.replace(f", {day}", "").removesuffix(f", in {page}" if side.retold else ""))]
        who += [day] if days[0] != days[1] else []
        who += [f"as {_few(page)} has it"] if side.retold else []
        counted = f" ({_few(gap.case.measure_label(side.version.measure))})" if not same else ""
        sides.append(f"{', '.join(who)}, {_in_words(side.version)}{counted}{cite(*map(_page, side.version.claims))}")
    return f"{', '.join(head)}: {'; '.join(sides)}."


def _in_words(figure: Figure) -> str:
    """A figure in its own words; in a few of ours, without quotation marks, where they are many."""
    return f"“{figure.printed}”" if _few(figure.printed) == figure.printed else f"{_few(short(figure.reading))}, in short"


def _closest(retold: list[Side], cite: _Cite) -> str:
    """The source's own words, as far as they are held, where a figure was taken from a retelling."""
    found = [f"{_in_words(s.figure)}{cite(*map(_page, s.figure.claims))}" for s in retold]
    return f"The closest wording{'s' * (len(found) > 1)} found: {'; '.join(found)}."


def _few(text: str) -> str:
    """A name or a phrase that leaves room for the others."""
    words = _clip(text, 120).split()
    return " ".join(words) if len(words) <= 10 else " ".join(words[:10]) + "…"


def _ratio(gap: Gap) -> str:
    if gap.ratio is None:
        return "A count of 0 has no ratio."
    if abs(gap.log) < 1e-12:
        return "They are the same number."
    ratio = _upright(gap)[0]
    return f"They differ by ×{_times(ratio)}." if ratio >= 1.01 else "They differ by less than ×1.01."


def _pages_of(gap: Gap, name: str) -> list[str]:
    """The pages that a step of either side rests on: claims of the case, or what a conversion cites."""
    found = []
    for side in (gap.a, gap.b):
        step = side.estimate.steps[name]
        if not step.log or not (gap.factor(name).accounted or name == "timing"):
            continue
        cited = [c for c in gap.case.conversions if step.url and c.url == step.url]
        own = [c for c in gap.case.by_source[side.claim.source] if step.url and c.url == step.url and c.primary]
        found += [_page(gap.case.by_id[i]) for i in step.claims] or [_page(c) for c in own[:1]]
        found += [_line("Published conversion", c.published, c.url) for c in cited[:1]]
    return found


def _pages_of_paces(gap: Gap) -> list[str]:
    """The pages of the slowest and the fastest pace that `both_right` names."""
    near = [c for c in gap.conditions if not c.implied and c.near and c.pace > 0]
    if not near or gap.reconcilable["statistical"] or not any(c.implied for c in gap.conditions):
        return []
    ends = min(near, key=lambda c: c.pace), max(near, key=lambda c: c.pace)
    return [_page(gap.case.by_id[i]) for c in ends for i in c.claims]


def _page(c: Claim) -> str:
    """A page for the list of a note: who printed it, when, where, and how and when it was seen."""
    day = dates.say(c.published) if c.published else f"statement of {dates.say(c.statement_date)}"
    # Without an address or an outlet two sources would share a line: their ids tell them apart.
    return _line(outlet(c) if c.url or c.reported_by else f"{outlet(c)} ({c.source})", day, c.url, c.seen_as, c.accessed)


def _page_of_reason(case: Case, r: dict) -> str:
    same = next((c for c in case.records if c.url and c.url == r["url"]), None)
    return _page(same) if same else _line(r["said_by"], dates.say(r["date"]), r["url"])


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
    return f"discrepancy, case {gap.case.name} {gap.case.version}".strip() + f", as of {dates.say(gap.basis.as_of)}, {known}{rule}."


# ----------------------------------------------------------------------------------- the first screen


def screen(case: Case, gaps: list[tuple[str, Gap]]) -> dict:
    """The first screen of a report, as plain data.

    Parameters
    ----------
    case : Case
    gaps : list of (label, Gap)
        One or two views of the same question: with hindsight, and as known on a day.

    Returns
    -------
    dict
        kicker, views (label, headline, numbers, paragraphs, note, figure), foot, sources.
    """
    first = gaps[0][1]
    views = [
        {
            "label": label,
            "headline": headline(gap),
            "numbers": _numbers(gap),
            "paragraphs": [{"heading": h, "text": t} for h, t in gap_story(gap) if not t.startswith("Of another pair")],
            "note": note(gap),
            "figure": "claims-over-time" if i == 0 else f"claims-over-time-{i + 1}",
        }
        for i, (label, gap) in enumerate(gaps)
    ]
    return {"kicker": kicker(first), "views": views, "foot": foot(case), "sources": sources([g for _, g in gaps])}


def kicker(gap: Gap) -> str:
    """What is counted, where, and when the figures were published."""
    spec = gap.case.measures[gap.basis.measure]
    days = list(dict.fromkeys(dates.on(s.version.claim.statement_date) for s in (gap.a, gap.b)))
    return f"{_cap(spec.noun or spec.label)}. Figures published {_join(days)}."


def _numbers(gap: Gap) -> list[dict]:
    numbers = [
        {
            "number": short(s.version.reading),
            "label": _label(gap, s),
            "url": s.version.claim.url,
            "colour": gap.case.colours.get(s.claim.group, ""),
        }
        for s in (gap.a, gap.b)
    ]
    if gap.ratio is None:
        return numbers
    ratio, rest, lowest, highest = _upright(gap)
    nothing = _ends(lowest, highest) == "nothing"
    number_, label = ("×1", "nothing remains to be accounted for") if nothing else (_ends(lowest, highest), "not accounted for")
    bar = {"low": lowest, "high": highest, "default": rest, "of": ratio}
    return [*numbers, {"number": number_, "label": f"{label}, of {times(ratio)}", "range": bar}]


def _label(gap: Gap, s: Side) -> str:
    """Who said it, and what it said of its own figure."""
    c = s.claim
    parts = [gap.case.source_name(c.source)]
    parts += [
        gap.case.dimension_label(d, c.dimension(d)) for d in gap.targets if c.dimension(d) and c.dimension(d) != _other(gap, s).dimension(d)
    ]
    if not c.as_of:
        parts.append("day not stated")
    if s.retold:
        parts.append(f"as {outlet(s.version.claim)} has it")
    return ", ".join(parts)


def _other(gap: Gap, s: Side) -> Claim:
    return (gap.b if s is gap.a else gap.a).claim


def foot(case: Case) -> list[str]:
    """How much there is, and what was not checked."""
    claims = case.records
    addresses = len({c.url for c in claims if c.url})
    seen = Counter(c.seen_as for c in claims)
    without = sum(not c.url for c in claims)
    fallen = sum(c.status != "current" for c in claims)
    lines = [
        f"{len(claims)} printed figures of {len(case.by_statement)} statements, from {addresses} addresses"
        + (f"; {without} without an address, with the reason in the table." if without else ".")
        + (f" {fallen} no longer stand{'s' if fallen == 1 else ''} and {'is' if fallen == 1 else 'are'} not used." if fallen else ""),
        f"Seen as: {_join([f'{n:,} {_plural(kind, n)}' for kind, n in seen.most_common()])}. {case.meta.get('not_checked', '')}",
    ]
    return [line.strip() for line in lines]


def row_words(case: Case, claim: Claim, most: int = 60) -> str:
    """A row in a few words: who, when, what, and where it was printed."""
    return clean(
        f"{case.source_name(claim.source)}, {dates.say(claim.statement_date)}: “{_clip(claim.phrase, most)}” ({outlet(claim)})", 200
    )


def record(case: Case) -> dict:
    """What is kept of a case, for the foot of every page: which tables these are, and what was changed in them.

    Returns
    -------
    dict
        title, version, hash, last_checked; text (a sentence of them, with the number of corrections); corrections, as in the table;
        changed (ids of rows edited or removed since they were recorded, without a correction) and warning (a sentence of them).
    """
    version = f"Case version {case.version}" if case.version else "Case without a version"
    checked = f", last checked {dates.say(case.last_checked)}" if case.last_checked else ""
    rows = [{k: clean(row[k]) for k in ("date", "claim", "was", "now", "because", "url")} for row in case.tables["corrections"]]
    n = len(rows)
    corrections = "No corrections so far." if not n else f"{n} {_plural('correction', n)}."
    changed = [clean(p.value) for p in case.changed]
    were = "row was" if len(changed) == 1 else "rows were"
    warning = f"{len(changed)} {were} changed since being recorded, with no correction: {', '.join(changed)}." if changed else ""
    return {
        "title": clean(case.title),
        "version": case.version,
        "hash": case.hash,
        "last_checked": case.last_checked,
        "text": f"{version}, hash {case.hash[:12]}{checked}. {corrections}",
        "corrections": rows,
        "changed": changed,
        "warning": warning,
    }


def _plural(noun: str, n: int) -> str:
    return noun if n == 1 else f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def sources(gaps: list[Gap]) -> list[dict]:
    """Numbered sources of gaps: what was used, where it was printed, how it was seen."""
    found: dict[str, dict] = {}
    for gap in gaps:
        case = gap.case
        used = [c for s in (gap.a, gap.b) for f in (s.version, s.figure) for c in f.claims]
        for s in (gap.a, gap.b):
            parts = (s.figure.measure, *case.measures[s.figure.measure].parts) if s.figure.measure in case.measures else ()
            used += [
                c
                for c in case.by_statement.get(s.claim.derived_from, [])
                if c.primary and c.measure in parts and stands(case, c, gap.basis)
            ]
        if gap.later_figures:
            used += [c for c in (gap.later_figures.claim, gap.later_figures.meanwhile) if c]
        used += [case.by_id[i] for c in gap.conditions if c.near for i in c.claims]
        for c in used:
            found.setdefault(c.claim, {"text": row_words(case, c, 80), "url": c.url, "seen": c.seen_as})
        for r in gap.reasons:
            found.setdefault(
                f"reason {r['date']} {r['said_by']}",
                {"text": f"{r['said_by']}, {dates.say(r['date'])}", "url": r["url"], "seen": "excerpt"},
            )
    return [{"n": i, **row} for i, row in enumerate(found.values(), 1)]


# ---------------------------------------------------------------------------------------- captions


def caption(name: str, result, case: Case | None = None) -> Caption:
    """The words around a figure.

    Parameters
    ----------
    name : str
        A figure: claims_over_time, anatomy, forest, waterfall, gap_over_time, versions, range_bar, choices, conditions, share_lost.
    result : object
        What the figure draws.
    case : Case, optional
        Where the result does not carry it.

    Returns
    -------
    Caption
    """
    words = _CAPTIONS[name](result, case or getattr(result, "case", None))
    return Caption(*map(_stops, words[:3]), _alt(_stops(words[3])))


def _alt(text: str) -> str:
    return _clip(" ".join(text.split()), 349)


def _foot(case: Case | None, extra: str = "") -> str:
    if case is None:
        return extra
    version = f", version {case.version}" if case.version else ""
    return f"Source: the case {case.name}{version}; addresses in the table.{' ' + extra if extra else ''}"


def _noun(case: Case | None, measure: str) -> str:
    if case is None or measure not in case.measures:
        return "Figures"
    spec = case.measures[measure]
    return spec.noun or _cap(spec.label)


def _basis(gap: Gap) -> str:
    known = f", as known on {dates.say(gap.basis.known_by)}" if gap.basis.known_by else ", with hindsight"
    return f"on {dates.say(gap.basis.as_of)}{known}"


def _claims_over_time(result, case):
    gap = isinstance(result, Gap)
    if gap and result.case:
        return _claims_of_gap(result)
    t = result
    if gap or t.empty:
        return "No figures to draw", "", _foot(case), "Empty chart: no figures."
    noun = _noun(case, case.defaults.get("measure", "")) if case else "Figures"
    lo, hi = t.loc[t["value"].idxmin()], t.loc[t["value"].idxmax()]
    figures = int(t["mark"].isin(["figure", "sum"]).sum())
    shown = t[t["mark"].isin(["figure", "sum"])]
    shown = t if shown.empty else shown
    lo, hi = shown.loc[shown["value"].idxmin()], shown.loc[shown["value"].idxmax()]
    title = f"{figures} figures of {shown['source'].nunique()} sources were printed, from {lo['value']:,.0f} to {hi['value']:,.0f}"
    span = f"{dates.say(t['day'].min())} to {dates.say(t['day'].max())}"
    alt = (
        f"Dot plot over time of {noun}, {span}, on a log scale: {figures} figures, {int((t['mark'] == 'period').sum())} counts of a period, "
        f"{int((t['mark'] == 'version').sum())} retellings. Lowest {lo['value']:,.0f} ({lo['name']}), highest {hi['value']:,.0f} ({hi['name']})."
    )
    return title, f"{_cap(noun)}, {span}, log scale", _foot(case), alt


def _claims_of_gap(gap):
    case = gap.case
    high, low = gap.higher, gap.lower
    words = f"{high.name} {short(high.version.reading)}, {low.name} {short(low.version.reading)}"
    if high.claim.source == low.claim.source:
        words = f"{short(high.version.reading)} and {short(low.version.reading)}, both of {case.source_name(high.claim.source)}"
    days = {s.version.claim.statement_date for s in (high, low)}
    when = (
        _cap(dates.on(next(iter(days))))
        if len(days) == 1
        else f"{_cap(dates.on(high.version.claim.statement_date))} and {dates.say(low.version.claim.statement_date)}"
    )
    found = gap.later_figures
    tail = ""
    if found:
        who = case.group_name(found.claim.group)
        tail = f"; {possessive(who)} own count was {short(found.claim.reading())} {dates.on(found.claim.statement_date)}"
    title = f"{when}: {words}{tail}"
    subtitle = f"{_cap(_noun(case, gap.basis.measure))}; as printed, with the interval that the words suggest, log scale{'' if not gap.basis.known_by else '; as known on ' + dates.say(gap.basis.known_by)}"
    alt = (
        f"Dot plot over time of {_noun(case, gap.basis.measure)}, log scale, {len(gap.printed_figures)} printed figures. {high.name}: {short(high.version.reading)}; "
        f"{low.name}: {short(low.version.reading)}, {times(gap.ratio)} apart"
        + (f"; {who}: “{_clip(found.claim.phrase, 50)}” {found.days} days later." if found else ".")
    )
    return title, subtitle, _foot(case), alt


def _anatomy(readings, case):
    if not readings:
        return "No phrases to draw", "", _foot(case), "Empty chart: no phrases."
    floors = {r.value: r for r in sorted(readings, key=lambda r: r.hedge == "over") if r.side == "floor"}
    meet = next(((r, floors[r.value]) for r in readings if r.side == "ceiling" and r.value in floors), None)
    title = f"“{_cap(short(meet[0]))}” ends where “{short(meet[1])}” begins" if meet else "How a printed phrase becomes an interval"
    subtitle = "Phrases as printed, each with its number, the interval that readers give it (Ferson et al. 2015) and its open side"
    alt = f"Range plot of {len(readings)} printed phrases, each with its number and interval, from {min(r.low for r in readings):,.0f} to {max(r.high for r in readings):,.0f}. {title}."
    return title, subtitle, _foot(case), alt


def _forest(table, case):
    usable = table[table["usable"]]
    if usable.empty:
        return "No source has a usable figure on this basis", "", _foot(case), "Empty chart: no source has a usable figure on this basis."
    hi, lo = usable.iloc[0], usable.iloc[-1]
    rest = len(table) - len(usable)
    title = f"On one basis, figures of {len(usable)} sources run from about {number(lo['estimate'])} to about {number(hi['estimate'])}"
    if len(usable) == 1:
        title = f"One source has a usable figure: about {number(hi['estimate'])}"
    subtitle = "Grey: as printed. Colour: on the basis, with the interval that the words suggest. Log scale"
    alt = (
        f"Forest plot of {len(usable)} sources on one basis, highest first, log scale: from {hi['name']}, about {number(hi['estimate'])}, to {lo['name']}, "
        f"about {number(lo['estimate'])}. {rest} sources have no usable figure; the reasons are in the table."
    )
    return title, subtitle, _foot(case), alt


def _waterfall(gap, case):
    if gap.ratio is None:
        return headline(gap), "", _foot(case), headline(gap)
    high = gap.higher is gap.a
    ratio, rest = (gap.ratio, gap.unexplained.multiplier) if high else (1 / gap.ratio, 1 / gap.unexplained.multiplier)
    accounted = ratio / rest
    if abs(math.log(ratio)) < 1e-12:
        title = "Both printed the same number"
    elif abs(math.log(rest)) < 1e-9:
        title = f"The {times(ratio)} between the two figures is accounted for"
    elif abs(math.log(accounted)) < 0.005:
        title = f"Nothing known accounts for the {times(ratio)} between the two figures"
    else:
        title = f"Of the {times(ratio)} between the two figures, {times(accounted)} is accounted for and {times(rest)} is not"
    noun = _cap(_noun(case, gap.basis.measure))
    subtitle = f"{noun}, {_basis(gap)}; from {_of(gap.b.name)} to {_of(gap.a.name)}, log scale"
    if case is None:
        subtitle = "Two printed phrases, log scale"
    steps = ", ".join(f"{f.name} {times(f.multiplier, 2)}" for f in gap.factors[:-1] if abs(f.log) > 0.002) or "no step moves it"
    alt = (
        f"Waterfall chart of the gap between {gap.b.value:,.0f} ({gap.b.name}) and {gap.a.value:,.0f} ({gap.a.name}), {times(gap.ratio)}: {steps}; "
        f"{times(gap.unexplained.multiplier)} {REMAINS}."
    )
    return title, subtitle, _foot(case, NOT_EVIDENCE if abs(gap.unexplained.log) > 1e-9 else ""), alt


def _gap_over_time(table, case):
    if table.empty:
        return "No gap over time for these two sides", "", _foot(case), "Empty chart: no gap over time for these two sides."
    first, last = table.iloc[0], table.iloc[-1]
    hi = table.loc[table["ratio"].idxmax()] if table["ratio"].notna().any() else first
    lo = table.loc[table["ratio"].idxmin()] if table["ratio"].notna().any() else first
    title = f"The printed ratio ran between {times(lo['ratio'])} and {times(hi['ratio'])}; on {dates.say(last['date'])} it was {times(last['ratio'])}"
    subtitle = f"Printed ratio and the part not accounted for, {dates.say(first['date'])} to {dates.say(last['date'])}; ×1: the same number"
    alt = f"Line chart of the printed ratio and the part not accounted for, {len(table)} days. {title}. Not accounted for on the last day: {times(last['unexplained'])}."
    return title, subtitle, _foot(case, NOT_EVIDENCE), alt


def _versions(table, case):
    versions = table[table["kinds"] != ""]
    if versions.empty:
        return "No versions are held beside the closest wording found", "", _foot(case), "Empty chart: no versions held."
    counts = Counter(_as_told(row) for _, row in versions.iterrows())
    most = counts.most_common(4 if len(counts) > 5 else 5)
    others = len(versions) - sum(n for _, n in most)
    verb = "give" if most[0][1] > 1 else "gives"
    told = _join(
        [f"{n} {verb + ' ' if i == 0 else ''}{what}" for i, (what, n) in enumerate(most)] + ([f"{others} something else"] if others else [])
    )
    title = f"Of the {len(versions)} versions held, {told}" if len(versions) > 1 else f"The one version held gives {next(iter(counts))}"
    primary = table[table["kinds"] == ""].iloc[0]
    alt = f"Range plot of {len(versions)} versions of one statement, grouped by kind of difference, beside the closest wording found, “{_clip(primary['english'] or primary['printed'], 60)}”. {title}."
    return title, "Versions were collected because they differ; this is not a rate.", _foot(case, "Band: the closest wording found."), alt


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


def _range(gap, case):
    if gap.ratio is None:
        return headline(gap), "", _foot(case), headline(gap)
    ends, (ratio, _, lowest, highest) = range_of(gap), _upright(gap)
    title = f"Not accounted for: {_ends(lowest, highest)}, of {times(ratio)} printed"
    alt = f"Range bar of the part not accounted for over {ends['choices']} defensible choices: lowest {times(ends['lowest'])}, highest {times(ends['highest'])}, default {times(ends['default'])}; printed ratio {times(gap.ratio)}."
    return title, f"Over {ends['choices']} defensible choices; the mark is the default", "", alt


def _ends(low: float, high: float) -> str:
    """A range of factors in words: one factor where the ends read the same."""
    if max(abs(math.log(low)), abs(math.log(high))) < 1e-9:
        return "nothing"
    return times(low) if times(low) == times(high) else f"{times(low)} to {times(high)}"


def _choices(table, case):
    if table.empty:
        return "No choices to draw", "", _foot(case), "Empty chart: no choices."
    low, high = table["unexplained"].min(), table["unexplained"].max()
    title = f"Over {len(table)} defensible choices, {_ends(low, high)} is not accounted for"
    if _ends(low, high) in ("×1.0", "nothing"):
        title = f"Over {len(table)} defensible choices, nothing remains to be accounted for"
    subtitle = "Each point is one combination of the choices marked below it; the ring is the default. No point is the right one"
    alt = f"Specification curve of the part not accounted for over {len(table)} combinations of choices, sorted: lowest {times(low)}, highest {times(high)}."
    return title, subtitle, _foot(case, NOT_EVIDENCE), alt


def _conditions(gap, case):
    implied = next((c for c in gap.conditions if c.implied), None)
    others = [c for c in gap.conditions if not c.implied]
    unit = case.unit if case else "persons"
    near = [c for c in others if c.near and c.pace > 0]
    run = ""
    if near:
        lo, hi = min(near, key=lambda c: c.pace), max(near, key=lambda c: c.pace)
        run = f"published paces around those days run from about {_pace(lo.pace)} to about {_pace(hi.pace)}"
    if implied:
        title = f"Both figures as printed imply about {_pace(implied.pace)} {unit} a day" + (
            f"; {run}" if run else "; no published pace was found"
        )
    elif others:
        away = f"{len(others)} published {'pace is' if len(others) == 1 else 'paces are'} further away in time"
        title = f"The two figures imply no pace between them; {run or away}"
    else:
        title = "The two figures imply no pace between them, and none is published"
    subtitle = f"{_cap(unit)} a day ({case.measure_label(gap.basis.measure)}), each with the days that it covers; log scale" if case else ""
    alt = f"Dot plot of {len(gap.conditions)} paces in {unit} a day. {title}."
    return title, subtitle, _foot(case, "Counts of a period are never turned into totals."), alt


def _share_lost(table, case):
    if table.empty:
        return "No shares can be drawn: no figure has a denominator", "", _foot(case), "Empty chart: no figure has a denominator."
    lo, hi = table.loc[table["share"].idxmin()], table.loc[table["share"].idxmax()]
    title = f"Shares run from {lo['share']:.0%} to {hi['share']:.0%}; each has its own denominator and day"
    alt = (
        f"Range plot of {len(table)} shares of casualties in strength, {dates.say(table['day'].min())} to {dates.say(table['day'].max())}: lowest {lo['share']:.0%} ({lo['name']}), "
        f"highest {hi['share']:.0%} ({hi['name']}, of “{_clip(hi['whole'], 50)}”)."
    )
    return (
        title,
        "Each share with both uncertain; its denominator, and of whom and when, at the right",
        _foot(case, "A denominator is what the same source, else its group, had last said."),
        alt,
    )


_CAPTIONS = {
    "claims_over_time": _claims_over_time,
    "anatomy": _anatomy,
    "forest": _forest,
    "waterfall": _waterfall,
    "gap_over_time": _gap_over_time,
    "versions": _versions,
    "range_bar": _range,
    "choices": _choices,
    "conditions": _conditions,
    "share_lost": _share_lost,
}
