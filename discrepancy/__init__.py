"""Why do two sources give different numbers for the same thing?

    import discrepancy as dc
    dc.read("already exceeded 3,000")
    gap = dc.explain(dc.load_case("dprk-kursk"), "ukraine", "south-korea")

Names load their module when they are first used (PEP 562), so that importing the package costs next to nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

__version__ = "0.3.0"

_HOMES = {
    "wording": ("Reading", "WordingError", "read"),
    "case": ("Case", "CaseError", "case_names", "load_case"),
    "normalize": ("ClaimError", "normalize"),
    "retelling": ("retellings",),
    "gap": ("Gap", "between", "explain", "over_time"),
    "multiverse": ("multiverse",),
    "pooling": ("independence", "pool"),
    "houses": ("Houses", "HousesError", "houses"),
    "settings": ("SettingError", "settings"),
    "article": ("ArticleError", "load_article", "read_article"),
    "extract": ("extract",),
    "verify": ("verify",),
    "explore": ("explore",),
}
_MODULES = ("dates", "plots", "story", "report")
_WHERE = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [*_WHERE, *_MODULES]


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    if name in _MODULES:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])


class _Package(ModuleType):
    """The package, in which `normalize` is the verb and not the module of that name.

    Importing a submodule sets it as an attribute of its package; a property keeps the function in that place.
    """


def _verb(name: str) -> property:
    return property(lambda package: __getattr__(name), lambda package, module: None)


for _name in set(_WHERE) & set(_HOMES):
    setattr(_Package, _name, _verb(_name))
sys.modules[__name__].__class__ = _Package
