"""A newer file by the rules of an older one → the case with its new rows, and what is new, revised, gone or the same.

Nothing is overwritten: a number that changed is a row of its own, said on the day of the newer file, beside the one that was said before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from discrepancy import dates
from discrepancy.case.files.bytes import Folder
from discrepancy.case.files.tables import columns_of, opened
from discrepancy.case.load import examine_files
from discrepancy.case.settings import parsed
from discrepancy.intake.bring import bring, refuse
from discrepancy.intake.drafts import Brought, as_text, beside, file_of, rows_of, rules_of
from discrepancy.intake.files import raw_of
from discrepancy.intake.grid import Column
from discrepancy.intake.kept import CHANGES, HEAD, NAME, IntakeError, as_toml, kept
from discrepancy.intake.plan import Rules
from discrepancy.saying.text import as_csv, as_it_was

DOZEN = 12
FEW = 5000  # rows of a case that are checked whole before it is written
_SAID = ("value", "wording", "unit", "low", "high")


@dataclass
class Merge:
    """The files to write, nothing where nothing changed, and what is told of it."""

    drafts: dict[str, bytes] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


def again(folder: Path, file: Path, day: str = "", address: str = "", licence: str = "", only: str = "") -> Merge:
    """Bring a newer file into a case by the rules that it was made with; `only` are its lines to read, which may be others than before."""
    about = kept(_text(folder, NAME))
    if not about:
        raise IntakeError(f"{folder.name}: has no {NAME}: it was not made by discrepancy import FILE --into NAME")
    _, digest = raw_of(file)
    if known := next((f for f in about["files"] if f.get("sha256") == digest), None):
        same = f"{file.name}: is the file that was brought in as {known.get('name')} ({known.get('day')}): nothing to do"
        return Merge(told=[same])
    at, rules = _rules(about, file.name)
    rules.rows = only
    brought = bring(file, rules, day=day, address=address, licence=licence).settled()
    before = [f for f in about["files"] if f.get("rules", 1) == at]
    newest = max((str(f.get("day", "")) for f in before), default="")
    if brought.plan.said is None and newest and dates.last(brought.day) <= dates.first(newest):
        raise IntakeError(
            f"{file.name}: its day is {brought.day}, and figures of {newest} are there: give --day with the day on which the newer ones were said"
        )
    merge = _merged(folder, about, brought, at)
    fresh = [h for h in brought.table.heads if h not in about["rules"][at - 1].get("columns", [])]
    merge.told += [f"new columns, kept beside: {', '.join(map(repr, fresh))}"] if fresh else []
    return merge


def _rules(about: Mapping[str, Any], name: str) -> tuple[int, Rules]:
    """The rules to read by: the only ones, or those of a file of this name."""
    at = 1 if len(about["rules"]) == 1 else next((f.get("rules", 1) for f in about["files"] if f.get("name") == name), 0)
    if not at:
        raise IntakeError(
            f"{name}: the case holds files of several kinds ({', '.join(str(f.get('name')) for f in about['files'])}): give the newer file the name of the older one"
        )
    names = {f.name for f in fields(Rules)}
    return at, Rules(**{key: value for key, value in about["rules"][at - 1].items() if key in names})


def join_case(folder: Path, brought: Brought) -> Merge:
    """A file of another source into a case of the same shape."""
    about = kept(_text(folder, NAME))
    mine = brought.plan.dimensions()
    theirs = {name for rules in about["rules"] for name in [*rules.get("where", {}), rules.get("columns_are", "")] if name}
    if {*mine} != theirs:
        said = lambda names: ", ".join(sorted(names)) or "nothing"
        raise IntakeError(
            f"{folder}: its figures are told apart by {said(theirs)}, those of {brought.table.name} by {said(mine)}: bring it into a case of its own, or give --where"
        )
    if both := {*brought.claims.names} & {s for f in about["files"] for s in f.get("sources", [])}:
        raise IntakeError(
            f"{folder}: has figures of {', '.join(sorted(both))}: bring a newer file in with discrepancy import {folder} --again {brought.table.name}"
        )
    about["rules"].append(rules_of(brought))
    return _merged(folder, about, brought, len(about["rules"]))


def _merged(folder: Path, about: dict[str, Any], brought: Brought, at: int) -> Merge:
    """The case with what is new in a file."""
    if not (folder / "claims.csv").is_file():
        raise IntakeError(f"{folder.name}: has no claims.csv to add to")
    old = _table(folder, "claims")
    number = len(about["files"]) + 1
    dims = brought.plan.dimensions()
    vintages = brought.plan.said is not None
    key = ["source", "measure", "kind", "as_of", "period_start", *dims, *(["statement_date"] if vintages else [])]
    new = pd.DataFrame({name: column.rows() for name, column in brought.claims.cells.items()})
    for name in (*key, *_SAID, "status", "claim", "statement_date"):
        for frame in (old, new):
            if name not in frame:
                frame[name] = ""
    whose = {s for f in about["files"] if f.get("rules", 1) == at for s in f.get("sources", [])} | {*brought.claims.names}
    ours = old[old["source"].isin(whose) & old["claim"].str.match(r"f\d+-") & old["status"].isin(["", "current"])]
    ours = ours.assign(when=[dates.last(d) if dates.is_date(d) else dates.first("1500") for d in ours["statement_date"]])
    ours = ours.sort_values("when", kind="stable").drop_duplicates(key, keep="last")
    both = new.reset_index().merge(ours, on=key, how="left", suffixes=("", "_before"), indicator=True)
    there = (both["_merge"] == "both").to_numpy()
    same = there & np.all([_alike(both[name], both[f"{name}_before"]) for name in _SAID], axis=0)
    fresh, revised = ~there, there & ~same
    gone = ours.merge(new[key].drop_duplicates(), on=key, how="left", indicator=True)
    gone = gone[gone["_merge"] == "left_only"]
    counts = {"new": int(fresh.sum()), "revised": int(revised.sum()), "gone": len(gone), "same": int(same.sum())}
    told = ", ".join(f"{counts[name]:,} {words}" for name, words in (CHANGES | {"same": "as before"}).items())
    merge = Merge(told=[f"{brought.table.name}, {brought.day}: {told}"], counts=counts)
    changes = [f"{_where(row, key)}: {_figure(row, '_before')} → {_figure(row)}" for row in both[revised].head(DOZEN).to_dict("records")]
    vanished = [f"{_where(row, key)}: {_figure(row)} is no longer in the file" for row in gone.head(DOZEN).to_dict("records")]
    merge.told += [*changes, *vanished, *[f"left out: {p}" for p in brought.table.left if p.column][:DOZEN]]
    if vintages and revised.any():  # said anew on a day on which something else was said: it is the newer file that says it
        statement = new["statement_date"].to_numpy().copy()
        statement[revised] = brought.day
        brought.claims.cells["statement_date"] = Column.of(statement)
    columns, n = rows_of(brought, number, fresh | revised)
    merged = _below(old, columns, n)
    names = _table(folder, "sources") if (folder / "sources.csv").is_file() else pd.DataFrame({"source": []})
    more = [{"source": s, "name": name} for s, name in brought.claims.names.items() if s not in {*names["source"]}]
    sources = pd.concat([names, pd.DataFrame(more)]).fillna("") if more else names
    listed = {key: value for key, value in {"changes": changes, "vanished": vanished}.items() if value}
    file = file_of(brought) | {"rules": at} | counts | listed
    drafts = {
        "claims.csv": merged,
        "sources.csv": as_csv([sources.columns, *sources.itertuples(index=False)]).encode(),
        NAME: (HEAD + as_toml(about | {"files": [*about["files"], file]})).encode(),
    }
    text = _text(folder, "case.toml")
    declared = parsed(text).get("measures", {})
    labels = {m: {"label": brought.claims.labels.get(m, m)} for m in dict.fromkeys(new["measure"]) if m not in declared}
    if declared and labels:
        drafts["case.toml"] = f"{text.rstrip()}\n\n{as_toml({'measures': labels})}".encode()
    if len(old) + n <= FEW:
        refuse(examine_files(Folder(folder, drafts))[1])
    merge.drafts = drafts | beside(brought, number)
    return merge


def _text(folder: Path, name: str) -> str:
    """What a file of a case says; nothing where there is none."""
    files = Folder(folder, {})
    text = files.text(name) if files.has(name) else ""
    refuse(files.problems)
    return text or ""


def _table(folder: Path, table: str) -> pd.DataFrame:
    """A table of a case as the case is read: whatever stands between its cells, and in whatever capitals its columns are."""
    lines, _, between = opened(_text(folder, f"{table}.csv"))
    frame = _cells(lines, between)
    return frame.set_axis(columns_of([*frame.columns], table), axis=1)


def _cells(lines: Any, between: str = ",") -> pd.DataFrame:
    """The cells of a CSV as they were before they were written."""
    return pd.read_csv(lines, sep=between, dtype=object, na_filter=False).map(as_it_was).rename(columns=as_it_was)


def _alike(one: pd.Series, other: pd.Series) -> np.ndarray:
    """Whether cells say the same: 3000 and 3000.0 do."""
    a, b = (pd.to_numeric(cells, errors="coerce").to_numpy(float) for cells in (one, other))
    return (one == other).to_numpy() | np.isclose(a, b, rtol=1e-12, atol=0)


def _where(row: Mapping[str, Any], key: list[str]) -> str:
    return ", ".join(str(row[name]) for name in key if row[name] and name != "kind")


def _figure(row: Mapping[str, Any], end: str = "") -> str:
    number = row[f"value{end}"] or row[f"wording{end}"]
    bounds = f" ({row[f'low{end}']} to {row[f'high{end}']})" if row[f"low{end}"] else ""
    return f"{number}{bounds}{' ' + row[f'unit{end}'] if row[f'unit{end}'] else ''}"


def _below(old: pd.DataFrame, columns: Mapping[str, Any], n: int) -> bytes:
    """The old rows as they are, and the new ones below."""
    added = _cells(BytesIO(as_text(columns, n)))
    kept_ = [name for name in old.columns if name != "when" and (old[name] != "").any()]
    order = [*kept_, *(name for name in added.columns if name not in kept_)]
    whole = pd.concat([old.reindex(columns=order), added.reindex(columns=order)]).fillna("")
    return as_text({name: Column.of(whole[name].to_numpy(object)) for name in order}, len(whole))
