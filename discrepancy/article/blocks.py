"""Blocks: paragraphs, headings and cells without markup, in which every character knows its place in the text as given."""

from __future__ import annotations

from dataclasses import dataclass

from discrepancy.saying.text import HIDDEN


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading or a cell, without markup."""

    text: str
    starts: list[int]  # where each character begins in the text as given
    ends: list[int]
    kind: str = "paragraph"  # or "heading", "cell"
    place: tuple[int, ...] = ()  # of a cell: the number of its table, row and column

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into the text as given of the characters from start to end."""
        return self.starts[start], self.ends[end - 1]


class Writer:
    """Collects the characters of a block: runs of white space become one space, what hides or turns text is left out."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.text: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def put(self, text: str, start: int, end: int | None = None) -> None:
        """Characters of the text as given; with `end` they all stand for what is between the two."""
        if end is None and text.isascii() and text.isprintable() and "  " not in text:  # nothing to leave out but a space at the start
            first = int(text[:1] == " " and (not self.text or self.text[-1] == " "))
            self.text += text[first:]
            self.starts += range(start + first, start + len(text))
            self.ends += range(start + first + 1, start + len(text) + 1)
            return
        unseen = {i for mark in HIDDEN.finditer(text) if not mark[1] for i in range(*mark.span())}
        for i, c in enumerate(text):
            blank = c.isspace()
            if (i in unseen and not blank) or (blank and (not self.text or self.text[-1] == " ")):
                continue
            self.text.append(" " if blank else c)
            self.starts.append(start + i if end is None else start)
            self.ends.append(start + i + 1 if end is None else end)

    def cut(self, length: int) -> None:
        """Take back all characters behind the first ones."""
        del self.text[length:], self.starts[length:], self.ends[length:]

    def drop(self, parts: list[tuple[int, int]]) -> None:
        """Take back parts, in the order of print."""
        froms, tos = [0, *(end for _, end in parts)], [*(start for start, _ in parts), len(self.text)]
        kept: list[int] = []
        for i in (i for a, b in zip(froms, tos, strict=True) for i in range(a, b)):
            if self.text[i] != " " or (kept and self.text[kept[-1]] != " "):
                kept.append(i)
        self.text, self.starts = [self.text[i] for i in kept], [self.starts[i] for i in kept]
        self.ends = [self.ends[i] for i in kept]

    def take(self) -> tuple[str, list[int], list[int]]:
        """What was collected, without a space at the end; then begin anew."""
        if self.text and self.text[-1] == " ":
            self.cut(len(self.text) - 1)
        taken = "".join(self.text), self.starts, self.ends
        self.text, self.starts, self.ends = [], [], []
        return taken

    def close(self, kind: str = "paragraph", place: tuple[int, ...] = ()) -> None:
        """End the block."""
        if self.text or kind == "cell":
            self.blocks.append(Block(*self.take(), kind, place))
