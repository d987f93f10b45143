"""A measure, a dimension, a group or a source is known by its words, never by its id."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT, row

import discrepancy as dc
from discrepancy.article import read_article
from discrepancy.article.extract import extract
from discrepancy.article.verify import verify
from discrepancy.article.vocabulary import Vocabulary

PASSAGES = Path(__file__).with_name("passages")
IDS = {"killed": "a1", "wounded": "a2", "killed_or_wounded": "a3"}
WHOLE = """
[measures.{killed}]
label = "killed"
[measures.{wounded}]
label = "wounded"
[measures.{killed_or_wounded}]
label = "killed or wounded"
parts = ["{killed}", "{wounded}"]
"""


def kinds(result):
    return [(v.told.phrase, v.verdicts, v.because) for v in result.verdicts]


# ----------------------------------------------------------------------------------------- a whole


@pytest.mark.parametrize("ids", [dict(zip(IDS, IDS, strict=True)), IDS | {"killed_or_wounded": "dead_or_injured"}, IDS])
def test_casualties_are_the_killed_and_the_wounded_whatever_the_whole_is_called(make_case, ids):
    said = [row("army", "2024-05-02", f"{n} {word}", ids[word], statement="army-1") for n, word in ((40, "killed"), (60, "wounded"))]
    case = dc.load_case(make_case(said, WHOLE.format(**ids)))
    for text in (
        "The army said on Thursday that it had suffered 100 casualties.",
        "The army said 100 soldiers had been killed or wounded.",
    ):
        (found,) = verify(read_article(text), "2024-05-05", case).verdicts
        assert found.verdicts == ("match",) and found.because.endswith("; the number is the sum of the parts that this statement gives.")
    (found,) = verify(read_article("The army said on Thursday that it had suffered 90 casualties."), "2024-05-05", case).verdicts
    assert found.verdicts == ("unknown",)


def test_casualties_are_no_sum_of_what_nobody_suffers(make_case):
    said = [
        row("bureau", "2024-05-02", f"{n} people {word}", word, statement="bureau-1") for n, word in ((40, "employed"), (60, "seeking"))
    ]
    measures = '[measures.employed]\n[measures.seeking]\n[measures.active]\nlabel = "in the labour force"\nparts = ["employed", "seeking"]'
    (found,) = verify(read_article("The bureau told of 100 casualties."), "2024-05-05", dc.load_case(make_case(said, measures))).verdicts
    assert found.verdicts == ("unknown",)


def test_a_measure_named_like_a_plain_word_that_means_something_else_is_not_that_word(make_case):
    said = [row("farm", "2024-05-02", "40 pigs slaughtered", "killed")]
    case = dc.load_case(make_case(said, '[measures.killed]\nlabel = "slaughtered pigs"\nwords = ["slaughtered"]'))
    (told,) = extract(read_article("The farm said 40 people had been killed."), "2024-05-05", case)
    assert told.measure not in case.measures
    (told,) = extract(read_article("The farm said 40 had been slaughtered."), "2024-05-05", case)
    assert told.measure == "killed"


@pytest.mark.parametrize("measure", ["injured", "x"])
def test_what_is_said_of_people_alone_is_known_by_its_words(make_case, measure):
    case = dc.load_case(make_case([row("police", "2024-05-02", "15 hurt", measure)], f'[measures.{measure}]\nlabel = "hurt"'))
    (told,) = extract(read_article("Police said 15 rebels had been hurt."), "2024-05-05", case)
    assert (told.phrase, told.measure) == ("15 rebels", measure)


# ------------------------------------------------------------------------------------ a newer figure


@pytest.mark.parametrize(
    ("dimension", "values", "newer"),
    [
        ("standing", ("confirmed", "estimated"), True),
        ("how_sure", ("confirmed", "estimated"), True),
        ("standing", ("north", "south"), False),
        ("region", ("north", "south"), False),
    ],
)
def test_a_newer_figure_may_be_surer_but_of_nothing_else(make_case, dimension, values, newer):
    said = [
        row("army", day, wording, "killed", **{dimension: value})
        for day, wording, value in zip(("2024-05-02", "2024-05-20"), ("40 killed", "70 killed"), values, strict=True)
    ]
    toml = f'[measures.killed]\nlabel = "killed"\n[dimensions.{dimension}]\nlabel = "{dimension}"\nvalues = {json.dumps(values)}'
    (found,) = verify(read_article("The army said 40 had been killed."), "2024-06-01", dc.load_case(make_case(said, toml))).verdicts
    assert found.verdicts == (("stale",) if newer else ("match",))


# -------------------------------------------------------------------------------- every id of a case


def table(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


class Renamed:
    """A shipped case in which every id is a meaningless one: labels, words and names are kept."""

    def __init__(self, name, folder):
        given = ROOT / "data" / name
        meta = tomllib.loads((given / "case.toml").read_text(encoding="utf-8"))
        sources, claims = table(given / "sources.csv"), table(given / "claims.csv")
        number = lambda sign, names: {n: f"{sign}{i}" for i, n in enumerate(dict.fromkeys(names), 1)}
        self.measures = number("m", meta["measures"])
        self.dimensions = number("d", meta["dimensions"])
        self.values = {d: number("v", spec["values"]) for d, spec in meta["dimensions"].items()}
        self.who = number("s", [r[k] for r in sources for k in ("source", "group") if r[k]])
        folder.mkdir()
        for r in claims:
            r |= {"measure": self.measures[r["measure"]], "source": self.who[r["source"]]}
            r |= {self.dimensions[d]: self.values[d].get(r.pop(d), "") for d in self.dimensions}
        for r in sources:
            r |= {"source": self.who[r["source"]], "group": self.who[r["group"]]}
        events = table(given / "events.csv")
        for r in events:  # "acknowledged:SOURCE"
            r["kind"] = ":".join(self.who.get(part, part) for part in r["kind"].split(":"))
        for file, rows in {"claims": claims, "sources": sources, "events": events}.items():
            with open(folder / f"{file}.csv", "w", newline="", encoding="utf-8") as out:
                writer = csv.DictWriter(out, rows[0])
                writer.writeheader()
                writer.writerows(rows)
        lines = [f"title = {json.dumps(meta['title'])}", f"unit = {json.dumps(meta['unit'])}", "[groups]"]
        lines += [f"{self.who[g]} = {json.dumps(label)}" for g, label in meta["groups"].items()]
        for m, spec in meta["measures"].items():
            spec = spec | ({"parts": [self.measures[p] for p in spec["parts"]]} if "parts" in spec else {})
            lines += [f"[measures.{self.measures[m]}]", *(f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in spec.items())]
        for d, spec in meta["dimensions"].items():
            lines += [f"[dimensions.{self.dimensions[d]}]", f"label = {json.dumps(spec['label'])}"]
            lines += [f'basis = "{self.values[d][spec["basis"]]}"'] if "basis" in spec else []
            lines += [f"[dimensions.{self.dimensions[d]}.values]"]
            lines += [f"{self.values[d][v]} = {json.dumps(label)}" for v, label in spec["values"].items()]
        (folder / "case.toml").write_text("\n".join(lines), encoding="utf-8")
        self.before, self.after = dc.load_case(given), dc.load_case(folder)

    def told(self, claim):
        """What was found with the case as shipped, in the ids of this one."""
        out = json.loads(json.dumps(claim, default=list))
        out |= {"measure": self.measures.get(out["measure"], out["measure"]), "source": self.who.get(out["source"], out["source"])}
        out["where"] = {self.dimensions[d]: self.values[d][v] for d, v in out["where"].items()}
        for m in self.measures:
            named = lambda doubt: doubt.startswith("what is counted can be")  # any other quotes the text
            out["doubts"] = [" ".join(self.measures[m] if w == m else w for w in d.split(" ")) if named(d) else d for d in out["doubts"]]
        for said in (out["primary"], out["newer"], *out["also"]):
            if said:
                said["source"] = self.who[said["source"]]
        return out


@pytest.mark.parametrize("name", ["dprk-kursk", "hurricane-maria"])
def test_ids_without_a_meaning_change_no_answer(name, tmp_path):
    case = Renamed(name, tmp_path / name)
    numbers = 0
    for file in ("development",):
        for passage in tomllib.loads((PASSAGES / f"{file}.toml").read_text(encoding="utf-8"))["passages"]:
            article = read_article(passage["text"], passage.get("form", "text"))
            was, now = (verify(article, passage["date"], c).to_dict() for c in (case.before, case.after))
            assert now["claims"] == [case.told(claim) for claim in was["claims"]], passage["name"]
            assert now["events"] == was["events"]
            numbers += len(now["claims"])
    assert numbers > 90


def test_the_plain_measures_are_those_of_english():
    words = Vocabulary(None)
    assert words.wholes == {"killed_or_wounded": frozenset({"killed", "wounded"})}
    assert words.presence == {"deployed"} and "killed_or_wounded" in words.personal and "missing" not in words.personal
