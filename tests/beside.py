"""Score the verdicts on passages about the cases of the package: ``python tests/beside.py FILE [--wrong]``."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from anything import passages

from discrepancy.article import read_article
from discrepancy.article.verify import verify
from discrepancy.case.load import load_case

ACCUSE = {"hedge_dropped", "hedge_flipped", "measure_changed", "period_changed", "number_changed", "source_changed", "merged"}
case_of = cache(load_case)


def judge(passage: dict):
    """(verdict or None, label or None) of each number."""
    given = list(verify(read_article(passage["text"], passage.get("form", "text")), passage["date"], case_of(passage["case"])).verdicts)
    at, rows = 0, []
    for label in passage["numbers"]:
        start = passage["text"].index(label["phrase"], at)
        at = start + len(label["phrase"])
        hit = next((v for v in given if v.told.start < at and start < v.told.end), None)
        if hit:
            given.remove(hit)
        rows.append((hit, label))
    return rows + [(v, None) for v in given]


def due(label: dict | None) -> set[str]:
    """The verdicts that a label calls for; what is not asserted, or not held, calls for none."""
    if label is None or label.get("asserted", "yes") != "yes":
        return set()
    return set(label["verdicts"]) - {"unknown"}


def said(verdict) -> set[str]:
    return set(verdict.verdicts) - {"unknown", "denied", "false", "feared", "asked", "planned"} if verdict else set()


def statement(verdict) -> str:
    return verdict.primary.statement if verdict.primary else ""


def score(path: Path) -> dict:
    rows = [row for p in passages(path) for row in judge(p)]
    given = [(v, label) for v, label in rows if said(v)]
    right = [
        1
        for v, label in given
        if said(v) == due(label) and statement(v) in ("", label.get("statement", ""), *[statement(v)] * ("statement" not in label))
    ]
    close = [1 for v, label in given if said(v) & due(label)]
    wanted = [label for _, label in rows if due(label)]
    accused = [(v, label) for v, label in given if said(v) & ACCUSE and not due(label) & ACCUSE]
    certified = [(v, label) for v, label in given if label and label.get("asserted", "yes") != "yes" and "match" in said(v)]
    return {
        "given": len(given),
        "right of given": round(len(right) / max(1, len(given)), 3),
        "one verdict right of given": round(len(close) / max(1, len(given)), 3),
        "due": len(wanted),
        "right of due": round(len(right) / max(1, len(wanted)), 3),
        "false accusations": len(accused),
        "denials certified": len(certified),
    }


if __name__ == "__main__":
    path = Path(sys.argv[1])
    for p in passages(path) if "--wrong" in sys.argv else ():
        for v, label in judge(p):
            if said(v) != due(label) or (label and v and statement(v) not in ("", label.get("statement", statement(v)))):
                wanted = label and (label["phrase"], label["verdicts"], label.get("statement"), label.get("asserted"))
                told = v and (v.told.phrase, v.told.measure, v.told.source, v.told.statement_date, v.told.kind, v.told.where)
                print(p["name"], "|", wanted, "| got", v and (v.verdicts, statement(v)), "|", told)
    print(score(path))
