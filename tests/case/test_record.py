"""What is kept of a case: corrections are printed, what was withdrawn is struck and never used, a silent edit is named."""

from __future__ import annotations

import csv
import json
import unicodedata

import pytest
from click.testing import CliRunner
from conftest import CASUALTIES, row
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import discrepancy as dc
from discrepancy import story
from discrepancy.app.cli.group import main
from discrepancy.case import hashes as record
from discrepancy.case.load import examine
from discrepancy.display import Table
from discrepancy.notebook.run import Run
from discrepancy.report.pages import pages
from discrepancy.report.pages.fragments import FragmentError, read_fragment

A = row("alpha", "2024-12-23", "already exceeded 3,000", claim="a")
B = row("beta", "2024-12-23", "around 1,100", claim="b")
OLD = row("alpha", "2024-12-22", "around 9,000", claim="old", status="withdrawn")
FIX = {"date": "2025-01-06", "claim": "old", "was": "around 9,000", "now": "", "because": "counted twice", "url": "https://example.org/fix"}
COPY = {"archive_url": "https://example.org/copy"}


def check(folder, *options):
    done = CliRunner().invoke(main, ["check", str(folder), *options])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def write(folder, table, rows):
    with open(folder / f"{table}.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def recorded(folder):
    with open(folder / "recorded.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


# -------------------------------------------------------------------------------------- never used


def results(case, **asked):
    """Everything that is computed from a case, as text."""
    gap = dc.explain(case, **asked)
    run = Run("x", case, {k: asked.get(k, "") for k in ("measure", "a", "b", "as_of", "known_by", "rule")})
    estimates = run.estimates[run.estimates["usable"]].drop(columns=["name", "group", "role"]).reset_index(drop=True)
    frames = [estimates, run.timeline, run.over_time, run.shares, run.choices, dc.multiverse(case, **asked)]
    answer = gap.to_dict() | {"inputs": None, "case": None}
    return [json.dumps(answer, sort_keys=True), story.gap_story(gap), story.sources([gap]), *(f.to_csv() for f in frames)]


TOML = (
    CASUALTIES
    + """
[measures.deployed]
[figures.share]
part = "killed_or_wounded"
whole = "deployed"
"""
)
STANDING = [
    row("alpha", "2024-12-23", "already exceeded 3,000", claim="a1", statement="a1"),
    row("alpha", "2025-01-10", "3,500", claim="a2", statement="a2"),
    row("beta", "2024-12-19", "at least 100", measure="killed", claim="b1", statement="b1"),
    row("beta", "2024-12-19", "1,000", measure="wounded", claim="b2", statement="b1"),
    row("beta", "2025-01-13", "surpassed 3,000", claim="b3", statement="b3", derived_from="b1", derived_basis="stated"),
    row("alpha", "2024-12-20", "12,000", measure="deployed", claim="a3", statement="a3"),
]


def fallen(source, day, wording, measure="killed_or_wounded", kind="cumulative", statement="new", status="withdrawn"):
    dated = {"a1": "2024-12-23", "b1": "2024-12-19", "b3": "2025-01-13"}
    more = {"kind": kind, "statement": statement, "status": status, "claim": "gone", "period_start": "2024-12-01"}
    return row(source, dated.get(statement, day), wording, measure, **more)


@pytest.fixture
def without(make_case):
    """The results of the case without the claim."""
    return results(dc.load_case(make_case(STANDING, toml=TOML, name="plain")))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(
        fallen,
        st.sampled_from(["alpha", "beta"]),
        st.sampled_from(["2024-12-19", "2024-12-21", "2024-12-23", "2025-01-13", "2025-03"]),
        st.sampled_from(["50", "around 1,500", "more than 40,000", "0 killed"]),
        st.sampled_from(["killed", "wounded", "killed_or_wounded", "deployed"]),
        st.sampled_from(["cumulative", "period", "rate"]),
        st.sampled_from(["", "new", "a1", "b1", "b3"]),
        st.sampled_from(["withdrawn", "superseded", "corrected"]),
    ),
    st.booleans(),
)
@example(fallen("alpha", "2025-03", "more than 40,000"), False)  # the newest statement
@example(
    fallen("beta", "", "50", statement="b1") | {"as_of": "2024-12-10"}, True
)  # of a statement that gives parts, and from which another derives
@example(fallen("alpha", "", "50", statement="a1"), True)  # above the row of its statement that stands
@example(fallen("beta", "2024-12-22", "50", "killed"), True)  # first of all: whose side is a, and a split nearer in time
def test_a_claim_that_no_longer_stands_changes_no_result(make_case, without, gone, first):
    rows = [gone, *STANDING] if first else [*STANDING, gone]
    assert results(dc.load_case(make_case(rows, toml=TOML, name="with"))) == without


def test_the_claim_of_the_property_would_change_results_if_it_stood(make_case, without):
    """The property above can fail."""
    gone = fallen("alpha", "2025-03", "more than 40,000", status="current")
    assert results(dc.load_case(make_case([*STANDING, gone], toml=TOML, name="with"))) != without


def test_the_row_in_its_place_speaks_though_it_stands_below(make_case):
    """Both are rows of one statement; neither has to name the other a version."""
    wrong = B | {"claim": "typo", "wording": "around 11,000", "status": "corrected", "replaced_by": "b"}
    assert dc.explain(dc.load_case(make_case([A, wrong, B])), "alpha", "beta").b.value == 1100


def test_a_version_falls_with_the_claim_that_it_retells(make_case):
    retold = OLD | {"claim": "retold", "statement": "alpha-2024-12-22", "version_of": "old", "status": "", "wording": "9,000"}
    case = dc.load_case(make_case([A, B, OLD, retold], corrections=[FIX]))
    assert list(Run("x", case, dict.fromkeys(("measure", "a", "b", "as_of", "known_by", "rule"), "")).timeline["claim"]) == ["b", "a"]
    with pytest.raises(dc.ClaimError, match="the claim 'retold' is a version of 'old', which was withdrawn on 6 January 2025: it is kept"):
        dc.explain(case, "retold", "b")
    assert "claims.csv:5: version_of: 'old' no longer stands, and this version falls with it: name the row in its place" in str(
        case.warnings[0]
    )


@pytest.mark.parametrize(
    ("change", "corrections", "sentence"),
    [
        ({}, [FIX], "the claim 'old' was withdrawn on 6 January 2025: it is kept and no longer compared"),
        (
            {"status": "superseded", "replaced_by": "a"},
            [FIX | {"date": "2025-02"}],
            "the claim 'old' was superseded in February 2025 and replaced by 'a': name that one",
        ),
        ({"status": "corrected", "replaced_by": "a"}, [], "the claim 'old' was corrected and replaced by 'a': name that one"),
        ({}, [FIX, FIX | {"date": "2025-01-02"}], "the claim 'old' was withdrawn on 6 January 2025: it is kept and no longer compared"),
    ],
)
def test_a_claim_that_no_longer_stands_is_refused_by_name(make_case, change, corrections, sentence):
    tables = {"corrections": corrections} if corrections else {}
    case = dc.load_case(make_case([A, B, OLD | change], **tables))
    with pytest.raises(dc.ClaimError) as error:
        dc.explain(case, "old", "b")
    assert str(error.value) == sentence


# -------------------------------------------------------------------------------------- shown struck


def run_of(case, **asked):
    return Run("x", case.as_known(asked.get("known_by", "")), dict.fromkeys(("measure", "a", "b", "as_of", "known_by", "rule"), "") | asked)


def test_it_is_shown_struck_with_a_word_for_those_who_do_not_see_the_line(make_case):
    old = OLD | {"replaced_by": "a", "wording": "around 9,000 <b>"}
    case = dc.load_case(make_case([A, B, old], corrections=[FIX]))
    table = run_of(case).claims_table()
    assert "withdrawn on 6 January 2025, in its place “already exceeded 3,000”"[:59] in str(table)
    html = table._repr_html_()
    assert "<del>around 9,000 &lt;b&gt;</del></td>" in html
    assert ">withdrawn on 6 January 2025, in its place “already exceeded 3,000”</td>" in html
    assert '<del><a href="https://example.org/alpha"' in html
    assert html.count("<del>") == 6 and "<del>around 1,100</del>" not in html


def test_before_its_correction_it_stands_unstruck(make_case):
    case = dc.load_case(make_case([A, B, OLD], corrections=[FIX]))
    table = run_of(case, known_by="2025-01-05").claims_table()
    assert "<del>" not in table._repr_html_() and "withdrawn" not in str(table)
    assert "<del>" in run_of(case, known_by="2025-01-06").claims_table()._repr_html_()


def test_versions_that_fell_are_struck_in_the_table_and_not_drawn(make_case):
    page = A | {"statement": "s", "version_of": "a", "published": "2024-12-24"}
    fell = page | {"claim": "v1", "wording": "nearly 3,000", "status": "corrected", "replaced_by": "v2"}
    kept = page | {"claim": "v2", "wording": "over 3,000"}
    case = dc.load_case(make_case([A | {"statement": "s", "primary": "yes"}, fell, kept, B]))
    run = run_of(case)
    html = run.versions_table()._repr_html_()
    assert "<del>nearly 3,000</del>" in html and ">corrected, in its place “over 3,000”</td>" in html
    assert "<del>over 3,000</del>" not in html
    figure = dc.plots.versions(run.versions[0], case=case)
    assert list(figure.table["printed"]) == ["already exceeded 3,000", "over 3,000"]


def test_a_table_strikes_no_row_unless_told(maria):
    table = Table(maria.sources[["name", "notes"]].assign(note="why").reset_index(drop=True), struck=[1])
    assert table._repr_html_().count("<del>") <= 2 and "<del>why</del>" not in table._repr_html_()
    assert "<del>" not in Table(maria.sources)._repr_html_()


# -------------------------------------------------------------------------------------- text hashes


def test_the_hash_does_not_depend_on_how_the_file_was_saved(make_case):
    words = A | {"wording": "за́яви “3,000”", "english": "about 3,000", "language": "uk", "value": "3000"}
    folder = make_case([words, B])
    assert check(folder, "--record").exit_code == 0
    before = recorded(folder)
    text = (folder / "claims.csv").read_text(encoding="utf-8")
    (folder / "claims.csv").write_bytes(b"\xef\xbb\xbf" + unicodedata.normalize("NFD", text).replace("\n", "\r\n").encode())
    assert dc.load_case(folder).changed == []
    columns = ["notes", "archive_url", "kind", *reversed(words)]
    rows = [{c: r.get(c, "") for c in columns} | {"kind": "cumulative", "notes": "seen again"} for r in (words, B)]
    rows[0]["value"] = "3000.0"
    write(folder, "claims", rows)
    assert dc.load_case(folder).changed == []
    assert check(folder, "--record").output.partition("\n")[2].startswith("recorded: 0 new and 0 corrected rows in recorded.csv\n")
    assert recorded(folder) == before


@pytest.mark.parametrize(
    "change",
    [
        {"wording": "already exceeded 3,100"},
        {"source": "gamma"},
        {"url": "https://example.org/other"},
        {"statement_date": "2024-12-24"},
        {"measure": "killed"},
        {"kind": "period"},
        {"low": "3000"},
        {"as_of": "2024-12-20"},
    ],
)
def test_a_silent_edit_is_named(make_case, change):
    folder = make_case([A, B])
    check(folder, "--record")
    day = recorded(folder)[0]["recorded"]
    make_case([A | change, B])
    sentence = f"claims.csv:2: claim: 'a' was edited since it was recorded on {day}: add a row to corrections.csv and run check --record"
    assert [str(p) for p in examine(folder)[0].changed] == [sentence]
    done = check(folder)
    assert done.exit_code == 0 and f"warning: {sentence}\n" in done.output
    before = recorded(folder)
    done = check(folder, "--record")
    assert done.exit_code == 2 and sentence in done.output and recorded(folder) == before


@pytest.mark.parametrize(
    "change", [{"notes": "x"}, {"archive_url": "https://example.org/copy"}, {"seen_as": "copy"}, {"status": "superseded"}]
)
def test_what_was_not_said_may_be_mended(make_case, change):
    folder = make_case([A, B])
    check(folder, "--record")
    make_case([A | change, B])
    assert dc.load_case(folder).changed == []


def test_each_edit_needs_a_correction_of_its_own(make_case):
    folder = make_case([A, B])
    check(folder, "--record")
    fix = {"date": "2025-01-06", "claim": "a", "because": "misread"}
    make_case([A | {"wording": "over 3,000"}, B], corrections=[fix])
    assert dc.load_case(folder).changed == []
    assert check(folder, "--record").output.partition("\n")[2].startswith("recorded: 0 new and 1 corrected rows in recorded.csv\n")
    make_case([A | {"wording": "over 3,100"}, B], corrections=[fix])
    assert [p.value for p in dc.load_case(folder).changed] == ["a"]
    make_case([A | {"wording": "over 3,100"}, B], corrections=[fix, fix | {"because": "misread again"}])
    assert dc.load_case(folder).changed == []


def test_a_row_that_is_gone_is_named_and_new_rows_are_added(make_case):
    folder = make_case([A, B])
    check(folder, "--record")
    day = recorded(folder)[0]["recorded"]
    make_case([A, B, OLD], corrections=[FIX])
    assert check(folder, "--record").output.partition("\n")[2].startswith("recorded: 1 new and 0 corrected rows in recorded.csv\n")
    make_case([A, OLD], corrections=[FIX])
    assert [str(p) for p in dc.load_case(folder).changed] == [
        f"recorded.csv:3: claim: 'b' was recorded on {day} and is gone: rows are never deleted; put it back and set its status to withdrawn"
    ]


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (
            "claim,hash,recorded,corrections\na,xyz,2025-01-01,0\n",
            "recorded.csv:2: hash: 'xyz' is no hash: write the table with check --record",
        ),
        (f"claim,hash,recorded,corrections\na,{'0' * 64},soon,0\n", "recorded.csv:2: recorded: 'soon' is no date: write YYYY-MM-DD"),
        (
            f"claim,hash,recorded,corrections\na,{'0' * 64},2025-01-01,-1\n",
            "recorded.csv:2: corrections: '-1' is no count of corrections: write the table with check --record",
        ),
        (
            f"claim,hash,recorded,corrections\na,{'0' * 64},2025-01-01,0\na,{'0' * 64},2025-01-01,0\n",
            "recorded.csv:2: claim: 'a' stands more than once: write the table with check --record",
        ),
        ("claim,hash\na,b\n", "recorded.csv:1: recorded: column missing (needed: claim, hash, recorded, corrections)"),
    ],
)
def test_a_broken_record_is_refused(make_case, table, sentence):
    folder = make_case([A, B])
    (folder / "recorded.csv").write_text(table)
    assert sentence in [str(p) for p in examine(folder)[1]]


def test_recording_leaves_no_other_file_and_a_case_with_problems_alone(make_case):
    folder = make_case([A, B])
    check(folder, "--record")
    assert sorted(p.name for p in folder.iterdir()) == ["claims.csv", "recorded.csv"]
    (folder / "recorded.csv").unlink()
    make_case([A | {"url": "x"}, B])
    assert check(folder, "--record").exit_code == 2
    assert not (folder / "recorded.csv").exists()


def test_bundled_cases_are_recorded_as_they_are():
    for name in dc.case_names():
        case = dc.load_case(name)
        assert case.changed == []
        assert {r["claim"] for r in case.tables["recorded"]} == set(case.by_id)


# -------------------------------------------------------------------------------------- check


def test_check_says_version_hash_and_corrections(make_case):
    folder = make_case([A | COPY, B | COPY, OLD | COPY], toml='version = "1.2"\nlast_checked = "2025-02-01"\n', corrections=[FIX])
    case = dc.load_case(folder)
    done = check(folder, "--strict")
    assert done.exit_code == 0
    assert f"Case version 1.2, hash {case.hash[:12]}, last checked 1 February 2025. 1 correction.\n" in done.output
    assert "warning" not in done.output


def test_the_hash_is_of_every_file_read(make_case):
    folder = make_case([A, B])
    one = dc.load_case(folder)
    assert one.hash == dc.load_case(folder).hash != one.hashes["claims.csv"]
    make_case([A, B], corrections=[FIX | {"claim": "a"}])
    assert dc.load_case(folder).hash != one.hash


def test_addresses_without_a_copy_are_warned_of_in_one_line_and_refused_each_by_strict(make_case):
    folder = make_case([A, B, row("gamma", "2024-12-23", "5", url="", notes="no address"), OLD | COPY], corrections=[FIX])
    done = check(folder)
    assert done.exit_code == 0
    advice = "archive_url: is empty: the page has no archived copy; save one and give its address"
    assert [x for x in done.output.splitlines() if x.startswith("warning")] == [f"warning: claims.csv: {advice} (2 rows: 2, 3)"]
    done = check(folder, "--strict")
    assert done.exit_code == 2
    assert done.stdout.splitlines()[1:] == [f"claims.csv:2: {advice}", f"claims.csv:3: {advice}"]
    assert done.stderr == f"2 problems in {folder}, warnings without --strict\n"


def test_many_lines_are_cut_with_a_word(make_case):
    folder = make_case([A, *(B | {"claim": f"b{i}", "statement": f"s{i}"} for i in range(11))])
    assert "(12 rows: 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …; --strict lists each)" in check(folder).output


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [A, B, OLD],
            "claims.csv:4: status: 'withdrawn' is not explained: say when and why in a row of corrections.csv, or fill replaced_by",
        ),
        (
            [A | {"replaced_by": "b"}, B],
            "claims.csv:2: replaced_by: 'b' is filled, and the row is current: set status to corrected, withdrawn or superseded",
        ),
    ],
)
def test_a_status_without_a_reason_is_warned_of(make_case, rows, sentence):
    folder = make_case([r | COPY for r in rows])
    assert f"warning: {sentence}\n" in check(folder).output
    assert check(folder, "--strict").exit_code == 2


def test_a_row_cannot_replace_itself(make_case):
    found = examine(make_case([A, B | {"status": "withdrawn", "replaced_by": "b"}]))[1]
    assert [str(p) for p in found] == [
        "claims.csv:3: replaced_by: 'b' is the row itself: name the row that stands in its place, or leave it empty"
    ]


def test_the_warnings_of_the_first_case_are_those_of_its_addresses(kursk):
    assert {p.column for p in kursk.warnings} == {"archive_url"}
    assert len(kursk.warnings) == sum(bool(c.url) for c in kursk.records)


# -------------------------------------------------------------------------------------- the foot of every page

HOSTILE = "<script>alert(1)</script> \"quoted\" & 'single' {{ 7 * 7 }}"


def fragments(case, tmp_path):
    """What the notebooks of a report leave, read back."""
    for stem in ("01-claims", "02-normalize", "03-gap"):
        run = Run(stem, case, dict.fromkeys(("measure", "a", "b", "as_of", "known_by", "rule"), ""), str(tmp_path))
        run.save("Title", "Question?", **({"screen": story.screen(case, [("", run.gap)]) | {"views": []}} if stem == "03-gap" else {}))
    return {stem: read_fragment(tmp_path, stem) for stem in ("01-claims", "02-normalize", "03-gap")}


def test_every_page_prints_every_correction_escaped(make_case, tmp_path):
    hostile = FIX | {"because": HOSTILE, "was": HOSTILE, "url": "https://example.org/?a=1&b=2"}
    folder = make_case([A, B, OLD], corrections=[hostile, FIX], toml='version = "1.2"\n')
    case = dc.load_case(folder)
    found = fragments(case, tmp_path / "out")
    html = [pages.notebook_page("c", stem, tuple(found), "T", "<p>body</p>", f) for stem, f in found.items()]
    html.append(pages.index_page([{"case": "c", "notebooks": found}]))
    for page in html:
        assert f"Case version 1.2, hash {case.hash[:12]}. 2 corrections." in page
        assert case.hash in page
        assert "counted twice" in page and "2025-01-06" in page and "around 9,000" in page
        assert "<script>alert" not in page and "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "{{ 7 * 7 }}" in page
        assert '<a href="https://example.org/?a=1&amp;b=2" rel="noreferrer">example.org</a>' in page
        assert "without a correction" not in page and 'class="warning"' not in page
    assert all("<h2>Corrections</h2>" in page for page in html[:3])
    assert "3 printed figures of 3 statements, from 2 addresses. 1 no longer stands and is not used." in html[3]


def test_a_page_without_corrections_says_so_and_a_silent_edit_is_printed(make_case, tmp_path):
    folder = make_case([A, B])
    check(folder, "--record")
    make_case([A | {"wording": "over 3,000"}, B])
    found = fragments(dc.load_case(folder), tmp_path / "out")
    for page in (
        pages.notebook_page("c", "01-claims", tuple(found), "T", "", found["01-claims"]),
        pages.index_page([{"case": "c", "notebooks": found}]),
    ):
        assert "No corrections so far." in page
        assert '<p class="warning">1 row was changed since being recorded, with no correction: a.</p>' in page


def test_the_record_uses_no_forbidden_word(make_case):
    folder = make_case([A, B, OLD], corrections=[FIX])
    check(folder, "--record")
    make_case([A | {"wording": "over 3,000"}, OLD], corrections=[FIX])
    kept = story.record(dc.load_case(folder))
    assert kept["warning"] == "2 rows were changed since being recorded, with no correction: a, b."
    assert not story.NEVER.search(kept["text"] + kept["warning"])


def test_an_address_that_is_none_is_no_link():
    kept = {"text": "x", "corrections": [{"date": "2025", "because": "y", "url": "javascript:alert(1)"}]}
    page = pages.notebook_page("c", "01-claims", ("01-claims",), "T", "", {"record": kept})
    assert "javascript:" not in page


@pytest.mark.parametrize(
    ("kept", "sentence"),
    [
        (3, "01-x.json: record should be an object, not 3"),
        ({"text": 1}, "01-x.json: record: text should be text, not 1"),
        ({"corrections": ["a"]}, '01-x.json: record: corrections should be a list of objects, not ["a"]'),
        ({"corrections": [{"because": 1}]}, "01-x.json: record.corrections: because should be text, not 1"),
    ],
)
def test_a_wrong_record_is_refused_by_field(tmp_path, kept, sentence):
    (tmp_path / "01-x.json").write_text(json.dumps({"record": kept}))
    with pytest.raises(FragmentError) as error:
        read_fragment(tmp_path, "01-x")
    assert str(error.value) == sentence


def test_the_text_hash_is_pinned():
    """Changing what is hashed names every recorded row as edited: then all cases must be recorded anew."""
    assert record.text_hash(A, []) == "d313e33b1f5d241f97fa8c4a9b812f1aca0565a2251cb523ec4721486fc00bb2"
