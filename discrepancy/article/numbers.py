"""The numbers of a sentence: hedge, digits or words, the noun that is counted, and what stands right beside them.

In goes a `Scene` that has been looked at; out come its numbers.  Ages, addresses, dates, sums and quantities of things are left alone.
`behind` and `ahead` give the word for what is counted right behind a number, or right before it.
"""

from __future__ import annotations

import re

from discrepancy.article.scene import NEXT, Quantity, Scene, reading_of
from discrepancy.article.vocabulary import ENGLISH, PEOPLE, Mention, any_of, flat_text
from discrepancy.reading.languages.english.hedges import hedged

_ONES = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
WORD = rf"(?:{_ONES}|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
SCALE = r"(?:hundred|thousand|million|billion|dozen)"
_VAGUE = r"(?:(?:tens|dozens|scores|hundreds) of )?(?:tens|dozens|scores|hundreds|thousands)"
_NUMBER = (
    r"(?:\d{1,3}(?:[, .']\d{3})+(?![\d])|\d+(?:\.\d+)?)(?:[ -]?(?:hundred|thousand|million|billion|dozen|k|mln|bn)\b)*(?:-\d{1,3}\b(?<=\w{5}))?"
    rf"|(?:an? (?:couple(?: of)?(?: {SCALE})?|few {SCALE}|{SCALE})|half an? (?:dozen|million)|several(?: {SCALE}s?)?|a few|{WORD}|couple {SCALE}s?)"
    rf"(?:[ -](?:and )?(?:{WORD}|{SCALE}))*\b|{_VAGUE}\b"
)
_RANGE = re.compile(rf"(?<![\w.,$€£¥#+/])(?P<a>{_NUMBER})(?:(?P<link> ?- ?| to | and | or )(?P<b>{_NUMBER}))?(?!\w)")
HAS_NUMBER = re.compile(rf"\d|\b(?:{WORD}|{SCALE}s?|several|couple|few|tens|scores)\b")
_CHANGE = re.compile(
    r"\b(?:rose|risen|rises?|increas\w+|grew|grown|jump\w+|climb\w+|fell|fallen|dropp\w+|up|down|went|revised|raised)\b[^;:]{0,40}\bfrom $"
)
_OTHER_BEFORE = re.compile(  # what stands before a number that counts nothing
    r"(?:\b(?:aged?|no\.?|number|highway|route|road|article|page|pages|room|floor|chapter|section|paragraph|flight|unit|brigade|grade|apartment|building"
    r"|version|covid|group|zone|channel|line|step|phase|chapter|day|week|article|act|bus|train|gate|block|resolution|born(?: on| in)?|year|versus|score"
    r"|of his|of her|last|next|final|top|(?:one|two|three|four|\d) (?:in|out of)(?: every)?|call|phone|tel\.?|fax|coordinates|degrees) ?|[$€£¥#+/№] ?|\d )$"
)
_OTHER_BEHIND = re.compile(
    r"\s?(?:%|°|[$€£¥]|per ?cents?\b|percent|pc\b|pct\b)|-?(?:st|nd|rd|th)\b|[ -]?(?:mm|cm|km|kg|kph|mph|m|am|pm|a\.m|p\.m)\b|-(?!odd|plus|strong|some)[a-z]|:\d|/\d|\.\d"
    r"|\s(?:years?[ -]old|years of age|times\b|out of\b|in (?:every )?(?:\d|two|three|four|five|six|eight|ten)\b(?! (?:days?|nights?|hours?|weeks?|months?|years?|[a-z]+ages|towns|cities|regions|districts|attacks|strikes|separate|different)\b)|o'clock)|(?: of which)\b|s\b(?='?s)"
)
_FREED = re.compile(r"\b(?:releas|free|exchang|swapp)\w+ $")
_SOME_OF = re.compile(r" (?:out )?of (?:the|its|their|those) ")
_VERBAL = re.compile(  # what is said of things as well as of people
    r"(?:lost|losing|neutrali[sz]ed|out of action|deploy\w+|sent|sending|dispatch\w+|stationed|arrived|massed|mobili[sz]ed|returned|repatriated|escaped|missing"
    r"|captur\w+|evacuat\w+|moved out|taken)\b"
)
_BEFORE_YEAR = re.compile(r"(?:\b(?:in|since|of|by|until|from|after|before|year|and|to|the)|,) $")
_OF_THEM = re.compile(r" of (?:them|whom|those|us)\b")
_OF_THE = re.compile(r"(?: of)?(?: (?:the|its|their|his|these|those))?")
STOP = set(ENGLISH["stop"])
CHAIN = re.compile(rf"[\s:]*(?:{any_of('chain')}\s+)*")
_GAP = re.compile(rf"(?:,(?= at ))?[\s:(=–-]*(?:{any_of('gap')}\b[\s:(]*)*")
OF = re.compile(r" (?:out )?of (?:the |its |their |those |a total of )?")
_GLOSS = re.compile(r"\s*(?:,|\(|-|–)\s*(?:both |either |that is,? )?(?:the )?")  # "3,000 men, killed or wounded"
_LOSE = re.compile(r"(?:lost|losing|loses?) ([a-z]+)")
DEMONYM = re.compile(r"[A-Z][a-z]+(?:ans|ese|ish|ians|eans|is)$")


def find_numbers(scene: Scene) -> None:
    """Find the numbers that may count something; of a change only the second."""
    found, at = scene.numbers, 0
    while match := _RANGE.search(scene.flat, at):
        start, at, left = _extent(scene, match)
        if number := _number(scene, start, at, left):
            if found and (old := _changed(scene, found[-1], number)):
                number.left = old
                found.pop()
            found.append(number)
    scene.starts = [n.start for n in found]


def _extent(scene: Scene, match: re.Match) -> tuple[int, int, int]:
    """Where a number or a range begins and ends, and where to look back from: of a change only the second number counts."""
    start, end = match.span()
    if match["link"] == " to ":
        if any(w.start < match.end("a") <= w.end for w in scene.times):  # "since February 2022 to 795,940"
            return match.start("b"), end, 0
        if _CHANGE.search(scene.back(start, 60)):
            return match.start("b"), end, start
    if match["link"] == " and " and not re.search(r"\bbetween (?:\w+ )?$", scene.back(start, 24)):
        end = match.end("a")  # two numbers that only stand beside each other
    return start, end, 0


def _changed(scene: Scene, a: Quantity, b: Quantity) -> int:
    """Where "from 600 in April to 2,000" begins, if the first of two numbers is what the second took the place of."""
    if not re.fullmatch(r"(?: \w+){0,4} to ", scene.flat[a.end : b.start]):
        return 0
    return a.start - len("from ") if _CHANGE.search(scene.back(a.start, 80)) else 0


def _number(scene: Scene, start: int, end: int, left: int) -> Quantity | None:
    """The number with its hedges and the noun behind it; nothing where it is the number of something else."""
    text, flat, core = scene.text, scene.flat, start
    if any(w.start < end and start < w.end for w in scene.times):
        return None
    if _OTHER_BEFORE.search(scene.back(start, 16)) or _OTHER_BEHIND.match(flat, end):
        return None
    if re.match(r"\.\s+[A-Z]", text[end : end + 4]):  # "2. Wounded": the number of a paragraph
        return None
    before, after = hedged(scene.back(start, 80), flat[end : end + 30])
    lead = re.search(r"\b(?:between|from) $", scene.back(start, 8))
    if re.search(r"\bthan the $", scene.back(start, 12)):
        before = 0  # a comparison, no limit
    start -= max(before, len(lead[0]) if lead and not left and re.search(r" (?:to|and) |-", flat[start:end]) else 0)
    end += after
    readings = ((at, reading_of(text[at:end].strip())) for at in (start, core))
    start, reading = next((found for found in readings if found[1]), (core, None))
    if reading is None:
        return None
    start += len(text[start:end]) - len(text[start:end].lstrip())
    if re.fullmatch(r"(?:1[5-9]|20)\d\d", flat[start:end]) and _BEFORE_YEAR.search(flat[:start]):
        return None
    return _counting(scene, Quantity(start, end, core, left or start, reading))


def _counting(scene: Scene, n: Quantity) -> Quantity | None:
    """Read on to the noun that the number counts; nothing where that is a thing."""
    if _OF_THEM.match(scene.flat, n.end):
        link = behind(scene, n)  # "40 of them were killed" tells what happened to them, or nothing
        n.counted_end = n.end
        return n if link and (link.measures <= scene.words.personal or not _VERBAL.match(scene.flat, link.start)) else None
    lead = _OF_THE.match(scene.flat, n.end)
    at = lead.end() if lead and re.search(r" of\b", lead[0]) else n.end
    last, unknown = n.end, 0
    for _ in range(7):
        word = NEXT.match(scene.text, at)
        if not word or any(w.start <= word.start(1) < w.end for w in scene.times):
            break
        start, at = word.span(1)
        flat = flat_text(word[1])
        mention = next((m for m in scene.mentions if m.start == start), None)
        if mention and not mention.weak:
            return _before(scene, n, mention, last, unknown)
        if not n.people and re.match(r"and [A-Z]", scene.text[start:]) and re.search(r"[A-Z]\w+$", scene.text[: word.start()]):
            continue  # "North Korean and Russian soldiers"
        if flat in STOP or flat.endswith("ly") or (n.people and flat[-1:] != "s"):
            at = word.start()
            break
        if mention or is_people(scene, word[1]):
            n.people, last = True, at
        elif n.people:
            at = word.start()
            break
        else:
            unknown += 1
    if unknown and not n.people and at > n.end and _personal(scene, n, at):
        n.people, last = True, at
    n.counted_end, n.counted = last, scene.text[n.end : last].strip()
    return n if n.people or not unknown else None


def _before(scene: Scene, n: Quantity, mention: Mention, last: int, unknown: int) -> Quantity | None:
    """A number whose noun ends before a word for what is counted."""
    flat = scene.flat
    if _FREED.search(scene.back(n.start, 20)) and flat.startswith("prisoner", mention.start):
        return None
    if _SOME_OF.fullmatch(flat, n.end, mention.start) and not fate(scene, mention):
        return None  # "10 of the injured are in hospital"
    n.counted_end, n.counted = last, scene.text[n.end : last].strip()
    n.people = n.people or unknown == 0 or any(is_people(scene, w) for w in scene.text[n.end : mention.start].split())
    of_things = unknown > 3 or (unknown and _VERBAL.match(flat, mention.start))  # "40 homes lost power"
    return n if n.people or not of_things else None


def _personal(scene: Scene, n: Quantity, at: int) -> bool:
    """Whether a noun that is in no list is one for people: they are killed or hurt, things are not."""
    for m in scene.mentions:
        if m.measures <= scene.words.personal and not m.weak:
            follows = m.start >= at and CHAIN.fullmatch(scene.flat, at, m.start)
            if follows or (m.end <= n.start and not scene.flat[m.end : n.start].strip()):
                return scene.flat[at - 1] in "sn"
    return False


# ------------------------------------------------------------------------- what stands right beside a number


def behind(scene: Scene, n: Quantity) -> Mention | None:
    """ "3,000 soldiers were killed": the measure right behind the number; in "captured two wounded men" it is only a quality."""
    m = scene.told_after(n.end)
    if m is None or of_things(scene, m):
        return None
    if OF.fullmatch(scene.flat, n.end, m.start) and (found := fate(scene, m)):  # "2,000 of the wounded were repatriated"
        return found
    end = _quality(scene, m) if m.start == scene.next_word(n.end) else 0
    if end and (before := ahead(scene, n)):
        n.people, n.counted, n.counted_end = True, scene.text[m.end : end].strip(), end
        return before
    at = n.counted_end if n.people else n.end
    close = CHAIN.fullmatch(scene.flat, at, m.start) or (scene.words.whole(m) and _GLOSS.fullmatch(scene.flat, at, m.start))
    return m if close or m.start == scene.next_word(n.counted_end) else None


def ahead(scene: Scene, n: Quantity, since: int | None = None) -> Mention | None:
    """ "killed 50 soldiers", "losses of 3,000": the measure right before it, no further back than the number before."""
    m = scene.told_before(n.left)
    if m is None or m.start < (n.before if since is None else since):
        return None
    between = scene.flat[m.end : n.left]
    those = between == ", " and re.search(r"\b(?:of|among) the $", scene.flat[: m.start])  # "of the injured, 31 were"
    return m if those or _GAP.fullmatch(between) else None


def fate(scene: Scene, m: Mention) -> Mention | None:
    """What is told next of those who are meant: "of the wounded were repatriated"."""
    told = scene.told_after(m.end + 1)
    return told if told and told.start > m.end + 1 and CHAIN.fullmatch(scene.flat, m.end, told.start) else None


def of_things(scene: Scene, m: Mention) -> bool:
    """ "3 million people lost power": something else is lost than those who are counted."""
    word = _LOSE.match(scene.flat, m.start)
    return bool(word and (word[1] in ("their", "his", "her", "its", "all") or word[1] not in STOP))


def _quality(scene: Scene, m: Mention) -> int:
    """Where the word for people ends that follows what is counted, as in "wounded soldiers"; 0 where none does."""
    at = m.end
    for _ in range(3):
        word = NEXT.match(scene.text, at)
        if not word or flat_text(word[1]) in STOP:
            return 0
        at = word.end(1)
        if is_people(scene, word[1]):
            return at
    return 0


def is_people(scene: Scene, word: str) -> bool:
    """Whether a word is one for people, or for what the case counts."""
    flat = flat_text(word)
    return bool(PEOPLE.match(flat) or DEMONYM.match(word)) or (flat in scene.words.unit and flat.endswith("s"))


def of_a_kind(counted: str) -> str:
    """The last of the words for those who are counted, if it is for people of a kind: "children", but not "people"."""
    word = flat_text(counted).split()[-1:]
    return word[0] if word and PEOPLE.match(word[0]) and word[0] not in ENGLISH["anybody"] else ""
