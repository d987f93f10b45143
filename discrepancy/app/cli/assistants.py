"""The command that lets assistants ask: mcp."""

from __future__ import annotations

from pathlib import Path

import click

from discrepancy.app.cli.group import main

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@main.command()
@click.option("--folder", default=".", type=FOLDER, help="Read cases and tables from here, and the cases of the package; default: here.")
def mcp(folder: Path) -> None:
    """Answer assistants: read, gap, note, where and verify as tools of the Model Context Protocol, on standard input and output."""
    from importlib.util import find_spec

    if not find_spec("mcp"):
        raise click.UsageError("mcp: the package of this name is not installed: pip install 'discrepancy[mcp]'")
    from discrepancy.app.assistant import serve

    serve(folder)
