"""The commands.  Each module holds some of them and adds them to the group `main`."""

from __future__ import annotations

from discrepancy.app.cli import articles, assistants, cases, gaps, intake, lists, reports
from discrepancy.app.cli.group import main

__all__ = ["articles", "assistants", "cases", "gaps", "intake", "lists", "main", "reports"]
