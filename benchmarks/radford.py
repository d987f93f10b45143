"""Does the fit reproduce Radford et al. (2023), how fast, and does it predict reports that it has not seen?

    python benchmarks/radford.py REPORTS.csv          ours beside theirs
    python benchmarks/radford.py --json REPORTS.csv   {seconds, peak_mib, series, multipliers, cross_validation}
    DISCREPANCY_RADFORD=REPORTS.csv python -m benchmarks radford

REPORTS.csv is data/replication-data-pnas.csv of https://github.com/benradford/estimating-conflict-losses (MIT licence).
`radford-2023-published.csv` beside this file has what they published: the cumulative losses by 23 February 2023 (posterior mean
and 95 % interval) and 14 reporting multipliers, from the poster in that repository.
"""

from __future__ import annotations

import json
import math
import os
import resource
import sys
import time
from pathlib import Path

if __package__ in (None, ""):
    sys.path[0] = str(Path(__file__).resolve().parents[1])  # run as a script: the project, not this folder

import numpy as np
import pandas as pd

from benchmarks import say
from discrepancy.sources.effects.arrays import Reports, alone, log_count
from discrepancy.sources.effects.draws import SEED, Draws, Sampler
from discrepancy.sources.effects.fits import fitted
from discrepancy.sources.effects.houses import houses
from discrepancy.sources.effects.model import Model
from discrepancy.sources.effects.reports import HousesError, from_table

VARIABLE = "DISCREPANCY_RADFORD"
PUBLISHED = Path(__file__).with_name("radford-2023-published.csv")
FOLDS = 5
SLIP = np.log(10)  # sd of the log of a count that was mistyped


def fit(frame: pd.DataFrame) -> dict:
    """The fit with what it took: every series by the last day, every multiplier."""
    start = time.perf_counter()
    found = houses(frame)
    series, multipliers = [], []
    names = frame.drop_duplicates("loss_type").set_index("loss_type")[["category", "loss_country"]]
    for measure, curve in found.curve.groupby("measure", sort=False):
        last = curve.iloc[-1]
        category, target = names.loc[measure]
        series.append({"category": category, "target": target} | {k: float(last[k]) for k in ("mean", "low", "high")})
    for row in found.effects.to_dict("records"):
        category, target = names.loc[row["measure"]]
        of = {"source": row["source"], "target": target, "category": category}
        multipliers.append(of | {"mean": row["multiplier"], "low": row["low"], "high": row["high"]})
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform != "darwin" else 1024) / 1024
    return {"seconds": round(seconds, 2), "peak_mib": round(peak), "series": series, "multipliers": multipliers}


def cross_validation(frame: pd.DataFrame, folds: int = FOLDS) -> dict:
    """Held-out reports: share inside the 95 % predictive interval, and mean ln of the probability of each count, beside two others."""
    rng = np.random.default_rng(SEED)
    fold = rng.permutation(len(frame)) % folds
    told = from_table(frame)
    inside = np.zeros(len(frame), bool)
    scores = {name: np.zeros(len(frame)) for name in ("model", "latest", "ols")}
    for k in range(folds):
        held, rest = fold == k, fold != k
        inside[held], scores["model"][held] = predicted(told, held, rng)
        scores["latest"][held] = latest_claim(frame[rest], frame[held])
        scores["ols"][held] = least_squares(frame[rest], frame[held])
    means = {f"log_score_{name}": round(float(s.mean()), 4) for name, s in scores.items()}
    return {"folds": folds, "reports": len(frame), "coverage": round(float(inside.mean()), 4)} | means


@alone
def predicted(told, held: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Of held-out reports: whether each is inside its interval, and ln of its probability."""
    from dataclasses import replace

    from scipy.special import gammaln, logsumexp

    new, r = told.reports.rows(held), told.reports.rows(~held)
    model = fitted(replace(told, reports=r))
    sampler = Sampler(model)
    eta = expected(sampler, sampler.run(600, 200), new, rng)
    a, share, fact = model.scattered(new.scatter), slips(model), gammaln(new.count + 1)
    each = [np.logaddexp(math.log1p(-share) + log_count(new.count, e, a, fact), math.log(share) + log_slip(new.count, e)) for e in eta]
    score = logsumexp(each, axis=0) - math.log(len(eta))
    safe = np.maximum(a, 1e-9)
    mean = np.exp(np.minimum(eta, 30)) * np.where(a > 0, rng.gamma(1 / safe, safe, eta.shape), 1.0)
    low, high = np.quantile(rng.poisson(np.minimum(mean, 1e15)), [0.025, 0.975], axis=0)
    return (low <= new.count) & (new.count <= high), score


def expected(sampler: Sampler, draws: Draws, new: Reports, rng: np.random.Generator) -> np.ndarray:
    """ln of the expected count of other reports of the same houses, a draw a row: (draws, reports)."""
    m = sampler.m
    eta = np.empty((len(draws.g), len(new.count)))
    for b, block in enumerate(m.blocks):
        rows = np.flatnonzero(np.isin(new.what, block.counts))
        if not len(rows):
            continue
        points = np.column_stack([new.what[rows], new.start[rows], new.end[rows]])
        points, at = np.unique(points, axis=0, return_inverse=True)
        mean, sd = sampler.sums(draws, b, points)
        mean = mean + sd * rng.standard_normal(mean.shape)
        place = np.searchsorted(block.cells, new.cell[rows])
        eta[:, rows] = mean[:, at.ravel()] + sampler.effects(draws, b)[:, place]
    eta += new.least * draws.g[:, m.at_least + new.teller] + new.most * draws.g[:, m.at_most + new.teller]
    return eta


def slips(model: Model) -> float:
    """The share of reports that the fit takes for slips of the pen, off by any factor: by their likelihood as a mixture."""
    r, share = model.r, 0.01
    ln = np.full((2, len(r.count)), -np.inf)
    for block in model.blocks:
        rows = block.rows
        if len(rows):
            eta = model.eta(block, block.x, model.g, model.sums(block, block.x))
            ln[0, rows] = log_count(r.count[rows], eta, model.dispersion(rows), model.ln_fact[rows])
            ln[1, rows] = log_slip(r.count[rows], eta)
    for _ in range(20):
        odds = np.log(share / (1 - share)) + ln[1] - ln[0]
        share = float(np.clip((1 / (1 + np.exp(-np.clip(odds, -500, 500)))).mean(), 1e-4, 0.2))
    return share


def log_slip(y: np.ndarray, eta: np.ndarray) -> np.ndarray:
    """ln of the probability of a count that is off by any factor, as a rule by up to ten."""
    off = (np.log(np.maximum(y, 0.5)) - eta) / SLIP
    return -0.5 * off**2 - np.log(SLIP * np.sqrt(2 * np.pi)) - np.log(np.maximum(y, 0.5))


def latest_claim(known: pd.DataFrame, asked: pd.DataFrame) -> np.ndarray:
    """ln probability if each count is the newest known one of its kind, with the spread that this had so far."""
    groups = {key: group.sort_values("days") for key, group in known.groupby(["loss_type", "time_frame"])}
    every = np.log(known["loss_count"])
    pooled = np.concatenate([np.diff(np.log(g["loss_count"])) for g in groups.values()])
    score = []
    for day, count, kind, frame in asked[["days", "loss_count", "loss_type", "time_frame"]].itertuples(index=False):
        group = groups.get((kind, frame))
        if group is None:
            score.append(_normal(count, every.mean(), every.std()))
            continue
        at = int(np.searchsorted(group["days"].to_numpy(), day, side="right")) - 1
        steps = np.diff(np.log(group["loss_count"].to_numpy(float)))
        sd = np.sqrt(np.mean((steps if len(steps) > 5 else pooled) ** 2))
        score.append(_normal(count, math.log(group["loss_count"].iloc[max(at, 0)]), max(sd, 0.02)))
    return np.array(score)


def least_squares(known: pd.DataFrame, asked: pd.DataFrame) -> np.ndarray:
    """ln probability by OLS of ln count on a cubic spline of the day, source effects, and "at least" and "as many as"."""
    last = int(max(known["days"].max(), asked["days"].max()))
    mean = np.full(len(asked), np.log(known["loss_count"]).mean())
    sd = np.full(len(asked), np.log(known["loss_count"]).std())
    squares, free, few = 0.0, 0, []
    for key, index in asked.groupby(["loss_type", "time_frame"]).indices.items():
        rows, new = known[(known["loss_type"] == key[0]) & (known["time_frame"] == key[1])], asked.iloc[index]
        if len(rows) < 4:
            continue
        X, Z = _design(rows, rows, last), _design(rows, new, last)
        y = np.log(rows["loss_count"].to_numpy(float))
        beta, _, rank, _ = np.linalg.lstsq(X, y, rcond=1e-6)
        off, left = ((y - X @ beta) ** 2).sum(), len(y) - rank
        squares, free = squares + off, free + left
        mean[index], sd[index] = Z @ beta, max(math.sqrt(off / max(left, 1)), 0.02)
        few += index.tolist() if left < 10 else []
    sd[few] = math.sqrt(squares / free)  # too few to tell their spread: that of all
    return np.array([_normal(*row) for row in zip(asked["loss_count"], mean, sd, strict=True)])


def _design(known: pd.DataFrame, asked: pd.DataFrame, last: int) -> np.ndarray:
    """A cubic spline of up to 8 degrees of freedom, fewer where there are few rows; sources, "at least", "as many as"."""
    from scipy.interpolate import BSpline

    t, df = asked["days"].to_numpy(float), int(np.clip(len(known) // 10, 1, 8))
    knots = np.concatenate([[1.0] * 3, np.linspace(1, last, max(df - 2, 2)), [float(last)] * 3])
    curve = BSpline.design_matrix(t, knots, 3).toarray() if df >= 4 else np.vander(t / last, df)
    sources = [asked["claim_source"] == s for s in sorted(known["claim_source"].unique())[1:]]
    return np.column_stack([curve, *sources, asked["minimum"], asked["maximum"]]).astype(float)


def _normal(count: float, mean: float, sd: float) -> float:
    """ln density of a count whose log is normal, one in a hundred being a slip, as in the model."""
    plain, slip = (-0.5 * ((math.log(count) - mean) / s) ** 2 - math.log(s * math.sqrt(2 * math.pi)) for s in (sd, SLIP))
    return float(np.logaddexp(math.log(0.99) + plain, math.log(0.01) + slip)) - math.log(count)


def beside(found: dict) -> pd.DataFrame:
    """Ours beside theirs: the published series and multipliers with ratios of the means and of the widths."""
    published = pd.read_csv(PUBLISHED, keep_default_na=False, na_values={"low": [""], "high": [""]})
    ours = pd.DataFrame(found["series"]).assign(kind="series", source="")
    ours = pd.concat([ours, pd.DataFrame(found["multipliers"]).assign(kind="multiplier")])
    both = published.merge(ours, on=["kind", "source", "target", "category"], suffixes=("_published", ""), how="left")
    return both.assign(
        ratio=both["mean"] / both["mean_published"],
        width=np.log(both["high"] / both["low"]) / np.log(both["high_published"] / both["low_published"]),
    )


def answers(found: dict) -> dict[str, float]:
    """The fit in the numbers that are required of it."""
    both = beside(found)
    series, multipliers = (both[both["kind"] == kind] for kind in ("series", "multiplier"))
    off, error = series["ratio"].apply(np.log).abs(), multipliers["ratio"].apply(np.log).abs()
    clear = multipliers[(multipliers["mean_published"] > 1.25) | (multipliers["mean_published"] < 0.8)]
    return {
        "series": len(series),
        "inside": int(((series["low_published"] <= series["mean"]) & (series["mean"] <= series["high_published"])).sum()),
        "median": math.exp(off.median()),
        "largest": math.exp(off.max()),
        "multipliers": len(clear),
        "sides": int(((clear["mean"] > 1) == (clear["mean_published"] > 1)).sum()),
        "multiplier": math.exp(error.median()),
        "width": float(series["width"].mean()),
    }


def main(path: str = "") -> bool:
    path = path or os.environ.get(VARIABLE, "")
    if not path or not Path(path).is_file():
        print(f"radford: not asked, {VARIABLE} names no file")
        return True
    frame = pd.read_csv(path)
    found = fit(frame)
    for row in beside(found).to_dict("records"):
        of = f"{row['source'] and row['source'] + ' on '}{row['target']}, {row['category']}"
        digits = 0 if row["kind"] == "series" else 2
        theirs = f"{row['mean_published']:,.{max(digits - 1, 0)}f}"
        theirs += f" [{row['low_published']:,.0f}-{row['high_published']:,.0f}]" if row["kind"] == "series" else ""
        print(f"{of:<48} ours {row['mean']:>9,.{digits}f} [{row['low']:,.{digits}f}-{row['high']:,.{digits}f}]   theirs {theirs}")
    a, cv = answers(found), cross_validation(frame)
    best = max(cv["log_score_latest"], cv["log_score_ols"])
    return all(
        [
            say(
                "radford, the fit",
                f"{found['seconds']:.1f} s, {found['peak_mib']} MiB",
                "5 s, 1,024 MiB",
                found["seconds"] <= 5 and found["peak_mib"] < 1024,
            ),
            say("radford, means inside the published intervals", f"{a['inside']} of {a['series']}", "all", a["inside"] == a["series"]),
            say("radford, off the published means, median", f"×{a['median']:.3f}", "at most ×1.12", a["median"] <= 1.12),
            say("radford, off the published means, largest", f"×{a['largest']:.2f}", "at most ×1.4", a["largest"] <= 1.4),
            say("radford, multipliers on their side of ×1", f"{a['sides']} of {a['multipliers']}", "all", a["sides"] == a["multipliers"]),
            say("radford, off the published multipliers, median", f"×{a['multiplier']:.3f}", "at most ×1.2", a["multiplier"] <= 1.2),
            say("radford, widths of intervals against the published", f"×{a['width']:.2f}", "×0.7 to ×1.5", 0.7 <= a["width"] <= 1.5),
            say("radford, held-out reports inside 95 %", f"{cv['coverage']:.1%}", "90 % to 98 %", 0.9 <= cv["coverage"] <= 0.98),
            say("radford, log score a held-out report", f"{cv['log_score_model']:.2f}", f"above {best:.2f}", cv["log_score_model"] > best),
        ]
    )


if __name__ == "__main__":
    paths = [a for a in sys.argv[1:] if a != "--json"]
    if len(paths) != 1 or not Path(paths[0]).is_file():
        sys.exit("usage: python benchmarks/radford.py [--json] REPORTS.csv")
    if "--json" not in sys.argv:
        sys.exit(not main(paths[0]))
    try:
        table = pd.read_csv(paths[0])
        print(json.dumps(fit(table) | {"cross_validation": cross_validation(table)}, indent=1, allow_nan=False))
    except (HousesError, OSError, ValueError) as error:
        sys.exit(str(error))
