"""What is installed here: under which licences, what is no longer maintained, what has known weaknesses; ``make audit`` runs it.

Licences are read from what is installed, and asked of nobody. The last releases and the known weaknesses are asked of the registry that
pip is set up for and of the database of pip-audit; what cannot be reached is skipped, and that is said. Exit code 1: a licence that is
unknown or beyond `FREE`, or a known weakness.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
YEARS = 3  # without a release: told as no longer maintained
# Words of licences that ask for no more than to be named, and of those that bind changes to their own files (MPL) or libraries (LGPL).
FREE = (
    r"\b(MIT|BSD|0BSD|Apache|ISC|PSF|Python|HPND|Zlib|Unlicense|Unicode|OFL|MPL|Mozilla|LGPL|Lesser|CC0|public domain|CNRI|BSL|Historical)"
)


def name_of(requirement: str) -> str:
    """The name in a requirement, spelt as registries have it."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement)[0]).lower()


def groups() -> dict[str, set[str]]:
    """plain, each extra, each group → the packages that it brings, those of their needs included."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    direct = {"plain": asked["project"]["dependencies"], **asked["project"]["optional-dependencies"], **asked["dependency-groups"]}
    return {group: set(needed(map(name_of, names))) for group, names in direct.items()}


def needed(names: Iterable[str]) -> Iterable[str]:
    """These packages and all that they need here, extras aside."""
    seen, ahead = set(), list(names)
    while ahead:
        if (name := ahead.pop()) in seen:
            continue
        seen.add(name)
        try:
            ahead += [name_of(r) for r in distribution(name).requires or () if "extra ==" not in r]
            yield name
        except PackageNotFoundError:
            continue  # of another system, or an extra that is not installed


def licence(package: Distribution) -> str:
    """As its metadata say it: an expression, a short field, or the trove classifiers."""
    told = package.metadata
    short = (told.get("License") or "").strip().splitlines()[:1]
    trove = [c.rpartition(" :: ")[2] for c in told.get_all("Classifier") or () if c.startswith("License ::")]
    found = told.get("License-Expression") or (short[0] if short and len(short[0]) < 60 else "") or ", ".join(trove)
    return ", ".join(trove) if trove and not re.search(FREE, found, re.I) else found


def free(said: str) -> bool:
    """Whether a licence is of the list: of several to choose from one, of several together each."""
    return any(all(re.search(FREE, part, re.I) for part in re.split(r" AND | and ", choice)) for choice in re.split(r" OR ", said))


def licences(installed: dict[str, Distribution]) -> list[str]:
    """A line for each licence that is not of the list, after a table of all."""
    of = groups()
    by: dict[str, list[str]] = defaultdict(list)
    for name, package in sorted(installed.items()):
        if name != "discrepancy":
            where = [group for group, names in of.items() if name in names]
            by[licence(package) or "not said"].append(f"{name} ({where[0] if 'plain' in where else ', '.join(where) or 'of itself'})")
    for said, names in sorted(by.items(), key=lambda item: -len(item[1])):
        print(f"  {said}: {', '.join(names)}")
    return [f"{name}: {said}" for said, names in by.items() if not free(said) for name in names]


def silent(installed: dict[str, Distribution]) -> list[str] | None:
    """Packages that are as they were so many years ago, as the registry that uv is set up for tells it; None where it does not tell."""
    then, uv = (date.today() - timedelta(days=365 * YEARS)).isoformat(), shutil.which("uv", path=str(Path(sys.executable).parent))

    def newest(name: str, day: str) -> str:
        command = [str(uv), "pip", "compile", "-", "--quiet", "--no-deps", "--no-header", "--no-annotate", "--exclude-newer", day]
        return subprocess.run(command, input=name, capture_output=True, text=True).stdout.strip()

    if not uv or not newest("numpy", date.today().isoformat()):
        print("last releases: skipped, no registry that tells them can be asked")
        return None
    with ThreadPoolExecutor(8) as pool:
        before = pool.map(newest, installed, [then] * len(installed))
    return sorted(line for line, package in zip(before, installed.values(), strict=True) if line.endswith(f"=={package.version}"))


def weaknesses() -> bool:
    """Whether pip-audit knows of any in what is locked; what it cannot ask its database about is skipped."""
    locks = [part for name in ("requirements.lock", "requirements-docs.lock") for part in ("-r", str(ROOT / name))]
    how = "--disable-pip --require-hashes --progress-spinner off --timeout 10 --format json".split()
    done = subprocess.run([sys.executable, "-m", "pip_audit", *how, *locks], capture_output=True, text=True)
    try:
        asked = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        asked = []
    known = [package for package in asked if "vulns" in package]
    if not known:
        print("known weaknesses: skipped, the database of pip-audit cannot be asked")
        return False
    weak = [f"{p['name']} {p['version']}: {', '.join(v['id'] for v in p['vulns'])}" for p in known if p["vulns"]]
    print(
        f"known weaknesses of {len(known)} of {len(asked)} locked packages, the others are not in the database: {'; '.join(weak) or 'none'}"
    )
    return bool(weak)


def main(offline: bool = False) -> int:
    """All three; the exit code."""
    installed = {name_of(d.metadata["Name"]): d for d in distributions()}
    print(f"licences of {len(installed)} packages:")
    beyond = licences(installed)
    print(f"unknown, or beyond the list: {'; '.join(beyond) or 'none'}")
    if offline:
        print("last releases and known weaknesses: skipped, nobody is asked with --offline")
        return bool(beyond)
    old = silent(installed)
    if old is not None:
        print(f"no release for {YEARS} years: {'; '.join(old) or 'none'}")
    return weaknesses() or bool(beyond)


if __name__ == "__main__":
    sys.exit(main("--offline" in sys.argv[1:]))
