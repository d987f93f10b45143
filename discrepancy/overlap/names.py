"""Which columns hold names of people: those are compared and counted, and shown nowhere unless somebody asks.

A column is taken for one if its heading says so (name, surname, victim, nom, Vorname, имя …), unless it names a place or a thing ("village
name"), or if its cells look so: most are two to eight words of letters, or one in a script without capitals, and more than half of them
stand once.  To hide a column too many costs a look at the list; to show one too many cannot be undone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

import pandas as pd

from discrepancy import dates

_SAYS = re.compile(
    r"name|surname|\bvictims?\b|\bpersons?\b|\bdeceased\b|\bcasualt|\bmartyr|\bfather|\bmother|\bspouse|\bwitness|\balias|\bkunya|\bwho\b|"
    r"^(?:first|given|middle|last|family|child)$|\bnom\b|prénom|prenom|nombre|apellido|nome\b|\bshem\b|\bnavn|\bnaam|\bnamn|\bimię|\bimie\b|nazwisk|jmén|příjmen|"
    r"\bnév\b|\bisim|\badı?\b|soyad|\bime\b|prezime|\bnume\b|prenume|\bnama\b|\bjina\b|\btên\b|όνομα|имя|фамили|отчеств|фио|ім.?я|прізвищ|"
    r"име\b|اسم|نام|\bשם|이름|성명|姓名|氏名|名前|ชื่อ|नाम|নাম",
    re.IGNORECASE,
)
_THING = r"(?:place|village|town|city|street|region|district|province|county|country|state|site|school|hospital|camp|file|list|source|event|type)"
_OF_THINGS = re.compile(rf"\b{_THING}s? ?names?\b|\bnames? of (?:the )?{_THING}", re.IGNORECASE)
_HEADS = re.compile(rf"\b(?:{_THING}|date|day|month|year|age|sex|gender|born|birth|death|number|no|id|record|cause)", re.IGNORECASE)
_WORD = r"[^\W\d_][\w'’.\-·・]*"
_PERSON = re.compile(rf"{_WORD}(?:(?:[,،] ?| ){_WORD}){{1,7}}")
FEW, MOST = 20, 0.5  # filled cells from which on they are looked at; the share that has to look like names, and to stand once


def headings(columns: Sequence[str]) -> list[str]:
    """Those that may be told: in a file without a header the first row stands in its place, with a name.

    >>> headings(["id", "Full name", "Bakel Sorit"])
    ['id', 'Full name']
    """
    if any(dates.is_date(text) or text.replace(".", "", 1).isdigit() for text in columns):
        return ["a first row that reads like a record and not like a header"]
    person = lambda text: _person(text) and not text[:1].islower() and not _SAYS.search(text) and not _HEADS.search(text)
    return [column for column in columns if not person(column)]


def of_people(columns: Iterable[pd.Series]) -> bool:
    """Whether columns of one heading, as the lists have them, are taken for names of people.

    Examples
    --------
    >>> [of_people([pd.Series(["x"], name=heading)]) for heading in ("full_name", "village name", "born", "Vorname")]
    [True, False, False, True]
    """
    for column in columns:
        heading = str(column.name).replace("_", " ")
        if _SAYS.search(heading) and not _OF_THINGS.search(heading):
            return True
        cells = column[column != ""].astype(str)
        if len(cells) >= FEW and cells.map(_person).mean() > MOST and cells.nunique() > MOST * len(cells):
            return True
    return False


def _person(text: str) -> bool:
    """Whether a text may be a name: two words of letters or more, or one in a script without capitals."""
    bare = "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Mc", "Cf"))  # vowel signs, accents and joiners are no letters
    return bool(_PERSON.fullmatch(bare) or (bare.upper() == bare.lower() and re.fullmatch(_WORD, bare)))
