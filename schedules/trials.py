"""Tries the notebooks under schedulers, each in an environment of its own below ``.schedulers``.

``python schedules/trials.py [NAME ...]`` installs each scheduler and this package into an environment, runs this file once more
there, with ``--inside``, and holds what the notebook then says against what the library says here. A scheduler that cannot be
installed, or fails, is named; the others go on.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PARAMETERS = {"case": "hurricane-maria", "as_of": "2018-10-31"}  # neither is the default of the notebook or of the case
DONE = "03-gap.ipynb"  # what a trial leaves in its folder
UV = Path(sys.executable).with_name("uv")  # of the environment that `make` sets up


def airflow(folder: Path) -> None:
    """Run the DAG in this process, with a database in the folder."""
    os.environ |= {
        "AIRFLOW_HOME": str(folder),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "schedules"),
    }
    subprocess.run([sys.executable, "-m", "airflow", "db", "migrate"], check=True)
    from airflow_dag import dag

    run = dag.test(run_conf=PARAMETERS)
    assert run.state == "success", run.state


def prefect(folder: Path) -> None:
    """Run the flow in this process; Prefect starts a server of its own for as long as it takes."""
    os.environ |= {
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    }
    from prefect_flow import gap

    gap(**PARAMETERS)


def jupyter_scheduler(folder: Path) -> None:
    """Let the executor run a job, with parameters as they are typed into the form: text in quotes."""
    import shutil
    from importlib.resources import files

    from jupyter_scheduler.executors import DefaultExecutionManager
    from jupyter_scheduler.orm import Job, create_session, create_tables

    database = f"sqlite:///{folder / 'jobs.sqlite'}"
    create_tables(database)
    staged = folder / "staging" / DONE
    staged.parent.mkdir()
    shutil.copy(str(files("discrepancy") / "notebooks" / DONE), staged)
    with create_session(database)() as session:
        job = Job(
            name="gap",
            runtime_environment_name="python",
            input_filename=DONE,
            output_formats=["ipynb"],
            parameters={name: f'"{value}"' for name, value in PARAMETERS.items()},
        )
        session.add(job)
        session.commit()
        made = job.job_id
    paths = {"input": str(staged), "ipynb": str(folder / DONE)}
    DefaultExecutionManager(job_id=made, root_dir=str(folder), db_url=database, staging_paths=paths).process()
    with create_session(database)() as session:
        job = session.get(Job, made)
        assert job.status == "COMPLETED", job.status_message


TRIALS = {
    "airflow": (airflow, ["apache-airflow", "apache-airflow-providers-papermill"]),
    # Prefect 3.9.1 asks for a FastAPI below 0.151; 3.8.8 asks for no such thing, and does not start with 0.165.
    "prefect": (prefect, ["prefect", "prefect-jupyter", "fastapi<0.151"]),
    "jupyter-scheduler": (jupyter_scheduler, ["jupyter-scheduler", "jupyterlab"]),
}


def attempt(name: str) -> str:
    """Install a scheduler, let it run the notebook, and return a line on it; RuntimeError with what was said if it does not."""
    packages = TRIALS[name][1]
    home = ROOT / ".schedulers" / name
    python = home / "bin" / "python"
    _run(UV, "venv", "--quiet", "--allow-existing", "--python", sys.executable, home)
    _run(UV, "pip", "install", "--quiet", "--compile-bytecode", "--reinstall-package", "discrepancy", "--python", python, *packages, ROOT)
    with tempfile.TemporaryDirectory() as temporary:
        began = time.monotonic()
        told = _run(python, __file__, "--inside", name, temporary, cwd=temporary)
        seconds = time.monotonic() - began
        check(Path(temporary, DONE))
    return f"{told.splitlines()[-1]}: {DONE} as expected, {seconds:.0f} s"


def check(done: Path) -> None:
    """Hold the executed notebook against the library: the settings that it read, and the finding."""
    import contextlib
    import io

    import nbformat

    import discrepancy as dc

    with contextlib.redirect_stdout(io.StringIO()) as settings:
        run = dc.settings("03-gap", **PARAMETERS)
    cells = nbformat.read(done, 4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    said = [output.get("text", output.get("data", {}).get("text/plain", "")) for output in outputs]
    for wanted in (settings.getvalue(), str(run.finding())):
        if wanted not in said:
            raise RuntimeError(f"{done.name} does not say: {wanted}")


def _run(*command: str | Path, **how) -> str:
    """Run a command apart from this environment and checkout, and return what it printed."""
    apart = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "AIRFLOW", "PREFECT"))}
    try:
        done = subprocess.run([*map(str, command)], capture_output=True, text=True, env=apart, **how)
    except FileNotFoundError:
        raise RuntimeError(f"{command[0]} is not installed") from None
    if done.returncode:
        raise RuntimeError((done.stderr.strip() or done.stdout.strip())[-2000:])
    return done.stdout


def main(names: list[str]) -> int:
    """Try each, say a line on each, and return the number of those that failed."""
    if unknown := [name for name in names if name not in TRIALS]:
        sys.exit(f"{unknown[0]!r} is no scheduler that is tried: use one of {', '.join(TRIALS)}")
    failed = 0
    for name in names or TRIALS:
        try:
            print(attempt(name), flush=True)
        except (RuntimeError, OSError) as error:
            failed += 1
            print(f"{name}: failed\n{error}", flush=True)
    return failed


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--inside", name, folder]:
            os.environ["REPORTS"] = folder
            trial, packages = TRIALS[name]
            trial(Path(folder))
            known = [re.match(r"[\w-]+", package)[0] for package in [*packages, "papermill"]]
            print(", ".join(f"{package} {version(package)}" for package in known))
        case names:
            sys.exit(main(names))
