"""The parameters of a notebook → checked settings, and what the notebook leaves behind.

A notebook's second cell calls `settings` with all its parameters; everything after it uses the `Run` that comes back.
Schedulers hand over numbers, text or nothing for the same parameter: all are coerced here, and a wrong value is
refused with the accepted ones named.  With an `output_dir` the run writes each figure (PNG, SVG, CSV) and, at the end, one
JSON file with everything that the pages of a report are made from.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from discrepancy import dates
from discrepancy.basis.asked import standing_for
from discrepancy.basis.basis import Basis, ClaimError
from discrepancy.basis.normalize import normalize
from discrepancy.basis.printed import silent, timeline
from discrepancy.basis.shares import shares
from discrepancy.basis.standing import Standing
from discrepancy.case.hashes import text_hash
from discrepancy.case.model import Case, Claim
from discrepancy.case.who import Source, Speaker, Statement, spelling
from discrepancy.gap.choices import multiverse_of
from discrepancy.gap.explain import explain, pair
from discrepancy.gap.gap import Gap
from discrepancy.gap.overtime import over_time
from discrepancy.notebook.fragment import plain
from discrepancy.notebook.tables import rounded
from discrepancy.reading.reading import Reading
from discrepancy.retelling import outlet, retellings
from discrepancy.saying.display import Prose, Table
from discrepancy.saying.numbers import percent, times, times_to
from discrepancy.saying.text import clean
from discrepancy.sources import consensus as pooling
from discrepancy.sources.effects.views import spoken
from discrepancy.sources.independence import independence
from discrepancy.story.consensus import allowed, consensus_story
from discrepancy.story.effects import delays_story, habits_story
from discrepancy.story.gap import gap_story, headline, running, said
from discrepancy.story.screen import kicker, record, row_words, screen, sources

if TYPE_CHECKING:
    import pandas as pd

    from discrepancy.plots.paper.figure import Figure
    from discrepancy.sources.consensus import Consensus
    from discrepancy.sources.effects.houses import Houses
    from discrepancy.sources.independence import Independence

__all__ = ["Run"]


@dataclass
class Run:
    """A notebook's resolved settings, its results, and what it leaves in `output_dir`.

    Results are computed when they are first asked for, so that a notebook pays only for what it shows.
    """

    notebook: str
    case: Case
    asked: dict[str, str]
    output_dir: str = ""
    figures: list[dict] = field(default_factory=list)
    results: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def standing(self) -> Standing:
        """What was in force on the basis that was asked for."""
        return standing_for(self.case, self.asked["measure"], self.asked["as_of"], self.asked["known_by"], self.asked["rule"])

    @property
    def basis(self) -> Basis:
        return self.standing.basis

    @cached_property
    def pair(self) -> tuple[Speaker, Speaker]:
        """The two sides that are compared."""
        rest = (self.asked[k] for k in ("measure", "as_of", "known_by", "rule"))
        return pair(self.case, self.asked["a"], self.asked["b"], *rest)

    @cached_property
    def gap(self) -> Gap:
        a, b = self.pair
        return explain(self.case, a, b, self.asked["measure"], self.asked["as_of"], self.asked["known_by"], self.asked["rule"])

    @cached_property
    def views(self) -> list[tuple[str, Gap]]:
        """The same question with hindsight and, where the case names a day, as known on it."""
        known, later = self.asked["known_by"], str(self.case.defaults.get("as_known_on", ""))
        if known:
            return [(f"As known on {dates.say(known)}", self.gap)]
        found = [("With hindsight", self.gap)]
        defaults = all(not self.asked[k] or self.asked[k] == str(self.case.defaults.get(k, "")) for k in ("measure", "a", "b", "as_of"))
        if later and defaults:
            a, b = self.pair
            found.append(
                (
                    f"As known on {dates.say(later)}",
                    explain(self.case, a, b, self.asked["measure"], self.asked["as_of"], later, self.asked["rule"]),
                )
            )
        return found

    @cached_property
    def estimates(self) -> pd.DataFrame:
        return normalize(self.case, self.basis.measure, self.basis.as_of.isoformat(), self.asked["known_by"], self.asked["rule"])

    @cached_property
    def consensus(self) -> Consensus:
        """What all sources support together; with a pooled value if one is asked for."""
        asked = (self.asked["known_by"], self.asked["rule"], self.asked.get("pool", ""))
        return pooling.pool(self.case, self.basis.measure, self.basis.as_of.isoformat(), *asked)

    @cached_property
    def independence(self) -> Independence:
        """Who repeats whom, over all statements that were known."""
        return independence(self.case, self.basis.measure, known_by=self.asked["known_by"])

    @cached_property
    def houses(self) -> Houses | str:
        """Source effects and the curve behind all figures; the reason where they cannot be told."""
        from discrepancy.sources.effects.houses import houses
        from discrepancy.sources.effects.reports import HousesError

        asked = (self.asked.get("reference", ""), self.asked["known_by"], self.asked["rule"])
        try:
            return houses(self.case, self.basis.measure, *asked)
        except HousesError as error:
            return str(error)

    @cached_property
    def timeline(self) -> pd.DataFrame:
        return timeline(self.case, self.basis.measure, self.asked["known_by"], self.asked["rule"])

    @cached_property
    def silent(self) -> pd.DataFrame:
        return silent(self.case, self.basis.measure, self.asked["known_by"])

    @cached_property
    def shares(self) -> pd.DataFrame:
        return shares(self.case, self.asked["known_by"], self.asked["rule"])

    @cached_property
    def over_time(self) -> pd.DataFrame:
        """The gap week by week; no rows where a side is a single claim."""
        import pandas as pd

        a, b = self.pair
        try:
            return over_time(self.case, a, b, self.asked["measure"], known_by=self.asked["known_by"], rule=self.asked["rule"])
        except ClaimError:
            return pd.DataFrame(columns=["date", "ratio", "unexplained", "a", "b", "moved"])

    @cached_property
    def choices(self) -> pd.DataFrame:
        return multiverse_of(self.gap)

    @cached_property
    def versions(self) -> list[pd.DataFrame]:
        """Versions of the statements of both sides, those that were retold, one table a statement."""
        statements = dict.fromkeys(s.claim.statement for s in (self.gap.a, self.gap.b))
        tables = [retellings(self.case, Statement(s), self.basis.rule) for s in statements]
        known = lambda t: [k == "" or self.standing.known(self.case.by_id[c]) for k, c in zip(t["kinds"], t["claim"], strict=True)]
        tables = [t[known(t)].reset_index(drop=True) for t in tables]
        # The status on the day that is asked about, which for a version is also that of the claim that it retells.
        tables = [t.assign(status=[self._status(c) for c in t["claim"]]) for t in tables]
        return [t for t in tables if (t["kinds"] != "").any()]

    def _status(self, claim: str) -> str:
        c = self.case.by_id[claim]
        if self.standing.stands(c):
            return "current"
        return c.status if c.status != "current" else self.case.primary_of(c).status

    @cached_property
    def readings(self) -> list[Reading]:
        """About a dozen real phrases of the case, one for each hedge and number, those of the pair first."""
        statements = {s.claim.statement for s in (self.gap.a, self.gap.b)}
        claims = [self.case.by_id[c] for c in self.timeline["claim"]]
        found: dict[tuple, Reading] = {}
        for c in sorted(claims, key=lambda c: (c.statement not in statements, len(c.phrase))):
            r = c.reading(self.basis.rule)
            found.setdefault((r.hedge, r.value), r)
        return sorted(list(found.values())[:12], key=lambda r: (r.value, r.best))

    # ------------------------------------------------------------------------------------ tables

    def claims_table(self) -> Table:
        """Every printed figure of the measure and its parts: who, when, in which words, where it was printed.

        What was withdrawn or replaced is struck; nothing rests on it.
        """
        measure = self.case.measures[self.basis.measure]
        wanted = {measure.name, *measure.parts}
        rows, struck = [], []
        for c in self.case.records:
            if c.measure not in wanted or not self.standing.known(c):
                continue
            struck += [] if self.standing.stands(c) else [len(rows)]
            counted = self.case.measure_label(c.measure) + ("" if c.kind == "cumulative" else f" ({c.kind})")
            note = "; ".join(x for x in ("" if c.primary else "version", self._fate(c)) if x)
            words = {"printed": c.wording, "in English": c.english}
            page = {"figure for": c.as_of or "not stated", "page": outlet(c), "note": note, "address": c.url}
            rows.append({"said": c.statement_date, "source": self.case.source_name(c.source), "counted": counted, **words, **page})
        return self._table(rows, "said source counted printed in\u00a0English figure\u00a0for page note address", most=60, struck=struck)

    def sources_table(self) -> Table:
        """Who speaks, in which role, how often, of what; and what is known of an interest."""
        rows = []
        counted = f"of {self.case.measure_label(self.basis.measure)}"
        for s in self.case.tables["sources"]:
            own = self.standing.of(Source(s["source"]))
            figures = {"figures": len(own), counted: sum(c.measure == self.basis.measure for c in own)}
            notes = "; ".join(x for x in (s["notes"], s["interest"]) if x)
            rows.append({"source": s["name"], "group": self.case.group_name(s["group"]), "role": s["role"], **figures, "notes": notes})
        return self._table(sorted(rows, key=lambda r: -r["figures"]), "source group role figures", most=30)

    def events_table(self) -> Table:
        """What happened around the figures."""
        rows = [
            {"date": e["date"], "event": e["label"], "notes": e["notes"], "address": e["url"]}
            for e in self.case.tables["events"]
            if self.standing.knows(e["date"])
        ]
        return self._table(rows, "date event notes address")

    def silent_table(self) -> Table:
        """Parties that gave no figure, and when they acknowledged what is counted."""
        rows = [
            {"party": r.name, "acknowledged": r.acknowledged or "not found", "address": r.url}
            for r in self.silent.set_index("source").itertuples(name="Row")
        ]
        return self._table(
            rows, "party acknowledged address", note="" if rows else "None: every party gave a figure, or none is named in the case."
        )

    def readings_table(self) -> Table:
        """How the phrases of the figure above it are read."""
        rows = [
            {
                "printed": r.printed,
                "read as": r.hedge,
                "number": None if r.hedge in ("range", "vague") else r.value,
                "low": r.low,
                "best": round(r.best),
                "high": r.high,
                "open": r.open,
            }
            for r in self.readings
        ]
        return self._table(rows, "printed read\u00a0as number low best high open")

    def steps_table(self) -> Table:
        """Each source's figure, its steps and what they rest on; sources without a usable figure with the reason."""
        rows = [
            {
                "source": r["name"],
                "printed": r["printed"],
                "estimate": rounded(r["estimate"]) if r["usable"] else None,
                "because": r["because"],
                "address": r["url"],
            }
            for _, r in self.estimates.iterrows()
        ]
        return self._table(rows, "source printed estimate because address")

    def factors_table(self) -> Table:
        """The factors of the gap with the running figure at each step."""
        rows = [
            {
                "step": f.name,
                "factor": times(f.multiplier),
                "running figure": running(self.gap, at),
                "share": "" if f.share is None else percent(f.share),
                "because": f.because,
                "address": f.url,
            }
            for f, at in self.gap.steps()
        ]
        return self._table(rows, "step factor running\u00a0figure share because address")

    def versions_table(self) -> Table:
        """Versions of both sides' statements: outlet, date, words, what differs, how the page was seen."""
        rows = [
            {
                "page": r.outlet,
                "published": r.published,
                "printed": r.printed,
                "in English": r.english,
                "difference": r.difference,
                "seen as": r.seen_as,
                "address": r.url,
            }
            for table in self.versions
            for r in table.itertuples()
        ]
        fates = [self._fate(self.case.by_id[c]) for table in self.versions for c in table["claim"]]
        if any(fates):
            rows = [r | {"note": fate} for r, fate in zip(rows, fates, strict=True)]
        struck = [i for i, fate in enumerate(fates) if fate]
        columns = "page published printed in\u00a0English difference seen\u00a0as address"
        return self._table(rows, columns, note="" if rows else "No versions are held.", struck=struck)

    def used_table(self) -> Table:
        """The numbered sources of the gap."""
        rows = [{"": s["n"], "source": s["text"], "seen as": s["seen"], "address": s["url"]} for s in sources([self.gap])]
        return self._table(rows, "source seen\u00a0as address")

    def consensus_table(self) -> Table:
        """Each source's figure on the basis, whose spread it has, and whether a pooled value could rest on it."""
        rows = [
            {
                "source": r["name"],
                "printed": r["printed"],
                "estimate": rounded(r["estimate"]),
                "words allow": allowed(r["low"], r["high"]),
                "spread": {"words": "of its words", "": "none"}.get(r["spread"], r["spread"]),
                "own figure": ("may repeat another" if r["suspected"] else "yes") if r["independent"] else "no",
                "not to be pooled because": r["because"],
                "address": r["url"],
            }
            for r in self.consensus.figures.to_dict("records")
        ]
        return self._table(rows, "source printed estimate words\u00a0allow spread own\u00a0figure address")

    def repeats_table(self) -> Table:
        """Statements that have another source's figure, and on what ground."""
        rows = [
            {
                "source": self.case.source_name(r["source"]),
                "said": r["said"],
                "printed": r["printed"],
                "figure of": f"{self.case.source_name(r['repeats'])}, {r['earlier']}",
                "days": r["days"],
                "ground": r["basis"],
                "because": r["because"],
            }
            for r in self.independence.edges.to_dict("records")
        ]
        return self._table(
            rows, "source said printed ground because", note="" if rows else "No figure is known or suspected to be another's."
        )

    def effects_table(self) -> Table:
        """Source effects with their ranges: not evidence of intent."""
        if isinstance(self.houses, str):
            return self._table([], "source effect range", note=f"{self.houses}.")
        rows = [
            {
                "source": r["name"],
                "group": self.case.group_name(r["group"]),
                "role": r["role"],
                "effect": times(r["multiplier"]),
                "95 % range": times_to(r["low"], r["high"]),
                "figures": r["statements"],
                "from group and role": percent(r["shrunk"]),
            }
            for r in spoken(self.houses)
        ]
        return self._table(rows, "source effect range", note=self.houses.note)

    def unused_table(self) -> Table:
        """Figures that are no report of their own for the source effects, and why."""
        found = [] if isinstance(self.houses, str) else self.houses.left_out.to_dict("records")
        rows = [
            {
                "source": self.case.source_name(r["source"]),
                "printed": self.case.by_id[r["claim"]].phrase,
                "because": r["because"],
                "address": self.case.by_id[r["claim"]].url,
            }
            for r in found
        ]
        return self._table(rows, "source printed because address", most=40, note="" if rows else "Every figure was used.")

    def _fate(self, claim: Claim) -> str:
        """What became of a claim that no longer stands, and what is in its place; empty for one that stands."""
        if self.standing.stands(claim):
            return ""
        if claim.status == "current":
            return "of a figure that no longer stands"
        instead = f", in its place “{self.case.by_id[claim.replaced_by].phrase}”" if claim.replaced_by else ""
        return f"{self.standing.fallen(claim)}{instead}"

    def _table(self, rows: list[dict], columns: str, note: str = "", most: int = 0, struck: Collection[int] = ()) -> Table:
        import pandas as pd

        frame = pd.DataFrame(rows) if rows else pd.DataFrame(columns=[c.replace("\u00a0", " ") for c in columns.split(" ")])
        texts = [c for c in ("page", "event", "source", "printed", "party", "step") if c in frame.columns]
        return Table(frame, note, most, {"address": texts[0]} if "address" in frame.columns and texts else {}, struck)

    # ------------------------------------------------------------------------- what is left behind

    def show(self, figure: Figure, name: str = "") -> Figure:
        """Keep a figure for the report, where there is one, and hand it back for display; `name` tells two of a kind apart."""
        figure = replace(figure, name=name) if name else figure
        if self.output_dir:
            self.figures.append(figure.save(Path(self.output_dir) / "figures"))
        return figure

    def show_all(self, figures: list[Figure]) -> None:
        """Show several figures of a kind, numbered."""
        from IPython.display import display

        for i, figure in enumerate(figures, 1):
            display(self.show(figure, f"{figure.name}-{i}"))

    def finding(self) -> Prose:
        """The finding in words: kicker, headline, both figures in their own words, the paragraphs."""
        gap = self.gap
        return Prose(((headline(gap), f"{kicker(gap)} {said(gap)}"), *gap_story(gap)))

    def together(self) -> Prose:
        """What many sources support together: range, agreement, repetitions, and the pooled value if one was asked for."""
        return Prose(tuple(consensus_story(self.consensus, self.independence)))

    def habits(self) -> Prose:
        """What each source adds as a habit, with ranges."""
        return Prose(tuple(habits_story(self.houses)))

    def delays(self) -> Prose:
        """Constant or delay, source by source, and whether the statements tell."""
        return Prose(tuple(delays_story(self.houses)))

    def curves(self) -> list[Figure]:
        """The common curve of the measure, then of each part that has figures of its own."""
        from discrepancy import plots

        if isinstance(self.houses, str):
            return [plots.curve(self.houses)]
        reported = set(self.houses.reports["measure"])
        return [plots.curve(self.houses, of=m) for m in dict.fromkeys(self.houses.curve["measure"]) if m in reported]

    @property
    def screen(self) -> dict:
        """The first screen of the report; the figures of its other views are kept beside the first."""
        from discrepancy import plots

        for i, (_, gap) in enumerate(self.views[1:], 2):
            self.show(plots.claims_over_time(gap), f"claims-over-time-{i}")
        return screen(self.case, self.views)

    @property
    def many(self) -> dict[str, Any]:
        """What many sources say together, as plain data: range, agreement, independence, pooled value; effects, curve, delays."""
        houses = {"refused": self.houses} if isinstance(self.houses, str) else self.houses.as_dict()
        return {"consensus": self.consensus.to_dict(), "houses": houses}

    def save(self, title: str, question: str, **extra: Any) -> None:
        """Write what the pages of a report are made from; nothing without an `output_dir`."""
        if not self.output_dir:
            return
        folder = Path(self.output_dir)
        folder.mkdir(parents=True, exist_ok=True)
        fragment = {"title": title, "question": question, "settings": self.resolved, "figures": self.figures, "record": record(self.case)}
        fragment |= {"rows": self._rows()} | extra
        text = json.dumps(plain(fragment), ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
        (folder / f"{self.notebook}.json").write_text(text + "\n", encoding="utf-8")

    def _rows(self) -> dict[str, dict]:
        """What a later run compares its rows with, by id: the hash of what a row says, whether it stands, and its words."""
        rows = zip(self.case.records, self.case.tables["claims"], strict=True)
        return {
            c.claim: {"hash": text_hash(row, self.case.dimensions)[:16], "status": c.status, "words": row_words(self.case, c)}
            for c, row in rows
        }

    @property
    def resolved(self) -> dict[str, str]:
        a, b = (spelling(self.case, who) for who in self.pair)
        return {
            "case": self.case.name,
            "version": self.case.version,
            "measure": self.basis.measure,
            "a": a,
            "b": b,
            "as_of": self.gap.basis.as_of.isoformat(),
            "known_by": self.basis.known_by,
            "rule": self.basis.rule,
        } | {k: self.asked[k] for k in ("reference", "pool") if self.asked.get(k)}

    def __repr__(self) -> str:
        sides, day = "all sources", self.basis.as_of
        if self.notebook != "04-sources":
            sides, day = " against ".join(spelling(self.case, who) for who in self.pair), self.gap.basis.as_of
        known = f"as known on {dates.say(self.basis.known_by)}" if self.basis.known_by else "with hindsight"
        name = f"{self.case.name} {self.case.version}".strip()
        parts = [f"case {name}", self.case.measure_label(self.basis.measure), sides, dates.on(day), known, f"rule {self.basis.rule}"]
        return clean(" · ".join(parts))
