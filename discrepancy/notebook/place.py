"""Where the notebooks are: nothing in, a folder out."""

from __future__ import annotations

from pathlib import Path


def own_notebooks() -> Path:
    """Return the notebooks inside the installed package, or else those beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "notebooks"
    return inside if inside.is_dir() else package.parent / "notebooks"
