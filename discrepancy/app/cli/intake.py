"""The command that brings a file in: import."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from discrepancy.app.cli.group import JSON, TEXT, main, print_json

if TYPE_CHECKING:
    from discrepancy.intake.drafts import Brought


def _columns(text: str) -> list[str]:
    """Names with commas between; one that holds a comma stands in quotes."""
    import csv

    return [name.strip() for name in next(csv.reader([" ".join(text.splitlines())], skipinitialspace=True), []) if name.strip()]


@main.command("import")
@click.argument("file", metavar="FILE|CASE")
@TEXT("--into", metavar="NAME", help="The folder of the new case, or of one of the same shape; default: the name of the file.")
@TEXT("--again", metavar="FILE", help="A newer FILE, into the CASE that an earlier one made, by the same rules.")
@TEXT("--source-columns", metavar="A,B,C", help="Columns of numbers, one a source.")
@TEXT("--source", metavar="COLUMN|NAME", help="The column that says who, or the name of the file's one source.")
@TEXT("--value", metavar="V[,V]", help="The column of numbers; several are things counted.")
@TEXT("--low", metavar="COLUMN", help="The lower bound.")
@TEXT("--best", metavar="COLUMN", help="The number between the bounds.")
@TEXT("--high", metavar="COLUMN", help="The upper bound.")
@TEXT("--date", metavar="COLUMN|DATE", help="The day that a figure speaks of.")
@TEXT("--start", metavar="COLUMN", help="The first day of what is counted.")
@TEXT("--said", metavar="COLUMN", help="The day on which a figure was said.")
@TEXT("--measure", metavar="COLUMN|NAME", help="What is counted.")
@TEXT("--unit", metavar="COLUMN|UNIT", help="Its unit; 1 for none.")
@TEXT("--kind", help="cumulative, period, rate, level, fixed or plan.")
@click.option("--where", multiple=True, metavar="NAME=COLUMN", help="What the figures are of, such as place=Country; may be repeated.")
@TEXT("--columns-are", metavar="NAME", help="What the headings of the numbers are, such as place or sex.")
@TEXT("--rows", metavar="A-B", help="The lines to read, where a file holds several tables.")
@TEXT("--decimal", help="point or comma, where the file does not decide.")
@TEXT("--dates", help="dmy, mdy or ymd, where the file does not decide.")
@TEXT("--sheet", metavar="NAME", help="Of a workbook; or a file of a zip.")
@click.option("--table", default=0, metavar="N", help="Of a page.")
@TEXT("--encoding", help="Of a text that is not UTF-8, such as cp1252.")
@TEXT("--day", metavar="DATE", help="On which the figures were said; default: the day of the file.")
@TEXT("--address", metavar="URL", help="Where the file is from.")
@TEXT("--licence", help="Under which it may be used.")
@click.option("--yes", is_flag=True, help="Take what was guessed. What would be a toss of a coin is refused all the same.")
@click.option("--dry-run", is_flag=True, help="Show what was understood, and write nothing.")
@JSON
def import_(file: str, into: str, again: str, yes: bool, dry_run: bool, as_json: bool, **given: Any) -> None:
    """Bring a FILE in as a case: CSV, TSV, .xlsx, JSON, Parquet, an HTML table, each also zipped or gzipped.

    A column a source, rows with a source each, or low, best and high. What was understood is shown on a dozen rows, with what was left
    out and why, and asked. It is kept in import.toml.
    """
    from discrepancy.app.edit.place import check_place, write_case
    from discrepancy.case.problems import CaseError
    from discrepancy.intake.bring import bring, refuse, sample_problems
    from discrepancy.intake.drafts import drafts_of
    from discrepancy.intake.plan import slug

    about = {name: given.pop(name) for name in ("day", "address", "licence")}
    if again:
        _again(file, again, about, given, dry_run, as_json)
        return
    brought = bring(file, _rules(given), **about)
    place = Path(os.path.expanduser(into) or slug(Path(file).name.split(".")[0], "-"))
    if (place / "import.toml").exists():
        from discrepancy.intake.again import join_case

        brought.settled()
        merge = join_case(place, brought)
        if _agreed(brought, yes, dry_run, as_json, merge.told):
            write_case(place, merge.drafts)
            click.echo(f"{place}: {merge.told[0]}", err=as_json)
        return
    try:
        if not dry_run:
            check_place(place)
    except CaseError as error:
        raise CaseError(f"{error} (--into NAME)") from None
    if brought.questions and not as_json:
        _show(brought)
    brought.settled()
    drafts = drafts_of(brought)
    refuse(sample_problems(place, brought, drafts))
    if _agreed(brought, yes, dry_run, as_json):
        write_case(place, drafts)
        written = [str(place / name) for name in sorted(drafts)]
        then = f"\nthen:\n  discrepancy check {place}\n  discrepancy gap {place}"
        click.echo("\n".join([*written, then]), err=as_json)


def _rules(given: dict[str, Any]):
    from discrepancy.intake.plan import Rules

    lists = {name: _columns(given.pop(name)) for name in ("source_columns", "value")}
    where = {}
    for pair in given.pop("where"):
        name, _, column = pair.partition("=")
        if not name.strip() or not column.strip():
            raise click.UsageError(f"--where {pair!r}: write NAME=COLUMN, such as place=Country")
        where[name.strip()] = column.strip()
    return Rules(**given, **lists, where=where)


def _show(brought: Brought) -> None:
    import pandas as pd

    from discrepancy.display import Table
    from discrepancy.intake import tell

    click.echo("\n".join(tell.understood(brought)))
    click.echo(f"\n{Table(pd.DataFrame(tell.dozen(brought)), most=tell.DOZEN)}\n")


def _agreed(brought: Brought, yes: bool, dry_run: bool, as_json: bool, more: Sequence[str] = ()) -> bool:
    """Show what was understood, and whether it shall be written."""
    from discrepancy.intake import tell
    from discrepancy.intake.kept import IntakeError

    if as_json:
        found = {"understood": tell.understood(brought), "guesses": brought.plan.guesses, "claims": len(brought.claims)}
        print_json(found | {"rows": tell.dozen(brought), "changes": more})
    else:
        _show(brought)
        for line in more:
            click.echo(line)
    if dry_run:
        return False
    if yes:
        return True
    if not sys.stdin.isatty():
        raise IntakeError(f"{brought.table.name}: nothing was written: give --yes to take this, or the options that say otherwise")
    if not click.confirm("Bring it in like this?", default=True):
        click.echo("nothing was written: the options say otherwise, each is named beside what was guessed")
        return False
    return True


def _again(case: str, file: str, about: dict[str, str], given: dict[str, Any], dry_run: bool, as_json: bool) -> None:
    from discrepancy.app.edit.place import write_case
    from discrepancy.case.places import find
    from discrepancy.intake.again import again

    only = given.pop("rows")
    if set_ := [f"--{name.replace('_', '-')}" for name, value in given.items() if value]:
        raise click.UsageError(f"{', '.join(set_)}: --again reads by the rules in import.toml; change them there")
    place = find(case)
    merge = again(place, Path(file), only=only, **about)
    if as_json:
        print_json({"told": merge.told, "counts": merge.counts})
    else:
        click.echo("\n".join(merge.told))
    if merge.drafts and not dry_run:
        write_case(place, merge.drafts)
