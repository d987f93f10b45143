"""How long does one gap for each of 100,000 subjects take, and the figure of them?"""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

from discrepancy import plots
from discrepancy.case.load import load_case
from discrepancy.subjects.panel import panel

from . import say, seconds

SIZE, REQUIRED, DRAWN = 100_000, 10.0, 2.0
HEAD = "claim,source,statement_date,as_of,measure,kind,place,wording,value,notes\n"
CASE = '[measures.deaths]\nlabel = "deaths"\n[dimensions.place]\n'


def write_case(folder: Path, size: int) -> Path:
    """Two sources with a number each for so many places, a third of them hedged."""
    chance, rows = random.Random(0), []
    folder.mkdir(parents=True)
    for i in range(size):
        base = 10 ** chance.uniform(1, 5)
        for source, number in (("alpha", base * 10 ** chance.gauss(0.1, 0.2)), ("beta", base)):
            wording = f'"{chance.choice(("about", "more than", "nearly"))} {number:,.0f}",' if chance.random() < 0.33 else f",{number:.0f}"
            rows.append(f"{source}-{i},{source},2024-06-02,2024-05-01,deaths,fixed,place-{i},{wording},made up\n")
    (folder / "claims.csv").write_text(HEAD + "".join(rows))
    (folder / "case.toml").write_text(CASE)
    return folder


def main(size: int = SIZE) -> bool:
    with TemporaryDirectory() as folder:
        case = load_case(write_case(Path(folder) / "case", size))
        found = []
        took = seconds(lambda: found.append(panel(case, "alpha", "beta")))
        plots.panel(found[0]).png()  # fonts, and what is loaded once
        drawn = seconds(lambda: plots.panel(found[0]).png())
    met = [say(f"panel, {size:,} subjects", f"{took:.1f} s", f"at most {REQUIRED:.0f} s", took <= REQUIRED)]
    met.append(say(f"panel, figure of {size:,} subjects", f"{drawn:.2f} s", f"at most {DRAWN:.0f} s", drawn <= DRAWN))
    return all(met)
