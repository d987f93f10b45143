"""The numbers of a sentence: hedge, digits or words, the noun that is counted, and what stands right beside them.

In goes a `Scene` that has been looked at; out come its numbers.  Ages, addresses, dates and quantities of things are left alone; a number in a
unit is one where a measure of the case is in such a unit.
`behind` and `ahead` give the word for what is counted right behind a number, or right before it.
"""

from __future__ import annotations

import re

from discrepancy.article.find import Found, find
from discrepancy.article.scene import NEXT, Quantity, Scene
from discrepancy.article.vocabulary import ENGLISH, PEOPLE, Mention, any_of, flat_text
from discrepancy.reading.languages.english.numerals import STARTS
from discrepancy.reading.languages.english.words import FRACTIONS

NUMERAL = "|".join(sorted(STARTS - FRACTIONS.keys() - {"a", "an", "another"}))  # words that a count can start with: those of the grammar
HAS_NUMBER = re.compile(rf"\d|\b(?:{NUMERAL}|{'|'.join(FRACTIONS)})\b")
_CHANGE = re.compile(
    r"\b(?:rose|risen|rises?|increas\w+|grew|grown|jump\w+|climb\w+|fell|fallen|dropp\w+|up|down|went|revised|raised)\b[^;:]{0,40}\bfrom $"
)
_NOT_COUNTED = re.compile(r"-(?!odd|plus|strong|some)[a-z]|(?: of which)\b")  # a quality: "a 12-member team"
_FREED = re.compile(r"\b(?:releas|free|exchang|swapp)\w+ $")
_SOME_OF = re.compile(r" (?:out )?of (?:the|its|their|those) ")
_VERBAL = re.compile(  # what is said of things as well as of people
    r"(?:lost|losing|neutrali[sz]ed|out of action|deploy\w+|sent|sending|dispatch\w+|stationed|arrived|massed|mobili[sz]ed|returned|repatriated|escaped|missing"
    r"|captur\w+|evacuat\w+|moved out|taken)\b"
)
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
    found = scene.numbers
    for one in find(scene.text):
        if number := _number(scene, one):
            if found and (old := _changed(scene, found[-1], number)):
                number.left = old
                found.pop()
            found.append(number)
    scene.starts = [n.start for n in found]


def _changed(scene: Scene, a: Quantity, b: Quantity) -> int:
    """Where "from 600 in April to 2,000" begins, if the first of two numbers is what the second took the place of."""
    if not re.fullmatch(r"(?: \w+){0,4} to ", scene.flat[a.end : b.start]):
        return 0
    return a.start - len("from ") if _CHANGE.search(scene.back(a.start, 80)) else 0


def _number(scene: Scene, n: Found) -> Quantity | None:
    """The number with its hedges and the noun behind it; nothing where it is the number of something else."""
    if n.reading is None or any(w.start < n.end and n.start < w.end for w in scene.times):
        return None
    if _NOT_COUNTED.match(scene.flat, n.end) or re.match(r"\.\s+[A-Z]", scene.text[n.end : n.end + 4]):  # "2. Wounded"
        return None
    number = Quantity(n.start, n.end, n.core, n.start, n.reading)
    if not n.reading.unit:
        return _counting(scene, number)
    number.counted_end, number.measures = n.end, scene.words.in_unit(n.reading.unit)
    return number if number.measures else None


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
