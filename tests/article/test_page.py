"""Pages of HTML and Markdown: the article without what stands around it, and each character with its place in the text as given."""

from __future__ import annotations

import html
import re
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discrepancy.article import ArticleError, load_article, read_article
from discrepancy.article.extract import extract

P = "<p>At least 40 people were killed in the flood, the mayor said.</p>"
PLAIN = "At least 40 people were killed in the flood, the mayor said."
OTHER = "In another town 700 soldiers were killed, the ministry said."


def texts(text, form="html"):
    return [b.text for b in read_article(text, form).blocks]


def holds_offsets(article):
    """Each character is what is printed at its place, or what an entity or a tag there stands for."""
    for block in article.blocks:
        assert len(block.text) == len(block.starts) == len(block.ends)
        assert block.starts == sorted(block.starts) and block.ends == sorted(block.ends)
        for c, start, end in zip(block.text, block.starts, block.ends, strict=True):
            printed = article.given[start:end]
            assert (
                c == printed
                or c in html.unescape(printed)
                or c in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺"
                or (c == " " and (html.unescape(printed).isspace() or "<" in printed))
            )


# ------------------------------------------------------------------------------------------- numbers

NUMBERS = {  # a page, and the numbers of people that are told in it
    "<p>He said that more than 3,000 soldiers<sup>[12]</sup> had been killed.</p>": ["more than 3,000 soldiers"],
    "<p>He said that more than 3,000<br>soldiers had been killed.</p>": ["more than 3,000<br>soldiers"],
    "<p>He said that more than 3,000 sol&shy;diers had been killed.</p>": ["more than 3,000 sol&shy;diers"],
    "<p>He said that 3,\u200b000 soldiers had been killed.</p>": ["3,\u200b000 soldiers"],
    "<p>He said that 3,<b>000</b> soldiers had been killed.</p>": ["3,<b>000</b> soldiers"],
    "<p>He said that more than <s>1,000</s> 3,000 soldiers had been killed.</p>": ["more than <s>1,000</s> 3,000 soldiers"],
    "<p>He said that 3&nbsp;000 soldiers had been killed.</p>": ["3&nbsp;000 soldiers"],
    f"<nav>500 soldiers were killed.</nav><p>300 soldiers were killed.</p><div style='display:none'>{OTHER}</div>": ["300 soldiers"],
    f"<p>300 soldiers were killed.</p><div hidden>{OTHER}</div><aside>{OTHER}</aside><footer>{OTHER}</footer>": ["300 soldiers"],
}


@pytest.mark.parametrize("page", NUMBERS)
def test_markup_neither_hides_a_number_nor_brings_one_in(page):
    told = extract(read_article(page), "2024-12-28")
    assert [page[t.start : t.end] for t in told] == NUMBERS[page]
    holds_offsets(read_article(page))


def test_a_unit_in_the_head_of_a_column_stays_whole():
    page = "<table><tr><th>Year<th>Killed,&nbsp;<b>thousands</b><th>Area (ha)</th></tr><tr><td>2020<td>3<td>1,<i>200</i></table>"
    cells = [(b.place, b.text) for b in read_article(page).blocks]
    heads = [((0, 0, 0), "Year"), ((0, 0, 1), "Killed, thousands"), ((0, 0, 2), "Area (ha)")]
    assert cells == [*heads, ((0, 1, 0), "2020"), ((0, 1, 1), "3"), ((0, 1, 2), "1,200")]


def test_cells_that_are_spread_move_those_beside_and_below():
    page = "<table><tr><th rowspan=2>Town<th colspan=2>Dead</tr><tr><th>men<th>women</tr><tr><td>Orrin<td>3<br>or 4<td><p>5</p><p>6</p></table>"
    assert [(b.place[1:], b.text) for b in read_article(page).blocks] == [
        ((0, 0), "Town"),
        ((0, 1), "Dead"),
        ((1, 1), "men"),
        ((1, 2), "women"),
        ((2, 0), "Orrin"),
        ((2, 1), "3 or 4"),
        ((2, 2), "5 6"),
    ]


def test_a_table_that_only_places_things_has_no_cells():
    page = f"<table><tr><td><a href=1>Home</a><td>{P}<table><tr><td>Orrin<td>3</tr></table>{P}</table>"
    blocks = read_article(page).blocks
    assert [(b.kind, b.text) for b in blocks] == [("paragraph", PLAIN), ("cell", "Orrin"), ("cell", "3"), ("paragraph", PLAIN)]


# ------------------------------------------------------------------------------------------- in a line

LINES = {
    "3,000 men<sup>[12]</sup><sup>,</sup><sup>a</sup>, 4<sup>12–14</sup>, 5<sup>[note 3]</sup>": "3,000 men, 4, 5",
    "3,000<sup><a href='#n1'>1</a></sup> men": "3,000 men",
    "300 km<sup>2</sup>, 3 × 10<sup>6</sup> m<sup>3</sup>, 5 s<sup>-1</sup>": "300 km², 3 × 10⁶ m³, 5 s⁻¹",
    "the 5<sup>th</sup> of CO<sub>2</sub>, the 19<sup>e</sup>": "the 5th of CO2, the 19e",
    "10<sup>6</sup> and 10<sup>[6]</sup>": "10⁶ and 10",
    "about <del>30</del><ins>40</ins> <strike>50</strike><span style='text-decoration: line-through'>60</span>": "about 40",
    "one<span hidden>5</span> <span style='Display : none'>6</span><i class='sr-only'>7</i>two": "one two",
    "Rail: <span class=sr-only>five</span><span aria-hidden=true>5</span> trains": "Rail: 5 trains",
    "Rail: five (5) <span aria-hidden=true>five 5</span> trains": "Rail: five (5) trains",
    "a<!-- 5 -->b<!-->c<!--->d<? 5 ?>e<! 5 >f": "abcdef",
    "&lt;5&gt; &#51;&#x33; 4&nbsp;000&thinsp;&copy; R&D &notanentity; &amp": "<5> 33 4 000 © R&D ¬anentity; &",
    "a<wbr>b<img alt='5'>c<script>'<b>5'</script>d<svg><text>5</text></svg>e<math>5</math>": "abcde",
    "5 < 6 and <7> but a <b title='5>4'>tag</b>": "5 < 6 and <7> but a tag",
    "Cases<a class='footnote-ref' href='#a'>5</a> rose <button>5 likes</button>now": "Cases rose now",
    "<i>a<p>b</i>c": "a\nbc",
    "a\u00ad\u200d\ufeffb\u2060c\x07d": "abcd",
    "one<br>two<br/> <BR>three</br>four": "one two\nthree four",
    "<pre>one\ntwo\n\nthree\n \n<b>four</b></pre>": "one two\nthree four",
    "3,000<sup><i aria-hidden=true>5</i></sup> men, 5": "3,000 men, 5",
}


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_read_as_it_is_seen(line):
    article = read_article(f"<div>{line}</div>", "html")
    assert "\n".join(b.text for b in article.blocks) == LINES[line]
    holds_offsets(article)


# ------------------------------------------------------------------------------------ the main part

S = f"<p>{OTHER}</p>"
APART = [
    f"<nav>{S}</nav>",
    f"<aside>{S}</aside>",
    f"<footer>{S}</footer>",
    f"<template>{S}</template>",
    f"<noscript>{S}</noscript>",
    f"<script>{S}</script>",
    f"<textarea>{S}</textarea>",
    f"<dialog>{S}</dialog>",
    f"<div hidden>{S}</div>",
    f"<div style='VISIBILITY: hidden'>{S}</div>",
    f"<div aria-hidden='true'>{P}</div>",
    f"<section role=complementary>{S}</section>",
    f"<div role='navigation'>{S}</div>",
    f"<div class='entry-comments'>{S}</div>",
    f"<section id=comments><article class=comment>{S}</article></section>",
    f"<div class=relatedStories>{S}</div>",
    f"<div aria-label='Related stories'>{S}</div>",
    f"<div class='post_newsletter'>{S}</div>",
    f"<div class='cookie-banner'>{S}</div>",
    f"<div class='teaser'>{S}<a href=x>More</a></div>",
    f"<div class='promo-box'>{S}</div>",
    f"<div class='x share-tools'>{S}</div>",
    f"<div><h3>Most read</h3>{S}</div>",
    f"<div><h4>Mehr zum Thema (3)</h4>{S}</div>",
    "<ul><li><a href=x>700 soldiers killed in another town, officials say</a></li></ul>",
    "<p>Read also: <a href=x>700 soldiers killed in another town.</a></p>",
    "<div>ADVERTISEMENT<br>700 soldiers in a box, from 5 euros</div>",
    "<div class=meta>700 soldiers</div>",
]


@pytest.mark.parametrize("apart", APART)
def test_what_stands_around_the_article_is_left_out(apart):
    page = f"<body><main><h1>Flood</h1>{P}{apart}{P}{P}</main></body>"
    assert texts(page) == ["Flood", PLAIN, PLAIN, PLAIN]


KEPT = [
    f"<div class='has-comments no-sidebar'>{S}</div>",
    f"<div class='overflow-hidden'>{S}</div>",
    f"<div class='hidden md:block'>{S}</div>",
    f"<div class='live-comment'>{S}</div>",
    f"<p class='teaser'>{OTHER}</p>",
    f"<article id=e1 class=live-entry><h2>12:30</h2>{S}</article>",
    f"<blockquote>{S}</blockquote>",
    f"<figure><img><figcaption>{OTHER}</figcaption></figure>",
    f"<details><summary>How many?</summary>{S}</details>",
    f"<aside class=correction>{S}</aside>",
    "<footer><p>An earlier version of this article said that 700 soldiers were killed.</p></footer>",
    f"<form>{S}</form>",
    "<ul><li>700 soldiers</li></ul>",
    "<table><tr><td>Killed<td>700 soldiers</tr></table>",
    f"<div><video><p>no player</p></div>{S}",
    f"<p aria-hidden=false>{OTHER}</p>",
    f"<div aria-hidden=true>{S}</div>",
    "<table><tr><td><a href=x>The town of Orrin in the north</a><td>700 soldiers<tr><td><a href=x>The town of Sarat</a><td>9</table>",
    "<table><tr><td>Region<td class=share>Share<td class=comment>Comment</tr><tr><td>Orrin<td>5<td class=comment>700 soldiers</tr></table>",
    f"<section><h3>More in hospital</h3>{S}</section>",
    "<table><tr><td>Soldiers<td><span class=share>700 soldiers</span></tr></table>",
    "<aside><p>Correction, 3 May: an earlier report spoke of 700 soldiers in the town.</p></aside>",
    f"<nav-wrap class=navigation-overlay>{S}</nav-wrap>",
    f"<h3 id=nav_soldiers>700 soldiers</h3>{P}",
]


@pytest.mark.parametrize("kept", KEPT)
def test_what_belongs_to_the_article_is_kept(kept):
    page = f"<main><article class='post hentry tag-comments'><h1>Flood</h1>{P}{kept}{P}{P}</article></main>"
    found = " ".join(texts(page))
    assert "700 soldiers" in found and found.count(PLAIN) >= 3


WHOLE = [  # pages whose names mislead: nothing else is there
    f"<body class='comments-open'>{P}</body>",
    f"<nav>{P}</nav>",
    f"<div class='sidebar'><h1>Flood</h1>{P}</div>",
    f"<div class='article-body ad-free subscribe'>{P}{P}</div><h1>Flood</h1>",
    f"<div style='display:none'>{P}</div>",
    f"<noscript>{P}</noscript>",
    f"<a href=x>{P}",
    "<div>At least 40 people were killed in the flood, the mayor said.",
    f"<title>A flood in Orrin | Courier</title><div><div>A flood in Orrin</div></div><div><div>Courier 5</div></div><div>{P}{P}</div>",
    f"<head><title>Flood</title>{P}",
    f"<style>.x{{display:none}}</style><div class=x>{P}</div>",
]


@pytest.mark.parametrize("page", WHOLE)
def test_an_article_is_never_lost_as_a_whole(page):
    assert PLAIN in texts(page)
    assert ("A flood in Orrin" in page) == ("A flood in Orrin" in texts(page))


def test_a_style_sheet_hides_what_it_names():
    sheet = "<style>/* .p{display:none} */ .h, div.i{display:none} #j{visibility:hidden} @media print{.k{display:none}} .l .m{display:none}</style>"
    page = "".join(f"<p class={c} id={c}>{PLAIN} {c}</p>" for c in "hijklmp") + "<p>one<b class=h>5</b>two</p>" + 4 * P
    assert [t[-1] for t in texts(sheet + page)][:6] == ["i", "k", "l", "m", "p", "o"] and "onetwo" in texts(sheet + page)


def test_the_article_is_found_by_its_sentences_where_nothing_is_named():
    menu = "<div>Weather 22 degrees</div><div><p><a href=1>A 5</a></p><p>Royal baby, 3.1 kg</p></div>"
    page = f"<div>{menu}<div><h2>Flood</h2>{P}<p>Too late.</p>{P}</div><div>Phone 555 0100, open 24 hours</div>{menu}</div>"
    assert texts(page) == ["Flood", PLAIN, "Too late.", PLAIN]


def test_sentences_outside_of_the_article_are_kept_but_not_small_print():
    page = f"<div><div><h1>Flood</h1>{6 * P}</div>{S}<p>© 2024 The Courier, 14 Quay Street. All rights reserved by us.</p></div>"
    assert texts(page)[7:] == [OTHER]


PAGES = {
    "a statement": (
        """\
<!DOCTYPE html>
<html lang="en" dir="ltr">
<head><meta charset="utf-8"><meta name="Generator" content="Drupal 9 (https://www.drupal.org)">
<title>Ministry of Defence of the Republic of Ostrava Vale: Losses for the period 1-31 May</title></head>
<body class="path-node page-node-type-press-release">
<div class="gov-bar">An official website of the Republic. Hotline 1800 (24 hours)</div>
<div class="region region-header"><ul class="language-switcher"><li>EN</li><li>FR</li></ul>
<ul class="menu menu--main"><li><a>Minister</a></li><li><a>Budget 2022</a></li><li><a>Strategy 2030</a></li><li><a>500 days of service</a></li></ul></div>
<div class="breadcrumb"><a>Home</a> &rsaquo; <a>Press</a> &rsaquo; <a>Release No. 117/2022</a></div>
<div role="main" class="layout-container"><div class="node node--type-press-release">
<h1 class="page-header"><span class="field field--name-title">Statement on losses for the period 1&ndash;31 May 2022</span></h1>
<div class="field field--name-body">
<p>The Ministry of Defence reports that 83 service members were killed and 241 were wounded in May.</p>
<dl><dt>Killed in action</dt><dd>83</dd><dt>Died of wounds</dt><dd>14</dd><dt>Wounded</dt><dd>241</dd><dt>Missing</dt><dd>9</dd></dl>
<p>The figures by month are shown below.</p>
<table class="table table-striped"><caption>Personnel losses, March&ndash;May 2022</caption>
<thead><tr><th scope="col">Month</th><th scope="col">Killed</th><th scope="col">Wounded</th><th scope="col">Equipment lost, units</th></tr></thead>
<tbody><tr><td>March</td><td>126</td><td>377</td><td>58</td></tr><tr><td>April</td><td>104</td><td>318</td><td>37</td></tr><tr><td>May</td><td>83</td><td>241</td><td>22</td></tr></tbody>
<tfoot><tr><td>Total</td><td>313</td><td>936</td><td>117</td></tr></tfoot></table>
<p>Of the wounded, 152 have returned to their units.</p>
<p>Since the beginning of the operation the ministry has evacuated 4,610 civilians through 2 corridors.</p>
<ol><li>Corridor A was open for 19 days and was used by 3,250 people.</li><li>Corridor B was open for 6 days and was used by 1,360 people.</li></ol>
</div>
<div class="field field--name-field-contact"><p>Press service, tel. +000 21 445 18 90, fax +000 21 445 18 91</p></div>
</div></div>
<div class="region region-sidebar"><h2>Other releases</h2><div class="views-row"><a>No. 116: 18 cadets graduate</a></div><div class="views-row"><a>No. 115: 40 tonnes of ammunition destroyed</a></div>
<div class="block-statistics">Visitors today: 2,716</div></div>
<div class="region region-footer"><p>7 Parade Square, 10045 Ostrava Vale. All rights reserved 2022. Version 3.11.2</p></div>
</body></html>
""",
        [
            "Statement on losses for the period 1–31 May 2022",
            "The Ministry of Defence reports that 83 service members were killed and 241 were wounded in May.",
            "Killed in action",
            "Died of wounds",
            "Equipment lost, units",
            "126",
            "377",
            "313",
            "936",
            "Of the wounded, 152 have returned to their units.",
            "Since the beginning of the operation the ministry has evacuated 4,610 civilians through 2 corridors.",
            "Corridor A was open for 19 days and was used by 3,250 people.",
            "Corridor B was open for 6 days and was used by 1,360 people.",
        ],
        [
            "Hotline 1800 (24 hours)",
            "Strategy 2030",
            "500 days of service",
            "Release No. 117/2022",
            "No. 116: 18 cadets graduate",
            "No. 115: 40 tonnes of ammunition destroyed",
            "Visitors today: 2,716",
            "7 Parade Square, 10045",
            "Version 3.11.2",
        ],
    ),
    "soft hyphens": (
        """\
<!DOCTYPE html>
<html lang="de"><head><meta charset="utf-8"><title>Zug&shy;un&shy;glück bei Altenried: 19 Tote</title></head>
<body>
<nav class="hauptnav"><ul><li>Politik</li><li>Die 20 besten Rad&shy;wege</li><li>Live&shy;ticker (48)</li></ul></nav>
<article class="beitrag">
<header><span class="dachzeile">Bahn</span><h1>Zug&shy;un&shy;glück bei Alten&shy;ried: 19 Tote, 140 Ver&shy;letzte</h1></header>
<p class="vorspann">Beim Zusammen&shy;stoß zweier Regional&shy;züge sind am Mitt&shy;woch&shy;morgen 19 Menschen ge&shy;storben.</p>
<p>Nach An&shy;gaben der Polizei wurden 14&shy;0 Reisende verletzt, 3\u00ad2 davon schwer.</p>
<p>In den Zügen saßen zu&shy;sammen rund 1.&shy;100 Fahr&shy;gäste, sagte ein Sprecher der Bundes\u00adpolizei.</p>
<p>Der Zug aus Norden fuhr mit 9\u200b4 km/h, er&shy;laubt waren 60.</p>
<figure><img src="zug.jpg" alt="Unfallstelle"><figcaption>Sechs Hub&shy;schrauber und 450 Helfer waren im Ein&shy;satz.</figcaption></figure>
<div class="infobox-zitat" aria-hidden="true">„Der Zug fuhr mit 94 statt 60“</div>
<p>Die Strecke bleibt bis zum 2\u00ad8. Februar gesperrt; den Schaden schätzt die Bahn auf 23,\u00ad5 Millio&shy;nen Euro.</p>
<p>Bereits 2\u200b0\u200b0\u200b9 waren hier bei einem Unfall 4 Men&shy;schen um&shy;ge&shy;kommen.</p>
<p><strong>Anmerkung der Redaktion:</strong> In einer früheren Fassung war von 21 Toten die Rede. Die Polizei hat die Zahl auf 19 korrigiert.</p>
</article>
<section class="teaserliste"><h2>Mehr zum Thema</h2><a>Bus&shy;unfall: 8 Schüler verletzt</a><a>Lawine reißt 5 Ski&shy;tourengeher mit</a></section>
<section class="kommentare"><h2>Kommentare (212)</h2><p>Bei uns fahren sie immer mit 120 durch!</p></section>
<footer>Verlag Altenrieder Bote GmbH, HRB 7741, 0180-5550 (14 ct/min)</footer>
<div class="section-teasers bottom-teasers"><div class="section-title"><span>Aus dem Ressort</span></div>
<div class="teaser teaser--small"><a class="teaser__link" href="/2/1"><img class="teaser__img lazyload" loading="lazy" src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7" alt=""><span class="teaser__title">Explosion in Lackfabrik: 6 Tote</span></a></div>
<div class="teaser teaser--small"><a class="teaser__link" href="/2/2"><span class="teaser__title">Marathon: 8.900 Läufer am Start</span></a></div>
<div class="teaser teaser--small"><a class="teaser__link" href="/2/3"><span class="teaser__title">Das kostet Heizöl: 104 Euro</span></a></div></div>
<script>(function(){var s=document.createElement('script');s.async=true;s.src='//static.example.net/t.js?id=48213&v=7';document.head.appendChild(s);window._q=window._q||[];_q.push(['pv',{depth:25,max:100}]);})();</script>
<div class="legal-links"><a href="/terms">Impressum</a> | <a href="/privacy">Datenschutz</a> | <a href="/ads">Mediadaten 2024</a> | <span class="build">Build 2214</span></div>
</body></html>
""",
        [
            "Zugunglück bei Altenried: 19 Tote, 140 Verletzte",
            "Beim Zusammenstoß zweier Regionalzüge sind am Mittwochmorgen 19 Menschen gestorben.",
            "Nach Angaben der Polizei wurden 140 Reisende verletzt, 32 davon schwer.",
            "In den Zügen saßen zusammen rund 1.100 Fahrgäste, sagte ein Sprecher der Bundespolizei.",
            "Der Zug aus Norden fuhr mit 94 km/h, erlaubt waren 60.",
            "Sechs Hubschrauber und 450 Helfer waren im Einsatz.",
            "Die Strecke bleibt bis zum 28. Februar gesperrt; den Schaden schätzt die Bahn auf 23,5 Millionen Euro.",
            "Bereits 2009 waren hier bei einem Unfall 4 Menschen umgekommen.",
            "In einer früheren Fassung war von 21 Toten die Rede.",
            "Die Polizei hat die Zahl auf 19 korrigiert.",
        ],
        [
            "Die 20 besten Radwege",
            "Liveticker (48)",
            "„Der Zug fuhr mit 94 statt 60“",
            "Busunfall: 8 Schüler verletzt",
            "Lawine reißt 5 Skitourengeher mit",
            "Kommentare (212)",
            "Bei uns fahren sie immer mit 120 durch!",
            "HRB 7741",
            "14 ct/min",
            "Explosion in Lackfabrik: 6 Tote",
            "Marathon: 8.900 Läufer am Start",
            "Das kostet Heizöl: 104 Euro",
            "Build 2214",
        ],
    ),
    "hidden things": (
        """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Bus bombing kills 12 in Sarat</title>
<script>var ads={"slot":300,"headline":"Bomb kills 99"};/* <p>There were 77 victims</p> */</script></head>
<body>
<svg style="display:none"><symbol id="i"><title>icon 24</title><text>24</text></symbol></svg>
<header><form role="search"><label for="y">Year</label><select id="y"><option>2015</option><option>2014</option><option>2013</option></select><input value="500 results"></form><nav><a>News</a><a>Top 10 videos</a></nav></header>
<main><div class="story-text">
<h1>Bus bombing kills 12 in Sarat, second attack in 5 days</h1>
<template id="tpl"><p>{title} - 88 killed</p></template>
<p>A bomb on a commuter bus killed 12 people and wounded 20 in the capital, Sarat, on Sunday, police said.</p>
<noscript><img src="px.gif" width="1" height="1"><p>Your browser blocked 3 scripts.</p></noscript>
<p>The device held about 4 kg of explosives packed with 6 mm ball bearings.</p>
<iframe srcdoc="&lt;p&gt;Video: 66 dead&lt;/p&gt;" width="560" height="315"></iframe>
<p>The driver, a father of 4, was among the dead.</p>
<video controls><track kind="captions" src="c.vtt">Your player needs version 11.2 or later.</video>
<p>Police have detained 9 people in <abbr title="District 14, population 88,000">D14</abbr>, a spokesman for the <abbr title="National Police Force">NPF</abbr> said.</p>
<p style="visibility:hidden">Embargoed until 18:00: 15 killed</p>
<p>Attacks in the city killed 61 people in 2014, against 148 in 2013.</p>
<textarea readonly>&lt;embed code width=640&gt; Copy: 12 killed</textarea>
<details><summary>Timeline of attacks</summary><ul><li>11 May: 7 killed at a checkpoint</li><li>3 June: 21 killed in a mosque</li></ul></details>
<div class="modal" aria-hidden="true" style="display:none"><p>You have read 10 articles this month</p></div>
<p>The president cut short a 3-day visit abroad.</p>
<p>Shopkeepers along the route said the bus, a 28-seat Coaster, had been carrying at least 35 passengers because the next one was not due for 45 minutes. The blast tore off the roof and broke windows on both sides of the street, and a tyre was found on a balcony some 60 metres away.</p>
<p>It was the 4th bomb on public transport this year; the previous three killed 2, 9 and 5 people.</p>
</div></main>
<dialog><p>Rate us: 4.9 out of 5</p></dialog>
<aside><p>Photo special: 100 faces of Sarat</p><p>Market fire hurts 14</p></aside>
<footer><p>ISSN 1999-2223</p></footer>
</body></html>
""",
        [
            "Bus bombing kills 12 in Sarat, second attack in 5 days",
            "A bomb on a commuter bus killed 12 people and wounded 20 in the capital, Sarat, on Sunday, police said.",
            "The device held about 4 kg of explosives packed with 6 mm ball bearings.",
            "The driver, a father of 4, was among the dead.",
            "Police have detained 9 people in D14, a spokesman for the NPF said.",
            "Attacks in the city killed 61 people in 2014, against 148 in 2013.",
            "11 May: 7 killed at a checkpoint",
            "3 June: 21 killed in a mosque",
            "The president cut short a 3-day visit abroad.",
            "It was the 4th bomb on public transport this year; the previous three killed 2, 9 and 5 people.",
        ],
        [
            "Bomb kills 99",
            "There were 77 victims",
            "icon 24",
            "Top 10 videos",
            "500 results",
            "88 killed",
            "Your browser blocked 3 scripts.",
            "Video: 66 dead",
            "version 11.2 or later",
            "population 88,000",
            "Embargoed until 18:00: 15 killed",
            "width=640",
            "You have read 10 articles this month",
            "4.9 out of 5",
            "100 faces of Sarat",
            "Market fire hurts 14",
            "ISSN 1999-2223",
        ],
    ),
    "questions": (
        """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Explainer: What do we know about the Rimmel fever outbreak?</title></head>
<body>
<div class="global-alert">Travel alert level 3 for 2 regions</div>
<header><nav><ul><li>Health topics</li><li>World report 2018</li><li>10 facts on malaria</li></ul></nav></header>
<main><div class="sf-content-block">
<h1>Rimmel fever: 7 questions answered</h1>
<p>As of 20 May 2018, health authorities had reported 51 cases of Rimmel fever, including 27 deaths.</p>
<details open><summary>How many people are infected?</summary><p>Of the 51 cases, 28 are confirmed, 21 are probable and 2 are suspected.</p></details>
<details><summary>How many health workers are affected?</summary><p>Three health workers have fallen ill and 1 has died.</p></details>
<details><summary>Is there a vaccine?</summary><p>A first shipment of 5,400 doses arrived on 16 May and must be stored at &minus;60&deg;C.</p><p>More than 620 contacts are being followed for 21 days.</p></details>
<h2>Cases by health zone</h2>
<table class="datatable"><thead><tr><th>Zone</th><th>Confirmed</th><th>Probable</th><th>Deaths</th><th>CFR&nbsp;(%)</th></tr></thead><tbody><tr><td>Bekkara</td><td>10</td><td>17</td><td>19</td><td>70.4</td></tr><tr><td>Ipola</td><td>14</td><td>2</td><td>5</td><td>31.3</td></tr><tr><td>Wanga</td><td>4</td><td>2</td><td>3</td><td>50.0</td></tr></tbody></table>
<p>The previous outbreak, in 2014, ended after 66 cases and 49 deaths.<sup id="r3"><a href="#n3">3</a></sup></p>
<dl class="qa"><dt>What does the response cost?</dt><dd>The plan for 3 months is budgeted at US$ 26 million.</dd></dl>
</div></main>
<aside class="sf-related"><h3>Related</h3><ul><li>Fact sheet No. 103</li><li>Measles: 110,000 deaths a year</li><li>Job vacancies (27)</li></ul></aside>
<div class="helpful">Was this page helpful? 1,090 people voted</div>
<footer><p>20 Avenue of Health, 1211. Subscribe to 6 newsletters</p></footer>
<div class="section-teasers bottom-teasers"><div class="section-title"><span>News</span></div>
<div class="teaser teaser--small"><a class="teaser__link" href="/2/1"><img class="teaser__img lazyload" loading="lazy" src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7" alt=""><span class="teaser__title">Polio: 17 new infections</span></a></div>
<div class="teaser teaser--small"><a class="teaser__link" href="/2/2"><span class="teaser__title">Dengue in 6 provinces</span></a></div>
<div class="teaser teaser--small"><a class="teaser__link" href="/2/3"><span class="teaser__title">Air pollution: 4.2 million early deaths</span></a></div></div>
<script>(function(){var s=document.createElement('script');s.async=true;s.src='//static.example.net/t.js?id=48213&v=7';document.head.appendChild(s);window._q=window._q||[];_q.push(['pv',{depth:25,max:100}]);})();</script>
<div class="legal-links"><a href="/terms">Terms of use</a> | <a href="/privacy">Privacy</a> | <a href="/ads">Advertise</a> | <span class="build">site version 19.2</span></div>
</body></html>
""",
        [
            "Rimmel fever: 7 questions answered",
            "As of 20 May 2018, health authorities had reported 51 cases of Rimmel fever, including 27 deaths.",
            "Of the 51 cases, 28 are confirmed, 21 are probable and 2 are suspected.",
            "Three health workers have fallen ill and 1 has died.",
            "A first shipment of 5,400 doses arrived on 16 May and must be stored at −60°C.",
            "More than 620 contacts are being followed for 21 days.",
            "70.4",
            "31.3",
            "The previous outbreak, in 2014, ended after 66 cases and 49 deaths.",
            "The plan for 3 months is budgeted at US$ 26 million.",
        ],
        [
            "alert level 3 for 2 regions",
            "World report 2018",
            "10 facts on malaria",
            "Fact sheet No. 103",
            "Measles: 110,000 deaths a year",
            "Job vacancies (27)",
            "1,090 people voted",
            "20 Avenue of Health, 1211",
            "Subscribe to 6 newsletters",
            "Polio: 17 new infections",
            "Dengue in 6 provinces",
            "Air pollution: 4.2 million early deaths",
            "site version 19.2",
        ],
    ),
    "a long read": (
        """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>The long road home: 9 years after the Ilmar massacre (page 2)</title></head>
<body>
<div class="nav-wrap"><div class="nav"><a>Magazine</a><a>Issue 214</a><a>Gift guide: 35 ideas</a></div></div>
<div class="longread">
<h1>The long road home: nine years after Ilmar</h1>
<div class="meta-row">24 min read &middot; 3,980 words &middot; <span>412 claps</span></div>
<div class="pager"><a>1</a> <b>2</b> <a>3</a> <a>4</a> <span>Page 2 of 4</span></div>
<div class="text">
<p class="dropcap"><span class="cap">O</span>n the morning of 14 October 2009, soldiers walked into Ilmar with a list of 112 names.</p>
<p>By nightfall 97 of the men on it were dead, and 15 had crossed the river.</p>
<div class="newsletter-inline"><h4>The Sunday read</h4><p>One long story, 52 weeks a year. Join 41,000 subscribers.</p><input placeholder="Email"></div>
<p>Yusra Daman was 19 then, and she had been married for 40 days.</p>
<aside class="pullquote">They walked in with a list of 112 names</aside>
<p>The court in the capital sat for 233 days, heard 318 witnesses and convicted 4 men.</p>
<div class="related-inline"><p>From the archive: <a>The general who lost 3 wars</a></p></div>
<h2>II. The well</h2>
<p>In the spring of 2011 a team of 6 forensic scientists opened the well, which was 17 metres deep.</p>
<p>They found the remains of at least 43 people, the youngest about 14 years old.</p>
<blockquote><p>I was given a number, 2-0-7, and a box that weighed 3 kilograms.</p></blockquote>
<p>Today Ilmar has 62 households; before the massacre it had about 210.</p>
</div>
<div class="pager bottom"><a>&laquo; 1</a> <a>3 &raquo;</a> <span>Next: Part 3, The verdict of 2016</span></div>
<div class="author-box"><p>Lena Moravec has reported from 30 countries and won 2 awards.</p></div>
</div>
<div class="popular"><h3>Popular now</h3><ol><li>How 21 climbers died on the Tooth</li><li>8 habits of calm people</li></ol></div>
<div class="foot">Subscribe: 12 issues for $49 | Customer no. hotline 555-0120</div>
</body></html>
""",
        [
            "On the morning of 14 October 2009, soldiers walked into Ilmar with a list of 112 names.",
            "By nightfall 97 of the men on it were dead, and 15 had crossed the river.",
            "Yusra Daman was 19 then, and she had been married for 40 days.",
            "The court in the capital sat for 233 days, heard 318 witnesses and convicted 4 men.",
            "In the spring of 2011 a team of 6 forensic scientists opened the well, which was 17 metres deep.",
            "They found the remains of at least 43 people, the youngest about 14 years old.",
            "I was given a number, 2-0-7, and a box that weighed 3 kilograms.",
            "Today Ilmar has 62 households; before the massacre it had about 210.",
        ],
        [
            "842 partners",
            "Issue 214",
            "Gift guide: 35 ideas",
            "24 min read",
            "412 claps",
            "Page 2 of 4",
            "52 weeks a year",
            "Join 41,000 subscribers.",
            "They walked in with a list of 112 names",
            "The general who lost 3 wars",
            "Part 3, The verdict of 2016",
            "has reported from 30 countries and won 2 awards",
            "How 21 climbers died on the Tooth",
            "8 habits of calm people",
            "12 issues for $49",
            "555-0120",
        ],
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_saved_pages(name):
    page, keep, drop = PAGES[name]
    article = read_article(page)
    found = "\n".join(b.text for b in article.blocks)
    assert [s for s in keep if s not in found] == [] and [s for s in drop if s in found] == []
    holds_offsets(article)


# ------------------------------------------------------------------------------------------ markdown

MARKDOWN = {
    "More than ~~1,000~~ 3,000 soldiers[^1] were killed.": "More than 3,000 soldiers were killed.",
    "3,000[^12][^b] men": "3,000 men",
    "[^1]: A count of 12 May.\n[^2]: Another.": "A count of 12 May.\nAnother.",
    "about <s>1,000</s> <del>2</del>3,000<br>men<sup>[1]</sup> <b>died</b><!-- 5 -->": "about 3,000 men died",
    "sol\u00addiers and sol&shy;diers": "soldiers and soldiers",
    r"a \~\~b\~\~ and 5 < 6 > 4": "a ~~b~~ and 5 < 6 > 4",
    "| a | b |\n|---|---|\n| 3<br>4 | ~~5~~ 6 |": "a\nb\n3 4\n6",
}


@pytest.mark.parametrize("text", MARKDOWN)
def test_markdown_is_read_as_it_is_shown(text):
    article = read_article(text, "markdown")
    assert "\n".join(b.text for b in article.blocks) == MARKDOWN[text]
    holds_offsets(article)


# -------------------------------------------------------------------------------------------- files

WORDS = "<p>“Plus de 3\u00a0000 blessés”, a dit le préfet — à Orrin.</p>"
META = '<meta charset="{}">'
FILES = {
    "utf-8": ("", "utf-8"),
    "utf-8 with a mark": ("", "utf-8-sig"),
    "utf-16 with a mark": (META.format("utf-16"), "utf-16"),
    "utf-16 without a mark": ("", "utf-16-le"),
    "windows-1252": (META.format("windows-1252"), "cp1252"),
    "latin-1 that is windows-1252": ('<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=ISO-8859-1">', "cp1252"),
    "an XML declaration": ('<?xml version="1.0" encoding="iso-8859-1"?>', "cp1252"),
    "said to be windows-1252, and UTF-8": (META.format("windows-1252"), "utf-8"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_page_is_decoded_as_it_says(tmp_path, name):
    meta, encoding = FILES[name]
    (tmp_path / "page.html").write_bytes((meta + WORDS).encode(encoding))
    (block,) = load_article(tmp_path / "page.html").blocks
    assert block.text == re.sub("<.?p>", "", WORDS).replace("\u00a0", " ")


@pytest.mark.parametrize("said", ["", "punycode", "zip", "utf-7", "unicode_escape", "x-unknown"])
def test_other_encodings_are_refused_in_a_sentence(tmp_path, monkeypatch, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.html").write_bytes((META.format(said) + WORDS).encode("cp1252"))
    with pytest.raises(ArticleError, match=r"^page\.html is not UTF-8 text \(byte \d+\): save it as UTF-8"):
        load_article("page.html")


def test_a_few_bad_bytes_do_not_hide_a_page(tmp_path):
    (tmp_path / "page.html").write_bytes(META.format("utf-8").encode() + b"<p>3,000 soldiers \xff died.</p>")
    assert load_article(tmp_path / "page.html").blocks[0].text == "3,000 soldiers \ufffd died."


# ------------------------------------------------------------------------------------------ hostile

PARTS = st.sampled_from(
    "<p> </p> <div> </div> <b> </b> <s> </s> <sup> </sup> <a&href=x> </a> <table> <tr> <td&colspan=2> </table> <li> <h1> <h2> </h3> <br> <br> <nav> </nav>"
    " <main> <aside> <svg> </svg> <style> </style> <!-- --> <i&aria-hidden=true> </i> <p&hidden> <div&class=comment> <pre> &amp; &shy &#51; 5 3,000 [12] men"
    " died. ~~ [^1] | < > \" ' = \u00ad Related".split()
)


@given(st.lists(PARTS, max_size=40), st.sampled_from(["html", "markdown"]))
def test_any_markup_is_read_with_offsets_or_refused(parts, form):
    text = " ".join(parts).replace("&href", " href").replace("&colspan", " colspan").replace("&aria", " aria").replace("&hidden", " hidden")
    try:
        article = read_article(text.replace("&class", " class"), form)
    except ArticleError:
        return
    holds_offsets(article)


@given(st.lists(st.text("ab 5,.<&\u00ad", min_size=1, max_size=9), min_size=1, max_size=9))
def test_written_text_comes_back_without_what_takes_no_room(words):
    text = "5" + " ".join(words)
    (block,) = read_article(f"<p>{html.escape(text)}</p>", "html").blocks
    assert block.text == " ".join(text.replace("\u00ad", "").split())


BOMBS = [
    "<a b='>'",
    "</svg",
    "<svg></svg",
    "<i aria-hidden=true>a</i> b ",
    "3<sup>1",
    "<table><td rowspan=999 colspan=99>",
    "<style>/*</style>",
    "~~a",
    "[^",
]


@pytest.mark.parametrize("bomb", BOMBS)
def test_time_grows_with_the_length(bomb):
    began = time.process_time()
    for form in ("html", "markdown"):
        with suppress(ArticleError):
            read_article("<p>" + bomb * (40_000 // len(bomb)), form)
    assert time.process_time() - began < 2
