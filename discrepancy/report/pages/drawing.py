"""The SVG of a figure, for a desk and for a phone → markup that a page holds in line and that CSS swaps at a width.

In: what a notebook left. Out: text as text, colours as variables of which a dark page has others, identifiers that no other figure of the
page has, a link and a title on each mark. No script; what is no drawing of ours stays a picture.
"""

from __future__ import annotations

import colorsys
import re
from html import escape
from pathlib import Path

from markupsafe import Markup

OWN = {"ffffff": "var(--paper)", "1c1c1c": "var(--ink)", "5c5c5c": "var(--soft)"}  # what has a name in the style sheet
BOTH = "var(--light,#{}) var(--dark,{})"  # of these the style sheet leaves one empty, by the scheme
FEW = 40  # links that a keyboard goes through; of more the table has them
HEX = re.compile(r'(?<=")#([0-9a-f]{6})(?=")')
MARK = re.compile(r'<a(?: data-claim="([^"]*)")?(?: href="([^"]*)")?>')
START = re.compile(
    r'<svg xmlns="[^"]+" (viewBox="[^"]+") width="([\d.]+)pt" height="[\d.]+pt" role="img"( [^>]*)><title>.*?</desc>', re.DOTALL
)


def drawing(folder: Path, figure: dict, place: str, rows: str = "") -> Markup | None:
    """Return a figure as markup, or None where its files are no drawings of ours.

    ``folder`` is that of the report, ``figure`` as a fragment has it, ``place`` a word that tells it from the same one elsewhere on the page,
    ``rows`` the page with a row for each claim, to which its mark leads, as seen from this one; without it marks lead to where each was printed.
    """
    wide, phone = (_read(folder, figure.get(kind)) for kind in ("svg", "narrow"))
    if not wide:
        return None
    name = f"{place}-{figure.get('name')}"
    shades = ";".join(f"--c{c}:{OWN.get(c) or BOTH.format(c, dark(c))}" for c in sorted({*HEX.findall(wide), *HEX.findall(phone)}))
    label = escape(figure.get("alt") or figure.get("title") or "")
    forms = _form(wide, "wide", name, label, rows) + (_form(phone, "phone", name, label, rows) if phone else "")
    return Markup(f'<figure class="drawing{" two" if phone else ""}" id="{escape(name)}" style="{shades}">{forms}</figure>')


def _read(folder: Path, name: str | None) -> str:
    text = (folder / name).read_text(encoding="utf-8") if name else ""
    return text if START.match(text) else ""


def _form(svg: str, form: str, name: str, label: str, rows: str) -> str:
    """One form: the page says what the drawing is, so that no title of the whole hides those of its marks."""
    start = START.match(svg)
    assert start
    out = lambda mark: f'<a href="{mark[2]}" rel="noreferrer">' if mark[2] else "<a>"
    body = MARK.sub(lambda mark: f'<a href="{rows}#{mark[1]}">' if mark[1] and rows else out(mark), svg[start.end() :])
    links = body.count("<a href")
    role = "graphics-document" if links else "img"  # an image has no links in it
    head = f'<svg class="{form}" {start[1]} width="{start[2]}pt" role="{role}" aria-label="{label}"{start[3]}>'
    body = HEX.sub(lambda found: f"var(--c{found[1]},{found[0]})", body)
    body = re.sub(r'( id="|url\(#|href="#)', rf"\g<1>{escape(name)}-", body)
    return head + (body if links <= FEW else body.replace("<a href=", '<a tabindex="-1" href='))


def dark(colour: str) -> str:
    """Return a colour, ``rrggbb``, as a dark page has it: of the same hue, light where it was dark, and no louder than on paper.

    Examples
    --------
    >>> dark("ffffff"), dark("1c1c1c"), dark("0173b2")
    ('#171717', '#d3d3d3', '#62b2df')
    """
    hue, light, full = colorsys.rgb_to_hls(*(int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)))
    return "#" + "".join(f"{round(255 * part):02x}" for part in colorsys.hls_to_rgb(hue, 0.92 - 0.83 * light, min(full, 0.66)))
