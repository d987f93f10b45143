"""How long does a reader wait for the first figure, in a kernel that has imported nothing?

Each run starts a kernel, waits until it answers, and times one cell from the request to the picture in the notebook.  What
Python compiles once for all (at installation by pip, or in any earlier session) is compiled in a run that is not counted, in a
folder of its own, so that neither the state of the installation nor a setting against bytecode is measured.
"""

from __future__ import annotations

import ast
import os
import sys
import time
from itertools import pairwise
from statistics import median
from tempfile import TemporaryDirectory

from jupyter_client import KernelManager

LIMIT, RUNS = 1.5, 5
STEPS = {
    "imports": "import discrepancy as dc; dc.plots",
    "load": "case = dc.load_case('dprk-kursk')",
    "explain": "gap = dc.explain(case)",
    "figure": "dc.plots.claims_over_time(gap)",  # the last line of the cell: its picture is what a reader waits for
}
CLOCK = "import time; _at = [time.perf_counter()]; _cpu = time.process_time()"


def main() -> bool:
    with TemporaryDirectory() as compiled:
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONPYCACHEPREFIX": compiled}
        _, *runs = [first_figure(environment) for _ in range(RUNS + 1)]
        _, *others = [in_a_new_kernel("import pandas", environment)[0] for _ in range(3)]
    typical = {part: median(run[part] for run in runs) for part in runs[0]}
    busy = typical["cpu"] < 0.8 * typical["total"]  # nothing here waits but for the processor, and others had it
    seconds, how = (typical["cpu"], " of processor time, as the machine is busy") if busy else (typical["total"], "")
    print(f"first figure: {seconds:.1f} s{how} (median of {RUNS}), limit {LIMIT} s")
    print("  " + ", ".join(f"{part} {typical[part]:.2f} s" for part in STEPS))
    print(f"  in all {typical['total']:.2f} s, fastest {min(run['total'] for run in runs):.2f} s, processor {typical['cpu']:.2f} s")
    print(f"  for comparison, import pandas alone: {median(others):.2f} s")
    return seconds <= LIMIT


def first_figure(environment: dict[str, str]) -> dict[str, float]:
    """Seconds for each step, in all, and of the processor."""
    cell = "\n_at.append(time.perf_counter())\n".join(STEPS.values())
    total, shown, asked = in_a_new_kernel(f"{CLOCK}\n{cell}", environment, at="_at", cpu="time.process_time() - _cpu")
    if "image/png" not in shown:
        raise SystemExit("the cell gave no picture")
    at = asked["at"]
    steps = [later - earlier for earlier, later in pairwise(at)]
    return dict(zip(STEPS, [*steps, total - sum(steps)], strict=True)) | {"total": total, "cpu": asked["cpu"]}


def in_a_new_kernel(cell: str, environment: dict[str, str], **asked: str) -> tuple[float, set[str], dict]:
    """Seconds from request to reply, the kinds of output that came, and what the expressions gave afterwards."""
    manager = KernelManager(transport_encryption="auto")
    manager.start_kernel(env=environment)
    client = manager.client()
    client.start_channels()
    shown: set[str] = set()
    try:
        client.wait_for_ready(timeout=60)
        start = time.perf_counter()
        reply = client.execute_interactive(cell, user_expressions=asked, output_hook=lambda m: shown.update(m["content"].get("data", ())))
        seconds = time.perf_counter() - start
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    if reply["content"]["status"] != "ok":
        raise SystemExit(f"{reply['content']['ename']}: {reply['content']['evalue']}")
    found = reply["content"]["user_expressions"]
    return seconds, shown, {name: ast.literal_eval(value["data"]["text/plain"]) for name, value in found.items()}


if __name__ == "__main__":
    sys.exit(not main())
