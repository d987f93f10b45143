"""A notebook of a case on every weekday, by Airflow's PapermillOperator: copy this file into the folder of DAGs."""

import os
from importlib.resources import files

from airflow.providers.papermill.operators.papermill import PapermillOperator
from airflow.sdk import DAG
from pendulum import datetime

FOLDER = os.environ.get("REPORTS", "/srv/reports")

with DAG(
    "discrepancy",
    schedule="30 6 * * 1-5",
    start_date=datetime(2026, 1, 1, tz="Europe/Berlin"),
    catchup=False,
    max_active_runs=1,
    params={"case": "hurricane-maria", "as_of": ""},
) as dag:
    PapermillOperator(
        task_id="gap",
        input_nb=str(files("discrepancy") / "notebooks" / "03-gap.ipynb"),
        output_nb=f"{FOLDER}/03-gap.ipynb",
        parameters={"case": "{{ params.case }}", "as_of": "{{ params.as_of }}"},
        kernel_name="python3",
    )
