"""Files of schedules/ that are copied: readable by what reads them, and with commands that this version takes."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import shutil
import subprocess
from datetime import date

import pytest
import yaml
from conftest import ROOT

from discrepancy.app.cli.reports import report
from discrepancy.report.plan import sweep
from discrepancy.report.site.alerts import conditions

FOLDER = ROOT / "schedules"
UNITS = ["discrepancy.service", "discrepancy.timer", "discrepancy-mail.service"]


def unit(name):
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(FOLDER / name, encoding="utf-8")
    return parser


def workflow():
    return yaml.safe_load((FOLDER / "report.yml").read_text(encoding="utf-8"))


def step():
    return next(step for step in workflow()["jobs"]["render"]["steps"] if step.get("id") == "report")["run"]


def jobs():
    """The lines of the crontab that run something: five fields and a command each."""
    lines = (FOLDER / "crontab").read_text(encoding="utf-8").splitlines()
    return [line.split(None, 5) for line in lines if line and not line.startswith("#") and not re.match(r"\w+=", line)]


def commands():
    """Each `discrepancy report` of a file, as a shell or systemd would split it."""
    for *_, command in jobs():
        command = command.replace(r"\%", "%").replace("$(date +%F)", date.today().isoformat())
        yield "crontab", shlex.split(re.split(r" > \w+\.log", command.partition("&& ")[2])[0])
    yield "discrepancy.service", shlex.split(unit("discrepancy.service")["Service"]["ExecStart"])
    line = next(line for line in step().splitlines() if "discrepancy report" in line)
    yield "report.yml", shlex.split(line.partition("${")[0])
    for block in re.findall(r"^```sh\n(.*?)^```", (ROOT / "docs" / "scheduling.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if "discrepancy report" in line:
                yield "scheduling.md", shlex.split(line, comments=True)


def test_every_command_is_one_that_the_command_line_takes():
    seen = []
    for name, (program, command, *arguments) in commands():
        assert program.endswith("discrepancy") and command == "report", name
        given = report.make_context("report", arguments).params
        conditions(given["alert"]) if given["alert"] else None
        sweep.parse(given["sweeps"], dict(given["parameters"]))
        seen.append(name)
    assert set(seen) == {"crontab", "discrepancy.service", "report.yml", "scheduling.md"}


def test_lines_of_the_crontab():
    for *fields, command in jobs():
        assert all(re.fullmatch(r"[\d*,/-]+", field) for field in fields), fields
        assert not re.search(r"(?<!\\)%", command), "cron takes a bare % for the end of the line"


@pytest.mark.parametrize(("code", "mailed"), [(0, ""), (1, "said\n"), (3, "said\n"), (5, "said\n")])
def test_cron_mails_what_was_said_only_if_there_is_something_to_do(tmp_path, code, mailed):
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    pretend(tmp_path / ".venv" / "bin", code)
    for *_, command in jobs():
        command = command.replace(r"\%", "%").replace("/srv/reports", shlex.quote(str(tmp_path)))
        assert subprocess.run(["sh", "-c", command], capture_output=True, text=True).stdout == mailed


def pretend(folder, code):
    """A `discrepancy` that says its arguments to a file, a word to standard output, and ends with a code."""
    program = folder / "discrepancy"
    program.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > {shlex.quote(str(folder / "arguments"))}\necho said\nexit {code}\n')
    program.chmod(0o755)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze on the PATH")
def test_systemd_takes_the_units(tmp_path):
    for name in UNITS:
        text = (FOLDER / name).read_text(encoding="utf-8").replace("/srv/reports/.venv/bin/discrepancy", "/bin/true")
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", *(tmp_path / name for name in UNITS)], capture_output=True, text=True)
    assert (done.returncode, [line for line in done.stderr.splitlines() if "discrepancy" in line]) == (0, [])


def test_units_name_each_other():
    assert unit("discrepancy.service")["Unit"]["OnFailure"] == "discrepancy-mail.service"
    assert "--unit=discrepancy.service" in unit("discrepancy-mail.service")["Service"]["ExecStart"]
    assert unit("discrepancy.timer")["Timer"]["OnCalendar"] == "Mon..Fri 06:30 Europe/Berlin"


def test_the_workflow_publishes_with_no_more_rights_than_it_needs():
    flow = workflow()
    assert set(flow[True]) == {"schedule", "workflow_dispatch"}  # YAML reads "on" as true
    assert flow["permissions"] == {"contents": "read"}
    rights = {name: job.get("permissions") for name, job in flow["jobs"].items()}
    assert rights == {"render": None, "publish": {"pages": "write", "id-token": "write"}, "alert": {}}
    assert flow["concurrency"] == {"group": "report", "cancel-in-progress": False}
    scripts = [step["run"] for job in flow["jobs"].values() for step in job["steps"] if "run" in step]
    assert not any("${{" in script for script in scripts)  # what somebody types is never part of a script
    assert not any("git " in script for script in scripts)


@pytest.mark.parametrize(("code", "ends"), [(0, 0), (1, 1), (2, 2), (3, 3), (5, 0)])
@pytest.mark.parametrize(("typed", "passed"), [("", ""), ("2024-12-27; exit 9", "-p|known_by|2024-12-27; exit 9|")])
def test_the_workflow_goes_on_to_publish_only_what_was_published(tmp_path, code, ends, typed, passed):
    pretend(tmp_path, code)
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "KNOWN_BY": typed, "GITHUB_OUTPUT": str(tmp_path / "output")}
    assert subprocess.run(["bash", "-e", "-c", step()], env=environment, capture_output=True).returncode == ends
    assert (tmp_path / "output").read_text() == f"code={code}\n"
    assert (tmp_path / "arguments").read_text().endswith("--max-age-days|30|" + passed)
