"""Whatever stands in a case, an article or an argument, no control character and no mark that hides or turns text reaches a terminal.

The commands are run at a pseudo-terminal: of what goes into a pipe click takes some of it away by itself.
"""

from __future__ import annotations

import os
import pty
import re
import shutil
import sys
import threading
from pathlib import Path

import pytest

from discrepancy.app.cli.group import main

MARKS = "\u061c\u00ad\u2028\u206a\ufff9\U000e0041\u200b\u202e\u2066\u115f\u3164\ufeff"
CONTROLS = "\x1b]8;;https://evil.example\x07\x1b[31m\x9b31m\x08\x7f\r"
SEEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{MARKS}]|\r(?!\n)")  # at a terminal lines end with both
CLAIMS = """source,statement_date,measure,area,wording,url,reported_by,notes
alpha,2024-12-23,killed,north,more than 3,000 killed,https://e.org/a,x{0},{0}
beta,2024-12-23,killed,north,around 1,100 killed,https://e.org/b,y,=x
"""
TOML = """title = "T{0}{1}"
[measures.killed]
label = "k{0}{1}illed"
noun = "p{0}{1}eople"
[dimensions.area.values]
north = "N{0}{1}"
[defaults]
a = "alpha"
b = "beta"
"""


@pytest.fixture
def case(tmp_path, monkeypatch):
    claims = CLAIMS.format(MARKS).replace("3,000 killed", '3,000 killed"').replace("1,100 killed", '1,100 killed"')
    (tmp_path / "marks").mkdir()
    (tmp_path / "marks" / "claims.csv").write_text(claims.replace("more", '"more').replace("around", '"around'), encoding="utf-8")
    names = f"source,name,group\nalpha,Al{MARKS}pha,ga{MARKS}\nbeta,בטא,gb\n"
    (tmp_path / "marks" / "sources.csv").write_text(names, encoding="utf-8")
    (tmp_path / "marks" / "case.toml").write_text(TOML.format(MARKS, ""), encoding="utf-8")
    shutil.copytree(tmp_path / "marks", tmp_path / "controls")
    escapes = "".join(f"\\u{ord(c):04x}" for c in CONTROLS)
    (tmp_path / "controls" / "case.toml").write_text(TOML.format(MARKS, escapes), encoding="utf-8")
    (tmp_path / "text.md").write_text(f"Al{MARKS}pha said on Monday that 3,000{MARKS} people were killed.\n", encoding="utf-8")
    (tmp_path / "list.csv").write_text(f"id,n\nx{MARKS},1\ny,2\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def at_a_terminal(*args: str) -> tuple[int, str]:
    """The exit code of a command, and what it writes to a terminal."""
    ours, theirs = pty.openpty()
    read: list[bytes] = []

    def listen() -> None:
        try:
            while some := os.read(ours, 65536):
                read.append(some)
        except OSError:
            return

    hearing = threading.Thread(target=listen)
    hearing.start()
    kept = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = open(theirs, "w", encoding="utf-8")  # noqa: SIM115
    try:
        main(list(args), prog_name="discrepancy")
    except SystemExit as left:
        code = left.code
    finally:
        sys.stdout.close()
        sys.stdout, sys.stderr = kept
        hearing.join(10)
        os.close(ours)
    return code, b"".join(read).decode()


ASKED = [
    (0, "check marks"),
    (2, "check controls"),
    (2, "check marks --strict"),
    (2, "check no@"),
    (0, "gap marks"),
    (0, "gap marks --note"),
    (0, "gap marks --json"),
    (2, "gap controls"),
    (2, "gap marks --a nobody@"),
    (2, "gap marks --area x@"),
    (2, "gap marks --measure x@"),
    (2, "panel marks --by x@"),
    (2, "houses controls"),
    (2, "houses marks"),
    (2, "read about@3,000"),
    (2, "read x@ --json"),
    (2, "new x@"),
    (2, "new x --a 3,000@ --b 5"),
    (2, "import list.csv --into x@"),
    (2, "lists list.csv list.csv --by x@"),
    (2, "where list.csv list.csv --by x@"),
    (0, "extract text.md --date 2024-12-24"),
    (0, "extract text.md --date 2024-12-24 --json --case marks"),
    (2, "extract x@"),
    (4, "verify text.md --date 2024-12-24 --case marks"),
    (2, "report controls"),
    (2, "report marks -p x@ 1"),
    (2, "report marks --notebooks x@"),
    (2, "report marks --alert x@"),
    (2, "x@"),
    (2, "read --x@"),
]


@pytest.mark.parametrize(("code", "asked"), ASKED, ids=[asked for _, asked in ASKED])
def test_nothing_of_it_reaches_a_terminal(case, code, asked):
    found, shown = at_a_terminal(*(arg.replace("@", MARKS + CONTROLS) for arg in asked.split()))
    assert SEEN.findall(shown.replace("\u2066", "")) == [] and shown and "Traceback" not in shown
    assert found == code or (asked.startswith("verify") and found in (0, 4)), shown


def test_a_terminal_keeps_words_from_right_to_left_apart_and_a_program_gets_none_of_our_marks(case, capsys):
    assert "\u2068בטא\u2069" in at_a_terminal("gap", "marks")[1]
    with pytest.raises(SystemExit):
        main(["gap", "marks"])
    assert "בטא" in (said := capsys.readouterr().out) and not re.search("[\u2066-\u2069]", said)


def test_cells_of_extract_are_run_by_no_spreadsheet(tmp_path, capsys):
    text = "| who | killed |\n|---|---|\n| =cmd\\|'/c calc'!A0 | 3,000 |\n| +1+1 | 50 |\n| @SUM(A1) | 60 |\n"
    Path(tmp_path, "t.md").write_text(text + "\n=cmd|'/c calc'!A Corps said that 5 people were killed.\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["extract", str(tmp_path / "t.md"), "--date", "2024-12-24"])
    rows = capsys.readouterr().out
    assert "'=cmd" in rows and "'+1+1" in rows and "'@SUM" in rows and not re.search(r"(?m)(^|,\"?)[=+@]", rows)
