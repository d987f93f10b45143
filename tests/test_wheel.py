"""The wheel alone: built, installed elsewhere, and used in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile

import pytest
from conftest import ROOT


def run(*command, cwd, **env):
    """Run a command as somebody would who has no checkout."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHONPATH", "PYTEST"))} | env
    done = subprocess.run([*map(str, command)], cwd=cwd, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_cases_notebooks_and_templates_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in ("data/*/claims.csv", "notebooks/0*.ipynb", "report/templates/*", "reading/languages/*.toml"):
        for path in [*ROOT.glob(wanted), *ROOT.glob(f"discrepancy/{wanted}")]:
            if path.is_file():
                assert f"discrepancy/{path.relative_to(ROOT).as_posix().removeprefix('discrepancy/')}" in names
    assert not [n for n in names if n.startswith(("tests", "benchmarks", "docs")) or "__pycache__" in n]


def test_installed_elsewhere_it_renders_a_report_in_an_empty_folder(wheel, tmp_path):
    home, empty = tmp_path / "home", tmp_path / "empty"
    empty.mkdir()
    venv.create(home, symlinks=os.name != "nt")
    binaries = home / ("Scripts" if os.name == "nt" else "bin")
    python = binaries / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=empty)
    # The packages that it needs, from here: a line in a .pth adds the folder, but not the checkout that is installed in it.
    own = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=empty).strip()
    with open(os.path.join(own, "needed.pth"), "w") as file:
        file.write("\n".join(dict.fromkeys((sysconfig.get_path("purelib"), sysconfig.get_path("platlib")))))
    assert own in run(python, "-c", "import discrepancy; print(discrepancy.__file__)", cwd=empty)

    share = os.path.join(sys.prefix, "share", "jupyter")  # the templates of nbconvert
    printed = run(binaries / "discrepancy", "report", "hurricane-maria", "--notebooks", "03", cwd=empty, JUPYTER_PATH=share)
    assert "1 page in" in printed
    assert {p.name for p in (empty / "site" / "hurricane-maria").glob("*.html")} == {"03-gap.html", "claims.html", "report.html"}
    assert "1,191" in (empty / "site" / "index.html").read_text()
    assert sorted(p.name for p in empty.iterdir()) == [".site.runs", "site"]
