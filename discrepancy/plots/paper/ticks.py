"""TODO"""

from __future__ import annotations

import math
from datetime import date, timedelta
from functools import lru_cache


@lru_cache(maxsize=4096)
def day_label(day: date, year: bool = False) -> str:
    """23 Dec, or 23 Dec 2024."""
    return f"{day.day} {day:%b}" + (f" {day.year}" if year else "")


_SERIES = ((1,), (1, 3), (1, 2, 5), (1, 1.5, 2, 3, 4, 5, 7), (1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9))


def count_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Ticks of a log axis that people use: 300, 1,000, 3,000; evenly spaced ones where the axis is short.

    Examples
    --------
    >>> count_ticks(20, 6000), count_ticks(2700, 3500)
    ([30.0, 100.0, 300.0, 1000.0, 3000.0], [2800.0, 3000.0, 3200.0, 3400.0])
    """
    if high / low < 2.2:
        return _even(low, high, most)
    decades = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 1)
    found: list[float] = []
    for series in _SERIES:
        ticks = [s * 10.0**d for d in decades for s in series if low <= s * 10.0**d <= high]
        if len(ticks) > most:
            break
        found = ticks
        if len(ticks) >= 4:
            break
    return found or [math.sqrt(low * high)]


def _even(low: float, high: float, most: int) -> list[float]:
    """Multiples of a round step, as many as there can be."""
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    step = next(s * power for s in (1, 2, 5, 10, 20) if math.floor(high / (s * power)) - math.ceil(low / (s * power)) < most)
    return [round(step * i, 10) for i in range(math.ceil(low / step), math.floor(high / step) + 1)]


_RATIOS = (
    (0.1, 1, 10, 100, 1000),
    (0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64),
    (0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5, 7, 10),
    (0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6),
    (0.9, 0.95, 1, 1.05, 1.1, 1.2, 1.4, 1.6, 1.8, 2, 2.2, 2.4, 2.6, 2.8, 3, 3.2),
)


def ratio_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Ticks of a log axis of ratios: ×½, ×1, ×2."""
    found: list[float] = []
    for series in _RATIOS:
        ticks = [t for t in series if low <= t <= high]
        if len(ticks) > most:
            break
        found = ticks
        if len(ticks) >= 4:
            break
    return found or [math.sqrt(low * high)]


def span_label(first: date, last: date) -> str:
    """Days from and to, no more of them than needed.

    Examples
    --------
    >>> span_label(date(2024, 12, 19), date(2024, 12, 23)), span_label(date(2024, 12, 1), date(2025, 1, 16))
    ('19 to 23 Dec 2024', '1 Dec 2024 to 16 Jan 2025')
    """
    if first.year != last.year:
        return f"{day_label(first, True)} to {day_label(last, True)}"
    return f"{first.day if first.month == last.month else day_label(first)} to {day_label(last, True)}"


def day_ticks(first: date, last: date, anchor: date | None = None) -> list[tuple[date, str]]:
    """Days to mark and what to print there: weeks counted from `anchor`, else months, quarters or years."""
    span = (last - first).days
    if span <= 80:
        step = 7 if span > 24 else 3 if span > 9 else 1
        anchor = anchor or first
        start = anchor - timedelta(step * ((anchor - first).days // step))
        days = [start + timedelta(step * i) for i in range((last - start).days // step + 1)]
        days = [d for d in days if d >= first]
        return [(d, day_label(d) + (f"\n{d.year}" if i == 0 or d.year != days[i - 1].year else "\n ")) for i, d in enumerate(days)]
    step = next((s for s in (1, 2, 3, 6, 12, 24, 60) if span / 30.4 / s <= 8), 120)
    months = [(m // 12, m % 12 + 1) for m in range(first.year * 12, last.year * 12 + 12) if m % step == 0]
    days = [d for d in (date(y, m, 1) for y, m in months) if first <= d <= last]
    if step >= 12:
        return [(d, str(d.year)) for d in days]
    return [(d, f"{d:%b}" + (f"\n{d.year}" if i == 0 or d.year != days[i - 1].year else "\n ")) for i, d in enumerate(days)]
