"""Write docs/reading.md from the grammar's own tables: ``python docs/reading.py``.  A test holds the file to be current."""

from __future__ import annotations

from pathlib import Path

from discrepancy.reading.languages.english.hedges import FERSON_2015, HEDGES
from discrepancy.reading.languages.english.touching import RULES
from discrepancy.reading.languages.english.words import ASSUMED, SCALES, UNITS
from discrepancy.reading.languages.tables import LANGUAGES
from discrepancy.reading.phrase import read
from discrepancy.reading.wording import WordingError

PAGE = Path(__file__).with_suffix(".md")
SIDES = {"floor": "a lower limit", "ceiling": "an upper limit", "about": "either side", "exact": "the number itself"}
ODD = "between its number and the next round one"
READ = [
    ("", "already exceeded 3,000"),
    ("", "around 1,100"),
    ("", "1,100-odd"),
    ("", "3 thousand million"),
    ("", "2 lakh crore"),
    ("", "a quarter of a million"),
    ("", "1½ million"),
    ("", "1.2 × 10⁶"),
    ("", "two to three hundred thousand"),
    ("", "more than 1,000 but fewer than 1,500"),
    ("", "151,000 (95% CI 104,000 to 223,000)"),
    ("", "14,000 ± 2,000"),
    ("", "7.5%"),
    ("", "−0.4 %"),
    ("", "1.4 percentage points"),
    ("", "37 per 100,000"),
    ("", "$14.3bn"),
    ("", "640.6 billion dollars"),
    ("", "1.3 Gt"),
    ("", "8,600 km2 (860,000 ha)"),
    ("", "3,000 tons"),
    ("", "84 million barrels a day"),
    ("", "almost 1 million"),
    ("de", "knapp 8,6 Mrd. Euro"),
    ("fr", "plus de 2 950 cas"),
    ("uk", "перевищує вже 3 тис. осіб"),
    ("ko", "최소 100여명"),
]
NOT_READ = [
    "5 mil",
    "no one was killed",
    "12 out of 300",
    "12 of the 300",
    "a third of the dead",
    "three times as many",
    "1,100[12]",
    "3,ООО",
    "12,34,56",
    "1,10",
]
NOT_READ += [
    "six million more than last year",
    "a 1.7% increase",
    "the 300th",
    "in 2024",
    "300 each",
    "120 per km2",
    "5 million pesos",
    "19 pounds",
    "2 degrees",
]
NOT_READ += ["1.2 m people", "rund 300", "killed 300 and wounded 500", "between 10 and 12,000", "8,600 km2 (860 ha)"]


def said(x: float) -> str:
    """A number as the page has it."""
    return f"{x:,.0f}" if float(x).is_integer() else f"{x:,.1f}" if abs(x) >= 100 else f"{x:.4g}"


def row(language: str, phrase: str) -> str:
    """What is read of a phrase, as a row."""
    r = read(phrase, language=language)
    low = "…" if r.open in ("low", "both") else said(r.low)
    high = "…" if r.open in ("high", "both") else said(r.high)
    unit = " ".join(part for part in (r.unit, f"a {r.per}" if r.per else "") if part)
    return f"| {phrase}{f' ({language})' if language else ''} | {said(r.value)} | {low} to {high} | {unit} | {r.hedge} | {'; '.join(r.assumed)} |"


def refused(phrase: str) -> str:
    """What is said of a phrase that is not read."""
    try:
        read(phrase)
    except WordingError as error:
        return str(error)
    raise AssertionError(f"{phrase} is read")


def written() -> str:
    """The page."""
    scales: dict[int, list[str]] = {}
    for word, size in SCALES.items():
        scales.setdefault(size, []).append(word)
    units = [line.partition(": ") for line in UNITS.strip().split("\n")]
    lines = [
        "# Reading numbers",
        "",
        "What `read` makes of a printed phrase, what it takes for granted, and what it refuses. This page is written by `python docs/reading.py` from the tables",
        "that read; every row below was read, or refused, when it was written. `discrepancy read PHRASE --json` gives all fields.",
        "",
        "Every word and mark that touches a number is understood, or the phrase is refused with it quoted. A refusal costs a minute, a wrong number a name.",
        "",
        "## What is read",
        "",
        "| phrase | value | from, to | unit | hedge | taken for granted |",
        "| --- | --- | --- | --- | --- | --- |",
        *(row(language, phrase) for language, phrase in READ),
        "",
        "`value` is in the printed unit, at full size; `grain` is one unit of its last printed digit. No reading is narrower than half of that, but for a whole count that is",
        "printed to its last digit: there is none between it and the next. “12 thousand” is read as 12 is, a thousand times.",
        "",
        f"The widths of {len(FERSON_2015)} hedges come from an experiment with readers (Ferson et al. 2015) and hold for counts from 10 to a million. Elsewhere, and in other units, a hedged",
        "number reaches as far as its roundness and a plain one half a unit of its last digit; `assumed` says so. Intervals in the words are kept as stated, with their level where one is given.",
        "",
        "## Hedges",
        "",
        "| hedge | sets | width as |",
        "| --- | --- | --- |",
        *(f"| {name} | {ODD if name == 'odd' else SIDES[side]} | {lent or 'none'} |" for name, (side, lent, _) in HEDGES.items()),
        "",
        "Two limits at once make a range (“more than 1,000 but fewer than 1,500”); two that contradict each other are refused.",
        "",
        "## Scale words",
        "",
        "They multiply: 3 thousand million, 2 lakh crore. Of a range the scale that is printed once belongs to both ends.",
        "",
        "| | |",
        "| --- | --- |",
        *(f"| {', '.join(words)} | {size:,} |" for size, words in sorted(scales.items())),
        "",
        "A scale word of another language is refused where the language is not given: “mil” is a thousand to some and a million to others.",
        "",
        "## Units",
        "",
        "Nothing for a count; `%`; `pp` for percentage points; `per 100000` and the like; codes of ISO 4217 for money (names and codes are those of the Unicode CLDR); symbols",
        "of pint for physical units. Prefixes are multiplied out. No exchange rate and no price index is in the code: that is a conversion of the case.",
        "",
        "| unit | times | printed |",
        "| --- | --- | --- |",
        *(
            f"| {head.partition(', ')[0]} | {float(head.partition(', ')[2]):,.0f} | {', '.join(form.replace('_', ' ') for form in forms.split())} |"
            for head, _, forms in units
        ),
        "",
        "What is taken for granted, and said: "
        + "; ".join(
            dict.fromkeys(
                [*(line.partition(", ")[2].partition(";")[0] for line in ASSUMED.strip().split("\n")), "$: US dollars", "¥: Japanese yen"]
            )
        )
        + ".",
        "",
        "## What is refused",
        "",
        "| kind | |",
        "| --- | --- |",
        *(f"| {why.partition(':')[0]} | {why.partition(': ')[2]} |" for why, _ in RULES),
        "",
        "And as it is said:",
        "",
        "```text",
        *map(refused, NOT_READ),
        "```",
        "",
        "## Languages",
        "",
        f"English, and {', '.join(LANGUAGES)} where `language` is given. Numbers, hedges, units and denials of a phrase are brought into English by the table of its language; what counts stays as it is.",
        "A phrase that can be read in two ways (1.234 Millionen) is refused: give the English rendering.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
