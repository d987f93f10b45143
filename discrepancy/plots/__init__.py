"""Results → figures: one question a figure, the finding in its title, the numbers in its table.

In goes a result; out comes a `Figure` with the drawing, the sentence for those who cannot see it, and the table under it; nothing
is computed here but where ink goes.  Every function takes the result; the case, for its colours and words, where the result does
not carry it; and, if there shall be no title and no foot, an axes of matplotlib to draw on.  The words around a figure stand
beside it, in `words` of its module.
"""

from __future__ import annotations

from discrepancy.plots.anatomy import anatomy as anatomy
from discrepancy.plots.choices import choices as choices
from discrepancy.plots.claims_over_time import claims_over_time as claims_over_time
from discrepancy.plots.conditions import conditions as conditions
from discrepancy.plots.curve import curve as curve
from discrepancy.plots.effects import effects as effects
from discrepancy.plots.forest import forest as forest
from discrepancy.plots.gap_over_time import gap_over_time as gap_over_time
from discrepancy.plots.lags import lags as lags
from discrepancy.plots.left_out import left_out as left_out
from discrepancy.plots.needed import needed as needed
from discrepancy.plots.overlap import overlap as overlap
from discrepancy.plots.pairs import pairs as pairs
from discrepancy.plots.panel import panel as panel
from discrepancy.plots.paper.figure import Figure as Figure
from discrepancy.plots.range_bar import range_bar as range_bar
from discrepancy.plots.ranges import ranges as ranges
from discrepancy.plots.repeats import repeats as repeats
from discrepancy.plots.share_lost import share_lost as share_lost
from discrepancy.plots.unlisted import unlisted as unlisted
from discrepancy.plots.versions import versions as versions
from discrepancy.plots.waterfall import waterfall as waterfall
from discrepancy.plots.where import where as where
