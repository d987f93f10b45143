"""Figures drawn over time → the words beside them, those that matter most first."""

from __future__ import annotations

from collections import Counter

from matplotlib.dates import date2num

from discrepancy import dates
from discrepancy.plots.claims_shown import Shown
from discrepancy.plots.paper.colours import legible
from discrepancy.plots.paper.labels import Label, Labels
from discrepancy.plots.paper.setting import balance
from discrepancy.plots.paper.style import LABEL, QUIET, SMALL
from discrepancy.plots.paper.words import quoted, shorten
from discrepancy.reading.short import short
from discrepancy.saying.numbers import count
from discrepancy.saying.text import possessive

Words = list[tuple[str, bool]]  # lines, each bold or not


class Named:
    """Words in order of what matters: small numbers on the lines of the two, the two, the later figure, then the rest."""

    def __init__(self, shown: Shown, labels: Labels, width: float):
        self.shown, self.labels, self.width = shown, labels, width
        figures = Counter(row["source"] for row in shown.of("figure", "sum"))
        self.joined = {source for source, n in figures.items() if n > 1}
        self.named: set[str] = set()  # sources whose name is there

    def draw(self) -> None:
        """Place all words."""
        later = self.shown.later
        rows = self.shown.of("figure", "sum", "period")
        keys = [row for row in rows if row["claim"] in self.shown.key]
        reached = [row for row in rows if later and row["claim"] == later.claim.claim and row not in keys]
        rest = [row for row in rows if row not in keys and row not in reached]
        self.named = {row["source"] for row in keys + reached}
        numbers = [row for row in rest if row["source"] in self.named & self.joined and row["mark"] != "period"]
        for row in numbers:
            self.labels.place(self._label(row, [(self._said(row), False)], SMALL, "above right below left", must=False))
        for row in sorted(keys, key=lambda row: -row["value"]):
            top = row["value"] >= max(row["value"] for row in keys)
            prefer = "above left right below" if top else "below right left above"
            said = [(shorten(row["name"], 40), True), (quoted(row["printed"]), False)]
            self.labels.place(self._label(row, said, LABEL, prefer, gap=10))
        for row in reached:
            self._put_later(row)
        if later and self.shown.gap:
            middle = (date2num(later.since) + date2num(later.on)) / 2
            days = [(f"{later.days:,} days", False)]
            self.labels.place(Label(middle, self.shown.gap.higher.value, days, QUIET, prefer="below above", must=False, gap=4))
        self._put_rest([row for row in rest if row not in numbers])

    def _put_later(self, row: dict) -> None:
        group = self.shown.case.group_name(row["group"]) if self.shown.case else row["group"]
        who = f"{possessive(group)} own count:"
        room = max(1.3, min(2.4, (1 - self.shown.share(date2num(row["day"]))) * self.width - 0.2))
        said = balance(f"{quoted(row['printed'])}, {dates.say(row['day'], year=False)}", room, LABEL)
        lines = [(shorten(who), True), *((line, False) for line in said)]
        self.labels.place(self._label(row, lines, LABEL, "right below above", gap=9))

    def _put_rest(self, rest: list[dict]) -> None:
        """Counts of days, then of the groups in colour the sources with a line and those with one figure, then the others."""
        if self.shown.gap is None:  # so many figures: the last one of each source carries its name
            last = {row["source"]: row for row in rest}
            rest = [row for row in rest if row is last[row["source"]]]
        for rank in range(4):
            ways = []
            for row in rest:
                if self._rank(row) == rank:
                    told = [self._words(row, width) for width in (3.3, 2.0)]
                    ways.append([self._label(row, w, SMALL, "right above below left", must=self.shown.gap is not None) for w in told])
                    if row["mark"] != "period" and row["source"] in self.joined:
                        self.named.add(row["source"])
            self.labels.place_all(ways)

    def _rank(self, row: dict) -> int:
        if row["mark"] == "period":
            return 0
        return 3 if row["group"] not in self.shown.groups else 1 if row["source"] in self.joined else 2

    def _words(self, row: dict, width: float) -> Words:
        """Words for a figure that is not one of the two: bold and on two lines for their groups, else quiet."""
        name, said = shorten(row["name"]), self._said(row)
        if row["mark"] == "period":
            said = quoted(row["printed"])
        elif row["source"] in self.named:
            return [(said, False)]
        if row["group"] in self.shown.groups and self.shown.gap:
            return [*((line, True) for line in balance(name, width, SMALL, True)), (said, False)]
        return [(line, False) for line in balance(f"{name}: {said}", width, SMALL)]

    def _said(self, row: dict) -> str:
        case = self.shown.case
        if row["mark"] == "sum" or case is None or row["claim"] not in case.by_id:
            return count(row["value"])
        return shorten(short(case.by_id[row["claim"]].reading()), 40)

    def _label(self, row: dict, lines: Words, size: float, prefer: str, must: bool = True, gap: float = 7.0) -> Label:
        colour = legible(self.shown.shade(row["group"])) if row["group"] in self.shown.groups else QUIET
        prefer = "right above below left" if row["mark"] == "period" else prefer
        lift = 9.0 if row["open"] in ("high", "both") and row["mark"] != "period" else 0.0
        return Label(*self.shown.at(row), lines, colour, size, prefer, must, gap, lift)
