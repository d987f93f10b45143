"""The words by which an article is read: what is counted, who speaks, where.

In goes a `Case`, whose tables name sources, measures and places, or none, for the plain English words of ``english.toml``; out comes a
`Vocabulary`.  A measure of a case is known by its words and parts, never by its id.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from discrepancy.case.model import Case, Measure
from discrepancy.reading.units import convert

_ENGLISH = tomllib.loads(Path(__file__).with_name("english.toml").read_text(encoding="utf-8"))
_OWN = ("its", "their", "his", "her", "the")


def _verb(lemma: str) -> list[str]:
    """The forms of a regular verb."""
    if lemma.endswith("e"):
        return [lemma, f"{lemma}s", f"{lemma}d", f"{lemma[:-1]}ing"]
    if re.search(r"[^aeiou]y$", lemma):
        return [lemma, f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma}ing"]
    stem = lemma + lemma[-1] * (lemma in _ENGLISH["forms"]["doubled"].split())
    return [lemma, f"{lemma}{'es' * bool(re.search('(?:s|x|ch|sh)$', lemma)) or 's'}", f"{stem}ed", f"{stem}ing"]


def verb_forms(lemma: str) -> list[str]:
    """The forms of a verb.

    >>> verb_forms("deny"), verb_forms("take")
    (['deny', 'denies', 'denied', 'denying'], ['take', 'takes', 'took', 'taken', 'taking'])
    """
    return _ENGLISH["forms"][lemma].split() if lemma in _ENGLISH["forms"] else _verb(lemma)


def _forms(frame: str) -> dict[str, str]:
    """Every way to write a frame → the role of those who are counted: "lose_~_lives.subject", "death.noun".

    >>> sorted(_forms("death.noun")), sorted(_forms("die.subject"))
    (['death', 'deaths'], ['die', 'died', 'dies', 'dying'])
    """
    lemma, role = frame.rsplit(".", 1)
    first, *rest = lemma.split("_")
    if role == "state":
        heads = [first]
    elif role == "noun":
        plural = f"{first[:-1]}ies" if re.search(r"[^aeiou]y$", first) else f"{first}es" if first.endswith("ss") else f"{first}s"
        heads = [first] if rest or (first.endswith("s") and not first.endswith("ss")) else [first, plural]
    else:
        heads = verb_forms(first)
    tails = [rest] if "~" not in rest else [[own if word == "~" else word for word in rest] for own in _OWN]
    return {" ".join([head, *tail]): role for head in heads for tail in tails}


ROLES: dict[str, str] = {}  # word → role
_PLAIN: dict[str, dict] = {}
for _name, _spec in _ENGLISH["measures"].items():
    _words = {word: role for frame in _spec["frames"].split() for word, role in _forms(frame).items()}
    ROLES |= {word: role for word, role in _words.items() if word not in ROLES}
    _PLAIN[_name] = _spec | {"words": list(_words)}
CUES: dict[str, str] = _ENGLISH["cues"]  # kind → phrases, as `discrepancy.article.cues` reads them
ENGLISH: dict[str, list[str]] = {name: words.split() for name, words in _ENGLISH["words"].items()}


def any_of(name: str) -> str:
    """A pattern for any of the words of a list, in which _ stands for a space."""
    return f"(?:{'|'.join(ENGLISH[name])})".replace("_", " ")


def by_letter(words: Iterable[str]) -> str:
    """A pattern for any of many words, the longest first: one look by letter, not one by word."""
    letters: dict[str, list[str]] = {}
    for word in sorted(dict.fromkeys(words), key=len, reverse=True):
        letters.setdefault(word[0] if word[0].isalpha() and word[1:2] != "?" else "", []).append(word)
    return f"(?:{'|'.join(letter + '(?:' + '|'.join(w[len(letter) :] for w in own) + ')' for letter, own in letters.items())})"


PEOPLE = re.compile(f"{any_of('people')}$")
_STOP = frozenset(ENGLISH["stop"])


@dataclass(frozen=True, slots=True)
class Mention:
    """A word for something that is counted: where it stands, and the measures that it can mean."""

    start: int
    end: int
    measures: frozenset[str]
    weak: bool = False  # a word for people, which does not say what happened to them


def flat_text(text: str) -> str:
    """The text in small letters with one sign for each kind of apostrophe and space, character for character."""
    if text.isascii():
        return text.lower()
    low = text.lower()
    return (low if len(low) == len(text) else "".join(s if len(s := c.lower()) == 1 else c for c in text)).translate(_FLAT)


_FLAT = str.maketrans(dict.fromkeys("’‘ʼ`´", "'") | dict.fromkeys("\u00a0\u202f\u2009\t\n", " ") | dict.fromkeys("‐‑‒−", "-"))


_WORD = re.compile(r"[^\W\d_]+")
_SMALL = {name: frozenset(ENGLISH[name]) for name in ("english", "foreign")}
_ENOUGH = 10  # words without which nobody can tell the language of a text


def is_foreign(texts: Iterable[str]) -> bool:
    """Whether texts are plainly in another language than English, by their small words or their letters.

    >>> is_foreign(["Nach Angaben der Polizei kamen 4.000 Menschen zur Kundgebung, die Veranstalter sprachen von 9.500."])
    True
    >>> is_foreign(["The Süddeutsche said 4,000 came to the march, and the police of Berlin counted 9,500."])
    False
    """
    words = [w for text in texts for w in _WORD.findall(text[:20_000].lower())][:5_000]
    latin = sum(unicodedata.name(w[0], "").startswith("LATIN") for w in words)
    english, foreign = (sum(w in small for w in words) for small in _SMALL.values())
    return len(words) >= _ENOUGH and (2 * latin < len(words) or foreign > max(2, 2 * english))


class Vocabulary:
    """The words of a case, or plain English ones: what is counted, who speaks, where.

    `personal`, `presence` and `unspecified` are measures of what is said of people alone, of being somewhere, and of a sum that does not
    say of what; `sums` has the parts of each sum, and `wholes` those sums that an unspecified one can mean.
    """

    def __init__(self, case: Case | None) -> None:
        self.case = case
        self.measures = (
            case.measures if case else {n: Measure(n, "", tuple(m.get("parts", ())), tuple(m["words"])) for n, m in _PLAIN.items()}
        )
        self.said = {name: _said(measure) for name, measure in self.measures.items()}
        self.heads = {name: [*self.said[name], *_heads(measure)] for name, measure in self.measures.items()}
        label = lambda m: re.findall(r"\w+", _PREPOSITION.split(m.label.lower())[0])
        self.own = {name: {w for phrase in self.said[name] for w in phrase.split()} | set(label(m)) for name, m in self.measures.items()}
        self._mean()
        self._spell()
        units = {name: m.unit for name, m in self.measures.items() if m.unit}
        self.in_unit = lru_cache(lambda unit: frozenset(name for name, own in units.items() if convert(unit, own) is not None))
        self.changes = frozenset(name for name in units if set(" ".join(self.said[name]).split()) & set(ENGLISH["change"]))
        self.unit = {w for m in self.measures.values() for w in m.noun.lower().split()}
        self.names = _names(case) if case else {}
        self.first_words = re.compile("|".join(rf"\b{re.escape(w)}\b" for w in self.names) or r"(?!)")
        self.dims = _places(case) if case else []

    def _mean(self) -> None:
        """Which measures have each plain meaning: those of the case that use one of its words, else those with a phrase that ends in one."""
        self.meaning: dict[str, list[str]] = {}
        for plain, spec in _PLAIN.items():
            having = lambda part, of: [name for name, words in of.items() if not {part(w) for w in words}.isdisjoint(spec["words"])]  # noqa: B023
            other = f"{plain} (no measure of the case)" if plain in self.measures else plain
            self.meaning[plain] = having(str, self.said) or having(lambda w: w.split()[-1], self.heads) or [other] * bool(spec["words"])
        meant = lambda of: frozenset(m for plain, spec in _PLAIN.items() if spec.get(of) for m in self.meaning[plain])
        self.sums = {name: frozenset(m.parts) for name, m in self.measures.items() if m.parts}
        self.personal = meant("personal")
        self.personal |= {name for name, parts in self.sums.items() if parts <= self.personal}
        self.presence = meant("presence") & self.measures.keys()
        self.unspecified = meant("among") - self.sums.keys()
        among = {m for spec in _PLAIN.values() for plain in spec.get("among", ()) for m in self.meaning[plain]}
        self.casualties = frozenset(among)
        self.wholes = {name: parts for name, parts in self.sums.items() if parts <= among}

    def _spell(self) -> None:
        """Every word → the measures that it can mean, and the pattern that finds the longest."""
        words: dict[str, set[str]] = {}
        for name, said in self.said.items():
            for word in said:
                words.setdefault(word, set()).add(name)
        words = {w: set(self.meaning[plain]) for plain, spec in _PLAIN.items() for w in spec["words"]} | words
        self.words = {word: frozenset(names) for word, names in words.items() if re.search("[a-z]", word)}
        # "troops" alone does not say what happened to them; "officers" is all that a measure of officers says
        people = {word for word in self.words if PEOPLE.match(word)}
        fated = {name for name, m in self.measures.items() if any(ROLES.get(w.lower(), "noun") != "noun" for w in m.words)}
        self.weak = {w for w in people if self.words[w] & fated}
        self.pattern = re.compile(rf"\b{by_letter(re.escape(word) for word in self.words)}\b")

    def kinds(self, measures: Iterable[str]) -> list[str]:
        """The kinds of the figures that the case has of measures, the most frequent first."""
        counted = Counter(c.kind for c in self.case.records if c.measure in measures) if self.case else Counter()
        return [kind for kind, _ in counted.most_common()]

    def one_of(self, measures: Iterable[str], text: str) -> str:
        """The measure that is meant; where several are possible, the one of which a word of its own follows: "64 deaths were certified"."""
        own = {m: self.own.get(m, frozenset()) for m in measures}
        if len(own) == 1:
            return next(iter(own))
        told = {w for w in re.findall(r"\w+", text) if not PEOPLE.match(w)} - _STOP
        others = lambda m: set().union(*(words for o, words in own.items() if o != m))
        named = [m for m in own if told & (own[m] - others(m))]
        return named[0] if len(named) == 1 else ""

    def mentions(self, flat: str) -> list[Mention]:
        """What is counted, wherever the sentence names it; parts that are joined are one mention of their whole."""
        found = [
            Mention(m.start(), m.end(), self.words[m[0]], m[0] in self.weak)
            for m in self.pattern.finditer(flat)
            if not _UNHURT.match(flat, m.end())
        ]
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
            parts = frozenset(p for m in a.measures | b.measures for p in self.sums.get(m, (m,)))
            if len(a.measures) == len(b.measures) == 1 and a.measures != b.measures and parts in self.sums.values():
                return frozenset(name for name, of in self.sums.items() if of == parts)
        gloss = re.fullmatch(r"\s*(?:,|\(|:|-|–)?\s*(?:both|either|that is|including|i\.e\.)?\s*(?:the )?", between)
        return b.measures if gloss and self.unspecified & a.measures and self.whole(b) else frozenset()

    def whole(self, mention: Mention) -> bool:
        """Whether a mention is of a measure that is the sum of others: "killed or wounded"."""
        return not self.sums.keys().isdisjoint(mention.measures)

    def speakers_named(self, text: str) -> list[tuple[int, int, tuple[str, ...]]]:
        """Names of sources in a sentence, the longest at each place."""
        found = []
        if not self.first_words.search(flat_text(text)):
            return found
        tokens = [(m.start(), m.end(), flat_text(m[0])) for m in _TOKEN.finditer(text)]
        i, bare = 0, [_bare(word) for _, _, word in tokens]
        while i < len(tokens):
            known = self.names.get(bare[i], {})
            for many in known:
                words, single, ids = known[many].get(tuple(bare[i : i + many]), ((), None, ()))  # "the UK's ministry" is the UK ministry
                start, end = tokens[i][0], tokens[i + len(words) - 1][1]
                end -= 2 * bool(words and tokens[i + many - 1][2] == words[-1] + "'s")
                if words and (not single or text[start:end].replace("’", "'") in single):
                    found.append((start, end, ids))
                    i += many
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


@lru_cache(maxsize=1)
def plain_words() -> Vocabulary:
    """The plain English words, by which an article is read where no case is given."""
    return Vocabulary(None)


_UNHURT = re.compile(rf" (?:\w+ )?{any_of('unhurt')}\b")  # "All 33 escaped unhurt": nothing befell them
_PREPOSITION = re.compile(r" (?:over|of|in|on|by|for|from|to|at|per|since|with|as) ")


def _said(measure: Measure) -> list[str]:
    """The words for a measure: its own, and its label where that is short."""
    head = _PREPOSITION.split(measure.label)[0] if measure.unit else measure.label  # "growth over the quarter before"
    label = [head] if len(head.split()) <= 3 and head != "other" else []
    return [word.lower() for word in (*measure.words, *label) if word.split()]


def _heads(measure: Measure) -> list[str]:
    """What a longer label says is counted: "deaths" of "deaths of other causes"."""
    head, *rest = _PREPOSITION.split(measure.label.lower())
    return head.split()[-1:] if rest and not re.search(r",| or | and ", head) else []


def how_sure(case: Case, dimension: str) -> bool:
    """Whether a dimension tells how sure a figure is, and not what is counted."""
    return {label.lower() for label in case.dimensions[dimension]["labels"].values()} <= set(_ENGLISH["sureness"])


_TOKEN = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")


def _bare(word: str) -> str:
    return word.removesuffix("'s")


def _names(case: Case) -> dict[str, dict[int, dict[tuple[str, ...], tuple]]]:
    """First word of a name → how many it has, the most first → its words → (as spelt, spellings where the case counts, sources)."""
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

    members = {group: [s for s in case.source_rows if case.group_of(s) == group] for group in case.by_group}
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
    for group, ids in members.items():
        if len(ids) > 1 and (label := case.group_name(group)) != case.source_name(group):
            add(label, ids)
    table: dict[str, dict[int, dict[tuple[str, ...], tuple]]] = {}
    for words, (spellings, ids) in sorted(spelt.items(), key=lambda item: -len(item[0])):
        bare = tuple(map(_bare, words))
        alike = table.setdefault(bare[0], {}).setdefault(len(words), {})
        alike.setdefault(bare, (words, spellings if len(words) == 1 else None, tuple(ids)))
    return table


def _places(case: Case) -> list[tuple[str, str, re.Pattern]]:
    """Values of declared dimensions whose label begins with the name of a place, in the order of declaration."""
    found = []
    for dimension, spec in case.dimensions.items():
        for value, label in spec["labels"].items():
            if name := re.match(r"(?:in )?((?:[A-Z]\w+)(?: [A-Z]\w+)*)", label):
                found.append((dimension, value, re.compile(rf"\b{re.escape(name[1])}\b")))
    return found
