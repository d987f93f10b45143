"""What need not be run again: the products of earlier tasks, by what they depend on.

In: tasks with a key each, and the folders of earlier runs. Out: their products, where a task with the same key left them and
nobody has touched them since. Each run keeps a list of what its tasks left, in a file that no page links.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePosixPath

from discrepancy import __version__

#: Name of the list in the folder of a run: by key, the report's folder and the SHA-256 of each file in it.
PRODUCTS = ".products.json"

#: What decides how a page looks, beside our own code.
DEPENDENCIES = tuple(
    "ipykernel ipython jinja2 markupsafe matplotlib nbclient nbconvert nbformat numpy pandas papermill pillow pint scipy seaborn threadpoolctl".split()
)


@dataclass(frozen=True)
class Products:
    """What one task left."""

    folder: Path  # the report's, in an earlier run
    files: dict[str, str]  # SHA-256 of each file by its path below that folder

    def link(self, to: Path) -> bool:
        """Put the files into another folder, without copying where that can be; none if one is missing or was altered."""
        if any(not digest or _file_digest(self.folder / name) != digest for name, digest in self.files.items()):
            return False
        for name in self.files:
            _link(self.folder / name, to / name)
        return True


def digest(content: object) -> str:
    """Return the SHA-256 of what JSON can hold, whatever the order of its keys.

    Examples
    --------
    >>> digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    True
    """
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def key(*parts: object) -> str:
    """Return what stands for everything that a task's products depend on: its own parts, our code, the versions of others'."""
    return digest([*parts, machinery()])


@lru_cache
def machinery() -> dict[str, str]:
    """Return the versions that decide how a page looks, by name; the library's own with a hash of its code."""
    own = f"{__version__} ({_own_code(Path(__file__).resolve().parents[2])[:16]})"
    return {"discrepancy": own, "python": platform.python_version(), **{name: _version(name) for name in DEPENDENCIES}}


def _own_code(package: Path) -> str:
    """Hash the library with its templates; an installed one also holds cases and notebooks, which have hashes of their own."""
    found = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        inside = path.relative_to(package)
        if inside.parts[0] not in ("data", "notebooks") and "__pycache__" not in inside.parts and path.is_file():
            found.update(f"{inside.as_posix()} {_file_digest(path)}\n".encode())
    return found.hexdigest()


def _version(name: str) -> str:
    with suppress(PackageNotFoundError):
        return version(name)
    return ""


def remembered(runs: Iterable[Path | None]) -> dict[str, Products]:
    """Return by key what earlier runs have listed; a run without a list that can be read has nothing to offer."""
    found = {}
    for run in filter(None, runs):
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            entries = json.loads((run / PRODUCTS).read_text(encoding="utf-8"))
            inside = lambda run, entry: Products(run / _inside(entry["path"]), {_inside(f): d for f, d in entry["files"].items()})
            found |= {name: inside(run, entry) for name, entry in entries.items()}
    return found


def _inside(name: str) -> str:
    """A path as listed; ValueError if it leads out of the run."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise ValueError(name)
    return name


def remember(run: Path, entries: dict[str, tuple[str, dict[str, str]]]) -> None:
    """List for later runs, by key, the folder of the report and the files of each task."""
    listed = {name: {"path": path, "files": files} for name, (path, files) in entries.items()}
    (run / PRODUCTS).write_text(json.dumps(listed, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def files_of(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file below a folder."""
    return {path.relative_to(folder).as_posix(): _file_digest(path) for path in sorted(folder.rglob("*")) if not path.is_dir()}


def _file_digest(path: Path) -> str:
    """SHA-256 of a regular file; empty for anything else, which is no product."""
    if path.is_symlink() or not path.is_file():
        return ""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:  # no links on this file system, or too many to one file
        shutil.copyfile(source, target)
