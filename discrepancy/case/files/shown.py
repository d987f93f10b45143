"""A number of a cell and its format → the text that a spreadsheet shows, or nothing where that cannot be told for sure.

The format codes are those of ECMA-376, part 1, 18.8.31, with the separators of English. What is shown decides: 0.3 as ``0%`` is 30%, and
9 as ``#,##0",000"`` is 9,000. Fractions, dates, digits with text among them, numerals of other scripts, and a negative number that is
marked by its colour alone give nothing.
"""

from __future__ import annotations

import operator
import re
from decimal import ROUND_HALF_UP, Decimal

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<money>[^\]-]*)(?:-[0-9A-Fa-f]+)?\]'
    r"|\[(?:Black|Blue|Cyan|Green|Magenta|Red|White|Yellow|Color ?\d+)\]|[_](?P<space>.)|\*(?P<fill>.)"
    r"|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?,*(?:[eE][+-]0+)?|\.[0#?]+)|(?P<percent>%)|(?P<general>General|@)"
    r"|(?P<literal>[-−+$€£¥₹()!^&'~{}<>= ≥≤≈±:./,])",
    re.IGNORECASE,
)
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
    text = ""
    for kind, piece in parts:
        text += _digits(number, piece) if kind == "digits" else plain(float(number)) if kind == "general" else piece
    if below and "(" in text:
        text = "-" + text.replace("(", "").replace(")", "").strip()
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
    """A number in the digits of a format: grouping, scales of a thousand for each comma at the end, decimals, an exponent."""
    code, _, exponent = code.upper().partition("E")
    whole, _, decimals = code.partition(".")
    scale = sum(len(part) - len(part.rstrip(",")) for part in (whole, decimals))
    whole, decimals = whole.rstrip(","), decimals.rstrip(",")
    number /= 1000**scale
    power = number.adjusted() if exponent and number else 0
    mantissa = (number.scaleb(-power)).quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    if exponent and abs(mantissa) >= 10:
        mantissa, power = mantissa.scaleb(-1).quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP), power + 1
    text = f"{abs(mantissa):,f}" if "," in whole else f"{abs(mantissa):f}"
    integer, _, fraction = text.partition(".")
    least = len(decimals.rstrip("#?"))
    fraction = fraction[:least] + fraction[least:].rstrip("0")
    integer = integer.zfill(whole.count("0")) if integer != "0" or whole.count("0") else ""
    sign = "-" if mantissa < 0 else ""
    return sign + integer + ("." + fraction if fraction else "") + (f"E{power:+03d}" if exponent else "")
