"""A folder and the drafts that stand in for its files → bytes, text, and what cannot be read."""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from discrepancy.case.problems import Problem

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
MOST = 100_000_000  # bytes of one file
MOST_OF = {"case.toml": 1_000_000, "import.toml": 10_000_000}
ABOUT = ("README.md", "LICENSE", "LICENSE.md")  # what explains a case, and is no data
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))
_OWN = ", and a case is files in its own folder: put the file itself there"


def read_file(path: Path, given: int = 0) -> bytes:
    """What a regular file holds; an `OSError` for anything else, which is not waited for: a link leads out of a case, a pipe may never end.

    It is looked at again once it is open, so that nobody can put something else in its place between.  A file that is no part of a case,
    but `given` on the command line, may have so many bytes, and stand behind a link.
    """
    most, advice = (given, ": give a file") if given else (MOST_OF.get(path.name, MOST), _OWN)
    _check((os.stat if given else os.lstat)(path), most, advice)
    with open(os.open(path, _FLAGS | (0 if given else getattr(os, "O_NOFOLLOW", 0))), "rb") as file:
        _check(os.fstat(file.fileno()), most, advice)
        return file.read(most) or b""  # nothing where it would be waited for


def _check(found: os.stat_result, most: int, advice: str) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, _kind(found.st_mode) + advice)
    if found.st_size > most:
        raise OSError(errno.EFBIG, f"it is larger than {most / 1_000_000:g} MB")


def _kind(mode: int) -> str:
    return f"it is {'a link' if stat.S_ISLNK(mode) else 'a folder' if stat.S_ISDIR(mode) else 'a pipe or a device'}"


@dataclass(frozen=True)
class Folder:
    """The files of a case while they are read, each once, and what is found on the way."""

    path: Path
    drafts: Mapping[str, bytes]  # read in the place of the files of these names: a change is judged before it is written
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    held: dict[str, bytes] = field(default_factory=dict)  # each file that was read
    tables: dict[str, str] = field(default_factory=dict)  # where each table is: claims.csv, claims.xlsx, claims.xlsx[sources]
    rows: dict[str, str] = field(default_factory=dict)  # how many were read there, and of which sheet

    def names(self) -> set[str]:
        return ({*os.listdir(self.path)} if self.path.exists() else set()) | set(self.drafts)

    def has(self, name: str) -> bool:
        """Whether there is such a file, be it a link to nothing."""
        return name in self.drafts or os.path.lexists(self.path / name)

    def say(self, name: str, advice: str, line: int = 0, column: str = "", value: str = "") -> None:
        """Keep what is wrong with a file."""
        self.problems.append(Problem(name, line, column, value, advice))

    def remark(self, name: str, advice: str, line: int = 0, column: str = "", value: str = "") -> None:
        """Keep what is not wrong with a file, and has to be known."""
        self.remarks.append(Problem(name, line, column, value, advice))

    def read(self, name: str, say: Callable[[str, str], None] | None = None) -> bytes | None:
        """What a file holds; None where it cannot be read, which is said as a problem if not otherwise."""
        try:
            if name not in self.held:
                self.held[name] = self.drafts[name] if name in self.drafts else read_file(self.path / name)
        except (OSError, MemoryError) as error:
            (say or self.say)(name, f"cannot be read: {getattr(error, 'strerror', None) or error or 'it does not fit into memory'}")
        return self.held.get(name)

    def read_about(self) -> None:
        """Keep what explains the case; name what is no file of it, and what is another file where capitals make no difference."""
        alike = {name.lower(): name for name in self.held}
        for name in sorted(self.names()):
            with suppress(OSError):  # a draft, or gone meanwhile
                if name in (*ABOUT, "import.toml"):
                    self.read(name, self.remark)
                elif alike.get(name.lower(), name) != name:
                    self.say(name, f"is not read: it and {alike[name.lower()]} are one file on many systems: keep one of the two")
                elif not (stat.S_ISDIR(mode := os.lstat(self.path / name).st_mode) or stat.S_ISREG(mode)) and name not in self.held:
                    self.remark(name, f"is not read: {_kind(mode)}{_OWN}")

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
