"""A case with claims added and assumptions moved, judged by the check before anything is written.

In goes a `Case`; out comes the case as it would be, in memory, and at last the files. What the check would say of them is asked of
the very bytes that are saved, so that nothing is written that does not pass. Files are replaced whole or not at all.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from discrepancy.app.edit.place import check_place, is_packaged, write_case
from discrepancy.app.edit.rows import with_rows, with_rows_of_a_sheet
from discrepancy.case.files.bytes import encoding_of, read_file
from discrepancy.case.load import checked
from discrepancy.case.model import Case, Conversion
from discrepancy.case.problems import CaseError
from discrepancy.saying.text import clean

SET = re.compile(r"set to \S+ by the reader, cited (\S+): ")


@dataclass(frozen=True)
class Draft:
    """A case and what was changed in it, none of it on disk.

    >>> import discrepancy as dc
    >>> draft = Draft(dc.load_case("hurricane-maria"))
    >>> row = {"source": "gwu", "statement_date": "2018-09-01", "measure": "excess", "url": "https://example.org"}
    >>> draft.add(row | {"wording": "about 3,000 deaths"}).case
    <Case hurricane-maria: 7 claims, 7 statements, 4 sources>
    >>> draft.add(row | {"wording": "many deaths"})
    Traceback (most recent call last):
    discrepancy.case.problems.CaseError: claims.csv:8: wording: "many deaths" has no number: give a phrase with a number, such as "around 1,100", or leave the row out
    """

    base: Case  # as its files have it
    added: tuple[dict[str, str], ...] = ()  # rows of claims, by column
    sources: tuple[dict[str, str], ...] = ()  # rows of sources, of those that said them
    moved: Mapping[int, float] = field(default_factory=dict)  # factor, or what is added, by place among the conversions

    @cached_property
    def case(self) -> Case:
        """The case as it would be."""
        conversions = tuple(_moved(c, self.moved.get(i)) for i, c in enumerate(self.base.conversions))
        return replace(self._with_claims, conversions=conversions)

    @cached_property
    def _with_claims(self) -> Case:
        return checked(self.base.path, self._tables()) if self.added else self.base

    def add(self, *rows: Mapping[str, str], source: Mapping[str, str] | None = None) -> Draft:
        """The draft with claims more, and with the source of them if it is new; or a `CaseError` with the sentences of the check."""
        filled = lambda row: {k: said for k, v in row.items() if v and (said := clean(v).strip())}
        draft = replace(self, added=(*self.added, *map(filled, rows)), sources=(*self.sources, *filter(None, [filled(source or {})])))
        _ = draft.case
        return draft

    def take_back(self) -> Draft:
        """The draft without the claim that was added last, and without a source that was added with it alone."""
        said = {row.get("source") for row in self.added[:-1]}
        return replace(self, added=self.added[:-1], sources=tuple(row for row in self.sources if row["source"] in said))

    def move(self, at: int, value: float) -> Draft:
        """The draft with an assumption at another value of the range that is cited for it."""
        moved = {k: v for k, v in {**self.moved, at: value}.items() if v != self.base.conversions[k].size}
        draft = replace(self, moved=moved)
        draft.__dict__["_with_claims"] = self._with_claims  # the claims are as they were: they are not read again
        return draft

    def save(self, folder: str | os.PathLike = "") -> Path:
        """Write the case, and say where: into its own folder, or as a copy into another, which must not exist or be empty.

        A case that does not pass the check, or a folder that cannot be written to, is refused; then nothing is changed.
        """
        base = self.base.path
        path = Path(os.path.expanduser(folder)).resolve() if os.fspath(folder) else base
        kept = {}
        try:
            if path == base:
                check_writable(self.base, claims=bool(self.added))
            else:
                check_place(path)
                kept = dict(self.base.held)
            files = kept | self._tables() | self._assumptions()
            checked(path, files)
        except OSError as error:
            raise CaseError(f"{path} cannot be written: {error.strerror or error}") from None
        write_case(path, files)
        return path

    def _tables(self) -> dict[str, bytes]:
        """The files of claims and sources with those that were added; what somebody else has changed in them meanwhile stays."""
        files: dict[str, bytes] = {}
        for table, rows in (("claims", self.added), ("sources", self.sources)):
            name = self.base.files[table].partition("[")[0]
            add = with_rows if name.endswith(".csv") else with_rows_of_a_sheet
            try:
                if rows:
                    files[name] = add(files.get(name) or read_file(self.base.path / name), *rows, table=table)
            except Exception:
                checked(self.base.path, {})  # says what is wrong with the file, which somebody has broken meanwhile
                raise
        return files

    def _assumptions(self) -> dict[str, bytes]:
        if not self.moved:
            return {}
        raw = read_file(self.base.path / "case.toml")
        text = raw.decode(encoding_of(raw))
        for at in self.moved:
            text = _set(text, at, self.case.conversions[at])
        return {"case.toml": text.encode(encoding_of(raw))}


def check_writable(case: Case, claims: bool = True) -> None:
    """Refuse a case that comes with the package, and one whose claims are in a workbook, if they change."""
    table = case.files["claims"].partition("[")[0]
    if is_packaged(case):
        raise CaseError(f"{case.name!r} comes with the package and stays as it is: give another folder for a copy")
    if claims and not table.endswith(".csv"):
        raise CaseError(f"{table} is a workbook, which is not written here: give another folder for a copy, or add the row there")


def _kind(conversion: Conversion) -> str:
    return "factor" if conversion.add is None else "add"


def _moved(conversion: Conversion, value: float | None) -> Conversion:
    """The conversion with another value, which its reason says."""
    if value is None:
        return conversion
    before = SET.match(conversion.because)
    first = before[1] if before else f"{conversion.size:g}"
    because = f"set to {value:g} by the reader, cited {first}: {conversion.because[before.end() if before else 0 :]}"
    return replace(conversion, because=because, **{_kind(conversion): value})


def _set(text: str, at: int, to: Conversion) -> str:
    """A case.toml with one conversion at another value, everything else to the letter as it was."""
    kind, value = _kind(to), to.size
    heads = [match.end() for match in re.finditer(r"(?m)^[ \t]*\[\[[ \t]*conversions[ \t]*\]\]", text)]
    before = tomllib.loads(text)
    wanted = before["conversions"][at] | {kind: value, "because": to.because}
    if len(heads) == len(before["conversions"]):
        start = heads[at]
        part, rest = (re.split(r"(?m)(?=^[ \t]*\[)", text[start:], maxsplit=1) + [""])[:2]
        quoted = '"' + re.sub(r'["\\]', r"\\\g<0>", to.because) + '"'
        part = re.sub(rf"(?m)^([ \t]*{kind}[ \t]*=[ \t]*)[^\s#]+", lambda m: f"{m[1]}{value!r}", part, count=1)
        part = re.sub(r"(?m)^([ \t]*because[ \t]*=[ \t]*)(?:\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*')", lambda m: m[1] + quoted, part, count=1)
        text = text[:start] + part + rest
    after = tomllib.loads(text)
    if after != before | {"conversions": [*before["conversions"][:at], wanted, *before["conversions"][at + 1 :]]}:
        raise CaseError(f"case.toml: conversions[{at + 1}].{kind} cannot be set here: write {kind} = {value!r} there")
    return text
