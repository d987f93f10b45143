"""TODO"""

from __future__ import annotations

import codecs
import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import MappingProxyType

from discrepancy.case.problems import Problem

__all__ = ["read_bytes", "write_whole"]

NO_DRAFTS: Mapping[str, bytes] = MappingProxyType({})
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def read_bytes(path: Path, problems: list[Problem], hashes: dict[str, str], drafts: Mapping[str, bytes] = NO_DRAFTS) -> bytes | None:
    """What a file holds, or the draft of that name in its place; `hashes` gets its SHA-256, `problems` why it cannot be read."""
    try:
        if path.name in drafts:
            raw = drafts[path.name]
        elif path.exists() and not path.is_file():  # a pipe or a device may never end
            problems.append(Problem(path.name, 0, "", "", "cannot be read: it is a folder or a device, not a file"))
            return None
        else:
            raw = path.read_bytes()
    except OSError as error:
        problems.append(Problem(path.name, 0, "", "", f"cannot be read: {error.strerror or error}"))
        return None
    hashes[path.name] = hashlib.sha256(raw).hexdigest()
    return raw


def read_text(path: Path, problems: list[Problem], hashes: dict[str, str], drafts: Mapping[str, bytes]) -> str | None:
    raw = read_bytes(path, problems, hashes, drafts)
    if raw is None:
        return None
    form = "CSV UTF-8" if path.suffix == ".csv" else "UTF-8"
    if raw.startswith((b"PK\3\4", b"\xd0\xcf\x11\xe0")):
        problems.append(Problem(path.name, 0, "", "", f"is a workbook, not text: name it {path.stem}.xlsx, or save it as {form}"))
        return None
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # "Unicode text" of a spreadsheet
    encoding = "utf-16" if wide else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = line_of(raw[: error.start].decode(encoding, "ignore"))
        problems.append(Problem(path.name, line, "", "", f"is not UTF-8 text: save it as {form}"))
        return None
    if found := CONTROL.search(text):
        name = "a NUL character" if found[0] == "\0" else f"the control character U+{ord(found[0]):04X}"
        problems.append(Problem(path.name, line_of(text[: found.start()]), "", "", f"has {name}: save it anew as {form} without"))
        return None
    return text


def line_of(before: str) -> int:
    """The line that begins behind this text: LF, CRLF and CR end one."""
    return len(re.findall(r"\r\n|\r|\n", before)) + 1


def write_whole(path: Path, data: bytes) -> None:
    """Write a file aside and move it to its place: it is replaced whole or not at all, and keeps its permissions.

    Raises
    ------
    OSError
        If the folder cannot be written to.
    """
    path = path.resolve()  # a link stays one
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.stem}-", delete=False) as file:
        try:
            file.write(data)
            file.close()
            os.chmod(file.name, path.stat().st_mode & 0o777 if path.exists() else 0o644)  # a temporary file is its owner's alone
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise
