"""A record that grows for a year, and what a run must tell of it: decided here from the figures alone, with nothing of the library.

Ten rows a week: one each of `north` and `south`, who are compared, and eight of others. What the two say differs by a factor (or by
points) that is set week by week, so that it is known beforehand when a gap opens, moves or closes.
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

BEGIN = date(2019, 1, 7)  # a Monday
OTHERS = [f"other{i}" for i in range(8)]
CLAIMS = "claim statement source statement_date as_of period_start measure kind wording url archive_url status replaced_by".split()
CORRECTIONS = "date claim was now because url".split()
KINDS = ("total", "level", "period", "rate", "points")
APART = {"points": (0.0, 1.3, 4.0, 2.6)}  # by how much the two differ, the first being not at all; else these factors
FACTORS = (1.0, 1.3, 2.4, 1.6)

#: What happens in which week. What happens to the machine stands in `year`.
YEAR = {
    5: "correct", 6: "apart:1", 8: "older", 9: "edit", 10: "second", 11: "apart:3", 12: "withdraw", 14: "correct", 15: "apart:0",
    17: "later", 19: "supersede", 20: "other", 21: "in_step", 22: "apart:2", 24: "older", 26: "apart:1", 29: "correct correct", 30: "amend",
    31: "apart:0", 33: "revise", 35: "ask", 36: "ask_back", 37: "reorder", 38: "fall_silent", 40: "no_other",
    42: "withdraw", 44: "correct", 46: "stand_again",
}  # fmt: skip


@dataclass(frozen=True)
class State:
    """What a run is compared by: rows by name with what they say and their status, corrections, and each side's figures."""

    cases: tuple[str, ...]
    rows: dict[str, tuple[str, str]]
    corrections: list[tuple]
    asked: tuple[str, str]
    rest: float | None  # in logs, or points
    timing: bool  # whether a figure was brought to another day
    both: bool  # whether both can be right: alike, or a level of between two days, which is not bounded by these
    silent: dict[str, int]


@dataclass
class Flood:
    """The record as it stands."""

    kind: str = "total"
    seed: int = 0
    named: bool = True  # rows have ids
    defaults: bool = True  # case.toml says who is compared
    newest_first: bool = False
    week: int = -1
    rows: dict[str, dict] = field(default_factory=dict)
    corrections: list[dict] = field(default_factory=list)
    apart: int = 0
    late: bool = False  # south speaks of another day than north
    quiet: bool = False  # the two say nothing this week
    south: bool = True
    two_cases: bool = False
    turned: bool = False
    versus: str = "south"
    checked: date = BEGIN

    def __post_init__(self):
        self.random = Random(self.seed)

    # -- a week

    @property
    def monday(self) -> date:
        return BEGIN + timedelta(weeks=self.week)

    @property
    def today(self) -> date:
        return self.monday + timedelta(days=6)

    def live(self, events: str = "") -> None:
        """One week more, with what happens in it."""
        self.week, self.quiet = self.week + 1, False
        for event in events.split():
            name, _, value = event.partition(":")
            getattr(self, f"_{name}")(*([int(value)] if value else []))
        if not self.quiet:
            self._say("north", self._number("north"), self.monday)
            if self.south:
                day = self.monday + timedelta(days=3 * self.late)
                self._say("south", self._number("south", day), day)
        for n, source in enumerate(OTHERS):
            self._say(source, self._number(source) + (n - 4) * (0.5 if self.points else 700), self.monday)
        if not 32 < self.week < 38:
            self.checked = self.today

    @property
    def points(self) -> bool:
        return self.kind == "points"

    def _number(self, source: str, day: date | None = None) -> float:
        weeks = ((day or self.monday) - BEGIN).days / 7
        if self.points:
            return 40.0 + (APART["points"][self.apart] if source == "north" else 0.0)
        growth = 0.01 if self.kind in ("period", "rate") else 0.05
        return 20_000 * math.exp(growth * weeks) * (FACTORS[self.apart] if source == "north" else 1.0)

    def _say(self, source: str, number: float, day: date, said: date | None = None, **more: str) -> str:
        said = said or day
        name = f"{source}-{said}"
        words = f"{number:.1f}%" if self.points else f"{round(number):,} hurt" + (" per week" if self.kind == "rate" else "")
        address = f"https://example.org/{source}/{said}"
        row = {"claim": name, "source": source, "statement_date": f"{said}", "as_of": f"{day}", "measure": "hurt", "wording": words}
        row |= {"url": address, "archive_url": address.replace("//", "//archive.")}
        row |= {"kind": {"total": "cumulative", "points": "level"}.get(self.kind, self.kind)}
        row |= {"period_start": f"{day - timedelta(days=6)}"} if self.kind in ("period", "rate") else {}
        self.rows[name] = row | more
        self.rows[name]["number"] = str(number if self.points else round(number))
        return name

    # -- what happens

    def _apart(self, step: int) -> None:
        self.apart = step

    def _any(self) -> dict:
        """A row of the others that has not been touched."""
        touched = {entry["claim"] for entry in self.corrections}
        fresh = [row for row in self.rows.values() if row["source"] in OTHERS and "seen" not in row and not row.get("status")]
        row = self.random.choice([row for row in fresh if row["claim"] not in touched])
        row["seen"] = "1"
        return row

    def _correct(self) -> None:
        row = self._any()
        was = row["wording"]
        row["wording"] = "about " + was
        self._mend(row, was, row["wording"])

    def _mend(self, row: dict, was: str, now: str) -> None:
        entry = {"date": str(self.today), "claim": row["claim"], "was": was, "now": now, "because": "The page was mended."}
        self.corrections.append(entry)

    def _amend(self) -> None:
        """The address of a correction is filled in later: nothing new."""
        for entry in self.corrections[-1:]:
            entry["url"] = "https://example.org/fix"

    def _edit(self) -> None:
        row = self._any()
        row["wording"] = "about " + row["wording"]

    def _withdraw(self) -> None:
        row = self._any()
        row["status"] = "withdrawn"
        self._mend(row, row["wording"], "")

    def _stand_again(self) -> None:
        for row in [row for row in self.rows.values() if row.get("status") == "withdrawn"][:1]:
            row["status"] = ""

    def _supersede(self) -> None:
        row = self._any()
        number = float(row["number"]) * (1 if self.points else 1.1)
        name = self._say(row["source"], number, date.fromisoformat(row["as_of"]), self.monday - timedelta(days=1))
        row |= {"status": "superseded", "replaced_by": name}

    def _second(self) -> None:
        """A source gives a second number on a day on which it gave one: ids that are made from source and day grow longer."""
        row = self._any()
        more = {"claim": f"{row['claim']}-dead", "measure": "dead", "wording": "12 dead", "kind": "fixed", "period_start": ""}
        self.rows[more["claim"]] = row | more

    def _older(self) -> None:
        """A source revises its number for an older day."""
        days = sorted(row["as_of"] for row in self.rows.values() if row["source"] == "north")
        day = date.fromisoformat(days[-4])
        number = float(self.rows[f"north-{day}"]["number"]) * (1 if self.points else 1.02) + (0.2 if self.points else 0)
        self._say("north", number, day, self.today)

    def _revise(self) -> None:
        """Both are quiet, and north revises its newest number."""
        self.quiet = True
        day = max(date.fromisoformat(row["as_of"]) for row in self.rows.values() if row["source"] == "north")
        number = float(self.rows[f"north-{day}"]["number"])
        self._say("north", number + 1.3 if self.points else number * 1.2, day, self.today)

    def _later(self) -> None:
        self.late = not self.late and self.kind in ("total", "level")

    _in_step = _later

    def _ask(self) -> None:
        self.versus = "other3"

    def _ask_back(self) -> None:
        self.versus = "south"

    def _reorder(self) -> None:
        self.turned = not self.turned

    def _fall_silent(self) -> None:
        self.south, self.late = False, False

    def _other(self) -> None:
        self.two_cases = True

    def _no_other(self) -> None:
        self.two_cases = False

    # -- what a run must tell

    def state(self) -> State:
        rows = {n: (row["wording"] + row["as_of"], row.get("status") or "current") for n, row in self.rows.items()}
        corrections = [tuple(entry[k] for k in CORRECTIONS[:4]) for entry in self.corrections]
        rest, timing = self._gap()
        days = lambda who: (row["statement_date"] for row in self.rows.values() if row["source"] == who)
        said = {who: max(days(who)) for who in ("north", self._other_side)}
        newest = max(date.fromisoformat(row["statement_date"]) for row in self.rows.values())
        silent = {who: (newest - date.fromisoformat(day)).days for who, day in said.items()}
        cases = ("flood", "fire") if self.two_cases else ("flood",)
        return deepcopy(
            State(
                cases,
                rows,
                corrections,
                ("north", self._other_side),
                rest,
                timing,
                rest < 1e-3 or (timing and self.kind == "level"),
                silent,
            )
        )

    @property
    def _other_side(self) -> str:
        return self.versus if self.defaults else "south"

    def _figures(self, who: str) -> dict[date, float]:
        """Its newest number for each day."""
        own = [row for row in self.rows.values() if row["source"] == who and row["measure"] == "hurt" and not row.get("status")]
        own.sort(key=lambda row: row["statement_date"])
        return {date.fromisoformat(row["as_of"]): float(row["number"]) for row in own}

    def _gap(self) -> tuple[float | None, bool]:
        a, b = self._figures("north"), self._figures(self._other_side)
        if self.kind in ("period", "rate"):
            day = max(a.keys() & b.keys())
            return abs(math.log(a[day] / b[day])), False
        day = min(max(a), max(b))
        one, two = self._at(a, day), self._at(b, day)
        rest = abs(one - two) if self.points else abs(math.log(one / two))
        return rest, day not in a or day not in b

    def _at(self, figures: dict[date, float], day: date) -> float:
        if day in figures:
            return figures[day]
        before, after = max(d for d in figures if d < day), min(d for d in figures if d > day)
        share = (day - before).days / (after - before).days
        return math.exp((1 - share) * math.log(figures[before]) + share * math.log(figures[after]))

    # -- on the disk

    def write(self, place: Path) -> None:
        rows = list(self.rows.values())
        rows = rows[::-1] if self.newest_first != self.turned else rows
        columns = CLAIMS if self.named else CLAIMS[2:]
        table(place / "flood" / "claims.csv", columns, rows)
        if self.corrections:
            table(place / "flood" / "corrections.csv", CORRECTIONS, self.corrections)
        unit = 'unit = "%"\n' if self.points else ""
        sides = f'a = "north"\nb = "{self.versus}"\n' if self.defaults else ""
        text = f'title = "A flood"\nlast_checked = {self.today}\n[measures.hurt]\nlabel = "hurt"\n{unit}'
        text += f'[measures.dead]\nlabel = "dead"\n[defaults]\nmeasure = "hurt"\n{sides}'
        (place / "flood" / "case.toml").write_text(text, encoding="utf-8")
        if self.two_cases:
            few = {"statement_date": f"{BEGIN}", "measure": "hurt", "wording": "300 hurt", "url": "https://example.org"}
            table(place / "fire" / "claims.csv", ["source", *few], [{"source": who} | few for who in "ab"])
            text = f'title = "A fire"\nlast_checked = {self.checked}\n[measures.hurt]\nlabel = "hurt"\n'
            (place / "fire" / "case.toml").write_text(text, encoding="utf-8")


def table(path: Path, columns: list[str], rows: list[dict]) -> None:
    """Write a table as an editor does: whole, in the place of the old one."""
    path.parent.mkdir(exist_ok=True)
    with open(path.with_suffix(".new"), "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    path.with_suffix(".new").replace(path)


def changes(before: State, now: State, points: bool) -> Counter:
    """How many changes of each kind there are in the flood."""
    found: Counter = Counter()
    new = [entry for entry in now.corrections if entry not in before.corrections]
    for name, (text, status) in now.rows.items():
        if name not in before.rows:
            found["new"] += 1
            continue
        was, stood = before.rows[name]
        if status != "current" and stood == "current":
            found["fallen"] += 1
        elif text != was or status != stood or any(entry[1] == name for entry in new):
            found["corrected"] += 1
    found["gone"] += len(before.rows.keys() - now.rows.keys())
    if before.asked != now.asked:
        return found + Counter(asked=1)
    if before.rest is None or now.rest is None:
        return found
    open_from = 0.1 if points else math.log(1.05)
    was, is_now = (state.rest > open_from * 0.99 for state in (before, now))
    found["opened"] += is_now and not was
    found["closed"] += was and not is_now
    found["moved"] += was and is_now and abs(before.rest - now.rest) > (0.05 if points else 0.03)
    found["possible"] += before.both != now.both
    found["largest"] += before.timing != now.timing
    return +found


def standing(state: State, points: bool) -> dict[str, Callable | bool]:
    """Which conditions on how things stand hold."""
    limit = 2.0 if points else math.log(2)
    return {"unexplained>2": (state.rest or 0) > limit, "silent>21": any(days > 21 for days in state.silent.values())}
