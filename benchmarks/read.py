"""How long does a phrase take to read, against two published readers of numbers in text?

quantulum3 runs in its plainest configuration: ``parser.parse(text)`` in English, without its optional classifier of units; Microsoft's
recognizers-text-number as its model of English numbers (it needs ``emoji<2``).  What is not installed is told as that.  Each is timed on a sample of the same phrases, because it
is slow.
"""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable
from contextlib import suppress
from itertools import product

from discrepancy.reading.phrase import read

from . import say, seconds

SIZE, SAMPLE, REQUIRED = 100_000, 300, 50

HEDGES = ["{}", "about {}", "some {}", "around {}", "approximately {}", "roughly {}", "an estimated {}", "circa {}"]
HEDGES += ["at least {}", "no fewer than {}", "more than {}", "over {}", "already exceeded {}", "{} or more", "{}-odd"]
HEDGES += ["at most {}", "up to {}", "no more than {}", "fewer than {}", "below {}", "almost {}", "nearly {}", "close to {}"]
NOUNS = ["", " killed", " soldiers", " people wounded", " killed or wounded", " deaths in the district", " cases since March"]
SCALES = ["{} thousand", "{}.5 million", "{}k"]


def phrases(size: int) -> list[str]:
    """Distinct phrases in a fixed random order: hedges × numbers × nouns."""
    count = size // (len(HEDGES) * len(NOUNS)) + 1
    numbers = [SCALES[i % 3].format(i // 5 + 1) if i % 5 == 0 else f"{37 * i + 100:,}" for i in range(count)]
    found = [hedge.format(number) + noun for number, hedge, noun in product(numbers, HEDGES, NOUNS)]
    random.Random(0).shuffle(found)
    return found[:size]


def quantulum() -> Callable[[str], object]:
    from quantulum3 import parser

    return parser.parse


def recognizers() -> Callable[[str], object]:
    from recognizers_number import Culture, NumberRecognizer

    return NumberRecognizer(Culture.English).get_number_model().parse


OTHERS = {"quantulum3": (quantulum, REQUIRED), "recognizers-text-number": (recognizers, 1)}


def main(size: int = SIZE, sample: int = SAMPLE) -> bool:
    texts, ok = phrases(size), True
    ours: list[float] = []
    theirs: dict[str, list[float]] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a classifier of units is not installed
        readers = {}
        for name, (load, _) in OTHERS.items():
            with suppress(ImportError):
                readers[name] = load()
                readers[name]("about 3,000 killed")  # loads what it needs
        for part in range(5):  # by turns, so that all meet the same machine; each phrase is read once
            ours.append(seconds(lambda: [read(text) for text in texts[part::5]]) / len(texts[part::5]))  # noqa: B023
            chosen = texts[part * sample // 5 : (part + 1) * sample // 5]
            for name, reads in readers.items():
                took = seconds(lambda: [reads(text) for text in chosen]) / len(chosen)  # noqa: B023
                theirs.setdefault(name, []).append(took)
    us = sum(ours) / 5
    for name, (_, required) in OTHERS.items():
        them = sum(theirs.get(name, ())) / 5
        measured = f"{them / us:.0f} times ({us * 1e6:.0f} µs against {them * 1e6:,.0f})" if them else "not installed"
        ok &= say(
            f"read, {size:,} distinct phrases, against {name}", measured, f"{required} times faster", not them or them >= required * us
        )
    return ok
