"""Made-up cases whose numbers are no counts: percentages, growth below zero, areas in three units, money."""

from __future__ import annotations

from conftest import row

UNEMPLOYMENT = """
title = "Unemployment"
[measures.unemployed]
label = "unemployed"
noun = "unemployment rate"
[dimensions.basis]
label = "definition"
[dimensions.basis.values]
ilo = "labour force survey"
registered = "registered at offices"
[[conversions]]
dimension = "basis"
from = "ilo"
to = "registered"
add = 1.2
low = 0.9
high = 1.4
because = "in the year before, registers stood 1.2 points above the survey"
url = "https://example.org/conversion"
"""


def unemployment():
    """Two offices month by month by two definitions, two banks, and a version."""
    say = lambda source, day, words, **more: row(source, day, words, "unemployed", kind="level", **more)
    rows = [say("statistics", f"2024-0{m + 1}-05", f"{n}%", as_of=f"2024-0{m}-28", basis="ilo") for m, n in ((1, 6.4), (2, 6.3), (3, 6.1))]
    rows += [
        say("agency", f"2024-0{m + 1}-02", f"{n}%", as_of=f"2024-0{m}-28", basis="registered") for m, n in ((1, 7.9), (2, 7.9), (3, 7.8))
    ]
    rows += [say("central-bank", "2024-04-02", "about 6.5%", as_of="2024-03-28", basis="ilo")]
    rows += [say("union", "2024-04-03", "more than 8%", as_of="2024-03-28", basis="registered")]
    return [r | {"claim": f"c{i}", "statement": f"s{i}", "primary": "yes"} for i, r in enumerate(rows)] + [
        say(
            "statistics",
            "2024-04-05",
            "around 6%",
            as_of="2024-03-28",
            basis="ilo",
            claim="v1",
            statement="s2",
            primary="",
            version_of="c2",
        )
        | {"reported_by": "Daily", "published": "2024-04-06", "seen_as": "page"}
    ]


GROWTH = '[measures.growth]\nlabel = "growth"\nnoun = "growth of the economy"\n'


def growth():
    say = lambda source, day, words: row(source, day, words, "growth", kind="level", as_of="2024-06-30")
    return [say("office", "2024-07-30", "-0.4%"), say("bank", "2024-07-20", "0.1%"), say("institute", "2024-07-25", "0.0%")]


AREA = '[measures.burned]\nlabel = "burned"\nnoun = "area burned"\nunit = "ha"\n'


def area():
    rows = (
        ("fire-service", "2024-08-03", "13,456 acres"),
        ("satellite", "2024-08-03", "62.5 km²"),
        ("ministry", "2024-08-02", "5,200 hectares"),
    )
    rows += (("village", "2024-08-01", "8.25 ha"), ("satellite", "2024-08-01", "40.1 km²"))
    return [row(*r, "burned", kind="cumulative") for r in rows]


MONEY = '[measures.aid]\nlabel = "aid"\nnoun = "aid given"\n'


def money():
    return [
        row("treasury", "2024-05-01", "$640.6 billion", "aid", kind="fixed"),
        row("institute", "2024-05-03", "more than $580 billion", "aid", kind="fixed"),
        row("auditor", "2024-05-04", "$601 billion", "aid", kind="fixed"),
    ]


CASES = {"unemployment": (unemployment, UNEMPLOYMENT), "growth": (growth, GROWTH), "area": (area, AREA), "money": (money, MONEY)}
