"""The command that sets lists of records side by side: lists."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from discrepancy.app.cli.group import JSON, main, print_json
from discrepancy.saying.text import as_csv, listed

if TYPE_CHECKING:
    import pandas as pd

    from discrepancy.overlap.result import Lists


@main.command()
@click.argument("tables", nargs=-1, required=True, metavar="A B [C ...]")
@click.option("--by", default="", metavar="COLUMNS", help="The id that means the same in all lists.")
@click.option("--match", default="", metavar="COLUMNS", help="In its place columns that are compared: name,born,place.")
@click.option("--strata", default="", metavar="COLUMNS", help="Where the lists part: region,month.")
@click.option("--threshold", default=0.9, show_default=True, help="With --match: from which probability on two records are one.")
@click.option("--review", default="", metavar="FILE", help="The review table of these lists, with yes or no in its column same.")
@click.option("--names", default="", metavar="COLUMNS", help="Columns of names of people beside those that look so: shown nowhere.")
@click.option("--with-names", is_flag=True, help="Show them all the same.")
@click.option(
    "--into", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER", help="Write the tables: records, review and others."
)
@JSON
def lists(tables: tuple[str, ...], by: str, match: str, strata: str, names: str, into: Path | None, as_json: bool, **asked: Any) -> None:
    """Tell what two to five lists of records share (CSV or xlsx), what only each has, and of three or more how many may be on none.

    Names of people are shown nowhere unless --with-names asks for them; ids and counts are.
    """
    from discrepancy.overlap.lists import lists as find

    found = find(*tables, by=listed(by), match=listed(match), strata=listed(strata), names=listed(names), **asked)
    if into:
        _write(found, into)
    if as_json:
        print_json(found.to_dict())
        return
    from discrepancy.app.said import lists_said

    click.echo(lists_said(found), nl=False)
    if len(found.uncertain) and not into:
        click.echo("\nwrite yes or no to uncertain pairs:\n  the same with --into FOLDER, then with --review FOLDER/review.csv")


def _write(found: Lists, folder: Path) -> None:
    """The tables of lists, as CSV."""
    frames: dict[str, pd.DataFrame] = {"records": found.records, "counts": found.counts}
    repeats = found.rows.loc[found.rows["repeats"], ["list", "record"]]
    frames |= {"repeats": repeats} if len(repeats) else {}
    frames |= {"review": found.uncertain} if len(found.uncertain) else {}
    frames |= {"strata": found.where().strata.reset_index()} if found.strata else {}
    frames |= {"models": found.unlisted[0].models} if found.unlisted else {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, frame in frames.items():
            if name == "review" and (folder / "review.csv").exists():
                raise click.UsageError(f"{folder / 'review.csv'} is there, and may hold answers: name another folder")
            text = as_csv((frame.columns, *frame.itertuples(index=False, name=None)))
            (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
            click.echo(folder / f"{name}.csv", err=True)
    except OSError as error:
        raise click.UsageError(f"{folder} cannot be written: {error.strerror or error}") from None
