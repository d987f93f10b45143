"""All questions, or those named: a line each; exit code 1 if an answer is not as required.

Each has a process of its own: what one leaves in memory would slow down the next.
"""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

QUESTIONS = sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))

asked = sys.argv[1:] or QUESTIONS
if unknown := set(asked) - set(QUESTIONS):
    sys.exit(f"no benchmark {', '.join(sorted(unknown))}: use one of {', '.join(QUESTIONS)}")
if len(asked) == 1:
    sys.exit(not import_module(f"benchmarks.{asked[0]}").main())
sys.exit(any([subprocess.run([sys.executable, "-m", "benchmarks", name]).returncode for name in asked]))
