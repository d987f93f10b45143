"""A schedule over weeks: what every run tells, what it leaves, and how it ends. The whole year, with kernels: ``FUZZ=1``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from random import Random

import pytest
from conftest import ROOT

from benchmarks import _flood, year

SLOW = pytest.mark.skipif("FUZZ" not in os.environ, reason="slow: FUZZ=1")

WEEKS = {1: "apart:1 withdraw", 2: "amend correct second", 3: "apart:2 stand_again reorder", 4: "revise"}
MISHAPS = {2: "bad_row", 4: "twice"}


APART = """
import ast, json, sys
from pathlib import Path
from benchmarks import year
made = year.year(Path(sys.argv[1], "reports"), **ast.literal_eval(sys.argv[2]))
made.go()
if made.machine.kernels:
    made.machine.wrong += [] if year.summary(made, 0, 0) else ["it costs too much"]
print(json.dumps([made.machine.wrong, made.machine.told]))
"""


def passed(place, **how):
    """A year in which all was as it had to be, in a process of its own, which waits for whatever a run leaves; the alerts that were told."""
    command = [sys.executable, "-c", APART, str(place), repr(how)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    wrong, told = json.loads(done.stdout.splitlines()[-1]) if done.stdout else ([done.stderr], {})
    assert wrong == []
    return told


def test_the_crontab_over_five_weeks(tmp_path):
    """Every alert that should fire does, and no other; a bad row is refused, and told of once it is mended; of two at once one tells."""
    told = passed(tmp_path, kernels=False, weeks=5, events=WEEKS, mishaps=MISHAPS)
    assert set(told) == {"new", "corrected", "fallen", "opened", "moved", "possible", "unexplained>2"}


@SLOW
@pytest.mark.parametrize("kind", _flood.KINDS)
@pytest.mark.parametrize("seed", range(int(os.environ.get("FUZZ", 1))))
def test_a_year_of_any_kind(tmp_path, kind, seed):
    random = Random(f"{kind} {seed}")
    zone = random.choice(["UTC", "Pacific/Auckland", "America/Los_Angeles", "Europe/Berlin"])
    how = {name: random.random() < 0.5 for name in ("named", "newest_first")}  # with sides: without, they follow the order of rows
    plans = {"events": year.shuffled(_flood.YEAR, random), "mishaps": year.shuffled(year.MISHAPS, random)} if seed else {}
    passed(tmp_path, kernels=False, kind=kind, seed=seed, zone=zone, **plans, **how)


@SLOW
def test_a_year_with_kernels(tmp_path):
    passed(tmp_path, kernels=True)
