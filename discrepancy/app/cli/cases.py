"""The commands for a case of one's own: new, check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from discrepancy.app.cli.group import TEXT, main

if TYPE_CHECKING:
    from discrepancy.case.model import Case
    from discrepancy.case.problems import Problem


@main.command()
@click.argument("folder", metavar="NAME")
@TEXT("--a", metavar="PHRASE", help="A printed phrase; without phrases two examples are written.")
@TEXT("--b", metavar="PHRASE", help="The other one.")
@TEXT("--source-a", metavar="NAME", help="Who printed the first.")
@TEXT("--source-b", metavar="NAME", help="Who printed the other.")
@TEXT("--url-a", metavar="URL", help="Its page.")
@TEXT("--url-b", metavar="URL", help="The page of the other.")
@TEXT("--date", "said", metavar="DATE", help="When both were said; where they differ, edit claims.csv.")
@TEXT("--measure", help="What both count, in a word.")
def new(folder: str, a: str, b: str, **given: str) -> None:
    """Make a folder NAME with a case of your own: two claims and commented settings that pass the check."""
    import shlex

    from discrepancy.app.edit.new import new_case

    files = new_case(folder, a, b, **given)
    for path in files:
        click.echo(path)
    if a:
        asked = {"source": ("source_a", "source_b"), "statement_date": ("said",), "measure": ("measure",), "url": ("url_a", "url_b")}
        left = ", ".join(column for column, names in asked.items() if not all(given[name] for name in names))
    else:
        left = "the two examples"
    click.echo(f"\nstill to replace in {files[0]}: {left}" if left else "")
    click.echo(f"then:\n  discrepancy check {shlex.quote(folder)}\n  discrepancy gap {shlex.quote(folder)}")


@main.command()
@click.argument("case")
@click.option("--strict", is_flag=True, help="Refuse every warning, each on a line of its own.")
@click.option("--record", is_flag=True, help="Keep a hash of what each row says in recorded.csv.")
@click.pass_context
def check(ctx: click.Context, case: str, strict: bool, record: bool) -> None:
    """Check a CASE (a name or a folder); every problem on a line: file, line, column, value, what would be right."""
    from discrepancy.app.edit.record import record as keep
    from discrepancy.saying.numbers import plural
    from discrepancy.story.screen import record as kept

    found = _examined(ctx, case)
    if record:
        _refuse(ctx, found.changed, f"in {case}, nothing was recorded")
        click.echo("recorded: {} new and {} corrected rows in recorded.csv".format(*keep(found)))
        found = _examined(ctx, case, tell=False)
    if strict:
        _refuse(ctx, found.warnings, f"in {case}, warnings without --strict")
    for line in found.filled:
        click.echo(f"filled: {line}")
    for line in _grouped(found.warnings):
        click.echo(f"warning: {line}")
    names = (*map(found.source_name, found.by_source), *map(found.group_name, found.by_group))
    if any(letter > "\u052f" for name in names for letter in name):
        from discrepancy.plots.paper.words import undrawable  # late, with matplotlib: Latin, Greek and Cyrillic letters are always there

        for name, id_ in undrawable(found).items():
            lacking = f"no typeface of this machine has the letters of {name}"
            click.echo(f"note: {lacking}: figures show {id_}; discrepancy[fonts] brings typefaces")
    click.echo(kept(found)["text"])
    n = {name: plural(len(rows), name[:-1]) for name, rows in found.tables.items() if name != "recorded"}
    statements = plural(len(found.by_statement), "statement")
    click.echo(f"{found.name}: {n.pop('claims')} of {statements}, {', '.join(n.values())}: no problems")


def _examined(ctx: click.Context, case: str, tell: bool = True) -> Case:
    """The case; what was read of it is told first, and the command ends with its problems where there are any."""
    from discrepancy.case.files.bytes import Folder
    from discrepancy.case.files.tables import told
    from discrepancy.case.load import examine_files
    from discrepancy.case.places import find
    from discrepancy.overlap import named
    from discrepancy.strata.named import wrong

    folder = Folder(find(case), {})
    found, problems = examine_files(folder)
    if tell:
        click.echo(told(folder))
    problems += wrong(found) if found and found.meta.get("where") else ()
    problems += named.wrong(found) if found and found.meta.get("lists") else ()
    _refuse(ctx, problems, f"in {case}")
    assert found is not None  # nothing is wrong with it
    return found


def _refuse(ctx: click.Context, problems: Sequence[Problem], where: str) -> None:
    """Print problems and end the command with exit code 2; nothing where there are none."""
    from discrepancy.saying.numbers import plural

    if problems:
        click.echo("\n".join(map(str, problems)))
        click.echo(f"{plural(len(problems), 'problem')} {where}", err=True)
        ctx.exit(2)


def _grouped(problems: Sequence[Problem], most: int = 10) -> list[str]:
    """A line for each problem; those that differ by nothing but the line of the file share one, with the first lines named."""
    from dataclasses import replace

    groups: dict[Problem, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(replace(problem, line=0), []).append(problem)
    said = []
    for common, group in groups.items():
        shown = ", ".join(str(p.line) for p in group[:most]) + (", …; --strict lists each" if len(group) > most else "")
        said.append(f"{common} ({len(group)} rows: {shown})" if len(group) > 1 else str(group[0]))
    return said
