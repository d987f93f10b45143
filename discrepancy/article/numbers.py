"""TODO"""

from __future__ import annotations

import re
from dataclasses import dataclass

from discrepancy.article.vocabulary import PEOPLE_WORDS, Mention, Vocabulary, flat_text
from discrepancy.reading.reading import Reading

# Words that say no more than that people are counted; any other is for people of a kind.
ANYBODY = set(
    "people person persons others more men lives ones members individuals residents inhabitants citizens victims patients nationals bodies islanders"
    " soldier soldiers troop troops servicemen serviceman servicemembers personnel fighter fighters combatant combatants forces".split()
)
PERSONAL = {"killed", "wounded", "killed_or_wounded", "arrested", "displaced", "injured"}  # what is not said of things
DEMONYM = re.compile(r"[A-Z][a-z]+(?:ans|ese|ish|ians|eans|is)$")
STOP = set(
    "was were is are be been being have has had having in on at of to by and or nor but who whom that which from since for with without said says say"
    " will would can could may might must shall should as while than then near during after before per a an the its his her their this these those it they"
    " he she we you i not also already still now so there here where when if because against amid under over into inside across between among including"
    " went remained remain remains came come left because until till along around about both either only just ever away ago each every told"
    " fought took taken made put set got gone spoke waited".split()
)
_ONES = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
WORD = rf"(?:{_ONES}|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
SCALE = r"(?:hundred|thousand|million|billion|dozen)"
_VAGUE = r"(?:(?:tens|dozens|scores|hundreds) of )?(?:tens|dozens|scores|hundreds|thousands)"
_NUMBER = (
    r"(?:\d{1,3}(?:[, .']\d{3})+(?![\d])|\d+(?:\.\d+)?)(?:[ -]?(?:hundred|thousand|million|billion|dozen|k|mln|bn)\b)*(?:-\d{1,3}\b(?<=\w{5}))?"
    rf"|(?:an? (?:couple(?: of)?(?: {SCALE})?|few {SCALE}|{SCALE})|half an? (?:dozen|million)|several(?: {SCALE}s?)?|a few|{WORD}|couple {SCALE}s?)"
    rf"(?:[ -](?:and )?(?:{WORD}|{SCALE}))*\b|{_VAGUE}\b"
)
RANGE = re.compile(rf"(?<![\w.,$€£¥#+/])(?P<a>{_NUMBER})(?:(?P<link> ?- ?| to | and | or )(?P<b>{_NUMBER}))?(?!\w)")
HAS_NUMBER = re.compile(rf"\d|\b(?:{WORD}|{SCALE}s?|several|couple|few|tens|scores)\b")
CHANGE = re.compile(
    r"\b(?:rose|risen|rises?|increas\w+|grew|grown|jump\w+|climb\w+|fell|fallen|dropp\w+|up|down|went|revised|raised)\b[^;:]{0,40}\bfrom $"
)
OTHER_BEFORE = re.compile(  # what stands before a number that counts nothing
    r"(?:\b(?:aged?|no\.?|number|highway|route|road|article|page|pages|room|floor|chapter|section|paragraph|flight|unit|brigade|grade|apartment|building"
    r"|version|covid|group|zone|channel|line|step|phase|chapter|day|week|article|act|bus|train|gate|block|resolution|born(?: on| in)?|year|versus|score"
    r"|of his|of her|last|next|final|top|(?:one|two|three|four|\d) (?:in|out of)(?: every)?|call|phone|tel\.?|fax|coordinates|degrees) ?|[$€£¥#+/№] ?|\d )$"
)
OTHER_BEHIND = re.compile(
    r"\s?(?:%|°|[$€£¥]|per ?cents?\b|percent|pc\b|pct\b)|-?(?:st|nd|rd|th)\b|[ -]?(?:mm|cm|km|kg|kph|mph|m|am|pm|a\.m|p\.m)\b|-(?!odd|plus|strong|some)[a-z]|:\d|/\d|\.\d"
    r"|\s(?:years?[ -]old|years of age|times\b|out of\b|in (?:every )?(?:\d|two|three|four|five|six|eight|ten)\b(?! (?:days?|nights?|hours?|weeks?|months?|years?|[a-z]+ages|towns|cities|regions|districts|attacks|strikes|separate|different)\b)|o'clock)|(?: of which)\b|s\b(?='?s)"
)
FREED = re.compile(r"\b(?:releas|free|exchang|swapp)\w+ $")
SOME_OF = re.compile(r" (?:out )?of (?:the|its|their|those) ")
VERBAL = re.compile(  # what is said of things as well as of people
    r"(?:lost|losing|neutrali[sz]ed|out of action|deploy\w+|sent|sending|dispatch\w+|stationed|arrived|massed|mobili[sz]ed|returned|repatriated|escaped|missing"
    r"|captur\w+|evacuat\w+|moved out|taken)\b"
)


@dataclass(slots=True, eq=False)
class Number:
    start: int  # with its hedge
    end: int
    core: int  # where the digits start
    reading: Reading
    counted: str = ""
    counted_end: int = 0
    people: bool = False
    left: int = 0  # where to look back from
    measure: str = ""
    link: Mention | None = None
    how: str = ""
    whole: Number | None = None  # whose part it is


NEXT = re.compile(r"[ \u00a0]+[\"“'‘]?((?:[A-Z]\.)+|[^\W\d_]+(?:['’.-][^\W\d_]+)*)")


def of_a_kind(counted: str) -> str:
    """The last of the words for those who are counted, if it is for people of a kind: "children", but not "people"."""
    word = flat_text(counted).split()[-1:]
    return word[0] if word and PEOPLE_WORDS.match(word[0]) and word[0] not in ANYBODY else ""


def known(word: str, words: Vocabulary) -> bool:
    """Whether a word is one for people, or for what the case counts."""
    flat = flat_text(word)
    return bool(PEOPLE_WORDS.match(flat) or DEMONYM.match(word)) or (flat in words.unit and flat.endswith("s"))
