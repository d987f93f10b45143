"""The judge: an Example is run as it is typed, and what is wrong with what came out is named; a failing one is cut down until it can be pasted.

In: arguments, files, standard input, environment.  Out: nothing, or a `Fault`.  What is asked of every answer, whatever was typed: an exit
code that is documented for the command, no traceback and no name of an exception, no warning that a user would see, lines that can be read,
JSON that is JSON, and time that is bounded by the size of what was given.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest import mock

from click.testing import CliRunner

from discrepancy.app.cli.group import main

PACKAGE = os.sep + "discrepancy" + os.sep
SECONDS, PER_BYTE = 3.0, 20e-6  # of processor time: so much for anything, and 2 s for 100 kB
LONGEST = 1200  # characters of a line that says what is wrong
CODES = {"report": {0, 1, 2, 3, 5}, "verify": {0, 2, 4}}  # of all other commands: 0 and 2
INNER = re.compile(
    r"Traceback|Exception ignored|<class '|NoneType|\bobject at 0x|\b[A-Z]\w+(?<!No)(?:Error|Exception|Warning)\b(?!\w)|\[Errno|site-packages"
)
# What moves a cursor, rings a bell or turns text round, in a line for a reader.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Example:
    """What is typed, and what lies in the folder: bytes are a file, None is a folder, a text is what a link leads to."""

    args: tuple[str, ...]
    files: dict[str, bytes | str | None] = field(default_factory=dict)
    stdin: bytes = b""
    env: dict[str, str | None] = field(default_factory=dict)

    @property
    def size(self) -> int:
        texts = [*self.args, *(v for v in self.env.values() if v)]
        return sum(map(len, texts)) + len(self.stdin) + sum(len(content or "") for content in self.files.values())

    def pasted(self, most: int = 3000) -> str:
        """The example as it can be written in a test."""
        parts = [f"{name}={value!r}" for name, value in vars(self).items() if value or name == "args"]
        text = f"Example({', '.join(parts)})"
        return text if len(text) <= most else f"{text[:most]} … ({len(text):,} characters)"


@dataclass(frozen=True)
class Fault:
    """What is wrong: a kind and a place, the same for all examples of one cause; and what was seen."""

    kind: str
    place: str
    seen: str = ""

    @property
    def cause(self) -> tuple[str, str]:
        return self.kind, self.place


class OverTime(BaseException):
    """No handler of the package shall take it for an error of its own."""


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Processor time is cut off at twice what is allowed, and waiting for nothing after a minute."""

    def over(number, frame):
        raise OverTime("waits" if number == signal.SIGALRM else "runs")

    before = [signal.signal(number, over) for number in (signal.SIGVTALRM, signal.SIGALRM)]
    signal.setitimer(signal.ITIMER_VIRTUAL, 2 * seconds)
    signal.setitimer(signal.ITIMER_REAL, 60 + 20 * seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in zip((signal.SIGVTALRM, signal.SIGALRM), before, strict=True):
            signal.signal(number, handler)


def place_of(error: BaseException) -> str:
    """The innermost line of the package that an error came through; it names the cause."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if PACKAGE in f.filename]
    where = f"{frames[-1].filename.rpartition(PACKAGE)[2]}:{frames[-1].name}" if frames else "?"
    return f"{type(error).__name__} in {where}"


def write(files: dict[str, bytes | str | None], folder: Path) -> None:
    for name, content in files.items():
        path = folder / name
        with suppress(OSError, ValueError):  # a name that this machine refuses is not there
            path.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                path.mkdir(exist_ok=True)
            elif isinstance(content, str):
                path.symlink_to(content)
            else:
                path.write_bytes(content)


def no_kernels():
    """Reports are planned, checked and published; the notebooks themselves are not run."""
    from helpers import Performer

    from discrepancy.report import run

    real = run.locally
    return mock.patch.object(run, "locally", lambda jobs=0: real(jobs) and Performer())


def ask(example: Example) -> tuple[int, str, str, BaseException | None, list[str]]:
    """Exit code, both streams, what was raised, and what a user would see beside."""
    beside: list[str] = []
    hooks = sys.unraisablehook
    sys.unraisablehook = lambda found: beside.append(f"Exception ignored: {found.exc_type.__name__} in {found.object!r:.80}")
    env = {"COLUMNS": "110", "HOME": os.getcwd()} | example.env
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            for quiet in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
                warnings.simplefilter("ignore", quiet)
            if example.args[:1] == ("assistant",):
                return _assistant(*example.args[1:], beside=beside)
            with no_kernels() if "report" in example.args[:1] else nullcontext():
                done = CliRunner().invoke(main, example.args, input=example.stdin, env=env, prog_name="discrepancy")
        beside += [f"{w.category.__name__}: {str(w.message)[:200]} ({Path(w.filename).name})" for w in caught]
    finally:
        sys.unraisablehook = hooks
    raised = None if isinstance(done.exception, SystemExit) else done.exception
    return done.exit_code, done.stdout_bytes.decode("utf-8", "replace"), done.stderr_bytes.decode("utf-8", "replace"), raised, beside


def _assistant(name: str, given: str, beside: list[str]):
    """A tool of ``discrepancy mcp``, called as by the protocol."""
    from discrepancy.app import assistant

    try:
        text, data = assistant.answer(assistant.Verbs("."), name, json.loads(given))
        json.dumps(data, allow_nan=False)
        return 0, text, "", None, beside
    except Exception as error:
        ours = type(error).__module__.startswith("discrepancy")
        return (2, "", str(error), None, beside) if ours else (1, "", "", error, beside)


def judge(example: Example, folder: Path, slack: float = 1.0) -> Fault | None:
    """What is wrong with the answer to an example, which is written to an empty folder and run there."""
    inner = folder / "a" / "b"  # what is written beside it stays within the folder
    shutil.rmtree(folder, ignore_errors=True)
    inner.mkdir(parents=True)
    write(example.files, inner)
    allowed = slack * (SECONDS + PER_BYTE * example.size)
    command, began = (example.args[0] if example.args else ""), time.process_time()
    with chdir(inner):
        try:
            with bounded(allowed):
                code, out, err, raised, beside = ask(example)
        except OverTime as error:
            return Fault("time", f"{command}: {error} in {place_of(error).partition(' in ')[2]}", f"over {2 * allowed:.0f} s")
    spent = time.process_time() - began
    if raised is not None:
        return Fault("traceback", place_of(raised), f"{raised!r:.200}")
    if beside:
        return Fault("warning", beside[0].partition(":")[0] + beside[0].rpartition(" ")[2], beside[0])
    if spent > allowed:
        return Fault("time", command, f"{spent:.1f} s where {allowed:.1f} s are allowed")
    return answered(example, command, code, out, err)


def answered(example: Example, command: str, code: int, out: str, err: str) -> Fault | None:
    aborted = code == 1 and err.rstrip().endswith("Aborted!")  # a prompt that nobody answers
    if code not in CODES.get(command, {0, 2}) and not aborted:
        return Fault("exit", f"{command} {code}", (out + err)[-300:])
    said = "\n".join([err, out] if code == 2 else [err])
    given = "\n".join([*example.args, *(v or "" for v in example.env.values())])
    if (
        (found := INNER.search(said))
        and found[0] not in given
        and not any(isinstance(c, bytes) and found[0].encode() in c for c in (*example.files.values(), example.stdin))
    ):
        return Fault("inner", f"{command}: {found[0]}", said[max(0, found.start() - 100) : found.end() + 200])
    if code == 2 and not said.strip():
        return Fault("silent", command)
    if long := next((line for line in said.split("\n") if len(line) > LONGEST and line[0] != "{"), ""):
        return Fault("long", f"{command}: {re.sub(chr(34) + '.*|[0-9]+', '', long[:40])}", f"{len(long):,} characters: {long[:300]}")
    structured = "--json" in example.args or command == "extract"
    if found := CONTROL.search(said if structured else said + out):
        whole = said if structured else said + out
        return Fault(
            "control",
            f"{command}: {found[0]!r} {'refused' if code == 2 else 'answered'}",
            repr(whole[max(0, found.start() - 150) : found.end() + 50]),
        )
    if code in (0, 4) and out.strip() and not {"-h", "--help", "--version"} & {*example.args}:
        return parsed(example, command, out)
    return None


def _no(name: str):
    raise ValueError(f"{name} in JSON")


def parsed(example: Example, command: str, out: str) -> Fault | None:
    """What is for programs can be read by them."""
    asked = example.args.count("--json")
    try:
        if asked and command == "read":
            for line in out.splitlines():
                json.loads(line, parse_constant=_no)
        elif asked and command in ("gap", "panel", "where", "houses", "lists", "extract", "verify", "import"):
            json.loads(out, parse_constant=_no)
        elif command == "extract" and "--append" not in example.args:
            rows = list(csv.reader(io.StringIO(out), strict=True))
            if any(len(row) != len(rows[0]) for row in rows):
                return Fault("json", f"{command}: rows of different lengths", out[:300])
    except (ValueError, csv.Error) as error:
        return Fault("json", f"{command}: {error!s:.40}", out[:300])
    return None


# ------------------------------------------------------------------------------------------- cut down


def smallest(example: Example, folder: Path, fault: Fault, tries: int = 400) -> Example:
    """A smaller example with the same fault: arguments, files, lines, words and characters are left out as long as it stays."""
    left = [tries]

    def still(smaller: Example) -> bool:
        left[0] -= 1
        return left[0] >= 0 and (found := judge(smaller, folder)) is not None and found.cause == fault.cause

    for name in example.files:
        without = {k: v for k, v in example.files.items() if k != name}
        example = replace(example, files=without) if still(replace(example, files=without)) else example
    example = _cut(example, "env", tuple(example.env.items()), dict, still)
    example = _cut(example, "args", example.args[1:], lambda kept: (*example.args[:1], *kept), still)
    for name, content in example.files.items():
        if isinstance(content, bytes) and content:
            for pieces in PIECES:
                now = example.files[name]
                put = lambda kept, name=name, files=example.files: files | {name: b"".join(kept)}
                example = _cut(example, "files", pieces(now), put, still)
    for pieces in PIECES:
        example = _cut(example, "stdin", pieces(example.stdin), b"".join, still)
    for i in range(1, len(example.args)):
        for pieces in (lambda t: tuple(re.findall(r"\s*\S+\s*", t)), tuple):
            put = lambda kept, i=i, args=example.args: (*args[:i], "".join(kept), *args[i + 1 :])
            example = _cut(example, "args", pieces(example.args[i]), put, still)
    return example


PIECES: tuple[Callable[[bytes], tuple[bytes, ...]], ...] = (
    lambda raw: tuple(raw.splitlines(keepends=True)),
    lambda raw: tuple(re.findall(rb"\s*\S+\s*", raw)) if raw.strip() else (raw,),
    lambda raw: tuple(raw[i : i + 1] for i in range(len(raw))) if len(raw) < 400 else (raw,),
)


def _cut(example: Example, name: str, parts: tuple, put: Callable, still: Callable[[Example], bool]) -> Example:
    """Leave out halves, quarters … of the parts."""
    step = max(1, len(parts) // 2)
    while parts:
        at = 0
        while at < len(parts):
            kept = parts[:at] + parts[at + step :]
            if still(smaller := replace(example, **{name: put(kept)})):
                example, parts = smaller, kept
            else:
                at += step
        if step == 1:
            break
        step //= 2
    return example
