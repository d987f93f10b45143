"""How long does the gap of the first case take, once the case is loaded and nothing else is kept?"""

from __future__ import annotations

from statistics import median

from discrepancy import dates
from discrepancy.case.load import load_case
from discrepancy.gap.explain import explain
from discrepancy.reading import phrase as wording

from . import say, seconds

REQUIRED = 0.050


def cold() -> float:
    """Seconds that one gap takes with a fresh case and empty caches."""
    case = load_case("dprk-kursk")
    for module in (dates, wording):
        for kept in vars(module).values():
            if hasattr(kept, "cache_clear"):
                kept.cache_clear()
    return seconds(lambda: explain(case))


def main(repeats: int = 21) -> bool:
    took = median(cold() for _ in range(repeats))
    return say("explain, first case, nothing cached (median)", f"{took * 1000:.1f} ms", f"below {REQUIRED * 1000:.0f} ms", took < REQUIRED)
