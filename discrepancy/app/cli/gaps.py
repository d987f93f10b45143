"""The commands that answer with numbers: read, gap, panel, where, houses."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from pathlib import Path

import click

from discrepancy.app.cli.group import JSON, KNOWN_BY, MEASURE, OfCase, Phrases, main, print_json
from discrepancy.app.said import gap_said, where_said
from discrepancy.saying.text import as_csv, listed

BASIS = (
    MEASURE,
    click.option("--kind", default="", help="cumulative, level, fixed, rate or period; default: one that both sides have."),
    click.option("--as-of", default="", metavar="DATE", help="The day that both figures shall speak of."),
    KNOWN_BY,
    click.option("--rule", default="", help="hedge, granularity or as-printed."),
    JSON,
)


def on_basis(command: Callable) -> Callable:
    """A command with the options that say on which basis two sides are compared."""
    return reduce(lambda so_far, option: option(so_far), reversed(BASIS), command)


def _check_rule(rule: str) -> None:
    from discrepancy.reading.reading import RULES

    if rule not in RULES:
        raise click.UsageError(f"--rule is {rule!r}: use one of {', '.join(RULES)}")


@main.command(cls=Phrases)
@click.argument("phrase")
@click.option("--json", "as_json", is_flag=True, help="One JSON object; with - as the phrase, one a line of standard input.")
@click.option("--rule", default="hedge", show_default=True, help="hedge, granularity or as-printed.")
@click.pass_context
def read(ctx: click.Context, phrase: str, as_json: bool, rule: str) -> None:
    """Read a printed PHRASE: its number, its interval, its open side."""
    from discrepancy.reading.phrase import read as read_phrase
    from discrepancy.reading.wording import WordingError

    def answer(printed: str) -> bool:
        """Print what a phrase says, or why it cannot be read, and whether it can."""
        try:
            reading = read_phrase(printed, rule)
        except WordingError as error:
            if as_json:
                print_json({"printed": printed, "error": str(error)}, indent=None)
            else:
                click.echo(error, err=phrase != "-")
            return False
        print_json(reading.to_dict(), indent=None) if as_json else click.echo(reading)
        return True

    _check_rule(rule)
    if phrase == "-":
        for line in click.open_file("-", encoding="utf-8", errors="replace"):
            answer(line.rstrip("\r\n"))
    elif not answer(phrase):
        ctx.exit(2)


@main.command(cls=OfCase)
@click.argument("case", metavar="CASE|PHRASE")
@click.argument("phrase", required=False)
@click.option("--a", default="", help="A claim, source or group; default: the case's.")
@click.option("--b", default="", help="The other side.")
@on_basis
@click.option("--note", "as_note", is_flag=True, help="At most 120 words with numbered addresses, to paste.")
def gap(case: str, phrase: str | None, rule: str, as_json: bool, as_note: bool, **asked: str) -> None:
    """Explain the gap between two figures of a CASE, or between two PHRASEs with no case at all.

    Each dimension that the case declares is an option, too: --place haiti.
    """
    from discrepancy.gap.explain import between, explain

    if as_json and as_note:
        raise click.UsageError("--json and --note: give one of the two")
    if phrase is not None:
        if given := [f"--{name.replace('_', '-')}" for name in asked if asked[name]]:
            raise click.UsageError(f"{', '.join(given)}: goes with a case, not with two phrases")
        if rule:
            _check_rule(rule)
        result = between(case, phrase, rule)
    else:
        from discrepancy.case.load import load_case

        result = explain(load_case(case), rule=rule, **asked)
    if as_json:
        from discrepancy.gap.choices import choices_of, range_of

        print_json(result.to_dict() | {"multiverse": range_of(result) | {"rows": choices_of(result)}})
    elif as_note:
        click.echo(result.note())
    else:
        click.echo(gap_said(result), nl=False)


@main.command(cls=OfCase)
@click.argument("case")
@click.option("--a", default="", help="A source or group; default: the case's, or the two that share most.")
@click.option("--b", default="", help="The other one.")
@click.option("--by", default="", metavar="NAMES", help="The dimensions that name a subject, with commas, and day for a row a day.")
@on_basis
@click.option("--csv", "file", type=click.Path(path_type=Path), metavar="FILE", help="Write all rows as CSV, too.")
def panel(case: str, by: str, as_json: bool, file: Path | None, **asked: str) -> None:
    """One gap for each subject (place, year, day) that two sources of a CASE share, and how these gaps are distributed.

    Each dimension that the case declares is an option, too: --place haiti.
    """
    from discrepancy.case.load import load_case
    from discrepancy.subjects.panel import panel as find

    found = find(load_case(case), by=listed(by), **{name: value for name, value in asked.items() if value})
    if file:
        cells = found.table.astype(object).where(found.table.notna(), None)
        try:
            file.write_text(as_csv([cells.columns, *cells.itertuples(index=False)]), encoding="utf-8", newline="")
        except OSError as error:
            raise click.UsageError(f"{file} cannot be written: {error.strerror or error}") from None
    if as_json:
        print_json(found.to_dict())
        return
    from discrepancy.display import Prose
    from discrepancy.story.panel import panel_story, panel_table

    click.echo(f"{Prose(tuple(panel_story(found)))}\n\n{panel_table(found)}")


@main.command(cls=OfCase)
@click.argument("a")
@click.argument("b")
@click.option("--by", required=True, metavar="NAMES", help="The columns, or dimensions, that name a row, with commas: region,sex,age.")
@click.option("--value", default="", metavar="COLUMNS", help="The column of numbers; several are multiplied. Default: the only one.")
@click.option("--weight", default="", metavar="COLUMN", help="How much each row weighs: the totals are means.")
@click.option("--total", default="total", show_default=True, metavar="NAME", help="What a row that holds the total is called.")
@click.option("--case", default="", help="Of this case: A and B are two of its sources or groups.")
@on_basis
def where(a: str, b: str, by: str, value: str, weight: str, total: str, case: str, as_json: bool, **asked: str) -> None:
    """Tell where the gap between two tables A and B (CSV or xlsx) of one total sits, or between two sources of a case.

    With --case each dimension that it declares is an option, too: --sex women.
    """
    from discrepancy.case.load import load_case
    from discrepancy.strata.where import where as find

    asked = {name: value for name, value in asked.items() if value}
    if asked and not case:
        raise click.UsageError(f"--{min(asked).replace('_', '-')}: goes with --case, not with two tables")
    found = find(a, b, listed(by), listed(value), weight, total, load_case(case) if case else None, **asked)
    print_json(found.to_dict()) if as_json else click.echo(where_said(found), nl=False)


@main.command()
@click.argument("case")
@MEASURE
@click.option("--reference", default="", help="What is at ×1: sources (default), prior, or a source, a group or a role.")
@KNOWN_BY
@JSON
def houses(case: str, measure: str, reference: str, known_by: str, as_json: bool) -> None:
    """What each source of a CASE adds as a habit, beside the others, and whether it is a delay instead."""
    from discrepancy.case.load import load_case
    from discrepancy.sources.effects.houses import houses as fit

    found = fit(load_case(case), measure, reference, known_by)
    if as_json:
        print_json(found.as_dict())
        return
    from discrepancy.display import Prose
    from discrepancy.story.effects import delays_story, habits_story

    click.echo(f"{found}\n\n{Prose((*habits_story(found), ('Constant or delay', delays_story(found)[0][1])))}")
