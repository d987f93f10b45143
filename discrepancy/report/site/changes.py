"""The records of the last published run and of this one → what changed between them, and whether somebody shall be told.

A change is one of `KINDS`. What is compared is what a reader would see:

* Rows of a case, by their ids: a row is new, gone, no longer stands, or was corrected: what it says differs (its text hash), or
  a new row of ``corrections.csv`` is about it.
* A gap is open where the part not accounted for, of the larger figure against the smaller, is ×1.05 or more, on a difference scale one
  unit of the last printed digit or more. It opened or closed where that differs, and moved where it stayed open and prints another
  number.
* Whether both figures can be right on the words alone.
* The largest step of an explanation: the one other than the remainder that changes the difference, up or down, by most. A step that
  prints as ×1.00, or as no amount, is none.

The gap is compared only where the question is the same: pair, measure, subject, cut-off, rule, and the day if one was asked for. A gap
that is asked otherwise is a change of the question, and said to be one. Where no day was asked for, the question is "a against b, at their
newest common day": a day that moved by itself is told in the sentence.

A run without changes leaves ``changes.json`` as it was, so that the same data give the same bytes and the page tells what
changed last, however often it is rendered.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from discrepancy import dates
from discrepancy.report.pages import records
from discrepancy.story.words import NOT_EVIDENCE, REMAINS

#: What can change, with words for one and for several of it.
KINDS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
NEWEST = "their newest common day"


def compare(before: list[dict], after: list[dict]) -> dict:
    """Say what changed between two runs, given their records; ``before`` is empty for a first run.

    Returns
    -------
    dict
        ``first`` (whether there was nothing to compare with), ``since`` (version and hash, by case, of what was compared with),
        ``changes`` (each with ``kind``, ``case``, ``point``, ``path`` and ``text``, a sentence; for a row also its id), ``note``
        (what follows sentences about a remainder; else empty).

    Examples
    --------
    >>> report = {"case": "march", "notebooks": {}}
    >>> compare([], [report])["first"]
    True
    >>> [change["text"] for change in compare([report], [report, {"case": "flood", "notebooks": {}}])["changes"]]
    ['flood: this report is new.']
    """
    found = []
    if before:
        found += _rows(before, after)
        found += _reports({records.place(r): r for r in before}, {records.place(r): r for r in after})
    cases = {change["case"] for change in found} or {record["case"] for record in after}
    edition = lambda record: {name: str(records.dig(records.kept(record, "record"), name) or "") for name in ("version", "hash")}
    since = {record["case"]: edition(record) for record in reversed(before) if record["case"] in cases}
    # Once, below all sentences that speak of what remains.
    note = NOT_EVIDENCE if any(change["kind"] in ("opened", "closed", "moved") for change in found) else ""
    return {"first": not before, "since": dict(sorted(since.items())), "changes": found, "note": note}


def latest(result: dict, folder: Path | None) -> dict:
    """Return what the site shall show: this comparison, or the one in the folder of the last published run where nothing changed."""
    if result["changes"] or folder is None:
        return result
    try:
        kept = json.loads((folder / "changes.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return result
    return kept if isinstance(kept, dict) and set(kept) == set(result) else result


def line(result: dict) -> str:
    """Return the changes in one line, for a mail.

    Examples
    --------
    >>> changes = [{"kind": kind, "case": "march"} for kind in ("new", "new", "opened")]
    >>> line({"first": False, "changes": changes})
    'changes: 2 new rows and 1 gap opened in march'
    """
    if result["first"]:
        return "changes: none to tell, this is the first run"
    return f"changes: {tally(result['changes'])}" if result["changes"] else "no changes"


def tally(found: list[dict]) -> str:
    """Return how many of each kind there are, case by case."""
    by_case: dict[str, Counter] = {}
    for change in found:
        by_case.setdefault(change["case"], Counter())[change["kind"]] += 1
    parts = []
    for case, kinds in by_case.items():
        told = [f"{kinds[kind]} {said[kinds[kind] > 1]}" for kind, said in KINDS.items() if kinds[kind]]
        parts.append(f"{', '.join(told[:-1])} and {told[-1]} in {case}" if len(told) > 1 else f"{told[0]} in {case}")
    return "; ".join(parts)


def once(after: list[dict]) -> list[dict]:
    """Return records with the rows of each case in the first fragment that has them only: in all of them they would say the same."""
    seen: set[str] = set()

    def kept(case: str, fragment: dict) -> dict:
        told = case in seen
        seen.update([case] if fragment.get("rows") else [])
        return {k: v for k, v in fragment.items() if k != "rows" or not told}

    return [{**record, "notebooks": {stem: kept(record["case"], f) for stem, f in record["notebooks"].items()}} for record in after]


def _change(kind: str, record: dict, text: str, **more: str) -> dict:
    place = {"case": record["case"], "point": records.point(record), "path": records.place(record)}
    return {"kind": kind, **place, "text": text, **more}


def _rows(before: list[dict], after: list[dict]) -> Iterator[dict]:
    """Compare the rows of each case that is in both runs, once a case, whatever its number of reports."""
    blank = {"hash": "", "status": "", "words": ""}
    for case in dict.fromkeys(record["case"] for record in after):
        told = [_told(run, case, "rows") for run in (before, after)]
        if None in told:
            continue
        old, new = ({row: blank | kept for row, kept in rows.items() if isinstance(kept, dict)} for rows in told if rows)
        known, mended = ((_told(run, case, "record") or {}).get("corrections") or [] for run in (before, after))
        slip = lambda entry: [entry.get(k) for k in ("date", "claim", "was", "now")]  # an address that is filled in later makes no other
        corrections: dict[str, dict] = {}
        for entry in (entry for entry in mended if slip(entry) not in map(slip, known)):
            row = str(entry.get("claim"))
            corrections[row] = entry | {"was": corrections.get(row, entry).get("was")}
        # An id that is made from what the row says grows where another row says nearly the same: the row is the one that it was.
        renamed = {kept["hash"]: row for row, kept in new.items() if row not in old and kept["hash"]}
        old = {row if row in new else renamed.get(kept["hash"], row): kept for row, kept in old.items()}
        for row in [*new, *(gone for gone in old if gone not in new)]:
            if found := _row(row, old.get(row), new.get(row), corrections.get(row)):
                name = str((_told(after, case, "record") or {}).get("title") or case)
                yield _change(found[0], {"case": case, "path": case}, f"{name}: {found[1]}", row=row)


def _told(run: list[dict], case: str, key: str) -> dict | None:
    """Return what the first report of a case that has it says under a key, such as its rows by id."""
    told = (records.kept(record, key) for record in run if record["case"] == case)
    return next((kept for kept in told if isinstance(kept, dict)), None)


def _row(row: str, old: dict | None, new: dict | None, correction: dict | None) -> tuple[str, str] | None:
    """Return the kind and the sentence of what happened to a row, or None."""
    if new is None:
        return "gone", f"row {row} is gone; it was {old['words'] if old else ''}."
    if old is None:
        return "new", f"row {row} is new: {new['words']}."
    told = {key: str(value) for key, value in (correction or {}).items() if value}
    because = f" {told['because'].rstrip('.')}." if "because" in told else ""
    stood, stands = (each["status"] in ("current", "") for each in (old, new))
    if stood and not stands:
        return "fallen", f"row {row} no longer stands ({new['status']}): {new['words']}.{because}"
    if told:
        words = "".join(f" {to} “{told[key]}”" for key, to in (("was", "from"), ("now", "to")) if key in told)
        return "corrected", f"row {row} was corrected{words}.{because}"
    if new["hash"] != old["hash"]:
        return "corrected", f"row {row} reads differently, and no correction says why; it is now {new['words']}."
    return ("corrected", f"row {row} stands again: {new['words']}.") if stands and not stood else None


def _reports(before: dict[str, dict], after: dict[str, dict]) -> Iterator[dict]:
    for path, record in after.items():
        if path in before:
            yield from _gap(before[path], record)
        else:
            yield _change("came", record, f"{records.name(record)}: this report is new.")
    for path, record in before.items():
        if path not in after:
            yield _change("went", record, f"{records.name(record)}: this report is no longer made.")


def _gap(before: dict, after: dict) -> Iterator[dict]:
    old, new = records.fragment_with(before, "gap"), records.fragment_with(after, "gap")
    if not old or not new:
        return
    say = lambda kind, text: _change(kind, after, f"{records.name(after)}: {text}")
    if differs := _differs(old, new):
        yield say("asked", f"the question is another one ({differs}), so its gap is not compared.")
        return
    days = [str(records.dig(fragment, "settings", "as_of") or "") for fragment in (old, new)]
    was_on, now_on = [f"{dates.on(day)}, " for day in days] if days[0] != days[1] and all(map(dates.is_date, days)) else ("", "")
    for compared in (_remainder, _possible, _largest):
        for kind, now, was in compared(old, new):
            yield say(kind, f"{now_on}{now}; before, {was_on}{was}.")


def _differs(old: dict, new: dict) -> str:
    """Say in what the questions of two fragments differ."""
    both = [fragment["settings"] if isinstance(fragment.get("settings"), dict) else {} for fragment in (old, new)]
    apart = ("case", "version", "as_of", "day_asked", "subject", "named")
    was, now = ({key.replace("_", " "): str(value) for key, value in settings.items() if key not in apart} for settings in both)
    was["as of"], now["as of"] = _day(*both), _day(*both[::-1])
    for name in ("scale", "unit"):  # a record of before may name neither
        was[name], now[name] = (str(getattr(records.sizes(fragment.get("gap")), name)) for fragment in (old, new))
    subjects = [settings.get("subject") for settings in both]
    if all(isinstance(subject, dict) for subject in subjects):
        was, now = (asked | {f"their {k}": str(v) for k, v in of.items()} for asked, of in zip((was, now), subjects, strict=True))
    keys = [key for key in now if was.get(key, "") != now[key]]
    return ", ".join(f"{key} {was.get(key) or 'not given'} before, {now[key] or 'not given'} now" for key in keys)


def _day(settings: dict, other: dict) -> str:
    """Return the day that was asked for; of a record of before, which does not tell, the one that it has, if the other run asked for any."""
    if "day_asked" in settings:
        return str(settings["day_asked"]) or NEWEST
    return NEWEST if other.get("day_asked") == "" else str(settings.get("as_of", ""))


def _remainder(old: dict, new: dict) -> Iterator[tuple[str, str, str]]:
    """Yield what kind of change there is, how it is now, and how it was before; so do the next two."""
    was, now, sizes = records.remainder(old), records.remainder(new), records.sizes(new.get("gap"))
    before, after, least = (sizes.step(was), sizes.step(now), sizes.told)
    if was is None or now is None:
        if was is not None:
            yield "moved", "there is no ratio any more", f"{sizes.past(before)} {REMAINS}"
        elif now is not None:
            yield "moved", f"{sizes.present(after)} {REMAINS}", "there was no ratio"
        return
    if now >= least and (was < least or before != after):
        yield "opened" if was < least else "moved", f"{sizes.present(after)} {REMAINS}", before
    elif was >= least > now:
        yield "closed", f"nothing remains to be accounted for ({after})", f"{sizes.past(before)} {REMAINS}"


def _possible(old: dict, new: dict) -> Iterator[tuple[str, str, str]]:
    was, now = (records.dig(fragment, "gap", "reconcilable", "admissible") for fragment in (old, new))
    if isinstance(was, bool) and isinstance(now, bool) and was != now:
        is_now = f"on the words alone both figures can{'' if now else 'not'} be right"
        yield "possible", is_now, f"they could{'' if was else ' not'}"


def _largest(old: dict, new: dict) -> Iterator[tuple[str, str, str]]:
    was, now = _steps(old), _steps(new)
    before, after = (max(steps, key=lambda step: abs(steps[step]), default="") for steps in (was, now))
    # A tie is no change: the step of before may be as large as the one that comes first now.
    if before == after or (before in now and abs(now[before]) > abs(now[after]) - 1e-9):
        return
    sizes = records.sizes(new.get("gap"))
    step, whole = lambda name, steps: f"{name} ({sizes.step(steps[name])})", sizes.words.whole
    is_now = f"the largest step of the explanation is {step(after, now)}" if after else f"no step of the explanation changes the {whole}"
    yield "largest", is_now, f"it was {step(before, was)}" if before else f"none changed the {whole}"


def _steps(fragment: dict) -> dict[str, float]:
    """Return the size of each step that prints as one, in the coordinate of the scale."""
    factors, sizes = records.dig(fragment, "gap", "factors"), records.sizes(fragment.get("gap"))
    steps = ((factor, records.step(factor, sizes.scale)) for factor in (factors if isinstance(factors, list) else ()))
    found = {str(factor.get("name")): step for factor, step in steps if step is not None}
    return {name: step for name, step in found.items() if name != "unexplained" and abs(step) > sizes.printed}
