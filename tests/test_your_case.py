"""The worked examples of docs/your-case.md and the other pages below, run from the first line to the last: every command, every output."""

from __future__ import annotations

import re
import shlex

import pytest
from click.testing import CliRunner
from conftest import ROOT

from discrepancy.app.cli.group import main

TEXT = (ROOT / "docs" / "your-case.md").read_text(encoding="utf-8")
# A fenced block, with the file that it is said to be: "`flood/claims.csv` now reads:".
BLOCK = re.compile(r"(?:`(?P<file>[\w./-]+)` now reads:\s+)?^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
LEFT_OUT = "[…]"


def run(command: str) -> str:
    """What a command of the page prints; its exit code is 0, or the one in its comment."""
    name, *args = shlex.split(command.replace("\\\n", " "), comments=True)
    assert name == "discrepancy"
    result = CliRunner().invoke(main, args, prog_name=name)
    code = re.search(r"# exit code (\d)", command)
    assert result.exit_code == int(code[1] if code else 0), result.output
    return result.output


def lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


def alike(shown: str, printed: str) -> bool:
    """Whether the printed text is the shown one, but for what the page says it left out."""
    return re.fullmatch(".*".join(map(re.escape, lines(shown).split(LEFT_OUT))), lines(printed), re.DOTALL) is not None


@pytest.mark.parametrize(
    ("page", "least"), [("your-case.md", 11), ("where.md", 2), ("panel.md", 1), ("lists.md", 2), ("your-files.md", 7), ("index.md", 3)]
)
def test_the_worked_example(tmp_path, monkeypatch, page, least):
    monkeypatch.chdir(tmp_path)
    printed, commands = None, 0
    for block in BLOCK.finditer((ROOT / "docs" / page).read_text(encoding="utf-8")):
        kind, body = block["kind"], block["body"]
        if kind == "sh":
            printed = run(body)
            commands += 1
        elif kind == "text":
            assert alike(body, printed), f"the page shows\n{body}\nand this was printed\n{printed}"
            printed = None
        elif kind == "python":
            exec(compile(body, f"docs/{page}", "exec"), {})
        else:
            (tmp_path / block["file"]).parent.mkdir(exist_ok=True)
            (tmp_path / block["file"]).write_text(body, encoding="utf-8")
        assert kind == "sh" or printed is None, "every command stands before its output"
    assert commands >= least


def test_nothing_but_what_is_marked_may_differ():
    assert alike("a\n[…]\nb", "a\nx\ny\nb ") and alike("on […]: c", "on 3 May: c")
    assert not alike("a\nb", "a\nx\nb") and not alike("ab…", "abc")


def test_the_worked_example_is_of_nobody():
    text = (ROOT / "docs" / "your-case.md").read_text(encoding="utf-8")
    assert set(re.findall(r"https?://([\w.-]+)", text)) == {"example.org"}
