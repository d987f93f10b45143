"""Source effects → sentences: what each source adds as a habit, each with its range, and whether that is a constant or a delay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discrepancy import dates
from discrepancy.saying.numbers import spelled
from discrepancy.saying.text import cap, join
from discrepancy.sources.effects.views import delays, reference_name, single, spoken, stand_apart
from discrepancy.story.sizes import Sizes
from discrepancy.story.words import of_whom, stops

if TYPE_CHECKING:
    from discrepancy.sources.effects.houses import Houses

INTENT = "not evidence of intent"


def _with_range(found: Houses, r: dict) -> str:
    return f"{found.say(r['size'])} ({Sizes.of(found).to(r['low'], r['high'])}, {spelled(r['statements'], 'figure')})"


def habits_story(found: Houses | str) -> list[tuple[str, str]]:
    """What each source adds as a habit, each with its range; or why that cannot be told.

    Examples
    --------
    >>> import discrepancy as dc
    >>> habits_story("no source effects of deaths: two figures are too few")
    [('', 'No source effects of deaths: two figures are too few.')]
    """
    if isinstance(found, str):
        return [("", stops(f"{cap(found)}."))]
    rows, alone = spoken(found), single(found)
    if not rows and not alone:
        return [("", "No source gave a figure of this measure: there is no effect to tell.")]
    listed = _one_figure_each(alone)
    if not rows:
        return [("", stops(f"{listed} A source effect is {INTENT}."))]
    apart, rest = stand_apart(rows)
    lead = f"Against {reference_name(found)}, "
    if apart:
        others = len(rest)
        text = lead + "; ".join(f"{of_whom(r['name'], 'figures')} stand at {_with_range(found, r)}" for r in apart) + "."
        text += f" Of {spelled(others, 'other source')} the 95 % range includes {found.none}." if others else ""
    elif len(rest) == 1:
        text = f"{lead}the figures of {rest[0]['name']} do not stand apart: {_with_range(found, rest[0])}, a 95 % range that includes {found.none}."
    elif not rest:
        text = f"{lead}nothing can be told of the only source with several figures: where it stands is the reference."
    else:
        hi, lo = rest[0], rest[-1]
        text = (
            f"{lead}no source stands apart: the 95 % range of each includes {found.none}. Highest {hi['name']}, {_with_range(found, hi)}; lowest {lo['name']}, "
            f"{_with_range(found, lo)}."
        )
    text += f" {listed}" if listed else ""
    text += (
        " The ranges allow for errors that stay with a source for a while, and not for errors that sources share or copies that nobody marked. "
        f"A source effect compares figures with figures and is {INTENT}."
    )
    level = (
        f"No source is known to be right, so where {found.none} stands is a convention: here {reference_name(found)}. Another reference "
        f"{Sizes.of(found).words.level}; how sources stand to each other stays."
    )
    more = [("Whether an effect changed", _changed(found)), ("With and without suspected copies", _copies(found, rows))]
    return [("", stops(text)), ("The level is a convention", stops(level)), *((head, stops(said)) for head, said in more if said)]


def _one_figure_each(alone: list[dict]) -> str:
    """The plain range of figures that are their source's only one."""
    if not alone:
        return ""
    low, high, n = alone[0], alone[-1], len(alone)
    said = lambda r: f"“{r['printed']}” ({r['name']}, {dates.say(r['date'])})"
    whole = f": {said(low)}" if n == 1 else f", from {said(low)} to {said(high)}"
    return f"{cap(spelled(n, 'source'))} gave one figure{' each' * (n > 1)}{whole}; that is no habit."


def _changed(found: Houses) -> str:
    """Changes that tell, with their days and sizes, and of how many sources nothing can be told."""
    rows = found.changes.to_dict("records")
    told, rest = [r for r in rows if r["tells"]], [r for r in rows if not r["tells"]]
    parts = [
        f"{cap(of_whom(r['name'], 'figures'))} change against those of the others between {dates.say(r['after'])} and {dates.say(r['by'])}: "
        f"later ones stand at {found.say(found.size(r))} ({Sizes.of(found).to(r['low'], r['high'])}) from earlier ones, and the effect above is "
        f"the mean over all of them."
        for r in told
    ]
    if rest:
        whose = rest[0]["name"] if len(rest) == 1 else f"{'the other ' if told else ''}{spelled(len(rest))} {'sources'}"
        parts.append(f"For {whose} these figures cannot tell whether an effect changed: it takes a step that stands out from other errors.")
    return " ".join(parts)


def _copies(found: Houses, rows: list[dict]) -> str:
    """Effects with the figures that are suspected to be copies, and without them, side by side."""
    n, other = len(found.suspected), found.without_copies
    if not other:
        return ""
    lead = f"{cap(spelled(n, 'figure'))} that {'is' if n == 1 else 'are'} used {'repeats' if n == 1 else 'repeat'} a number of another source on near days, "
    lead += "which chance and a common origin explain as well. "
    if isinstance(other, str):
        return f"{lead}Without {'it' if n == 1 else 'them'} no source effects can be told."
    left = {r["source"]: r for r in spoken(other)}
    beside = [f"{r['name']} {_with_range(found, r)}, without {_with_range(other, o)}" for r in rows if (o := left.get(r["source"]))]
    gone = [r["name"] for r in rows if r["source"] not in left]
    text = lead + f"With them as independent figures, and without them: {'; '.join(beside)}." if beside else lead
    return text + (f" Without them {join(gone)} gave too few figures of {'its' if len(gone) == 1 else 'their'} own." if gone else "")


def verdict(r: dict) -> str:
    """Which foretells better, in a few words; whether it tells."""
    n = f"{r['predicted']} of {r['statements']} statements foretold"
    return f"{MODEL[r['better']]} foretells better; {n}" if r["tells"] else f"none clearly ahead; {n}"


MODEL = {"constant": "a constant", "delay": "a delay", "both": "both together"}


def delays_story(found: Houses | str) -> list[tuple[str, str]]:
    """Constant or delay, with the difference in score, and whether it tells."""
    if isinstance(found, str):
        return [("", "Constant and delay cannot be compared: there are no source effects.")]
    rows = delays(found)
    if not rows:
        return [("", "No source gave two figures with others' figures before the second: constant and delay cannot be compared.")]
    told, rest = [r for r in rows if r["tells"]], [r for r in rows if not r["tells"]]
    parts, step = [_told_apart(found, r) for r in told], Sizes.of(found).words.step
    if rest:
        scores = [sorted(r[f"score_{name}"] for name in MODEL) for r in rest]
        most = max(best - second for *_, second, best in scores)
        whose = f"the other {f'{spelled(len(rest))} sources and groups' if len(rest) > 1 else 'source or group'}"
        lead = f"For {whose if told else f'none of {spelled(len(rows))} sources and groups'}" if len(rows) > 1 else f"For {rows[0]['name']}"
        ahead = (
            f"is a constant {step}, a delay or both" if len(rows) > 1 and not told else f"neither a constant {step} nor a delay nor both is"
        )
        parts.append(
            f"{lead} {ahead} clearly ahead: best and next best differ by at most {most:.1f} in score, where 2 and two standard errors would tell. "
            "A few statements rarely tell."
        )
    for sign, word in ((-1, "below"), (1, "above")):
        by = [(sign * (r["score_delay"] - r["score_constant"]), r) for r in rest]
        if far := [f"{r['name']} ({most:.1f}, {spelled(r['predicted'])} foretold)" for most, r in by if most >= 2]:
            parts.append(f"A delay alone scores 2 or more {word} a constant for {join(far)}.")
    parts.append(f"Either describes figures and is {INTENT}.")
    return [("", stops(" ".join(parts)))]


def _told_apart(found: Houses, r: dict) -> str:
    other = {"constant": "a delay", "delay": "a constant", "both": "either alone"}[r["better"]]
    return (
        f"Of {r['name']} against the others, {MODEL[r['better']]} foretells the next figure better than {other}, by {r['difference']:.1f} (standard error "
        f"{r['error']:.1f}) over {spelled(r['predicted'])} statements: {found.say(r['size'])} ({Sizes.of(found).to(r['low'], r['high'])}) against "
        f"a delay of {spelled(int(r['delay']), 'day')} ({r['delay_low']:.0f} to {r['delay_high']:.0f})."
    )
