"""What estimates are brought to, and by which choices: the measure, the day, the dimensions, the cut-off, the rules of reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from discrepancy.case.model import Claim, Conversion
from discrepancy.reading.reading import Reading
from discrepancy.reading.scale import RATIO, Scale

TIMINGS = ("log-linear", "linear", "mean-rate", "none")


@dataclass(frozen=True, slots=True)
class Basis:
    """What estimates are brought to, and by which choices.

    Attributes
    ----------
    measure : str
    as_of : datetime.date
        The day that all estimates shall speak of.
    dims : dict
        Wanted value of each declared dimension; "" for any.
    known_by : str
        Nothing said, published or converted after this date is used; "" for hindsight.
    rule, width : str, float
        Of the reading (`discrepancy.read`).
    timing : {"log-linear", "linear", "mean-rate", "none"}
        How a source's own figures are joined.
    inferred : bool
        Whether derivations that are inferred, not stated, are followed.
    versions : dict
        The version to read in the place of a closest wording, by the claim of the latter.
    scale : Scale
        The scale of the measure, in whose coordinate steps add.
    kind : str
        How the numbers stand in time: one of `KINDS`; "" for any.
    period : tuple of str
        First and last day of a count of a period or of a rate; empty for any.
    still : str
        Why figures are left on their own days; empty where they are moved.
    ends : dict
        The size of a conversion in the place of the one that is cited.
    revised : bool
        Whether the newest vintage of a figure takes the place of the one that was printed.
    month : {"middle", "first", "last"}
        The day for which a figure of a month or of a year stands in time.
    grows_as : str
        The measure whose own figures move a figure in time; "" for the one that was printed.
    as_counted : bool
        Whether figures are left in the measure that was printed.
    """

    measure: str
    as_of: date
    dims: Mapping[str, str] = field(default_factory=dict)
    known_by: str = ""
    rule: str = "hedge"
    width: float = 1.0
    timing: str = "log-linear"
    inferred: bool = True
    versions: Mapping[str, Claim] = field(default_factory=dict)
    scale: Scale = RATIO
    kind: str = ""
    period: tuple[str, ...] = ()
    still: str = ""
    ends: Mapping[Conversion, float] = field(default_factory=dict)
    revised: bool = True
    month: str = "middle"
    grows_as: str = ""
    as_counted: bool = False

    def reading(self, claim: Claim) -> Reading:
        """What a claim is read as on this basis."""
        return self.versions.get(claim.claim, claim).reading(self.rule, self.width)


def allows(wanted: Mapping[str, str], claim: Claim) -> bool:
    """Whether nothing that a claim states of its dimensions is another value than the wanted ones; "" wants any."""
    return all(not value or wanted.get(name) in (None, "", value) for name, value in claim.dims)
