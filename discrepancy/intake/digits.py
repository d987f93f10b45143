"""A number of a workbook as it is shown → the same with every digit that its cell holds: a display rounds, and nobody sees by how much."""

from __future__ import annotations

import re

from discrepancy.workbook.shown import plain


def in_full(text: str, number: float, form: str) -> str:
    """A number as it is shown, with the digits that its display rounds; percent and thousands by their factor."""
    if re.fullmatch(r"-?[\d.]+E[+-]?\d+", text):
        return plain(number)
    runs = re.findall(r"\d[\d,.]*", text)
    if len(runs) != 1:
        return text
    scaled = re.search(r"[0#?](,+)(?![0#?,])", re.sub(r'"[^"]*"', "", form))
    whole = abs(number) * 100 ** text.count("%") / 1000 ** (len(scaled[1]) if scaled else 0)
    shown_ = runs[0].replace(",", "").rstrip(".")
    digits = plain(whole)
    rounds = 0.5000001 * 10.0 ** -len(shown_.partition(".")[2])
    return text.replace(runs[0], digits) if float(shown_) != float(digits) and abs(float(shown_) - whole) <= rounds else text
