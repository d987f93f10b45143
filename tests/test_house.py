"""The house: imports point down, rooms stay small, names stay in their modules, and the picture in docs/ shows it."""

from __future__ import annotations

import ast
import runpy
import subprocess
import sys
import tomllib
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

from conftest import ROOT

PACKAGE = ROOT / "discrepancy"
CORE = ("dates.py", "saying", "reading", "case", "basis", "gap")


@lru_cache
def modules() -> dict[str, ast.Module]:
    return {str(p.relative_to(ROOT)): ast.parse(p.read_text(encoding="utf-8")) for p in sorted(PACKAGE.rglob("*.py"))}


def lines(*paths: Path) -> int:
    files = [f for path in paths for f in ([path] if path.is_file() else path.rglob("*.py"))]
    return sum(f.read_text(encoding="utf-8").count("\n") for f in files)


def test_imports_point_down_and_no_circle_is_left():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


ARROWS = {  # and how each is told
    "saying/text.py: from discrepancy.story.gap import headline": "- discrepancy.saying.text -> discrepancy.story.gap (l.",
    "gap/factors.py: from discrepancy.gap.gap import Gap": "- .factors -> .gap (1 import)",
}


def test_the_contract_sees_an_arrow_upward_and_a_circle(tmp_path):
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    for path in PACKAGE.rglob("*.py"):
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    for where, _, line in (arrow.partition(": ") for arrow in ARROWS):
        hidden = tmp_path / "discrepancy" / where
        hidden.write_text(hidden.read_text(encoding="utf-8") + f"\n\ndef late():\n    {line}\n", encoding="utf-8")
    command = [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env={"PYTHONPATH": str(tmp_path), "PATH": ""})
    assert done.returncode == 1 and "2 broken" in done.stdout, done.stdout + done.stderr
    assert all(told in done.stdout for told in ARROWS.values()), done.stdout


def test_no_module_is_long_and_each_says_what_it_is():
    assert [name for name in modules() if lines(ROOT / name) > 400] == []
    silent = [name for name, tree in modules().items() if len(ast.get_docstring(tree) or "") < 20]
    assert silent == []


def test_the_library_stays_small():
    parts = [PACKAGE / name for name in CORE]
    assert lines(*parts) - lines(PACKAGE / "reading" / "languages") <= 6040
    # 26,000 is the aim: files of anybody, panels, articles on anything, figures that scale and the explorer went far beyond it.
    assert lines(PACKAGE) <= 42_900


def test_no_private_name_leaves_its_module():
    taken = [
        f"{name}: {alias.name}"
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("discrepancy")
        for alias in node.names
        if alias.name.startswith("_") and not alias.name.startswith("__")
    ]
    assert taken == []


def test_no_two_public_classes_have_one_name():
    homes = defaultdict(list)
    for name, tree in modules().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(name)
    assert {name: where for name, where in homes.items() if len(where) > 1} == {}


def test_types_are_checked_where_numbers_are_made():
    """``make lint`` runs the check itself."""
    checked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pyright"]["include"]
    assert {f"discrepancy/{name}" for name in CORE} <= set(checked)
    silenced = [
        f"{f.relative_to(ROOT)}:{i}"
        for f in PACKAGE.rglob("*.py")
        for i, line in enumerate(f.read_text(encoding="utf-8").splitlines(), 1)
        if "# type: ignore" in line and not line.partition("# type: ignore")[2].partition("  # ")[2]
    ]
    assert silenced == []


def test_the_picture_of_the_house_is_current():
    """``python docs/house.py`` draws it anew."""
    drawn = runpy.run_path(str(ROOT / "docs" / "house.py"))["drawn"]()
    assert (ROOT / "docs" / "house.svg").read_text(encoding="utf-8") == drawn
