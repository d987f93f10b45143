"""Draw the house from its imports: ``python docs/house.py`` writes ``docs/house.svg``.

A row is a folder of `discrepancy/`, the lowest room at the bottom, with the first line of its docstring and its size. A dot says
that the room of its row imports from the room of its column; all dots lie right of the diagonal, for imports point down. A test holds
the file to be current.
"""

from __future__ import annotations

import ast
import textwrap
import tomllib
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
ROW, TEXT, CELL, TOP = 46, 560, 30, 68


def rooms() -> list[str]:
    """The rooms from the top down, as the contract of import-linter in pyproject.toml has them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    return next(c["layers"] for c in contracts if c["type"] == "layers")


def said(room: str) -> str:
    """The first sentence of a room's docstring."""
    path = ROOT / "discrepancy" / room
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(doc.split("\n\n")[0].replace("`", "").split())


def inside(room: str) -> tuple[int, int]:
    """How many modules and lines a room has, rounded to hundreds so that the picture changes when the house does."""
    path = ROOT / "discrepancy" / room
    files = [*path.rglob("*.py")] if path.is_dir() else [path.with_suffix(".py")]
    return len(files), round(sum(f.read_text(encoding="utf-8").count("\n") for f in files), -2)


def drawn() -> str:
    """The picture as SVG."""
    names = rooms()
    graph = grimp.build_graph("discrepancy", include_external_packages=False, cache_dir=None)
    room_of = lambda module: module.split(".")[1] if "." in module else ""
    arrows = {(room_of(m), room_of(to)) for m in graph.modules for to in graph.find_modules_directly_imported_by(m)}
    width, height = TEXT + CELL * len(names) + 20, TOP + ROW * len(names) + 16
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" font-family="Segoe UI, Helvetica, Arial, sans-serif" font-size="12" role="img">',
        "<title>The folders of the library from the top down, and which imports from which: all dots lie right of the diagonal</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for i, name in enumerate(names):
        x, y = TEXT + CELL * i + CELL / 2, TOP + ROW * i
        modules, lines = inside(name)
        size = f"{modules} module{'s' * (modules > 1)}, " + (f"{lines:,} lines" if lines else "under 50 lines")
        out += [
            f'<rect x="8" y="{y}" width="{width - 16}" height="{ROW - 4}" rx="4" fill="{"#f3f5f7" if i % 2 else "#fafbfc"}"/>',
            f'<text x="18" y="{y + 18}" font-weight="600" fill="#20303c">{escape(name)}</text>',
            f'<text x="18" y="{y + 33}" font-size="10" fill="#667">{size}</text>',
            f'<text transform="translate({x + 4} {TOP - 8}) rotate(-60)" fill="#20303c">{escape(name)}</text>',
            f'<rect x="{x - 9}" y="{y + ROW / 2 - 11}" width="18" height="18" rx="3" fill="#dfe7ee"/>',
        ]
        for j, line in enumerate(textwrap.wrap(said(name), 66)[:2]):
            out.append(f'<text x="150" y="{y + 18 + 15 * j}" fill="#333">{escape(line)}</text>')
        for k, other in enumerate(names):
            if k != i and (name, other) in arrows:
                colour = "#0173b2" if k > i else "#c0392b"
                out.append(f'<circle cx="{TEXT + CELL * k + CELL / 2}" cy="{y + ROW / 2 - 2}" r="5" fill="{colour}"/>')
    return "\n".join([*out, "</svg>", ""])


if __name__ == "__main__":
    (ROOT / "docs" / "house.svg").write_text(drawn(), encoding="utf-8")
