"""A notebook of a case on every weekday, by Prefect: ``python prefect_flow.py`` serves the schedule."""

import os
from importlib.resources import files
from pathlib import Path

from prefect import flow
from prefect.schedules import Cron
from prefect_jupyter.notebook import execute_notebook, export_notebook

FOLDER = os.environ.get("REPORTS", "/srv/reports")
NOTEBOOK = str(files("discrepancy") / "notebooks" / "03-gap.ipynb")


@flow
def gap(case: str = "hurricane-maria", as_of: str = "") -> None:
    """Run the notebook with these parameters, and keep it as executed."""
    done = execute_notebook(NOTEBOOK, {"case": case, "as_of": as_of}, kernel_name="python3", progress_bar=False)
    Path(FOLDER, "03-gap.ipynb").write_text(export_notebook(done), encoding="utf-8")


if __name__ == "__main__":
    gap.serve("weekdays", schedule=Cron("30 6 * * 1-5", timezone="Europe/Berlin"))
