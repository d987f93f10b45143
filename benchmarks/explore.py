"""How long until sentences and the figure that is looked at follow a slider of 05-explore?

Each tab is open in turn while the slider goes over days that it was not on before. The time is that of the kernel, from the new value
to the finished picture; what a browser adds is not in it.
"""

from __future__ import annotations

import sys
import time
from statistics import median

from discrepancy.app.lab.answer import FIGURES
from discrepancy.app.lab.explorer import explore

LIMIT, DAYS = 0.2, 40


def main(days: int = DAYS) -> bool:
    view = explore("dprk-kursk")
    where = [value for _, value in view.as_of.slider.options if value > "2024-12-19"][: days * 10 : 10]
    fast = True
    for i, name in enumerate(FIGURES):
        view.tabs.selected_index = i
        view.as_of.value = ""
        walls, cpus = zip(*(timed(lambda day=day: setattr(view.as_of, "value", day)) for day in where), strict=True)
        busy = median(cpus) < 0.8 * median(walls)  # nothing here waits but for the processor, and others had it
        seconds, how = (median(cpus), " of processor time, as the machine is busy") if busy else (median(walls), "")
        slow = sorted(cpus if busy else walls)[int(0.9 * len(where))]
        print(
            f"explore, {name.lower()}: {seconds * 1000:.0f} ms{how} (median of {len(where)} days, nine in ten below {slow * 1000:.0f} ms), limit {LIMIT * 1000:.0f} ms"
        )
        fast = fast and seconds <= LIMIT
    return fast


def timed(what) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    what()
    return time.perf_counter() - wall, time.process_time() - cpu


if __name__ == "__main__":
    sys.exit(not main())
