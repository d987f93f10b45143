"""Does a schedule hold for a year? A case grows by ten rows a week, and the line of schedules/crontab renders it each Sunday.

Sources correct, revise and fall silent; files are cut off, a run is killed, the disk is full, the machine is off, two runs start at
once, the clock goes back. What every run must tell is decided beforehand from the figures (`_flood`); all that is left behind, on the
disk and of processes, is looked at after each. ``python -m benchmarks.year 52 3 rate`` takes 52 weeks, the seed 3 and counts as rates.
"""

from __future__ import annotations

import ctypes
import os
import re
import resource
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urldefrag

from . import _flood, say

ROOT = Path(__file__).resolve().parents[1]
MORE = "moved,possible,largest,asked,came,went,unexplained>2,silent>21"  # on top of what the line asks for
WHOLE = (1, 14, 26, 39)  # weeks with all notebooks, and the last; in the others 03-gap

OURS = set(".venv home tmp codes pids site site.log .site.runs flood fire".split())  # what may be in the folder
DEARER = 4  # times that the last run may cost what the second did, with 25 times as many rows

#: What happens to the machine in which week.
MISHAPS = {
    7: "bad_row", 13: "killed", 16: "off", 18: "twice", 21: "full", 23: "cut", 25: "cut_at_a_line", 28: "off", 32: "killed",
    34: "clock_ahead", 37: "stale", 39: "replaced", 41: "log_full", 44: "clock_back", 47: "twice", 48: "full", 49: "no_cases",
}  # fmt: skip


def line() -> str:
    """The first line of the crontab, as cron hands it to the shell."""
    lines = (ROOT / "schedules" / "crontab").read_text(encoding="utf-8").splitlines()
    found = next(line for line in lines if re.match(r"[\d*]", line))
    return found.split(None, 5)[5].replace(r"\%", "%")


@dataclass
class Machine:
    """A folder in the place of /srv/reports, with a `discrepancy` whose day can be set."""

    place: Path
    kernels: bool = True
    zone: str = "UTC"
    wrong: list[str] = field(default_factory=list)
    told: Counter = field(default_factory=Counter)
    codes: Counter = field(default_factory=Counter)
    spent: dict[int, tuple[float, str]] = field(default_factory=dict)

    def __post_init__(self):
        for name in (".venv/bin", "tmp", "home"):
            (self.place / name).mkdir(parents=True)
        program = self.place / ".venv" / "bin" / "discrepancy"
        program.write_text(f'#!/bin/sh\necho $$ >> pids\nexec {shlex.quote(sys.executable)} -m benchmarks._moved "$@"\n', encoding="utf-8")
        program.chmod(0o755)

    def command(self, cases: tuple[str, ...], notebooks: str, more: str = MORE) -> str:
        text = line().replace("/srv/reports", shlex.quote(str(self.place)))
        text = re.sub(r"(?<=discrepancy report)", " " + " ".join(cases) + (f" --notebooks {notebooks}" if notebooks else ""), text)
        return re.sub(r"--alert (\S+)", lambda found: f'--alert "{found[1]},{more}"' if more else found[0], text)

    def start(self, command: str, today) -> subprocess.Popen:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.place / "home"),
            "TZ": self.zone,
            "TODAY": str(today),
            "PYTHONPATH": str(ROOT),
        }
        environment |= {
            "CODES": str(self.place / "codes"),
            "TMPDIR": str(self.place / "tmp"),
            "LC_ALL": "C",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        environment |= {} if self.kernels else {"NO_KERNELS": "1"}
        return subprocess.Popen(["sh", "-c", command], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def run(
        self, command: str, today, count: int = 1, meanwhile: Callable[[subprocess.Popen], object] | None = None
    ) -> tuple[list[int], list[str]]:
        """How runs of a command ended, and what each mailed; none is left."""
        for name in ("codes", "pids", "site.log"):
            (self.place / name).unlink(missing_ok=True)
        runs = [self.start(command, today) for _ in range(count)]
        if meanwhile:
            meanwhile(runs[0])
        mails = [run.communicate()[0] for run in runs]
        codes = [int(code) for code in read(self.place / "codes").split()]
        if left := processes_left():
            self.wrong.append(f"processes are left: {left}")
        return codes + [-9] * (count - len(codes)), mails

    def kill(self, run: subprocess.Popen) -> None:
        """Kill a run once it has done a notebook."""
        wait_for(lambda: "[1/" in read(self.place / "site.log") or run.poll() is not None)
        with suppress(ProcessLookupError):
            os.kill(int(read(self.place / "pids")), signal.SIGKILL)

    @property
    def published(self) -> str:
        site = self.place / "site"
        return os.readlink(site) if site.is_symlink() else ""


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


def wait_for(condition, seconds: float = 120) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def adopt() -> None:
    """Let processes whose parent has gone become ours, so that they can be waited for, and counted."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def processes_left(seconds: float = 20) -> list[int]:
    """Processes that a run has left and that do not end by themselves; they are ended."""

    def ended() -> bool:
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
            return False
        return True

    if wait_for(ended, seconds):
        return []
    left = [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]
    for pid in left:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return left


def worked() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


# -- what a site must be


class Links(HTMLParser):
    """Where a page leads, and the names of its parts."""

    def __init__(self, text: str):
        super().__init__()
        self.to: list[str] = []
        self.names: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.to += [value for name in ("href", "src") if (value := given.get(name))]
        self.names.add(given.get("id") or "")


def site_problems(site: Path, cases: tuple[str, ...]) -> Iterator[str]:
    """What is not whole in a site: links that lead nowhere, cases without a page."""
    if not (site / "index.html").is_file():
        yield "there is no index"
        return

    @cache
    def page(path: Path) -> Links:
        text = path.read_text(encoding="utf-8")
        return Links(text)

    index = page(site / "index.html")
    yield from (f"{case} is not on the index" for case in cases if not any(f"{case}/" in link for link in index.to))
    yield from (f"{folder} is in the site" for folder in {p.name for p in site.iterdir() if p.is_dir()} - set(cases))
    for path in sorted(site.rglob("*.html")):
        if not path.read_text(encoding="utf-8").rstrip().endswith("</html>"):
            yield f"{path.relative_to(site)} ends too early"
        for link in page(path).to:
            address, name = urldefrag(link)
            if re.match(r"[a-z]+:", address):
                continue
            target = (path.parent / unquote(address)).resolve() if address else path.resolve()
            if not target.is_relative_to(site.resolve()) or not target.exists():
                yield f"{path.relative_to(site)} leads to {link}, which is not there"
            elif name and target.suffix == ".html" and unquote(name) not in page(target).names:
                yield f"{path.relative_to(site)} leads to {link}, which has no such part"


def size(folder: Path) -> int:
    """Bytes below a folder, of a file with several names once."""
    found = {(s.st_dev, s.st_ino): s.st_size for path in folder.rglob("*") if (s := path.lstat())}
    return sum(found.values())


@contextmanager
def reading(site: Path, wrong: list[str]) -> Iterator[None]:
    """Somebody opens the index all the while; it is there whenever it once was, and whole."""
    over, seen = threading.Event(), (site / "index.html").exists()

    def look() -> None:
        while seen and not over.wait(0.02):
            try:
                text = (site / "index.html").read_text(encoding="utf-8")
            except OSError as error:
                wrong.append(f"a reader found no index: {error}")
                return
            if not text.rstrip().endswith("</html>"):
                wrong.append("a reader found half an index")
                return

    reader = threading.Thread(target=look)
    reader.start()
    try:
        yield
    finally:
        over.set()
        reader.join()


# -- a year


@dataclass
class Year:
    """Week by week: what happens, the run, and whether all is as it must be."""

    flood: _flood.Flood
    machine: Machine
    weeks: int = 52
    events: dict[int, str] = field(default_factory=lambda: _flood.YEAR)
    mishaps: dict[int, str] = field(default_factory=lambda: MISHAPS)
    before: _flood.State | None = None  # as published last
    kept: list[float] = field(default_factory=list)  # bytes of all runs against the largest site, week by week
    largest: int = 0  # bytes of the largest site so far

    def wrong(self, text: str) -> None:
        self.machine.wrong.append(f"week {self.flood.week}: {text}")

    def go(self) -> list[str]:
        for week in range(self.weeks):
            self.flood.live(self.events.get(week, ""))
            self.flood.write(self.machine.place)
            found = len(self.machine.wrong)
            with reading(self.machine.place / "site", self.machine.wrong):
                mishap = self.mishaps.get(week, "")
                getattr(self, f"_{mishap or 'run'}")()
            self._look()
            self.machine.wrong[found:] = [w if w.startswith("week") else f"week {week}: {w}" for w in self.machine.wrong[found:]]
        return self.machine.wrong

    # -- runs

    def _command(self, **how) -> str:
        week = self.flood.week
        whole = self.machine.kernels and (week in WHOLE or week == self.weeks - 1)
        return self.machine.command(self.flood.state().cases, "" if whole else "03-gap", **how)

    def _run(self) -> None:
        before = worked()
        (code,), (mail,) = self.machine.run(self._command(), self.flood.today)
        whole = "--notebooks" not in self._command()
        self.machine.spent[self.flood.week] = worked() - before, "whole" if whole else ""
        self._hold(code, mail)

    def _hold(self, code: int, mail: str) -> None:
        """A run that published: its code, its mail, and every alert."""
        now = self.flood.state()
        held, count = self._expected(now)
        if code != (5 if held else 0):
            self.wrong(f"the code is {code}, and {sorted(held) or 'nothing'} was to be told: {mail[-300:]!r}")
        log = read(self.machine.place / "site.log")
        if mail != (log if code else ""):
            self.wrong(f"the mail is {mail!r}")
        said = next((text for text in log.splitlines() if text.startswith("alert: ")), "alert: ")[7:]
        told = dict(part.split(": ", 1) for part in said.split(" | ") if part)
        if set(told) != held:
            self.wrong(f"told was {sorted(told)}, and not {sorted(held)}: {log[-500:]}")
        for kind in held & set(count):
            if not re.match(rf"{count[kind]} ", told.get(kind, "")):
                self.wrong(f"{count[kind]} {kind} were to be told, and not {told.get(kind)!r}")
        self.machine.told.update(told.keys())
        self.machine.codes[code] += 1
        self.before = now

    def _expected(self, now: _flood.State) -> tuple[set[str], Counter]:
        """The conditions that hold, and how many changes of each kind there are."""
        count: Counter = Counter()
        if self.before:
            count = _flood.changes(self.before, now, self.flood.points)
            count["came"] = len(set(now.cases) - set(self.before.cases))
            count["went"] = len(set(self.before.cases) - set(now.cases))
        asked = re.search(r'--alert "?([^" ]+)', self._command())[1].split(",")
        holds = {name for name, yes in _flood.standing(now, self.flood.points).items() if yes}
        return {kind for kind in asked if count[kind] or kind in holds}, +count

    def _stands(self, code: int, *codes: int, said: str, mail: str) -> None:
        """A run that published nothing, and said why."""
        if code not in codes or not re.search(said, mail):
            self.wrong(f"the code is {code}, not {codes}, or {said!r} is not in what was mailed: {mail[-800:]!r}")
        self.machine.codes[code] += 1

    def _nothing(self, codes: tuple[int, ...], said: str, prefix: str = "", **how) -> None:
        stood = self.machine.published
        (code,), (mail,) = self.machine.run(prefix + self._command(), how.pop("today", self.flood.today), **how)
        self._stands(code, *codes, said=said, mail=mail)
        if self.machine.published != stood:
            self.wrong("the site is another one")

    # -- mishaps

    def _off(self) -> None:
        """Nobody runs anything."""

    def _bad_row(self) -> None:
        path = self.machine.place / "flood" / "claims.csv"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(f",{self.flood.monday},", ",2019-02-31,", 1), encoding="utf-8")
        self._nothing((2,), r"claims.csv:\d+: .*2019-02-31")

    def _cut(self) -> None:
        path = self.machine.place / "flood" / "claims.csv"
        text = path.read_bytes()
        path.write_bytes(text[: len(text) - 120])
        self._nothing((2,), r"claims.csv:\d+: ")

    def _cut_at_a_line(self) -> None:
        """A file that ends early, at the end of a line, is a whole file: what is not there any more is told."""
        whole = dict(self.flood.rows)
        lost = list(self.flood.rows)[-12:]
        for name in lost:
            del self.flood.rows[name]
        self.flood.write(self.machine.place)
        self._run()
        self.flood.rows = whole

    def _killed(self) -> None:
        self._nothing((-9,), "", meanwhile=self.machine.kill)

    def _replaced(self) -> None:
        """Once a run has read its data, what stands in their place is no table any more: the run shows the data as they were."""
        path, runs = self.machine.place / "flood" / "claims.csv", self.machine.place / ".site.runs"
        whole = path.read_bytes()

        def replace(run: subprocess.Popen) -> None:
            wait_for(lambda: any(runs.glob("*/.data/flood")) or run.poll() is not None)
            path.write_text("source\n", encoding="utf-8")

        (code,), (mail,) = self.machine.run(self._command(), self.flood.today, meanwhile=replace)
        path.write_bytes(whole)
        self._hold(code, mail)

    def _full(self) -> None:
        """No room for more than so many blocks of 512 bytes a file, which stands for a disk without room."""
        self._nothing((1,), "nothing published", prefix="ulimit -f 16; ")

    def _log_full(self) -> None:
        """There is no room for the log alone."""
        command = self._command().replace("> site.log", "> /dev/full")
        (code,), _ = self.machine.run(command, self.flood.today)
        if code == 0:
            self.wrong("a run that could not say what it had to say ended with 0")
        self.machine.codes[code] += 1

    def _twice(self) -> None:
        codes, _ = self.machine.run(self._command(), self.flood.today, count=2)
        now = self.flood.state()
        held, _ = self._expected(now)
        stay = {kind for kind in held if ">" in kind}
        if sorted(codes) != sorted((5 if held else 0, 5 if stay else 0)):
            self.wrong(f"two at once end with {codes}, and {held} was to be told once")
        self.machine.codes.update(codes)
        self.before = now

    def _clock_back(self) -> None:
        """The clock is a month behind: rows of a day to come are refused. A day behind, as west of a source, they are not."""
        self._nothing((2,), r"is in the future", today=self.flood.today - timedelta(days=31))
        day = self.flood.today if self.flood.two_cases else self.flood.monday - timedelta(days=1)  # the other case was checked later
        (code,), (mail,) = self.machine.run(self._command(), day)
        self._hold(code, mail)

    def _clock_ahead(self) -> None:
        """The clock is some weeks ahead: the runs that follow have names of earlier days."""
        (code,), (mail,) = self.machine.run(self._command(), self.flood.today + timedelta(days=12))
        self._hold(code, mail)

    def _stale(self) -> None:
        self._nothing((3,), r"^fire is stale: its last check was on .*, \d+ days ago; --max-age-days is 30")

    def _no_cases(self) -> None:
        """The folder of the case is not there, as when a disk is not mounted."""
        os.rename(self.machine.place / "flood", self.machine.place / "away")
        self._nothing((2,), "no case 'flood'")
        os.rename(self.machine.place / "away", self.machine.place / "flood")

    # -- what is left

    def _look(self) -> None:
        """After each run: the site that stands is whole, and nothing is left beside it."""
        place = self.machine.place
        runs = place / ".site.runs"
        if self.before:
            for problem in site_problems(place / "site", self.before.cases):
                self.wrong(problem)
        names = sorted(path.name for path in runs.iterdir()) if runs.exists() else []
        kept = [name for name in names if re.match(r"\d{8}T", name)]
        mishap = self.mishaps.get(self.flood.week)
        published = min(2, self.machine.codes[0] + self.machine.codes[5])
        if not published <= len(kept) <= 2 + (mishap == "killed") or set(names) - set(kept) - {"lock", "failed"}:
            self.wrong(f"the folder of runs has {names}")
        if mishap != "killed" and [path for path in runs.rglob("*") if path.name in (".scratch", ".tasks", "next")]:
            self.wrong("a run has left what it worked with")
        left = [path.name for path in (place / "tmp").iterdir()]
        if left:
            self.wrong(f"temporary files are left: {left}")
            for path in (place / "tmp").iterdir():
                subprocess.run(["rm", "-rf", path])
        strange = {path.name for path in place.iterdir()} - OURS
        if strange:
            self.wrong(f"{strange} is left")
        if self.before:
            self.largest = max(self.largest, size(runs / Path(self.machine.published).name))
            self.kept.append(size(runs) / self.largest)


#: What belongs together in time, and stays in its week when others change theirs.
FIXED = {"other", "no_other", "stale", "clock_ahead", "later", "in_step", "ask", "ask_back", "fall_silent", "amend", "stand_again"}


def shuffled(plan: dict[int, str], random: Random) -> dict[int, str]:
    """The same things in other weeks, but for those that belong together."""
    stay = {week: what for week, what in plan.items() if set(what.split()) & FIXED}
    free = [week for week in range(6, 52) if week not in stay]
    return stay | dict(zip(random.sample(free, len(plan) - len(stay)), [plan[w] for w in plan if w not in stay], strict=True))


def year(place: Path, weeks: int = 52, seed: int = 0, kind: str = "total", kernels: bool = True, zone: str = "UTC", **how) -> Year:
    """Let a year pass; of other seeds things happen in other weeks."""
    adopt()
    flood = _flood.Flood(kind, seed, **{k: how.pop(k) for k in list(how) if k in ("named", "defaults", "newest_first")})
    return Year(flood, Machine(place, kernels, zone), weeks, **how)


def main(weeks: int = 52, seed: int = 0, kind: str = "total") -> bool:
    with TemporaryDirectory() as folder:
        plans = {"events": shuffled(_flood.YEAR, Random(seed)), "mishaps": shuffled(MISHAPS, Random(-seed))} if seed else {}
        this = year(Path(folder) / "reports", weeks, seed, kind, **plans)
        began, before = time.monotonic(), worked()
        this.go()
        return summary(this, time.monotonic() - began, worked() - before)


def summary(this: Year, took: float, spent: float) -> bool:
    """Print how the year went; whether all was as it had to be."""
    machine, rows = this.machine, len(this.flood.rows)
    for text in machine.wrong:
        print(f"  {text}")
    codes = ", ".join(f"{n} × {code if code >= 0 else 'killed'}" for code, n in sorted(machine.codes.items()))
    print(f"  {this.weeks} weeks, {rows} rows, {took:.0f} s, {spent:.0f} s of the processor; runs by exit code: {codes}")
    print(f"  alerts: {', '.join(f'{n} × {kind}' for kind, n in machine.told.most_common())}")
    good = [say("a year: what was not as it had to be", str(len(machine.wrong)), "0", not machine.wrong)]
    for name, how in (("all notebooks", "whole"), ("03-gap alone", "")):
        cost = [(week, seconds) for week, (seconds, of) in machine.spent.items() if of == how and week]
        if len(cost) > 1:
            (first, least), (last, most) = cost[0], cost[-1]
            question = f"{name}: processor time, while rows grow ×{(last + 1) / (first + 1):.0f}"
            told = f"{least:.1f} s in week {first + 1}, {most:.1f} in {last + 1}"
            good.append(say(question, told, f"at most ×{DEARER}", most <= DEARER * least))
    most = max(this.kept)
    good.append(say("runs that are kept, in bytes against the largest site", f"at most ×{most:.1f}", "at most ×3", most <= 3))
    return all(good)


if __name__ == "__main__":
    sys.exit(not main(*(int(text) if text.isdigit() else text for text in sys.argv[1:])))
