"""What a notebook was asked → its results, each computed when it is first asked for, so that a notebook pays only for what it shows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from discrepancy import dates
from discrepancy.basis.asked import standing_for
from discrepancy.basis.basis import Basis
from discrepancy.basis.standing import Standing
from discrepancy.case.model import Case, Claim
from discrepancy.case.settings import is_table
from discrepancy.case.who import ClaimError, Speaker, Statement
from discrepancy.gap.choices import multiverse_of
from discrepancy.gap.explain import explain, pair
from discrepancy.gap.gap import Gap
from discrepancy.reading.reading import Reading
from discrepancy.retelling import retellings
from discrepancy.saying.text import cap, listed
from discrepancy.sources.consensus import Consensus, pool
from discrepancy.sources.independence import Independence, independence
from discrepancy.sources.normalize import normalize
from discrepancy.sources.over_time import over_time
from discrepancy.sources.printed import shares, silent_parties, timeline
from discrepancy.subjects.shared import shared

if TYPE_CHECKING:
    import pandas as pd

    from discrepancy.overlap.result import Lists
    from discrepancy.sources.effects.houses import Houses
    from discrepancy.strata.result import Where
    from discrepancy.subjects.result import Panel

PEOPLE = 2000  # of made-up lists
#: Parameters of a notebook that ask something, those of every notebook first; ``case`` and ``output_dir`` say where.
QUESTION = ("measure", "a", "b", "as_of", "known_by", "rule")
OF_LISTS = ("lists", "match", "strata", "review")
ASKED = (*QUESTION, "reference", "pool", "by", *OF_LISTS)


@dataclass
class Results:
    """Results by the names that notebooks use; ``asked`` has a text for each of `QUESTION`, empty for the default.

    Whatever is shown is of `case`, the case as it stood on the day of ``known_by``: nothing that came later can be shown by mistake. In
    the `whole` names are looked up, for who had not spoken yet is told as that.
    """

    whole: Case
    asked: dict[str, str]
    made_up: bool = field(default=False, init=False)  # whether no case was named, and made-up lists are shown
    no_where: str = field(default="", init=False)  # why the two sources that are asked about are no two tables

    @cached_property
    def case(self) -> Case:
        """The case as known on the day that is asked about."""
        return self.whole.as_known(self.asked.get("known_by", ""))

    def _given(self, *names: str) -> tuple[str, ...]:
        return tuple(self.asked.get(name, "") for name in names)

    @cached_property
    def standing(self) -> Standing:
        """What was in force on the basis that was asked for."""
        measure, as_of, known_by, rule = self._given("measure", "as_of", "known_by", "rule")
        return standing_for(self.case, measure, as_of, known_by, rule)

    @property
    def basis(self) -> Basis:
        return self.standing.basis

    @cached_property
    def pair(self) -> tuple[Speaker, Speaker]:
        """The two sides that are compared."""
        a, b, measure, as_of, known_by, rule = self._given("a", "b", "measure", "as_of", "known_by", "rule")
        return pair(self.whole, a, b, measure, as_of, known_by, rule)

    @cached_property
    def gap(self) -> Gap:
        return self._gap(self.asked["known_by"])

    def _gap(self, known_by: str) -> Gap:
        """The gap as known on a day, between the two sides of that day."""
        a, b, measure, as_of, rule = self._given("a", "b", "measure", "as_of", "rule")
        return explain(self.whole, a, b, measure, as_of, known_by, rule)

    @cached_property
    def views(self) -> list[tuple[str, Gap]]:
        """The same question with hindsight and, where the case names a day, as known on it."""
        known, later = self.asked["known_by"], str(self.case.defaults.get("as_known_on", ""))
        if known:
            return [(f"As known on {dates.say(known)}", self.gap)]
        found = [("With hindsight", self.gap)]
        defaults = all(not self.asked[k] or self.asked[k] == str(self.case.defaults.get(k, "")) for k in ("measure", "a", "b", "as_of"))
        return [*found, (f"As known on {dates.say(later)}", self._gap(later))] if later and defaults else found

    @property
    def of_files(self) -> bool:
        """Whether two tables are asked about, and no sources."""
        return is_table(self.asked["a"]) and is_table(self.asked["b"])

    @property
    def _by(self) -> list[str]:
        return listed(self.asked["by"])

    @cached_property
    def panel(self) -> Panel | str:
        """One gap for each subject that two sources share; the reason where there are none."""
        from discrepancy.subjects.panel import panel  # late, with pandas

        a, b, measure, as_of, known_by, rule = self._given("a", "b", "measure", "as_of", "known_by", "rule")
        if self.of_files:
            return "Two tables were asked about, and no sources"
        if not (a or b or shared(self.whole, self._by, measure, as_of, known_by, rule)):
            return "No two sources of the case share two subjects"
        try:
            return panel(self.whole, a, b, self._by, measure, as_of, known_by, rule)
        except ClaimError as error:
            return cap(str(error))

    @cached_property
    def wheres(self) -> list[Where]:
        """Where gaps sit: of two tables or sources that are asked about with what names their rows, else of each pair that the case names."""
        from discrepancy.strata.named import named  # late, with pandas
        from discrepancy.strata.result import WhereError
        from discrepancy.strata.where import where

        a, b, measure, as_of, known_by, rule = self._given("a", "b", "measure", "as_of", "known_by", "rule")
        if self.of_files:
            return [where(a, b, self._by)]
        if a and b and self._by and "day" not in self._by:
            try:
                return [where(a, b, self._by, case=self.whole, measure=measure, as_of=as_of, known_by=known_by, rule=rule)]
            except WhereError as error:
                self.no_where = str(error)
        return named(self.whole, known_by)

    @cached_property
    def overlaps(self) -> list[Lists]:
        """Lists side by side: those that are asked for, else those that the case names, else, of no case, made-up ones."""
        from discrepancy.overlap.lists import lists  # late, with pandas
        from discrepancy.overlap.made_up import made_up
        from discrepancy.overlap.named import named

        files, match, strata = (listed(self.asked[name]) for name in ("lists", "match", "strata"))
        if files:
            return [lists(*files, by=self._by, match=match, strata=strata, review=self.asked["review"])]
        if self.made_up:
            found = lists(*made_up(PEOPLE), by="id", strata="place", labels=["first", "second", "third"])
            return [replace(found, title=f"Made-up lists of {PEOPLE:,} people")]
        return named(self.whole, self.asked["known_by"])

    @cached_property
    def estimates(self) -> pd.DataFrame:
        return normalize(self.case, self.basis.measure, self.basis.as_of.isoformat(), *self._given("known_by", "rule"))

    @cached_property
    def consensus(self) -> Consensus:
        """What all sources support together; with a pooled value if one is asked for."""
        known_by, rule, method = self._given("known_by", "rule", "pool")
        return pool(self.case, self.basis.measure, self.basis.as_of.isoformat(), known_by, rule, method)

    @cached_property
    def independence(self) -> Independence:
        """Who repeats whom, over all statements that were known."""
        return independence(self.case, self.basis.measure, known_by=self.asked["known_by"])

    @cached_property
    def houses(self) -> Houses | str:
        """Source effects and the curve behind all figures; the reason where they cannot be told."""
        from discrepancy.sources.effects.houses import houses  # late, with scipy
        from discrepancy.sources.effects.reports import HousesError

        try:
            return houses(self.case, self.basis.measure, *self._given("reference", "known_by", "rule"))
        except HousesError as error:
            return str(error)

    @cached_property
    def timeline(self) -> pd.DataFrame:
        return timeline(self.case, self.basis.measure, *self._given("known_by", "rule"))

    @cached_property
    def silent(self) -> list[dict]:
        return silent_parties(self.case, self.basis.measure, self.asked["known_by"])

    @cached_property
    def shares(self) -> pd.DataFrame:
        return shares(self.case, *self._given("known_by", "rule"))

    @cached_property
    def over_time(self) -> pd.DataFrame:
        """The gap week by week; no rows where a side is a single claim."""
        import pandas as pd

        measure, known_by, rule = self._given("measure", "known_by", "rule")
        try:
            return over_time(self.case, *self.pair, measure, known_by=known_by, rule=rule)
        except ClaimError:
            return pd.DataFrame(columns=["date", "ratio", "difference", "unexplained", "a", "b", "moved"])

    @cached_property
    def choices(self) -> pd.DataFrame:
        return multiverse_of(self.gap)

    @cached_property
    def versions(self) -> list[pd.DataFrame]:
        """Versions of the statements of both sides, those that were retold, one table a statement."""
        statements = dict.fromkeys(s.claim.statement for s in (self.gap.a, self.gap.b))
        tables = [retellings(self.case, Statement(s), self.basis.rule) for s in statements]
        # The status on the day that is asked about, which for a version is also that of the claim that it retells.
        tables = [t.assign(status=[self._status(self.case.by_id[c]) for c in t["claim"]]) for t in tables]
        return [t for t in tables if any(t["kinds"] != "")]

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

    def fate(self, claim: Claim) -> str:
        """What became of a claim that no longer stands, and what is in its place; empty for one that stands."""
        if self.standing.stands(claim):
            return ""
        if claim.status == "current":
            return "of a figure that no longer stands"
        instead = f", in its place {self.case.by_id[claim.replaced_by].quoted}" if claim.replaced_by else ""
        return f"{self.standing.fallen(claim)}{instead}"

    def _status(self, claim: Claim) -> str:
        if self.standing.stands(claim):
            return "current"
        return claim.status if claim.status != "current" else self.case.primary_of(claim).status
