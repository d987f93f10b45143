"""How many records may be on none of several lists: what every log-linear model of their counts says, and what cannot be said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from discrepancy.case.problems import CaseError

if TYPE_CHECKING:
    import pandas as pd

MOST_LISTS, SUPPORTED = 5, 10  # lists; and how far behind the best AIC a model has some support
ALONE, RECORDS = "each list on its own", "records"
TWO = (
    "two lists do not tell how many are on neither: it would have to be assumed that being on one makes no difference to being on the "
    "other, and two lists cannot test that; give a third"
)


class ListsError(CaseError):
    """Lists that cannot be set side by side.  ``problems`` holds each thing to mend; no cell of a column of names is in it."""


@dataclass(frozen=True)
class Unlisted:
    """How many records may be on none of three to five lists.

    Attributes
    ----------
    names : tuple of str
    counts : pandas.DataFrame
        A row a combination: 0 or 1 for each list, and ``records``.
    models : pandas.DataFrame
        A row a model, the lowest AIC first: ``model``, its largest terms; ``parameters deviance df aic bic``; ``behind``, its AIC less
        the lowest; ``none``, how many are on no list, with the ends ``low high`` of a 95 % interval; ``total total_low total_high``,
        with those that are on one.
    left_out : int
        Models without a finite answer.
    """

    names: tuple[str, ...]
    counts: pd.DataFrame = field(repr=False, compare=False)
    models: pd.DataFrame = field(repr=False, compare=False)
    left_out: int = 0

    @property
    def listed(self) -> int:
        """How many records are on a list."""
        return int(self.counts["records"].sum())

    @property
    def supported(self) -> pd.DataFrame:
        """The models within 10 of the lowest AIC."""
        return self.models[self.models["behind"] <= SUPPORTED]

    @property
    def range(self) -> tuple[float, float]:
        """The lowest and the highest total of these."""
        return float(self.supported["total"].min()), float(self.supported["total"].max())

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest end of their intervals."""
        return float(self.supported["total_low"].min()), float(self.supported["total_high"].max())

    def to_dict(self) -> dict[str, Any]:
        """Everything, as JSON takes it."""
        plain = {"lists": self.names, "listed": self.listed, "models": len(self.models), "left_out": self.left_out}
        if len(self.models):
            plain |= {"supported": len(self.supported), "range": self.range, "ends": self.ends}
        return plain | {"counts": self.counts.to_dict("records"), "rows": self.models.to_dict("records")}
