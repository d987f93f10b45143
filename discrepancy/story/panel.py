"""One gap for each subject that two sources share → sentences: who is higher how often, by how much, what the words allow, what is left."""

from __future__ import annotations

import math

from discrepancy import dates
from discrepancy.display import Table
from discrepancy.reading.scale import RATIO
from discrepancy.saying.numbers import count, factor, once, quantity, spelled
from discrepancy.saying.telling import teller
from discrepancy.saying.text import cap, clip, join
from discrepancy.story.sizes import Sizes
from discrepancy.story.words import NOT_EVIDENCE, REMAINS, of_whom, stops
from discrepancy.subjects.result import Panel


@teller(Panel)
def panel_story(found: Panel) -> list[tuple[str, str]]:
    """A panel in paragraphs: how often and by how much, the ends, what the words allow, what is accounted for, what stands in no row.

    Examples
    --------
    >>> import discrepancy as dc
    >>> panel_story(dc.panel(dc.load_case("hong-kong-july-march")))[0][1].partition(";")[0]
    "In the middle, the organisers' number is 5.1 times that of the police"
    """
    found, rates = found.upright, ["All numbers are per day."] * (found.kind == "rate")
    told = [(headline(found), " ".join([*_middle(found), *_ends(found), *rates]))]
    told.append(("Can both be right?", " ".join(_possible(found))))
    if found.distribution.n:
        told.append(("What is accounted for", " ".join(_accounted(found))))
    if days := _days(found):
        told.append(("Which day", " ".join(days)))
    if aside := list(_aside(found)):
        told.append(("In no row", " ".join(aside)))
    return [*((heading, stops(text)) for heading, text in told), ("", NOT_EVIDENCE)]


def noun(found: Panel, n: int, word: str = "") -> str:
    """So many rows, by what names them where that is a word: nine places, one day."""
    word = word or _word(found)
    many = f"{word[:-1]}ies" if word.endswith("y") and word != "day" else f"{word}es" if word[-1] in "sx" else f"{word}s"
    return f"{spelled(n)} {word if n == 1 else many}"


def _of(dims: list[str]) -> str:
    """What several values of dimensions are called; nothing where there are none."""
    return dims[0].lower() if len(dims) == 1 and dims[0].isalpha() else "subject" if dims else ""


def _word(found: Panel) -> str:
    """What tells rows apart: the only dimension, the window, the day (or the month, or the year, where no day is printed)."""
    dims, rows = [name for name in found.by if name != "day"], found.rows
    if dims and not rows.duplicated(dims).any():
        return _of(dims)
    if rows[dims].nunique().max() > 1:
        return "subject"
    return "period" if "period_start" in rows else {4: "year", 7: "month"}.get(rows["as_of"].str.len().max(), "day")


def _on(found: Panel) -> str:
    """On a day, in anything else."""
    return "on" if _word(found) == "day" else "in"


def every(found: Panel, n: int) -> str:
    """All rows: all nine places, both places, one place."""
    return noun(found, n) if n == 1 else f"both {noun(found, n).partition(' ')[2]}" if n == 2 else f"all {noun(found, n)}"


def headline(found: Panel) -> str:
    """Who gives the higher number in how many rows."""
    found, n = found.upright, len(found)
    most, name = found.distribution.above, found.names[0]
    if not most:
        return f"Both give the same number {_on(found)} {'each of ' * (n > 1)}{noun(found, n)}"
    among = every(found, n) if most == n else f"{spelled(most)} of {noun(found, n)}"
    return cap(f"{of_whom(name, 'number')} is the higher one {_on(found)} {among}")


def apart(found: Panel, at: float) -> str:
    """How far two numbers are apart, in words: "2.4 times", "1.4 points"; `at` in the coordinate of the scale."""
    return f"{factor(math.exp(abs(at)))} times" if found.scale is RATIO else Sizes(found.scale, found.unit, found.grain).apart(at)


def set_against(found: Panel, at: float) -> str:
    """The higher of two numbers against the lower one, in words; `at` in the coordinate of the scale."""
    higher, lower = found.names if at >= 0 else found.names[::-1]
    sizes = Sizes(found.scale, found.unit, found.grain)
    if abs(at) < sizes.printed:
        return f"both give {'the same' if sizes.none(at) else 'nearly the same'} number"
    return f"{of_whom(higher, 'number')} is {apart(found, at)} {'' if found.scale is RATIO else 'above '}that of {lower}"


def say(found: Panel, x: float) -> str:
    """A number as it was printed; one between the ends of a range as fine as these are known."""
    return quantity(x, found.unit, found.grain) if found.unit else count(x)


def panel_table(found: Panel, most: int = 15) -> Table:
    """The rows, those furthest apart first, without claims and addresses; in each the larger number over the smaller one."""
    found, scale = found.upright, found.scale
    table, gap, (one, two) = found.table, found.gap_column, found.table.columns[2:4]
    numbers = [*table.columns[table.columns.get_loc("larger_over_smaller") + 1 : table.columns.get_loc("lowest")]]
    turned = lambda column: table[column].map(lambda x: scale.number(-scale.at(x)) + 0.0, na_action="ignore")
    down = table[gap].map(scale.at, na_action="ignore") < 0
    shown = table.assign(
        **{gap: table["larger_over_smaller"]} | {name: table[name].mask(down, turned(name)) for name in numbers},
        lowest=table["lowest"].mask(down, turned("highest")),
        highest=table["highest"].mask(down, turned("lowest")),
        subject=table["subject"].map(lambda text: clip(text, 60)),
        **{name: table[name].map(lambda x: say(found, x)) for name in (one, two)},
    )
    if down.any():
        of = shown[gap].map(lambda x: one if scale.at(x) else "", na_action="ignore")
        shown.insert(4, "larger", of.mask(down, two).fillna(""))
    shown = shown.drop(columns=["larger_over_smaller", "figure for", *table.columns[-4:]])
    shown = shown.sort_values(gap, key=lambda sizes: sizes.map(scale.at, na_action="ignore"), ascending=False, kind="stable")
    return Table(shown, most=most, whole=["subject"] * bool(shown["subject"].str.len().max() <= 40))


def _middle(found: Panel) -> list[str]:
    """The median, and between what the middle half lies."""
    d = found.distribution
    if d.median is None or d.quartile is None or d.third is None:
        return ["No ratio can be told: in every row a number is 0."]
    low, middle, high = map(found.scale.at, (d.quartile, d.median, d.third))
    told = f"{'In the middle, ' if d.n > 1 else ''}{set_against(found, middle)}"
    if d.n < 4 or low == high:
        return [f"{cap(told)}."]
    if low * high < 0:
        return [f"{told}; the middle half runs from where {set_against(found, high)} to where {set_against(found, low)}."]
    one, two = (apart(found, at) for at in sorted((low, high), key=abs))
    words = two if one == two else " to ".join(once(one, two))
    return [f"{told}; in the middle half of the {noun(found, 2).partition(' ')[2]}, {words}."]


def _ends(found: Panel) -> list[str]:
    """The two rows at the ends."""
    d, labels = found.distribution, found.labels
    if d.lowest is None or d.highest is None or d.lowest == d.highest:
        return []
    ends = {d.most: found.scale.at(d.highest), d.least: found.scale.at(d.lowest)}
    rows = {name: found.rows.loc[labels.eq(name).idxmax()] for name in ends}
    both = lambda row: f"{say(found, row['a'])} against {say(found, row['b'])}, {apart(found, found.scale.at(row[found.gap_column]))}"
    printed = {
        name: f"{clip(name, 60)} ({both(row) if row['a'] != row['b'] else say(found, row['a']) + ' from both'})"
        for name, row in rows.items()
    }
    if min(ends.values()) >= 0 or max(ends.values()) <= 0:
        far, near = (printed[name] for name in sorted(ends, key=lambda name: -abs(ends[name])))
        return [f"The two are furthest apart for {far} and nearest for {near}."]
    above, below = printed.values()
    return [f"{cap(of_whom(found.names[0], 'number'))} is furthest above for {above} and furthest below for {below}."]


def _possible(found: Panel) -> list[str]:
    """In how many rows the words exclude that both are right, and of how many nobody can tell."""
    d, n = found.distribution, len(found)
    some, on = (lambda k: every(found, k) if k == n else noun(found, k)), cap(_on(found))
    carried = [name for name in found.steps if name not in ("retelling", "wording")]
    none, sizes = found.scale.number(0.0), found.rows[carried].astype(float).fillna(found.scale.number(0.0))
    words, told = "the words" if sizes.eq(none).all(axis=None) else "the words and what the record accounts for", []
    if d.beyond:
        told.append(f"{on} {some(d.beyond)} {words} exclude that both are right, unless the two count different things.")
    if d.open:
        told.append(f"For {some(d.open)} nobody can tell: a known difference between the two has no size.")
    if left := n - d.beyond - d.open:
        told.append(f"{on} {some(left)} {words} allow that both are right.")
    return told


def _accounted(found: Panel) -> list[str]:
    """The middle of each factor that is not ×1 everywhere, and of what is left."""
    scale, sizes, told = found.scale, Sizes(found.scale, found.unit, found.grain), []
    middle = scale.at(found.distribution.median or scale.number(0.0))
    for name in (name for name in found.steps if name not in found.from_figures):
        at = found.rows[name].dropna().map(scale.at) * (-1 if middle < 0 else 1)  # from the number that is lower in the middle
        moved = at[at.abs() > sizes.printed]
        if len(moved):
            of = f"{'in the middle of' if len(moved) > 1 else _on(found)} {noun(found, len(moved))}"
            told.append(f"{sizes.left(float(moved.median()))} by {found.case.dimension_label(name)} ({of})")
    if not told and found.distribution.lowest == found.distribution.highest == scale.number(0.0):
        return ["There is nothing to be accounted for."]
    start = [f"Accounted for: {join(told)}." if told else "The record accounts for nothing of it."]
    if found.from_figures:
        names = join([found.case.dimension_label(name) for name in found.from_figures])
        start.append(f"The size of {names} was computed from such figures themselves, so that it explains nothing.")
    left = float(found.rows["unexplained"].dropna().map(scale.at).median())
    turned = ", the other way" * (left * middle < 0)
    size = f"{sizes.present(sizes.apart(left))} {REMAINS}{turned}" if abs(left) > sizes.printed else "nothing remains to be accounted for"
    return [*start, cap(f"{'in the middle, ' if len(found) > 1 else ''}{size}.")]


def _days(found: Panel) -> list[str]:
    """That rows are of several days, and which of them set figures of different days side by side with nothing that brings them together."""
    rows, told, none = found.rows, [], found.scale.number(0.0)
    days = sorted(rows["as_of"].unique(), key=dates.first)
    if found.kind != "fixed" and len(days) > 1 and found.by and "day" not in found.by and not rows.duplicated(list(found.by)).any():
        told.append(f"The rows are not all of one day: {dates.say(days[0])} to {dates.say(days[-1])}.")
    of = {c.claim: c.as_of or c.statement_date for c in found.case.records}
    a, b = rows["a_claim"].map(of), rows["b_claim"].map(of)
    if len(differ := rows.index[(a != b) & rows["timing"].fillna(none).eq(none)]):
        such = f"({found.labels[differ[0]]}: {dates.say(a[differ[0]])} and {dates.say(b[differ[0]])})"
        such = f"{noun(found, len(differ))} the two speak of different days {such}"
        told.append(f"{cap(_on(found))} {such}; nothing says what this changes.")
    return told


def _aside(found: Panel) -> list[str]:
    """What stands in no row, and how many rows have no ratio."""
    told, dims = [], [name for name in found.by if name != "day"]
    for name, n in zip(found.names[::-1], found.only, strict=True):
        if n:
            told.append(f"{cap(noun(found, n, _of(dims)))} {'has' if n == 1 else 'have'} no number of {name}.")
    for name, n in zip(found.names, found.unstated, strict=True):
        if n:
            what = join([found.case.dimension_label(dim) for dim in dims])
            told.append(f"{cap(noun(found, n, 'number'))} of {name} {'states' if n == 1 else 'state'} no {what}.")
    if empty := len(found) - found.distribution.n:
        told.append(f"{cap(noun(found, empty))} {'has' if empty == 1 else 'have'} no ratio: a number is 0.")
    if found.refused:
        first, why = next(iter(found.refused.items()))
        told.append(f"{cap(noun(found, len(found.refused)))} could not be compared; {first}: {why.rstrip('.')}.")
    if found.others:
        told.append(f"Both also speak of another kind of number ({join(list(found.others))}), which --kind would choose.")
    return told
