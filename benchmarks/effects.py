"""Do ranges of source effects hold where the world is not as the model has it?  Made-up cases with known truth, scenario by scenario.

``python -m benchmarks effects``, or ``python benchmarks/effects.py SEEDS SCENARIO …`` for some.
"""

from __future__ import annotations

import sys
import time
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

if __package__ in (None, ""):
    sys.path[0] = str(Path(__file__).resolve().parents[1])  # run as a script: the project, not this folder

import numpy as np
import pandas as pd

from benchmarks import say
from benchmarks._scenarios import NOT, SCENARIOS, Made, made
from discrepancy.case.load import load_case
from discrepancy.case.model import Case
from discrepancy.sources.effects.arrays import design
from discrepancy.sources.effects.houses import Houses, houses

DIFFERENCES, TOTALS, SEEDS = 0.90, 0.88, 30
KNOTS = 5  # of the spline that is fitted by least squares and in the mixed model
METHODS = ("ours", "spline, OLS", "mixed model")


def case_of(case: Made, folder: Path) -> Case:
    """The made-up case, as somebody would have written it."""
    folder.mkdir(parents=True)
    pd.DataFrame(case.rows).to_csv(folder / "claims.csv", index=False)
    (folder / "case.toml").write_text(case.toml, encoding="utf-8")
    return load_case(folder)


def differences(found: Houses, case: Made) -> list[tuple[float, float, float]]:
    """Ours: middle, low and high of each difference, and last of the total."""
    draws, cells = found.log_effects()
    place = {source: i for i, (source, _) in enumerate(cells)}
    own = [draws[:, place[a]] - draws[:, place[b]] for a, b in case.pairs() if {a, b} <= set(place)]
    last = found.curve.iloc[-1]
    return [(float(d.mean()), *np.quantile(d, [0.025, 0.975])) for d in own] + [
        tuple(found.scale.at(last[k]) for k in ("mean", "low", "high"))
    ]


def plain(found: Houses, case: Made, mixed: bool) -> list[tuple[float, float, float]]:
    """The same by a cubic spline of the day with source effects: least squares, or sources as random effects (statsmodels)."""
    from statsmodels.regression.linear_model import OLS
    from statsmodels.regression.mixed_linear_model import MixedLM

    r = found.reports
    y, days = np.array([found.scale.at(x) for x in r["count"]]), r["day"].to_numpy() - 1
    curve = design(int(days.max()) + 1, KNOTS)[:, 2:]  # sums to 1 on every day
    names = sorted(case.effects)
    if mixed:
        fit = MixedLM(y, curve[days], r["source"].to_numpy()).fit()
        effect = np.array([fit.random_effects[name].iloc[0] for name in names])
        variance = np.array([fit.random_effects_cov[name].to_numpy()[0, 0] for name in names])
        found_ = [
            (effect[names.index(a)] - effect[names.index(b)], variance[names.index(a)] + variance[names.index(b)]) for a, b in case.pairs()
        ]
        k = curve.shape[1]
        at, cov = fit.fe_params @ curve[-1], fit.cov_params()[:k, :k]
        found_.append((at + effect.mean(), curve[-1] @ cov @ curve[-1]))
        return [(m, m - 1.96 * v**0.5, m + 1.96 * v**0.5) for m, v in found_]
    dummies = np.array([[s == name for name in names[1:]] for s in r["source"]], float)
    fit = OLS(y, np.hstack([curve[days], dummies])).fit()
    each = np.vstack([np.zeros(len(names) - 1), np.eye(len(names) - 1)])
    ask = [np.r_[0 * curve[-1], each[names.index(a)] - each[names.index(b)]] for a, b in case.pairs()]
    test = fit.t_test(np.array([*ask, np.r_[curve[-1], each.mean(0)]]))
    return [(m, *ends) for m, ends in zip(test.effect, test.conf_int(), strict=True)]


def asked(case: Made, folder: Path) -> dict[str, pd.DataFrame]:
    """By method a row for each difference, and one for the total: inside its 95 % range, how far off, how wide."""
    loaded, start = case_of(case, folder), time.process_time()
    found = houses(loaded)
    taken = time.process_time() - start
    truth = [case.effects[a] - case.effects[b] for a, b in case.pairs()] + [found.scale.at(case.total)]
    answers = {"ours": differences(found, case), **{name: plain(found, case, name == METHODS[2]) for name in METHODS[1:]}}
    tables = {}
    for name, rows in answers.items():
        middle, low, high = np.array(rows).T
        inside = (low <= truth) & (truth <= high)
        tables[name] = pd.DataFrame({"inside": inside, "off": middle - truth, "width": high - low, "seconds": taken})
    tell = found.changes[found.changes["tells"]]
    right = case.jumped is not None and case.jumped[0] in set(tell["source"])
    tables["ours"].attrs = {"told": right, "false": len(tell) - right}
    return tables


def without_copies(case: Made, folder: Path) -> list[bool]:
    """Whether each difference between sources that remain without suspected copies is in its range."""
    found = houses(case_of(case, folder)).without_copies
    if not isinstance(found, Houses):
        return []
    left = set(found.effects["source"])
    truth = [case.effects[a] - case.effects[b] for a, b in case.pairs() if {a, b} <= left]
    return [bool(low <= t <= high) for t, (_, low, high) in zip(truth, differences(found, case)[:-1], strict=True)]


def scenario(name: str, seeds: int) -> pd.DataFrame:
    """By method, of made-up cases: coverage and rmse of differences, coverage and bias of totals, widths, and the time of ours."""
    with warnings.catch_warnings(), TemporaryDirectory() as folder:
        warnings.simplefilter("ignore")  # of mixed models at the edge
        found = [asked(made(name, seed), Path(folder) / str(seed)) for seed in range(seeds)]
    rows = []
    for method in METHODS:
        each, total = (pd.concat([f[method].iloc[part] for f in found]) for part in (slice(-1), slice(-1, None)))
        counts = name != "periods" or method == "ours"  # a spline of counts of ten days has no total
        row = {"scenario": name, "method": method, "differences": each["inside"].mean(), "rmse": np.sqrt((each["off"] ** 2).mean())}
        row |= {"width": each["width"].mean(), "totals": total["inside"].mean() if counts else np.nan}
        rows.append(row | {"bias": total["off"].mean() if counts else np.nan, "seconds": each["seconds"].mean()})
    frame = pd.DataFrame(rows)
    frame.attrs = {key: sum(f["ours"].attrs[key] for f in found) for key in ("told", "false")}
    return frame


def main(seeds: int = SEEDS, names: tuple[str, ...] = SCENARIOS) -> bool:
    met, false, told, jumps, cases = [], 0, 0, 0, 0
    for name in names:
        frame = scenario(name, seeds)
        ours, other, mixed = frame.to_dict("records")
        false, told, cases = false + frame.attrs["false"], told + frame.attrs["told"], cases + seeds
        jumps += seeds * name.startswith("jump")
        for r in (other, mixed):
            print(
                f"effects, {name}, {r['method']:<12} differences {r['differences']:.1%}, rmse {r['rmse']:.3f}, width {r['width']:.2f}; "
                + ("no total" if np.isnan(r["totals"]) else f"totals {r['totals']:.0%}, bias {r['bias']:+.3f}")
            )
        measured = f"{ours['differences']:.1%}, rmse {ours['rmse']:.3f}, width {ours['width']:.2f}"
        held = name in NOT or ours["differences"] >= DIFFERENCES
        met.append(say(f"effects, {name}, differences in their 95 %", measured, "none" if name in NOT else f"{DIFFERENCES:.0%}", held))
        held = name in NOT or ours["totals"] >= TOTALS
        measured = f"{ours['totals']:.0%}, bias {ours['bias']:+.3f}, {ours['seconds']:.1f} s"
        met.append(say(f"effects, {name}, totals in their 95 %", measured, "none" if name in NOT else f"{TOTALS:.0%}", held))
        if name == "copies":
            with TemporaryDirectory() as folder:
                inside = [hit for seed in range(seeds) for hit in without_copies(made(name, seed), Path(folder) / str(seed))]
            met.append(say("effects, copies, differences without those suspected", f"{np.mean(inside):.1%}", "90%", np.mean(inside) >= 0.9))
    if jumps:
        met.append(say("effects, jumps that are told", f"{told} of {jumps}", "at least 80 %", told >= 0.8 * jumps))
    met.append(say("effects, changes told that are none", f"{false} in {cases} cases", "at most 5 %", false <= 0.05 * cases))
    return all(met)


if __name__ == "__main__":
    sys.exit(not main(int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS, tuple(sys.argv[2:]) or SCENARIOS))
