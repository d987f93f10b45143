"""Made-up reports with known truth: curves, effects, and how each source hedges."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd

TARGETS = ("North", "South")


def reports(seed: int, rows: int = 600, sources: int = 5, categories: int = 3, days: int = 180) -> tuple[pd.DataFrame, dict, dict]:
    """A table as `discrepancy.houses` takes it, the true ln effect of each (source, loss_type), and the true last total of each."""
    rng = np.random.default_rng(seed)
    t = np.arange(1, days + 1)
    names = [f"S{i}" for i in range(sources)]
    totals, curves = {}, {}
    for c in range(categories):
        for target in TARGETS:
            bends = np.interp(t, np.linspace(1, days, 8), rng.normal(0, 0.5, 8))
            curves[f"C{c}-{target}"] = np.cumsum(np.exp(rng.normal(2, 1) + rng.normal(0, 0.5) * t / 365 + bends))
    mean = {(s, target): rng.normal(0, 0.6) for s in names for target in TARGETS}
    effects = {(s, kind): mean[s, kind.split("-")[1]] + rng.normal(0, 0.3) for s in names for kind in curves}
    at_least = {s: rng.normal(-0.2, 0.1) for s in names}
    talk = rng.dirichlet(np.full(sources, 1.0))
    made = []
    for _ in range(rows):
        kind, source = rng.choice(list(curves)), rng.choice(names, p=talk)
        day, least, one = int(rng.integers(1, days + 1)), int(rng.random() < 0.1), rng.random() < 0.05
        curve = curves[kind]
        latent = curve[day - 1] - (curve[day - 2] if one and day > 1 else 0)
        expected = latent * np.exp(effects[source, kind] + least * at_least[source])
        count = rng.poisson(expected * (1 if one else rng.gamma(20, 1 / 20)))
        category, target = kind.split("-")
        made.append((day, float(count), kind, source, "Day" if one else "Cumulative", target, least, 0, category, f"{source}-{target}"))
    columns = ["days", "loss_count", "loss_type", "claim_source", "time_frame", "loss_country"]
    columns += ["minimum", "maximum", "category", "source_target"]
    totals = {kind: float(curve[-1]) for kind, curve in curves.items()}
    return pd.DataFrame(made, columns=columns), effects, totals


def covered(seed: int, **size) -> tuple[list[bool], list[float], list[bool]]:
    """Of one made-up table: whether each difference of two effects is in its interval, its error, and each total in its."""
    from discrepancy.sources.effects.houses import houses

    frame, effects, totals = reports(seed, **size)
    found = houses(frame)
    ln, cells = found.log_effects()
    place = {cell: i for i, cell in enumerate(cells)}
    inside, errors = [], []
    for kind in totals:
        mine = [s for s, k in cells if k == kind]
        for a, b in pairwise(mine):
            draws = ln[:, place[a, kind]] - ln[:, place[b, kind]]
            true = effects[a, kind] - effects[b, kind]
            low, high = np.quantile(draws, [0.025, 0.975])
            inside.append(bool(low <= true <= high))
            errors.append(float(draws.mean() - true))
    last = found.curve.groupby("measure").last()
    return inside, errors, [bool(last.loc[k, "low"] <= v <= last.loc[k, "high"]) for k, v in totals.items() if k in last.index]


def claims(seed: int, multiplier: float = 1.0, delay: int = 0, statements: int = 12, scatter: float = 0.05) -> list[dict]:
    """Claims of a made-up case: three sources at ×0.8, ×1 and ×1.25 of a bending curve, and a fourth, "asked", as given."""
    rng = np.random.default_rng(seed)
    t = np.arange(200)
    curve = np.cumsum(40 * np.exp(np.interp(t, [0, 40, 80, 120, 200], rng.permutation([-1.0, 1.0, -0.5, 0.8, -1.2]))))
    begin = date(2024, 1, 1)
    made = []
    who = [("low", 0.8, 0), ("middle", 1.0, 0), ("high", 1.25, 0), ("asked", multiplier, delay)]
    for source, times, behind in who:
        for day in np.linspace(30, 190, statements).astype(int) + rng.integers(-3, 4, statements):
            count = round(curve[day - behind] * times * np.exp(rng.normal(0, scatter)))
            said = (begin + timedelta(int(day))).isoformat()
            row = {"source": source, "statement_date": said, "as_of": said, "measure": "hurt", "wording": f"exactly {count:,} hurt"}
            made.append(row | {"url": f"https://example.org/{source}/{said}"})
    return made
