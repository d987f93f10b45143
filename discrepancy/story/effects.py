"""Source effects → sentences: what each source adds as a habit, each with its range, and whether that is a constant or a delay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discrepancy.saying.numbers import spelled
from discrepancy.saying.text import cap, join
from discrepancy.sources.effects.views import delays, reference_name, spoken, stand_apart
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
    if not spoken(found):
        return [("", "No source gave a figure of this measure: there is no effect to tell.")]
    rows = [r for r in spoken(found) if r["statements"] > 1]
    single = len(spoken(found)) - len(rows)
    listed = (
        f" {cap(spelled(single, 'source'))} gave one figure{' each' * (single > 1)}: that is no habit, and is in the table alone."
        if single
        else ""
    )
    if not rows:
        return [("", f"{listed.strip()} A source effect is {INTENT}.")]
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
    text += f"{listed} The ranges hold if the assumptions of the model do. A source effect compares figures with figures and is {INTENT}."
    level = (
        f"No source is known to be right, so where {found.none} stands is a convention: here {reference_name(found)}. Another reference "
        f"{Sizes.of(found).words.level}; how sources stand to each other stays."
    )
    return [("", stops(text)), ("The level is a convention", stops(level))]


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
        whose = f"the other {spelled(len(rest))}" if told else f"none of {spelled(len(rows))}"
        lead = f"For {whose} sources and groups" if len(rows) > 1 else f"For {rows[0]['name']}"
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
        f"Of {r['name']}, {MODEL[r['better']]} foretells the next figure better than {other}, by {r['difference']:.1f} (standard error "
        f"{r['error']:.1f}) over {spelled(r['predicted'])} statements: {found.say(r['size'])} ({Sizes.of(found).to(r['low'], r['high'])}) against "
        f"a delay of {spelled(int(r['delay']), 'day')} ({r['delay_low']:.0f} to {r['delay_high']:.0f})."
    )
