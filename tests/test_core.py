"""The core stands by itself: dates, saying, reading, case, basis and gap need none of the packages that draw, fit or run notebooks."""

from __future__ import annotations

import subprocess
import sys

from conftest import ROOT

ROOMS = ("saying", "reading", "case", "basis", "gap")
NOT_NEEDED = ("matplotlib", "seaborn", "scipy", "statsmodels", "nbconvert", "nbformat", "papermill", "ipykernel", "jinja2", "ipywidgets")
CODE = f"""
import sys
sys.modules |= dict.fromkeys({NOT_NEEDED})  # to import one of them is an ImportError now
from importlib import import_module
from pkgutil import walk_packages
import discrepancy.dates
for room in {ROOMS}:
    package = import_module(f"discrepancy.{{room}}")
    for module in walk_packages(package.__path__, f"discrepancy.{{room}}."):
        import_module(module.name)
from discrepancy.case.load import load_case
from discrepancy.gap.explain import explain
gap = explain(load_case("dprk-kursk"), "ukraine", "south-korea")
print(f"{{gap.ratio:.6f}} {{gap.unexplained.multiplier:.6f}} {{len(load_case('dprk-kursk').claims)}}")
above = {{name.split(".")[1] for name in sys.modules if name.startswith("discrepancy.")}} - {{"dates", "retelling", "workbook", *{ROOMS}}}
print(sorted(above))
"""


def test_the_core_loads_a_case_and_explains_a_gap_without_them(kursk):
    from discrepancy.gap.explain import explain

    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, cwd=ROOT)
    gap = explain(kursk, "ukraine", "south-korea")
    assert done.stderr == ""
    assert done.stdout.splitlines() == [f"{gap.ratio:.6f} {gap.unexplained.multiplier:.6f} {len(kursk.records)}", "[]"]
