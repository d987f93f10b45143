"""Made-up cases of source effects with known truth, each with one thing that a model may not expect.

A case has five sources, N(0, 0.4²) apart in logs, with twelve statements each in 200 days.  The truth of a source is the mean of its
effect over its statements; that of the total is the curve on the last day where all sources together are at ×1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

import numpy as np

BEGIN, DAYS, SOURCES = date(2024, 1, 1), 200, 5
EXPECTED = ("model", "plateau", "linear", "decline", "persistent", "heaping", "jump up", "jump down", "three", "periods", "levels")
NOT = ("copies", "drift")  # where ranges are known not to hold: docs/houses.md says why
SCENARIOS = EXPECTED + NOT
LEVEL = '[measures.hurt]\nlabel = "hurt"\n'
RATE = '[measures.rate]\nlabel = "rate"\nunit = "%"\n'


@dataclass
class Made:
    """Claims as `claims.csv` has them, what case.toml says, and the truth."""

    rows: list[dict] = field(default_factory=list)
    toml: str = LEVEL
    effects: dict[str, float] = field(default_factory=dict)  # in logs, or in the unit
    total: float = 0.0  # on the last day of which there is a figure, all sources together at ×1
    jumped: tuple[str, int, float] | None = None  # a source, the day and the step in logs

    def pairs(self) -> Iterator[tuple[str, str]]:
        return combinations(sorted(self.effects), 2)


def made(scenario: str, seed: int) -> Made:
    """A case of a scenario."""
    rng = np.random.default_rng([seed, SCENARIOS.index(scenario)])
    level = scenario == "levels"
    truth = _course(rng) if level else np.cumsum(_rates(scenario, rng))
    effect = {f"s{i}": rng.normal(0, 1.5 if level else 0.4) for i in range(SOURCES)}
    each = 3 if scenario == "three" else 12
    jump = {"jump up": np.log(2.5), "jump down": -np.log(2.5)}.get(scenario, 0.0)
    drift = np.linspace(0, 0.5, DAYS) if scenario == "drift" else np.zeros(DAYS)
    found, last = Made(toml=RATE if level else LEVEL), 0
    said: dict[str, list[tuple[int, float]]] = {}
    turn = int(rng.integers(70, 130))
    for i, (name, b) in enumerate(effect.items()):
        days = np.sort(rng.choice(np.arange(10, DAYS), each, replace=False))
        error = _errors(scenario, days, rng) + drift[days]
        step = np.where(days >= turn, jump, 0.0) * (i == 0)
        if scenario == "copies" and i >= 3:  # the last two print what the first said last, some days later
            days = np.array([d + rng.integers(1, 6) for d, _ in said["s0"] if d + 6 < DAYS])
            numbers, b, step = [n for d, n in said["s0"] if d + 6 < DAYS], effect["s0"], np.zeros(1)
        elif level:
            numbers = truth[days] + b + error
        else:
            at = truth[days] - (truth[days - 10] if scenario == "periods" else 0)
            numbers = rng.poisson(np.minimum(at * np.exp(b + step + error), 1e9)).astype(float)
        said[name] = list(zip(days.tolist(), numbers, strict=True))
        found.effects[name] = b + float(step.mean())
        if step.any():
            found.jumped = (name, turn, jump)
        last = max(last, int(days.max()))
        found.rows += [_row(name, d, x, scenario, i) for d, x in said[name]]
    mean = float(np.mean(list(found.effects.values())))
    found.total = float(truth[last] + mean) if level else float(truth[last] * np.exp(mean))
    return found


def _rates(scenario: str, rng: np.random.Generator) -> np.ndarray:
    """Counts a day."""
    t, size = np.arange(DAYS), np.exp(rng.normal(3.5, 0.7))
    if scenario == "plateau":
        return 4 * size * np.exp(-t / rng.uniform(15, 30))
    if scenario == "decline":
        return 2 * size * np.maximum(1 - t / 190, 0.005)
    if scenario in ("model", "three", "heaping"):
        return size * np.exp(np.cumsum(rng.normal(0, 0.5 / np.sqrt(30), DAYS)))
    return np.full(DAYS, size)


def _course(rng: np.random.Generator) -> np.ndarray:
    return 40 + np.cumsum(rng.normal(0, 0.1, DAYS))


def _errors(scenario: str, days: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Errors of one source on its days: in logs, of levels in points."""
    unit = 4.0 if scenario == "levels" else 1.0
    white = rng.normal(0, 0.15, len(days))
    if scenario not in ("persistent", "levels", "periods"):
        return white
    covariance = 0.2**2 * np.exp(-np.abs(np.subtract.outer(days, days)) / 60)
    return unit * (white / 3 + np.linalg.cholesky(covariance + 1e-12 * np.eye(len(days))) @ rng.standard_normal(len(days)))


def _row(source: str, day: int, number: float, scenario: str, i: int) -> dict:
    said = (BEGIN + timedelta(day)).isoformat()
    row = {"source": source, "statement_date": said, "as_of": said, "measure": "hurt", "url": f"https://example.org/{source}/{said}"}
    if scenario == "levels":
        return row | {"measure": "rate", "kind": "level", "wording": f"{number:.1f}%".replace("-", "−")}
    if scenario == "heaping" and number >= 10:
        digits = 10 ** (int(np.log10(number)) - (0 if i < 2 else 1))
        number = round(number / digits) * digits
    if scenario == "periods":
        row |= {"kind": "period", "period_start": (BEGIN + timedelta(day - 9)).isoformat()}
    return row | {"kind": row.get("kind", "cumulative"), "wording": f"{max(number, 1):,.0f} hurt"}
