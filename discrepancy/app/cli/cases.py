"""TODO"""

from __future__ import annotations

import click

from discrepancy.app.cli.group import main


@main.command()
@click.argument("folder", metavar="NAME")
@click.option("--a", default="", metavar="PHRASE", help="A printed phrase; without phrases two examples are written.")
@click.option("--b", default="", metavar="PHRASE", help="The other one.")
@click.option("--source-a", default="", metavar="NAME", help="Who printed the first.")
@click.option("--source-b", default="", metavar="NAME", help="Who printed the other.")
@click.option("--url-a", default="", metavar="URL", help="Its page.")
@click.option("--url-b", default="", metavar="URL", help="The page of the other.")
@click.option("--date", "said", default="", metavar="DATE", help="When both were said; where they differ, edit claims.csv.")
@click.option("--measure", default="", help="What both count, in a word.")
def new(folder: str, a: str, b: str, **given: str) -> None:
    """Make a folder NAME with a case of your own: two claims and commented settings that pass the check."""
    import shlex

    from discrepancy.case.edit.new import new_case

    files = new_case(folder, a, b, **given)
    for path in files:
        click.echo(path)
    left = "the two examples" if not a else ""
    todo = {
        "source": given["source_a"] and given["source_b"],
        "statement_date": given["said"],
        "measure": given["measure"],
        "url": given["url_a"] and given["url_b"],
    }
    left = left or ", ".join(column for column, value in todo.items() if not value)
    click.echo(f"\nstill to replace in {files[0]}: {left}" if left else "")
    click.echo(f"then:\n  discrepancy check {shlex.quote(folder)}\n  discrepancy gap {shlex.quote(folder)}")


@main.command()
@click.argument("case")
@click.option("--strict", is_flag=True, help="Refuse every warning, each on a line of its own.")
@click.option("--record", is_flag=True, help="Keep a hash of what each row says in recorded.csv.")
@click.pass_context
def check(ctx: click.Context, case: str, strict: bool, record: bool) -> None:
    """Check a CASE (a name or a folder); every problem on a line: file, line, column, value, what would be right."""
    from discrepancy.case.load import examine
    from discrepancy.saying.numbers import plural

    found, problems = examine(case)
    _refuse(ctx, problems, f"in {case}")
    if record:
        _refuse(ctx, found.changed, f"in {case}, nothing was recorded")
        _record(found)
        found, _ = examine(case)
    if strict:
        _refuse(ctx, found.warnings, f"in {case}, warnings without --strict")
    for line in found.filled:
        click.echo(f"filled: {line}")
    for line in _grouped(found.warnings):
        click.echo(f"warning: {line}")
    from discrepancy.story.screen import record as kept

    click.echo(kept(found)["text"])
    n = {name: plural(len(rows), name[:-1]) for name, rows in found.tables.items() if name != "recorded"}
    statements = plural(len(found.by_statement), "statement")
    click.echo(f"{found.name}: {n.pop('claims')} of {statements}, {', '.join(n.values())}: no problems")


def _refuse(ctx: click.Context, problems, where: str) -> None:
    """Print problems and end the command with exit code 2; nothing where there are none."""
    for problem in problems:
        click.echo(problem)
    if problems:
        click.echo(f"{len(problems)} problem{'s' if len(problems) > 1 else ''} {where}", err=True)
        ctx.exit(2)


def _record(case) -> None:
    from discrepancy.case.edit.record import record

    new, anew = record(case)
    click.echo(f"recorded: {new} new and {anew} corrected rows in recorded.csv")


def _grouped(problems, most: int = 10) -> list[str]:
    """A line for each problem; those that differ by nothing but the line of the file share one, with the first lines named."""
    from dataclasses import replace

    groups: dict = {}
    for problem in problems:
        groups.setdefault(replace(problem, line=0), []).append(problem)
    said = []
    for common, group in groups.items():
        shown = ", ".join(str(p.line) for p in group[:most]) + (", …; --strict lists each" if len(group) > most else "")
        said.append(f"{common} ({len(group)} rows: {shown})" if len(group) > 1 else str(group[0]))
    return said
