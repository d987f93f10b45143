"""Results of a notebook → tables for readers, each with its columns named once, in the order shown."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from discrepancy.case.model import Case, Claim
from discrepancy.case.who import Source
from discrepancy.display import Prose, Table
from discrepancy.notebook.results import Results
from discrepancy.retelling import outlet
from discrepancy.saying.numbers import percent, quantity, significant
from discrepancy.saying.text import clip
from discrepancy.sources.effects.views import spoken
from discrepancy.story.consensus import allowed
from discrepancy.story.gap import step_of
from discrepancy.story.lists import models_table, pairs_table
from discrepancy.story.panel import panel_table
from discrepancy.story.screen import sources, steps
from discrepancy.story.sizes import Sizes
from discrepancy.story.where import stratum_name

LINKED = ("of", "page", "event", "source", "printed", "party", "step")  # the first of these that a table has leads to the address


class Tables(Results):
    """Results as tables for readers, by the names that notebooks use."""

    def claims_table(self) -> Table:
        """Every printed figure of the measure and its parts: who, when, in which words, where it was printed.

        What was withdrawn or replaced is struck; nothing rests on it.
        """
        case, measure = self.case, self.case.measures[self.basis.measure]
        claims = [c for c in case.records if c.measure in (measure.name, *measure.parts)]
        rows = []
        for c in claims:
            note = "; ".join(x for x in ("" if c.primary else "version", self.fate(c)) if x)
            said = (c.statement_date, case.source_name(c.source), counted(case, c), c.printed, c.english)
            rows.append((*said, c.as_of or "not stated", outlet(c), note, c.url))
        struck = [i for i, c in enumerate(claims) if not self.standing.stands(c)]
        columns = "said, source, counted, printed, in English, figure for, page, note, address"
        return _table(columns, rows, most=60, struck=struck, ids=[c.claim for c in claims])

    def sources_table(self) -> Table:
        """Who speaks, in which role, how often, of what; and what is known of an interest."""
        case, rows = self.case, []
        for s in case.tables["sources"]:
            own = self.standing.of(Source(s["source"]))
            notes = "; ".join(x for x in (s["notes"], s["interest"]) if x)
            counted = sum(c.measure == self.basis.measure for c in own)
            rows.append((s["name"], case.group_name(s["group"]), s["role"], len(own), counted, notes))
        columns = ["source", "group", "role", "figures", f"of {case.measure_label(self.basis.measure)}", "notes"]
        return _table(columns, sorted(rows, key=lambda r: -r[3]), most=30)

    def events_table(self) -> Table:
        """What happened around the figures."""
        return _table("date, event, notes, address", [(e["date"], e["label"], e["notes"], e["url"]) for e in self.case.tables["events"]])

    def silent_table(self) -> Table:
        """Parties that gave no figure, and when they acknowledged what is counted."""
        rows = [(r["name"], r["acknowledged"] or "not found", r["url"]) for r in self.silent]
        note = "" if rows else "None: every party gave a figure, or none is named in the case."
        return _table("party, acknowledged, address", rows, note)

    def readings_table(self) -> Table:
        """How the phrases of the figure above it are read."""
        value = lambda r: None if r.vague else _figure(r.value, r.unit, r.grain)
        best = lambda r: _figure(r.best if r.unit else round(r.best), r.unit, r.grain if r.best == r.value else r.finest)
        rows = [
            (r.printed, r.hedge, value(r), _figure(r.low, r.unit, r.finest), best(r), _figure(r.high, r.unit, r.finest), r.open)
            for r in self.readings
        ]
        return _table("printed, read as, number, low, best, high, open", rows)

    def steps_table(self) -> Table:
        """Each source's figure, its steps and what they rest on; sources without a usable figure with the reason."""
        found = self.estimates.to_dict("records")
        rows = [(r["name"], r["printed"], _estimate(self, r) if r["usable"] else None, r["because"], r["url"]) for r in found]
        return _table("source, printed, estimate, because, address", rows, most=40)

    def factors_table(self) -> Table:
        """The factors of the gap with the running figure at each step."""
        share = lambda f: "" if f.share is None else percent(f.share or 0.0)
        label = self.case.dimension_label
        rows = [(label(f.name), size, at, share(f), f.because, f.url) for f, size, at in steps(self.gap)]
        return _table(f"step, {step_of(self.gap)}, running figure, share, because, address", rows)

    def versions_table(self) -> Table:
        """Versions of both sides' statements: outlet, date, words, what differs, how the page was seen."""
        found = [r for table in self.versions for r in table.to_dict("records")]
        fates = [self.fate(self.case.by_id[r["claim"]]) for r in found]
        rows = [tuple(r[name] for name in ("outlet", "published", "printed", "english", "difference", "seen_as", "url")) for r in found]
        columns = "page, published, printed, in English, difference, seen as, address"
        if any(fates):
            rows, columns = [(*row, fate) for row, fate in zip(rows, fates, strict=True)], f"{columns}, note"
        return _table(columns, rows, "" if rows else "No versions are held.", struck=[i for i, fate in enumerate(fates) if fate])

    def used_table(self) -> Table:
        """The numbered sources of the gap."""
        return _table(", source, seen as, address", [(s["n"], s["text"], s["seen"], s["url"]) for s in sources([self.gap])])

    def consensus_table(self) -> Table:
        """Each source's figure on the basis, whose spread it has, and whether a pooled value could rest on it."""
        rows = []
        for r in self.consensus.figures.to_dict("records"):
            spread = {"words": "of its words", "": "none"}.get(r["spread"], r["spread"])
            own = ("may repeat another" if r["suspected"] else "yes") if r["independent"] else "no"
            unit, grain = _unit_of(self, r)
            figure = (r["name"], r["printed"], _estimate(self, r), allowed(r["low"], r["high"], unit, grain / 10))
            rows.append((*figure, spread, own, r["because"], r["url"]))
        return _table("source, printed, estimate, words allow, spread, own figure, not to be pooled because, address", rows, most=40)

    def repeats_table(self) -> Table:
        """Statements that have another source's figure, and on what ground."""
        name, rows = self.case.source_name, []
        for r in self.independence.edges.to_dict("records"):
            of = f"{name(r['repeats'])}, {r['earlier']}"
            rows.append((name(r["source"]), r["said"], r["printed"], of, r["days"], r["basis"], r["because"]))
        if not rows:
            return _table("source, said, printed, ground, because", [], "No figure is known or suspected to be another's.")
        return _table("source, said, printed, figure of, days, ground, because", rows, most=40)

    def panel_table(self) -> Table | Prose:
        """The rows of the panel, those furthest apart first; nothing where there are none."""
        return Prose(()) if isinstance(self.panel, str) else panel_table(self.panel, most=40)

    def where_table(self) -> Table | Prose:
        """The rows of every pair of tables, the largest contribution first; what a pair is called leads to where it is from."""
        rows = []
        for found in self.wheres:
            strata = zip(found.strata.index, found.strata.to_dict("records"), strict=True)
            fine = lambda x, of_case=found.case: significant(x, 3) if of_case and x == x and x != round(x) else x  # the middle of a range
            for key, r in strata:
                sizes = map(fine, (r["first"], r["second"], found.up * r["contribution"] + 0.0))
                rows.append((found.title, clip(stratum_name(key), 60), *sizes, found.url))
        names = {found.names if found.case else ("first", "second") for found in self.wheres}
        sides = names.pop() if len(names) == 1 else ("first", "second")
        return _table(["of", "row", *sides, "contribution", "address"], rows, most=60) if rows else Prose(())

    def pairs_table(self) -> Table | Prose:
        """Every two lists: how many records are on both, and on the one only."""
        import pandas as pd

        frames = [pairs_table(found).frame.assign(of=found.title) for found in self.overlaps]
        frame = pd.concat(frames, ignore_index=True) if frames else None
        return Prose(()) if frame is None else Table(frame if frame["of"].any() and len(frames) > 1 else frame.drop(columns="of"), most=60)

    def models_table(self) -> Table | Prose:
        """The models of how many are on none, the lowest AIC first, of the first lists that have such."""
        found = [each for lists in self.overlaps for each in lists.unlisted[:1]]
        return models_table(found[0], most=30) if found else Prose(())

    def effects_table(self) -> Table | Prose:
        """Source effects with their ranges: not evidence of intent."""
        if isinstance(self.houses, str):
            return Prose(())
        without = {r["source"]: said for r, said in self.houses.beside() if r["measure"] == self.houses.measure}
        rows = []
        for r in spoken(self.houses):
            effect = [self.houses.say(r["size"]), Sizes.of(self.houses).to(r["low"], r["high"])]
            effect += [without.get(r["source"], "–")] if without else []
            rows.append((r["name"], self.case.group_name(r["group"]), r["role"], *effect, r["statements"], percent(r["shrunk"])))
        beside = ", without suspected copies" if without else ""
        return _table(f"source, group, role, effect, 95 % range{beside}, figures, from group and role", rows, self.houses.note, most=40)

    def unused_table(self) -> Table | Prose:
        """Figures that are no report of their own for the source effects, and why."""
        if isinstance(self.houses, str):
            return Prose(())
        found = self.houses.left_out.to_dict("records")
        claim = lambda r: self.case.by_id[r["claim"]]
        rows = [(self.case.source_name(r["source"]), claim(r).phrase, r["because"], claim(r).url) for r in found]
        return _table("source, printed, because, address", rows, "" if rows else "Every figure was used.", most=40)


def counted(case: Case, c: Claim) -> str:
    """What a claim counts, and how where it is not a total."""
    return case.measure_label(c.measure) + ("" if c.kind == "cumulative" else f" ({c.kind})")


def _estimate(run: Results, row: dict) -> float | str:
    """An estimate of a source for a table: a count no finer than two digits, else in the unit with the digits that were printed."""
    unit, grain = _unit_of(run, row)
    return _figure(row["estimate"] if unit else significant(row["estimate"]), unit, grain)


def _unit_of(run: Results, row: dict) -> tuple[str, float]:
    """The unit of a row's claim, and one unit of its last printed digit."""
    reading = run.case.by_id[row["claim"]].reading()
    return reading.unit, reading.grain


def _figure(x: float, unit: str, grain: float) -> float | str:
    """A number in a cell: with its unit where it has one."""
    return quantity(x, unit, grain) if unit else x


def _table(columns: str | list[str], rows: Sequence[tuple], note: str = "", most: int = 0, struck: Collection[int] = (), ids=()) -> Table:
    import pandas as pd

    names = columns.split(", ") if isinstance(columns, str) else columns
    linked = [name for name in LINKED if name in names] if "address" in names else []
    return Table(pd.DataFrame(rows, columns=names), note, most, {"address": linked[0]} if linked else {}, struck, ids=ids)
