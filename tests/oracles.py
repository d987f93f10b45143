"""What is true of every answer, whatever the case: each function takes a case or a gap and fails where it is not so."""

from __future__ import annotations

import discrepancy as dc
from discrepancy.case.model import Claim
from discrepancy.case.who import ClaimError


def asked_of(case, text):
    """The sets of claims that a text may mean, found without the package: by its own reading of the tables.

    Empty where the text names nothing; more than one where it could be two things.
    """
    kind, _, rest = text.partition(":")
    readings = {(k, text) for k in ("claim", "source", "group")} | {(kind, rest)}
    found = {frozenset(c.claim for c in case.records if getattr(c, k) == name) for k, name in readings if k in ("claim", "source", "group")}
    return found - {frozenset()}


def who_was_asked_is_who_speaks(case, a, b, **asked):
    """Each side's figure is of the claim, the source or the group that was asked for; what could be two things is refused."""
    try:
        gap = dc.explain(case, a, b, **asked)
    except ClaimError as error:
        if " could be " not in str(error):
            assert max(map(len, (asked_of(case, a), asked_of(case, b)))) <= 1 or "no claim can speak" not in str(error), error
        return None
    for text, side in ((a, gap.a), (b, gap.b)):
        meant = asked_of(case, text)
        assert len(meant) == 1, f"{text!r} could be {len(meant)} things, and one was picked"
        spoken = side.version.claim.claim if isinstance(side.who, Claim) else side.claim.claim
        assert spoken in next(iter(meant)), f"{text!r} was asked, and {spoken!r} speaks"
    return gap


def names(case):
    """Everything that somebody may ask a case for, as it stands and with its kind before it."""
    every = {"claim": case.by_id, "source": case.by_source, "group": case.by_group}
    return [text for kind, known in every.items() for name in known for text in (name, f"{kind}:{name}")]


__all__ = ["asked_of", "names", "who_was_asked_is_who_speaks"]
