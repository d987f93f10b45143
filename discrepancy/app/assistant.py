"""The verbs read, gap, where, verify and note as tools for assistants: the Model Context Protocol over standard input and output.

In goes a call with its arguments as text; out comes the answer twice: the sentences and sources as the commands print them, and the same
as data.  An error is a sentence.  Nothing is written anywhere, and files are read from one folder alone and from the cases that come with
the package.  The protocol, and reading and writing it, are the package ``mcp``'s; docs/assistants.md is for readers.
"""

from __future__ import annotations

import os
import sys
import tomllib
import traceback
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from discrepancy import __version__, dates
from discrepancy.app.said import gap_said, where_said
from discrepancy.article.text import read_article
from discrepancy.article.verify import verify
from discrepancy.case.load import load_case
from discrepancy.case.model import Case
from discrepancy.case.places import case_names
from discrepancy.case.problems import nearest
from discrepancy.case.who import said_by, speaker
from discrepancy.gap.choices import range_of
from discrepancy.gap.explain import between, explain
from discrepancy.gap.gap import Gap
from discrepancy.reading.phrase import read
from discrepancy.saying.text import clean, join, listed
from discrepancy.story.gap import gap_story, headline
from discrepancy.story.screen import sources
from discrepancy.story.where import where_story
from discrepancy.strata.where import where

if TYPE_CHECKING:
    from mcp.server import Server

LONGEST = {"text": 200_000}  # characters of an argument: an article; of any other as many as `SHORT`
SHORT = 2_000
LARGEST = 20_000_000  # bytes of a table, or of the tables of a case
MOST_TEXT, MOST_ROWS = 40_000, 200  # characters of an answer, and rows of each list in its data

_TOLD: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
ABOUT, ARGUMENTS = _TOLD["about"], _TOLD["arguments"]
Answer = tuple[str, dict[str, Any]]  # the text, and the same as data


class AskedError(ValueError):
    """A call that cannot be answered.  The message says what would be right."""


class Verbs:
    """What can be asked, of the cases that come with the package and of what lies in one folder.

    Each public method is a tool: its docstring says what it is for, and its arguments are those that `TOOLS` names.

    Examples
    --------
    >>> text, data = Verbs().read("already exceeded 3,000")
    >>> data["low"], data["open"]
    (3000, 'high')
    """

    def __init__(self, folder: str | Path = "."):
        self._folder = Path(os.path.expanduser(folder)).resolve()

    def read(self, phrase: str, rule: str = "hedge") -> Answer:
        """Read one printed phrase: its number, its interval, its open side."""
        reading = read(phrase, rule)
        return str(reading), reading.to_dict()

    def gap(self, case: str = "", a: str = "", b: str = "", **asked: str) -> Answer:
        """Explain why two figures of a case differ, or two printed phrases without a case: factors, what remains, whether both can be right."""
        gap = self._gap(case, a, b, asked)
        told = {"headline": headline(gap), "sentences": _paragraphs(gap_story(gap)), "sources": sources([gap]) if gap.case else []}
        return gap_said(gap), told | gap.to_dict() | {"multiverse": range_of(gap)}

    def note(self, case: str, a: str = "", b: str = "", **asked: str) -> Answer:
        """Tell the gap between two figures of a case in at most 120 words with numbered addresses, to paste."""
        gap = self._gap(case, a, b, asked)
        return gap.note(), {"note": gap.note(), "sources": sources([gap])}

    def where(
        self, a: str, b: str, by: str, value: str = "", weight: str = "", total: str = "total", case: str = "", **asked: str
    ) -> Answer:
        """Tell where the gap between two tables of one total sits (CSV or xlsx), or between two sources of a case, row by row."""
        held = self._case(case) if case else None
        found = where(*((a, b) if held else map(self._file, (a, b))), listed(by), listed(value), weight, total, held, **asked)
        said = [c for who in (a, b) for c in said_by(held, speaker(held, who)) if c.measure in found.value] if held else []
        pages = {c.url for c in said if found.day.rpartition(" ")[2] in (c.speaks_of, c.statement_date, "")}
        told = {"sentences": _paragraphs(where_story(found)), "sources": sorted({*pages, found.url} - {""})}
        return "\n".join([where_said(found), *told["sources"][:20]]), told | found.to_dict()

    def verify(self, text: str, case: str, date: str) -> Answer:
        """Set the numbers of an article beside the record of a case, as known on its day."""
        if len(date) != 10 or not dates.is_date(date):
            raise AskedError(f"date {clean(date, 40)!r} is no day: write YYYY-MM-DD")
        found = verify(read_article(text, name="the text"), date, self._case(case))
        return str(found), {"summary": found.summary, "differs": found.differs} | found.to_dict()

    def _gap(self, case: str, a: str, b: str, asked: Mapping[str, str]) -> Gap:
        if case:
            return explain(self._case(case), a, b, **asked)
        if not (a and b):
            raise AskedError("case: is missing: give one, or two printed phrases as a and b")
        if other := sorted(asked.keys() - {"rule"}):
            raise AskedError(f"{other[0]}: goes with a case, not with two phrases")
        return between(a, b, asked.get("rule", ""))

    def _case(self, given: str) -> Case:
        """A case that comes with the package, by name, or one that may be read."""
        if (path := self._within(given)).is_dir():
            self._small(given, path.iterdir())
            return load_case(path)
        if given in (names := case_names()):
            return load_case(given)
        raise AskedError(f"no case {clean(given, 80)!r} in {self._folder}: give a folder with a claims.csv, or {nearest(given, names)}")

    def _file(self, given: str) -> Path:
        self._small(given, [path := self._within(given)])
        return path

    def _within(self, given: str | Path) -> Path:
        """A path below the folder, with links followed; any other is refused before it is looked at."""
        with suppress(OSError, ValueError, RuntimeError):
            if (path := (self._folder / given).resolve()).is_relative_to(self._folder):
                return path
        raise AskedError(f"{clean(str(given), 80)!r} lies outside {self._folder}: start discrepancy mcp with --folder to read elsewhere")

    def _small(self, given: str, files: Iterable[Path]) -> None:
        found = [self._within(file) for file in files if file.suffix in (".csv", ".xlsx", ".toml")]
        if (size := sum(file.stat().st_size for file in found if file.is_file())) > LARGEST:
            most = f"up to {LARGEST / 1e6:.0f} MB are read here, any size by the command"
            raise AskedError(f"{clean(given, 80)} has {size / 1e6:,.0f} MB of tables: {most}")


def _paragraphs(story: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"heading": heading, "text": text} for heading, text in story]


_MORE = "measure kind as_of known_by rule dimensions"
TOOLS = {  # with their arguments; ! behind those that are needed
    "read": "phrase! rule",
    "gap": f"case a b {_MORE}",
    "note": f"case! a b {_MORE}",
    "where": f"a! b! by! value weight total case {_MORE}",
    "verify": "text! case! date!",
}


def answer(verbs: Verbs, name: str, given: Mapping[str, Any]) -> Answer:
    """What a tool answers; an `AskedError`, or an error of ours, says what is wrong with a call.

    Examples
    --------
    >>> answer(Verbs(), "read", {"phrase": "around 1,100"})[1]["best"]
    1100
    """
    if name not in TOOLS:
        raise AskedError(f"no tool {clean(name, 40)!r}: use one of {', '.join(TOOLS)}")
    known = TOOLS[name].replace("!", "").split()
    if extra := sorted(given.keys() - {*known}):
        raise AskedError(f"{name} has no argument {clean(extra[0], 40)!r}: use {join(known)}")
    asked = {key: value for key, value in given.items() if value not in (None, "")}
    if missing := [key for key in known if f"{key}!" in TOOLS[name].split() and key not in asked]:
        raise AskedError(f"{missing[0]}: is missing. {_described(missing[0])}")
    for key, value in asked.items():
        if not isinstance(value, str):
            raise AskedError(f"{key}: is {type(value).__name__}, and must be text")
        if len(value) > (most := LONGEST.get(key, SHORT)):
            raise AskedError(f"{key}: has {len(value):,} characters, up to {most:,} are read")
    for pair in listed(asked.pop("dimensions", "")):
        dimension, _, value = pair.partition("=")
        if not value or dimension.strip() in {*known, "width", "timing", "inferred"}:
            raise AskedError(f"dimensions: {clean(pair, 80)!r} is no name=value of a dimension")
        asked[dimension.strip()] = value.strip()
    text, data = getattr(verbs, name)(**asked)
    more = f"\n[… {len(text) - MOST_TEXT:,} more characters]" if len(text) > MOST_TEXT else ""
    left_out = {key: len(rows) - MOST_ROWS for key, rows in data.items() if isinstance(rows, list) and len(rows) > MOST_ROWS}
    short = {key: rows[:MOST_ROWS] if key in left_out else rows for key, rows in data.items()}
    return text[:MOST_TEXT].rstrip("\n") + more, short | ({"left_out": left_out} if left_out else {})


def _described(argument: str) -> str:
    return ARGUMENTS[argument].format(cases=", ".join(case_names()))


def server(folder: str | Path = ".") -> Server:
    """A server of the verbs, which is run by `serve`."""
    import mcp_types as types
    from anyio import to_thread
    from mcp.server import Server

    verbs = Verbs(folder)

    def tool(name: str, given: str) -> types.Tool:
        keys = given.replace("!", "").split()
        text = {key: {"type": "string", "description": _described(key), "maxLength": LONGEST.get(key, SHORT)} for key in keys}
        needed = [key for key in keys if f"{key}!" in given.split()]
        schema = {"type": "object", "properties": text, "required": needed, "additionalProperties": False}
        hints = types.ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
        return types.Tool(name=name, description=getattr(Verbs, name).__doc__, input_schema=schema, annotations=hints)

    def called(name: str, given: Mapping[str, Any]) -> types.CallToolResult:
        say = lambda text, **more: types.CallToolResult(content=[types.TextContent(type="text", text=text)], **more)
        try:
            text, data = answer(verbs, name, given)
        except Exception as error:
            if type(error).__module__.startswith("discrepancy"):
                return say(str(error), is_error=True)
            traceback.print_exc(file=sys.stderr)
            return say(f"{name} failed by a fault of discrepancy's own ({type(error).__name__}): please report it.", is_error=True)
        return say(text, structured_content=data)

    async def tools(_context: object, _params: object) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[tool(*each) for each in TOOLS.items()])

    async def call(_context: object, params: types.CallToolRequestParams) -> types.CallToolResult:
        return await to_thread.run_sync(called, params.name, params.arguments or {})

    return Server("discrepancy", version=__version__, instructions=ABOUT, on_list_tools=tools, on_call_tool=call)


def serve(folder: str | Path = ".") -> None:
    """Answer calls on standard input until it ends."""
    import anyio
    from mcp.server.stdio import stdio_server

    async def run() -> None:
        async with stdio_server() as (calls, answers):
            found = server(folder)
            await found.run(calls, answers, found.create_initialization_options())

    anyio.run(run)
