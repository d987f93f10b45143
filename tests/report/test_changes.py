"""What changed since the last run, whether somebody is told, and when data are too old: every sentence."""

from __future__ import annotations

import copy
import datetime
import json
import re
import sys

import pytest
from click.testing import CliRunner
from conftest import row
from helpers import Performer, write_notebook

import discrepancy as dc
from discrepancy import story
from discrepancy.app.cli.group import main
from discrepancy.report.errors import ReportError
from discrepancy.report.pages import export, pages
from discrepancy.report.run import render
from discrepancy.report.site import changes, site
from discrepancy.report.site.alerts import conditions, held, stale

ROWS = {
    "a-1": {"hash": "1111", "status": "current", "words": "A, 1 March 2025: “about 3,000” (Gazette)"},
    "b-1": {"hash": "2222", "status": "current", "words": "B, 2 March 2025: “1,100” (Herald)"},
}


def report(rest=2.3, timing=1.2, wording=0.98, admissible=False, case="march", point=None, rows=ROWS, corrections=(), settings=None):
    """A record as a run writes it, with a gap of the given parts."""
    factors = [
        {"name": "wording", "multiplier": wording},
        {"name": "timing", "multiplier": timing},
        {"name": "unexplained", "multiplier": rest},
    ]
    gap = {"unexplained": {"multiplier": rest}, "factors": factors, "reconcilable": {"admissible": admissible}}
    record = {"version": "1.0", "hash": "c3ef98274b7e194d", "corrections": list(corrections)}
    fragment = {
        "title": "Gap",
        "gap": gap,
        "record": record,
        "rows": rows,
        "settings": settings or {"a": "a", "b": "b", "as_of": "2025-03-01"},
    }
    path = case + "".join(f"/{k}={v}" for k, v in (point or {}).items())
    return {"case": case, "point": point or {}, "path": path, "parameters": {}, "notebooks": {"03-gap": fragment}}


def told(before, after):
    """Kinds and sentences of what changed between two reports."""
    found = changes.compare([before], [after])["changes"]
    assert not [c for c in found if story.NEVER.search(c["text"])]
    return [(change["kind"], change["text"]) for change in found]


def test_the_same_report_has_no_changes_and_a_first_run_says_that_it_is_one():
    result = changes.compare([report()], [report()])
    assert result == {"first": False, "since": {"march": {"version": "1.0", "hash": "c3ef98274b7e194d"}}, "changes": [], "note": ""}
    assert changes.line(result) == "no changes"
    first = changes.compare([], [report()])
    assert first["first"] and not first["changes"] and not first["since"]
    assert changes.line(first) == "changes: none to tell, this is the first run"


CORRECTION = {"date": "2025-03-09", "claim": "a-1", "was": "3,000", "now": "2,000", "because": "The page was mended.", "url": ""}


@pytest.mark.parametrize(
    ("rows", "corrections", "kind", "sentence"),
    [
        (ROWS | {"c-1": ROWS["b-1"]}, (), "new", "march: row c-1 is new: B, 2 March 2025: “1,100” (Herald)."),
        ({"b-1": ROWS["b-1"]}, (), "gone", "march: row a-1 is gone; it was A, 1 March 2025: “about 3,000” (Gazette)."),
        (
            ROWS | {"a-1": ROWS["a-1"] | {"hash": "3333"}},
            (CORRECTION,),
            "corrected",
            "march: row a-1 was corrected from “3,000” to “2,000”. The page was mended.",
        ),
        (ROWS, (CORRECTION,), "corrected", "march: row a-1 was corrected from “3,000” to “2,000”. The page was mended."),
        (
            ROWS | {"a-1": ROWS["a-1"] | {"hash": "3333"}},
            (),
            "corrected",
            "march: row a-1 reads differently, and no correction says why; it is now A, 1 March 2025: “about 3,000” (Gazette).",
        ),
        (
            ROWS | {"b-1": ROWS["b-1"] | {"status": "withdrawn"}},
            (),
            "fallen",
            "march: row b-1 no longer stands (withdrawn): B, 2 March 2025: “1,100” (Herald).",
        ),
    ],
)
def test_each_change_of_a_row_has_its_sentence(rows, corrections, kind, sentence):
    assert told(report(), report(rows=rows, corrections=corrections)) == [(kind, sentence)]


FALLEN = ROWS | {"a-1": ROWS["a-1"] | {"status": "withdrawn"}}


def test_a_row_that_fell_is_told_as_fallen_with_the_reason_and_once():
    """Whoever sets a status says why in corrections.csv: that makes no corrected row, or `fallen` would never be told."""
    why = CORRECTION | {"was": "about 3,000", "now": ""}
    sentence = "march: row a-1 no longer stands (withdrawn): A, 1 March 2025: “about 3,000” (Gazette). The page was mended."
    assert told(report(), report(rows=FALLEN, corrections=[why])) == [("fallen", sentence)]
    other = FALLEN | {"a-1": FALLEN["a-1"] | {"status": "superseded"}}
    assert told(report(rows=FALLEN, corrections=[why]), report(rows=other, corrections=[why])) == []
    assert told(report(rows=FALLEN), report()) == [("corrected", "march: row a-1 stands again: A, 1 March 2025: “about 3,000” (Gazette).")]
    assert told(report(), report(corrections=[why])) == [
        ("corrected", "march: row a-1 was corrected from “about 3,000”. The page was mended.")
    ]


def test_a_correction_is_told_once_whatever_is_filled_in_later_and_two_of_a_row_as_one():
    filled = CORRECTION | {"url": "https://example.org/fix", "because": "The page was mended on 9 March."}
    assert told(report(corrections=[CORRECTION]), report(corrections=[filled])) == []
    again = CORRECTION | {"was": "2,000", "now": "2,100", "because": ""}
    assert told(report(), report(corrections=[CORRECTION, again])) == [
        ("corrected", "march: row a-1 was corrected from “3,000” to “2,100”.")
    ]
    assert told(report(corrections=[CORRECTION]), report(corrections=[CORRECTION, again])) == [
        ("corrected", "march: row a-1 was corrected from “2,000” to “2,100”.")
    ]


def test_a_row_under_a_longer_id_is_the_row_that_it_was(make_case, tmp_path):
    """An id that nobody wrote is of source and day, and of more where one source says two things on a day."""
    rows, records = [row("a", "2025-03-01", "about 3,000"), row("b", "2025-03-01", "around 1,100")], []
    for given in (rows, [row("a", "2025-03-01", "about 40", measure="missing"), *rows]):
        run = dc.settings("03-gap", case=str(make_case(given)), measure="killed_or_wounded", output_dir=str(tmp_path / "out"))
        run.save("Gap", "Why?", gap=run.gap.to_dict())
        left = json.loads((tmp_path / "out" / "03-gap.json").read_text(encoding="utf-8"))
        records.append({"case": "case", "notebooks": {"03-gap": left}})
    assert [change["kind"] for change in changes.compare(records[:1], records[1:])["changes"]] == ["new"]
    assert [change["kind"] for change in changes.compare(records[1:], records[:1])["changes"]] == ["gone"]


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        (1.04, 1.06, [("opened", "march: ×1.06 is not accounted for by the public record; before, ×1.04.")]),
        (1 / 1.04, 1 / 2.3, [("opened", "march: ×2.3 is not accounted for by the public record; before, ×1.04.")]),
        (
            2.3,
            1.0,
            [("closed", "march: nothing remains to be accounted for (×1); before, ×2.3 was not accounted for by the public record.")],
        ),
        (2.3, 2.8, [("moved", "march: ×2.8 is not accounted for by the public record; before, ×2.3.")]),
        (2.31, 2.32, []),
        (2.3, 1 / 2.3, []),  # of the larger over the smaller, the same
        (None, None, []),
        (2.3, None, [("moved", "march: there is no ratio any more; before, ×2.3 was not accounted for by the public record.")]),
    ],
)
def test_a_gap_is_open_from_the_factor_that_prints_as_more_than_1(was, now, expected):
    assert told(report(was), report(now)) == expected


def test_sentences_about_what_remains_are_followed_by_what_it_is_no_evidence_of():
    assert changes.compare([report(2.3)], [report(2.8)])["note"] == story.NOT_EVIDENCE
    assert changes.compare([report()], [report(rows={})])["note"] == ""
    assert changes.REMAINS == story.REMAINS


def test_the_largest_step_is_told_where_it_is_another_one_and_a_tie_is_no_change():
    sentence = "march: the largest step of the explanation is wording (×0.50); before, it was timing (×1.20)."
    assert told(report(), report(wording=0.5)) == [("largest", sentence)]
    assert told(report(timing=1.0, wording=1.004), report()) == [
        ("largest", "march: the largest step of the explanation is timing (×1.20); before, none changed the ratio.")
    ]
    assert told(report(timing=1.2, wording=1.0), report(timing=1.2, wording=1 / 1.2)) == []


def test_whether_both_can_be_right_is_told_both_ways():
    assert told(report(), report(admissible=True)) == [
        ("possible", "march: on the words alone both figures can be right; before, they could not.")
    ]
    assert told(report(admissible=True), report()) == [
        ("possible", "march: on the words alone both figures cannot be right; before, they could.")
    ]


def test_another_question_is_said_and_its_gap_not_compared():
    other = report(5.0, settings={"a": "a", "b": "b", "as_of": "2025-04-01"})
    assert told(report(), other) == [
        ("asked", "march: the question is another one (as of 2025-03-01 before, 2025-04-01 now), so its gap is not compared.")
    ]


ASKED = {"a": "a", "b": "b", "as_of": "2026-09-01", "day_asked": "", "subject": {"kind": "cumulative", "place": "haiti"}}


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        (1.01, 2.3, ("opened", "march: on 8 September 2026, ×2.3 is not accounted for by the public record; before, on 1 September 2026, ×1.01.")),
        (2.3, 2.8, ("moved", "march: on 8 September 2026, ×2.8 is not accounted for by the public record; before, on 1 September 2026, ×2.3.")),
        (2.3, 1.0, ("closed", "march: on 8 September 2026, nothing remains to be accounted for (×1); before, on 1 September 2026, ×2.3 was not accounted for by the public record.")),
        (2.31, 2.32, None),
    ],
)  # fmt: skip
def test_a_newest_day_that_moves_by_itself_is_no_other_question(was, now, expected):
    later = ASKED | {"as_of": "2026-09-08"}
    assert told(report(was, settings=ASKED), report(now, settings=later)) == [expected] * bool(expected)
    asked = [settings | {"day_asked": "2026-12-31"} for settings in (ASKED, later)]  # the newest by a day that is the case's own
    assert told(report(was, settings=asked[0]), report(now, settings=asked[1])) == [expected] * bool(expected)


def test_the_day_is_told_with_whatever_else_changed_on_it():
    found = told(report(settings=ASKED), report(wording=0.5, admissible=True, settings=ASKED | {"as_of": "2026-09-08"}))
    assert found == [
        ("possible", "march: on 8 September 2026, on the words alone both figures can be right; before, on 1 September 2026, they could not."),
        ("largest", "march: on 8 September 2026, the largest step of the explanation is wording (×0.50); before, on 1 September 2026, it was timing (×1.20)."),
    ]  # fmt: skip


OLD = {key: ASKED[key] for key in ("a", "b", "as_of")}  # a record of an earlier version does not say what was asked


@pytest.mark.parametrize(
    ("was", "now", "differs"),
    [
        (ASKED, ASKED | {"day_asked": "2026-09-01"}, "as of their newest common day before, 2026-09-01 now"),
        (ASKED | {"day_asked": "2026-09-01"}, ASKED, "as of 2026-09-01 before, their newest common day now"),
        (ASKED, ASKED | {"a": "c"}, "a a before, c now"),
        (ASKED, ASKED | {"subject": {"kind": "level", "place": "haiti"}}, "their kind cumulative before, level now"),
        (ASKED, ASKED | {"subject": {"kind": "cumulative", "place": "iran"}}, "their place haiti before, iran now"),
        (OLD, ASKED | {"as_of": "2026-09-08"}, ""),
        (OLD, ASKED | {"day_asked": "2026-09-01"}, ""),
        (OLD, ASKED | {"day_asked": "2026-09-08"}, "as of 2026-09-01 before, 2026-09-08 now"),
        (OLD, OLD | {"as_of": "2026-09-08"}, "as of 2026-09-01 before, 2026-09-08 now"),
    ],
)
def test_only_what_was_asked_makes_another_question(was, now, differs):
    found = told(report(settings=was), report(2.8, settings=now))
    assert found[0][0] == ("asked" if differs else "moved")
    assert not differs or found == [("asked", f"march: the question is another one ({differs}), so its gap is not compared.")]


def test_a_new_bulletin_opens_a_gap(make_case, tmp_path):
    """From the tables to the exit code: two sources are alike on one day, and not on the next for which both have a figure."""
    rows = [row("m", "2026-09-01", "1,000 cases", "cases"), row("w", "2026-09-01", "1,010 cases", "cases")]
    more = [row("m", "2026-09-08", "1,100 cases", "cases"), row("w", "2026-09-08", "2,500 cases", "cases")]

    def left(folder, asked):
        out = tmp_path / f"out-{len(list(tmp_path.iterdir()))}"
        run = dc.settings("03-gap", case=str(folder), output_dir=str(out), **asked)
        run.save("Gap", "Why?", gap=run.gap.to_dict())
        return json.loads((out / "03-gap.json").read_text())

    for asked, kind in (({}, "opened"), ({"as_of": "2026-09-01"}, None), ({"known_by": "2026-09-02"}, None)):
        before, after = (report() | {"notebooks": {"03-gap": left(make_case(of), asked)}} for of in (rows, rows + more))
        kinds = [k for k, _ in told(before, after) if k not in ("new", "possible")]
        assert kinds == [kind] * bool(kind), asked
        assert bool(held(conditions("opened,moved"), changes.compare([before], [after]), [after])) == bool(kind)


def test_reports_come_and_go_and_a_row_of_a_sweep_is_told_once():
    days = ["2025-03-01", "2025-03-08", "2025-03-15"]
    before = [report(point={"as_of": day}) for day in days[:2]]
    after = [report(point={"as_of": day}, rows={**ROWS, "c-1": ROWS["b-1"]}) for day in days[1:]]
    result = changes.compare(before, after)
    assert [change["text"] for change in result["changes"]] == [
        "march: row c-1 is new: B, 2 March 2025: “1,100” (Herald).",
        "march, as of 15 March 2025: this report is new.",
        "march, as of 1 March 2025: this report is no longer made.",
    ]
    assert result["changes"][1] | {"text": ""} == {
        "kind": "came",
        "case": "march",
        "point": {"as_of": "2025-03-15"},
        "path": "march/as_of=2025-03-15",
        "text": "",
    }
    assert changes.line(result) == "changes: 1 new row, 1 new report and 1 report no longer made in march"


def test_the_line_counts_case_by_case():
    before = [report(), report(1.0, case="flood")]
    after = [report(rows=ROWS | {"c-1": ROWS["b-1"], "c-2": ROWS["b-1"]}), report(3.0, case="flood")]
    assert changes.line(changes.compare(before, after)) == "changes: 2 new rows in march; 1 gap opened in flood"


def test_rows_of_a_case_are_kept_once():
    kept = changes.once([report(point={"as_of": day}) for day in ("2025-03-01", "2025-03-08")] + [report(case="flood")])
    assert ["rows" in record["notebooks"]["03-gap"] for record in kept] == [True, False, True]
    assert changes.compare(kept, kept[1:])["changes"][0]["kind"] == "went"  # no row is new only because its report is first now


@pytest.mark.parametrize(
    "gap",
    [
        None,
        [],
        "gap",
        {},
        {"unexplained": 3, "factors": 3},
        {"unexplained": {"multiplier": "2"}, "factors": [1, {"name": None}]},
        {"unexplained": {"multiplier": 10**400}, "printed": {"ratio": 1e-320, "a": 10**400, "b": 1}},
    ],
)
def test_notebooks_of_anybody_may_leave_what_they_like(gap):
    odd = report()
    odd["notebooks"]["03-gap"] |= {"gap": gap, "rows": {"x": "y"}, "settings": []}
    for pair in ([odd, report()], [report(), odd], [odd, odd], [{"case": "march", "notebooks": {}}, report()]):
        for change in changes.compare(pair[:1], pair[1:])["changes"]:
            assert "None" not in change["text"]
        odd["notebooks"]["03-gap"]["settings"] = {"as_of": "2025-13-45"}
        assert "2025-13-45" not in pages.index_page([odd] * 4) and pages.case_page("march", [odd])


def test_sites_of_earlier_versions_are_read_without_saying_that_every_row_is_new(tmp_path):
    old = report()
    for key in ("point", "path"):
        del old[key]
    del old["notebooks"]["03-gap"]["rows"]
    (tmp_path / "march").mkdir()
    (tmp_path / "march" / "report.json").write_text(json.dumps(old))
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "report.json").write_text("{")
    assert changes.compare(changes.records.read(tmp_path), [report()])["changes"] == []


# --- alerts ---------------------------------------------------------------------------------------------------------------


def test_conditions_that_hold_are_named():
    before, after = [report(1.0)], [report(2.8, rows=ROWS | {"c-1": ROWS["b-1"]})]
    result = changes.compare(before, after)
    asked = conditions("new,corrected, unexplained>2,opened,unexplained > 3")
    assert held(asked, result, after) == "new: 1 new row in march | unexplained>2: ×2.8 in march | opened: 1 gap opened in march"
    assert held(conditions("corrected,closed"), result, after) == ""


def test_many_reports_above_a_limit_are_named_in_part():
    after = [report(1 / 2.5, point={"as_of": f"2025-03-0{day}"}) for day in range(1, 6)]
    said = held(conditions("unexplained>2"), changes.compare(after, after), after)
    assert said == (
        "unexplained>2: ×2.5 in march, as of 1 March 2025; ×2.5 in march, as of 2 March 2025; ×2.5 in march, as of 3 March 2025; and 2 more"
    )


@pytest.mark.parametrize("silent", [None, "x", [], [3], [{"who": "B"}], [{"who": "B", "days": "40"}], [{"who": "B", "days": 21}]])
def test_a_side_that_gives_no_more_figures_is_named(silent):
    after = report()
    after["notebooks"]["03-gap"]["gap"]["silent"] = silent
    result = changes.compare([after], [after])
    assert held(conditions("silent>21"), result, [after]) == ""
    after["notebooks"]["03-gap"]["gap"]["silent"] = [{"who": "A", "days": 40}, {"who": "B", "days": 0}]
    assert held(conditions("silent>21, silent > 40"), result, [after]) == "silent>21: A for 40 days in march"
    assert held(conditions("silent>21"), result, [after] * 5) == f"silent>21: {'A for 40 days in march; ' * 3}and 2 more"


TAKES = 'new, corrected, fallen, gone, opened, closed, moved, possible, largest, asked, came, went, "unexplained>NUMBER" with a number of 1 or more'
TAKES += ' and "silent>DAYS" with a whole number of 1 or more'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("newer,unexplained<2", 'unknown condition "newer": did you mean "new"? unknown condition "unexplained<2".'),
        ("unexplained>0.5", 'unknown condition "unexplained>0.5".'),
        ("", "no condition is given."),
        ("opened,unexplained", 'unknown condition "unexplained": > needs quotation marks, or the shell takes it: --alert "unexplained>2".'),
        ("silent", 'unknown condition "silent": > needs quotation marks, or the shell takes it: --alert "silent>21".'),
        ("silent>0,silent>2.5", 'unknown condition "silent>0". unknown condition "silent>2.5".'),
    ],
)
def test_unknown_conditions_are_refused_before_anything_runs(text, said, tmp_path):
    done = CliRunner().invoke(main, ["report", "dprk-kursk", "--out", str(tmp_path / "site"), "--alert", text])
    assert (done.exit_code, done.output.strip()) == (2, f"{said} --alert takes {TAKES}")
    assert not list(tmp_path.iterdir())


def test_an_alert_ends_a_run_that_is_published(tmp_path):
    write_notebook(tmp_path / "notebooks", "03-gap", "x = 1")
    execute, lines = Performer(fragment=report(2.8)["notebooks"]["03-gap"]), []
    told = {"echo": lines.append, "alert": conditions("new,unexplained>2"), "execute": execute}
    done = render([("march", "march")], tmp_path / "site", notebooks=tmp_path / "notebooks", **told)
    assert (done, lines[1:3]) == (5, ["changes: none to tell, this is the first run", "alert: unexplained>2: ×2.8 in march"])
    assert lines[-1].startswith("1 page in ")
    assert "Nothing since the first run." in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


# --- what the site says ---------------------------------------------------------------------------------------------------


def write(tmp_path, name, reports, before=None):
    """A site from records, without notebooks."""
    run = tmp_path / name
    for record in reports:
        (run / record["path"]).mkdir(parents=True)
        (run / record["path"] / "03-gap.html").write_text('<main class="notebook"><p>cells</p></main>', encoding="utf-8")
    site.write(run, copy.deepcopy(reports), before)
    return run


def files(run):
    return {str(path.relative_to(run)): path.read_bytes() for path in sorted(run.rglob("*")) if path.is_file()}


def test_the_same_data_give_the_same_bytes_and_the_last_changes_stay_on_the_page(tmp_path):
    first = write(tmp_path, "1", [report()])
    again = write(tmp_path, "2", [report()], first)
    assert files(first) == files(again)
    changed = write(tmp_path, "3", [report(2.8)], again)
    page = (changed / "index.html").read_text(encoding="utf-8")
    assert "Since march 1.0 (hash c3ef98274b7e):" in page
    assert "<li>march: ×2.8 is not accounted for by the public record; before, ×2.3.</li>" in page and story.NOT_EVIDENCE in page
    assert files(write(tmp_path, "4", [report(2.8)], changed)) == files(changed)


def test_many_changes_are_told_in_part_on_the_index_and_whole_in_the_file(tmp_path):
    first = write(tmp_path, "1", [report()])
    rows = ROWS | {f"n-{i}": ROWS["a-1"] for i in range(30)}
    second = write(tmp_path, "2", [report(rows=rows)], first)
    page = (second / "index.html").read_text(encoding="utf-8")
    assert len(re.findall("<li>march: row n-", page)) == 12 and "18 more in <a" in page
    assert len(json.loads((second / "changes.json").read_text(encoding="utf-8"))["changes"]) == 30


def test_a_real_row_is_told_in_its_own_words(make_case, tmp_path):
    """From tables to the sentence: what a notebook leaves is enough to compare with."""
    rows = [row("a", "2025-03-01", "about 3,000"), row("b", "2025-03-01", "around 1,100")]
    records = []
    for given in (rows, [*rows, row("a", "2025-03-05", "over 4,000")]):
        run = dc.settings("03-gap", case=str(make_case(given)), as_of="2025-03-01", output_dir=str(tmp_path / "out"))
        run.save("Gap", "Why?", gap=run.gap.to_dict())
        records.append(
            {"case": "case", "notebooks": {"03-gap": json.loads((tmp_path / "out" / "03-gap.json").read_text(encoding="utf-8"))}}
        )
    result = changes.compare(records[:1], records[1:])
    assert [change["text"] for change in result["changes"]] == [
        "case: row a-2025-03-05 is new: a, 5 March 2025: “over 4,000” (example.org)."
    ]


def test_an_alert_that_was_cut_off_is_told_by_the_next_run_that_is_asked_to(tmp_path):
    """Killed between the publication and the line for the mail, or with nowhere to write it: what changed since is compared with that site."""
    write_notebook(tmp_path / "notebooks", "03-gap", "x = 1")

    def run(fragment, asked="opened,new", echo=None):
        lines = []
        how = {"notebooks": tmp_path / "notebooks", "execute": Performer(fragment=fragment["notebooks"]["03-gap"])}
        code = render([("march", "march")], tmp_path / "site", echo=echo or lines.append, alert=conditions(asked) if asked else (), **how)
        return code, [line for line in lines if line.startswith("alert")]

    def full(line):
        if line.startswith("alert"):
            raise OSError(28, "No space left on device")

    assert run(report(1.0)) == (0, [])
    with pytest.raises(OSError, match="No space left"):
        run(report(2.3), echo=full)
    assert run(report(2.3), asked="") == (0, [])  # somebody who asks for no alerts leaves it to the schedule
    more = report(2.3, rows=ROWS | {"c-1": ROWS["b-1"]})
    assert run(more) == (5, ["alert: new: 1 new row in march | not told by an earlier run: opened: 1 gap opened in march"])
    assert run(more) == (0, []) and not list(tmp_path.rglob(site.UNTOLD))


# --- stale data -----------------------------------------------------------------------------------------------------------

DAY = datetime.date(2025, 6, 1)


@pytest.mark.parametrize(
    ("checked", "said", "days", "sentence"),
    [
        ("2025-05-01", "2025-03-01", 31, ""),
        ("2025-06-02", "2025-03-01", 1, ""),  # it is tomorrow where somebody checked
        ("2025-06-03", "2025-05-30", 1, "case is stale: its newest statement was on 30 May 2025, 2 days ago; --max-age-days is 1"),
        ("2025-05-01", "2025-03-01", 30, "case is stale: its last check was on 1 May 2025, 31 days ago; --max-age-days is 30"),
        ("", "2025-03", 30, "case is stale: its newest statement was in March 2025, 62 days ago; --max-age-days is 30"),
        ("2025-01-01", "2025-05-30", 1, "case is stale: its newest statement was on 30 May 2025, 2 days ago; --max-age-days is 1"),
        ("2025-01-01", "2026-05-30", 30, "case is stale: its last check was on 1 January 2025, 151 days ago; --max-age-days is 30"),
        ("", "2026-05-30", 30, "case is stale: it has no date by 1 June 2025, neither of a check nor of a statement"),
    ],
)
def test_the_last_sign_of_life_counts_and_no_day_to_come(make_case, checked, said, days, sentence):
    rows = [row("a", said, "about 3,000"), row("b", said, "around 1,100")]
    case = dc.load_case(make_case(rows, f'last_checked = "{checked}"' if checked else ""))
    assert stale(case, days, DAY) == sentence


def test_stale_data_publish_nothing_and_every_case_is_named(make_case, tmp_path):
    rows = [row("a", "2020-03-01", "about 3,000"), row("b", "2020-03-01", "around 1,100")]
    cases = [str(make_case(rows, name=name)) for name in ("one", "two")]
    done = CliRunner().invoke(main, ["report", *cases, "--out", str(tmp_path / "site"), "--max-age-days", "30"])
    lines = done.output.splitlines()
    assert done.exit_code == 3 and [line.split(" is stale: its newest statement was on 1 March 2020, ")[0] for line in lines] == [
        "one",
        "two",
    ]
    assert not (tmp_path / "site").exists() and not (tmp_path / ".site.runs").exists()
    # Bad usage comes first.
    done = CliRunner().invoke(main, ["report", *cases, "--max-age-days", "30", "--alert", "x"])
    assert done.exit_code == 2
    assert CliRunner().invoke(main, ["report", *cases, "--max-age-days", "0"]).exit_code == 2


# --- PDF ------------------------------------------------------------------------------------------------------------------


def test_pdf_without_chromium_is_refused_before_anything_runs(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    done = CliRunner().invoke(main, ["report", "hurricane-maria", "--out", str(tmp_path / "site"), "--pdf"])
    names = "chromium, chromium-browser, google-chrome, google-chrome-stable"
    assert (done.exit_code, done.output.strip()) == (
        2,
        f"--pdf needs Chromium, and none of {names} is on the PATH: install one, or leave --pdf out",
    )
    assert not list(tmp_path.iterdir())


def test_a_chromium_that_makes_no_pdf_is_quoted(tmp_path, monkeypatch):
    browser = tmp_path / "chromium"
    browser.write_text(f"#!{sys.executable}\nimport sys\nsys.exit('no display\\nno luck')\n")
    browser.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "march").mkdir()
    with pytest.raises(ReportError, match=r"^march: Chromium made no PDF: no luck$") as caught:
        export.to_pdf(tmp_path, [report()])
    assert caught.value.code == 1
    # What the run before has printed of the same page is taken as it is.
    for name in ("before", "now"):
        (tmp_path / name / "march").mkdir(parents=True)
        (tmp_path / name / "march" / "report.html").write_text("same")
    (tmp_path / "before" / "march" / "report.pdf").write_bytes(b"printed")
    export.to_pdf(tmp_path / "now", [report()], tmp_path / "before")
    assert (tmp_path / "now" / "march" / "report.pdf").read_bytes() == b"printed"
