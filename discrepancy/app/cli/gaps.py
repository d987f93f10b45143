"""TODO"""

from __future__ import annotations

import json

import click

from discrepancy.app.cli.group import main


@main.command()
@click.argument("phrase")
@click.option("--json", "as_json", is_flag=True, help="One JSON object; with - as the phrase, one a line of standard input.")
@click.option("--rule", default="hedge", show_default=True, help="hedge, granularity or as-printed.")
@click.pass_context
def read(ctx: click.Context, phrase: str, as_json: bool, rule: str) -> None:
    """Read a printed PHRASE: its number, its interval, its open side."""
    from discrepancy.reading.phrase import read as read_phrase
    from discrepancy.reading.reading import RULES, WordingError

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
    from discrepancy.gap.explain import between, explain

    if as_json and as_note:
        raise click.UsageError("--json and --note: give one of the two")
    if phrase is not None:
        given = [
            name for name, value in (("--a", a), ("--b", b), ("--measure", measure), ("--as-of", as_of), ("--known-by", known_by)) if value
        ]
        if given:
            raise click.UsageError(f"{', '.join(given)}: goes with a case, not with two phrases")
        from discrepancy.reading.reading import RULES

        if rule and rule not in RULES:
            raise click.UsageError(f"--rule is {rule!r}: use one of {', '.join(RULES)}")
        result = between(case, phrase, rule)
    else:
        from discrepancy.case.load import load_case

        result = explain(load_case(case), a, b, measure, as_of, known_by, rule)
    if as_json:
        from discrepancy.gap.choices import choices_of, range_of

        every = range_of(result) | {"rows": choices_of(result)}
        click.echo(json.dumps(result.to_dict() | {"multiverse": every}, ensure_ascii=False, indent=1, allow_nan=False))
        return
    if as_note:
        click.echo(result.note())
        return
    _print_gap(result)


def _print_gap(result) -> None:
    """The gap for a terminal: the finding, the words of both, the factors, what remains, the sources."""
    from discrepancy.saying.display import Prose, Table
    from discrepancy.saying.numbers import times
    from discrepancy.story.gap import gap_story, headline, running, said
    from discrepancy.story.screen import kicker, sources

    if result.case:
        click.echo(kicker(result))
    click.echo(f"{headline(result)}\n\n{Prose((('', said(result)),))}\n")
    if result.ratio is not None:
        frame = result.to_frame()
        frame = frame.assign(
            factor=[times(m) for m in frame["multiplier"]], persons=[f"{running(result, x):,.0f}" for x in frame["running"]]
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
    from discrepancy.case.load import load_case
    from discrepancy.sources.effects.houses import houses as fit

    found = fit(load_case(case), measure, reference, known_by)
    if as_json:
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=1, allow_nan=False))
        return
    from discrepancy.saying.display import Prose
    from discrepancy.story.effects import delays_story, habits_story

    click.echo(f"{found}\n\n{Prose((*habits_story(found), ('Constant or delay', delays_story(found)[0][1])))}")
