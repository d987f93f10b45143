"""Where the gap between two tables of one total sits: the terms, the strata, and from which columns they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from discrepancy.case.problems import CaseError
from discrepancy.saying.telling import told

if TYPE_CHECKING:
    import pandas as pd

    from discrepancy.case.model import Case

ORDER = ("first", "second")


class WhereError(CaseError):
    """Two tables that cannot be set side by side.  ``problems`` holds each thing to mend."""


@dataclass(frozen=True)
class Where:
    """Where the gap between two tables of one total sits.

    Attributes
    ----------
    names : tuple of str
        What the two tables are called.
    by, value : tuple of str
        The columns that name a stratum, and those whose product is its number.
    weight : str
        The column that it is weighted by; empty where numbers are summed.
    totals, parts : tuple of float
        Of each table the printed total, and what its rows come to: the same where none was printed.
    sums : dict of str to float
        Each term, first less second; they add up to `gap`.  "inside" is what the totals have that their own rows do not come to.
    strata : pandas.DataFrame
        Indexed by `by`, the largest contribution first: ``in`` ("both", "first" or "second"); ``first second``, the numbers, empty
        where a table lacks the row; with a weight ``first_share second_share``; each term but "inside", and ``contribution``, their
        sum.  In a mean, a row of one table only contributes what that mean would lose without it.
    grain : float
        The unit of the last digit that the tables print; of a product, of the third digit of the larger total.
    unused : tuple of tuple of str
        The columns of each table that nothing was made of.
    doubts : tuple of (str, str, str)
        Names that hold half of a table, as a total among its own parts would: table, column, name.
    case, day : Case or None, str
        Of two sources of a case: it, and the day or the period of their numbers; empty for closed counts.
    differ : tuple of (str, str, str)
        What is known to differ between them: a dimension, the first's value, the second's.
    hedged : int
        How many numbers are no plain ones.
    unit : str
        That of the measure of a case; rates are those of a day.
    title, url : str
        What two tables that a case names are called there, and where they are from.
    """

    names: tuple[str, str]
    by: tuple[str, ...]
    value: tuple[str, ...]
    weight: str
    totals: tuple[float, float]
    parts: tuple[float, float]
    sums: dict[str, float]
    strata: pd.DataFrame = field(repr=False, compare=False)
    grain: float
    unused: tuple[tuple[str, ...], ...]
    doubts: tuple[tuple[str, str, str], ...]
    case: Case | None = field(default=None, repr=False)
    day: str = ""
    differ: tuple[tuple[str, str, str], ...] = ()
    hedged: int = 0
    unit: str = ""
    title: str = ""
    url: str = ""

    @property
    def gap(self) -> float:
        """The first total less the second."""
        return self.totals[0] - self.totals[1]

    @property
    def up(self) -> int:
        """1, or −1 where the second total is the larger: what a contribution is multiplied by to be one of the larger over the smaller."""
        return 1 if self.gap >= 0 else -1

    @property
    def sides(self) -> tuple[str, ...]:
        """What the two are called in a sentence: sources by name, tables by their order."""
        return self.names if self.case else tuple(f"the {which} table" for which in ORDER)

    @property
    def coverage(self) -> pd.DataFrame:
        """The strata that one table only has."""
        return self.strata[self.strata["in"] != "both"]

    def __str__(self) -> str:
        return " ".join(text for _, text in told(self))

    def to_dict(self) -> dict[str, Any]:
        """Everything, as JSON takes it: pairs are the first and the second table; beside the signed numbers the gap, the terms
        and the contributions stand as of the larger total over the smaller one."""
        rows = self.strata.astype(object).where(self.strata.notna(), None).to_dict("records")
        names = self.strata.index.to_frame().to_dict("records")
        strata = [{"stratum": name} | row for name, row in zip(names, rows, strict=True)]
        plain = "names by value weight totals parts gap sums grain unused doubts day differ hedged unit title url".split()
        sums, each = ({k: self.up * x + 0.0 for k, x in of.items()} for of in (self.sums, dict(enumerate(self.strata["contribution"]))))
        larger = {"gap": abs(self.gap), "sums": sums, "contributions": [*each.values()]}
        return {name: getattr(self, name) for name in plain} | {"larger_over_smaller": larger, "strata": strata}
