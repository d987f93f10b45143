"""TODO"""

from __future__ import annotations

import re

from discrepancy.article.numbers import SCALE, WORD

_AUX = (
    "have has had having were was are is be been being become became also already still now reportedly believed thought said feared presumed confirmed reported estimated"
    " known listed to may might could either both so far then later since who whom that which of them us those others more further additional left went gone as severely"
    " seriously apparently allegedly now currently remain remained were either since been them total overall all again altogether there"
).split()
CHAIN = re.compile(rf"[\s:]*(?:(?:{'|'.join(_AUX)})\s+)*")
_LINKS = (
    "of at to is was are were stood stands stand has have had been already now reached reaching totalled totaled totals total totalling by another the"
    " some about as many up numbered number numbers put set rose risen climbed from a came hit among amount amounts amounted run runs ran range ranges"
    " ranging vary be estimated given than far so in for more an additional further north least ranged grew grown went that its their only just between"
).split()
GAP = re.compile(rf"(?:,(?= at ))?[\s:(=–-]*(?:(?:{'|'.join(_LINKS)})\b[\s:(]*)*")
OF = re.compile(r" (?:out )?of (?:the |its |their |those |a total of )?")
THERE = re.compile(r" (?:on|in|at|from|near|aboard) ")
BESIDE = re.compile(rf"{THERE.pattern}(?:[\w'-]+ ){{1,5}}and ")  # "64 people on the plane and three on the helicopter were killed"
BRINGING = re.compile(r"\b(?:bring|tak|rais|push|lift)(?:ing|es|s) (?:the|its|their) [^,;]*\bto\b")  # "bringing the toll to 40": a total
AND = re.compile(r"\s*(?:,|and|, and|as well as|plus)\s*")
GLOSS = re.compile(r"\s*(?:,|\(|-|–)\s*(?:both |either |that is,? )?(?:the )?")  # "3,000 men, killed or wounded"
THAN = rf"\bthan\b(?! (?:an? )?(?:\d|{WORD}|{SCALE}|tens|dozens|scores|hundreds))"  # a comparison, and no hedge
FENCE = re.compile(
    rf"[;:!?]|\b(?:where|when|after|before|because|while|whereas|but|although|though|against|compared|since|if|as)\b|{THAN}| [–—-] "
)
LOSE = re.compile(r"(?:lost|losing|loses?) ([a-z]+)")
FIGURE_AT = re.compile(
    r"\b(?:put|puts|placed|places|has|had) (?:the|that|this|its|their) (?:number|figure|toll|total|count|tally)(?: of \w+)? at (?!\s)"
    r"|^the (?:\w+ )?(?:number|figure|total|count|tally) (?:is|was|(?:now )?st(?:ands|ood) at|has reached) "
)
