"""One report for each value of a parameter: ``as_of=2024-12-23..2025-06-02/7d``, ``rule=hedge,granularity``, ``pair=all``.

In: sweeps as typed, and a case. Out: the points of the grid that they make together, and those that are left out because
there is no gap between two figures there. A point is a dictionary of parameters; ``pair`` stands for the two parameters a and b.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, combinations, islice, product
from math import prod

from dateutil.relativedelta import relativedelta

from discrepancy import dates
from discrepancy.case.model import Case
from discrepancy.report.errors import ReportError

MOST = 5_000  # points of one case; more is taken for a slip of the pen
Point = dict[str, str]


@dataclass(frozen=True)
class Sweep:
    """One parameter, or the pair, and its values in order; of ``pair`` they are two sides with a colon, or "all", and all that can speak."""

    name: str
    values: tuple[str, ...]

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters that are set."""
        return ("a", "b") if self.name == "pair" else (self.name,)

    @property
    def all_pairs(self) -> bool:
        return self.name == "pair" and self.values == ("all",)

    def points(self) -> list[Point]:
        """One dictionary for each value; none for all pairs, which only a case can tell."""
        parts = (value.split(":") if self.name == "pair" else [value] for value in self.values if not self.all_pairs)
        return [dict(zip(self.parameters, part, strict=True)) for part in parts]


def parse(texts: Sequence[str], given: Iterable[str] = ()) -> list[Sweep]:
    """Read sweeps as typed; ``given`` are parameters that have one value for all reports. ReportError with all that is wrong, a line each.

    A text is ``NAME=A..B/STEP`` (days; the step in days, weeks or months), ``NAME=VALUE,VALUE``, ``pair=all`` or ``pair=A:B,A:C``.

    Examples
    --------
    >>> parse(["as_of=2024-12-23..2025-01-06/7d"])
    [Sweep(name='as_of', values=('2024-12-23', '2024-12-30', '2025-01-06'))]
    """
    sweeps, wrong = [], []
    for text in texts:
        try:
            sweeps.append(_parse(text))
        except ValueError as error:
            wrong.append(f"--sweep {text}: {error}")
    swept = [name for sweep in sweeps for name in sweep.parameters]
    wrong += [f"{name} is given with -p and with --sweep: one of the two" for name in given if name in swept]
    wrong += [f"{name} is swept twice: give all of its values in one --sweep" for name in dict.fromkeys(swept) if swept.count(name) > 1]
    if wrong:
        raise ReportError("\n".join(wrong))
    return sweeps


def _parse(text: str) -> Sweep:
    name, equals, typed = (part.strip() for part in text.partition("="))
    if not (name.isidentifier() and equals and typed):
        raise ValueError("write NAME=VALUES, such as as_of=2024-12-23..2025-06-02/7d, rule=hedge,granularity or pair=all")
    span = re.fullmatch(r"(.*?)\.\.([^/]*)/?(.*)", typed)
    values = _days(*span.groups()) if span else [value.strip() for value in typed.split(",")]
    if "" in values:
        raise ValueError("a value is empty: write NAME=VALUE,VALUE")
    if len(values) > MOST:
        raise ValueError(f"these are more than {MOST:,} points: take a longer step or a shorter range")
    if twice := [value for value in dict.fromkeys(values) if values.count(value) > 1]:
        raise ValueError(f"{', '.join(twice)} is there twice")
    sweep = Sweep(name, tuple(values))
    for value in values if name == "pair" and not sweep.all_pairs else ():
        sides = value.split(":")
        if len(sides) != 2 or not all(sides) or sides[0] == sides[1]:
            raise ValueError(f'"{value}" is no pair: write two sides with a colon, such as a:b,a:c, or pair=all alone')
    return sweep


def _days(start: str, end: str, step: str) -> list[str]:
    """The days from start to end, both included where the step meets them; one more than `MOST` at most."""
    first, last = _day(start), _day(end)
    if last < first:
        raise ValueError(f"the range ends on {last}, before it starts on {first}")
    match = re.fullmatch(r"([1-9][0-9]{0,4})([dwm])", step)
    if not match:
        raise ValueError(f'"{step}" is no step: write a number of days, weeks or months after a slash, such as /7d, /1w or /1m')
    number, unit = int(match[1]), match[2]
    days, months = {"d": (number, 0), "w": (7 * number, 0), "m": (0, number)}[unit]
    fit = (last - first).days // days if days else (12 * (last.year - first.year) + last.month - first.month) // months
    # A month that is too short for the day of the first takes its own last day.
    found = (first + relativedelta(days=n * days, months=n * months) for n in range(fit + 1))
    return [str(day) for day in islice(found, MOST + 1) if day <= last]


def _day(text: str) -> date:
    text = text.strip()
    if not dates.is_date(text):
        raise ValueError(f'"{text}" {dates.no_date(text)}')
    if len(text) < 10:
        raise ValueError(f'"{text}" is no day: a range starts and ends on one, YYYY-MM-DD')
    return date.fromisoformat(text)


def points(sweeps: Sequence[Sweep], given: Mapping[str, str], case: Case | None = None) -> tuple[list[Point], dict[int, str]]:
    """Return every point of the grid, the last sweep fastest; and by the place of a point in it, why there is no gap, and it is left out.

    ``given`` are parameters that have one value for all points. Without the case nothing is known to be left out, and there is no
    ``pair=all``. ReportError for a value that the case does not have, for too many points, and if all are to be left out.
    """
    if not sweeps:
        return [{}], {}
    axes = [sweep.points() for sweep in sweeps]
    _check_number(axes)
    if case is None:
        if any(sweep.all_pairs for sweep in sweeps):
            raise ReportError("pair=all needs the case as read")
        return _grid(axes), {}
    from discrepancy.notebook import asking  # late: a report without a sweep need not wait for what gaps are made with

    if wrong := asking.refusals(case, [given, *chain.from_iterable(axes)]):
        raise ReportError("\n".join(f"{case.name}: {why}" for why in wrong))
    for place, sweep in enumerate(sweeps):
        if sweep.all_pairs:
            speaking = asking.speaking(case, [{**given, **point} for point in _grid(axis for axis in axes if axis)])
            axes[place] = [{"a": a, "b": b} for a, b in combinations(speaking, 2)]
    _check_number(axes)
    grid = _grid(axes)
    silent = {n: why for n, point in enumerate(grid) if (why := asking.silence(case, {**given, **point}))}
    if len(silent) == len(grid):
        why = f": {next(iter(silent.values()))}" if silent else ": fewer than two groups give a figure"
        raise ReportError(f"{case.name}: there is no gap to report on at any of the points of the sweep{why}")
    return grid, silent


def _grid(axes: Iterable[list[Point]]) -> list[Point]:
    return [{name: value for part in parts for name, value in part.items()} for parts in product(*axes)]


def _check_number(axes: list[list[Point]]) -> None:
    number = prod(len(axis) for axis in axes if axis)
    if number > MOST:
        raise ReportError(f"the sweeps make {number:,} points, and {MOST:,} at most are taken: use longer steps or fewer values")
