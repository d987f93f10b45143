"""The interface of ``notebooks/05-explore``: controls in JupyterLab that the figures and sentences of a case follow."""

from __future__ import annotations

from importlib.util import find_spec

if find_spec("ipywidgets") is None:
    raise ModuleNotFoundError("to explore needs ipywidgets: pip install 'discrepancy[lab]'")
