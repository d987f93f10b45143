"""TODO"""

from __future__ import annotations

import re
from dataclasses import dataclass

SAY = (
    r"said|says|say|saying|told|tells|stated|states|reported|reports|announced|announces|estimated|estimates|estimate|claimed|claims|claim|put|puts|confirmed|confirms|certified"
    r"|added|adds|wrote|writes|assessed|assesses|acknowledged|spoke|counted|counts|recorded|noted|believes|believe|gave|gives|revealed|declared|posted|warned"
    r"|suggested|concluded|calculated|quoted|assess|speaks|spoken|admitted|listed|lists|has it at|found|finds|showed|shows|show|maintain(?:s|ed)?|insist(?:s|ed)?"
    r"|alleged|alleges|disclosed|testified|repeated|reiterated|stressed|registered|tallied|informed|given|reckons?|reckoned|thinks"
)
VERB = re.compile(rf"\b(?:{SAY})\b")
PASSIVE = re.compile(  # what is said, or not said, is no speaker
    r"\b(?:(?:is|are|was|were|be|been|being)(?: \w+ly| also| now| last| first)?|neither|nor|not|never|of) $"
)
NOUN = re.compile(
    r"(?:\b(?:the|its|his|her|their|an?|this|that|these|those|own|latest|new|official|earlier|united)|'s) (?:estimates?|counts?|reports?|claims?|states?|lists?|claim)$"
)
ACCORDING = re.compile(
    r"\b(?:according to|citing|cites|quoting|figures from|data from|numbers from|as reported by|(?:said|reported|announced|given|stated|released|published|claimed|certified|confirmed|estimated|put forward) by)\s+"
)
COUNT_OF = re.compile(
    r"(?: [a-z]+){0,2}'s? (?:own |latest |official |new |current |first |last |previous |death |casualty )*(?:count|figures?|estimates?|tally|total|numbers?|data|toll|assessment|statement|update|claims?|reports?)\b"
)
SPOKESMEN = r"(?:office|spokes\w+|aides?|advis\w+|team|press|statement|own|researchers?|scientists|officials|officers|authorities|government|state|latest|military|army|armed|forces|side)"
OFFICE = re.compile(  # "South Korea's president": who is not in the tables; a spokesman is whoever he speaks for
    rf"('s (?!{SPOKESMEN}\b)\w+(?: \w+){{0,3}}?)"
    r"(?: (?:has|have|had|also|later|on|\w+day))* "
)
OFFICE_BEHIND = re.compile(r"'s (?:\w+ ){0,2}(?:president|minister|ministry|premier|envoy|ambassador|embassy|parliament|police)\b")
AGENT = re.compile(
    r"(?: on [a-z]+day| today| yesterday)?(?: (?:has|have|had))?(?: (?:also|already))? (?:treated|counted|recorded|registered|evacuated|rescued|killed|wounded|captured|detained|arrested|listed|identified|raised|revised|updated|lowered)\b"
)
PRONOUN = re.compile(
    r"^(?:he|she|it|they|the (?:agency|ministry|service|spokesman|spokeswoman|spokesperson|statement|report|minister|president|official|group|institute|commander|general"
    r"|organisation|organization|study|authors?|latter|military|army|department))$"
)
UNNAMED = re.compile(
    r"^(?:(?:the|some|many|several|two|three|unnamed|anonymous|local|senior|other|various|most|early|recent|new|these|those|state|news|media|preliminary|initial|latest|available|current|provisional) )*"
    r"(?:officials?|sources?|reports?|media|experts?|analysts?|people|witnesses|estimates?|outlets|observers|others|one|accounts?|some|many|this|that|which|who|what|aides?"
    r"|there|and|figures|data|numbers|counts?|information|statements?|posts?|channels?|bloggers|nobody|i|we|you|an aide[\w ]*)$"
)
THROUGH = re.compile(  # "figures from the ministry", "a report published by the police": who made them
    r"^(?:[\w-]+ ){0,3}(?:figures?|data|numbers|estimates?|reports?|statements?|counts?|tally|stud(?:y|ies)|assessments?|survey)(?: \w+ed)? (?:from|by|of) ",
    re.I,
)
DATA = re.compile(r"(?:figures|data|numbers|counts?|information|estimates?) $")
LEADING = re.compile(r"^(?:and|but|that|while|meanwhile|earlier|later|also|however|where|as|when|then|in all|in total|whereas)\s+")
TRAILING = re.compile(
    r"\s+(?:have|has|had|also|later|then|earlier|who|which|is|was|were|are|be|been|again|now|itself|on|in|its|previously|separately|already|once|all|has since|never|sa(?:id|ys) (?:that )?(?:it|he|she|they))$"
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something in a sentence: where, and whether what he says stands before."""

    start: int
    end: int
    source: str
    sources: tuple[str, ...]
    tail: bool = False
    doubt: str = ""
    named: str = ""
