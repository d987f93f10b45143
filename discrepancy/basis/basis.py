"""TODO"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from discrepancy import dates
from discrepancy.case.model import Claim
from discrepancy.reading.reading import Reading

__all__ = ["Basis", "ClaimError", "TIMINGS"]

TIMINGS = ("log-linear", "linear", "none")


class ClaimError(ValueError):
    """A claim, source, group, measure or date that the case does not have or that cannot be used."""


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
    timing : {"log-linear", "linear", "none"}
        How a source's own figures are joined.
    inferred : bool
        Whether derivations that are inferred, not stated, are followed.
    versions : dict
        The version to read in the place of a closest wording, by the claim of the latter.
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

    def reading(self, claim: Claim) -> Reading:
        """What a claim is read as on this basis."""
        return self.versions.get(claim.claim, claim).reading(self.rule, self.width)

    def knows(self, day: date) -> bool:
        return not self.known_by or day <= dates.last(self.known_by)
