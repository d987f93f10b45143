"""What there is to do, and how it went: the records that parent and workers exchange.

A `Report` is one case with one set of parameters; a `Task` is one `Notebook` of one report; an `Outcome` is how it went.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from discrepancy.case.model import Case
from discrepancy.case.places import NAME
from discrepancy.case.settings import is_table
from discrepancy.report.errors import ReportError, did_you_mean
from discrepancy.report.plan import reuse
from discrepancy.saying.text import listed

#: Parameters that the report sets itself, with what to use instead.
RESERVED = {"case": "name the cases after the command", "output_dir": "every case has a folder of its own below --out"}


#: Folder of a run in which the cases lie as they were read: the data of every notebook, whatever becomes of the files meanwhile.
DATA = ".data"


class CaseAsked(NamedTuple):
    """A case to report on. Without it as read nothing is known of its data: nothing is reused, and no point of a sweep left out in advance."""

    name: str  # also that of its folder in the site
    value: str  # what the notebooks get as their parameter ``case``
    case: Case | None = None


@dataclass(frozen=True)
class Notebook:
    """A notebook that a report is made from."""

    path: Path
    parameters: tuple[str, ...] = ()  # names that its cell of parameters sets
    digest: str = ""  # SHA-256 of all but its outputs
    needs: str = ""  # without which a report leaves it out; empty for one that is always there

    @property
    def stem(self) -> str:
        return self.path.stem


@dataclass(frozen=True)
class Report:
    """One case with one set of parameters.

    Examples
    --------
    >>> Report("dprk-kursk", "dprk-kursk").path
    'dprk-kursk'
    >>> Report("dprk-kursk", "dprk-kursk", {"as_of": "2024-12-23", "rule": "hedge"}).path
    'dprk-kursk/as_of=2024-12-23,rule=hedge'
    """

    case: str
    value: str  # of the notebooks' parameter ``case``
    point: dict[str, str] = field(default_factory=dict)  # the swept parameters; empty without a sweep
    parameters: dict[str, str] = field(default_factory=dict)  # those that were given for all reports
    data: str = ""  # hash of the data of the case; empty if unknown
    without: tuple[str, ...] = ()  # stems of notebooks that have nothing to show

    @property
    def path(self) -> str:
        """Folder below the site; where its name cannot hold all of the point, a hash keeps two points apart."""
        if not self.point:
            return self.case
        text = label(self.point)
        name = re.sub(r"[^\w.=,-]", "-", text, flags=re.ASCII)[:160]
        return f"{self.case}/{name if name == text else f'{name}-{hashlib.sha256(text.encode()).hexdigest()[:8]}'}"


def label(point: dict[str, str]) -> str:
    """Return a point as it is typed.

    Examples
    --------
    >>> label({"a": "ukraine", "b": "south-korea"})
    'a=ukraine,b=south-korea'
    """
    return ",".join(f"{name}={value}" for name, value in point.items())


@dataclass(frozen=True)
class Task:
    """One notebook of one report."""

    path: str  # the report's folder below the site
    notebook: Path
    parameters: dict[str, str]  # what the notebook is given: only names that it declares
    folder: Path  # where it writes, and nothing else does; what it leaves there is moved to the report's folder afterwards
    siblings: tuple[str, ...]  # stems of all notebooks of the report, in order, for links between their pages
    timeout: float  # seconds for all cells together
    key: str = ""  # what the products depend on, as a hash: equal keys, equal products. Empty if that is not known
    url: str = ""  # where readers find the site; empty if that is not known

    @property
    def case(self) -> str:
        """Name of the case."""
        return self.path.partition("/")[0]

    @property
    def stem(self) -> str:
        return self.notebook.stem

    @property
    def place(self) -> tuple[str, str]:
        """Which task it is: the report's folder and the notebook's stem."""
        return self.path, self.stem

    def failed(self, why: str) -> str:
        """The line that reports a failure."""
        return f"{self.stem} for {self.path} failed: {why}"


@dataclass(frozen=True)
class Outcome:
    """How one task went."""

    path: str  # which task it was: the report's folder below the site, and the notebook
    stem: str
    seconds: float
    fragment: dict  # what the notebook said of itself; see `discrepancy.notebook.schema`
    failure: str = ""  # a line that names notebook, cell and error; empty if it went well
    refusal: str = ""  # what the library said against the parameters or the data; empty if it went well
    silent: bool = False  # of a refusal: nothing is wrong but that there is no figure for these parameters

    @property
    def place(self) -> tuple[str, str]:
        """As its task has it."""
        return self.path, self.stem


def find_notebooks(folder: Path, names: Sequence[str] = ()) -> list[Notebook]:
    """Return the numbered notebooks of a folder, in order, without those that say they are no part of a report.

    A notebook says so in its metadata: ``{"discrepancy": {"report": false}}``; with ``{"discrepancy": {"needs": "parts"}}`` it is left
    out of reports that lack what it needs, see `without`. ``names`` are the only ones that are wanted: each a file
    name without ``.ipynb``, a number such as ``03``, or several of them with commas; none for all. ReportError if there is no notebook,
    one cannot be read, or a name is that of none.
    """
    found = [notebook for path in sorted(folder.glob("[0-9][0-9]-*.ipynb")) if (notebook := _read_notebook(path.resolve()))]
    if not found:
        raise ReportError(f"no notebooks in {folder}: a report is made from files named like 01-claims.ipynb")
    wanted = [name.strip().removesuffix(".ipynb") for text in names for name in text.split(",")]
    stems = [notebook.stem for notebook in found]
    called = {name: [stem for stem in stems if name == stem or (name.isdecimal() and int(name) == int(stem[:2]))] for name in wanted}
    hints = [f"no notebook {did_you_mean(name, stems)}" for name in wanted if not called[name]]
    if hints:
        raise ReportError(f"{' '.join(hints)} There are {', '.join(stems)}")
    return [notebook for notebook in found if not wanted or any(notebook.stem in each for each in called.values())]


def _read_notebook(path: Path) -> Notebook | None:
    """A notebook; None if it says that it is no part of a report."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        metadata, cells = content["metadata"], content["cells"]
        if metadata.get("discrepancy", {}).get("report", True) is False:
            return None
        needs = str(metadata.get("discrepancy", {}).get("needs", ""))
        marked = (cell for cell in cells if "parameters" in cell["metadata"].get("tags", []))
        source = "".join(next(marked, {"source": ""})["source"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ReportError(f"{path} is not a notebook that can be read") from None
    try:
        names = tuple(_assigned(ast.parse(source)))
    except SyntaxError as error:
        raise ReportError(f"{path}: line {error.lineno} of its parameters is not Python: write one NAME = VALUE a line") from None
    # As it stands before it runs: what a run leaves in it has no say.
    bare = [{name: value for name, value in cell.items() if name not in ("outputs", "execution_count")} for cell in cells]
    return Notebook(path, names, reuse.digest([metadata, bare]), needs)


def without(notebooks: Sequence[Notebook], case: Case | None, given: Mapping[str, str]) -> tuple[str, ...]:
    """The stems of notebooks that have nothing to show for a case and these parameters; none where nothing is known of its data."""
    needing = [notebook for notebook in notebooks if notebook.needs] if case else []
    if not needing or len(needing) == len(notebooks):  # what was asked for alone is shown, and says so itself
        return ()
    from discrepancy.notebook.asking import NEEDS  # late, as for sweeps

    return tuple(notebook.stem for notebook in needing if notebook.needs in NEEDS and not NEEDS[notebook.needs](case, given))


def _tables(text: str, run: Path) -> list[str]:
    """Tables that a parameter names, each laid out below the data of a run, under its hash; none where it names none."""
    paths, kept = [Path(name) for name in listed(text) if is_table(name)], []
    for path in paths if len(paths) == len(listed(text)) and all(path.is_file() for path in paths) else ():
        raw = path.read_bytes()
        kept.append(f"{hashlib.sha256(raw).hexdigest()[:16]}/{path.name}")
        (target := run / DATA / kept[-1]).parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(raw)
    return kept


def _assigned(module: ast.Module) -> Iterable[str]:
    """Names that get a value at the top level."""
    for line in module.body:
        targets = line.targets if isinstance(line, ast.Assign) else [line.target] if isinstance(line, ast.AnnAssign) else []
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def check_cases(cases: Sequence[CaseAsked]) -> None:
    """Refuse cases whose names cannot be folders side by side."""
    if not cases:
        raise ReportError("no case to report on: give the name of a case, or a folder with a claims.csv")
    seen = set()
    for name, *_ in cases:
        if not NAME.fullmatch(name):
            raise ReportError(f'a case cannot be called "{name}" in a report: use letters, digits, "-", "_" and "."')
        if name.casefold() in seen:
            raise ReportError(f'two cases are called "{name}": rename the folder of one of them')
        seen.add(name.casefold())


def check_reserved(given: Iterable[str], swept: Iterable[str] = ()) -> None:
    """Refuse parameters that the report sets itself."""
    for option, names in (("-p", set(given)), ("--sweep", set(swept))):
        for name, instead in RESERVED.items():
            if name in names:
                raise ReportError(f'"{name}" cannot be given with {option}: {instead}')


def check_parameters(given: Iterable[str], notebooks: Sequence[Notebook]) -> None:
    """Refuse parameters that no notebook declares, all of them at once, given the names typed after ``-p`` and ``--sweep``.

    Examples
    --------
    >>> check_parameters(["as_off"], [Notebook(Path("01-claims.ipynb"), ("case", "as_of")), Notebook(Path("03-gap.ipynb"), ("a", "b"))])
    Traceback (most recent call last):
    discrepancy.report.errors.ReportError: unknown parameter "as_off": did you mean "as_of"? The notebooks take a, as_of, b
    """
    taken = sorted({name for notebook in notebooks for name in notebook.parameters} - set(RESERVED))
    hints = [f"unknown parameter {did_you_mean(name, taken)}" for name in given if name not in taken]
    if hints:
        raise ReportError(f"{' '.join(hints)} The notebooks take {', '.join(taken) or 'none'}")


def make_tasks(reports: Sequence[Report], notebooks: Sequence[Notebook], run: Path, timeout: float, url: str = "") -> list[Task]:
    """Return every notebook of every report, in the order of the index."""
    tasks: list[Task] = []
    for report in reports:
        asked = {**report.parameters, **report.point}
        there = [notebook for notebook in notebooks if notebook.stem not in report.without]
        siblings = tuple(notebook.stem for notebook in there)
        for notebook in there:
            folder = run / ".tasks" / str(len(tasks))
            wanted = {name: asked[name] for name in notebook.parameters if name in asked}
            tables = {name: kept for name, text in wanted.items() if (kept := _tables(text, run))}
            # The data stand for themselves, wherever they are; so does the place among the other pages.
            key = reuse.key(report.path, siblings, notebook.stem, notebook.digest, wanted, tables, report.data, url) if report.data else ""
            wanted |= {name: ",".join(str(run / DATA / table) for table in kept) for name, kept in tables.items()}
            given = {"case": str(run / DATA / report.case) if report.data else report.value, "output_dir": str(folder)}
            wanted |= {name: given[name] for name in notebook.parameters if name in given}
            tasks.append(Task(report.path, notebook.path, wanted, folder, siblings, timeout, key, url))
    return tasks
