"""What of the site is made and not written: the cases with their figures, the commands, the Python reference, how to cite.

mkdocs calls the functions that begin with ``on_``.  A line ``<!-- site: NAME -->`` of a page is replaced by what the function of this
name writes; links that lead out of docs/ go to the page that the file has on the site, or to a copy of it.
"""

from __future__ import annotations

import atexit
import posixpath
import re
from functools import cache
from html import escape, unescape
from itertools import cycle
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import click
import yaml
from mkdocs.structure.files import File

import discrepancy as dc
from discrepancy.app.cli.group import main
from discrepancy.report.pages.drawing import drawing
from discrepancy.saying.text import clip
from discrepancy.story.gap import gap_story, headline
from discrepancy.story.screen import kicker, sources

ROOT = Path(__file__).resolve().parents[1]
PAGES = {"README.md": "index.md", "CHANGELOG.md": "changelog.md", "CONTRIBUTING.md": "contributing.md", "CITATION.cff": "cite.md"}
PAGES |= {"data": "gallery.md"}
CASES = re.findall(r"\(\.\./data/([\w-]+)/README\.md\)", (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8"))  # in this order
# The names of the package by what they are for; each name is shown with its docstring, whose examples the tests run.
ROOMS = {
    "Reading a phrase": "read Reading WordingError",
    "Cases": "load_case case_names Case CaseError ClaimError from_table IntakeError",
    "The gap": "explain between Gap multiverse retellings",
    "Many sources": "normalize over_time pool independence houses Houses HousesError",
    "Many subjects, many rows": "panel Panel where Where WhereError",
    "Lists": "lists Lists unlisted Unlisted ListsError",
    "Articles": "read_article load_article extract verify ArticleError",
    "Notebooks": "settings SettingError explore",
}


# ------------------------------------------------------------------------------------- what mkdocs calls


def on_config(config):
    """Give the pages that are made their places in the menu."""
    for part in config["nav"]:
        for title, pages in part.items():
            if title == "Cases":
                pages += [f"cases/{name}.md" for name in CASES]
            for page in pages if title == "Reference" else ():
                if isinstance(page, dict) and "Python" in page:
                    page["Python"] = [f"python/{slug(room)}.md" for room in (*ROOMS, "Figures")]
    return config


def on_files(files, config):
    """Add the pages that are made, and the files that pages lead to."""
    made = {f"python/{slug(room)}.md": python(room) for room in (*ROOMS, "Figures")}
    made |= {"commands.md": f"# Commands\n\n{commands()}"}
    made |= {page: (ROOT / name).read_text(encoding="utf-8") for name, page in PAGES.items() if page in ("changelog.md", "contributing.md")}
    for name in CASES:
        folder = ROOT / "data" / name
        copied = [*folder.glob("*.csv"), *folder.glob("*.toml")]
        copied += (saved(name)[0] / name).iterdir()
        made |= {f"cases/{name}.md": case_page(name)} | {f"cases/{name}/{path.name}": path.read_bytes() for path in copied}
    made |= {f"schedules/{path.name}": path.read_bytes() for path in (ROOT / "schedules").iterdir() if path.is_file()}
    made["LICENSE.txt"] = (ROOT / "LICENSE").read_bytes()
    for uri, content in made.items():
        files.append(File.generated(config, uri, content=content))
    return files


def on_page_markdown(markdown, page, config, files):
    """Write what is made into a page, and turn its links to what the site has."""
    home = "CHANGELOG.md CONTRIBUTING.md".split()
    if page.file.src_uri == "index.md":
        page.meta["hide"] = ["navigation"]
    if found := re.search(r"^(?![#!<|>\-*`:]).+", markdown, flags=re.MULTILINE):  # the first paragraph, for those who search the web
        page.meta["description"] = clip(re.sub(r"\[(.*?)\]\(.*?\)|[*`]", r"\1", found[0]), 155)
    at = {PAGES[name]: "" for name in home} | {f"cases/{name}.md": f"data/{name}" for name in CASES}
    markdown = re.sub(
        r"!\[[^]]*\]\((claims-over-time|waterfall)\.png\)", lambda found: picture(CASES[0], drawn(found[1]), "cases/"), markdown
    )
    markdown = re.sub(r"<!-- site: (\w+) -->", lambda found: MADE[found[1]](), markdown)
    return re.sub(
        r"(?<=\]\()(?!\w+:|#)([^)#\s]+)(#[^)\s]*)?(?=\))", lambda m: _link(at.get(page.file.src_uri, "docs"), page, *m.groups("")), markdown
    )


def on_page_content(html, page, config, files):
    """Of links to what the site has not, the words alone; a note in a block is wrapped, a table in one is not."""
    html = re.sub(r'<a href="gone:">(.*?)</a>', r"\1", html)
    html = re.sub(r"<table>.*?</table>", _labelled, html, flags=re.DOTALL)
    return re.sub(r'<div class="language-text( highlight"><pre>.*?</pre>)', _wrapped, html, flags=re.DOTALL)


def _labelled(table):
    """Each cell of a wide table with what its column is called: on a phone its rows are lists."""
    heads = [escape(unescape(re.sub("<[^>]*>", "", head))) for head in re.findall(r"<th[^>]*>(.*?)</th>", table[0], re.DOTALL)]
    if len(heads) < 3:
        return table[0]
    labels = cycle(heads)
    inside = lambda text: f"<span>{text}</span>" if text else ""
    cell = lambda found: f'<td data-label="{next(labels)}"{found[1]}>{inside(found[2])}</td>'
    return re.sub(r"<td([^>]*)>(.*?)</td>", cell, table[0], flags=re.DOTALL).replace("<table", "<table data-wide", 1)


def _wrapped(block):
    longest = max(len(re.sub("<[^>]*>", "", line)) for line in block[0].split("\n"))
    return f'<div class="language-text{" wrapped" * (longest > 120)}{block[1]}'


def on_post_page(output, page, config):
    """What the theme has without a name gets one."""
    return output.replace('data-md-component="search" role="dialog"', 'data-md-component="search" role="dialog" aria-label="Search"')


def on_post_build(config):
    """Leave no address of anybody in the scripts, not even one that is never asked; the buttons of a block of code are no navigation."""
    site = Path(config["site_dir"])
    rmtree(site / "assets" / "javascripts" / "lunr")  # the stems of words in other languages
    for path in site.rglob("*.map"):
        path.unlink()
    for path in (site / "assets" / "javascripts").rglob("*.js"):
        text = re.sub(r"https?://(?!www\.w3\.org/)[^\"'`\s)]*|//# sourceMappingURL=\S+", "", path.read_text(encoding="utf-8"))
        path.write_text(text.replace('"nav",{class:"md-code__nav"', '"div",{class:"md-code__nav"'), encoding="utf-8")


def _link(at, page, target, anchor):
    """Where a link leads on the site: to a page, to a copy of a file, or nowhere."""
    here = posixpath.dirname(page.file.src_uri)
    path = posixpath.normpath(posixpath.join(at, target))
    if path == "README.md" and anchor == "#eight-cases":
        found, anchor = "gallery.md", ""
    elif path in PAGES:
        found = PAGES[path]
    elif path == "LICENSE":
        found = "LICENSE.txt"
    elif path.startswith("docs/"):
        found = path.removeprefix("docs/")
    elif path.startswith("data/"):
        found = re.sub(r"^(cases/[\w-]+)/README\.md$", r"\1.md", path.replace("data/", "cases/", 1))
    elif path.startswith("schedules/"):
        found = path
    else:
        return "gone:"
    return posixpath.relpath(found, here or ".") + anchor


# ------------------------------------------------------------------------------------- what is made


@cache
def case(name):
    """The gap of a case, and its figures."""
    gap = dc.explain(dc.load_case(name))
    return gap, [dc.plots.waterfall(gap), dc.plots.claims_over_time(gap)]


def drawn(name):
    """A figure of the first case, which the guides show."""
    return next(figure for figure in case(CASES[0])[1] if figure.name == name)


@cache
def saved(name):
    """The files of the figures of a case: what a page holds in line, and the drawings and tables to take away."""
    folder = Path(mkdtemp())
    atexit.register(rmtree, folder, ignore_errors=True)
    return folder, [figure.save(folder / name) for figure in case(name)[1]]


def picture(name, figure, folder):
    """A figure in line, for a desk and for a phone, in the colours of the scheme, with its files under it."""
    inside, files = saved(name)
    found = next(each for each in files if each["name"] == figure.name)
    held = drawing(inside, found, f"{name}-{slug(folder) or 'page'}")
    links = " · ".join(f'<a href="{folder}{found[kind]}">{kind.upper()}</a>' for kind in ("png", "svg", "csv"))
    return f'{held.removesuffix("</figure>")}<p class="files">{links}</p></figure>'


def case_page(name):
    """The finding of a case with its figures, then the README of its data."""
    gap, drawn = case(name)
    readme = (ROOT / "data" / name / "README.md").read_text(encoding="utf-8")
    title, _, rest = readme.partition("\n")
    told = "\n\n".join(f"## {heading}\n\n{text}" if heading else text for heading, text in gap_story(gap))
    listed = "\n".join(f"{s['n']}. [{s['text']}]({s['url']})" if s["url"] else f"{s['n']}. {s['text']}" for s in sources([gap]))
    parts = [
        title,
        f"{kicker(gap)}",
        f"**{headline(gap)}**",
        picture(name, drawn[0], ""),
        told,
        "## Over time",
        picture(name, drawn[1], ""),
    ]
    return "\n\n".join([*parts, "## Sources", listed, "## The data", re.sub("^##", "###", rest, flags=re.MULTILINE)])


def gallery():
    """A card a case: its question, its waterfall, its finding."""
    cards = []
    for name in CASES:
        gap, drawn = case(name)
        title = f"## [{gap.case.title}](cases/{name}.md)"
        cards.append("\n\n".join([title, f"{kicker(gap)} **{headline(gap)}**", picture(name, drawn[0], "cases/")]))
    return "\n\n".join(cards)


def commands():
    """Each command with its help, as it prints it."""
    told = []
    for name, command in sorted(main.commands.items()):
        with click.Context(command, info_name=f"discrepancy {name}", terminal_width=82, max_content_width=82) as context:
            told.append(f"## {name}\n\n```text\n{command.get_help(context)}\n```")
    return "\n\n".join(told)


def python(room):
    """A page of the reference: the names of a room."""
    if room == "Figures":
        names = sorted(name for name in vars(dc.plots) if callable(getattr(dc.plots, name)) and not name.startswith("_"))
        paths = [f"{getattr(dc.plots, name).__module__}.{name}" for name in names]
    else:
        paths = [f"{getattr(dc, name).__module__}.{name}" for name in ROOMS[room].split()]
    return f"# {room}\n\n" + "\n\n".join(f"::: {path}" for path in paths)


def citation():
    """The package as a reference, from CITATION.cff."""
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    authors = " and ".join(f"{{{author['name']}}}" for author in cff["authors"])
    fields = {"title": f"{{{cff['title']}}}", "author": authors, "version": cff["version"], "license": cff["license"]}
    return "```bibtex\n@software{discrepancy,\n" + "".join(f"  {key} = {{{value}}},\n" for key, value in fields.items()) + "}\n```"


def slug(room):
    """A room as the name of a file."""
    return re.sub(r"\W+", "-", room.lower())


MADE = {"gallery": gallery, "citation": citation}
