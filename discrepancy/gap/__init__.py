"""Two estimates on one basis → the factors between them, what remains, and what would have to be true for both to be right."""

from __future__ import annotations

from discrepancy.gap.around import Condition, LaterFigures, group_of
from discrepancy.gap.explain import between, explain, over_time, pair
from discrepancy.gap.factors import Factor, Side, logarithmic_mean
from discrepancy.gap.gap import Gap

__all__ = ["Condition", "Factor", "Gap", "LaterFigures", "Side", "between", "explain", "group_of", "logarithmic_mean", "over_time", "pair"]
