"""Pages of many reports: cards, a case over time, dark and light; a report in one file."""

from __future__ import annotations

import datetime
import json
import re

import pytest
from browser import audit
from helpers import Elements

import discrepancy as dc
from discrepancy import story
from discrepancy.notebook.fragment import plain as _plain
from discrepancy.report.errors import ReportError
from discrepancy.report.pages import charts, embed, pages, records
from discrepancy.report.pages.records import Shown
from discrepancy.report.site import site

DAYS = [(datetime.date(2024, 12, 23) + datetime.timedelta(7 * i)).isoformat() for i in range(24)]
CELLS = '<main class="notebook"><h1>Gap</h1><p class="files"><a href="figures/a.png">PNG</a></p><pre>&lt;/main&gt; and </main> again</pre></main>'


@pytest.fixture(scope="module")
def sweep():
    """Records as a sweep writes them: real gaps of eight weeks, three times over."""
    found = []
    for day in DAYS[:8]:
        run = dc.settings("03-gap", case="dprk-kursk", as_of=day)
        told = {"title": "Gap", "screen": story.screen(run.case, run.views), "gap": run.gap.to_dict(), "record": story.record(run.case)}
        found.append(_plain({**told, "settings": run.resolved}))
    return [record({"as_of": day}, found[i % 8]) for i, day in enumerate(DAYS)]


def record(point, fragment, case="dprk-kursk"):
    path = "/".join([case, ",".join(f"{k}={v}" for k, v in point.items())]).strip("/")
    return {"case": case, "point": point, "path": path, "parameters": {}, "notebooks": {"03-gap": fragment}}


@pytest.fixture(scope="module")
def written(sweep, tmp_path_factory):
    """The site of a sweep, with pages that hold nothing."""
    run = tmp_path_factory.mktemp("sweep")
    for each in sweep:
        (run / each["path"]).mkdir(parents=True)
        (run / each["path"] / "03-gap.html").write_text(CELLS, encoding="utf-8")
    site.write(run, [{**each, "notebooks": {"03-gap": {**each["notebooks"]["03-gap"], "screen": unseen(each)}}} for each in sweep], None)
    return run


def unseen(each):
    """A first screen without its figures, which no notebook has drawn here."""
    screen = each["notebooks"]["03-gap"]["screen"]
    return {**screen, "views": [{**view, "figure": None} for view in screen["views"]]}


def test_many_reports_are_cards_with_finding_figure_and_day(written, sweep):
    text = (written / "index.html").read_text(encoding="utf-8")
    assert len(text.encode()) < 300_000
    page = Elements(text)
    assert not page.all("img") and not page.all("script")
    assert sum(a.get("class") == "card" for a in page.all("li")) == 24
    first = text[text.index('<li class="card">') : text.index("</li>")]
    assert "As of 23 December 2024" in first
    assert '<a href="dprk-kursk/as_of=2024-12-23/03-gap.html">Ukraine&#39;s figure was 2.7 times South Korea&#39;s.' in first
    assert 'aria-label="On a log scale: Ukraine 3,000, South Korea 1,100."' in first
    assert "×2.3 unexplained; 2.0 to 3.6 depending on choices" in first
    assert '<a href="dprk-kursk/index.html">All 24 reports in one chart and table</a>' in text


def test_cards_of_a_case_share_a_scale():
    side = lambda value: Shown("A", value, "", "")
    low, high = (charts.Mini.of(records.Finding("", "", "", (side(a), side(b))), [10, 1000]) for a, b in ((10, 100), (100, 1000)))
    assert [dot.at for dot in low.sides + high.sides] == [3, 50, 50, 97]
    assert [dot.at for dot in charts.Mini.of(records.Finding("", "", "", (side(10), side(10))), [10, 10]).sides] == [50, 50]


def test_every_point_and_row_of_a_case_over_time_leads_to_its_report(written):
    page = Elements((written / "dprk-kursk" / "index.html").read_text(encoding="utf-8"))
    points = [a for a in page.all("a") if "aria-label" in a]
    assert [a["href"] for a in points] == [f"as_of={day}/03-gap.html" for day in DAYS]
    assert points[0]["aria-label"] == "23 December 2024: printed ratio ×2.7; ×2.3 unexplained; 2.0 to 3.6 depending on choices"
    assert len(page.all("tr")) == 25 and "already exceeds 3,000 people" in page.text
    assert story.NOT_EVIDENCE in page.text
    places = [float(a["cx"]) for a in page.all("circle") if a.get("class") == "rest"][1:]
    assert places == sorted(places) and len(set(places)) == 24


def test_higher_on_the_chart_is_a_larger_factor():
    found = [records.Finding("03-gap", "", "", ratio=ratio, rest=rest) for ratio, rest in ((4, 2), (2, 0.8), (1, 1))]
    days = [datetime.date(2025, 1, 1), datetime.date(2025, 3, 1), datetime.date(2025, 12, 1)]
    course = charts.Course.of("", [(day, "x", f) for day, f in zip(days, found, strict=True)])
    assert course.crosses and course.points[0].ratio < course.points[1].ratio < course.points[2].ratio
    one = next(tick for tick in course.ys if tick.one)
    assert course.points[2].ratio == course.points[2].rest == one.at
    assert course.points[0].ratio - course.points[0].rest == pytest.approx(course.points[0].rest - one.at, abs=0.02)  # 4 : 2 = 2 : 1
    assert [tick.label for tick in course.xs] == ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    assert course.xs[0].year == "2025" and not course.xs[1].year


@pytest.mark.parametrize(("top", "labels"), [(1.0, 4), (1.3, 4), (3.5, 4), (40, 4), (1e6, 4)])
def test_the_axis_has_four_to_nine_round_factors(top, labels):
    days = [
        (datetime.date(2025, 1, 1), "x", records.Finding("", "", "", ratio=top)),
        (datetime.date(2025, 1, 9), "x", records.Finding("", "", "", ratio=1)),
    ]
    ticks = charts.Course.of("", days).ys
    assert labels <= len(ticks) <= 9 and len({tick.label for tick in ticks}) == len(ticks)


def test_what_else_is_swept_has_a_chart_of_its_own_and_a_sweep_without_days_a_table(sweep):
    named = lambda each, b: {**each["notebooks"]["03-gap"], "settings": {"named": {"a": "the police", "b": f"union {b}"}}}
    grid = [record({**each["point"], "a": "a", "b": b}, named(each, b)) for b in "bc" for each in sweep[:3]]
    page = pages.case_page("dprk-kursk", grid)
    assert re.findall(r"<h2>(.*?)</h2>", page)[:3] == ["The police against union b", "The police against union c", "All reports"]
    assert "as_of=2024-12-23,a=a,b=c/03-gap.html" in page
    pairs = [record({"a": "a", "b": b}, named(sweep[0], b) | {"settings": {}}) for b in "bc"]  # nobody left their names
    page = pages.case_page("dprk-kursk", pairs)
    assert 'class="course"' not in page and "A against c" in page


def test_reports_without_a_gap_still_have_cards_and_rows(sweep):
    bare = [record({"as_of": day}, {"title": "<b>Bare</b>"}, "bare") for day in DAYS[:5]]
    text = pages.index_page(bare) + pages.case_page("bare", bare)
    assert "&lt;b&gt;Bare&lt;/b&gt;" in text and "<b>Bare" not in text and "None" not in text
    assert 'class="mini"' not in text and 'class="course"' not in text


def test_a_page_below_a_sweep_leads_back_to_the_case_and_the_index():
    page = pages.notebook_page("march", "03-gap", ("03-gap",), "Gap", "", {}, "march/as_of=2025-03-01")
    assert 'href="../../index.html#march"' in page
    assert '<a href="../index.html">march</a>, as of 1 March 2025' in page


def test_one_file_holds_everything_and_runs_nothing(written):
    text = (written / "dprk-kursk" / f"as_of={DAYS[0]}" / "report.html").read_text(encoding="utf-8")
    page = Elements(text)
    assert pages.POLICY in [a.get("content") for a in page.all("meta")]
    assert not page.all("script") and not page.all("button")
    assert not [a["href"] for a in page.all("a") if not a["href"].startswith(("https://", "http://", "#", "data:"))]
    assert "&lt;/main&gt; and </main> again" in text and "PNG" not in text
    assert "already exceeds 3,000 people" in page.text and "hash" in page.text


def test_a_figure_that_no_report_has_is_refused_with_those_that_there_are(tmp_path):
    found = record({}, {"figures": [{"name": "waterfall", "png": "figures/waterfall.png"}, {"name": "choices"}]})
    with pytest.raises(ReportError) as caught:
        embed.write(tmp_path, [found], ["waterfal"])
    assert str(caught.value) == 'no figure "waterfal": did you mean "waterfall"? There are waterfall, choices' and caught.value.code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["index.html", "dprk-kursk/index.html"])
def test_axe_finds_nothing_in_cards_and_in_a_case_over_time(written, browser, name):
    rules, violations = audit(browser, written / name)
    assert rules > 25 and violations == []


KEYS = """() => {
  const seen = [...document.querySelectorAll(".course a")].map(a => { a.focus(); return document.activeElement === a && getComputedStyle(a.querySelector(".hit")).fillOpacity; });
  return [[...new Set(seen)], document.documentElement.scrollWidth > innerWidth];
}"""


def test_points_take_the_keyboard_and_show_it_and_a_phone_scrolls_the_chart_not_the_page(written, browser):
    assert browser.look(written / "dprk-kursk" / "index.html", KEYS, width=500, height=800).answer == [["0.13"], False]


def test_report_json_is_strict(written):
    for path in written.rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"), parse_constant=pytest.fail)
