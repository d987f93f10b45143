"""All questions, or those named: a line each; exit code 1 if an answer is not as required."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

QUESTIONS = sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))

asked = sys.argv[1:] or QUESTIONS
if unknown := set(asked) - set(QUESTIONS):
    sys.exit(f"no benchmark {', '.join(sorted(unknown))}: use one of {', '.join(QUESTIONS)}")
sys.exit(not all([import_module(f"benchmarks.{name}").main() for name in asked]))
