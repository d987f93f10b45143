"""Every source of a case → its figure on one basis, as a table: the number, each step that brought it there, and why.

A source without a usable figure stays in the table, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from discrepancy.basis.asked import standing_for
from discrepancy.basis.basis import Basis
from discrepancy.basis.estimate import estimate
from discrepancy.basis.speaks import NoFigure, speaks
from discrepancy.basis.standing import Standing
from discrepancy.case.model import Case
from discrepancy.case.who import Source
from discrepancy.reading.reading import Reading

if TYPE_CHECKING:
    import pandas as pd

# Columns that tables of a case have in common.
WHO = ["source", "name", "group", "role"]
NUMBERS = ["value", "low", "best", "high", "open"]


def who(case: Case, source: str) -> dict[str, str]:
    """A source with its name, group and role."""
    return {"source": source, "name": case.source_name(source), "group": case.group_of(source), "role": case.role_of(source)}


def numbers(reading: Reading) -> dict[str, Any]:
    """The number of a reading and its bounds."""
    return {column: getattr(reading, column) for column in NUMBERS}


def normalize(case: Case, measure: str = "", as_of: str = "", known_by: str = "", rule: str = "", **choices: Any) -> pd.DataFrame:
    """Every source's figure on one basis; sources without a usable figure stay, with the reason.

    Parameters
    ----------
    case : Case
    measure, as_of, known_by, rule : str
        Empty: the case's defaults, hindsight, the rule "hedge".
    **choices
        width, timing, inferred, and a value for any declared dimension.

    Returns
    -------
    pandas.DataFrame
        One row a source, highest estimate first: ``source name group role claim statement statement_date speaks_of
        day_stated printed value low best high open`` (the figure as read, persons), ``definition timing`` and one
        column a declared dimension (multipliers), ``estimate estimate_low estimate_high`` (persons, on the basis;
        bounds as read), ``estimate_open``, ``inferred``, ``usable``, ``silent`` (without a usable figure because it gave none, or none by
        then), ``because`` (each step in words, or why the source has no usable figure), ``url``.

    Raises
    ------
    ClaimError
        For a measure, date, rule or dimension value that the case does not have.

    Examples
    --------
    >>> import discrepancy as dc
    >>> est = dc.normalize(dc.load_case("hurricane-maria"), as_of="2018-12-31")
    >>> est.loc[est.usable, "source"].is_unique
    True
    """
    import pandas as pd

    standing = standing_for(case, measure, as_of, known_by, rule, **choices)
    rows = [_row(standing, source) for source, claims in standing.case.by_source.items() if standing.related(claims)]
    columns = [*WHO, *"claim statement statement_date speaks_of day_stated printed".split(), *NUMBERS, "definition", "timing"]
    columns += [*standing.basis.dims, *"estimate estimate_low estimate_high estimate_open inferred usable silent because url".split()]
    frame = pd.DataFrame(rows, columns=columns)
    frame.attrs["open"] = left_open(standing.case, standing.basis, (row["claim"] for row in rows if row["usable"]))
    return frame.sort_values(["usable", "estimate"], ascending=False, kind="stable", ignore_index=True)


def left_open(case: Case, basis: Basis, claims: Iterable[str]) -> list[str]:
    """The dimensions, by their labels, that a basis leaves open and in which claims differ: these are not of one thing."""
    found = [case.by_id[c] for c in claims]
    stated = {name: {c.dimension(name) for c in found} - {""} for name, wanted in basis.dims.items() if not wanted}
    return [case.dimension_label(name) for name, values in stated.items() if len(values) > 1]


def _row(standing: Standing, source: str) -> dict:
    row = who(standing.case, source)
    try:
        figure = speaks(standing, Source(source))
    except NoFigure as error:
        why = {"because": error.because, "silent": error.silent}
        return row | {"usable": False, **why, "inferred": False, "printed": "", "url": ""}
    e = estimate(standing, figure)
    r, claim = figure.reading, figure.claim
    moved, label = lambda x: e.scale.move(x, sum(s.size for s in e.steps.values())), standing.case.dimension_label
    return (
        row
        | {name: getattr(claim, name) for name in ("claim", "statement", "statement_date", "url")}
        | {"speaks_of": e.as_of.isoformat(), "day_stated": bool(claim.as_of), "printed": figure.printed, **numbers(r)}
        | {"estimate": moved(r.best), "estimate_low": moved(r.low), "estimate_high": moved(r.high), "estimate_open": r.open}
        | {"inferred": e.inferred, "usable": True, "silent": False}
        | {"because": "; ".join(f"{label(s.name)} {e.scale.say(s.size, claim.unit, r.grain)}: {s.because}" for s in e.steps.values())}
        | {name: e.scale.size(s.size) for name, s in e.steps.items()}
    )
