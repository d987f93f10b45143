"""Two tables of one total → sentences: both totals, and where what one has more than the other sits."""

from __future__ import annotations

from discrepancy.saying.numbers import quantity, spelled
from discrepancy.saying.telling import teller
from discrepancy.saying.text import clip, join
from discrepancy.story.words import NOT_EVIDENCE
from discrepancy.strata.result import ORDER, Where

WHERE_NOT_WHY = "This says where the gap sits, not why."


@teller(Where)
def where_story(found: Where) -> list[tuple[str, str]]:
    """Where the gap sits, in paragraphs: the terms, the largest strata, what is inside one source, what was left aside.

    Examples
    --------
    >>> import pandas as pd, discrepancy as dc
    >>> a, b = (pd.DataFrame({"region": list("nse")[:n], "deaths": [9400, 300, 100][:n]}) for n in (3, 1))
    >>> where_story(dc.where(a, b, "region"))[0][1]
    'Of 400 more, 400 are in two regions that the second table does not cover (s and e). 0 are in one region that both cover.'
    """
    told = [(headline(found), " ".join(terms(found)))]
    if inside := list(_inside(found)):
        told.append(("Inside one source", " ".join(inside)))
    unused = [f"{', '.join(columns)} ({which} table)" for which, columns in zip(ORDER, found.unused, strict=True) if columns]
    doubts = [
        f"{name!r} ({column}) holds as much of {table} as all others together: if it is their total, name it."
        for table, column, name in found.doubts
    ]
    if aside := [*doubts, *([f"Nothing was made of {join(unused)}."] if unused else [])]:
        told.append(("Left aside", " ".join(aside)))
    return [*told, ("", f"{WHERE_NOT_WHY} {NOT_EVIDENCE}")]


def say(found: Where, amount: float, signed: bool = False) -> str:
    """An amount with the digits that the tables print."""
    return quantity(amount, "", found.grain, signed)


def headline(found: Where) -> str:
    """Both totals."""
    names = [f" ({name})" * (name != f"the {which} table") for which, name in zip(ORDER, found.names, strict=True)]
    one, two = (say(found, total) for total in found.totals)
    return f"The first table{names[0]} comes to {one}, the second{names[1]} to {two}"


def stratum_name(key: object) -> str:
    """The name of a stratum for readers."""
    return " · ".join(map(str, key)) if isinstance(key, tuple) else str(key)


def _rows(found: Where, n: int) -> str:
    """So many rows, by what names them where that is a word."""
    noun = found.by[0].lower() if len(found.by) == 1 and found.by[0].isalpha() else "row"
    plural = noun[:-1] + "ies" if noun[-1] == "y" else noun + "es" if noun[-1] in "sx" else noun + "s"
    return f"{spelled(n)} {noun if n == 1 else plural}"


def terms(found: Where) -> list[str]:
    """A sentence for each term, those towards the gap first."""
    more = "first" if found.gap >= 0 else "second"
    other = {"first": "second", "second": "first"}
    both = _rows(found, len(found.strata) - len(found.coverage)) + " that both cover"
    places: list[tuple[float, str]] = []
    for which in (more, other[more]):
        alone = found.strata[found.strata["in"] == which]
        if len(alone):
            named = f" ({join([clip(stratum_name(key), 40) for key in alone.index])})" if len(alone) < 4 else ""
            places.append((alone["coverage"].sum(), f"{_rows(found, len(alone))} that the {other[which]} table does not cover{named}"))
    words = {"composition": f"how {found.weight} is spread over {both}", "inside": "totals that their own rows do not come to"}
    words |= {"level": both, "rate": f"{found.value[0]} in {both}"} if len(found.value) == 1 else {}
    every = [name for name in found.sums if name not in ("coverage", "inside")] + ["inside"] * (say(found, found.sums["inside"]) != "0")
    places += [(found.sums[name], words.get(name, f"{name} in {both}")) for name in every]
    towards = 1 if more == "first" else -1
    told, gap = [], say(found, abs(found.gap))
    for amount, place in sorted(places, key=lambda p: p[0] * towards < 0):
        size, forth = say(found, abs(amount)), amount * towards >= 0
        verb = (
            ("is" if size == "1" else "are") + " in"
            if (found.value, found.weight) == (found.value[:1], "")
            else "comes from"
            if size == "1"
            else "come from"
        )
        whole = f"Of {gap} more, " if abs(amount) <= abs(found.gap) else f"{gap} more in the {more} table: "
        start = "" if told and forth else whole if forth else "The other way, "
        start = f"In the {more if forth else other[more]} table, " if gap == "0" else start
        told.append(f"{start}{size}{' more' * (gap == '0')} {verb} {place}.")
    return told


def _inside(found: Where) -> list[str]:
    """Totals to which their own rows do not round."""
    told = []
    for which, total, parts in zip(ORDER, found.totals, found.parts, strict=True):
        if abs(total - parts) > found.grain * 0.501:
            sentence = f"The {which} table prints {say(found, total)}, and its rows come to {say(found, parts)}"
            told.append(f"{sentence}: {say(found, abs(total - parts))} are a difference inside it, not between the two.")
    return told
