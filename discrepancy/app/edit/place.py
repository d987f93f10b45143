"""Where a case is written: a place for a new one, refused where none can be; files, written whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from discrepancy.case.model import Case
from discrepancy.case.places import NAME, case_names, data_folder, name_of
from discrepancy.case.problems import CaseError
from discrepancy.report import signals


def is_packaged(case: Case) -> bool:
    """Whether a case comes with the package."""
    return case.path.parent == data_folder()


def check_place(path: Path) -> None:
    """Refuse a folder in which no new case can be: its name is none for a case, it is taken, or it holds something."""
    try:
        name = path.resolve().name
        if not NAME.fullmatch(name) or name_of(path.resolve()) != name:
            such = f", such as {name_of(path.resolve())!r}" if name_of(path.resolve()) else ""
            raise CaseError(f"a case cannot be called {name!r}: use letters, digits, - _ and .{such}")
        if name in case_names():
            raise CaseError(f"{name!r} is a case that comes with the package: choose another name")
        if path.exists() and not path.is_dir():
            raise CaseError(f"{path} is a file: give a folder that does not exist yet")
        if path.exists() and any(path.iterdir()):
            raise CaseError(f"{path} exists and is not empty: choose another name")
    except (OSError, ValueError) as error:
        if isinstance(error, CaseError):
            raise
        raise CaseError(f"{path} cannot be used: {getattr(error, 'strerror', None) or error}") from None


@signals.held()
def write_case(path: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a case; a folder that was not there is there with all of them, or not."""
    new = not path.exists()
    try:
        path.mkdir(parents=True, exist_ok=True)
        write_whole({path / name: data for name, data in files.items()})
    except OSError as error:
        if new:
            with suppress(OSError):
                path.rmdir()
        raise CaseError(f"{path} cannot be written: {error.strerror or error}") from None


@signals.held()
def write_whole(files: Mapping[Path, bytes]) -> None:
    """Write files aside, all of them, and move each to its place: whole or not at all.  A file keeps its permissions; no link is followed."""
    aside: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            beside = path.with_name(f".{path.name}-{token_hex(4)}"[-255:])
            with open(beside, "xb") as file:
                aside[beside] = path
                file.write(data)
            if path.is_file() and not path.is_symlink():
                shutil.copymode(path, beside)
        for beside, path in aside.items():
            os.replace(beside, path)
    finally:
        for beside in aside:
            beside.unlink(missing_ok=True)
