"""What there is to do, and how it went: the records that parent and workers exchange."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from discrepancy.report.errors import ReportError

#: Parameters that the report sets itself, with what to use instead.
RESERVED = {
    "case": "name the cases after the command",
    "output_dir": "every case has a folder of its own below --out",
}


@dataclass(frozen=True)
class Task:
    """One notebook for one case.

    Parameters
    ----------
    case : str
        Name of the case; also the name of its folder in the site.
    notebook : Path
    parameters : dict
        What the notebook is given: only names that it declares.
    folder : Path
        Where it writes: the case's folder in the run.
    siblings : tuple of str
        Stems of all notebooks of the case, in order, for links between their pages.
    timeout : float
        Seconds for all cells together.
    """

    case: str
    notebook: Path
    parameters: dict[str, str]
    folder: Path
    siblings: tuple[str, ...]
    timeout: float

    @property
    def stem(self) -> str:
        return self.notebook.stem


@dataclass(frozen=True)
class Outcome:
    """How one task went.

    Parameters
    ----------
    case, stem : str
    seconds : float
    fragment : dict
        What the notebook said of itself; see `discrepancy.report.fragments`.
    failure : str
        A line that names notebook, cell and error; empty if it went well.
    refusal : str
        What the library said against the parameters or the data; empty if it went well.
    """

    case: str
    stem: str
    seconds: float
    fragment: dict
    failure: str = ""
    refusal: str = ""


def find_notebooks(folder: Path) -> list[Path]:
    """Return the numbered notebooks of a folder, in order, without those that say they are no part of a report.

    A notebook says so in its metadata: ``{"discrepancy": {"report": false}}``.

    Raises
    ------
    ReportError
        If there is none, or one is no notebook.
    """
    found = [path.resolve() for path in sorted(folder.glob("[0-9][0-9]-*.ipynb")) if _is_wanted(path)]
    if not found:
        raise ReportError(f"no notebooks in {folder}: a report is made from files named like 01-claims.ipynb")
    return found


def _is_wanted(path: Path) -> bool:
    try:
        metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
    except (OSError, ValueError, KeyError, TypeError):
        raise ReportError(f"{path} is not a notebook that can be read") from None
    return metadata.get("discrepancy", {}).get("report", True) is not False


def check_cases(cases: list[tuple[str, str]]) -> None:
    """Refuse cases whose names cannot be folders side by side."""
    if not cases:
        raise ReportError("no case to report on: give the name of a case, or a folder with a claims.csv")
    seen = set()
    for name, _ in cases:
        if not re.fullmatch(r"\w[\w.-]*", name):
            raise ReportError(f'a case cannot be called "{name}" in a report: use letters, digits, "-", "_" and "."')
        if name.lower() in seen:
            raise ReportError(f'two cases are called "{name}": rename the folder of one of them')
        seen.add(name.lower())


def check_reserved(given: dict[str, str]) -> None:
    """Refuse parameters that the report sets itself."""
    for name, instead in RESERVED.items():
        if name in given:
            raise ReportError(f'"{name}" cannot be given with -p: {instead}')


def check_parameters(given: dict[str, str], declared: dict[str, list[str]]) -> None:
    """Refuse parameters that no notebook declares, all of them at once.

    Parameters
    ----------
    given : dict of str to str
        As typed after ``-p``.
    declared : dict of str to list of str
        Names by notebook.

    Raises
    ------
    ReportError
        With the nearest name where one is near, and all names that are taken.

    Examples
    --------
    >>> check_parameters({"as_off": "2024"}, {"01-claims": ["case", "as_of"], "03-gap": ["case", "a", "b", "as_of"]})
    Traceback (most recent call last):
    discrepancy.report.errors.ReportError: unknown parameter "as_off": did you mean "as_of"? The notebooks take a, as_of, b
    """
    taken = sorted({name for names in declared.values() for name in names} - set(RESERVED))
    unknown = [name for name in given if name not in taken]
    if not unknown:
        return
    sentences = []
    for name in unknown:
        near = difflib.get_close_matches(name, taken, n=1)
        sentences.append(f'unknown parameter "{name}"' + (f': did you mean "{near[0]}"?' if near else "."))
    raise ReportError(f"{' '.join(sentences)} The notebooks take {', '.join(taken) or 'none'}")


def make_tasks(
    cases: list[tuple[str, str]],
    notebooks: list[Path],
    parameters: dict[str, str],
    declared: dict[str, list[str]],
    run: Path,
    timeout: float,
) -> list[Task]:
    """Return every notebook for every case, in the order of the index."""
    siblings = tuple(path.stem for path in notebooks)
    tasks = []
    for name, value in cases:
        folder = run / name
        offered = {**parameters, "case": str(value), "output_dir": str(folder)}
        for path in notebooks:
            wanted = {key: offered[key] for key in declared[path.stem] if key in offered}
            tasks.append(Task(name, path, wanted, folder, siblings, timeout))
    return tasks
