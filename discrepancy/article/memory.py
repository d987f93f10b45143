"""Who spoke, who was named, and which days were told before a sentence: what "she", "the firm" and "that night" refer to.

In go the speakers of each sentence in the order of print; out come the speaker that a pronoun can mean and the day of what he said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from discrepancy.article.times import When
from discrepancy.article.vocabulary import ENGLISH, any_of

OFFICES = set(ENGLISH["offices"])
_FIRMS = set(ENGLISH["firms"])
_ANY_FIRM = {"company", "firm", "group"}
_NO_TRADE = {*"union charity newspaper daily weekly website broadcaster magazine foundation network".split(), "think tank"}
_LETTERS = re.compile(r"[a-z]+")
_HOLDERS = {word.lower() for word in (*ENGLISH["persons"], *ENGLISH["titles"])}
_TRADES = {re.split(r"[_-]", word)[0] for word in ENGLISH["firms"]}
_PERSON = re.compile(rf"\b{any_of('persons')}\b|[A-Z][\w'’-]+ (?:[A-Z]\. )?[A-Z][\w'’-]+$")
_BODIES = re.compile(rf"(?i)\b{any_of('body')}\b(?!.*,)")
_BEHIND_HEAD = re.compile(r",| (?:of|in|at|for|from|on|with|who|whose|near|to|close|speaking)\b")
_ENDS_BODY = re.compile(rf"(?i)\b{any_of('body')}$")
_ENDS_PERSON = re.compile(rf"(?i)\b{any_of('persons')}$")
_TITLED = re.compile(rf"\b(?:(?i:{any_of('persons')}|{any_of('titles')})\.?,? )+((?:[A-Z][\w'’-]+ ?){{1,4}})")
_AGED = re.compile(r"\b([A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,2}), \d{1,3}(?=[,.])")
_THE_FIRM = re.compile(rf"\b[Tt]he {any_of('firms')}\b(?!,? [A-Z])")
_A_FIRM = re.compile(rf"(?i)the {any_of('firms')}")
_ONE_NAME = re.compile(r"(?:(?:Mr|Mrs|Ms|Dr) )?[A-Z][\w'’-]+")
_TITLED_NAME = re.compile(rf"\b(?i:{any_of('persons')}|{any_of('titles')})\.?,? [A-Z][\w'’-]+(?: [A-Z][\w'’-]+){{0,3}}$")
_SHORTLY = re.compile(rf"\b[Tt]he ((?:[\w'’-]+ ){{0,2}}?(?i:{any_of('body')}|programme|program|project|team))\b(?! of\b| [A-Z]|-)")
_ANY_BODY = {"government", "army", "military", "police", "court", "party", "group", "team"}  # there is one everywhere
_PROPER = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*")
_MANY = re.compile(rf"(?:^| )(?!{any_of('body')}$)(?i:[a-z])[a-z]+[^s\W]s$")  # "traders": no "it"
_TEXTS = re.compile(rf"\b{any_of('writing')}$")  # an article is no "they"
_CALLED = re.compile(rf"\b((?i:{any_of('firms')})),? ((?:[A-Z][\w&'’.-]*\w ?){{1,4}})")
_SUBJECT = re.compile(rf"\W*([A-Z][\w'’-]+(?: [A-Z][\w'’-]+){{1,3}})(?:,| (?:{any_of('finite')}|{any_of('say')}))\b")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something in a sentence: where, and whether what he says stands before."""

    start: int
    end: int
    source: str = ""  # of the case, else as printed; empty where nobody is named
    sources: tuple[str, ...] = ()
    tail: bool = False
    doubt: str = ""
    named: str = ""
    via: str = ""  # who reports what he said
    figures: bool = False  # whether it is a report or a table that is quoted

    @property
    def name(self) -> str:
        return self.named or self.source


_KEPT = 40  # names: nobody means one further back


@dataclass(slots=True)
class Memory:
    """What the sentences before one leave open."""

    publisher: str = ""  # the body whose bulletin or release the text is
    issued: When | None = None  # and the day of its head
    last: Speaker | None = None  # who spoke last
    people: list[Speaker] = field(default_factory=list)  # who spoke before, in order: persons
    bodies: list[Speaker] = field(default_factory=list)  # and bodies
    met: list[str] = field(default_factory=list)  # persons who were named, whether they spoke or not
    firms: list[tuple[str, str]] = field(default_factory=list)  # bodies called a firm, a charity and the like, with that noun
    called: dict[tuple[str, ...], set[str]] = field(default_factory=dict)  # the words for each source of the case that was named
    days: dict[str, When] = field(default_factory=dict)  # when each source last spoke
    day: date | None = None  # what "that night" is told from: the last day on which somebody spoke, else the last that was told
    spoken: date | None = None  # the last day on which somebody spoke
    subject: Speaker | None = None  # the body that the sentence before was about, if nobody spoke there
    about: Speaker | None = None  # the person or body that it was about
    thing: bool = False  # whether it was about a thing, of which nobody spoke
    over: str = ""  # where what is counted is that of a period, told before: in all of the text, these sentences, or the next sentence
    mood: str = ""  # planned or feared, if the sentence before told so
    lately: bool = False  # whether somebody spoke in the sentence before
    quoting: bool = False  # whether a quotation is still open

    def call(self, ids: tuple[str, ...], row: dict[str, str]) -> None:
        """Remember the words by which a source of the case that was named can be called shortly: those of its name, aliases and role."""
        self.called[ids] = set(_LETTERS.findall(f"{row.get('name')} {row.get('aliases')} {row.get('role')}".lower()))

    def called_again(self, text: str) -> list[tuple[int, int, tuple[str, ...]]]:
        """Sources of the case that were named before and are called shortly here, where only one can be meant: "the Media Office"."""
        found = []
        for m in _SHORTLY.finditer(text) if self.called else ():
            words = set(_LETTERS.findall(m[1].lower()))
            fits = [ids for ids, called in self.called.items() if words <= called]
            if len(fits) == 1 and not words <= _ANY_BODY:
                found.append((m.start(1), m.end(), fits[0]))
        return found

    def spoke(self, pronoun: str, here: list[Speaker]) -> Speaker | None:
        """Who spoke last that a pronoun can mean: for "she" a person, for "it" a body, for "the ministry" the last one called so."""
        first, noun = pronoun.lower().split()[0] if pronoun.split() else "", pronoun.lower().split()[-1:]
        known = [s for s in here if s.source and not s.doubt]
        people = [*self.people, *(s for s in known if is_person(s.name))]
        bodies = [*self.bodies, *(s for s in known if not is_person(s.name))]
        if first in ("he", "she", "his", "her", "him"):
            if people or (self.met and not (self.last and self.last.sources)):
                return people[-1] if people else Speaker(0, 0, self.met[-1])
            return self.last if self.last and (is_person(self.last.name) or _PROPER.fullmatch(self.last.name)) else None
        if first in ("it", "its", "they", "their") and self.subject and not known:
            return self.subject
        if first in ("they", "their"):
            plural = self.last and not is_person(self.last.name) and not _TEXTS.search(self.last.name)
            return known[-1] if known else self.last if plural else None
        if first in ("it", "its"):
            one = [b for b in (*([self.last] if self.last else []), *bodies) if not is_person(b.name) and not _MANY.search(_head(b.name))]
            return one[-1] if one else None
        if first == "the":
            called = [s for s in (*people, *bodies) if noun[0] in f"{s.named} {s.source}".lower().split()]
            if noun[0] in _FIRMS and not called:
                return Speaker(0, 0, self.firm(noun[0])) if self.firm(noun[0]) else None
            return called[-1] if called else None if noun[0] in OFFICES else self.last
        return self.last

    def meet(self, text: str) -> None:
        """Remember the persons and the firms that a sentence names."""
        found = set(_LETTERS.findall(text.lower()))
        if not _HOLDERS.isdisjoint(found):
            self.met += [re.sub(r"['’]s?$", "", m[1].strip()) for m in _TITLED.finditer(text)]
        if not _TRADES.isdisjoint(found):
            again = _THE_FIRM.search(text)  # what is named behind "the firm" is another
            self.firms += [(m[1].lower(), m[2].strip()) for m in _CALLED.finditer(text, 0, again.start() if again else len(text))]
        self.met += [m[1] for m in _AGED.finditer(text)]
        if (subject := _SUBJECT.match(text)) and not _BODIES.search(subject[1]):
            self.met.append(subject[1])
        del self.met[:-_KEPT]
        del self.firms[_KEPT:-_KEPT]

    def in_full(self, name: str) -> str:
        """The whole name of a person or a firm that is called by its last word, "Seko", or as "the firm"; empty where it is none."""
        if not _ONE_NAME.fullmatch(name):
            return self.firm(name.split()[-1].lower()) if _A_FIRM.fullmatch(name) else ""
        last = name.split()[-1]
        return next((n for n in [*self.met, *(p.source for p in self.people)][::-1] if n.endswith(f" {last}") and n != name), "")

    def firm(self, noun: str) -> str:
        """The last that was called by this noun, else for "the company" the first that does business."""
        trading = [name for called, name in self.firms if called not in _NO_TRADE] if noun in _ANY_FIRM else []
        return next((name for called, name in reversed(self.firms) if called == noun), trading[0] if trading else "")

    def hear(self, speaker: Speaker) -> None:
        """Remember who spoke, but for the outlet's own people."""
        if re.match(r"(?i)(?:our|my) ", speaker.name):
            return
        known = next((p for p in reversed(self.people) if p.name.endswith(f" {speaker.name}")), None)
        heard = self.people if known or is_person(speaker.name) else self.bodies
        heard.append(known or speaker)
        del heard[:-_KEPT]


def _head(name: str) -> str:
    return _BEHIND_HEAD.split(name)[0]


def is_person(name: str) -> bool:
    """Whether a name is that of a person, or of an office that one holds: its head tells, "a Red Cross delegate"."""
    head = _head(name)
    if _ENDS_BODY.search(head) or _ENDS_PERSON.search(head):
        return not _ENDS_BODY.search(head)
    return bool(_TITLED_NAME.search(name) or (_PERSON.search(head) and not _BODIES.search(head) and not name.lower().startswith("the ")))
