"""Rows with columns to compare → pairs of rows with the probability that both are of one thing, by splink, on this machine alone.

The model is that of Fellegi and Sunter (Journal of the American Statistical Association 64, 1969): how often two rows of one thing agree
in a column, and how often any two do.  The latter is measured on pairs drawn with a fixed seed; the former is fitted by expectation
maximisation (Winkler, 1988) where there are rows enough, and else as `START` has it.  So is, always, how many pairs are the same.  Only pairs that agree in one of the `rules` are
looked at, chosen so that these stay few.  Words are compared without capitals, accents and order, by Jaro-Winkler; days and numbers by how
far they are apart.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from discrepancy.case.spelling import skeleton
from discrepancy.intake.cells import day_of, orders
from discrepancy.overlap.fitted import ListsError

#: How often two rows of one thing are the same, near and less near in a column; fitted where there are `ENOUGH` rows.
START = {"day": (0.8, 0.15), "number": (0.8, 0.15), "words": (0.75, 0.15, 0.05), "kind": (0.9,)}
RARE = 0.01  # no difference is held to be rarer between rows of one thing: the next row may have it
ALIKE = {"day": ("same", "near"), "number": ("same", "near"), "words": ("same", "near", "less near"), "kind": ("same",)}
_LIKE_A_DAY = re.compile(r"\d{4}-\d\d-\d\d")  # a day of no calendar has a digit that was mistaken
ENOUGH, DRAWN, SEED = 1000, 1e6, 1  # rows to fit on; pairs that are drawn; and by which seed
PAIRS = 12  # of a rule for each row, at most
KINDS = 200  # different texts in a column up to which near ones are others
FAINT, ROUNDS = 0.001, 20  # from which probability on pairs are kept until the end; and how often they are weighed anew
START_OF = 3  # letters of words that a rule may ask to be the same


def pairs(rows: pd.DataFrame, match: Sequence[str], least: float) -> tuple[pd.DataFrame, tuple[str, ...], dict[str, int]]:
    """Pairs of rows from a probability of `least` on, the rules one of which they agree in, and what was left out of columns of days.

    Returns
    -------
    pandas.DataFrame
        ``left right``, positions in `rows`; ``probability``; and how alike they are in each column, ``same`` to ``different``, empty
        where one of them has nothing.
    tuple of str
        Such as "name and born".
    """
    try:
        import duckdb
        from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    except ImportError:
        raise ListsError("to compare columns needs a package more: pip install 'discrepancy[lists]'; an id (--by) needs none") from None
    dated = {column: found for column in match if (found := days(rows, column)) is not None}
    no_day = {column: n for column, found in dated.items() if (n := int(((rows[column] != "") & (found == "")).sum()))}
    kinds = {column: "day" if column in dated else _kind(rows[column]) for column in match}
    table = pd.DataFrame({"unique_id": np.arange(len(rows))})
    for i, column in enumerate(match):
        table[f"c{i}"] = _plain(dated.get(column, rows[column]), kinds[column])
        if kinds[column] == "words":
            table[f"s{i}"] = table[f"c{i}"].str[:START_OF]
    begin = min(0.5 / len(rows), 0.5)  # every second row has another of the same thing; how many have is fitted in the end
    asked = _rules(table)
    if not asked:
        raise ListsError(f"{', '.join(match)}: too few different values to tell records apart: name a column more, such as a day or a name")
    with duckdb.connect(config={"autoinstall_known_extensions": False, "temp_directory": ""}) as connection:  # nothing from or to anywhere
        settings = SettingsCreator(
            link_type="dedupe_only",
            comparisons=[_comparison(f"c{i}", kinds[column]) for i, column in enumerate(match)],
            blocking_rules_to_generate_predictions=[block_on(*rule) for rule in asked],
            probability_two_random_records_match=begin,
            retain_matching_columns=True,
            additional_columns_to_retain=[],
        )
        api = DuckDBAPI(connection)
        held = api.register(table)
        linker = Linker(held, settings, log_level=logging.CRITICAL)
        logging.getLogger("splink").setLevel(logging.CRITICAL)  # what it says may hold a cell
        linker.training.estimate_u_using_random_sampling(max_pairs=DRAWN, seed=SEED, min_count_per_level=None, num_chunks=1)
        if len(rows) >= ENOUGH:  # a column is fitted on pairs that agree in another
            for column in sorted((c for c in table if c[0] == "c" and _few(table, [c])), key=lambda c: -table[c].nunique())[:2]:
                _fit(linker, block_on(column))
        model = json.loads(json.dumps(linker.misc.save_model_to_json()))
        for comparison, column in zip(model["comparisons"], match, strict=True):
            _kept_possible(comparison["comparison_levels"], START[kinds[column]])
        again = Linker(held, model, log_level=logging.CRITICAL)
        found = again.inference.predict(threshold_match_probability=FAINT, warning_mode="never").as_pandas_dataframe()
    found["probability"] = _shifted(found["match_probability"].to_numpy(float), begin, len(rows))
    found = found[found["probability"] >= least].reset_index(drop=True)
    out = pd.DataFrame({"left": found["unique_id_l"], "right": found["unique_id_r"], "probability": found["probability"]})
    out = out.astype({"left": int, "right": int})
    for i, column in enumerate(match):
        out[column] = _alike(found[f"gamma_c{i}"], ALIKE[kinds[column]])
    said = lambda name: f"the first letters of {match[int(name[1:])]}" if name[0] == "s" else match[int(name[1:])]
    rules = tuple(" and ".join(map(said, rule)) for rule in asked)
    return out.sort_values(["probability", "left", "right"], ascending=[False, True, True], ignore_index=True), rules, no_day


def days(rows: pd.DataFrame, column: str) -> pd.Series | None:
    """A column of days, however each list writes them, as 2024-03-12, empty where a cell names no day; None where most name none."""
    found, either = pd.Series("", index=rows.index), []
    for name, cells in rows.groupby("list", sort=False)[column]:
        texts = [text for text in pd.unique(cells) if text]
        possible, example = orders(texts)
        read = {text: text if _LIKE_A_DAY.fullmatch(text) else (day_of(text, min(possible)) or ("",))[0] for text in texts}
        found[cells.index] = [day if len(day := read.get(text, "")) == 10 else "" for text in cells]
        if example and len(possible) > 1:
            either.append(f"{column} of {name} may be days before months or after: write them as 2024-03-12")
    mostly = 2 * (found != "").sum() > (rows[column] != "").sum()
    if mostly and either:
        raise ListsError(either)
    return found if mostly else None


def _kind(cells: pd.Series) -> str:
    """What a column without days holds: numbers, words, or a few kinds."""
    texts = pd.unique(cells[cells != ""])
    if pd.to_numeric(pd.Series(texts), errors="coerce").notna().mean() > 0.9:
        return "number"
    return "words" if len(texts) > min(KINDS, len(cells) / 10) else "kind"


def _plain(cells: pd.Series, kind: str) -> pd.Series:
    """Cells as they are compared; nothing where there is nothing."""
    codes, texts = pd.factorize(cells)
    plain = [text if kind in ("day", "number") else " ".join(sorted(skeleton(text).replace(",", " ").split())) for text in texts]
    found = pd.Series(np.array([*plain, ""], dtype=object)[codes], dtype=object)
    if kind == "number":
        return pd.to_numeric(found, errors="coerce")
    return found.where(found != "", None)


def _rules(table: pd.DataFrame) -> list[tuple[str, ...]]:
    """What pairs are looked at: those that agree in one column where these are few, else in two or three; none twice."""
    columns, found = [c for c in table if c != "unique_id"], []
    for size in (1, 2, 3):
        for rule in combinations(columns, size):
            own = {c[1:] for c in rule}
            implied = {f"s{c[1:]}" for c in rule if c[0] == "c"} | {*rule}
            if len(own) < size or any({*other} <= implied for other in found):
                continue
            if _few(table, rule):
                found.append(rule)
    return [rule for rule in found if not any({*rule} != {*other} and {c.replace("c", "s") for c in rule} == {*other} for other in found)]


def _few(table: pd.DataFrame, columns: Sequence[str]) -> bool:
    """Whether there are pairs that agree in columns, and few enough to be looked at."""
    sizes = table.dropna(subset=[*columns]).groupby([*columns]).size().to_numpy(float)
    return 0 < len(sizes) < len(table) and (sizes * (sizes - 1) / 2).sum() <= max(PAIRS * len(table), 1000)


def _comparison(column: str, kind: str) -> Any:
    import splink.comparison_level_library as levels
    from splink.comparison_library import CustomComparison

    near = {
        "day": [levels.LevenshteinLevel(column, 1)],  # a digit that was mistaken
        "number": [levels.AbsoluteDifferenceLevel(column, 1)],
        "words": [levels.JaroWinklerLevel(column, 0.92), levels.JaroWinklerLevel(column, 0.8)],
        "kind": [],
    }[kind]
    shares = START[kind]
    same = [level.configure(m_probability=m) for level, m in zip([levels.ExactMatchLevel(column), *near], shares, strict=True)]
    rest = levels.ElseLevel().configure(m_probability=1 - sum(shares))
    return CustomComparison([levels.NullLevel(column), *same, rest], output_column_name=column)


def _fit(linker: Any, rule: Any) -> None:
    """Fit how often rows of one thing agree, on pairs that agree in a rule; as it was where that cannot be done."""
    from splink.internals.exceptions import EMTrainingException

    try:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    except (EMTrainingException, ZeroDivisionError):
        return


def _shifted(p: np.ndarray, begin: float, rows: int) -> np.ndarray:
    """Probabilities once the share of pairs that are the same is what these come to themselves (expectation maximisation)."""
    weight = p / np.maximum(1 - p, 1e-12) / (begin / (1 - begin))
    share, all_pairs = begin, max(rows * (rows - 1) / 2, 1)
    for _ in range(ROUNDS):
        p = weight * share / (weight * share + 1 - share)
        share = min(max(p.sum(), 0.5) / all_pairs, 0.5)
    return p


def _kept_possible(levels: list[dict[str, Any]], start: Sequence[float]) -> None:
    """Of the levels of a column, none rarer than `RARE` between rows of one thing; those that were not fitted are as at the start."""
    real = [level for level in levels if not level.get("is_null_level")]
    shares = [level.get("m_probability") for level in real]
    usual = [*start, 1 - sum(start)]
    fitted = [max(RARE, usual[i] if m is None else m) for i, m in enumerate(shares)]
    for level, m in zip(real, fitted, strict=True):
        level["m_probability"] = m / sum(fitted)
        level["u_probability"] = level.get("u_probability") or 1e-6


def _alike(level: pd.Series, words: Sequence[str]) -> pd.Series:
    """How alike the two rows of each pair are in a column, in a word: the highest level is the same, 0 another, -1 that one has nothing."""
    return level.astype(int).map({len(words) - i: word for i, word in enumerate(words)} | {0: "different", -1: ""})
