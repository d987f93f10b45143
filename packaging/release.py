"""A release: ``make release`` puts a wheel and an sdist into dist/, built twice and compared, checked, and tried where nothing else is.

The version is that of ``discrepancy/__init__.py``; the time in the archives is that of the last commit (SOURCE_DATE_EPOCH), so that
whoever builds the same commit gets the same bytes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
BIN = Path(sys.executable).parent


def run(*command: str | Path, cwd: Path = ROOT, **env: str) -> str:
    """What a command prints; what it says where it fails ends the release."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run([*map(str, command)], cwd=cwd, env=kept | env, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stdout}{done.stderr}".rstrip())
    return done.stdout


def built(folder: Path, epoch: str) -> dict[str, str]:
    """Build both archives into a folder: the SHA-256 of each by its name."""
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, SOURCE_DATE_EPOCH=epoch)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def try_out(wheel: Path, folder: Path) -> None:
    """Install the wheel with what it needs into an environment of its own, and use it in an empty folder."""
    home, empty = folder / "home", folder / "empty"
    empty.mkdir()
    venv.create(home, with_pip=not (BIN / "uv").exists())
    python, command = home / "bin" / "python", home / "bin" / "discrepancy"
    install = [BIN / "uv", "pip", "install", "--python", python] if (BIN / "uv").exists() else [python, "-m", "pip", "install"]
    run(*install, "--quiet", f"{wheel}[mcp,lab]", cwd=empty)
    place = run(python, "-c", "import discrepancy, discrepancy.plots, discrepancy.app.assistant as a; print(a.__file__)", cwd=empty).strip()
    if not place.startswith(str(home)):
        sys.exit(f"{place} was imported, and not what was installed in {home}")
    if not (Path(place).parents[1] / "py.typed").exists():
        sys.exit("py.typed is not in the wheel: who uses the package gets no types")
    version = run(command, "--version", cwd=empty).split()[-1]
    if f"-{version}-" not in wheel.name:
        sys.exit(f"the command says {version}, and the wheel is {wheel.name}")
    print(run(command, "gap", "already exceeded 3,000", "around 1,100", cwd=empty).splitlines()[0])
    print(run(command, "report", cwd=empty).strip().splitlines()[-1])
    pages = [*(empty / "site").rglob("03-gap.html")]
    if len(pages) < 8 or not (empty / "site" / "index.html").exists():
        sys.exit(f"{len(pages)} cases were rendered in an empty folder, eight were to be")


def main() -> None:
    """Build, compare, check, try out; dist/ has the archives only if all that went well."""
    git = (ROOT / ".git").exists()
    if git and (changed := run("git", "status", "--porcelain")):
        sys.exit(f"commit first, for a release is of a commit; changed are:\n{changed.rstrip()}")
    epoch = os.environ.get("SOURCE_DATE_EPOCH") or (run("git", "log", "-1", "--format=%ct").strip() if git else "1700000000")
    with tempfile.TemporaryDirectory(prefix="discrepancy-") as made:
        one, two = (Path(made) / name for name in ("one", "two"))
        sums = built(one, epoch)
        if (other := built(two, epoch)) != sums:
            sys.exit(f"two builds of one commit differ: {sums} and {other}")
        print("two builds have the same bytes")
        print(run(sys.executable, "-m", "twine", "check", "--strict", *sorted(one.iterdir())).strip())
        try_out(next(one.glob("*.whl")), Path(made))
        shutil.rmtree(DIST, ignore_errors=True)
        shutil.copytree(one, DIST)
    for name, digest in sums.items():
        print(f"{digest}  dist/{name}")


if __name__ == "__main__":
    main()
