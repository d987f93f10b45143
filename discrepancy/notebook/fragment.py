"""What is left in a notebook's ``output_dir``: each figure as PNG, SVG and CSV, and one JSON file that the pages of a report are made from.

In: figures, and results as data. Out: files, the last of them checked against `discrepancy.notebook.schema`; none without a folder.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from discrepancy.notebook import schema

if TYPE_CHECKING:
    from discrepancy.plots.paper.figure import Figure


def plain(value: Any) -> Any:
    """A value for JSON: dates as text, nothing for what is not a finite number.

    Examples
    --------
    >>> plain({1: (date(2024, 12, 23), math.inf)})
    {'1': ['2024-12-23', None]}
    """
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value.isoformat() if isinstance(value, date) else value


@dataclass
class Fragment:
    """What one notebook leaves in a folder; nothing where that is empty."""

    notebook: str
    folder: str = ""
    figures: list[dict] = field(default_factory=list)

    def keep(self, figure: Figure) -> None:
        """Write the files of a figure."""
        if self.folder:
            self.figures.append(figure.save(Path(self.folder) / "figures"))

    def write(self, content: dict[str, Any]) -> None:
        """Write the content with the figures that were kept; FragmentError if a field is of another kind than the schema says."""
        if not self.folder:
            return
        path = Path(self.folder) / f"{self.notebook}.json"
        fragment = plain({"figures": self.figures} | content)
        schema.check(fragment, path.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(fragment, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
        path.write_text(text + "\n", encoding="utf-8")
