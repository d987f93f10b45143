"""What stands in two places agrees; what must not stand in the repository does not."""

from __future__ import annotations

import ast
import inspect
import re
import runpy
import shutil
import subprocess
import sys
import tomllib

import pytest
import yaml
from conftest import ROOT

import discrepancy as dc

# What conda calls otherwise: its "playwright" is for Node, its "duckdb" the command.
CONDA = {
    "playwright": "playwright-python",
    "duckdb": "python-duckdb",
    "fastjsonschema": "python-fastjsonschema",
    "jupyter-client": "jupyter_client",
}


def packages(lines, names=CONDA):
    """Specifications as conda has them: without extras, for its packages bring what they need, and by its own names."""
    split = (re.fullmatch(r"([\w-]+)(.*)", re.sub(r"\s+|\[.*?\]", "", line)) for line in lines)
    return {names.get(found[1], found[1]) + found[2] for found in split}


def test_environment_yml_equals_pyproject():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = {
        name: group for name, group in project["optional-dependencies"].items() if name not in ("bench", "fonts")
    }  # typefaces are not on conda-forge
    wanted = packages([*project["dependencies"], *(p for group in extras.values() for p in group)])
    lines = re.findall(r"^  - (\S+)$", (ROOT / "environment.yml").read_text(), re.MULTILINE)
    given = {line for line in lines if line not in ("conda-forge", "pip", "pip:")}
    assert given == wanted | {f"python{project['requires-python']}"}


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-docs.lock"])
def test_the_locks_name_no_registry_and_hold_hashes_of_all(name):
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text().rstrip())
    assert [e for e in entries if not re.fullmatch(r"[\w.-]+==\S+( ; [^\n\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+", e)] == []
    make = (ROOT / "Makefile").read_text()
    assert f"--require-hashes -r {name}" in make and make.count("pip install") == 2 and "--no-deps --no-build-isolation -e ." in make


def test_the_lock_holds_every_dependency():
    lock = (ROOT / "requirements.lock").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for spec in [*project["dependencies"], *(p for group in project["optional-dependencies"].values() for p in group)]:
        name = re.match(r"[\w-]+", spec)[0]
        assert re.search(rf"^{name}==", lock, re.MULTILINE), name


# Packages by the names of their modules, where these differ, and what is declared for another reason than that it is imported by name.
MODULES = {"bs4": "beautifulsoup4", "dateutil": "python-dateutil", "pil": "pillow"}
NOT_IMPORTED = {"ipykernel": "forked kernels, by its name as text", "jupyterlab": "make lab"}


def test_what_is_imported_is_declared_and_the_other_way_round():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    of = lambda specs: {re.match(r"[\w-]+", spec)[0] for spec in specs}
    more = {name: of(group) for name, group in project["optional-dependencies"].items() if name not in ("bench", "fonts", "test")}
    plain, extra = of(project["dependencies"]), set().union(*more.values())
    found, at_once = set(), set()
    for path in (ROOT / "discrepancy").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in (node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module]
            modules = {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"discrepancy"}
            taken = {MODULES.get(m.lower(), m.lower().replace("_", "-")) for m in modules}
            found |= taken
            at_once |= taken if node in tree.body and "app/lab" not in path.as_posix() else set()
    assert found == (plain | extra) - set(NOT_IMPORTED) and at_once <= plain


def test_the_names_of_currencies_and_units_are_those_of_the_unicode_cldr():
    """`python packaging/cldr.py` writes the table anew; it is smaller by two powers of ten than the package it comes from."""
    made = runpy.run_path(str(ROOT / "packaging" / "cldr.py"))
    assert made["TABLE"].read_text(encoding="utf-8") == made["table"]()
    assert "Unicode, Inc." in made["TABLE"].with_name("LICENSE.unicode").read_text(encoding="utf-8")


def test_the_audit_tells_a_licence_that_is_unknown_or_binds():
    audit = runpy.run_path(str(ROOT / "packaging" / "audit.py"))
    kept = [
        "MIT",
        "BSD-3-Clause AND 0BSD",
        "GPL-2.0 OR Apache-2.0",
        "Mozilla Public License 2.0 (MPL 2.0)",
        "GNU Lesser General Public License",
    ]
    told = ["", "GPL-3.0-only", "MIT AND GPL-3.0", "limited", "AGPL-3.0", "Proprietary"]
    assert [*map(audit["free"], kept)] == [True] * 5 and [*map(audit["free"], told)] == [False] * 6
    done = subprocess.run([sys.executable, ROOT / "packaging" / "audit.py", "--offline"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "") and done.stdout.endswith("skipped, nobody is asked with --offline\n")
    assert re.search(r"^  BSD.*\bpandas \(plain\)", done.stdout, re.MULTILINE)


def test_a_weakness_can_be_reported_without_an_address_of_our_own():
    text = (ROOT / "SECURITY.md").read_text()
    assert "a notebook is a program" in text and "@" not in text and "://" not in text


def test_the_given_packages_are_all_there():
    text = (ROOT / "environment.yml").read_text()
    for name in ("jupyterlab", "pandas", "matplotlib", "seaborn", "nbval", "papermill"):
        assert f"- {name}>=" in text


def test_no_sanitising_hides_a_difference():
    assert not [p for folder in ("tests", "notebooks") for p in (ROOT / folder).rglob("*sanit*")]
    assert "--nbval-sanitize-with" not in (ROOT / "pyproject.toml").read_text() + (ROOT / "Makefile").read_text()


def test_one_version_everywhere():
    assert re.search(rf"^version: {re.escape(dc.__version__)}$", (ROOT / "CITATION.cff").read_text(), re.MULTILINE)
    assert re.search(r"^## (?!Unreleased)(\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[1] == dc.__version__
    recipe = yaml.safe_load((ROOT / "packaging" / "recipe.yaml").read_text())
    assert recipe["context"]["version"] == dc.__version__


def test_the_conda_recipe_asks_for_what_pyproject_does():
    recipe = yaml.safe_load((ROOT / "packaging" / "recipe.yaml").read_text())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = {line.replace(" ", "").replace("${{python_min}}", recipe["context"]["python_min"]) for line in recipe["requirements"]["run"]}
    names = CONDA | {"matplotlib": "matplotlib-base"}  # without the windows of a desktop
    assert asked == packages([*project["dependencies"], f"python{project['requires-python']}"], names)
    assert recipe["build"]["python"]["entry_points"] == [f"discrepancy = {project['scripts']['discrepancy']}"]


def test_environment_yml_is_what_repo2docker_reads():
    """Its own keys, python from a channel, and the checkout itself by pip."""
    spec = yaml.safe_load((ROOT / "environment.yml").read_text())
    assert set(spec) == {"name", "channels", "dependencies"}
    assert spec["channels"] == ["conda-forge"]
    *packages, pip = spec["dependencies"]
    assert pip == {"pip": ["-e ."]} and "pip" in packages
    assert all(re.fullmatch(r"[a-z0-9_-]+(>=[\d.]+)?", p) for p in packages)
    shadows = ("requirements.txt", "setup.py", "Pipfile", "apt.txt", "postBuild", "Dockerfile", "binder", ".binder")
    assert not [name for name in shadows if (ROOT / name).exists()]  # repo2docker would read these as well, or instead


# Words of a case that are plain English in another sense: where they may stand, and which sense that is.
ENGLISH = {
    "other": ("", "not this one"),
    "part": ("", "of a whole"),
    "missing": ("", "not there"),
    "standing": ("", "in force"),
    "scope": ("", "of a denominator; of a head of a table in HTML"),
    "excess": ("reading/languages/english/hedges.toml", "“in excess of”"),
    "killed": ("article/speakers.py case/files/toml.py", "what an article says of an agent; an example in an error"),
    "wounded": ("article/speakers.py case/files/toml.py", "the same"),
    "captured": ("article/speakers.py", "the same"),
    "returned": ("article/numbers.py", "what an article says of things as well"),
    "officers": ("article/", "people of a kind"),
    "generals": ("article/", "people of a kind"),
    "census": ("intake/units.py", "“(2011 census)” in a heading"),
    "experts": ("article/speakers.py", "nobody who is named"),
    "preliminary": ("article/speakers.py", "“preliminary figures”, which nobody says"),
    "assessed": ("article/", "a verb of saying"),
    "certified": ("article/", "a verb of saying"),
    "operational": ("article/publisher.py", "of a bulletin"),
    "programme": ("article/memory.py", "what is called by its last word: the Programme"),
    "who_counts": ("article/", "a function that finds whoever counts"),
    "confirmed": ("article/", "a verb of saying"),
    "estimated": ("article/ reading/languages/english/", "a verb of saying; a hedge"),
    "population": ("reading/languages/english/units.py", "“per 100,000 population”"),
}


def words_of_the_cases():
    """Every measure, dimension, value of a dimension, group and source of the cases that come with the package."""
    for case in (dc.load_case(folder) for folder in (ROOT / "data").iterdir() if folder.is_dir()):
        yield from (*case.measures, *case.dimensions, *(v for spec in case.dimensions.values() for v in spec["labels"]))
        yield from (*case.sources.index, *case.sources["group"])


def words_of_code(text):
    """Identifiers, and the words of string constants that are no docstrings, each with its line."""
    tree = ast.parse(text)
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield from ((word, node.lineno) for word in re.findall(r"[\w-]+", node.value))
        else:
            names = (getattr(node, field, None) for field in ("id", "attr", "arg", "name"))
            yield from ((name, node.lineno) for name in names if isinstance(name, str))


def test_the_library_knows_no_case():
    """No country, measure, dimension, group or source of a case is named outside of examples: they are words of its tables."""
    names = re.compile(r"ukrain|korea|kursk|dprk|hurricane|maria|puerto", re.IGNORECASE)
    known = set(words_of_the_cases()) - {""}
    assert {"killed_or_wounded", "standing", "far-east", "south-korea", "ukr-president", "population", "gwu"} <= known
    joined = [word for word in known if re.search("[_-]", word)]
    of_a_case = lambda word: word in known or names.search(word) or any(w in word for w in joined)
    found = []
    for path in (ROOT / "discrepancy").rglob("*.py"):
        place = path.relative_to(ROOT / "discrepancy").as_posix()
        for word, line in words_of_code(path.read_text(encoding="utf-8")):
            english = word in ENGLISH and place.startswith(tuple(ENGLISH[word][0].split() or [""]))
            if of_a_case(word) and not english and word != "dprk-kursk":  # the case that is taken where none is asked for
                found.append(f"{place}:{line}: {word}")
    assert not found


def test_links_of_the_readme_lead_somewhere():
    for path in [
        ROOT / "README.md",
        *(ROOT / "docs").glob("*.md"),
        *ROOT.glob("data/*/README.md"),
        ROOT / "CONTRIBUTING.md",
        ROOT / "CHANGELOG.md",
    ]:
        for target in re.findall(r"\]\((?!https?://|#)([^)#\s]+)", path.read_text()):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_pictures_in_the_docs_say_what_the_figures_say(kursk):
    gap = dc.explain(kursk)
    claims, waterfall = dc.plots.claims_over_time(gap).alt, dc.plots.waterfall(gap).alt
    for path, words in (("README.md", f'alt="{claims}"'), ("docs/index.md", f"![{claims}]("), ("docs/waterfall.md", f"![{waterfall}](")):
        assert words in (ROOT / path).read_text(encoding="utf-8"), path


def test_every_public_function_has_an_example():
    """Doctests run them, and the reference of docs/ shows them."""
    figures = [getattr(dc.plots, name) for name in vars(dc.plots) if not name.startswith("_")]
    public = [each for each in (*(getattr(dc, name) for name in dc.__all__), *figures) if inspect.isfunction(each)]
    assert len(public) > 30 and [each.__name__ for each in public if ">>>" not in (each.__doc__ or "")] == []


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a git checkout")
def test_nothing_generated_is_committed():
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    assert not [f for f in files if f.startswith(("site", ".venv")) or f.endswith((".pyc", "uv.lock"))]


@pytest.mark.parametrize(("page", "sentences"), [("README.md", 4), ("docs/index.md", 8)])
def test_the_finding_on_the_first_pages_is_the_generated_one(kursk, page, sentences):
    """Every sentence of the quoted finding that the story writes, word for word."""
    import discrepancy as dc
    from discrepancy import story

    gap = dc.explain(kursk)
    readme = " ".join(re.sub(r"^> ?", "", (ROOT / page).read_text(), flags=re.MULTILINE).split())
    told = " ".join(text for _, text in story.gap_story(gap))
    assert story.headline(gap) in readme
    for words in (
        "Both are entered as killed or wounded",
        "If South Korea's figure was",
        "After wording",
        "This is not evidence",
        "Not excluded",
        "If the inferred day is right",
        "If one difference that is not documented",
        "This does not show",
    )[:sentences]:
        sentence = next(s for s in re.split(r"(?<=\.) ", told) if s.startswith(words))
        assert sentence.rstrip(".") in readme, sentence


@pytest.mark.parametrize(
    ("user", "programs", "said"),
    [
        (0, {"chromium": "", "apt-get": 'chmod -x "${0%/*}/chromium"'}, "made lint\nmade test\nmade docs\n"),
        (
            0,
            {"apt-get": 'case "$*" in *chromium*) echo > "${0%/*}/chromium"; chmod +x "${0%/*}/chromium";; esac'},
            "made lint\nmade test\nmade docs\n",
        ),
        (0, {"apt-get": "echo no mirror; exit 100"}, "no Chromium, and it cannot be installed from Debian here: "),
        (1000, {"apt-get": "exit 100"}, "no Chromium, and it cannot be installed from Debian here: "),
        (1000, {"sudo": "exit 1"}, "no Chromium, and it cannot be installed from Debian here: "),
    ],
    ids=["there", "installed", "offline", "without sudo", "sudo asks for a password"],
)
def test_ci_installs_a_browser_where_it_can_and_goes_on_where_not(tmp_path, user, programs, said):
    for name in ("bash", "dirname", "env", "chmod"):
        (tmp_path / name).symlink_to(shutil.which(name))
    for name, body in ({"id": f"echo {user}", "make": "echo made $*"} | programs).items():
        (tmp_path / name).write_text(f"#!{tmp_path / 'bash'}\n{body}\n")
        (tmp_path / name).chmod(0o755)
    done = subprocess.run([tmp_path / "bash", ROOT / ".ci" / "run"], env={"PATH": str(tmp_path)}, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(said) and done.stdout.endswith("made lint\nmade test\nmade docs\n")


def test_every_browser_is_started_without_a_way_to_anybody_else():
    starts = re.compile(r"chromium\.launch|--headless|--print-to-pdf|webbrowser|--remote-debugging")
    found = {path: text for path in ROOT.rglob("*.py") if starts.search(text := path.read_text()) and path.name != "test_project.py"}
    found = {str(path.relative_to(ROOT)): text for path, text in found.items() if ".venv" not in path.parts}
    assert {*found} == {"tests/browser.py", "discrepancy/report/pages/export.py"} and all(
        "*QUIET" in t or "*export.QUIET" in t for t in found.values()
    )
