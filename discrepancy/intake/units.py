"""Headings, lines above a table and --unit → the unit of each figure, what stands like a unit and is none, and what is asked about it."""

from __future__ import annotations

import re

from discrepancy.intake.cells import bare, separators, unit_of
from discrepancy.intake.kept import IntakeError
from discrepancy.intake.plan import Counted, Looked, Plan, slug
from discrepancy.intake.words import has, heading
from discrepancy.reading.languages.english.units import unit_named
from discrepancy.reading.phrase import read
from discrepancy.reading.wording import WordingError

PUBLISHED = re.compile(  # behind an author's name: (Houston (1982)), (Munich Re, 2017)
    r"\s*\(((?![^()]*\b(?:in|of|at|since|year|fy|census)\b)[A-ZÀ-ŽА-Я][^()]*?[^\W\d_][^()]*?[ ,(]+\(?(?:1[89]|20)\d\d[a-z]?\)?)\)\s*$"
)
_PLACES = [  # where a heading states its unit
    re.compile(pattern)
    for pattern in (
        r"\s*[(\[]([^()\[\]]+)[)\]]\s*",
        r"\s+(?:in|en|em|в|у)\s+([^,;:|()]+)$",
        r"\s*[,;:|]\s*([^\d,;:|][^,;:|]*)$",
        r"\s*(%)\s*$",
    )
]
_LIKE_UNIT = r"\d{3}|\d\^|[%$€£만万億억]|\b(thousand|million|billion|k|kt|mt|tonn|tons?|per)s?\b"
NO_UNIT = "which is no unit that is known here: give --unit, such as --unit tonnes, or --unit 1 for none"
_SCALES = r"thousands?|millions?|billions?|tsd|tausend|mio|mrd|млн|тыс|тис|млрд|000s?|percent|pct|prozent"
_TAIL = re.compile(  # units that stand at the end of a heading without a mark
    rf"(?i)[\s_]((?:{_SCALES}|%|usd|eur|gbp|tonnes|kg|mt|kt|km2|km²|ha|hectares|gwh|twh|gbp)(?:[\s_](?:usd|eur|gbp|tonnes|people|persons))?)$"
)
_ABOVE = re.compile(
    r"(?i)^\W*(?:units?|einheit|unite|unidad)\s*[:=]\s*(.+?)\W*$|^\W*(?:all |figures |values |numbers |data )*in\s+([^()]{1,60}?)[\s.):]*$|[(\[](?:all |figures |values )*in ([^()\[\]]+)[)\]]"
)


def unit_in(head: str) -> tuple[str, str, str]:
    """The unit that a heading states, what is left of it, and what stands like a unit and is none that is known.

    >>> unit_in("Deaths (thousands)"), unit_in("CO2, Mt"), unit_in("Anteil in %"), unit_in("population_millions")
    (('thousands', 'Deaths', ''), ('Mt', 'CO2', ''), ('%', 'Anteil', ''), ('million', 'population', ''))
    >>> unit_in("Deaths (confirmed)"), unit_in("Deaths (per 1000 wells)")
    (('', 'Deaths (confirmed)', ''), ('', 'Deaths (per 1000 wells)', 'per 1000 wells'))
    """
    unknown = ""
    head = re.sub(
        r"\b(80|90|95|99)\s?%(?=\W*(?:[ck]i\b|ic\b|conf|konf|cred|int|unc|low|upp|bound|limit|$))", r"\1", head, flags=re.IGNORECASE
    )
    head = re.sub(r"\(((?:1[89]|20)\d\d\s?=\s?100)\)", r"\1", head)  # the base of an index is no unit
    for place in _PLACES:
        for found in place.finditer(head):
            inside = found[1].strip()
            if unit := unit_of(inside):
                words = bare(inside).split()
                rest = " ".join(words[1:]) if unit in ("thousand", "million", "billion") else ""  # thousand bushels
                return unit, " ".join(filter(None, (head[: found.start()].strip(" ,"), rest, head[found.end() :].strip()))) or inside, ""
            like = re.search(_LIKE_UNIT, inside.casefold())
            year = re.fullmatch(r"(1[5-9]|2[01])\d\d\b.*|(80|90|95|99)\s?%.*", inside) or PUBLISHED.search(f"({inside})")
            if place is _PLACES[0] and (like or _unread(inside)) and not year:
                unknown = inside
    if re.search(r"(?i)(?<!\d)(?<!\d )(?:%|\b(?:percent(?:age)?|pct|per cent)) of\b", head):
        return "%", head, ""
    if unknown:
        return "", head, unknown
    if found := re.search(r"(?i)[\s_]per[\s_]+((?:[\d,. ]*\dk?|million|thousand|billion|capita|head|person|cent)(?![^\W_]).*)$", head):
        who = re.search(r"[\s_]([^\W_]+)$", found[1])
        if who and has(who[1], "agencies", "words"):  # cases_per_100k_who
            unit, rest, like = unit_in(head[: len(head) - len(who[0])])
            return unit, f"{rest}{who[0]}" if unit else head, like
        unit = unit_of("per " + re.sub(r"(?<=\d)k\b", "000", found[1].replace("_", " ")))
        return unit, head[: found.start()].rstrip(" ,;:(") if unit else head, "" if unit else found[0].strip()
    if found := _TAIL.search(head):
        text = re.sub(
            r"(?i)\b(usd|eur|gbp)\b",
            lambda m: m[0].upper(),
            re.sub(r"(?i)\b([mk])t\b", lambda m: m[1].upper().replace("K", "k") + "t", found[1].replace("_", " ")),
        )
        if unit := unit_of(text):
            return unit, head[: found.start()], ""
    if heading(head).startswith("% ") or re.match(r"(?i)(percent|percentage|pct|prozent|per cent)\b", head):
        return "%", head, ""
    scale = re.search(rf"(?i)(?<![^\W_])({_SCALES}|usd|eur|gbp)(?![^\W_])|[$€£¥]", head)
    return "", head, scale[0] if scale else ""


def _unread(text: str) -> bool:
    """Whether a text is a unit that is not read, or one per another: "hl", "basis points", "Mbit/s", "µg/m3"."""
    try:
        read(f"2 {text}")
    except WordingError as error:  # but for what is of men, of Great Britain, n/a
        like = "like a unit|basis points" + "|per something|can mean" * ("/" in text)
        return not re.fullmatch(r"\w|[A-Z]{2}|\w/\w|\w*RNA", text) and bool(re.search(like, str(error)))
    return False


def asked_unit(looked: Looked, plan: Plan) -> None:
    """The unit that was asked for, for the columns that state none."""
    (unit, rest), asked = scaled(plan.rules.unit), plan.rules.unit
    if not unit and asked != "1":
        raise IntakeError(
            f"--unit {asked!r}: is no unit that is known here: write tonnes, USD, % or thousand, or 1 for none; what is counted goes into --measure"
        )
    given = unit_named(unit)
    larger = lambda own: bool(given and own and own.symbol == given.symbol and own.factor == 1 != given.factor)  # billion USD for a bare $
    none = [f for f in plan.figures if not f.unit or larger(unit_named(f.unit))]
    for figure in none:
        in_unit(plan, figure, unit, rest)
    own = [f"{looked.heads[f.column]!r} ({f.unit})" for f in plan.figures if f not in none and f.unit != unit]
    if own and not none:
        raise IntakeError(f"--unit {asked!r}: {', '.join(own)}: states its own; leave the option out, or mend the heading")
    if own:
        plan.guesses.append(f"{', '.join(own)}: keeps the unit that it states (--unit is for the others)")


def said_above(looked: Looked, plan: Plan) -> None:
    """The unit, and the code for what is missing, that lines around the table state."""
    for text in (*looked.table.grid.titles, *(p.value for p in looked.table.left if "note" in p.advice)):
        if (found := re.match(r"(?i)missing[^:=]*[:=]\s*(\S+)", text)) is not None:
            looked.table.missing.add(found[1])
        found = _ABOVE.search(text) if text in looked.table.grid.titles else re.match(r"(?i)(?:units?|einheit)\s*[:=]\s*(.+)", text)
        none = [f for f in plan.figures if not f.unit]
        if not found or not none or plan.rules.unit or plan.unit is not None:
            continue
        said = next(filter(None, found.groups()))
        unit, rest = scaled(said)
        if unit:
            for figure in none:
                in_unit(plan, figure, unit, rest)
            plan.guesses.append(
                f"{text!r} is taken for the unit of {'all' if len(none) == len(plan.figures) else 'the other'} figures (--unit)"
            )
        elif found[1] or re.search(_LIKE_UNIT, said.casefold()):
            plan.questions.append(f"{text!r} says ({said}), {NO_UNIT}")


def scaled(text: str) -> tuple[str, str]:
    """A unit, and what it is that a word such as thousand multiplies; empty where it is no unit that is known.

    >>> scaled("thousand 60-kg bags"), scaled("million USD"), scaled("in Tausend"), scaled("60-kg bags")
    (('thousand', '60-kg bags'), ('million USD', ''), ('thousand', ''), ('', ''))
    """
    first, _, rest = bare(text.strip()).partition(" ")
    scale = unit_of(first)
    if rest and scale in ("thousand", "million", "billion", "thousands", "millions", "billions"):
        return (found, "") if (found := unit_of(text)) not in ("", scale) else (scale, rest)
    return unit_of(text), ""


def in_unit(plan: Plan, figure: Counted, unit: str, rest: str) -> None:
    """Give a figure a unit; what it multiplies is kept in what is counted."""
    figure.unit = unit
    if rest and plan.rules.measure:
        plan.guesses.append(f"{rest!r} is what is counted, and --measure names it")
    elif rest and rest not in figure.label:
        figure.label = f"{figure.label} ({rest})"
        figure.measure = slug(figure.label)


def scales(looked: Looked, plan: Plan) -> None:
    """What a comma and a point are in the columns of numbers: decided by them together, else asked."""
    if not plan.rules.unit and any(f.unit for f in plan.figures):  # beside a unit it is one: million, or metre
        metres = [head for f in plan.figures if not f.unit and re.search(r"[(\[]m[)\]]", head := looked.heads[f.column])]
        plan.questions += [f"{head!r} says (m), {NO_UNIT}" for head in metres]
    found = [(at, *_marks(looked, at)) for f in plan.figures for at in f.columns()]
    sure = {reading: (at, text) for at, readings, _ in found for reading, text in readings.items()}
    open_ = {mark: (at, text) for at, _, texts in found for mark, text in texts.items()}
    rules = plan.rules
    if rules.decimal:
        return
    if len(sure) == 2:
        (a, one), (b, two) = sure["point"], sure["comma"]
        plan.questions.append(
            f"{one!r} ({looked.heads[a]}) has a decimal point or commas for thousands, {two!r} ({looked.heads[b]}) the other way: give --decimal point or --decimal comma, and the other cells are named"
        )
    elif sure:
        rules.decimal = next(iter(sure))
    elif open_:
        mark, (at, text) = next(iter(open_.items()))
        count = all(bool(has(looked.heads[i], "kinds", "counts")) and not unit_in(looked.heads[i])[0] for i, _, texts in found if texts)
        if len(open_) == 1 and count:
            rules.decimal = "point" if mark == "," else "comma"
        elif len(open_) == 1 and looked.table.grid.between == ",":
            rules.decimal = "point"
        if rules.decimal:
            plan.guesses.append(
                f"{text!r} is read as {text.replace(mark, '' if (mark == ',') == (rules.decimal == 'point') else '.')} (--decimal)"
            )
        else:
            plan.questions.append(
                f"{text!r} ({looked.heads[at]}) may be {text.replace(mark, '')} or {text.replace(mark, '.')}: give --decimal point (then it is {text.replace(',', '') if mark == ',' else text}) or --decimal comma"
            )


def _marks(looked: Looked, at: int) -> tuple[dict[str, str], dict[str, str]]:
    """What `separators` finds in a column; of plain numbers the first with a point."""
    if looked.table.columns[at].plain:
        text = next((t for t in looked.filled[at] if "." in t), "")
        return {"point": text} if text else {}, {}
    return separators(looked.filled[at])
