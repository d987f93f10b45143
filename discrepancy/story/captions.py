"""Results → the words around each figure: title, subtitle, foot and alt sentence."""

from __future__ import annotations

import math
import re
from collections import Counter

from .. import dates
from ..case import Case
from ..gap import Gap
from ..multiverse import range_of
from .gaps import headline
from .many import _MODEL, INTENT, _many, _stand_apart, allowed, delays, reference_name, spoken, sums_of_parts
from .words import (
    NOT_EVIDENCE,
    REMAINS,
    Caption,
    _cap,
    _clip,
    _ends,
    _few_or,
    _join,
    _of,
    _pace,
    _stops,
    _upright,
    number,
    possessive,
    short,
    times,
)


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


def _day_of(found) -> str:
    known = f", as known on {dates.say(found.basis.known_by)}" if found.basis.known_by else ", with hindsight"
    return f"on {dates.say(found.basis.as_of)}{known}"


def _noun_on(found) -> str:
    return f"{_cap(_noun(found.case, found.basis.measure))}, {_day_of(found)}"


def _ranges(found, case):
    f = found.figures
    if f.empty:
        return _many(found), _noun_on(found), _foot(case), "Empty chart: no source has a usable figure."
    hi, lo = f.iloc[0], f.iloc[-1]
    n = len(f)
    sets = [a for a, _ in found.agreement if a.size > 1]
    band = (
        f"Shaded: {_join_or([allowed(a.low, a.high) for a in sets])}, which the words of {_few_or(sets[0].size)} independent sources allow together"
        if sets
        else "No two independent sources allow a common number by their words"
    )
    alt = (
        f"Range chart of {_noun(case, found.basis.measure)}, {_day_of(found)}, log scale: {n} source{'s' if n > 1 else ''} from {number(lo['estimate'])} ({lo['name']}) to "
        f"{number(hi['estimate'])} ({hi['name']}), all as printed, all on one basis, then group by group. {band}."
    )
    also = "Hollow: what a source also gave where the basis leaves a dimension open." if any(f["also"]) else ""
    return _many(found), f"{_noun_on(found)}; log scale. {band}", _foot(case, also), alt


def _join_or(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} or {parts[-1]}"


MOST_PAIRED = 12  # sources in a matrix that can be read


def _pairs(found, case):
    pairs = found.pairs.to_dict("records")
    if not pairs:
        return "No pair of sources has usable figures", _noun_on(found), _foot(case), "Empty chart: no pair of sources has usable figures."
    apart = [(abs(math.log(p["printed"])), abs(math.log(p["normalized"]))) for p in pairs]
    n, same = len(apart), sum(abs(before - after) < 0.005 for before, after in apart)
    closer = sum(after < before - 0.005 for before, after in apart)
    further = _few_or(n - same - closer)
    title = f"Of {n:,} pairs of sources {_few_or(closer)} {'is' if closer == 1 else 'are'} closer on one basis, {further} further apart, {_few_or(same)} as before"
    if same == n:
        title = f"One basis leaves all {n:,} pairs of sources as far apart as they were printed"
    if n == 1:
        title = f"One pair of sources: {times(pairs[0]['printed'])} as printed, {times(pairs[0]['normalized'])} on one basis"
    half = [times(math.exp(sorted(logs)[n // 2])) for logs in zip(*apart, strict=True)]
    subtitle = f"{_noun_on(found)}. The source of the row and that of the column: the one with the higher estimate over the other"
    subtitle += f". Half the pairs differ by {half[0]} or more as printed, {half[1]} on one basis" if n > 1 else ""
    sources = {name for p in pairs for name in (p["a"], p["b"])}
    most = max(pairs, key=lambda p: p["normalized"])
    alt = (
        f"Matrix of ratios between {len(sources)} sources, as printed below the diagonal, on one basis above. {title}. Furthest apart on one basis: "
        f"{most['a_name']} and {most['b_name']}, {times(most['normalized'])}."
    )
    cut = f"The {MOST_PAIRED} highest of {len(sources)} are drawn, all are in the table. " if len(sources) > MOST_PAIRED else ""
    return title, subtitle, _foot(case, f"{cut}{NOT_EVIDENCE}"), alt


def _repeats(seen, case):
    n, own = len(seen.sources), len(seen.independent)
    noun = _cap(_noun(case, seen.basis.measure))
    known = f", as known on {dates.say(seen.basis.known_by)}" if seen.basis.known_by else ""
    if not n:
        return "No source printed a figure of this measure", f"{noun}{known}", _foot(case), "Empty chart: no source printed a figure."
    counts = Counter(seen.edges["basis"])
    if not counts:
        title = f"No figure of the {_few_or(n)} sources is known or suspected to be another's" if n > 1 else "One source gave figures"
    else:
        title = f"Of {_few_or(n)} sources {_few_or(own)} gave a figure of their own, as far as is known"
    kinds = [
        f"{words}: {counts[k]}"
        for k, words in (
            ("stated", "solid, the record says so"),
            ("inferred", "dashed, inferred"),
            ("suspected", f"dotted, the same number within {seen.near} days, only suspected"),
        )
        if counts[k]
    ]
    subtitle = f"{noun}{known}; a mark a statement, an arrow to the one that has the same figure" + (
        f" ({'; '.join(kinds)})" if kinds else ""
    )
    suspected = "A like number is no sign of copying: chance and a common origin look the same." if counts["suspected"] else ""
    alt = (
        f"Lanes of {n} sources over time, a mark for each of {len(seen.figures)} statements, arrows to statements with another's figure: {counts['stated']} stated, "
        f"{counts['inferred']} inferred, {counts['suspected']} suspected. {title}."
    )
    return title, subtitle, _foot(case, suspected), alt


def _left_out(found, case):
    table = found.without
    if table.empty:
        return "No source has a usable figure on this basis", _noun_on(found), _foot(case), "Empty chart: no source has a usable figure."
    one = table[table["kind"] == "source"]
    ratios = (one["highest"] / one["lowest"]).tolist()
    subtitle = f"{_noun_on(found)}; log scale. Grey: lowest to highest. Dark: what the words of most sources allow, where that is one span"
    title = "One source has a usable figure: there is nothing to leave out"
    if len(one) > 1:
        least = min(range(len(ratios)), key=ratios.__getitem__)
        title = f"Without any one source the figures still differ by {times(ratios[least])} or more"
    alt = f"Range chart: lowest to highest figure of {len(found.figures)} sources, then without each source and each group. {title}."
    if len(one) > 1:
        alt += f" Without {one.iloc[least]['left_out']} they run from {number(one.iloc[least]['lowest'])} to {number(one.iloc[least]['highest'])}."
    foot = ""
    if found.pooled:
        p = found.pooled.to_dict()["count"]
        pooled = f"about {number(p['best'])} ({number(p['low'])} to {number(p['high'])}, if the stated assumptions hold)"
        title = f"Pooled over {_few_or(found.pooled.k)} independent figures: {pooled}"
        subtitle += f". Diamond: pooled with {found.method}, 95 %"
        alt = f"{alt.partition('.')[0]}, with the pooled value. {title}."
        foot = _clip(" ".join(found.remarks), 400)
    elif found.refused:
        foot = _clip(f"No pooled value: {found.refused}", 300)
    return title, subtitle, _foot(case, foot), alt


def _effects(found, case):
    if isinstance(found, str) or not (rows := spoken(found)):
        return (
            "No source effects can be told",
            "",
            _foot(case),
            f"Empty chart: no source effects. {found if isinstance(found, str) else ''}",
        )
    case = found.case
    apart, _ = _stand_apart(rows)
    hi, lo = rows[0], rows[-1]
    if not apart:
        title = f"With {reference_name(found)} at ×1 the range of every source includes ×1"
    elif len(apart) == 1:
        side = "above" if apart[0]["low"] > 1 else "below"
        title = f"{apart[0]['name']} stands {side} {reference_name(found)}, by {times(apart[0]['low'])} to {times(apart[0]['high'])}"
    else:
        title = f"{_cap(_few_or(len(apart)))} of {_few_or(len(rows))} sources stand apart from {reference_name(found)}"
    known = f", as known on {dates.say(found.known_by)}" if found.known_by else ", with hindsight"
    subtitle = (
        f"{_cap(_noun(case, found.measure))}{known}; what each source's figures are of the common curve, 95 % range; {INTENT}. Below the axis: "
        "with another reference ×1 moves, the differences stay"
    )
    alt = (
        f"Range chart of the effects of {len(rows)} sources, by group and role, ×1 for {reference_name(found)}: highest {hi['name']}, {times(hi['multiplier'])} "
        f"({times(hi['low'])} to {times(hi['high'])}); lowest {lo['name']}, {times(lo['multiplier'])} ({times(lo['low'])} to {times(lo['high'])}); {INTENT}."
    )
    return title, subtitle, _foot(case, f"A source effect is {INTENT}."), alt


def _curve(result, case):
    if isinstance(result, str):
        return "No curve can be told", "", _foot(case), f"Empty chart: no curve. {result}"
    found, name = result if isinstance(result, tuple) else (result, result.measure)
    case = found.case
    rows = found.reports[found.reports["measure"] == name]
    if rows.empty:
        return "No figure of this measure was used", "", _foot(case), "Empty chart: no figure of this measure was used."
    days = sorted(rows["date"])
    last, middle = days[-1], days[len(days) // 2]  # the middle one, where the curve rests on most: at its end it may rest on one
    c = found.curve[found.curve["measure"] == name]
    at = c.iloc[min(range(len(c)), key=lambda i: abs((c["date"].iloc[i] - middle).days))]
    span = f"about {number(at['mean'])} ({number(at['low'])} to {number(at['high'])}) on {dates.say(at['date'])}"
    title = f"With {reference_name(found)} at ×1 the common curve stands at {span}"
    known = f", as known on {dates.say(found.known_by)}" if found.known_by else ", with hindsight"
    subtitle = f"{_cap(_noun(case, name))}{known}; every figure that was used, and the curve that with the source effects fits them best; log scale"
    lo, hi = rows.loc[rows["count"].idxmin()], rows.loc[rows["count"].idxmax()]
    sums = len(sums_of_parts(found, name))
    added = f" and {_few_or(sums)} sum{'s' if sums > 1 else ''} of parts" if sums else ""
    alt = (
        f"Dot plot over time of {len(rows)} figures{added} of {_noun(case, name)}, {dates.say(rows['date'].min())} to {dates.say(last)}, log scale, from {number(lo['count'])} "
        f"({lo['name']}) to {number(hi['count'])} ({hi['name']}), with a common curve: {span}, ×1 for {reference_name(found)}."
    )
    return (
        title,
        subtitle,
        _foot(case, "Told for the middle one of the figures. Another reference moves the curve up or down as a whole."),
        alt,
    )


def _lags(found, case):
    if isinstance(found, str) or not (rows := delays(found)):
        why = found if isinstance(found, str) else "No source gave two figures with others' before the second."
        return "Constant and delay cannot be compared", "", _foot(case), f"Empty chart: constant and delay cannot be compared. {why}"
    case = found.case
    told = [r for r in rows if r["tells"]]
    if not told:
        title = (
            "Constant or delay: for no source or group is either clearly ahead"
            if len(rows) > 1
            else f"Constant or delay: neither is clearly ahead for {rows[0]['name']}"
        )
    else:
        title = f"Constant or delay: one is clearly ahead for {_few_or(len(told))} of {_few_or(len(rows))} sources and groups"
    known = f", as known on {dates.say(found.known_by)}" if found.known_by else ", with hindsight"
    subtitle = (
        f"{_cap(_noun(case, found.measure))}{known}. How much better a delay (filled) and both together (hollow) foretell the next figure than a "
        "constant factor: difference in predictive score, each statement from what was said before it"
    )
    most = max(rows, key=lambda r: r["difference"])
    alt = (
        f"Dot plot of predictive scores of a delay, and of both, against a constant, for {len(rows)} source{'s and groups' if len(rows) > 1 else ''}. {title}. Largest difference: "
        f"{most['name']}, {most['difference']:.1f} in favour of {_MODEL[most['better']]}."
    )
    return title, subtitle, _foot(case, f"At the right: the constant, and the delay, with 95 % ranges; {INTENT}."), alt


_CAPTIONS = {
    "lags": _lags,
    "effects": _effects,
    "curve": _curve,
    "ranges": _ranges,
    "pairs": _pairs,
    "repeats": _repeats,
    "left_out": _left_out,
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
