"""matplotlib's SVG → one that a page can hold in line: a third of the size, text as text, a link with a title on each mark.

What is drawn stays: coordinates have a tenth of a point, styles are attributes, groups without a purpose go, identifiers begin with the
name of the figure.  A group whose identifier is in `links` becomes what it leads to; one with a list of links hands them to its marks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from discrepancy.saying.text import clean

SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
MOST = 300  # letters of a title
GENERIC = "sans-serif"  # what a machine without our typeface has
#: Of matplotlib's styles those that say what holds anyway.
USUAL = {"text-anchor": "start", "stroke-linejoin": "round", "stroke-linecap": "butt", "stroke-width": "1", "font-weight": "400"}


@dataclass(frozen=True)
class Link:
    """What a mark is, in words, the address of where it was printed, empty where there is none, and the claim that it is."""

    title: str
    url: str = ""
    claim: str = ""

    @classmethod
    def of(cls, name: object, said: str, url: object = "", claim: object = "") -> Link:
        """Who and what was printed, with the address if it is one that a page may lead to."""
        address = clean(str(url or ""))
        return cls(clean(f"{name}: {said}", MOST), address if re.match(r"https?://\S+$", address) else "", clean(str(claim or "")))


def compact(svg: bytes, name: str, title: str, about: str, links: Mapping[str, Sequence[Link]]) -> str:
    """The drawing in as few bytes as show the same.

    Parameters
    ----------
    svg : bytes
        As matplotlib saves it, with ``svg.fonttype`` "none".
    name : str
        Of the figure: its identifiers begin with it, so that two figures of one page share none.
    title, about : str
        The finding, and the sentence for those who cannot see the drawing.
    links : mapping
        By the identifier of a group, a link for each of its marks, or one for all of it.

    Examples
    --------
    >>> drawn = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9.001 9"><g id="a"><path d="M 1.004 2 L 3 4" style="fill: none; stroke: #ff0000"/></g></svg>'
    >>> print(compact(drawn, "map", "Two", "Two of them", {"a": [Link("one", "https://example.org")]}))
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9pt" height="9pt" role="img" stroke-linejoin="round" font-family="sans-serif"><title>Two</title><desc>Two of them</desc><a href="https://example.org"><title>one</title><path d="M1 2L3 4" fill="none" stroke="#ff0000"/></a></svg>
    """
    return _Compact(name, links).whole(ElementTree.fromstring(svg), title, about)


class _Compact:
    def __init__(self, name: str, links: Mapping[str, Sequence[Link]]):
        self.name, self.links = name, links
        self.used: dict[str, str] = {}  # identifiers that something refers to
        self.family = ""

    def whole(self, root: ElementTree.Element, title: str, about: str) -> str:
        refer = re.compile(r"url\(#([^)]+)\)")
        for e in root.iter():
            for key, value in e.attrib.items():
                for id_ in refer.findall(value) or ([value[1:]] if key in ("href", f"{XLINK}href") and value[:1] == "#" else []):
                    self.used.setdefault(id_, f"{self.name}-{len(self.used) + 1}")
        inside = "".join(map(self.element, root))
        box = [_short(x) for x in root.get("viewBox", "").split()]
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{" ".join(box)}" width="{box[2]}pt" height="{box[3]}pt" role="img" stroke-linejoin="round"'
        family = f"{self.family}, {GENERIC}".lstrip(", ")
        return f"{head} font-family={quoteattr(family)}><title>{escape(title)}</title><desc>{escape(about)}</desc>{inside}</svg>"

    def element(self, e: ElementTree.Element) -> str:
        """What is left of an element; nothing of what shows nothing."""
        tag, id_ = e.tag.removeprefix(SVG), e.get("id", "")
        if tag in ("title", "metadata", "style"):
            return ""
        own = self.attributes(e)
        if tag == "path" and own.get("fill") == "none" and "stroke" not in own:
            return ""
        children = list(map(self.element, e))
        if links := self.links.get(id_):
            children = self.linked(e, links)
        inside = "".join(children)
        if tag in ("g", "defs"):
            if not inside:
                return ""
            inside = f"<g{_said(own)}>{inside}</g>" if own and tag == "g" else f"<defs>{inside}</defs>" if tag == "defs" else inside
            return _anchor(links[0], inside) if links and len(links) == 1 else inside
        inside = escape(e.text or "") + inside if tag == "text" else inside
        return f"<{tag}{_said(own)}>{inside}</{tag}>" if inside else f"<{tag}{_said(own)}/>"

    def linked(self, e: ElementTree.Element, links: Sequence[Link]) -> list[str]:
        """The children of a group whose marks have a link each; as they are where their numbers differ."""
        marks = [use for use in e.iter(f"{SVG}use")]
        if len(links) == 1 or len(marks) != len(links):
            return list(map(self.element, e))
        by_mark = iter(links)
        drawn = lambda child: "".join(
            _anchor(next(by_mark), self.element(c)) if c.tag == f"{SVG}use" else drawn(c) if c.tag == f"{SVG}g" else self.element(c)
            for c in child
        )
        return [drawn(e)]

    def attributes(self, e: ElementTree.Element) -> dict[str, str]:
        own: dict[str, str] = {}
        for key, value in e.attrib.items():
            if key == "style":
                for part in filter(None, value.split(";")):
                    name, _, said = part.partition(":")
                    own[name.strip()] = said.strip()
            elif key == "id":
                own |= {"id": self.used[value]} if value in self.used else {}
            elif key == "transform" and value.startswith("rotate(-0 "):
                continue
            else:
                own[key.removeprefix(XLINK)] = value
        if family := own.pop("font-family", ""):
            self.family = max(self.family, family, key=len)
        for key, value in own.items():
            value = re.sub(r"#([\w-]+)", lambda found: f"#{self.used.get(found[1], found[1])}", value)
            own[key] = _path(value) if key in ("d", "points") else value if key in ("href", "id", "font-family") else _numbers(value)
        own = {k: v.removesuffix("px") if k in ("font-size", "stroke-width") else v for k, v in own.items()}
        return {k: v for k, v in own.items() if USUAL.get(k) != v}


def _said(attributes: Mapping[str, Any]) -> str:
    return "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())


def _anchor(link: Link, inside: str) -> str:
    """A page that has a row for each claim leads to that row; a file by itself to the address."""
    to = f" data-claim={quoteattr(link.claim)}" * bool(link.claim) + f" href={quoteattr(link.url)}" * bool(link.url)
    return f"<{'a' if to else 'g'}{to}><title>{escape(link.title)}</title>{inside}</{'a' if to else 'g'}>"


def _short(number: str) -> str:
    """A number with a tenth of a point, a small one, as in the shape of a mark, with a hundredth."""
    x = float(number)
    return f"{x:.{1 if abs(x) >= 10 else 2}f}".rstrip("0").rstrip(".").replace("-0", "-0") or "0"


def _numbers(value: str) -> str:
    return re.sub(r"-?\d+\.\d+", lambda found: _short(found[0]), value) if "." in value else value


def _path(value: str) -> str:
    return re.sub(r" ?([A-Za-z]) ?", r"\1", " ".join(_numbers(value).split()))
