"""Does the time that an article takes grow in step with its length, and how long do 100,000 characters take?

Plain copy, one sentence that never ends, and markup that is never closed.
"""

from __future__ import annotations

from contextlib import suppress

from discrepancy.article import ArticleError, read_article
from discrepancy.article.verify import verify
from discrepancy.case.load import load_case

from . import say, seconds

SIZES = (100_000, 400_000)
REQUIRED, PLAIN, GROWTH = 3.0, 1.2, 5.5  # seconds (the aim is 2), those of plain copy (0.6), and times for a text four times as long
TEXTS = {
    "plain copy": "The service said on Monday that about 300 soldiers had been killed and more than 2,700 wounded in the past week. It rained. ",
    "one sentence": "3,000 killed, ",
    "many days": "on Monday 30 people were killed, police said on Friday, and ",
    "open markup": "<p><a b='<!-- ",
    "open drawings": "<svg>",
    "signs in quotation marks": "<a b='>'",
    "cells": "<table><tr><td>3 killed",
    "digits": "killed 1,000",
    "denials": "Nobody denied that none of the 40 were not killed, nor that 30 could have died; ",
    "speakers": "citing police, the ministry, which said it, he said, ",
    "shares": "a third of nine in ten of 12 of the 300 ",
}


def took(text: str, size: int, case) -> float:
    """Seconds for a text of a size, repeated to it; a refusal is an answer, too."""
    whole = (text * (size // len(text) + 1))[:size]

    def work() -> None:
        with suppress(ArticleError):
            verify(read_article(whole), "2024-12-28", case)

    return seconds(work)


def main(sizes: tuple[int, int] = SIZES) -> bool:
    case, ok = load_case("dprk-kursk"), True
    took("warm ", 1000, case)
    small, large = sizes
    for name, text in TEXTS.items():
        a, b = (took(text, size, case) for size in sizes)
        growth = b / max(a, 0.02)
        most = PLAIN if name == "plain copy" else REQUIRED
        ok &= say(f"verify, {name}, {small:,} characters", f"{a:.2f} s", f"below {most:.1f} s", a < most)
        ok &= say(f"verify, {name}, {large // small} times as long", f"{growth:.1f} times", f"below {GROWTH:.0f} times", growth < GROWTH)
    return ok
