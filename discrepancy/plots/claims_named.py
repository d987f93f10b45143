"""TODO"""

from __future__ import annotations

from discrepancy import dates
from discrepancy.gap.gap import Gap
from discrepancy.plots.paper.captions import caption_of, foot_line, noun_of
from discrepancy.reading.short import short
from discrepancy.saying.numbers import times
from discrepancy.saying.text import cap, clip, possessive


@caption_of("claims_over_time")
def _words(result, case):
    gap = isinstance(result, Gap)
    if gap and result.case:
        return _words_of_gap(result)
    t = result
    if gap or t.empty:
        return "No figures to draw", "", foot_line(case), "Empty chart: no figures."
    noun = noun_of(case, case.defaults.get("measure", "")) if case else "Figures"
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
    return title, f"{cap(noun)}, {span}, log scale", foot_line(case), alt


def _words_of_gap(gap):
    case = gap.case
    high, low = gap.higher, gap.lower
    words = f"{high.name} {short(high.version.reading)}, {low.name} {short(low.version.reading)}"
    if high.claim.source == low.claim.source:
        words = f"{short(high.version.reading)} and {short(low.version.reading)}, both of {case.source_name(high.claim.source)}"
    days = {s.version.claim.statement_date for s in (high, low)}
    when = (
        cap(dates.on(next(iter(days))))
        if len(days) == 1
        else f"{cap(dates.on(high.version.claim.statement_date))} and {dates.say(low.version.claim.statement_date)}"
    )
    found = gap.later_figures
    tail = ""
    if found:
        who = case.group_name(found.claim.group)
        tail = f"; {possessive(who)} own count was {short(found.claim.reading())} {dates.on(found.claim.statement_date)}"
    title = f"{when}: {words}{tail}"
    subtitle = f"{cap(noun_of(case, gap.basis.measure))}; as printed, with the interval that the words suggest, log scale{'' if not gap.basis.known_by else '; as known on ' + dates.say(gap.basis.known_by)}"
    alt = (
        f"Dot plot over time of {noun_of(case, gap.basis.measure)}, log scale, {len(gap.printed_figures)} printed figures. {high.name}: {short(high.version.reading)}; "
        f"{low.name}: {short(low.version.reading)}, {times(gap.ratio)} apart"
        + (f"; {who}: “{clip(found.claim.phrase, 50)}” {found.days} days later." if found else ".")
    )
    return title, subtitle, foot_line(case), alt
