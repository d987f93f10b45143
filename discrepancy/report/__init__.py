"""The site: numbered notebooks in, an index, pages, figures and ``report.json`` out.

In: cases, a folder of numbered notebooks, parameters. Out: one folder, published whole or not at all. This package knows
notebooks and the fragments that they write beside their figures; what the numbers mean is known to the notebooks alone.

``sweep`` says which reports there are, ``plan`` which tasks they are made of, ``reuse`` which of these need not be run again;
``execute`` has the others performed here and ``cluster`` elsewhere, ``worker`` performs one in a kernel that ``provisioner`` forks,
``fragments`` reads what a notebook left, ``pages`` and ``charts`` turn that into HTML and ``export`` into one file, ``changes``
compares it with the last ``records``, ``site`` writes all that, ``publish`` decides which folder readers see, and ``run`` leads
through all of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from discrepancy.report.errors import ReportError
    from discrepancy.report.run import render

__all__ = ["ReportError", "render"]

# PEP 562: the command line asks for these names only when a report is wanted.
_HOMES = {"ReportError": "errors", "render": "run"}


def __getattr__(name: str):
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
