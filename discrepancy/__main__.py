"""`python -m discrepancy`."""

from .cli import main

main()
