"""Why do two sources give different numbers for the same thing?

    import discrepancy as dc
    dc.read("already exceeded 3,000")
    gap = dc.explain(dc.load_case("dprk-kursk"), "ukraine", "south-korea")

Names load their module when they are first used (PEP 562), so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.10.0"

_HOMES = {
    "reading.reading": ("Reading",),
    "reading.wording": ("WordingError",),
    "reading.phrase": ("read",),
    "case.model": ("Case",),
    "case.problems": ("CaseError",),
    "case.places": ("case_names",),
    "case.load": ("load_case",),
    "case.who": ("ClaimError",),
    "intake.kept": ("IntakeError",),
    "intake.bring": ("from_table",),
    "retelling": ("retellings",),
    "gap.gap": ("Gap",),
    "gap.explain": ("between", "explain"),
    "gap.choices": ("multiverse",),
    "sources.normalize": ("normalize",),
    "sources.over_time": ("over_time",),
    "subjects.panel": ("panel",),
    "subjects.result": ("Panel",),
    "strata.result": ("Where", "WhereError"),
    "strata.where": ("where",),
    "overlap.fitted": ("ListsError", "Unlisted"),
    "overlap.result": ("Lists",),
    "overlap.lists": ("lists",),
    "overlap.unlisted": ("unlisted",),
    "sources.consensus": ("pool",),
    "sources.independence": ("independence",),
    "sources.effects.houses": ("Houses", "houses"),
    "sources.effects.reports": ("HousesError",),
    "notebook.settings": ("SettingError", "settings"),
    "article.text": ("ArticleError", "load_article", "read_article"),
    "article.extract": ("extract",),
    "article.verify": ("verify",),
    "app.lab.explorer": ("explore",),
}
TELLS = "discrepancy.story"  # what tells results in sentences; it stands above them, so they ask for it by this name
_MODULES = ("dates", "plots", "report", "story")
_WHERE = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [*_WHERE, "dates", "plots", "report", "story"]


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    if name in _MODULES:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
