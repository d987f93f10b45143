"""Lists side by side: which records are on which, what repeats within one, what their linkage leaves uncertain, how many may be on none."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from discrepancy.overlap.fitted import ListsError, Unlisted
from discrepancy.saying.telling import told

if TYPE_CHECKING:
    import pandas as pd

    from discrepancy.strata.result import Where


@dataclass(frozen=True)
class Pair:
    """Two lists: the first has so many more records than the second as only it has, less those that only the second has.

    Attributes
    ----------
    first, second : str
    both : int
    only_first, only_second : tuple of str
        The records, by their ids.
    """

    first: str
    second: str
    both: int
    only_first: tuple[str, ...] = field(repr=False)
    only_second: tuple[str, ...] = field(repr=False)

    @property
    def sizes(self) -> tuple[int, int]:
        """How many records each has."""
        return self.both + len(self.only_first), self.both + len(self.only_second)

    @property
    def gap(self) -> int:
        """The first less the second."""
        return len(self.only_first) - len(self.only_second)


@dataclass(frozen=True)
class Lists:
    """Two to five lists, record by record.

    Attributes
    ----------
    names : tuple of str
        What the lists are called.
    by, match : tuple of str
        The columns of the id, or those that were compared.
    threshold : float
        From which probability on two records are taken for one; with `match`.
    rows : pandas.DataFrame
        A row a row of a list: ``list``, ``record`` (its id, else "line 7"), ``of`` (a number that records of one thing share),
        ``same`` (that number were all uncertain pairs the same), ``repeats`` (whether an earlier row of its list is the same), and the
        columns of `strata`.
    uncertain : pandas.DataFrame
        Pairs that the linkage leaves open: ``first_list first second_list second probability``, for each compared column how alike the
        two are, or of columns that are shown both cells; and ``same``, empty.
    strata : tuple of str
    hidden : tuple of str
        Columns that are taken for names of people: compared, and shown nowhere.
    reviewed : int
        Pairs that a review decided.
    stamp : str
        Of the compared cells, those of names left out: a review is of these and no others.
    compared : tuple of str
        What two records must agree on to be compared at all.
    fitted : bool
        Whether how often two records of one thing agree was fitted, and not assumed.
    alike, no_day : tuple of (int, str), dict of str to int
        How many ids differ from another list's in zeros, capitals or marks alone, and the first; cells of a column of days that name none.
    title, url : str
        What the lists are called in a case that names them, and where they are from.
    """

    names: tuple[str, ...]
    by: tuple[str, ...]
    match: tuple[str, ...]
    threshold: float
    rows: pd.DataFrame = field(repr=False, compare=False)
    uncertain: pd.DataFrame = field(repr=False, compare=False)
    strata: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    reviewed: int = 0
    stamp: str = ""
    compared: tuple[str, ...] = ()
    fitted: bool = True
    alike: tuple[int, str] = (0, "")
    no_day: dict[str, int] = field(default_factory=dict)
    title: str = ""
    url: str = ""

    @cached_property
    def records(self) -> pd.DataFrame:
        """A row a thing, with its record on each list, empty where it is on none."""
        return self._across("of")

    @cached_property
    def counts(self) -> pd.DataFrame:
        """A row a combination of lists that has records: 0 or 1 for each list, and ``records``, most first."""
        return self._combined(self.records)

    @cached_property
    def counts_if_same(self) -> pd.DataFrame:
        """The same were every uncertain pair one."""
        return self._combined(self._across("same")) if len(self.uncertain) else self.counts

    @property
    def repeated(self) -> dict[str, int]:
        """How many rows of each list repeat another of it."""
        of = self.rows.groupby("list")["repeats"].sum()
        return {name: int(of.get(name, 0)) for name in self.names}

    def pair(self, first: str = "", second: str = "") -> Pair:
        """Two of the lists, by default the first two."""
        first, second = first or self.names[0], second or self.names[1]
        for name in (first, second):
            if name not in self.names:
                raise ListsError(f"no list {name!r}: use {' or '.join(self.names)}")
        one, two = (self.records[name] for name in (first, second))
        only = lambda has, lacks: tuple(has[(has != "") & (lacks == "")])
        return Pair(first, second, int(((one != "") & (two != "")).sum()), only(one, two), only(two, one))

    @property
    def pairs(self) -> list[Pair]:
        """Every two of the lists."""
        return [self.pair(a, b) for i, a in enumerate(self.names) for b in self.names[i + 1 :]]

    def where(self, first: str = "", second: str = "") -> Where:
        """Where two of the lists part, by their strata: what `discrepancy.where` tells of the records of each."""
        from discrepancy.strata.result import WhereError
        from discrepancy.strata.where import where

        pair = self.pair(first, second)
        if not self.strata:
            raise ListsError("strata: name the columns, such as region or month, by which the lists are set side by side")
        once = self.rows[~self.rows["repeats"]]
        of = [once[once["list"] == name].groupby([*self.strata], sort=False).size() for name in (pair.first, pair.second)]
        one, two = (count.rename("records").reset_index() for count in of)
        try:
            return where(one, two, self.strata, "records", total="")
        except WhereError as error:
            raise ListsError([f"strata: {problem}" for problem in error.problems]) from None

    @cached_property
    def unlisted(self) -> tuple[Unlisted, ...]:
        """Of three lists or more how many may be on none: as linked, and were all uncertain pairs the same where there are such."""
        from discrepancy.overlap.unlisted import unlisted

        tables = [self.counts, *([self.counts_if_same] if len(self.uncertain) else [])]
        return tuple(map(unlisted, tables)) if len(self.names) > 2 else ()

    def _across(self, of: str) -> pd.DataFrame:
        once = self.rows.drop_duplicates([of, "list"])
        wide = once.pivot(index=of, columns="list", values="record").reindex(columns=[*self.names])
        return wide.astype(object).where(wide.notna(), "").rename_axis(None, axis=1)

    def _combined(self, records: pd.DataFrame) -> pd.DataFrame:
        found = (records != "").astype(int).value_counts(sort=False).rename("records").reset_index()
        return found.sort_values(["records", *self.names], ascending=False, kind="stable", ignore_index=True)

    def to_dict(self) -> dict[str, Any]:
        """Everything, as JSON takes it: counts and ids."""
        plain = "names by match threshold strata hidden reviewed compared fitted alike no_day repeated title url".split()
        told = {name: getattr(self, name) for name in plain} | {"counts": self.counts.to_dict("records")}
        told |= {"counts_if_same": self.counts_if_same.to_dict("records"), "uncertain": len(self.uncertain)}
        told["pairs"] = [vars(pair) | {"gap": pair.gap} for pair in self.pairs]
        told["where"] = self.where().to_dict() if self.strata else None
        return told | {"unlisted": [found.to_dict() for found in self.unlisted]}

    def __str__(self) -> str:
        return " ".join(text for _, text in told(self))
