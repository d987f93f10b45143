"""How long does a phrase take to read, against quantulum3, a published parser of quantities?

quantulum3 runs in its plainest configuration: ``parser.parse(text)`` in English, without its optional classifier of units.  It
is timed on a sample of the same phrases, because it is slow.
"""

from __future__ import annotations

import random
import warnings
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


def main(size: int = SIZE, sample: int = SAMPLE) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the classifier is not installed
        from quantulum3 import parser

        parser.parse("about 3,000 killed")  # loads its units
        texts = phrases(size)
        ours, theirs = [], []
        for part in range(5):  # by turns, so that both meet the same machine; each phrase is read once
            ours.append(seconds(lambda: [read(text) for text in texts[part::5]]) / len(texts[part::5]))  # noqa: B023
            chosen = texts[part * sample // 5 : (part + 1) * sample // 5]
            theirs.append(seconds(lambda: [parser.parse(text) for text in chosen]) / len(chosen))  # noqa: B023
    ours, theirs = sum(ours) / 5, sum(theirs) / 5
    measured = f"{theirs / ours:.0f} times ({ours * 1e6:.0f} µs against {theirs * 1e6:,.0f})"
    return say(f"read, {size:,} distinct phrases, against quantulum3", measured, f"{REQUIRED} times faster", theirs >= REQUIRED * ours)
