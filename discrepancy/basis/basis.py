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
    """What estimates are brought to, and by which choices."""

    measure: str
    as_of: date  # the day that all estimates shall speak of
    dims: Mapping[str, str] = field(default_factory=dict)  # wanted value of each declared dimension; "" for any
    known_by: str = ""  # nothing said, published or converted after this date is used; "" for hindsight
    rule: str = "hedge"  # of the reading (`discrepancy.read`)
    width: float = 1.0
    timing: str = "log-linear"  # one of `TIMINGS`: how a source's own figures are joined
    inferred: bool = True  # whether derivations that are inferred, not stated, are followed
    versions: Mapping[str, Claim] = field(default_factory=dict)  # to read in the place of a closest wording, by the claim of the latter
    scale: Scale = RATIO  # that of the measure, in whose coordinate steps add
    kind: str = ""  # how the numbers stand in time: one of `KINDS`; "" for any
    period: tuple[str, ...] = ()  # first and last day of a count of a period or of a rate; empty for any
    still: str = ""  # why figures are left on their own days; empty where they are moved
    ends: Mapping[Conversion, float] = field(default_factory=dict)  # the size of a conversion in the place of the one that is cited
    revised: bool = True  # whether the newest vintage of a figure takes the place of the one that was printed
    month: str = "middle"  # or first, last: the day for which a figure of a month or of a year stands in time
    grows_as: str = ""  # the measure whose own figures move a figure in time; "" for the one that was printed
    as_counted: bool = False  # whether figures are left in the measure that was printed

    def reading(self, claim: Claim) -> Reading:
        """What a claim is read as on this basis."""
        return self.versions.get(claim.claim, claim).reading(self.rule, self.width)


def allows(wanted: Mapping[str, str], claim: Claim) -> bool:
    """Whether nothing that a claim states of its dimensions is another value than the wanted ones; "" wants any."""
    return all(not value or wanted.get(name) in (None, "", value) for name, value in claim.dims)
