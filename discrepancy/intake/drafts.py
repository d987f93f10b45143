"""A file as it was understood → the files of a case: claims, sources, settings, the understanding itself, and what is kept beside."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import numpy as np

from discrepancy.intake.cells import note_of
from discrepancy.intake.figures import name_of
from discrepancy.intake.files import TYPED
from discrepancy.intake.grid import Column, Held, mapped
from discrepancy.intake.kept import HEAD, NAME, IntakeError, as_toml
from discrepancy.intake.plan import Plan
from discrepancy.intake.rows import ClaimRows
from discrepancy.saying.text import as_csv, harmless

AT_ONCE = 20_000  # rows written at a time
Piece = str | np.ndarray | Column


@dataclass
class Brought:
    """A file as it was understood, with the claims that it makes."""

    table: Held
    plan: Plan
    claims: ClaimRows
    day: str  # on which the figures were said, where no column says it
    day_from: str
    address: str = ""
    licence: str = ""
    questions: list[str] = field(default_factory=list)

    def settled(self) -> Brought:
        """Itself, or an `IntakeError` with every question that is open."""
        if self.questions:
            raise IntakeError("\n".join(f"{self.table.name}: {q}" for q in self.questions))
        return self


def rows_of(brought: Brought, number: int = 1, rows: np.ndarray | None = None) -> tuple[dict[str, Any], int]:
    """The columns of claims.csv, with an id by file and line, and where each row stands."""
    claims = brought.claims if rows is None else brought.claims.keep(rows)
    marks = brought.table.marks
    said = [f"; {m}: {note_of(m, marks) or ''}" if m else "" for m in claims.cells["mark"].texts]
    behind = mapped(claims.cells["mark"], [text.replace('"', '""') for text in said])
    of = (f"f{number}-", claims.lines)
    figures = np.array([str(k + 1) for k in range(len(brought.plan.figures))], object)
    columns = {"claim": (*of, "-", Column(claims.figure, figures)) if len(figures) > 1 else of}
    columns |= {name: column for name, column in claims.cells.items() if name != "mark"}
    name = str(harmless(brought.table.name)).replace('"', '""')
    columns["reported_by"] = (_quoted([brought.table.name])[0],)  # whoever wrote the file; a page is named by its address
    return columns | {"notes": (f'"{name}, {brought.table.grid.numbered} ', claims.lines, behind, '"')}, len(claims)


def drafts_of(brought: Brought) -> dict[str, bytes]:
    """The files of a new case."""
    columns, n = rows_of(brought)
    sources = {"source": list(brought.claims.names), "name": list(brought.claims.names.values())}
    settings = settings_of(brought)
    file = file_of(brought) | {"new": n}
    drafts = {
        "claims.csv": as_text(columns, n),
        "sources.csv": as_csv([sources, *zip(*sources.values(), strict=True)]).encode(),
        "case.toml": settings.encode(),
        NAME: (HEAD + as_toml({"rules": [rules_of(brought)], "files": [file]})).encode(),
    }
    return drafts | beside(brought, 1)


def rules_of(brought: Brought) -> dict[str, Any]:
    """The understanding, for import.toml: every column by its heading."""
    plan, heads = brought.plan, brought.table.heads
    rules = plan.rules.asked()
    for name in ("source", "measure", "unit", "start", "said"):
        if (at := getattr(plan, name)) is not None:
            rules[name] = heads[at]
    if plan.date:
        rules["date"] = ",".join(heads[at] for at in plan.date)
    if plan.dims:
        rules["where"] = {name: heads[at] for name, at in plan.dims.items()}
    figures, first = plan.figures, plan.figures[0]
    plain = all(f.value is not None and f.low is None and f.day == ("", "") for f in figures)
    columns = [heads[f.column] for f in figures]
    if plan.across:
        rules |= {"columns_are": plan.across, "value": columns}
    elif plain and [f.source for f in figures] == columns:
        rules["source_columns"] = columns
    elif len(figures) == 1 and first.low is not None and first.high is not None:
        rules |= {"low": heads[first.low], "high": heads[first.high]}
        rules |= {"best": heads[first.value]} if first.value is not None else {}
    elif plain and not any(f.source for f in figures):
        rules["value"] = columns
    one = {f.label for f in figures}
    if plan.measure is None and len(one) == 1 and (plan.across or not rules.get("value")):
        rules["measure"] = next(iter(one))  # it may be the name of the file, which a newer one need not have
    rules["kinds"] = plan.kinds
    rules["beside"] = [heads[at] for at in plan.beside]
    rules["columns"] = heads
    return {key: value for key, value in rules.items() if value}


def file_of(brought: Brought) -> dict[str, Any]:
    """What is kept of the file itself."""
    grid = brought.table.grid
    about = {"name": grid.name, "sha256": grid.sha256, "day": brought.day, "day_is": brought.day_from}
    about |= {"address": brought.address, "licence": brought.licence}
    counts = {"rules": 1, "rows": len(brought.table.lines), "left_out": len(brought.table.left), "sources": list(brought.claims.names)}
    return {key: value for key, value in (about | counts).items() if value or key in ("rows", "left_out")}


def settings_of(brought: Brought) -> str:
    """The case.toml of a new case."""
    plan, claims = brought.plan, brought.claims
    measures = list(claims.cells["measure"].texts)
    label = lambda m: claims.labels.get(m) or m.replace("_", " ")
    title = next((t for t in brought.table.grid.titles if len(t) < 120), "") or name_of(brought.table)
    first = label(measures[0])
    unit = "units" if len(measures) > 1 else first if first[1:2].isupper() else first[:1].lower() + first[1:]
    tables: dict[str, Any] = {"title": title, "unit": unit, "licence": brought.licence}
    tables = {key: value for key, value in tables.items() if value}
    tables["defaults"] = {"measure": measures[0]}
    tables["measures"] = {m: {"label": label(m)} for m in measures}
    if plan.dimensions():
        label_of = {name: brought.table.heads[at] for name, at in plan.dims.items()}
        tables["dimensions"] = {name: {"label": label_of.get(name, name)} for name in plan.dimensions()}
    return as_toml(tables)


def beside(brought: Brought, number: int) -> dict[str, bytes]:
    """What means nothing here, beside the case: the columns, by the line of the file, and each thing that was left out."""
    table, found = brought.table, {}
    end = "" if number == 1 else f"-{number}"
    if brought.plan.beside:
        columns: dict[str, Any] = {table.grid.numbered: (table.lines,)}
        columns |= {table.heads[at]: table.columns[at] for at in brought.plan.beside}
        found[f"beside{end}.csv"] = as_text(columns, len(table.lines))
    if table.left:
        left = [("file", "line", "column", "value", "why"), *((p.file, p.line, p.column, p.value, p.advice) for p in table.left)]
        found[f"left-out{end}.csv"] = as_csv(left).encode()
    return found


def as_text(columns: Mapping[str, Piece | tuple[Piece, ...]], n: int) -> bytes:
    """Columns as the bytes of a CSV; those that are empty throughout are left out, but for what every case has.

    A column is a `Column`, or pieces that stand one behind the other: a text for all rows, whole numbers, a `Column`.
    """
    empty = lambda c: isinstance(c, Column) and list(c.texts) == [""]
    held = {name: c for name, c in columns.items() if not empty(c) or name in ("source", "statement_date", "measure")}
    row: list[Any] = []
    for end, c in zip([*"," * (len(held) - 1), "\n"], held.values(), strict=True):
        row += [Column(p.codes, _quoted(p.texts)) if isinstance(p, Column) else p for p in (c if isinstance(c, tuple) else (c,))] + [end]
    row = _folded(row, n)
    out = io.BytesIO()
    out.write((",".join(_quoted(list(held))) + "\n").encode())
    for start in range(0, n, AT_ONCE):
        texts = {id(p): _some(p, slice(start, start + AT_ONCE)) for p in row}
        some = [texts[id(p)] for p in row]
        out.write("".join(map("".join, zip(*some, strict=False))).encode("utf-8", "surrogatepass"))
    return out.getvalue()


def _some(piece: Piece, rows: slice) -> Iterable[str]:
    """The texts of some rows."""
    if isinstance(piece, str):
        return repeat(piece)
    return piece.texts[piece.codes[rows]].tolist() if isinstance(piece, Column) else [*map(str, piece[rows].tolist())]


def _folded(row: Sequence[Any], n: int) -> list[Any]:
    """The pieces of a row, those with few texts put together: fewer are joined for each row."""
    found: list[Any] = []
    for piece in row:
        last = found[-1] if found else None
        if isinstance(last, str) and isinstance(piece, str):
            found[-1] = last + piece
        elif isinstance(last, Column) and isinstance(piece, str):
            found[-1] = Column(last.codes, last.texts + piece)
        elif isinstance(last, str) and isinstance(piece, Column):
            found[-1] = Column(piece.codes, last + piece.texts)
        elif isinstance(last, Column) and isinstance(piece, Column) and len(last.texts) * len(piece.texts) <= n / 4:
            texts = (last.texts[:, None] + piece.texts[None, :]).ravel()
            found[-1] = Column(last.codes * np.int32(len(piece.texts)) + piece.codes, texts)
        else:
            found.append(piece)
    return found


def _quoted(texts: Sequence[str]) -> np.ndarray:
    special = re.compile(r'[",\n\r]|^\s|\s$')
    if not re.search(rf"[^\w.]|{TYPED}", "".join(texts)):
        return np.asarray(texts, dtype=object)
    written = (str(harmless(t.replace(TYPED, ""))) for t in texts)
    return np.array(['"' + t.replace('"', '""') + '"' if special.search(t) else t for t in written], dtype=object)
