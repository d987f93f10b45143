"""TODO"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import ipywidgets as w

from discrepancy import dates
from discrepancy.case.model import Case
from discrepancy.case.who import Group, Source, spelling
from discrepancy.retelling import outlet
from discrepancy.saying.text import clean

LONGEST = 2000  # days that a slider has; of a longer case only those on which something was said
STYLE = """<style>
.discrepancy { color: var(--jp-content-font-color1, #222); gap: 12px 24px; overflow: visible; }
.discrepancy .widget-html-content { line-height: 1.45; font-size: var(--jp-content-font-size1, 14px); }
.discrepancy .widget-html { height: auto; overflow: visible; }
.discrepancy h3 { margin: 0.6em 0 0.2em; line-height: 1.25; font-weight: 600; }
.discrepancy h3 { font-size: 1.15em; } .discrepancy .prose h3 { font-size: 1em; }
.discrepancy p { margin: 0.2em 0 0.5em; max-width: 46em; }
.discrepancy a { color: var(--jp-content-link-color, #0969da); text-decoration: underline; }
.discrepancy .quiet, .discrepancy .note { color: var(--jp-content-font-color2, #555); }
.discrepancy .wrong { border-left: 4px solid var(--jp-error-color1, #c62828); padding: 2px 0 2px 10px; }
.discrepancy .widget-box { overflow: visible; }
.discrepancy .widget-readout { min-width: 9.5em; margin-left: 12px; overflow: visible; }
.discrepancy .numbers { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 0 20px; max-width: 46em;
  margin: 0; padding: 0; list-style: none; }
.discrepancy .numbers b { display: block; font-size: 1.3em; line-height: 1.3; }
.discrepancy .numbers span { color: var(--jp-content-font-color2, #555); }
.discrepancy img { display: block; width: 100%; height: auto; background: #fff; border-radius: 4px; }
.discrepancy pre { white-space: pre-wrap; word-break: normal; overflow-wrap: anywhere; padding: 10px 12px; margin: 0.3em 0 0.8em;
  color: var(--jp-content-font-color1, #222); background: var(--jp-layout-color2, #eee); border-radius: 4px; }
.discrepancy table { border-collapse: collapse; width: 100%; font-size: var(--jp-ui-font-size1, 13px); }
.discrepancy th, .discrepancy td { text-align: left; vertical-align: top; padding: 4px 10px 4px 0;
  border-bottom: 1px solid var(--jp-border-color2, #ccc); overflow-wrap: anywhere; }
.discrepancy th { font-weight: 600; } .discrepancy .n { text-align: right; } .discrepancy .s { white-space: nowrap; }
.discrepancy .scroll { overflow-x: auto; }
.discrepancy select[size] { font-family: var(--jp-code-font-family, monospace); font-size: var(--jp-code-font-size, 13px); }
.discrepancy .widget-select select option { white-space: pre; padding: 2px 4px; }
.discrepancy .widget-label, .discrepancy .lm-TabBar-tabLabel, .discrepancy .jupyter-widget-Collapse-header {
  color: var(--jp-content-font-color1, #222); }
.discrepancy .listed .widget-label { position: absolute; clip-path: inset(50%); width: 1px; min-width: 0; }
.discrepancy .head { font-family: var(--jp-code-font-family, monospace); font-size: var(--jp-code-font-size, 13px); white-space: pre;
  font-weight: 600; margin: 8px 0 0 6px; max-width: none; overflow: hidden; line-height: 1; }
</style>"""


def part(children: list[w.Widget], across: bool = False) -> w.Box:
    layout = {"flex_flow": "row wrap" if across else "column", "display": "flex", "align_items": "flex-start" if across else "stretch"}
    box = w.Box([w.HTML(STYLE, layout={"display": "none"}), *children], layout=layout | {"width": "100%"})
    box.add_class("discrepancy")
    return box


def form_field(column: str, allowed: list[str] | None) -> w.Widget:
    """A field for a column: a list where only some values are allowed; sources may be new."""
    layout, name = {"width": "auto", "flex": "1 1 330px"}, column.replace("_", " ")
    if column == "source":
        field = w.Combobox(options=allowed, description=name, layout=layout)
    elif allowed:
        field = w.Dropdown(options=allowed, description=name, layout=layout)
    else:
        field = w.Text(description=name, placeholder=HINTS.get(column, ""), layout=layout)
    field.style.description_width = "116px"
    return field


HINTS = {
    "statement_date": "2024-12-23, 2024-12 or 2024",
    "wording": "the shortest printed phrase with its number",
    "url": "https://",
    "as_of": "the day that the number speaks of",
    "english": "where the page is in another language",
    "version_of": "the id of the figure that this one retells",
}


def day_slider(case: Case) -> list[str]:
    """The days of a case, from the first statement to the last."""
    said = sorted({day for c in case.records for day in (dates.first(c.statement_date), dates.last(c.statement_date))})
    if (said[-1] - said[0]).days > LONGEST:
        return [day.isoformat() for day in said]
    return [(said[0] + timedelta(days=n)).isoformat() for n in range((said[-1] - said[0]).days + 1)]


def speakers(case: Case, measure: str) -> list[tuple[str, str]]:
    """(name, id) of groups with figures of a measure or its parts, those with the most first, each with its sources behind it."""
    counts = Counter(
        (c.group, c.source) for c in case.records if c.primary and c.kind == "cumulative" and c.measure in case.related[measure]
    )
    groups = Counter()
    for (group, _), n in counts.items():
        groups[group] += n
    offered = []
    for group, _ in groups.most_common():
        sources = [source for (of, source), _ in counts.most_common() if of == group]
        offered.append((short(case.group_name(group), 60), spelling(case, Group(group))))
        own = [s for s in sources if s != group and len(sources) > 1]
        offered += [(f"\u2003{short(case.source_name(s), 60)}", spelling(case, Source(s))) for s in own]
    return offered or [(short(case.group_name(group), 60), spelling(case, Group(group))) for group in case.by_group]


def all_words(case: Case, c: Any) -> str:
    return " ".join((c.claim, c.wording, c.english, case.source_name(c.source), outlet(c), c.notes)).casefold()


def counted(case: Case, c: Any) -> str:
    return case.measure_label(c.measure) + ("" if c.kind == "cumulative" else f" ({c.kind})")


def row(said: str, source: str, printed: str, counted: str) -> str:
    """A line of the list, in columns; spaces that a browser does not join."""
    cells = ((said, 10), (source, 28), (printed, 52), (counted, 40))
    return "  ".join(short(text, width).ljust(width) for text, width in cells).rstrip().replace(" ", "\u00a0")


def short(text: str, most: int) -> str:
    return " ".join(clean(text, most).split())
