"""Score what is read of passages on any topic, number by number: found, counted, who, when, kind, asserted.

``python tests/anything.py FILE [--wrong FIELD]`` prints the scores of a file, or a folder, of labelled passages.

A number is wholly right where all of `FIELDS` are: its value, its unit, the kind of its limit, what is counted (the measure where one is told,
else a word in common with the label), who says so (a word in common), the day (that of the article where none is told), kind and asserted.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import Counter
from pathlib import Path

from discrepancy.article import read_article
from discrepancy.article.extract import extract

FIELDS = ("number", "unit", "hedge", "counted", "source", "said", "kind", "asserted")
KINDS = {"cumulative": "total", "level": "total", "fixed": "total"}
MEASURES = {"deployed": "sent", "evacuated": "displaced"}


def passages(path: Path) -> list[dict]:
    """The passages of a file, or of a folder with a file for each."""
    if path.is_dir():
        return [{"name": f.stem, **tomllib.loads(f.read_text(encoding="utf-8"))} for f in sorted(path.glob("*.toml"))]
    return tomllib.loads(path.read_text(encoding="utf-8"))["passages"]


def words(text: str) -> set[str]:
    """Stems of the words that carry a meaning."""
    plain = re.findall(r"[^\W\d_]+", text.lower().replace("'s", ""))
    return {
        w[:5] for w in plain if len(w) > 2 and w not in {"the", "and", "for", "its", "his", "her", "their", "that", "who", "was", "were"}
    }


def labels(passage: dict) -> list[dict]:
    """The numbers of a passage, each with the place of its phrase."""
    at, found, text = 0, [], passage["text"]
    for number in passage["numbers"]:
        start = text.index(number["phrase"], at)
        at = start + len(number["phrase"])
        found.append({**number, "start": start, "end": at})
    return found


def same_value(told, wanted: dict) -> bool:
    r, unit = told.reading, wanted.get("unit", "")
    ends = {name: wanted[name] for name in ("low", "best", "high") if name in wanted}
    if not ends:
        return True
    near = lambda a, b: abs(a - b) <= 1e-6 * max(1, abs(b)) or (unit == "%" and (abs(a - b) < 0.7 or abs(a - 100 * b) < 0.7))
    if set(ends) == {"low", "high"}:
        return near(r.low, ends["low"]) and near(r.high, ends["high"])
    return near(r.value, next(iter(ends.values())))


def wrong(told, wanted: dict, day: str) -> set[str]:
    """The fields that are read otherwise than labelled."""
    bad = set()
    if not same_value(told, wanted):
        bad.add("number")
    unit = wanted.get("unit", "")
    if bool(unit) != bool(told.reading.unit):
        bad.add("unit")
    sides = {"low": "floor", "high": "ceiling"}
    ends = [name for name in ("low", "best", "high") if name in wanted]
    side = "range" if ends == ["low", "high"] else sides.get(ends[0], "") if ends else ""
    hedged = bool(wanted.get("hedge"))
    mine = told.reading.side
    if (side and mine != side) if side else (hedged and mine == "plain"):
        bad.add("hedge")
    measure = wanted.get("measure", "")
    mine = MEASURES.get(told.measure, told.measure)
    if (mine and measure and mine != measure) or (
        not mine and not words(wanted.get("counted", "")) & words(f"{told.counted} {told.wording} {told.part_of}")
    ):
        bad.add("counted")
    a, b = words(wanted.get("source", "")), words(told.source)
    if bool(a) != bool(b) or (a and not a & b):
        bad.add("source")
    said, mine = wanted.get("said", "") or day, told.statement_date or day  # where nothing is told, a row has the day of the article
    if not (mine.startswith(said) or said.startswith(mine)):
        bad.add("said")
    kind = KINDS.get(told.kind, told.kind)
    if kind != wanted.get("kind", "total"):
        bad.add("kind")
    if getattr(told, "asserted", "yes") != wanted.get("asserted", "yes"):
        bad.add("asserted")
    return bad


def judge(passage: dict):
    """(told, label, wrong fields) of each number: label None where nothing is claimed, told None where it is not found."""
    told = list(extract(read_article(passage["text"], passage.get("form", "text")), passage["date"]))
    rows = []
    for wanted in labels(passage):
        hit = next((t for t in told if t.start < wanted["end"] and wanted["start"] < t.end), None)
        if hit:
            told.remove(hit)
        if wanted["claim"] or hit:
            bad = wrong(hit, wanted, passage["date"]) if wanted["claim"] and hit else set()
            rows.append((hit, wanted if wanted["claim"] else None, bad))
    return rows + [(t, None, set()) for t in told]


def score(path: Path) -> dict:
    """Shares of the numbers that are found, told rightly to be claims, and wholly right; and how often each field is not."""
    rows = [row for p in passages(path) for row in judge(p)]
    claims = [r for r in rows if r[1]]
    people = [r for r in claims if r[1].get("measure")]
    hit = [r for r in claims if r[0]]
    told = [r for r in rows if r[0]]
    share = lambda part, whole: round(len(part) / max(1, len(whole)), 3)
    return {
        "claims": len(claims),
        "found": share(hit, claims),
        "people found": share([r for r in people if r[0]], people),
        "precision": share(hit, told),
        "wholly right, of found": share([r for r in hit if not r[2]], hit),
        "wholly right, of all": share([r for r in hit if not r[2]], claims),
        "people wholly right": share([r for r in people if r[0] and not r[2]], people),
        "wrong": dict(Counter(f for r in hit for f in r[2]).most_common()),
    }


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    wanted_field = sys.argv[sys.argv.index("--wrong") + 1] if "--wrong" in sys.argv else ""
    for passage in passages(folder) if wanted_field else ():
        for told, label, bad in judge(passage):
            if wanted_field == "missed" and told is None:
                print(passage["name"], "|", label["phrase"], "|", label.get("counted"))
            elif wanted_field == "extra" and label is None:
                print(passage["name"], "|", told.phrase, "|", told.sentence[:90])
            elif wanted_field in bad:
                mine = {f: getattr(told, f, None) for f in ("measure", "counted", "source", "statement_date", "kind", "asserted")}
                print(
                    passage["name"],
                    "|",
                    label["phrase"],
                    "|",
                    {k: label.get(k) for k in ("counted", "measure", "source", "said", "kind", "asserted")},
                    "| got",
                    mine,
                    told.reading.side,
                )
    print(score(folder))
