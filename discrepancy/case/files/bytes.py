"""A folder and the drafts that stand in for its files → bytes, text, and what cannot be read."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from discrepancy.case.problems import Problem

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Folder:
    """The files of a case while they are read, and what is found on the way."""

    path: Path
    drafts: Mapping[str, bytes]  # read in the place of the files of these names: a change is judged before it is written
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)  # SHA-256 of each file that was read
    tables: dict[str, str] = field(default_factory=dict)  # where each table is: claims.csv, claims.xlsx, claims.xlsx[sources]
    rows: dict[str, str] = field(default_factory=dict)  # how many were read there, and of which sheet

    def names(self) -> set[str]:
        return {path.name for path in self.path.iterdir()} | set(self.drafts) if self.path.exists() else set(self.drafts)

    def has(self, name: str) -> bool:
        """Whether there is such a file, be it a link to nothing."""
        return name in self.drafts or os.path.lexists(self.path / name)

    def say(self, name: str, advice: str, line: int = 0, column: str = "", value: str = "") -> None:
        """Keep what is wrong with a file."""
        self.problems.append(Problem(name, line, column, value, advice))

    def remark(self, name: str, advice: str, line: int = 0, column: str = "", value: str = "") -> None:
        """Keep what is not wrong with a file, and has to be known."""
        self.remarks.append(Problem(name, line, column, value, advice))

    def read(self, name: str) -> bytes | None:
        """What a file holds; None, with a problem, where it cannot be read."""
        path = self.path / name
        try:
            if name not in self.drafts and path.exists() and not path.is_file():  # a pipe or a device may never end
                self.say(name, "cannot be read: it is a folder or a device, not a file")
                return None
            raw = self.drafts[name] if name in self.drafts else path.read_bytes()
        except OSError as error:
            self.say(name, f"cannot be read: {error.strerror or error}")
            return None
        self.hashes[name] = hashlib.sha256(raw).hexdigest()
        return raw

    def text(self, name: str) -> str | None:
        """The same for a file of text."""
        raw = self.read(name)
        if raw is None:
            return None
        stem, _, suffix = name.rpartition(".")
        form = "CSV UTF-8" if suffix == "csv" else "UTF-8"
        if raw.startswith((b"PK\3\4", b"\xd0\xcf\x11\xe0")):
            self.say(name, f"is a workbook, not text: name it {stem}.xlsx, or save it as {form}")
            return None
        encoding = encoding_of(raw)
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError as error:
            self.say(name, f"is not UTF-8 text: save it as {form}", line_of(raw[: error.start].decode(encoding, "ignore")))
            return None
        if found := CONTROL.search(text):
            mark = "a NUL character" if found[0] == "\0" else f"the control character U+{ord(found[0]):04X}"
            self.say(name, f"has {mark}: save it anew as {form} without", line_of(text[: found.start()]))
            return None
        return text


def encoding_of(raw: bytes) -> str:
    """UTF-8 with or without its mark, or UTF-16 with one: the "Unicode text" of a spreadsheet."""
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return "utf-16" if wide else "utf-8-sig" if raw.startswith(codecs.BOM_UTF8) else "utf-8"


def line_of(before: str) -> int:
    """The line that begins behind this text: LF, CRLF and CR end one."""
    return len(re.findall(r"\r\n|\r|\n", before)) + 1
