"""Which columns hold names of people: those are compared and counted, and shown nowhere unless somebody asks.

A column is taken for one if its heading says so (name, surname, victim, nom, Vorname, имя …), unless it names a place or a thing ("village
name"), or if its cells look so: most are two to five words of letters with capitals, and more than half of them stand once.  To hide
a column too many costs a look at the list; to show one too many cannot be undone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

_SAYS = re.compile(
    r"name|surname|\bvictims?\b|\bpersons?\b|\bdeceased\b|\bfather|\bmother|\bspouse|\bwitness|\balias|\bnom\b|prénom|prenom|nombre|apellido|"
    r"имя|фамили|отчеств|ім.?я|прізвищ|اسم|이름|성명|姓名|氏名|नाम",
    re.IGNORECASE,
)
_OF_THINGS = re.compile(
    r"\b(place|village|town|city|street|region|district|province|county|country|state|site|school|hospital|camp|file|list|source|event|type)",
    re.IGNORECASE,
)
_PERSON = re.compile(r"[^\W\d_][\w'’.\-]*(?:,? [^\W\d_][\w'’.\-]*){1,4}")
FEW, MOST = 20, 0.5  # filled cells from which on they are looked at; the share that has to look like names, and to stand once


def headings(columns: Iterable[str]) -> list[str]:
    """Those that may be told: in a file without a header the first row stands in its place, with a name.

    >>> headings(["id", "Full name", "Bakel Sorit"])
    ['id', 'Full name']
    """
    person = lambda text: _PERSON.fullmatch(text) and text.istitle() and not _SAYS.search(text) and not _OF_THINGS.search(text)
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
        if len(cells) >= FEW:
            person = cells.map(lambda text: text != text.lower() and _PERSON.fullmatch(text) is not None)
            if person.mean() > MOST and cells.nunique() > MOST * len(cells):
                return True
    return False
