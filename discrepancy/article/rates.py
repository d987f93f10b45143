"""Whether a number is a rate, for each of others or of a time, or tells by how much something changed.

In goes a number of a `Scene` that is linked; out comes yes or no.
"""

from __future__ import annotations

import re

from discrepancy.article.scene import Quantity, Scene
from discrepancy.article.vocabulary import any_of
from discrepancy.reading.units import is_money

_SPAN = r"(?:day|night|week|month|hour|year|minute|second|shift|weekday)"
_ONCE = r"(?<!\bin )(?<!within )(?<!\bfor )(?<!over )(?<!than )(?<!half )(?<!once )(?<!such )(?<!about )(?<!during )(?<!after )"
RATE = re.compile(
    rf"\b(?:{_ONCE}an?|per|each|every) (?:working |school |single |trading )?{_SPAN}\b(?! {any_of('no_rate')}\b|-|'s)|\bdaily\b"
)
_EVERY = re.compile(rf"(?:^|[,;:] )\W*(?:every|each) (?:working |school )?{_SPAN}\b[^;:]*$")  # "Every week about 300 people come"
_EACH = re.compile(rf" (?:[\w%$€£-]+ ){{0,3}}?(?:{any_of('each')})\b|,? each\b")
_EACH_AHEAD = re.compile(rf"\b(?:{any_of('each_ahead')})\b[^,;:]*$")
_PIECE = re.compile(r" (?:an?|per) (?!(?:year|month|week|day|decade|moment) (?:ago|earlier|later|before)|few|number|lot)[a-z]")
_AVERAGE = re.compile(
    r"\b(?:an average|averages?|averaged|on average,?|at a rate|at the rate)(?: of)?(?: (?:about|some|around|only|nearly|just))? $"
)
_MEAN = re.compile(r"\b(?:average|mean|median)\b[^,;:]*$")
SHARE = ("%", "pp", "percent", "per cent")
_ASIDE = re.compile(r"^[^.;,()]{0,12} ?\([^()]{1,20}\)|^\)")  # "50 million naira ($31,000) for each"
MONEY = re.compile(rf" ?(?:{any_of('money')})\b")
_BY = r"(?: \w+ly| just| only)?(?: by| of)?(?: an?| the| just| only| about| some| up to| as much as| average of| almost| nearly)* $"
_CHANGED = re.compile(
    rf"(?<!ma[dk]e )(?<!makes )(?<!take )(?<!took )(?<!eat )\b(?:{any_of('rise')}|{any_of('fall')}|{any_of('changed')}){_BY}"
)
_MORE = re.compile(rf" (?:more|fewer|less|higher|lower|{any_of('compared')})\b(?! than (?:\d|half|one|over|any|other))")
_THAN_BEFORE = re.compile(rf" (?:[\w-]+ ){{0,2}}?(?:more|fewer|less|higher|lower|{any_of('compared')}) than (?:{any_of('before')})\b")
# "cut fares by 10 euros"
_CHANGED_BY = re.compile(rf"\b{any_of('change_it')} (?:[\w'-]+ ){{1,5}}by(?: (?:an?|the|only|about|some|up to|almost|nearly|another))* $")
_MOVED = re.compile(rf"\b{any_of('moved')}(?: (?:an?|the|only|about|some|up to|almost|nearly|another|just))* $")  # "fell $2 to $81"
_INCREASE = re.compile(rf"\b(?:{any_of('increase')})(?: in \w+)?(?: of|,|:| was| is)(?: (?:about|some|only|just|almost|nearly|up to))? $")
_DOWN_ON = re.compile(rf" (?:[\w-]+ ){{0,2}}?(?:(?:up|down) on|(?:above|below) (?:{any_of('before')}|\w+'s)) ")  # "six points down on 2019"


def is_rate(scene: Scene, n: Quantity, end: int) -> bool:
    """Whether a number is counted per day, per head, for each of others."""
    rate = RATE.search(scene.flat, n.end, n.after)
    if _EVERY.search(scene.flat, n.before, n.start):
        return True
    if (rate and rate.end() <= end + 24 and "," not in scene.flat[end : rate.start()]) or re.search(
        r"\b(?:daily|weekly|monthly) $", scene.back(n.start, 40)
    ):
        return True
    average = _AVERAGE.search(scene.back(n.start, 30))
    if (
        average
        and not (average[0].startswith("on") and n.reading.unit in SHARE)
        and not _CHANGED.search(scene.back(n.start, 70))
        and (rate or n.reading.unit or not average[0].startswith("on"))
    ):
        return True
    behind = _ASIDE.sub("", scene.flat[n.end : n.end + 60])
    money = MONEY.match(scene.flat, n.end)
    if each := _EACH.match(behind):
        return bool(n.reading.unit or money or behind[each.end() : each.end() + 2].strip().isdigit())
    if not (money or is_money(n.reading.unit)):
        return False
    behind = _ASIDE.sub("", scene.flat[money.end() :]) if money else behind
    return bool(_PIECE.match(behind) or _MEAN.search(scene.back(n.start, 90)) or _EACH_AHEAD.search(scene.flat, n.before, n.start))


def is_change(scene: Scene, n: Quantity) -> bool:
    """Whether a number tells by how much something changed: "fell 6%", "37% fewer"."""
    if n.reading.unit == "times":
        return True
    if (n.reading.unit in SHARE and _MORE.match(scene.flat, n.end)) or _THAN_BEFORE.match(scene.flat, n.end):
        return True
    if _DOWN_ON.match(scene.flat, n.end):
        return True
    if n.asserted != "planned" and _INCREASE.search(scene.back(n.start, 40)):
        return True
    changed = _CHANGED.search(scene.back(n.start, 60))
    if changed and n.asserted == "planned" and " of" in changed[0]:
        return False  # "want a rise of 9%"
    if changed and changed[0].startswith("lost") and scene.flat.startswith(" of ", n.end):
        return False  # "lost a third of its members"
    moved = n.reading.unit and _MOVED.search(scene.back(n.start, 40))
    return bool(
        (changed and (n.reading.unit in SHARE or re.search(r"\bby\b", changed[0]))) or moved or _CHANGED_BY.search(scene.back(n.start, 80))
    )
