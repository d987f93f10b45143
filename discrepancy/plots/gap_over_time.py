"""The gap day by day → the printed ratio and the part not accounted for, with the statements that moved them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from matplotlib.axes import Axes
from matplotlib.dates import date2num

from discrepancy import dates
from discrepancy.case.model import Case
from discrepancy.plots.paper.axes import Ruler, Upright, day_axis, time_sheet
from discrepancy.plots.paper.figure import Table, records
from discrepancy.plots.paper.labels import Label, Labels
from discrepancy.plots.paper.many import MARKS, WORDS, named
from discrepancy.plots.paper.notation import Notation, notation_of
from discrepancy.plots.paper.sheet import Figure, drawn, note
from discrepancy.plots.paper.style import FOOT, GREY, INK, LABEL, PAPER, QUIET, colours, legible
from discrepancy.plots.paper.svg import Link
from discrepancy.plots.paper.words import Caption, caption, day_label, foot_line, line_height, nothing, short_day, shorten, shorten_name
from discrepancy.reading.scale import DIFFERENCE, RATIO
from discrepancy.saying.numbers import plural
from discrepancy.story.short import short
from discrepancy.story.words import NOT_EVIDENCE, of_whom, whose

YEARS = 730  # days from which the day of a move has its year
MOST_MOVES = 6  # of many; the largest often lie side by side
ABOVE, BELOW = "above right left below", "below right left above"


@drawn
def gap_over_time(table: Table, ax: Axes | None = None, *, case: Case | None = None) -> Figure:
    """The printed ratio and the part not accounted for, day by day, with the statements that moved it.

    The table is that of `discrepancy.over_time`; the case has the words of the statements.

    Examples
    --------
    >>> import discrepancy as dc
    >>> case = dc.load_case("dprk-kursk")
    >>> gap_over_time(dc.over_time(case, start="2024-12-20", end="2025-01-20"), case=case).table.columns[:3].tolist()
    ['day', 'printed ratio', 'not accounted for']
    """
    q = _notation(table, case)
    table = _upright(table, q)
    usable = _usable(table)
    if not usable:
        text = "It takes two groups or sources, not single figures, that both give a figure above 0 on some day"
        return note(words(table, case), ax, text, _table(table, case, q))
    if len(usable) == 1:
        return note(
            words(table, case),
            ax,
            f"Not accounted for on that day: {q.sizes.left(q.scale.at(usable[0]['unexplained']))}",
            _table(table, case, q),
        )
    return _GapOverTime(usable, case, q).draw(table, ax)


def _apart(r: dict) -> float | None:
    """What both printed figures have between them: a ratio, or a difference."""
    return next((r[k] for k in ("ratio", "difference") if _known(r.get(k))), None)


def _upright(table: Table, q: Notation) -> Table:
    """The days with the larger figure over the smaller, as it is on the day of the basis; where that changes it is the other way."""
    rows, (one, two), day = _usable(table), table.attrs.get("names", ("", "")), table.attrs.get("day")
    until = [r for r in rows if day is None or r["date"] <= day] or rows
    if not until or q.scale.at(_apart(until[-1])) >= 0:
        return table
    back = {k: [q.scale.number(-q.scale.at(v)) if _known(v) else v for v in table[k]] for k in ("ratio", "difference", "unexplained")}
    turned = table.assign(**back, a=table["b"], b=table["a"])
    turned.attrs |= {"names": (two, one)}
    return turned


def _known(v: float | None) -> bool:
    """Whether a cell has a number: an empty one differs from itself."""
    return v is not None and v == v


def _usable(table: Table) -> list[dict]:
    """The days on which the gap has a size."""
    return [r for r in records(table) if _apart(r) is not None and _known(r["unexplained"])]


def _notation(table: Table, case: Case | None) -> Notation:
    rows = records(table)
    if case is None and any(_known(r.get("difference")) for r in rows):
        return Notation(DIFFERENCE, "", 0.1)
    return notation_of(case, (r[side] for r in rows for side in ("a", "b")))


def _table(table: Table, case: Case | None, q: Notation) -> dict[str, list]:
    rows = records(table)
    said = lambda claims: "; ".join(_who_said(c, case) for c in claims.split(", ") if c)
    return {
        "day": [r["date"].isoformat() for r in rows],
        f"printed {q.apart}": [q.step_cell(_apart(r)) for r in rows],
        "not accounted for": [q.step_cell(r["unexplained"]) for r in rows],
        "new on this day": [said(r["moved"]) for r in rows],
        "first": [_who_said(r["a"], case) for r in rows],
        "second": [_who_said(r["b"], case) for r in rows],
    }


def _who_said(claim: str, case: Case | None) -> str:
    if case is None or claim not in case.by_id:
        return claim
    c = case.by_id[claim]
    return f"{case.source_name(c.source)}: {c.phrase}"


class _GapOverTime:
    def __init__(self, rows: list[dict], case: Case | None, q: Notation):
        self.case, self.q = case, q
        self.dates, self.rest = ([r[key] for r in rows] for key in ("date", "unexplained"))
        self.ratio = [_apart(r) or 0.0 for r in rows]
        self.moved = [[c for c in r["moved"].split(", ") if c] for r in rows]
        self.x = [date2num(d) for d in self.dates]
        claims = dict.fromkeys(r[side] for side in ("a", "b") for r in rows)
        groups = [case.by_id[c].group for c in claims if c in case.by_id] if case else []
        self.colour = colours(case, groups)

    def draw(self, table: Table, ax: Axes | None) -> Figure:
        q = self.q
        scale = Ruler.of([*self.ratio, *self.rest, q.none], q, pad=0.14, least=0, room=0.12)
        first, last = self.dates[0], self.dates[-1]
        moves = sum(map(bool, self.moved))
        line = line_height(FOOT) + 0.06 if moves > WORDS else 0.0
        pad = max(2, (last - first).days * 0.02)
        days = (self.x[0] - pad, self.x[-1] + pad)
        upright = Upright.of(scale, q, steps=True)
        if q.scale is RATIO:  # one direction: the larger over the smaller, on either side of the same number
            upright = replace(upright, marks=q.step_marks([round(max(tick, 1 / tick), 2) for tick in upright.ticks]))
        self.page = page = time_sheet(words(table, self.case), ax, upright, days, 3.6, bottom=0.42 + line)
        day_axis(page, first - timedelta(int(pad)), last + timedelta(int(pad)))
        page.ax.axhline(q.none, color=GREY, linewidth=1.1, zorder=1)
        self.labels = Labels(page.ax)
        left, *others = self.labels.bounds
        self.labels.bounds = (left + 5, *others)  # words that begin at the edge would be read as those of the axis
        self.labels.line(days[0], q.none, days[1], q.none, radius=1, cost=2)
        self._draw_lines()
        self._name_lines()
        n = self._name_moves()
        if line:
            page.below(-page.left, 0.36 + line, named(n, moves, "moves", "the last, the largest"))
        return page.finish(_table(table, self.case, q))

    def _draw_lines(self) -> None:
        """The printed ratio holds until a statement moves it: steps; what is not accounted for changes with the days between."""
        ax, x, ratio, rest = self.page.ax, self.x, self.ratio, self.rest
        ax.plot(x, ratio, drawstyle="steps-post", color=GREY, linewidth=1.5, zorder=2, solid_joinstyle="miter")
        moved = [i for i, claims in enumerate(self.moved) if claims]
        cost = 12 if len(moved) <= WORDS else 40
        for start, stop in zip([0, *moved], [*moved, len(x)], strict=True):  # a statement is a jump, not a slope
            upto = rest[start:stop] + rest[stop - 1 : stop] * (0 < stop < len(x))  # it holds to the day of the next
            ax.plot(x[start : stop + 1], upto, color=INK, linewidth=2.0, zorder=3)
            self.labels.path(x[start : stop + 1], upto, radius=2, cost=cost)
        for i in range(len(x) - 1):
            self.labels.path([x[i], x[i + 1], x[i + 1]], [ratio[i], ratio[i], ratio[i + 1]], radius=2, cost=cost)
        if len(moved) > MARKS:  # a line for the eye; each is in the table
            self.page.dots([(x[i], y[i], "o", shade) for y, shade in ((ratio, GREY), (rest, INK)) for i in moved], size=1.6)
            moved = []
        for i in moved or [0]:
            claims = [self.case.by_id[c] for c in self.moved[i] if c in self.case.by_id] if self.case else []
            said = "; ".join(f"{self._said(c.claim, i)}, {self._short(c.claim)}" for c in claims) or "nothing new"
            to = (claims[0].url, claims[0].claim) if claims else ()
            for size, look, what in ((ratio[i], (4.5, GREY, 4), f"Printed {self.q.apart}"), (rest[i], (5, INK, 5), "Not accounted for")):
                self.page.mark(x[i], size, "o", *look, Link.of(f"{what} {self.q.sizes.apart(self.q.scale.at(size))}", said, *to), mec=PAPER)
            self.labels.mark(x[i], ratio[i], 3.5)
            self.labels.mark(x[i], rest[i], 3.5)

    def _above(self, i: int) -> bool:
        """Whether the printed ratio is the upper one of the two lines."""
        return self.ratio[i] >= self.rest[i]

    def _name_lines(self) -> None:
        """The two lines by name where they are furthest from each other."""
        gaps = [abs(self.q.scale.step(u, r)) for r, u in zip(self.ratio, self.rest, strict=True)]
        i = max(range(len(gaps)), key=lambda k: gaps[k] * (0.2 + (k + 1) / len(gaps)))
        above, below = (ABOVE, BELOW) if self._above(i) else (BELOW, ABOVE)
        for line, name, colour, prefer in (
            (self.rest, "not accounted for", INK, below),
            (self.ratio, f"printed {self.q.apart}", QUIET, above),
        ):
            self.labels.place(Label(self.x[i], line[i], [(name, True)], colour, LABEL, prefer, gap=6))

    def _name_moves(self) -> int:
        """Statements at the point where they moved the ratio, those that moved it most first; how many there was room for."""
        n = 0
        moved = lambda i: abs(self.q.scale.step(self.ratio[i - 1] if i else self.q.none, self.ratio[i]))
        ranked = sorted((i for i, claims in enumerate(self.moved) if claims), key=lambda i: (-moved(i), i))
        for i in ranked if len(ranked) <= WORDS else dict.fromkeys([max(ranked), *ranked[:MOST_MOVES]]):
            lines = [(f"{self._said(c, i)}: {self._short(c)}", False) for c in self.moved[i][:2]]
            groups = {self.case.by_id[c].group for c in self.moved[i] if c in self.case.by_id} if self.case else set()
            colour = legible(self.colour[groups.pop()]) if len(groups) == 1 else QUIET
            prefer = ABOVE if self._above(i) else BELOW
            n += self.labels.place(Label(self.x[i], self.ratio[i], lines, colour, FOOT, prefer, must=False, gap=5))
        return n

    def _said(self, claim: str, i: int) -> str:
        """When it was said, no finer than it is known; over years with the year."""
        said = self.case.by_id[claim].statement_date if self.case and claim in self.case.by_id else ""
        if said and len(said) < len("2024-12-23"):
            return short_day(said)
        return day_label(self.dates[i], (self.dates[-1] - self.dates[0]).days > YEARS)

    def _short(self, claim: str) -> str:
        """Whose figure and what it said, in the fewest words."""
        if self.case is None or claim not in self.case.by_id:
            return shorten(claim, 32)
        c = self.case.by_id[claim]
        reading = c.reading()
        said = self.q.say(reading.value, claim) if reading.hedge == "interval" else short(reading)
        return shorten_name(f"{self.case.group_name(c.group)} {said}", 44)


def words(table: Table, case: Case | None = None) -> Caption:
    """The words around the figure."""
    q = _notation(table, case)
    table = _upright(table, q)
    usable, sizes = [q.scale.at(_apart(r)) for r in _usable(table)], q.sizes
    if not usable:
        return nothing("No gap over time for these two sides", case)
    rows = records(table)
    first, last = rows[0], _usable(table)[-1]
    say = lambda step: sizes.left(step) if abs(step) >= sizes.printed else f"{q.bare(q.none)}, the same number,"
    low, high, now = map(say, (min(usable), max(usable), q.scale.at(_apart(last))))
    title = f"The printed {q.apart} ran between {low} and {high}; on {dates.say(last['date'])} it was {now}".removesuffix(",")
    if low == high:
        title = f"The printed {q.apart} was {high} {'on the one day that is compared' if len(usable) == 1 else 'throughout'}"
    names = table.attrs.get("names")
    if names and min(usable) < -sizes.printed and max(usable) > sizes.printed:  # now one is the larger, now the other
        whose_ = [of_whom(names[0]), whose(names[1])]
        say = lambda step: (
            f"{sizes.apart(step)} with {whose_[step < 0]}" if abs(step) >= sizes.printed else f"{q.bare(q.none)}, the same number"
        )
        title = f"The printed {q.apart} reached {say(max(usable))} the larger and {say(min(usable))}; on {dates.say(last['date'])} it was {say(q.scale.at(_apart(last)))}"
    span = " to ".join(dict.fromkeys(dates.say(r["date"]) for r in (first, rows[-1])))
    span += ", each day as known then" if table.attrs.get("as_known") else ""
    above = f"; above: {of_whom(names[0])} is the larger" if names and min(usable) < -sizes.printed else ""
    subtitle = f"Printed {q.apart} and the part not accounted for, {span}; {q.bare(q.none)}: the same number{above}"
    alt = (
        f"Line chart of the printed {q.apart} and the part not accounted for, {plural(len(rows), 'day')}. {title}. Not accounted for on the last day: "
        f"{sizes.left(q.scale.at(last['unexplained']))}."
    )
    moves = f"Between statements it moves with the growth of each source's own figures, as far as that can be carried. {NOT_EVIDENCE}"
    return caption(title, subtitle, foot_line(case, moves), alt)
