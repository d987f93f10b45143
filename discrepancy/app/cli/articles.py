"""The commands that read an article: extract, verify."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from discrepancy.app.cli.group import main, print_json
from discrepancy.saying.text import as_csv, clip

if TYPE_CHECKING:
    from discrepancy.article.text import Article
    from discrepancy.case.model import Case


def _article(path: str, day: str) -> tuple[Article, str]:
    """An article and its day; today, with a word about it, where none is given."""
    from datetime import date

    from discrepancy import dates
    from discrepancy.article.text import load_article

    article = load_article(path)
    if article.unread:
        click.echo(f"not all of it is read: {article.unread}", err=True)
    if not day:
        day = date.today().isoformat()
        click.echo(f"no --date: {day}, today, is taken for the day of the article", err=True)
    elif len(day) != 10 or not dates.is_date(day):
        advice = "is no day: write YYYY-MM-DD" if dates.is_date(day) else dates.no_date(day)
        raise click.UsageError(f"--date {day!r} {advice}")
    return article, day


@main.command()
@click.argument("article")
@click.option("--date", "day", default="", metavar="DATE", help="The day on which it was published; default: today.")
@click.option("--case", "case", default="", help="Look for the sources and measures of this case.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with offsets into the text.")
@click.option("--all", "every", is_flag=True, help="Every number, those that count nothing with their class: ages, dates, pages.")
@click.option("--append", is_flag=True, help="Review the rows, and append those you choose to the claims of the case.")
@click.option("--url", default="", help="The address of the article, for the rows.")
@click.option("--outlet", default="", metavar="NAME", help="Who published it, for the rows.")
def extract(article: str, day: str, case: str, as_json: bool, every: bool, append: bool, url: str, outlet: str) -> None:
    """Find the numbers of an ARTICLE (text, Markdown or HTML; - for standard input): rows for claims.csv, with doubts."""
    from discrepancy.app.edit.draft import check_writable
    from discrepancy.article.extract import extract as find
    from discrepancy.article.extract import numbers_printed
    from discrepancy.case.load import load_case

    if append and not case:
        raise click.UsageError("--append: needs --case with the folder that the rows go to")
    if append and article == "-":
        raise click.UsageError("--append: give a file, since your answer is read from standard input")
    if append and (as_json or every):
        raise click.UsageError(f"--append and --{'json' if as_json else 'all'}: give one of the two")
    held = load_case(case) if case else None
    if append and held:
        check_writable(held)
    text, day = _article(article, day)
    if append and held:
        from discrepancy.article.verify import verify as beside

        found = beside(text, day, held).verdicts
        for v in found:
            if v.told.why_no_row and v.told.measure:
                click.echo(f"not offered: “{clip(v.told.phrase, 60)}”, {clip(v.told.why_no_row, 90)}", err=True)
        _append(held, [v.told.to_row(day, url, outlet, v.retells) for v in found if not v.told.why_no_row])
        return
    told = find(text, day, held)
    numbers = numbers_printed(text, day, held) if every else ()
    if as_json:
        more = {"numbers": [n.to_dict() for n in numbers]} if every else {}
        print_json({"article": text.about(day), "claims": [t.to_dict() for t in told]} | more)
        return
    if every:
        click.echo(table_of([n.to_row() for n in numbers]), nl=False)
        return
    if not told:
        click.echo("no number was found that a source can be asked about", err=True)
    click.echo(table_of([t.to_row(day, url, outlet) for t in told]), nl=False)


def _append(case: Case, rows: list[dict]) -> None:
    """Show the rows, ask which, and append those that pass the check."""
    from discrepancy.saying.numbers import plural

    for i, row in enumerate(rows, 1):
        click.echo(f"{i}. {clip(row['wording'], 100)}")
        for column in ("source", "measure", "kind", "statement_date", "as_of", "version_of", "doubts"):
            click.echo(f"   {column}: {clip(row[column], 300)}" if row[column] else f"   {column}: -")
    if not rows:
        click.echo("no number was found that the case counts: nothing to append")
        return
    answer = click.prompt(f"Append which of {len(rows)} to {case.path}? Numbers, all or none", default="none").strip().lower()
    chosen = [str(i) for i in range(1, len(rows) + 1)] if answer == "all" else [] if answer == "none" else answer.replace(",", " ").split()
    if wrong := [c for c in chosen if not (c.isascii() and c.isdigit() and 1 <= int(c) <= len(rows))]:
        raise click.UsageError(f"{wrong[0]!r} is no row: give numbers from 1 to {len(rows)}, all or none; nothing was appended")
    if not chosen:
        click.echo("nothing was appended")
        return
    picked = [rows[int(c) - 1] for c in dict.fromkeys(chosen)]
    append_rows(case, picked)
    click.echo(f"appended: {plural(len(picked), 'row')} to {case.path / 'claims.csv'}")


def table_of(rows: list[dict]) -> str:
    """Rows as a CSV table; columns that are empty in all rows are left out.

    >>> print(table_of([{"source": "city", "as_of": "", "wording": "over 1,000"}]), end="")
    source,wording
    city,"over 1,000"
    """
    columns = [c for c in dict.fromkeys(c for row in rows for c in row) if any(row.get(c) for row in rows)]
    return as_csv([columns, *([row.get(c, "") for c in columns] for row in rows)]) if columns else ""


def append_rows(case: Case, rows: list[dict]) -> None:
    """Append rows, as `extract` makes them, to the claims of a case; ``doubts`` go into ``notes``.

    They are added and saved by a `Draft`, as by the form of 05-explore: its refusals are raised, and then nothing is changed.
    """
    from discrepancy.app.edit.draft import Draft

    Draft(case).add(*map(_noted, rows)).save()


def _noted(row: dict) -> dict:
    notes = [row.get("notes", ""), row.get("doubts", ""), "" if row.get("url") else "no address: taken from a text"]
    return {k: v for k, v in row.items() if k != "doubts"} | {"notes": "; ".join(n for n in notes if n)}


@main.command()
@click.argument("article")
@click.option("--case", "case", required=True, help="The record: a case that comes with the package, or a folder.")
@click.option("--date", "day", default="", metavar="DATE", help="The day on which it was published; default: today.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with offsets into the text.")
@click.option("--html", "page", type=click.Path(path_type=Path), metavar="FILE", help="Write a page with the article marked up, too.")
@click.pass_context
def verify(ctx: click.Context, article: str, case: str, day: str, as_json: bool, page: Path | None) -> None:
    """Set the numbers of an ARTICLE (- for standard input) beside the record of a CASE, as known on its day.

    Exit codes: 0 nothing differs, 2 bad usage or data, 4 a number differs from the record held.
    """
    from discrepancy.article.verify import verify as beside
    from discrepancy.case.load import load_case

    held = load_case(case)
    text, day = _article(article, day)
    result = beside(text, day, held)
    if page:
        from discrepancy.report.pages.article import article_page

        try:
            page.write_text(article_page(result), encoding="utf-8")
        except OSError as error:
            raise click.UsageError(f"{page} cannot be written: {error.strerror or error}") from None
    print_json(result.to_dict()) if as_json else click.echo(result)
    ctx.exit(4 if result.differs else 0)
