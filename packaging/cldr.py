"""What the reader knows of currencies and units, out of the Unicode CLDR by babel: `python packaging/cldr.py` writes the table anew.

The table is a hundredth of babel's size, for it has these names alone; a test, for which babel is installed, holds that it is what this
script makes. A new language of discrepancy/reading/languages/ takes another run.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import babel
from babel import Locale
from babel.numbers import get_currency_name, list_currencies
from babel.units import format_unit

from discrepancy.reading.languages.grammar import fold
from discrepancy.reading.languages.tables import LANGUAGES

TABLE = Path(__file__).parents[1] / "discrepancy" / "reading" / "languages" / "cldr" / "names.json"


def words(code: str) -> str:
    """Words in the names of units and currencies of a language, their symbols among them."""
    currencies, units = [*map(str, Locale(code).currencies)], [*map(str, Locale(code).unit_display_names)]
    names = [*currencies]
    for n in (1, 2, 5):
        names += [get_currency_name(currency, n, code) for currency in currencies]
        names += [format_unit(n, unit, length, locale=code) for unit in units for length in ("long", "short")]
    found = {word for name in names for word in re.findall(r"[^\W\d_]+", fold(name))}
    return " ".join(sorted(found - {"person", "persons", "people"}))


def table() -> str:
    """Codes of currencies in use, their English names in small letters, singular, and the words of each language that is read."""
    english = {name.lower(): code for code, name in sorted(Locale("en").currencies.items(), reverse=True) if "(" not in name}
    made = {
        "from": "Unicode CLDR, under the licence beside this file; written by packaging/cldr.py",
        "codes": " ".join(sorted(list_currencies())),
        "names": dict(sorted(english.items())),
        "words": {code: words(code) for code in sorted(LANGUAGES)},
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(table(), encoding="utf-8")
    licence = Path(babel.__file__).with_name("locale-data") / "LICENSE.unicode"
    TABLE.with_name("LICENSE.unicode").write_bytes(licence.read_bytes())
