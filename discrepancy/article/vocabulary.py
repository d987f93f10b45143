"""The words by which an article is read: what is counted, who speaks, where.

In goes a `Case`, whose tables name sources, measures and places, or none, for plain English words; out comes a `Vocabulary`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from discrepancy.case.model import Case

__all__ = ["Mention", "Vocabulary", "flat_text", "vocabulary"]

# What is counted where no case says it, and the forms of the words that a case declares for the same measures.
WORDS = {
    "killed": "killed|kills|killing|kill|dead|deaths|death|died|dies|dying|fatalities|fatality|slain|perished|death toll|toll|lost their lives|kia|drowned|the fallen|fallen soldiers",
    "wounded": "wounded|wounding|wounds|injured|injuring|injures|injuries|injury|hurt",
    "missing": "missing|unaccounted for",
    "captured": "captured|capturing|captures|prisoners of war|prisoners|taken prisoner|taken captive|pows",
    "casualties_unspecified": "casualties|casualty toll|casualty|losses|lost|losing|neutralized|neutralised|out of action",
    "deployed": "deployed|deploying|deploys|deployment|sent|sending|send|sends|dispatched|dispatching|stationed|arrived|fighting|massed|mobilised|mobilized",
    "returned": "returned|repatriated|sent home",
    "deserted": "deserted|escaped|defected",
    "arrested": "arrested|detained",
    "displaced": "displaced|fled their homes|homeless",
    "evacuated": "evacuated|evacuating|taken to safety",
}
PARTS = {"killed_or_wounded": ("killed", "wounded")}
PRESENCE = "deployed"  # what soldiers who "were in" a place are counted as, where a case has it
PEOPLE = (
    "soldiers? troops? servicemen serviceman servicemembers personnel fighters? combatants? people persons? men women civilians? residents? children"
    " officers? generals? militants? recruits? conscripts? workers? engineers? sappers? builders? miners? protesters? marchers? passengers? patients?"
    " victims? others more refugees? migrants? prisoners? members individuals? nationals? citizens? policemen firefighters? journalists? drivers? students? staff"
    " villagers? islanders? inhabitants? crew sailors? pilots? marines? paratroopers? mercenaries volunteers? medics? rescuers? forces lives lawmakers?"
    " demonstrators? worshippers? tourists? pupils? teachers? visitors? ones bodies"
)
MILITARY = re.compile(r"\b(?:soldiers?|troops?|servicem[ea]n|servicemembers|personnel|fighters?|forces|combatants?)\b")
PEOPLE_WORDS = re.compile(rf"(?:{'|'.join(PEOPLE.split())})$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A word for something that is counted: where it stands, and the measures that it can mean."""

    start: int
    end: int
    measures: frozenset[str]
    weak: bool = False


def flat_text(text: str) -> str:
    """The text in small letters with one sign for each kind of apostrophe and space, character for character."""
    if text.isascii():
        return text.lower()
    return "".join(_FLAT.get(c) or (low if len(low := c.lower()) == 1 else c) for c in text)


_FLAT = dict.fromkeys("’‘ʼ`´", "'") | dict.fromkeys("\u00a0\u202f\u2009\t\n", " ") | dict.fromkeys("‐‑‒−", "-")


class Vocabulary:
    """The words of a case, or plain English ones: what is counted, who speaks, where."""

    def __init__(self, case: Case | None) -> None:
        self.case = case
        words: dict[str, set[str]] = {}
        declared = dict(case.measures) if case else dict.fromkeys([*WORDS, *PARTS])
        for name in declared:
            own = [w.lower() for w in declared[name].words] if case else []
            plain = WORDS.get(name, "").split("|") if name in WORDS else []
            label = [name.replace("_", " "), declared[name].label.lower()] if case else []
            for word in [*own, *plain, *(w for w in label if len(w.split()) <= 3 and w != "other")]:
                words.setdefault(word, set()).add(name)
        if case:  # a plain word that no measure of the case has: those whose words hold it, or the plain measure
            for name in sorted(WORDS.keys() - declared.keys()):
                plain = WORDS[name].split("|")
                holding = {m for w, ms in words.items() if w.split()[-1] in plain for m in ms if m in declared}
                words |= {word: holding or {name} for word in plain if word not in words}
        self.words = {word: frozenset(names) for word, names in words.items() if re.search("[a-z]", word)}
        self.parts = {frozenset(m.parts): n for n, m in declared.items() if m and m.parts} if case else {}
        if not case:
            self.parts = {frozenset(parts): name for name, parts in PARTS.items()}
        # "troops" alone does not say what happened to them; "officers" is all that a measure of officers says
        people = {word for word in self.words if PEOPLE_WORDS.match(word)}
        self.weak = {w for w in people if any(self.words[w] & self.words[o] for o in self.words if o not in people)}
        longest = sorted(self.words, key=len, reverse=True)
        self.measure = re.compile(rf"\b(?:{'|'.join(re.escape(w) for w in longest)})\b")
        self.unit = {w.lower() for m in declared.values() if m for w in m.noun.lower().split()} if case else set()
        self.names = _names(case) if case else {}
        self.dims = _places(case) if case else []
        self.has_presence = PRESENCE in declared

    def mentions(self, flat: str) -> list[Mention]:
        """What is counted, wherever the sentence names it; parts that are joined are one mention of their whole."""
        found = [Mention(m.start(), m.end(), self.words[m[0]], m[0] in self.weak) for m in self.measure.finditer(flat)]
        merged: list[Mention] = []
        for mention in found:
            if merged and flat[mention.start : mention.end] == "toll" and merged[-1].end == mention.start - 1:
                merged[-1] = Mention(merged[-1].start, mention.end, merged[-1].measures)  # "death and injury toll"
            elif merged and (whole := self._joined(merged[-1], mention, flat[merged[-1].end : mention.start])):
                merged[-1] = Mention(merged[-1].start, mention.end, whole)
            else:
                merged.append(mention)
        return merged

    def _joined(self, a: Mention, b: Mention, between: str) -> frozenset[str]:
        if re.fullmatch(r"\s*(?:,|or|and|and/or|/|, or|, and|&)\s*(?:seriously |badly |been |were |otherwise )?", between):
            ids = {p for m in a.measures | b.measures for p in (self._parts_of(m) or (m,))}
            if len(a.measures) == len(b.measures) == 1 and frozenset(ids) in self.parts and a.measures != b.measures:
                return frozenset({self.parts[frozenset(ids)]})
        gloss = re.fullmatch(r"\s*(?:,|\(|:|-|–)?\s*(?:both|either|that is|including|i\.e\.)?\s*(?:the )?", between)
        if "casualties_unspecified" in a.measures and gloss and self.whole(b):
            return b.measures
        return frozenset()

    def _parts_of(self, measure: str) -> tuple[str, ...]:
        return next((tuple(parts) for parts, name in self.parts.items() if name == measure), ())

    def whole(self, mention: Mention) -> bool:
        """Whether a mention is of a measure that is the sum of others: "killed or wounded"."""
        return any(self._parts_of(m) for m in mention.measures)

    def speakers_named(self, text: str) -> list[tuple[int, int, tuple[str, ...]]]:
        """Names of sources in a sentence, the longest at each place."""
        found = []
        if not self.names:
            return found
        tokens = [(m.start(), m.end(), flat_text(m[0])) for m in _TOKEN.finditer(text)]
        i = 0
        while i < len(tokens):
            for words, single, ids in self.names.get(_bare(tokens[i][2]), ()):
                there = tokens[i : i + len(words)]
                end = there[-1][1] - 2 * (there[-1][2] == words[-1] + "'s")
                same = [_bare(t[2]) for t in there] == [_bare(w) for w in words]  # "the UK's ministry" is the UK ministry
                if same and len(there) == len(words) and (not single or text[there[0][0] : end].replace("’", "'") in single):
                    found.append((there[0][0], end, ids))
                    i += len(words)
                    break
            else:
                i += 1
        starts = {start for start, _, _ in found}
        return [name for name in found if name[1] + 3 not in starts]  # "South Korea's Joint Chiefs" are the Joint Chiefs alone

    def where(self, text: str) -> dict:
        """The first declared value of each dimension whose place the sentence names."""
        told: dict[str, str] = {}
        for dimension, value, pattern in self.dims:
            if dimension not in told and pattern.search(text):
                told[dimension] = value
        return told


_TOKEN = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")


def _bare(word: str) -> str:
    return word.removesuffix("'s")


def _names(case: Case) -> dict[str, list]:
    """First word of a name → (words, spellings where the case of letters counts, sources), longest first."""
    spelt: dict[tuple[str, ...], tuple[set[str], list[str]]] = {}

    def add(name: str, ids: list[str], first: bool = False) -> None:
        name = re.sub(r"^the ", "", name.strip(), flags=re.I)
        words = tuple(flat_text(m[0]) for m in _TOKEN.finditer(name))
        if not words or (len(words) == 1 and len(words[0]) < 3 and not name.isupper()):
            return
        spellings, known = spelt.setdefault(words, (set(), []))
        spellings.add(name.replace("’", "'").rstrip("."))
        if name.islower():
            spellings.add(name.capitalize())
        new = [i for i in dict.fromkeys(ids) if i not in known]
        at = 0 if first else len(known)
        known[at:at] = new
        if office := re.fullmatch(r"(.*)\b(Ministry|Department) of (\w+)", name):
            add("{1}{3} {2}".format(*office.group(0, 1, 2, 3)), ids, first)  # "the UK defence ministry"

    groups = case.by_group
    members = {group: [s for s in case.source_rows if case.group_of(s) == group] for group in groups}
    for source, row in case.source_rows.items():
        name = row["name"] or source.replace("-", " ")
        general = re.search(r"(?i)\b(?:officials|government|authorities)\b", name)
        short = re.sub(r",\s+[a-z][a-z ]*$", "", re.sub(r"\s*\([^)]*\)", "", name))  # "US officials, unnamed"
        general = general or short == case.group_name(case.group_of(source))
        ids = [source, *(members.get(case.group_of(source), []) if general else [])]
        inside = re.findall(r"\(([A-Z][\w ]{1,20})\)", name)
        for alias in [short, *inside]:
            add(alias, ids, first=True)
        for alias in row["aliases"].split(";"):
            add(alias, ids)
    for group, label in {g: case.group_name(g) for g in groups}.items():
        if len(members.get(group, [])) > 1 and label != case.source_name(group):
            add(label, members[group])
    table: dict[str, list] = {}
    for words, (spellings, ids) in spelt.items():
        table.setdefault(_bare(words[0]), []).append((words, spellings if len(words) == 1 else None, tuple(ids)))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


def _places(case: Case) -> list[tuple[str, str, re.Pattern]]:
    """Values of declared dimensions whose label begins with the name of a place, in the order of declaration."""
    found = []
    for dimension, spec in case.dimensions.items():
        for value, label in spec["labels"].items():
            if name := re.match(r"(?:in )?((?:[A-Z]\w+)(?: [A-Z]\w+)*)", label):
                found.append((dimension, value, re.compile(rf"\b{re.escape(name[1])}\b")))
    return found


@lru_cache(maxsize=4)
def _plain_vocabulary() -> Vocabulary:
    return Vocabulary(None)


def vocabulary(case: Case | None) -> Vocabulary:
    """Return the words of a case, or plain ones."""
    return Vocabulary(case) if case else _plain_vocabulary()
