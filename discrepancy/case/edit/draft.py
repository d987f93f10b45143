"""A case with claims added and assumptions moved, judged by the check before anything is written.

In goes a `Case`; out comes the case as it would be, in memory, and at last the files. What the check would say of them is asked of
the very bytes that are saved, so that nothing is written that does not pass. Files are replaced whole or not at all.
"""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from discrepancy.case.columns import column_name
from discrepancy.case.edit.place import check_place
from discrepancy.case.files.bytes import write_whole
from discrepancy.case.files.tables import with_row
from discrepancy.case.load import examine
from discrepancy.case.model import Case, Conversion
from discrepancy.case.problems import CaseError

__all__ = ["Draft", "cited"]

SET = re.compile(r"set to \S+ by the reader, cited (\S+): ")


@dataclass(frozen=True)
class Draft:
    """A case and what was changed in it, none of it on disk.

    Attributes
    ----------
    base : Case
        As its files have it.
    added : tuple of dict
        Rows of claims, by column.
    moved : dict
        What an assumption is set to, its factor or what it adds, by its place among the conversions of the case.

    Examples
    --------
    >>> import discrepancy as dc
    >>> draft = Draft(dc.load_case("hurricane-maria"))
    >>> row = {"source": "gwu", "statement_date": "2018-09-01", "measure": "excess", "url": "https://example.org"}
    >>> draft.add(row | {"wording": "about 3,000 deaths"}).case
    <Case hurricane-maria: 7 claims, 7 statements, 4 sources>
    >>> draft.add(row | {"wording": "many deaths"})
    Traceback (most recent call last):
    discrepancy.case.problems.CaseError: claims.csv:8: wording: "many deaths" has no number: give a phrase with a number, such as "around 1,100", or leave the row out
    """

    base: Case
    added: tuple[dict[str, str], ...] = ()
    moved: Mapping[int, float] = field(default_factory=dict)

    @cached_property
    def case(self) -> Case:
        """The case as it would be."""
        conversions = tuple(_moved(c, self.moved.get(i)) for i, c in enumerate(self.base.conversions))
        return replace(self._with_claims, conversions=conversions)

    @cached_property
    def _with_claims(self) -> Case:
        return self._checked(self._claims()) if self.added else self.base

    def add(self, row: Mapping[str, str]) -> Draft:
        """The draft with a claim more.

        Raises
        ------
        CaseError
            With the sentences of the check.
        """
        row = {column: value.strip() for column, value in row.items() if value and value.strip()}
        draft = replace(self, added=(*self.added, row))
        _ = draft.case
        return draft

    def take_back(self) -> Draft:
        """The draft without the claim that was added last."""
        return replace(self, added=self.added[:-1])

    def move(self, at: int, value: float) -> Draft:
        """The draft with an assumption at another value of the range that is cited for it."""
        moved = {k: v for k, v in {**self.moved, at: value}.items() if v != cited(self.base.conversions[k])}
        draft = replace(self, moved=moved)
        draft.__dict__["_with_claims"] = self._with_claims  # the claims are as they were: they are not read again
        return draft

    def save(self, folder: str | os.PathLike = "") -> Path:
        """Write the case: into its own folder, or as a copy into another, which must not exist or be empty.

        Returns
        -------
        Path
            The folder.

        Raises
        ------
        CaseError
            If the check does not pass, or the folder cannot be written to; then nothing is changed.
        """
        own = self.base.path
        path = Path(folder).expanduser().resolve() if os.fspath(folder) else own
        try:
            self._replace() if path == own else self._copy(path)
        except OSError as error:
            raise CaseError(f"{path} cannot be written: {error.strerror or error}") from None
        return path

    def _replace(self) -> None:
        if self.base.packaged:
            raise CaseError(f"{self.base.name!r} comes with the package and stays as it is: give another folder for a copy")
        if self.added and self._claims_file.suffix != ".csv":
            raise CaseError(
                f"{self._claims_file.name} is a workbook, which is not written here: give another folder for a copy, or add the row there"
            )
        files = self._files()
        self._checked(files)
        for name, data in files.items():
            write_whole(self.base.path / name, data)

    def _copy(self, path: Path) -> None:
        check_place(path)
        files = {name: (self.base.path / name).read_bytes() for name in self.base.hashes} | self._files()
        self._checked(files)
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-") as aside:
            whole = Path(aside) / path.name
            whole.mkdir()
            for name, data in files.items():
                (whole / name).write_bytes(data)
            if (readme := self.base.path / "README.md").is_file():
                shutil.copy(readme, whole)
            os.replace(whole, path)

    @property
    def _claims_file(self) -> Path:
        return self.base.path / self.base.files["claims"].partition("[")[0]

    def _files(self) -> dict[str, bytes]:
        return self._claims() | self._assumptions()

    def _claims(self) -> dict[str, bytes]:
        """The file of the claims with those that were added; what somebody else has changed in it meanwhile stays."""
        if not self.added:
            return {}
        path = self._claims_file
        try:
            data = path.read_bytes()
            for row in self.added:
                data = with_row(data, row) if path.suffix == ".csv" else _with_row_of_a_sheet(data, row)
        except Exception:
            self._checked({})  # says what is wrong with the file, which somebody has broken meanwhile
            raise
        return {path.name: data}

    def _assumptions(self) -> dict[str, bytes]:
        if not self.moved:
            return {}
        text = (self.base.path / "case.toml").read_bytes().decode("utf-8-sig")
        for at in self.moved:
            text = _set(text, at, self.case.conversions[at])
        return {"case.toml": text.encode()}

    def _checked(self, files: Mapping[str, bytes]) -> Case:
        found, problems = examine(self.base.path, files)
        if problems:
            raise CaseError(problems)
        return found


def cited(conversion: Conversion) -> float:
    """The factor of a conversion, or what it adds."""
    return conversion.factor if conversion.add is None else conversion.add


def _kind(conversion: Conversion) -> str:
    return "factor" if conversion.add is None else "add"


def _moved(conversion: Conversion, value: float | None) -> Conversion:
    """The conversion with another value, which its reason says."""
    if value is None:
        return conversion
    before = SET.match(conversion.because)
    first = before[1] if before else f"{cited(conversion):g}"
    because = f"set to {value:g} by the reader, cited {first}: {conversion.because[before.end() if before else 0 :]}"
    return replace(conversion, because=because, **{_kind(conversion): value})


def _set(text: str, at: int, to: Conversion) -> str:
    """A case.toml with one conversion at another value, everything else to the letter as it was."""
    kind, value = _kind(to), cited(to)
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


def _with_row_of_a_sheet(raw: bytes, row: Mapping[str, str]) -> bytes:
    """The same as `with_row` for a workbook; values stay, formulas become what they gave."""
    import io

    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(raw), data_only=True)
    named = [sheet for sheet in book.worksheets if column_name(sheet.title) == "claims"]
    sheet = (named or book.worksheets)[0]
    head = next(cells for cells in sheet.iter_rows() if any(cell.value not in (None, "") for cell in cells))
    columns = {column_name(str(cell.value)): cell.column for cell in head if cell.value not in (None, "")}
    line = sheet.max_row + 1
    for column, value in row.items():
        if column not in columns:
            columns[column] = max(columns.values()) + 1
            sheet.cell(head[0].row, columns[column], column)
        cell = sheet.cell(line, columns[column], value)
        cell.number_format, cell.data_type = "@", "s"  # text, so that no date and no formula is made of it
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
