"""A gap → sentences: headline, what accounts for it, what remains, whether both can be right, what came later, reasons given.

Each sentence that the report, the note and the command share is written here once, in the same form for both sides.
"""

from __future__ import annotations

from discrepancy import dates
from discrepancy.basis.standing import KINDS
from discrepancy.gap.gap import Gap
from discrepancy.reading.widths import OUTSIDE
from discrepancy.retelling import outlet
from discrepancy.saying.numbers import quantity, significant, spelled
from discrepancy.saying.text import cap, join
from discrepancy.story.later import later_told, reasons_given, stopped
from discrepancy.story.possible import both_right, day, headlined
from discrepancy.story.short import short
from discrepancy.story.sizes import Sizes
from discrepancy.story.views import case_of, ends_of, inferred_ends, inferred_side, size_of, standing_of, tie
from discrepancy.story.words import ALIKE, NOT_EVIDENCE, REMAINS, TOGETHER, Told, of_whom, stops, together, whose

NO_RATIO = "A count of 0 has no ratio."


def headline(gap: Gap) -> str:
    """By what the two figures differ, the larger over the smaller, how much of it is accounted for, and a limit, an interval or an unknown size
    that leaves open whether they contradict each other."""
    gap = gap.upright
    sides = sorted((gap.a, gap.b), key=lambda s: s.name) if tie(gap) else (gap.a, gap.b)
    both, (high, low) = cap(" and ".join(of_whom(s.name) for s in sides)), (short(s.version.reading) for s in sides)
    if tie(gap):
        text = f"{both} are the same number{'' if high == low else f': {high} and {low}'}."
    elif gap.total is None:
        text = f"{cap(of_whom(gap.a.name))} is {high}, {of_whom(gap.b.name)} is {low}. {differ_by(gap)}"
    elif size_of(gap) < Sizes.of(gap).printed:
        text = f"{both} are practically the same: {high} and {low}."
    else:
        one, other = of_whom(gap.a.name), whose(gap.b.name)
        if gap.case and gap.a.claim.source == gap.b.claim.source and gap.a.name != gap.b.name:
            one, other = f"one figure of {gap.case.source_name(gap.a.claim.source)}", "the other"
        first, last = headlined(gap)
        text = " ".join(filter(None, (first, f"{cap(_compared(gap, one, other))}.", read_as(gap), accounted(gap), last)))
    return stops(text)


def read_as(gap: Gap) -> str:
    """Which number was taken for a range or a vague word, of which none was printed; empty where both figures are numbers."""
    read = [
        f"the words {s.version.quoted} are read as about {Sizes.of(gap).about(s.value)}" for s in (gap.a, gap.b) if s.version.reading.vague
    ]
    return f"{cap(join(read))}." if read else ""


def as_printed(gap: Gap) -> str:
    """How two figures are as they are compared: printed, or read where one of them is a range or a vague word."""
    return "as read" if read_as(gap) else "as printed"


def differ_by(gap: Gap) -> str:
    """By what two figures differ of which one is 0."""
    return f"They differ by {quantity(gap.upright.a.value - gap.upright.b.value, gap.unit, gap.grain)}. {NO_RATIO}"


def _compared(gap: Gap, one: str, other: str) -> str:
    """The higher figure against the lower one, in the form of the scale."""
    sizes, (high, low) = Sizes.of(gap), (short(s.version.reading) for s in (gap.a, gap.b))
    return sizes.words.compared.format(one=one, other=other, high=high, low=low, size=sizes.apart(size_of(gap)).removeprefix("×"))


def accounted(gap: Gap) -> str:
    """How much of the difference the record accounts for, in one of a few fixed sentences; what is too little to be told is not."""
    share, rest, sizes = gap.unexplained.share or 0.0, size_of(gap.upright, "unexplained"), Sizes.of(gap)
    if own := from_figures(gap):
        return own
    if unsized_kind(gap):
        return "They are not numbers of one kind."
    if sizes.none(rest):
        return "The public record accounts for the whole difference."
    if practically_nothing(gap):
        return "The public record accounts for none of the difference."
    if share > 1.02:
        return "What is known widens the difference."
    if rest <= -sizes.told:
        return "What is known turns the difference round."
    parts = ((0.98, "none"), (0.67, "little"), (0.33, "part"), (0.1, "most"))
    return f"The public record accounts for {next((word for least, word in parts if share >= least), 'nearly all')} of the difference."


def practically_nothing(gap: Gap) -> bool:
    """Whether what is known moves the difference by too little to be told, beside what remains."""
    share, moved = gap.unexplained.share or 0.0, size_of(gap) - size_of(gap, "unexplained")
    return abs(moved) < Sizes.of(gap).told and not 0 <= share < 0.9


def from_figures(gap: Gap) -> str:
    """That what lies between two figures was computed from themselves; empty where nothing was."""
    names = [f.name for f in gap.factors if f.from_figures and f.size]
    if not names:
        return ""
    if names == ["revision"]:
        return "Both are figures of one source for one day: the newer one is its revision of the other."
    if set(names) <= {"revision", "definition", "timing"}:
        return "Both are figures of one source: what is between them is its own change."
    if Sizes.of(gap).none(size_of(gap, "unexplained")):
        return "What separates them is known; its size was computed from the two figures themselves, so that it explains nothing."
    return "A difference between them is known; its size was computed from figures themselves, so that it explains nothing."


def unsized_kind(gap: Gap) -> str:
    """That one is the count of a week and the other a total, or the like; empty for numbers of one kind."""
    if gap.standing is None or gap.a.claim.kind == gap.b.claim.kind:
        return ""
    one, two = (gap.standing.in_time(s.claim) for s in (gap.a, gap.b))
    return f"One is {one}, the other {two}."


def gap_story(gap: Gap, first: bool | None = None) -> list[tuple[str, str]]:
    """The gap in paragraphs: (heading, text), in the order of every report.

    Both figures in their own words, by what they differ, what is accounted for, what is not, what came later; of it the sentences that
    stand on the `first` screen, or those that do not.

    Examples
    --------
    >>> import discrepancy as dc
    >>> gap_story(dc.explain(dc.load_case("dprk-kursk")))[0][1].endswith("This is not evidence that either source is wrong.")
    True
    """
    gap = gap.upright
    paragraphs: list[tuple[str, Told]] = [("", [*_accounts(gap), (rest(gap), True)])]
    if gap.others:
        paragraphs.append(("Also in the record", [(also(gap), False)]))
    if gap.case and gap.total is not None:
        if not tie(gap):
            paragraphs.append(("Can both be right?", both_right(gap)))
        paragraphs.append(("Later figures", [*([] if tie(gap) else later_told(gap)), (stopped(gap), False)]))
        paragraphs.append(("Reasons given", reasons_given(gap)))
    return [(heading, stops(text)) for heading, told in paragraphs if (text := together(told, first))]


def given_for_this_pair(gap: Gap) -> list[dict]:
    """The reasons that somebody gave for this pair."""
    return [r for r in gap.reasons if r["for_this_pair"]]


def said(gap: Gap) -> str:
    """Both figures in their own words, in the same form for both, the larger one first."""
    parts = []
    for side in (gap.upright.a, gap.upright.b):
        c = side.version.claim
        when = "" if side.apart or not c.statement_date else f" {dates.on(c.statement_date)}"  # what tells two sides apart says the day
        where = f" ({outlet(c)})" if c.reported_by or c.url else ""
        parts.append(f"{side.name}{when}: {side.version.quoted}{where}")
    return cap("; ".join(parts)) + "."


def step_of(gap: Gap) -> str:
    """What a step of the gap is called: a factor, or an amount."""
    return Sizes.of(gap).words.step


def running(gap: Gap, x: float | None) -> str:
    """A running figure in the unit, with at most the precision of the printed figures, and two digits at least.

    Examples
    --------
    >>> import discrepancy as dc
    >>> gap = dc.explain(dc.load_case("dprk-kursk"))
    >>> [running(gap, x) for x in (1100, 1292.9, 3000)]
    ['1,100', '1,300', '3,000']
    """
    if x is None:
        return ""
    if gap.unit:
        return Sizes.of(gap).about(x)
    digits = max(2, *(len(f"{s.value:.0f}".rstrip("0")) for s in (gap.a, gap.b)))
    return quantity(significant(x, digits))


def _accounts(gap: Gap) -> Told:
    """A sentence for each thing that could account for the gap."""
    if gap.total is None:
        return []
    does = f"; this {_does(gap, 'retelling')}" if abs(size_of(gap, "retelling")) > Sizes.of(gap).told else ""
    retold = f"{cap(gap.factor('retelling').because)}{does}." if gap.a.retold or gap.b.retold else ""
    told = [(unsized_kind(gap), True), (definition(gap), True), *dimensions(gap), (units(gap), False), (retold, True)]
    return [*told, (hedges(gap), False), (revision(gap), True), (timing(gap), True)]


def definition(gap: Gap) -> str:
    """What the two sides count, and what that changes."""
    if gap.case is None:
        return "Two phrases without a case: only their wording can be set apart."
    a, b, label = gap.a.figure.measure, gap.b.figure.measure, gap.case.measure_label
    if a == b == gap.basis.measure:
        caveat = gap.case.measures[a].caveat
        return f"Both are entered as {label(a)}" + (f"; {caveat}." if caveat else ".")
    verb = "give" if gap.unit else "count"
    one, other = of_whom(gap.a.name), whose(gap.b.name)
    same = f"Both {verb} {label(a)}" if a == b else cap(f"{one} {verb}s {label(a)}, {other} {label(b)}")
    if not gap.factor("definition").accounted:
        return f"{same}; no published figure says what this changes."
    return f"{same}; brought to {label(gap.basis.measure)}, this {_does(gap, 'definition')}."


def _does(gap: Gap, *names: str) -> str:
    """What steps do to the difference."""
    step, sizes = size_of(gap, *names), Sizes.of(gap)
    if abs(step) < sizes.printed:
        return f"changes it by less than {sizes.apart(sizes.alike)}"
    return f"{'accounts for' if step >= 0 else 'widens the difference by'} {sizes.apart(step)}"


def units(gap: Gap) -> str:
    """What was printed in another unit than the measure's, brought to it, and what was taken for granted in reading a unit."""
    brought = [s for s in (gap.a, gap.b) if s.version.claim.own_unit != (s.claim.unit, s.version.reading.per)]
    per = lambda r: f" a {r.per}" if r.per else ""
    as_read = join([f"{s.version.quoted} is {short(s.version.reading)}{per(s.version.reading)}" for s in brought]) if brought else ""
    told = [f"The units were brought together exactly: {as_read}."] if brought else []
    assumed = dict.fromkeys(word for s in (gap.a, gap.b) for word in s.version.reading.assumed if word != OUTSIDE)
    return " ".join([*told, *([f"Taken for granted: {'; '.join(assumed)}."] if assumed else [])])


def revision(gap: Gap) -> str:
    """What a source changed in its own figure for the same day since; nothing where neither did."""
    told = []
    for side in (gap.a, gap.b):
        if gap.case and side.estimate.steps["revision"].size:
            newest = standing_of(gap).newest_vintage(side.figure)
            on = dates.on(newest.claim.statement_date)
            told.append(f"{of_whom(side.name)} was revised by its source {on} from {side.figure.quoted} to {newest.quoted}")
    return f"{cap(join(told))}, which {_does(gap, 'revision')}." if told else ""


def dimensions(gap: Gap) -> Told:
    """What the two sides say of each declared dimension, where they differ."""
    open_: list[str] = []
    sized: Told = []
    for name, meeting in gap.targets.items():
        label = case_of(gap).dimension_label
        values = [s.claim.dimension(name) for s in (gap.a, gap.b)]
        words = [label(name, value) if value else "not stated" for value in values]
        differ = f"{label(name)}: {words[0]} against {words[1]}"
        if words[0] == words[1]:
            continue
        if gap.factor(name).accounted:
            moved = [s for s, value in zip((gap.a, gap.b), values, strict=True) if value not in ("", meeting)]
            why = "; ".join(dict.fromkeys(s.estimate.steps[name].because for s in moved))
            does = "" if gap.factor(name).from_figures else f", which {_does(gap, name)}"
            sized += [(f"They differ in {differ}{does}.", True), (f"{cap(why)}.", bool(gap.factor(name).from_figures))]
        else:
            open_.append(differ)
    if open_:
        differ = f"They {'also ' if sized else ''}differ in {'; in '.join(open_)}; no published figure says what this changes."
        sized.append((differ, gap.possible is None))  # else the two numbers have it beside them
    return sized


def hedges(gap: Gap) -> str:
    """What the words change, where they change anything to speak of."""
    if abs(size_of(gap, "wording")) < Sizes.of(gap).told:
        return ""
    return f"The wording ({short(gap.a.version.reading)}; {short(gap.b.version.reading)}) {_does(gap, 'wording')}."


def timing(gap: Gap) -> str:
    """What the days change that the two sides speak of."""
    if gap.case is None:
        return ""
    if gap.inferred:
        return _if_derived(gap)
    if Sizes.of(gap).none(size_of(gap, "timing")):
        days = list(dict.fromkeys(day(s) for s in (gap.a, gap.b)))
        if gap.factor("timing").accounted or len(days) < 2:
            return ""
        return f"They are figures for {join(days)}; the sources' own figures do not say what this changes."
    moved = [s for s in (gap.a, gap.b) if s.estimate.steps["timing"].size]
    by = lambda step: "" if abs(step) < Sizes.of(gap).printed else f" by {gap.say(step)}"  # how a figure itself moved
    parts = [f"{of_whom(s.name)} from {day(s)}{by(s.estimate.steps['timing'].size)}" for s in moved]
    return f"Bringing both to {dates.say(gap.basis.as_of)} by the sources' own figures ({join(parts)}) {_does(gap, 'timing')}."


def _if_derived(gap: Gap) -> str:
    """The sentence of an inferred derivation; it starts with If."""
    side = inferred_side(gap)
    days = (dates.middle(side.claim.statement_date) - side.estimate.as_of).days
    age = f"was {spelled(days, 'day')} old" if days > 0 else f"speaks of {dates.say(side.estimate.as_of)}"
    origin = case_of(gap).by_statement[side.claim.derived_from][0]
    sizes, ends = Sizes.of(gap), inferred_ends(gap)
    low, high, whole = (sizes.say(size).removeprefix("×") for size in (*ends, ends_of(gap)[0]))
    falls = size_of(gap, "timing") > 0 and high != whole
    return (
        f"If {of_whom(side.name)} {age}, as its match with what {case_of(gap).source_name(origin.source)} said "
        f"{dates.on(origin.statement_date)} suggests, the {sizes.words.whole} {'falls to' if falls else 'is then'} "
        f"{low if low == high else f'between {low} and {high}'}."
    )


def rest(gap: Gap, ranged: bool = False) -> str:
    """What is not accounted for, as a range if asked; always with the sentence that it is no evidence against either."""
    if gap.total is None:
        return ALIKE if tie(gap) else NOT_EVIDENCE
    sizes, (_, left, lowest, highest) = Sizes.of(gap), ends_of(gap)
    ends = sizes.between(lowest, highest) if ranged and sizes.say(lowest) != sizes.say(highest) else ""
    over, step = f"ver every defensible choice {ends}" if ends else "", gap.scale.at(left)
    if tie(gap) and abs(step) < sizes.told:
        return ALIKE
    if from_figures(gap) and abs(step) < sizes.told:
        own = all(f.name in ("revision", "definition", "timing") for f in gap.factors if f.from_figures and f.size)
        left = "Nothing else is between them" if own else "So nothing can be told of what remains"
        return f"{left}. {TOGETHER}"
    if sizes.none(step):
        remains = f" by the default choices; o{over} remains" if over else ""
        return f"Nothing remains to be accounted for{remains}. {TOGETHER}"
    unexplained = "the difference" if practically_nothing(gap) else "the rest"
    lead = f"No source found explains {unexplained}. " if gap.case and not given_for_this_pair(gap) and not ranged else ""
    small = abs(step) < sizes.told and sizes.apart(step) != sizes.step(sizes.told)  # ×1.046 prints as ×1.05, and so is not less
    least = sizes.alike if abs(step) < sizes.printed else sizes.told
    what = f"less than {sizes.step(least)}" if small else sizes.left(step)
    behind = _behind(gap)
    what = f"o{over}" if over else what
    return f"{lead}{cap(sizes.present(f'{behind}, {what}' if behind else what))} {REMAINS}. {NOT_EVIDENCE}"


def _behind(gap: Gap) -> str:
    """The factors that a remainder rests on, each with its size; nothing where none changes anything to speak of."""
    sizes, case = Sizes.of(gap), gap.case
    named = lambda f: case.dimension_label(f.name) if case and f.name in case.dimensions else f.name
    size = lambda step: (sizes.left if abs(step) >= sizes.told else sizes.step)(step)  # a small one that goes the other way is below 1
    told = [f"{named(f)} ({size(f.size)})" for f in gap.factors[:-1] if f.size and abs(f.size) > sizes.printed]
    return f"after {join(told)}" if told else ""


def also(gap: Gap) -> str:
    """The other subjects that both sides speak of, and how to choose one."""
    case, found = case_of(gap), []
    for other in gap.others[:5]:
        subject = other.subjects[0]
        values = [f"{case.dimension_label(name)}: {case.dimension_label(name, value)}" for name, value in subject.dims if value]
        kind = [] if subject.kind == gap.a.claim.kind else [f"a {KINDS[subject.kind]}"]
        window = [f"from {dates.say(subject.period[0])}"] if subject.period[0] else []
        found.append(
            f"{', '.join([*values, *kind, *window]) or 'another value, not stated'} ({dates.say(other.common or gap.basis.as_of)})"
        )
    more = f" and {spelled(len(gap.others) - 5)} more" if len(gap.others) > 5 else ""
    return f"Both also give figures of {'; '.join(found)}{more}."
