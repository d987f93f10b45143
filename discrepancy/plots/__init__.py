"""Results → figures: one question a figure, the finding in its title, the numbers in its table.

In goes a result of the modules above; out comes a `Figure` with the drawing, the sentence for those who cannot see it, and
the table under it.  The words around a figure are those of `discrepancy.story.caption`; nothing is computed here but
where ink goes.  Every function takes the result, the case where the result does not carry it, and an axes to draw on.
"""

from __future__ import annotations

from .figure import Figure
from .gaps import choices, range_bar, waterfall
from .habits import curve, effects, lags
from .overtime import claims_over_time, gap_over_time
from .rows import anatomy, conditions, forest, share_lost, versions
from .sources import left_out, pairs, ranges, repeats

__all__ = [
    "Figure",
    "anatomy",
    "choices",
    "claims_over_time",
    "conditions",
    "curve",
    "effects",
    "forest",
    "gap_over_time",
    "lags",
    "left_out",
    "pairs",
    "range_bar",
    "ranges",
    "repeats",
    "share_lost",
    "versions",
    "waterfall",
]
