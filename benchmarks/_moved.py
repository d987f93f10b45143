"""The `discrepancy` command on a day of its own, for `year`: ``TODAY`` in the environment is the day, ``CODES`` a file for how it ended.

The clock of the machine is left alone: only what Python tells this process is moved. Notebooks do not ask what day it is. With
``NO_KERNELS`` the tasks are performed in this process, the gap and the rows alone, so that a year takes seconds.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import os
import sys

DATE, DATETIME = datetime.date, datetime.datetime


class _Like(type):
    """Dates that were made before are dates, too."""

    def __instancecheck__(cls, value):
        return isinstance(value, cls.__mro__[1])


class Day(DATE, metaclass=_Like):
    @classmethod
    def today(cls):
        return DATE.fromisoformat(os.environ["TODAY"])


class Moment(DATETIME, metaclass=_Like):
    @classmethod
    def now(cls, tz=None):
        return DATETIME.combine(Day.today(), DATETIME.now(tz).timetz())


def without_kernels(jobs: int = 0):
    """An executor that asks the library what 03-gap asks it, and leaves a page of a line."""
    from contextlib import chdir

    import discrepancy as dc
    from discrepancy.report.pages.fragments import read_fragment
    from discrepancy.report.plan.plan import Outcome

    def perform(tasks, scratch):
        for task in tasks:
            task.folder.mkdir(parents=True)
            given = {name: value for name, value in task.parameters.items() if name != "output_dir"}
            with chdir(scratch), contextlib.redirect_stdout(io.StringIO()):
                run = dc.settings("03-gap", output_dir=str(task.folder), **given)
                run.save("Gap", "Why?", gap=run.gap.to_dict())
            (task.folder / "03-gap.json").rename(task.folder / f"{task.stem}.json")
            (task.folder / "notebooks").mkdir()
            (task.folder / "notebooks" / f"{task.stem}.ipynb").write_text("{}")
            (task.folder / f"{task.stem}.html").write_text("<!doctype html><title>Gap</title></html>")
            yield Outcome(task.path, task.stem, 0.1, read_fragment(task.folder, task.stem))

    return perform


def main() -> None:
    datetime.date, datetime.datetime = Day, Moment
    from discrepancy.app.cli import main as command
    from discrepancy.report import run

    if "NO_KERNELS" in os.environ:
        run.locally = without_kernels
    try:
        command(prog_name="discrepancy")
    except SystemExit as end:
        with open(os.environ["CODES"], "a", encoding="ascii") as file:
            file.write(f"{end.code or 0}\n")
        raise


if __name__ == "__main__":
    main()
    sys.exit()
