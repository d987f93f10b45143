"""One gap for each subject that two sources share: the table, its distribution, and what stands in no row."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from discrepancy import dates
from discrepancy.case.model import Case
from discrepancy.reading.scale import Scale
from discrepancy.saying.telling import told

if TYPE_CHECKING:
    import pandas as pd

KEYS = ("period_start", "as_of")  # what tells rows apart beside the dimensions


@dataclass(frozen=True)
class Distribution:
    """How the gaps of a panel are distributed.

    Attributes
    ----------
    n : int
        Rows with a ratio, or an amount.
    lowest, quartile, median, third, highest : float or None
        Of the printed ratios (taken on the log scale, so that exchanging the sources turns each), or of the amounts.
    least, most : str
        The subjects with the lowest and the highest.
    above, equal, below : int
        Rows in which the first source's number is higher, the same, lower.
    beyond, open : int
        Rows in which the words exclude that both are right unless the two count different things; those that nobody can tell.
    """

    n: int
    lowest: float | None
    quartile: float | None
    median: float | None
    third: float | None
    highest: float | None
    least: str
    most: str
    above: int
    equal: int
    below: int
    beyond: int
    open: int


@dataclass(frozen=True)
class Panel:
    """One gap for each subject that two sources share.

    Attributes
    ----------
    case : Case
    names : tuple of str
        What the two sources are called.
    measure, kind : str
    by : tuple of str
        The dimensions that name a subject; "day" where each day is one.
    scale, unit, grain : Scale, str, float
    rows : pandas.DataFrame
        A row a subject: the dimensions of `by`, ``period_start`` (of counts of a period), ``as_of``; ``a b``, the printed numbers, and
        ``a_claim b_claim``; ``ratio`` or ``difference``; each factor of `discrepancy.explain`, as a multiplier or an amount;
        ``unexplained`` with its ``sd`` (in the coordinate of the scale) and hard bounds ``low high``; ``possible`` (None: cannot tell).
        Numbers are empty where a count of 0 has no ratio.
    only : tuple of (int, int)
        How many subjects the first source alone speaks of, and the second.
    unstated : tuple of (int, int)
        How many numbers of each state no value of what names a subject: they are in no row.
    refused : dict of str to str
        Subjects that cannot be compared, and why.
    others : tuple of str
        Other kinds of number of which both speak, which `kind` would choose.
    from_figures : tuple of str
        Factors that in some row were computed from the two figures themselves: there they explain nothing.
    """

    case: Case = field(repr=False)
    names: tuple[str, str]
    measure: str
    kind: str
    by: tuple[str, ...]
    scale: Scale = field(repr=False)
    unit: str
    grain: float
    rows: pd.DataFrame = field(repr=False, compare=False)
    only: tuple[int, int]
    unstated: tuple[int, int]
    refused: dict[str, str]
    others: tuple[str, ...] = ()
    from_figures: tuple[str, ...] = ()

    @property
    def gap_column(self) -> str:
        """ "ratio" or "difference": the column of the printed gaps."""
        return self.scale.name

    @property
    def steps(self) -> list[str]:
        """The columns of the factors of `discrepancy.explain`, in their order."""
        columns = [*self.rows.columns]
        return columns[columns.index(self.gap_column) + 1 : columns.index("unexplained")]

    @cached_property
    def upright(self) -> Panel:
        """The same panel with the source first whose number is more often the larger one: what readers see has one direction."""
        if self.distribution.above >= self.distribution.below:
            return self
        numbers = [self.gap_column, *self.steps, "unexplained", "low", "high"]
        rows = self.rows.assign(**{name: self.rows[name].map(self._turned, na_action="ignore") for name in numbers})
        rows = rows.rename(columns={"a": "b", "b": "a", "a_claim": "b_claim", "b_claim": "a_claim", "low": "high", "high": "low"})
        pairs = {name: getattr(self, name)[::-1] for name in ("names", "only", "unstated")}
        return replace(self, rows=rows[[*self.rows.columns]], **pairs)

    def _turned(self, size: float) -> float:
        """A size of the one over the other as that of the other over the one."""
        return self.scale.number(-self.scale.at(size)) + 0.0

    @property
    def larger(self) -> pd.Series:
        """The larger number of each row over the smaller one: a factor, or on a difference scale an amount."""
        return self.rows[self.gap_column].map(lambda x: self._turned(x) if self.scale.at(x) < 0 else x, na_action="ignore")

    @property
    def table(self) -> pd.DataFrame:
        """The rows, the largest ratio or difference first: numbers, steps that move any row, bounds, claims and their addresses.

        Ratios and differences are of the first source against the second; beside them the larger number stands over the smaller one.
        """
        rows, numbers = self.rows, dict(zip("ab", self.names, strict=True))
        moved = [name for name in self.steps if (rows[name].dropna() != self.scale.number(0.0)).any()]
        found = rows.assign(
            subject=self.labels,
            larger_over_smaller=self.larger,
            possible=rows["possible"].map({True: "yes", False: "no"}).fillna("cannot tell"),
        )
        found = found.sort_values(self.gap_column, ascending=False, kind="stable")
        columns = {"subject": "subject", "as_of": "figure for", "a": "", "b": "", self.gap_column: self.gap_column}
        columns |= {"larger_over_smaller": "larger_over_smaller"}
        columns |= {name: self.case.dimension_label(name) for name in moved} | {"unexplained": "not accounted for"}
        columns |= {"low": "lowest", "high": "highest", "possible": "can both be right"}
        columns |= {side: f"{name} (source)" if name in columns.values() else name for side, name in numbers.items()}
        columns |= {f"{side}_claim": f"{name}: claim" for side, name in numbers.items()}
        out = found[[*columns]].set_axis([*columns.values()], axis=1)
        numeric = out.columns[2 : out.columns.get_loc("highest") + 1]
        out[numeric] = out[numeric].apply(_six_digits)
        url = {c.claim: c.url for c in self.case.records}
        return out.assign(**{f"{name}: address": found[f"{side}_claim"].map(url) for side, name in numbers.items()}).reset_index(drop=True)

    @cached_property
    def labels(self) -> pd.Series:
        """What each row is called for readers: the values of its dimensions, its window or its day where these differ."""
        import pandas as pd

        rows, named = self.rows, pd.Series("", index=self.rows.index)
        dims = [name for name in self.by if name != "day"]
        for name in dims:
            of = rows[name].map({value: self.case.dimension_label(name, value) for value in rows[name].unique()})
            named = named.where(named == "", named + ", ") + of
        if not dims or "day" in self.by or rows.duplicated(dims).any():
            starts = rows["period_start"] if "period_start" in rows else [""] * len(rows)
            pairs = list(zip(starts, rows["as_of"], strict=True))
            said = {pair: _window(*pair) for pair in {*pairs}}
            named = named.where(named == "", named + ", ") + [said[pair] for pair in pairs]
        return named

    @cached_property
    def distribution(self) -> Distribution:
        """Median, quartiles, extremes, and how many gaps are more than the words allow."""
        import numpy as np

        rows, possible = self.rows, self.rows["possible"]
        found = rows[self.gap_column].dropna()
        at = np.array([self.scale.at(x) for x in found])
        ends = [None] * 5 if not len(at) else [self.scale.number(float(x)) for x in np.quantile(at, (0, 0.25, 0.5, 0.75, 1))]
        labels = self.labels.loc[found.index]
        least, most = (labels.iloc[i] if len(at) else "" for i in ((at.argmin(), at.argmax()) if len(at) else (0, 0)))
        signs = [int((np.sign(rows["a"] - rows["b"]) == sign).sum()) for sign in (1, 0, -1)]
        beyond, open_ = int(possible.eq(False).sum()), int(possible.isna().sum())
        return Distribution(len(at), *ends, least, most, *signs, beyond, open_)

    def to_dict(self) -> dict[str, Any]:
        """Everything, as JSON takes it: null for what is absent or infinite."""
        import numpy as np

        rows = self.rows.assign(larger_over_smaller=self.larger)
        rows = rows.astype(object).where(rows.notna() & ~rows.isin([np.inf, -np.inf]), None)
        plain = {
            name: getattr(self, name)
            for name in ("names", "measure", "kind", "by", "unit", "grain", "only", "unstated", "refused", "others", "from_figures")
        }
        spread = {name: getattr(self.distribution, name) for name in Distribution.__dataclass_fields__}
        upright = self.upright.distribution
        ends = {name: getattr(upright, name) for name in ("lowest", "quartile", "median", "third", "highest")}
        spread |= {"larger": self.upright.names[0], "larger_over_smaller": ends}
        return {"case": self.case.name, "scale": self.scale.name} | plain | {"distribution": spread, "rows": rows.to_dict("records")}

    def __str__(self) -> str:
        return " ".join(text for _, text in told(self))

    def __len__(self) -> int:
        return len(self.rows)


def _window(start: str, end: str) -> str:
    """A day, or a window: May 2024, or 3 May 2024 to 9 May 2024."""
    for whole in (end, start[:4], start[:7]):
        if not start or (start, dates.last(end)) == (dates.first(whole).isoformat(), dates.last(whole)):
            return dates.say(whole)
    return f"{dates.say(start)} to {dates.say(end)}"


def _six_digits(column: pd.Series) -> pd.Series:
    """Numbers with six digits, more than was ever printed."""
    import numpy as np

    numbers = column.to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        by = 10.0 ** (5 - np.floor(np.log10(np.abs(numbers))))
        return column.where(~np.isfinite(numbers * by), np.round(numbers * by) / by)
