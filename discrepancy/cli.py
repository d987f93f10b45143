"""The commands: read, gap, houses, new, check, extract, verify, report.  They answer in plain text, or in JSON with ``--json``.

Nothing heavy is imported before it is needed: ``discrepancy --help`` answers at once.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from . import __version__

__all__ = ["main"]

OPTIONS = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


class _Group(click.Group):
    """A group that answers errors of ours with a sentence and exit code 2, never with a traceback."""

    def invoke(self, ctx: click.Context):
        try:
            return super().invoke(ctx)
        except Exception as error:
            # Errors of ours carry a message for users; anything else is a bug and shall be seen as one.
            if not type(error).__module__.startswith("discrepancy"):
                raise
            click.echo(str(error), err=True)
            ctx.exit(getattr(error, "code", 2))


@click.group(cls=_Group, context_settings=OPTIONS)
@click.version_option(__version__, prog_name="discrepancy")
def main() -> None:
    """Why do two sources give different numbers for the same thing?

    \b
      discrepancy read "already exceeded 3,000"
      discrepancy gap "already exceeded 3,000" "around 1,100"
      discrepancy gap dprk-kursk --a ukraine --b south-korea
      discrepancy houses dprk-kursk
      discrepancy new my-case --a "more than 2,000" --b "about 1,500"
      discrepancy check PATH/TO/CASE
      discrepancy verify article.txt --case dprk-kursk --date 2024-12-28
      discrepancy report
    """


@main.command()
@click.argument("phrase")
@click.option("--json", "as_json", is_flag=True, help="One JSON object; with - as the phrase, one a line of standard input.")
@click.option("--rule", default="hedge", show_default=True, help="hedge, granularity or as-printed.")
@click.pass_context
def read(ctx: click.Context, phrase: str, as_json: bool, rule: str) -> None:
    """Read a printed PHRASE: its number, its interval, its open side."""
    from .wording import RULES, WordingError
    from .wording import read as read_phrase

    if rule not in RULES:
        raise click.UsageError(f"--rule is {rule!r}: use one of {', '.join(RULES)}")
    if phrase == "-":
        for line in click.get_text_stream("stdin", encoding="utf-8", errors="replace"):
            line = line.rstrip("\r\n")
            try:
                answer = read_phrase(line, rule).to_dict()
            except WordingError as error:
                answer = {"printed": line, "error": str(error)}
            click.echo(json.dumps(answer, ensure_ascii=False) if as_json else answer.get("error") or read_phrase(line, rule))
        return
    try:
        reading = read_phrase(phrase, rule)
    except WordingError as error:
        if as_json:
            click.echo(json.dumps({"printed": phrase, "error": str(error)}, ensure_ascii=False))
            ctx.exit(2)
        raise
    click.echo(json.dumps(reading.to_dict(), ensure_ascii=False) if as_json else reading)


@main.command()
@click.argument("case", metavar="CASE|PHRASE")
@click.argument("phrase", required=False)
@click.option("--a", default="", help="A claim, source or group; default: the case's.")
@click.option("--b", default="", help="The other side.")
@click.option("--measure", default="", help="What is counted.")
@click.option("--as-of", default="", metavar="DATE", help="The day that both figures shall speak of.")
@click.option("--known-by", default="", metavar="DATE", help="Use nothing said or published later.")
@click.option("--rule", default="", help="hedge, granularity or as-printed.")
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
@click.option("--note", "as_note", is_flag=True, help="At most 120 words with numbered addresses, to paste.")
def gap(
    case: str, phrase: str | None, a: str, b: str, measure: str, as_of: str, known_by: str, rule: str, as_json: bool, as_note: bool
) -> None:
    """Explain the gap between two figures of a CASE, or between two PHRASEs with no case at all."""
    from .gap import between, explain

    if as_json and as_note:
        raise click.UsageError("--json and --note: give one of the two")
    if phrase is not None:
        given = [
            name for name, value in (("--a", a), ("--b", b), ("--measure", measure), ("--as-of", as_of), ("--known-by", known_by)) if value
        ]
        if given:
            raise click.UsageError(f"{', '.join(given)}: goes with a case, not with two phrases")
        from .wording import RULES

        if rule and rule not in RULES:
            raise click.UsageError(f"--rule is {rule!r}: use one of {', '.join(RULES)}")
        result = between(case, phrase, rule)
    else:
        from .case import load_case

        result = explain(load_case(case), a, b, measure, as_of, known_by, rule)
    if as_json:
        from .multiverse import choices_of, range_of

        every = range_of(result) | {"rows": choices_of(result)}
        click.echo(json.dumps(result.to_dict() | {"multiverse": every}, ensure_ascii=False, indent=1, allow_nan=False))
        return
    if as_note:
        click.echo(result.note())
        return
    _print_gap(result)


def _print_gap(result) -> None:
    """The gap for a terminal: the finding, the words of both, the factors, what remains, the sources."""
    from .display import Prose, Table
    from .story import gap_story, headline, kicker, running, said, sources, times

    if result.case:
        click.echo(kicker(result))
    click.echo(f"{headline(result)}\n\n{Prose((('', said(result)),))}\n")
    if result.ratio is not None:
        frame = result.to_frame()
        frame = frame.assign(
            factor=[times(m, 2) for m in frame["multiplier"]], persons=[f"{running(result, x):,.0f}" for x in frame["running"]]
        )
        shown = frame[["name", "factor", "persons", "because"]].rename(columns={"name": "step", "persons": "running figure"})
        click.echo(f"{Table(shown)}\n")
    click.echo(f"{Prose(tuple(gap_story(result)))}\n")
    for source in sources([result]) if result.case else ():
        click.echo(f"[{source['n']}] {source['text']}  {source['url'] or 'no address'}")


@main.command()
@click.argument("case")
@click.option("--measure", default="", help="What is counted.")
@click.option("--reference", default="", help="What is at ×1: sources (default), prior, or a source, a group or a role.")
@click.option("--known-by", default="", metavar="DATE", help="Use nothing said or published later.")
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
def houses(case: str, measure: str, reference: str, known_by: str, as_json: bool) -> None:
    """What each source of a CASE adds as a habit, beside the others, and whether it is a delay instead."""
    from .case import load_case
    from .houses import houses as fit

    found = fit(load_case(case), measure, reference, known_by)
    if as_json:
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=1, allow_nan=False))
        return
    from .display import Prose
    from .story import delays_story, habits_story

    click.echo(f"{found}\n\n{Prose((*habits_story(found), ('Constant or delay', delays_story(found)[0][1])))}")


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

    from .new import new_case

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
    from .case import examine
    from .tables import count

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
    from .story import record as kept

    click.echo(kept(found)["text"])
    n = {name: count(len(rows), name[:-1]) for name, rows in found.tables.items() if name != "recorded"}
    statements = count(len(found.by_statement), "statement")
    click.echo(f"{found.name}: {n.pop('claims')} of {statements}, {', '.join(n.values())}: no problems")


def _refuse(ctx: click.Context, problems, where: str) -> None:
    """Print problems and end the command with exit code 2; nothing where there are none."""
    for problem in problems:
        click.echo(problem)
    if problems:
        click.echo(f"{len(problems)} problem{'s' if len(problems) > 1 else ''} {where}", err=True)
        ctx.exit(2)


def _record(case) -> None:
    from .record import write

    try:
        new, anew = write(case.path, case.tables, case.dimensions)
    except OSError as error:
        raise click.UsageError(f"recorded.csv cannot be written in {case.path}: {error.strerror or error}") from None
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


def _article(path: str, day: str):
    """An article and its day; today, with a word about it, where none is given."""
    from datetime import date

    from . import dates
    from .article import load_article

    article = load_article(path)
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
@click.option("--append", is_flag=True, help="Review the rows, and append those you choose to the claims of the case.")
@click.option("--url", default="", help="The address of the article, for the rows.")
@click.option("--outlet", default="", metavar="NAME", help="Who published it, for the rows.")
def extract(article: str, day: str, case: str, as_json: bool, append: bool, url: str, outlet: str) -> None:
    """Find the numbers of an ARTICLE (text, Markdown or HTML; - for standard input): rows for claims.csv, with doubts."""
    from .case import load_case
    from .extract import extract as find
    from .extract import rows

    if append and not case:
        raise click.UsageError("--append: needs --case with the folder that the rows go to")
    if append and article == "-":
        raise click.UsageError("--append: give a file, since your answer is read from standard input")
    if append and as_json:
        raise click.UsageError("--append and --json: give one of the two")
    held = load_case(case) if case else None
    text, day = _article(article, day)
    told = find(text, day, held)
    if as_json:
        claims = [t.to_dict() for t in told]
        click.echo(json.dumps({"article": {"date": day}, "claims": claims}, ensure_ascii=False, indent=1, allow_nan=False))
        return
    if append:
        from .verify import retold
        from .verify import verify as beside

        _append(held, rows(told, day, url, outlet, retold(beside(text, day, held))))
        return
    from .append import as_csv

    if not told:
        click.echo("no number was found of what a source can be asked about", err=True)
    click.echo(as_csv(rows(told, day, url, outlet)), nl=False)


def _append(case, rows: list[dict]) -> None:
    """Show the rows, ask which, and append those that pass the check."""
    from .append import append_rows
    from .display import clean
    from .tables import count

    for i, row in enumerate(rows, 1):
        click.echo(f"{i}. {clean(row['wording'], 100)}")
        for column in ("source", "measure", "kind", "statement_date", "as_of", "version_of", "doubts"):
            click.echo(f"   {column}: {clean(row[column], 300)}" if row[column] else f"   {column}: -")
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
    n = append_rows(case, [rows[int(c) - 1] for c in dict.fromkeys(chosen)])
    click.echo(f"appended: {count(n, 'row')} to {case.path / 'claims.csv'}")


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
    from .case import load_case
    from .verify import verify as beside

    held = load_case(case)
    text, day = _article(article, day)
    result = beside(text, day, held)
    if page:
        from .report.article import article_page

        try:
            page.write_text(article_page(result), encoding="utf-8")
        except OSError as error:
            raise click.UsageError(f"{page} cannot be written: {error.strerror or error}") from None
    click.echo(json.dumps(result.to_dict(), ensure_ascii=False, indent=1, allow_nan=False) if as_json else result)
    ctx.exit(4 if result.differs else 0)


@main.command()
@click.argument("cases", nargs=-1, metavar="[CASE ...]")
@click.option("--out", default="site", show_default=True, type=click.Path(path_type=Path), help="Where the site is published.")
@click.option("-p", "parameters", nargs=2, multiple=True, metavar="NAME VALUE", help="A parameter of the notebooks; may be repeated.")
@click.option("--notebooks", multiple=True, metavar="NAME[,NAME]", help="Only these, such as 03-gap or 03; may be repeated.")
@click.option("--sweep", "sweeps", multiple=True, metavar="NAME=VALUES", help="A report for each value; several sweeps make a grid.")
@click.option("--jobs", default=0, show_default=True, help="Worker processes; 0: one a core.")
@click.option("--cluster", metavar="ADDRESS", help="Run the notebooks on the Dask cluster with this scheduler, such as tcp://HOST:8786.")
@click.option("--timeout", default=600.0, show_default=True, metavar="SECONDS", help="For the cells of one notebook together.")
@click.option("--force", is_flag=True, help="Run what has not changed since the last run as well.")
@click.option(
    "--wait", is_flag=False, flag_value="inf", type=float, default=0, metavar="[SECONDS]", help="Wait while another run writes the site."
)
@click.option("--alert", default="", metavar="LIST", help='Exit with 5 if one holds, such as new,corrected,"unexplained>2".')
@click.option("--max-age-days", type=click.IntRange(1), metavar="N", help="Exit with 3 if a case was not looked at for longer.")
@click.option("--pdf", is_flag=True, help="Each report as PDF, too; needs Chromium.")
@click.pass_context
def report(
    ctx: click.Context,
    cases: tuple[str, ...],
    out: Path,
    parameters: tuple[tuple[str, str], ...],
    notebooks: tuple[str, ...],
    sweeps: tuple[str, ...],
    cluster: str | None,
    alert: str,
    max_age_days: int | None,
    **how,
) -> None:
    """Render the notebooks of each CASE (default: all that come with the package) into one site, whole or not at all.

    VALUES of a sweep are a range of days with a step (as_of=2024-12-23..2025-06-02/7d; 1w and 1m are steps too), a list
    (rule=hedge,granularity), or pairs (pair=all, or pair=a:b,a:c). Points without a gap to report on are left out and named.

    What has not changed is taken over from the last run.

    Exit codes: 0 rendered, 1 a notebook failed or the cluster went away, 2 bad usage, parameters or data, 3 stale data, 5 rendered and an alert holds. With 1,
    2 and 3 nothing is published; bad usage and data come before stale data, both before anything runs.
    """
    from datetime import date

    from .case import case_names, examine
    from .report import changes, render

    if cluster is not None:
        if how["jobs"]:
            raise click.UsageError("--jobs and --cluster: a cluster has its own workers; give one of the two")
        from .report.cluster import on_cluster

        how["execute"] = on_cluster(cluster)
    conditions = changes.conditions(alert) if ctx.get_parameter_source("alert") is not click.core.ParameterSource.DEFAULT else ()
    chosen, old = [], []
    for case in cases or case_names():
        found, problems = examine(case)  # bad data is named at once, before a kernel is started
        if problems:
            for problem in problems:
                click.echo(f"{case}: {problem}", err=True)
            ctx.exit(2)
        chosen.append((found.name, str(found.path), found))
        old += [changes.stale(found, max_age_days, date.today())] if max_age_days else []
    names = [name for name, *_ in chosen]
    if doubled := {n for n in names if names.count(n) > 1}:
        raise click.UsageError(f"two cases have the name {sorted(doubled)[0]!r}: rename one of the folders")
    if any(old):
        click.echo("\n".join(line for line in old if line), err=True)
        ctx.exit(3)
    how |= {"parameters": dict(parameters), "only": notebooks, "sweeps": sweeps, "alert": conditions}
    ctx.exit(render(chosen, out=out, echo=click.echo, **how))


if __name__ == "__main__":
    sys.exit(main())
