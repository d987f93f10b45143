"""How fast it is, as ratios within one run: ``python -m benchmarks``, or ``python -m benchmarks read`` for one question.

Each module asks one question; its `main` prints a line for each answer and returns whether all were as required.  Times are
those of the processor, so that other work on the machine disturbs them little.
"""

from __future__ import annotations

import time
from collections.abc import Callable


def seconds(work: Callable[[], object], repeats: int = 1) -> float:
    """Processor time of some work, the least of several runs."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def say(question: str, measured: str, required: str, ok: bool) -> bool:
    """Print one answer; whether it is as required."""
    print(f"{question:<58} {measured:<34} required {required:<18} {'ok' if ok else 'NOT MET'}", flush=True)
    return ok
