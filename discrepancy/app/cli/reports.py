"""The command that renders notebooks into a site: report."""

from __future__ import annotations

from pathlib import Path

import click

from discrepancy.app.cli.group import main


@main.command()
@click.argument("cases", nargs=-1, metavar="[CASE ...]")
@click.option("--out", default="site", show_default=True, type=click.Path(path_type=Path), help="Where the site is published.")
@click.option("-p", "parameters", nargs=2, multiple=True, metavar="NAME VALUE", help="A parameter of the notebooks; may be repeated.")
@click.option("--notebooks", "only", multiple=True, metavar="NAME[,NAME]", help="Only these, such as 03-gap or 03; may be repeated.")
@click.option("--sweep", "sweeps", multiple=True, metavar="NAME=VALUES", help="A report for each value; several sweeps make a grid.")
@click.option("--jobs", default=0, show_default=True, help="Worker processes; 0: one a core.")
@click.option("--cluster", metavar="ADDRESS", help="Run the notebooks on the Dask cluster with this scheduler, such as tcp://HOST:8786.")
@click.option("--timeout", default=600.0, show_default=True, metavar="SECONDS", help="For the cells of one notebook together.")
@click.option("--force", is_flag=True, help="Run what has not changed since the last run as well.")
@click.option(
    "--wait", is_flag=False, flag_value="inf", type=float, default=0, metavar="[SECONDS]", help="Wait while another run writes the site."
)
@click.option(
    "--alert",
    default="",
    metavar="LIST",
    help='Exit with 5 if one holds, such as "new,corrected,unexplained>2,silent>21" (a factor, or an amount in the unit; days). Quote it.',
)
@click.option("--max-age-days", type=click.IntRange(1), metavar="N", help="Exit with 3 if a case was not looked at for longer.")
@click.option("--pdf", is_flag=True, help="Each report as PDF, too; needs Chromium.")
@click.option(
    "--embed", multiple=True, metavar="FIGURE", help="This figure as a page for a frame, too, such as waterfall; may be repeated."
)
@click.option("--url", default="", metavar="ADDRESS", help="Where readers will find the site: whole addresses for pictures beside links.")
@click.pass_context
def report(ctx: click.Context, cases: tuple[str, ...], cluster: str | None, alert: str, max_age_days: int | None, **how) -> None:
    """Render the notebooks of each CASE (default: all that come with the package) into one site, whole or not at all.

    VALUES of a sweep are a range of days with a step (as_of=2024-12-23..2025-06-02/7d; 1w and 1m are steps too), a list
    (rule=hedge,granularity), or pairs (pair=all, or pair=a:b,a:c). Points without a gap to report on are left out and named.

    What has not changed is taken over from the last run.

    Exit codes: 0 rendered, 1 a notebook failed or the cluster went away, 2 bad usage, parameters or data, 3 stale data, 5 rendered and an alert holds. With 1,
    2 and 3 nothing is published; bad usage and data come before stale data, both before anything runs.
    """
    from datetime import date

    from discrepancy.case.load import examine
    from discrepancy.case.places import case_names
    from discrepancy.report.run import render
    from discrepancy.report.site import alerts

    if cluster is not None:
        if how["jobs"]:
            raise click.UsageError("--jobs and --cluster: a cluster has its own workers; give one of the two")
        from discrepancy.report.kernels.cluster import on_cluster

        how["execute"] = on_cluster(cluster)
    chosen, old = [], []
    for case in cases or case_names():
        found, problems = examine(case)  # bad data is named at once, before a kernel is started
        if found is None or problems:
            click.echo("\n".join(f"{case}: {problem}" for problem in problems), err=True)
            ctx.exit(2)
        chosen.append((found.name, str(found.path), found))
        old += [alerts.stale(found, max_age_days, date.today())] if max_age_days else []
    given = ctx.get_parameter_source("alert") is not click.core.ParameterSource.DEFAULT
    amounts = any(measure.scale == "difference" for *_, found in chosen for measure in found.measures.values())
    conditions = alerts.conditions(alert, amounts) if given else ()
    if any(old):
        click.echo("\n".join(line for line in old if line), err=True)
        ctx.exit(3)
    how |= {"parameters": dict(how["parameters"]), "alert": conditions}
    ctx.exit(render(chosen, echo=click.echo, **how))
