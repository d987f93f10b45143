"""Two tables of one total → sentences: both totals, and where what one has more than the other sits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discrepancy import dates
from discrepancy.display import Table
from discrepancy.saying.numbers import quantity, spelled
from discrepancy.saying.telling import teller
from discrepancy.saying.text import cap, clip, join
from discrepancy.story.words import NOT_EVIDENCE, stops
from discrepancy.strata.result import ORDER, Where

if TYPE_CHECKING:
    import pandas as pd

WHERE_NOT_WHY = "This says where the gap sits, not why."


@teller(Where)
def where_story(found: Where) -> list[tuple[str, str]]:
    """Where the gap sits, in paragraphs: the terms, the largest strata, what is inside one source, what was left aside.

    Examples
    --------
    >>> import pandas as pd, discrepancy as dc
    >>> a, b = (pd.DataFrame({"region": list("nse")[:n], "deaths": [9400, 300, 100][:n]}) for n in (3, 1))
    >>> where_story(dc.where(a, b, "region"))[0][1]
    'Of 400 more, all are in two regions that the second table does not cover (s and e).'
    """
    told = [(headline(found), " ".join([*terms(found), *_differing(found)]))]
    if inside := list(_inside(found)):
        told.append(("Inside one source", " ".join(inside)))
    whose = [f" of {name}" if found.case else f" ({which} table)" for which, name in zip(ORDER, found.names, strict=True)]
    unused = [f"{', '.join(columns)}{of}" for of, columns in zip(whose, found.unused, strict=True) if columns]
    doubts = [
        f"{name!r} ({column}) holds as much of {table} as all others together: if it is their total, {'leave it out' if found.case else 'name it'}."
        for table, column, name in found.doubts
    ]
    if aside := [*doubts, *([f"Nothing was made of {join(unused)}."] if unused else [])]:
        told.append(("Left aside", " ".join(aside)))
    told = [(heading, stops(text)) for heading, text in told]
    return [*told, ("", f"{WHERE_NOT_WHY} {NOT_EVIDENCE}")]


def say(found: Where, amount: float, signed: bool = False) -> str:
    """An amount with the digits that the tables print."""
    return quantity(amount, "", found.grain, signed)


def headline(found: Where) -> str:
    """Both totals."""
    one, two = (quantity(total, found.unit, found.grain) for total in found.totals)
    if found.case:
        day = f" ({' to '.join(map(dates.say, found.day.split(' to ')))})" if found.day else ""
        return f"The numbers of {found.names[0]} come to {one}, those of {found.names[1]} to {two}{day}"
    names = [f" ({name.rpartition('/')[2]})" * (name != side) for side, name in zip(found.sides, found.names, strict=True)]
    return f"The first table{names[0]} comes to {one}, the second{names[1]} to {two}"


def where_table(found: Where, most: int = 15) -> Table:
    """The rows, the largest contribution first, each to the larger total over the smaller."""
    rows = found.strata.reset_index().dropna(axis=1, how="all")
    signed = [name for name in rows if name in (*found.sums, "contribution")]
    rows[signed] = rows[signed] * found.up + 0.0
    return Table(rows.rename(columns=dict(zip(ORDER, found.names, strict=True))) if found.case else rows, most=most)


def stratum_name(key: object) -> str:
    """The name of a stratum for readers."""
    return " · ".join(map(str, key)) if isinstance(key, tuple) else str(key)


def _rows(found: Where, n: int) -> str:
    """So many rows, by what names them where that is a word."""
    noun = found.by[0].lower() if len(found.by) == 1 and found.by[0].isalpha() else "row"
    plural = noun[:-1] + "ies" if noun[-1] == "y" else noun + "es" if noun[-1] in "sx" else noun + "s"
    return f"{spelled(n)} {noun if n == 1 else plural}"


def terms(found: Where) -> list[str]:
    """A sentence for each term that is not 0, those towards the gap first, the largest before others."""
    more = "first" if found.gap >= 0 else "second"
    other = {"first": "second", "second": "first"}
    side = dict(zip(ORDER, found.sides, strict=True))
    common = found.strata[found.strata["in"] == "both"]
    both = _rows(found, len(common)) + " that both cover"
    places: list[tuple[float, str, str]] = []  # size, where it is, which rows hold nearly all of it
    for which in (more, other[more]):
        alone = found.strata[found.strata["in"] == which]
        if len(alone):
            lacking = (
                f"for which there is no such number of {side[other[which]]}" if found.case else f"that {side[other[which]]} does not cover"
            )
            few = f" ({join([clip(stratum_name(key), 40) for key in alone.index])})" if len(alone) < 4 else ""
            named = "" if few else _most(found, alone["coverage"], True)
            places.append((alone["coverage"].sum(), f"{_rows(found, len(alone))} {lacking}{few}", named))
    words = {"composition": f"how {found.weight} is spread over {both}", "inside": "totals that their own rows do not come to"}
    words |= {"level": both, "rate": f"{found.value[0]} in {both}"} if len(found.value) == 1 else {}
    for name in [*(name for name in found.sums if name not in ("coverage", "inside")), "inside"]:
        named = _most(found, common[name], name == "level") if name not in ("composition", "inside") else ""
        places.append((found.sums[name], words.get(name, f"{name} in {both}"), named))
    towards = 1 if more == "first" else -1
    told, gap = [], say(found, abs(found.gap))
    of_sum = (found.value, found.weight) == (found.value[:1], "")
    for amount, place, named in sorted((p for p in places if say(found, p[0]) != "0"), key=lambda p: (p[0] * towards < 0, -abs(p[0]))):
        size, forth = say(found, abs(amount)), amount * towards >= 0
        verb = ("is" if size == "1" else "are") + " in" if of_sum else "comes from" if size == "1" else "come from"
        within = (lambda which: f"Of {side[which]}, ") if found.case else lambda which: f"In {side[which]}, "
        size = "all" if size == gap and forth and of_sum and size != "0" and not told else size
        whole = f"Of {gap} more, " if abs(amount) < abs(found.gap) + found.grain / 2 else f"{gap} more in {side[more]}: "
        start = "" if told and forth else whole if forth else "The other way, "
        start = within(more if forth else other[more]) if gap == "0" else start
        told.append(f"{start}{size}{' more' * (gap == '0')} {verb} {f'{named}{place}' if named.endswith(' of ') else f'{place}{named}'}.")
    if not told or (of_sum and say(found, found.sums["level"]) == "0"):
        told += _cancelled(found, common["contribution"], both)
    small = found.gap or found.strata["contribution"].any() or any(found.sums.values())
    return told or [
        "What differs is less than the last digit that is told." if small else "Nothing differs: the two are the same row by row."
    ]


def _most(found: Where, sizes: pd.Series, rows: bool) -> str:
    """The rows that hold nearly all of a term, where they are few beside all that it is of; `rows`: it is told as these alone."""
    ordered = sizes.iloc[(-sizes.abs()).argsort(kind="stable")]
    for k in range(1, min(3, len(sizes) // 2) + 1):
        part, rest = ordered.iloc[:k].sum(), ordered.iloc[k:].abs().sum()
        if rest <= abs(sizes.sum()) / 10 and say(found, part) != "0":
            names = join([clip(stratum_name(key), 40) for key in ordered.index[:k]])
            whole = say(found, abs(part)) == say(found, abs(sizes.sum()))
            if whole and k == 1 and rows:
                return f"{names}, one of "
            if abs(part) > abs(sizes.sum()) and not whole:
                return f", {say(found, abs(part))} in {names}, the other way {say(found, abs(sizes.sum() - part))} elsewhere"
            return f", {'all' if whole else say(found, abs(part))} of {'it' if say(found, abs(sizes.sum())) == '1' else 'them'} in {names}"
    few = [f"{say(found, abs(x))} in {clip(stratum_name(key), 40)}" for key, x in ordered.items()]
    return f", {join(few)}" if 1 < len(few) < 4 and (sizes * sizes.sum() > 0).all() else ""


def _cancelled(found: Where, sizes: pd.Series, both: str) -> list[str]:
    """Rows that differ although nothing is left of it in their sum."""
    if not len(sizes) or say(found, sizes.abs().max()) == "0":
        return []
    key = sizes.abs().idxmax()
    largest = f"{say(found, abs(sizes[key]))} more in {found.sides[0 if sizes[key] > 0 else 1]}"
    return [f"{cap(both)} differ and come to the same; furthest apart is {clip(stratum_name(key), 40)}, {largest}."]


def _differing(found: Where) -> list[str]:
    """What is known to differ between two sources, and the words around their numbers."""
    told = [f"The two also differ in {label}: {one} against {two}." for label, one, two in found.differ]
    if found.hedged:
        told.append(
            f"{cap(spelled(found.hedged, 'number'))} {'is' if found.hedged == 1 else 'are'} hedged or a range: the number, or the middle, is taken."
        )
    return told


def _inside(found: Where) -> list[str]:
    """Totals to which their own rows do not round."""
    told = []
    for side, total, parts in zip(found.sides, found.totals, found.parts, strict=True):
        if abs(total - parts) > found.grain * 0.501:
            sentence = f"{cap(side)} prints {say(found, total)}, and its rows come to {say(found, parts)}"
            sentence = f"The total of {side} is {say(found, total)}, and its parts come to {say(found, parts)}" if found.case else sentence
            told.append(f"{sentence}: {say(found, abs(total - parts))} are a difference inside it, not between the two.")
    return told
