"""What a cell holds and its format → the text that a spreadsheet shows, or nothing where that cannot be told for sure.

The format codes are those of ECMA-376, part 1, 18.8.31, with the separators of English. What is shown decides: 0.3 as ``0%`` is 30%, and
9 as ``#,##0",000"`` is 9,000. Fractions, dates, digits with text among them, numerals of other scripts, and a negative number that is
marked by its colour alone give nothing.
"""

from __future__ import annotations

import operator
import re
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<money>[^\]-]*)(?:-[0-9A-Fa-f]+)?\]'
    r"|\[(?:Black|Blue|Cyan|Green|Magenta|Red|White|Yellow|Color ?\d+)\]|[_](?P<space>.)|\*(?P<fill>.)"
    r"|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?,*(?:[eE][+-]0+)?|\.[0#?]+)|(?P<percent>%)|(?P<general>General|@)"
    r"|(?P<literal>[-−+$€£¥₹()!^&'~{}<>= ≥≤≈±:./,])",
    re.IGNORECASE,
)
NUMBER = re.compile(r"[+-]?(?:[0-9]{1,300}\.?[0-9]{0,300}|\.[0-9]{1,300})(?:[eE](?:\+?[0-9]{1,2}|-[0-9]{1,3}))?")  # as a cell holds one
NO_DAY = "is no day that a spreadsheet has: type the date again"
TIME = "is a time of day: format the column as text and write what is meant"
_EXACT = Context(prec=1000)
_APART = ("fill", "digits", "percent", "general")  # any other piece stands as it is
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9.]+)\]")
_COMPARED = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne}


def plain(value: float) -> str:
    """A number in digits, as a cell without a format has it."""
    return f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else f"{Decimal(f'{value:.15g}'):f}"


def shown(value: float, form: str) -> str | None:
    """The text of a number in a format; None where it cannot be told.

    >>> [shown(value, form) for value, form in ((0.3, "0%"), (9, '#,##0",000"'), (9.5e6, '0.0,,"m"'), (-9, "#,##0_);(#,##0)"), (2.5, "# ?/?"))]
    ['30%', '9,000', '9.5m', '-9', None]
    """
    sections = re.findall(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[])+|(?<=;)(?=;|$)|^(?=;)', form)
    found = _section(Decimal(f"{value:.15g}"), sections[:3] or ["General"])
    if found is None:
        return None
    section, number, below = found
    parts, engineering = _parts(section), re.search(r"(?<![.0#?])[0#?]{2,}(?:\.[0#?]*)?E", section, re.IGNORECASE)
    if parts is None or sum(kind == "digits" for kind, _ in parts) > 1 or engineering:
        return None
    number *= 100 ** sum(kind == "percent" for kind, _ in parts)
    signed = any(kind == "literal" and re.search("[-−(]", text) for kind, text in parts)
    if below and not signed:
        return None  # red is no sign
    text, size = "", abs(number)
    for kind, piece in parts:
        text += _digits(size, piece) if kind == "digits" else plain(float(size)) if kind == "general" else piece
    if bracketed := below and "(" in text:
        text = text.replace("(", "").replace(")", "")
    if bracketed or (number < 0 and re.search("[1-9]", text)):  # -$1.20, but AMT -1.20: a hyphen before a word is no sign
        text = re.sub(r"^\s*(?=\W*\d)|(?=\.?\d)", "-", text, count=1)
    if re.search(r"\d[^\S\n]*[^\d\s.,]+\d", text) and "E" not in text:
        return None  # text among the digits
    return " ".join(text.split()) or None


def _section(value: Decimal, sections: list[str]) -> tuple[str, Decimal, bool] | None:
    """The part of a format for a number, the number that it shows, and whether the part has to say itself that it is below zero."""
    conditions = [_CONDITION.match(re.sub(r"^(?:\[[A-Za-z$][^\]]*\])*", "", s)) for s in sections]
    if any(conditions):
        for condition, section in zip(conditions, sections, strict=True):
            if condition is None or _COMPARED[condition[1]](value, Decimal(condition[2])):
                return _CONDITION.sub("", section), value, False
        return None
    if len(sections) > 2 and value == 0:
        return sections[2], value, False
    if len(sections) > 1 and value < 0:
        return sections[1], -value, True
    return sections[0], value, False


def _parts(section: str) -> list[tuple[str, str]] | None:
    """The pieces of a part of a format; None where something in it is not known, such as a date."""
    parts, at = [], 0
    while at < len(section):
        if (match := _TOKEN.match(section, at)) is None:
            return None
        kind, text = match.lastgroup or "", match[match.lastgroup] if match.lastgroup else ""
        parts.append((kind if kind in _APART else "literal", " " if kind == "space" else text))
        at = match.end()
    return [(kind, text) for kind, text in parts if kind != "fill" and text]


def _digits(number: Decimal, code: str) -> str:
    """A number from 0 in the digits of a format: grouping, scales of a thousand for each comma at the end, decimals, an exponent."""
    code, _, exponent = code.upper().partition("E")
    whole, _, decimals = code.partition(".")
    scale = sum(len(part) - len(part.rstrip(",")) for part in (whole, decimals))
    whole, decimals = whole.rstrip(","), decimals.rstrip(",")
    number /= 1000**scale
    power = number.adjusted() if exponent and number else 0
    mantissa = (number.scaleb(-power)).quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP, _EXACT)
    if exponent and mantissa >= 10:
        mantissa, power = mantissa.scaleb(-1).quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP, _EXACT), power + 1
    text = f"{mantissa:,f}" if "," in whole else f"{mantissa:f}"
    integer, _, fraction = text.partition(".")
    least = len(decimals.rstrip("#?"))
    fraction = fraction[:least] + fraction[least:].rstrip("0")
    integer = integer.zfill(whole.count("0")) if integer != "0" or whole.count("0") else ""
    return integer + ("." + fraction if fraction else "") + (f"E{power:+03d}" if exponent else "")


@lru_cache(1000)
def _of_days(form: str) -> str:
    """The letters of a format for days and times; nothing for any other."""
    text = re.sub(r'"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', "", form.partition(";")[0].lower())
    return text if re.search("[dmhys]", text) else ""


def is_dated(form: str) -> bool:
    """Whether a format shows a number as a day or a time."""
    return bool(_of_days(form))


def shown_day(text: str, form: str, epoch: int) -> tuple[str, str]:
    """The ISO date of a number, no finer than it is shown (2024-12 typed into a spreadsheet is kept as the first of the month), and what is wrong.

    >>> shown_day("45627", "mmm-yy", 1900), shown_day("60", "yyyy-mm-dd", 1900)
    (('2024-12', ''), ('60', 'is no day that a spreadsheet has: type the date again'))
    """
    value, letters = float(text) if NUMBER.fullmatch(text) else -1.0, _of_days(form)
    if "[" in letters or 0 <= value < 1 or (re.search("[hs]|am/pm", letters) and not re.search("[yd]", letters)):
        return f"{datetime.min + timedelta(seconds=round(86400 * value)):%H:%M:%S}" if 0 <= value < 1 else text, TIME
    if not 1 <= value < (2958466 if epoch == 1900 else 2957004) or (60 <= value < 61 and epoch == 1900):
        return text, NO_DAY  # 29 February 1900, which was not, among them
    first = date(1904, 1, 1) if epoch == 1904 else date(1899, 12, 31 if value < 60 else 30)
    day = (first + timedelta(days=int(value))).isoformat()
    return (day if "y" not in letters or "d" in letters else day[:7] if "m" in letters else day[:4]), ""


def iso_day(text: str, form: str, _epoch: int) -> tuple[str, str]:
    """The same for a cell that holds an ISO date."""
    try:
        number = (date.fromisoformat(text[:10]) - date(1899, 12, 30)).days
    except ValueError:
        return text, NO_DAY
    return shown_day(str(number), form if is_dated(form) else "yyyy-mm-dd", 1900)
