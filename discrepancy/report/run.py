"""A report from beginning to end: plan, execute, assemble, publish.

In: cases, notebooks, parameters, sweeps. Out: a site, or a sentence that says why there is none. This process stays light:
papermill and nbconvert are loaded by the workers, and there are none where nothing has changed.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from discrepancy.case.load import load_case
from discrepancy.case.model import Case
from discrepancy.notebook.place import own_notebooks
from discrepancy.report import signals
from discrepancy.report.errors import ReportError
from discrepancy.report.kernels import process
from discrepancy.report.kernels.execute import Executor, locally
from discrepancy.report.pages import claims, export
from discrepancy.report.pages.fragments import read_fragment
from discrepancy.report.pages.pages import web_address
from discrepancy.report.plan import plan, reuse, sweep
from discrepancy.report.plan.plan import CaseAsked, Outcome, Report, Task
from discrepancy.report.site import changes, publish, site
from discrepancy.report.site.alerts import Alert, held
from discrepancy.saying.numbers import plural

PUBLISHED, FAILED, ALERT, INTERRUPTED = 0, 1, 5, 128 + signal.SIGINT
OWN_FILES = ("index.html", "report.json", "report.html", "report.pdf", *claims.FILES)  # of a report; no notebook may write them


def render(
    cases: Sequence[tuple],
    out: str | os.PathLike = "site",
    parameters: dict[str, str] | None = None,
    jobs: int = 0,
    notebooks: str | os.PathLike | None = None,
    echo: Callable[[str], object] = print,
    timeout: float = 600,
    only: Sequence[str] = (),
    sweeps: Sequence[str] = (),
    force: bool = False,
    wait: float = 0,
    execute: Executor | None = None,
    alert: tuple[Alert, ...] = (),
    pdf: bool = False,
    embed: Sequence[str] = (),
    url: str = "",
) -> int:
    """Render the notebooks for each case and publish the result, whole or not at all.

    What has not changed since the last run is taken over from it: the notebook, its parameters, the data of the case, this
    library and the versions of what it depends on are known by their hashes, and so are the files that were left.

    Parameters
    ----------
    cases : sequence of (str, str) or (str, str, Case)
        Name, and value of the notebooks' parameter ``case``; in the order of the index. Folders as absolute paths: notebooks
        run in a folder of their own. Without the `Case` as read, nothing is known of its data, and all of its notebooks run.
    out : path-like, default "site"
        Becomes a symbolic link to the published run, which lives in ``.NAME.runs`` beside it.
    parameters : dict of str to str, optional
        For the notebooks. Each is passed to those that declare it; values stay strings.
    jobs : int, default 0
        Worker processes; 0 takes one a core, and never more than there are notebooks to run.
    notebooks : path-like, optional
        Folder with the numbered notebooks; default is the one that comes with the package.
    echo : callable, default print
        Takes one line of progress at a time.
    timeout : float, default 600
        Seconds for the cells of one notebook together.
    only : sequence of str
        Notebooks to render, by file name or number; see `plan.find_notebooks`. None for all.
    sweeps : sequence of str
        One report for each value of a parameter, or for each point of the grid of several; see `sweep.parse`.
    force : bool, default False
        Run what has not changed as well.
    wait : float, default 0
        Seconds to wait for another run on the same place to end.
    execute : callable, optional
        Who performs the tasks, see `execute.Executor`; default is `jobs` processes of this machine.
    alert : tuple of Alert, optional
        From `discrepancy.report.site.alerts.conditions`: what somebody wants to be told of.
    pdf : bool, default False
        Whether each report is printed to PDF, too, by Chromium.
    embed : sequence of str
        Names of figures that are written as pages of their own, too, for a frame in somebody's page; see `embed.write`.
    url : str
        Where readers will find the site, for the addresses of pictures that others show beside a link; empty if that is not known.

    Returns
    -------
    int
        0: published. 1: a notebook failed; it is named, kept, and the last good site still stands. 5: published, and a condition
        of ``alert`` holds. 130, 143, 129, 141: interrupted by Ctrl-C, SIGTERM, SIGHUP, or as nobody reads what is said any more.

    Raises
    ------
    ReportError
        With ``code`` 2, if arguments, parameters or data are refused. The last good site still stands.

    Notes
    -----
    Workers are started with "spawn": a script that calls this function needs the usual ``if __name__ == "__main__":``.
    """
    began = time.monotonic()
    if pdf:
        export.browser()
    subjects = [CaseAsked(*case) for case in cases]
    if url and not web_address(url):
        raise ReportError(f'--url is "{url}": give an address such as https://example.org/figures')
    place = publish.Place.at(out)
    place.check()
    execute = execute or locally(jobs)
    if not timeout > 0 or not wait >= 0:
        raise ReportError("--timeout must be more than 0 seconds" if not timeout > 0 else "--wait must be 0 seconds or more")
    plan.check_cases(subjects)
    found = plan.find_notebooks(Path(notebooks) if notebooks is not None else own_notebooks(), only)
    reports = _reports(subjects, dict(parameters or {}), sweeps, found, echo)
    with publish.locked(place, wait, echo) as waited:
        if waited:  # what was read before may be older than what the other run has published
            subjects = [subject._replace(case=subject.case and load_case(subject.value)) for subject in subjects]
            reports = _reports(subjects, dict(parameters or {}), sweeps, found, echo)
        read = {subject.name: subject.case for subject in subjects if subject.case}
        run = Batch(publish.name_run(place), reports)
        try:
            with signals.held():
                publish.new_run(place, run.folder)
            run.lay_out(read)
            run.tasks = plan.make_tasks(reports, found, run.folder, timeout, url)
            if not force:
                run.take_over(place.current(), place.failed)
            run.perform(execute, echo)
            run.leave_out_silent(echo)
            run.collect()
            if any(outcome.failure for outcome in run.outcomes.values()):
                kept = publish.keep_failed(place, run.folder)
                for line in filter(None, (outcome.failure for outcome in run.outcomes.values())):
                    echo(line)
                echo(f"nothing published, {_standing(place)}; what did render, and the failed notebook, are in {kept}")
                return FAILED
            records = run.records()
            changed = site.write(run.folder, records, place.current(), pdf, read, url, embed)
            told = site.to_tell(run.folder, place.current(), held(alert, changed, records), bool(alert))
            with signals.held():  # one that comes from here on finds the new site
                publish.publish(place, run.folder, echo)
                run.published = True
        except (KeyboardInterrupt, signals.Ended) as error:
            with signals.held():
                nothing = lambda: f"nothing published, {_standing(place)}{_keep(place, run)}"
                echo(f"interrupted: {f'{place.out} was published' if run.published else nothing()}")
            return int(getattr(error, "code", INTERRUPTED))
        except ReportError as error:
            if error.code == FAILED:
                raise ReportError(f"{error}{_keep(place, run)}", code=FAILED) from None
            publish.discard(run.folder)
            raise
        except OSError as error:
            raise _unwritten(error, place, run) from None
        except BaseException:
            publish.discard(run.folder)
            raise
    for path in sorted(place.out.glob("**/embed/*.html") if embed else ()):
        echo(f"embed: {path}")
    echo(changes.line(changed))
    if told:
        echo(f"alert: {told}")
        ((run.folder if run.folder.exists() else place.out) / site.UNTOLD).unlink(missing_ok=True)
    also = f", {len(run.unchanged)} of them unchanged" if run.unchanged else ""
    echo(f"{plural(len(run.outcomes), 'page')} in {time.monotonic() - began:.1f} s{also}: {place.out / 'index.html'}")
    return ALERT if told else PUBLISHED


def _reports(
    subjects: list[CaseAsked],
    parameters: dict[str, str],
    typed: Sequence[str],
    notebooks: list[plan.Notebook],
    echo: Callable[[str], object],
) -> list[Report]:
    """Return what there is to report on; every case at every point of the sweeps that has a gap."""
    sweeps = sweep.parse(typed, parameters)
    swept = [name for each in sweeps for name in each.parameters]
    plan.check_reserved(parameters, swept)
    plan.check_parameters([*parameters, *swept], notebooks)
    reports = []
    for name, value, case in subjects:
        points, silent = sweep.points(sweeps, parameters, case)
        data, without = case.hash if case else "", lambda point, case=case: plan.without(notebooks, case, {**parameters, **point})
        made = [Report(name, value, point, parameters, data, () if n in silent else without(point)) for n, point in enumerate(points)]
        if silent:
            echo(_left_out(name, len(made), {plan.label(points[n]): why for n, why in silent.items()}))
        reports += [report for n, report in enumerate(made) if n not in silent]
    return reports


def _left_out(case: str, number: int, silent: dict[str, str], most: int = 10) -> str:
    """One line on the points that have no report, with the reason for the first of them."""
    shown = " ".join(list(silent)[:most]) + (f" and {len(silent) - most} more" if len(silent) > most else "")
    first, why = next(iter(silent.items()))
    return f"{case}: {len(silent)} of {number} points left out, as there is no gap to report on: {shown} ({first}: {' '.join(why.split())})"


@dataclass
class Batch:
    """What is under way: the tasks in the folder of a run, and how far they got; outcomes and products are known by a task's place."""

    folder: Path
    reports: list[Report]
    tasks: list[Task] = field(default_factory=list)
    outcomes: dict[tuple[str, str], Outcome] = field(default_factory=dict)
    unchanged: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    collected: bool | None = None  # False: half-way, when nothing can be taken over from it
    published: bool = False

    def lay_out(self, cases: Mapping[str, Case]) -> None:
        """Write each case as it was read, for every notebook; a list of it may have names of people, and is closed to others."""
        (self.folder / plan.DATA).mkdir(mode=0o700)
        for name, case in cases.items():
            (folder := self.folder / plan.DATA / name).mkdir()
            for file, raw in case.held.items():
                (folder / file).write_bytes(raw)

    def take_over(self, *earlier: Path | None) -> None:
        """Take products from earlier runs for tasks that would make the same."""
        known = reuse.remembered(earlier)
        for task in self.tasks:
            products = known.get(task.key) if task.key else None
            if products and products.link(task.folder):
                self.outcomes[task.place] = Outcome(*task.place, 0.0, read_fragment(task.folder, task.stem))
                self.unchanged[task.place] = products.files

    def perform(self, execute: Executor, echo: Callable[[str], object]) -> None:
        """Run the other tasks. Refused parameters end the run at once: every other notebook would refuse them too."""
        tasks = [task for task in self.tasks if task.place not in self.unchanged]
        if not tasks:
            return
        swept = {report.path for report in self.reports if report.point}
        scratch = self.folder / ".scratch"
        scratch.mkdir(mode=0o700)  # sockets and keys of the kernels are in it
        if not process.can_fork():
            echo("kernels cannot be forked on this system: each is started anew, which takes longer")
        with _progress(len(tasks), echo) as advance, closing(execute(tasks, scratch)) as outcomes:
            for outcome in outcomes:
                if outcome.refusal and not (outcome.silent and outcome.path in swept):
                    raise ReportError(outcome.refusal)
                self.outcomes[outcome.place] = outcome
                advance(outcome)

    def leave_out_silent(self, echo: Callable[[str], object]) -> None:
        """Drop the points of a sweep for which a notebook found no figure; ReportError if a case has no other."""
        silent = {outcome.path: outcome.refusal for outcome in self.outcomes.values() if outcome.refusal}
        for case in dict.fromkeys(report.case for report in self.reports):
            own = [report for report in self.reports if report.case == case]
            without = {plan.label(report.point): silent[report.path] for report in own if report.path in silent}
            if len(without) == len(own):
                raise ReportError(f"{case}: there is no gap to report on at any of the points of the sweep: {next(iter(without.values()))}")
            if without:
                echo(_left_out(case, len(own), without))
        self.reports = [report for report in self.reports if report.path not in silent]
        self.tasks = [task for task in self.tasks if task.path not in silent]

    def collect(self) -> None:
        """Move what the tasks left into the folders of their reports, and list it for later runs."""
        self.collected = False
        owners = {(report.path, name): "the report itself" for report in self.reports for name in OWN_FILES}
        data = {report.path: report.data for report in self.reports}
        entries, outcomes = {}, self.outcomes
        self.outcomes = {task.place: outcomes[task.place] for task in self.tasks if task.place in outcomes}  # in the order of the index
        self.unchanged = {place: files for place, files in self.unchanged.items() if place in self.outcomes}
        for task in self.tasks:
            outcome = self.outcomes.get(task.place)
            if outcome is None or outcome.refusal:
                continue
            files = self.unchanged.get(task.place) or reuse.files_of(task.folder)
            taken = [name for name in files if owners.setdefault((task.path, name), task.stem) != task.stem]
            if taken and not outcome.failure:
                said = f"it writes {taken[0]}, and so does {owners[task.path, taken[0]]}"
                self.outcomes[task.place] = outcome = replace(outcome, failure=task.failed(said))
            for name in set(files) - set(taken):
                (self.folder / task.path / name).parent.mkdir(parents=True, exist_ok=True)
                os.replace(task.folder / name, self.folder / task.path / name)
            read = (outcome.fragment.get("record") or {}).get("hash") or data[task.path]
            if task.key and not outcome.failure and read != data[task.path]:
                self.outcomes[task.place] = outcome = replace(outcome, failure=task.failed("its data are not those that the run has read"))
            if task.key and not outcome.failure:
                entries[task.key] = task.path, files
        reuse.remember(self.folder, entries)
        for name in (".scratch", ".tasks", plan.DATA):
            publish.discard(self.folder / name)
        self.collected = True

    def records(self) -> list[dict]:
        """The record of each report; see `discrepancy.report.pages.records`."""
        fragments: dict[str, dict[str, dict]] = {report.path: {} for report in self.reports}
        for (path, stem), outcome in sorted(self.outcomes.items(), key=lambda each: each[0]):
            fragments[path][stem] = outcome.fragment
        return [
            {"case": r.case, "point": r.point, "path": r.path, "parameters": r.parameters, "notebooks": fragments[r.path]}
            for r in self.reports
        ]


def _unwritten(error: OSError, place: publish.Place, run: Batch) -> ReportError:
    """Say that a file cannot be written; the site stands."""
    said = f"{error.filename or 'a file of the run'} cannot be written ({error.strerror or error})"
    return ReportError(f"{said}: nothing published, {_standing(place)}{_keep(place, run)}", code=FAILED)


def _keep(place: publish.Place, run: Batch) -> str:
    """Set aside what did render in a run that was cut short, if anything did; say so."""
    if len(run.outcomes) == len(run.unchanged) or run.collected is False or not run.folder.exists():
        publish.discard(run.folder)
        return ""
    try:
        if run.collected is None:
            run.collect()
        publish.keep_failed(place, run.folder)
    except OSError:  # no room even for that
        publish.discard(run.folder)
        return ""
    return "; what did render is kept for the next run"


@contextmanager
def _progress(total: int, echo: Callable[[str], object]) -> Iterator[Callable[[Outcome], object]]:
    """Show progress: a bar on a terminal, one plain line a notebook elsewhere."""
    if sys.stdout.isatty():
        import click

        with click.progressbar(length=total, label="Pages", show_pos=True, item_show_func=lambda item: str(item or "")) as bar:
            yield lambda outcome: bar.update(1, f"{outcome.path} {outcome.stem}")
        return
    done = itertools.count(1)
    failed = lambda outcome: "  failed" if outcome.failure else ""
    yield lambda o: echo(f"[{next(done)}/{total}] {o.path} {o.stem}  {o.seconds:.1f} s{failed(o)}")


def _standing(place: publish.Place) -> str:
    return f"{place.out} stays as it was" if place.current() else "there is no earlier site"
