"""``python -m discrepancy``."""

from discrepancy.app.cli import main

main()
