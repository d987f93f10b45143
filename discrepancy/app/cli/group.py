"""The commands: read, gap, panel, where, lists, houses, new, import, check, extract, verify, report, mcp.  Answers are plain text, or JSON with ``--json``.

Nothing heavy is imported before it is needed: ``discrepancy --help`` answers at once.
"""

from __future__ import annotations

import errno
import json
import re
import sys
from contextlib import redirect_stderr, redirect_stdout
from difflib import get_close_matches
from functools import partial
from itertools import pairwise, takewhile
from typing import Any

import click

from discrepancy import __version__
from discrepancy.display import isolated
from discrepancy.saying.text import clean, escaped

__all__ = ["JSON", "KNOWN_BY", "MEASURE", "TEXT", "OfCase", "Phrases", "main", "print_json"]

TEXT = partial(click.option, default="")  # an option that takes words, and is empty without
MEASURE = TEXT("--measure", help="What is counted.")
KNOWN_BY = TEXT("--known-by", metavar="DATE", help="Use nothing said or published later.")
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.ENOMEM, errno.EMFILE, errno.ENFILE}  # what another day may have
JSON = click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")


def print_json(answer: dict[str, Any], indent: int | None = 1) -> None:
    """Print an answer for programs; without an indent, on one line."""
    click.echo(escaped(json.dumps(answer, ensure_ascii=False, indent=indent, allow_nan=False)))


class _Shown:
    """A stream of the commands: no control character reaches it, and no mark that hides or turns text, wherever either came from."""

    encoding = "utf-8"  # click goes round a stream of ASCII

    def __init__(self, stream: Any):
        self._stream = stream

    def write(self, text: str) -> int:
        if isinstance(text, str):
            text = isolated(clean(text)) if self._stream.isatty() else clean(text)  # what a program reads has no marks of ours
        return self._stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _short(text: str, most: int = 1000) -> str:
    """Lines that can be read: of one with a value of thousands of characters both ends stay."""
    return "\n".join(line if len(line) <= most else f"{line[: most // 2]} […] {line[-most // 2 :]}" for line in text.split("\n"))


class _Group(click.Group):
    """A group that answers errors of ours with a sentence and exit code 2, never with a traceback, and shows text as text."""

    def main(self, *args: Any, **how: Any) -> Any:
        with redirect_stdout(sys.stdout and _Shown(sys.stdout)), redirect_stderr(sys.stderr and _Shown(sys.stderr)):
            return super().main(*args, **how)

    def invoke(self, ctx: click.Context):
        try:
            return super().invoke(ctx)
        except OSError as error:  # of the machine, wherever it strikes: no room, no more files, no such folder any more
            click.echo(f"{error.filename or 'the folder that you are in'}: {error.strerror or error}", err=True)
            ctx.exit(1 if error.errno in FULL else 2)
        except click.ClickException as error:
            error.message = _short(error.message)
            raise
        except Exception as error:
            # Errors of ours carry a message for users; anything else is a bug and shall be seen as one.
            if not type(error).__module__.startswith("discrepancy"):
                raise
            click.echo(_short(str(error)), err=True)
            ctx.exit(getattr(error, "code", 2))


class Phrases(click.Command):
    """A command that takes printed phrases, which may begin with a minus sign; an option that it does not have is refused all the same."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = [name for param in self.get_params(ctx) for name in param.opts]
        for name in (arg.partition("=")[0] for arg in takewhile("--".__ne__, args)):
            if re.match("--?[A-Za-z]", name) and name not in known:
                raise click.NoSuchOption(name, possibilities=get_close_matches(name, known), ctx=ctx)
        # Marked by what no shell hands on: click would look for options in "-5 thousand", and find -h.
        takes = {name for param in self.get_params(ctx) if not getattr(param, "is_flag", True) for name in param.opts}
        minus = lambda before, arg: before not in takes and re.match("--?[^-A-Za-z]", arg)
        rest = super().parse_args(ctx, [f"\0{arg}" if minus(before, arg) else arg for before, arg in pairwise(["", *args])])
        ctx.params = {k: v.removeprefix("\0") if isinstance(v, str) else v for k, v in ctx.params.items()}
        return rest


class OfCase(Phrases):
    """A command on a case, or on phrases, which has an option for each dimension that the case declares: ``--place haiti``."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        return [*super().get_params(ctx), *ctx.meta.get("dimensions", ())]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = {name for param in self.get_params(ctx) for name in param.opts}
        if any(re.match("--[A-Za-z]", arg) and arg.partition("=")[0] not in known for arg in args):
            ctx.meta["dimensions"] = [
                click.Option([f"--{name.replace('_', '-')}", name], default="", help=f"A value of {name}.")
                for name in _dimensions(args)
                if f"--{name.replace('_', '-')}" not in known
            ]
        return super().parse_args(ctx, args)


def _dimensions(args: list[str]) -> list[str]:
    """The dimensions of the first argument that is a case: those of its settings, for its rows are read once, by the command."""
    from discrepancy.case.files.bytes import Folder
    from discrepancy.case.places import find
    from discrepancy.case.problems import CaseError
    from discrepancy.case.settings import read_dimensions, read_toml

    for arg in args:
        try:
            folder = Folder(find(arg), {})
        except (CaseError, OSError, ValueError):
            continue
        return [*read_dimensions(read_toml(folder), [], [])]
    return []


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="discrepancy")
def main() -> None:
    """Why do two sources give different numbers for the same thing?

    \b
      discrepancy read "already exceeded 3,000"
      discrepancy gap "already exceeded 3,000" "around 1,100"
      discrepancy gap dprk-kursk --a ukraine --b south-korea
      discrepancy panel hong-kong-july-march
      discrepancy where a.csv b.csv --by region,sex
      discrepancy lists a.csv b.csv c.csv --by id
      discrepancy houses dprk-kursk
      discrepancy new my-case --a "more than 2,000" --b "about 1,500"
      discrepancy import deaths.xlsx --into my-case
      discrepancy check PATH/TO/CASE
      discrepancy verify article.txt --case dprk-kursk --date 2024-12-28
      discrepancy report
    """
