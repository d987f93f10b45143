"""Sentences from a grammar of news: figures, those who say them, what happened, when and where, in the orders in which agencies write."""

from __future__ import annotations

import re

from fuzz.judge import Example

GRAMMAR = {
    "text": ["{story}", "{story} {story}", "{story} {story} {story}", "{story}\n\n{story}", "{headline}\n\n{story} {story}", "{table}", "{list}"],
    "story": ["{said}", "{said}", "{fact}", "{fact}", "{aside}", "“{fact_}”, {who} {says}.", "{who} {says} {day}: “{fact}”"],
    "said": [
        "{fact_}, {who} {says} {day}.", "{who} {says} {day} that {fact_}.", "{who} {says} {fact_}.", "According to {who}, {fact_}.",
        "{fact_}, according to {who}.", "{who}, citing {who}, {says} {fact_}.", "{who} denied that {fact_}.", "It is not true that {fact_}, {who} {says}.",
    ],
    "fact": ["{Fact}."],
    "Fact": [
        "{n} {people}{part} {died}{how}{when}", "{n} {people} {died} and {n} {hurt}{how}{when}", "{how_}, {n} {people}{part} {died}",
        "The death toll {rose} to {n}{when}", "The number of {people} {hurt} {rose} from {n} to {n}", "{n} of the {n} {people} {died}",
        "{people} {died}: {n}{part}", "{n} {died}, {n} {hurt}, {n} missing", "{who}'s count of {n} {people} is {factor} {who}'s",
        "{n}{part}, {died}{how}", "Among the {n} {people} {died} were {n} {people} and {n} {people}", "{n} {unit} of {goods} {were} {lost}{how}",
        "{share} of {people} {were} {hurt}", "no {people} {died}{how}", "{n} {people}, {n} of them {people}, {died}{when}",
    ],
    "fact_": ["{Fact}"],
    "part": ["", "", "", ", including {n} {people},", " (including {n} {people})", ", {n} of them {people},", ", among them {n} {people}", ", all {people},", " - {n} {people} and {n} {people} -", ", most of them {people},"],
    "n": ["{hedge}{num}", "{hedge}{num}", "{num}", "{num} to {num}", "between {num} and {num}", "{num} or {num}", "{num}±{num}", "{num} ({num}–{num})", "{num} (95% CI {num} to {num})", "{num}-{num}", "as many as {num}", "{num}, up from {num},"],
    "hedge": ["", "at least ", "about ", "more than ", "up to ", "nearly ", "some ", "around ", "over ", "an estimated ", "fewer than ", "no fewer than ", "well over ", "approximately ", "roughly ", "only ", "a further ", "another ", "as few as "],
    "num": ["64", "12", "3,000", "1.2 million", "dozens", "hundreds of", "two", "a dozen", "twenty-three", "one", "0", "1 100", "2.5k", "a quarter of a million", "half", "3 lakh", "$5bn", "1,200-odd", "a", "no", "several", "15%", "10 to 12", "scores of", "250,000", "1/3", "½", "thirty thousand", "ten", "the", "zero", "minus 5", "3rd", "2024"],
    "people": ["people", "children", "soldiers", "civilians", "women and children", "passengers", "migrants", "houses", "men", "workers", "officers", "residents", "girls", "sheep", "patients", "North Korean troops", "others", "foreigners", "firefighters aged 20 to 35", "cases", "bodies", "a woman of 61", "police officers"],
    "died": ["died", "were killed", "have died", "are dead", "were killed or wounded", "lost their lives", "drowned", "had been killed", "dead", "killed", "perished", "died of covid-19", "are feared dead", "may have been killed"],
    "hurt": ["injured", "were wounded", "were hurt", "displaced", "were evacuated", "missing", "arrested", "were left homeless", "unaccounted for", "infected", "were treated", "fled"],
    "rose": ["rose", "has risen", "climbed", "stood", "was revised", "fell", "jumped", "remains", "more than doubled"],
    "were": ["were", "was", "have been"],
    "lost": ["spilled", "destroyed", "burned", "sent", "exported", "lost"],
    "unit": ["tonnes", "acres", "barrels", "km²", "litres", "hectares", "dollars", "m3", "US gallons"],
    "goods": ["oil", "rice", "forest", "aid", "land", "water"],
    "share": ["70 percent", "two thirds", "one in five", "a third", "half", "9 out of 10", "12.5%", "the majority"],
    "factor": ["twice", "three times", "half", "a tenth of", "10 times higher than"],
    "how": ["", "", " when {event}", " in {event_}", " after {event}", " as {event}", " at {place}", " in {place}", " near {place} when {event}"],
    "how_": ["When {event}", "After {event}", "In {place}", "In {event_} in {place}", "Since {date}"],
    "event": ["a ferry sank", "a bus crashed into a wall", "a fire broke out", "the roof collapsed", "troops opened fire", "floods hit {place}", "a bomb exploded"],
    "event_": ["the floods", "an attack", "the earthquake of {date}", "two days of fighting", "a stampede", "Operation Dawn 2"],
    "place": ["Porto Belo", "the Kursk region", "Gaza", "Route 66", "the 3rd district", "St. Brendan's Hospital", "U.S.-held areas", "the town of 12,000", "Block 10", "Paris, Texas,"],
    "who": ["the ministry", "Mayor Ines Prado", "Zelensky", "the U.N.", "officials", "police", "the Health Ministry in Gaza", "a spokesman", "South Korea's spy agency", "the Red Cross", "he", "they", "witnesses", "Dr. A. B. Smith, 54,", "two sources", "local media", "the 14-nation group", "The Associated Press", "Reuters"],
    "says": ["said", "says", "told reporters", "reported", "announced", "claimed", "added", "wrote on Telegram", "put the toll at", "confirmed", "estimated"],
    "day": ["on Monday", "on {date}", "late Friday", "last week", "yesterday", "", "", "earlier", "in a statement", "at 5 p.m. on Sunday", "two days later"],
    "when": ["", "", " on Monday", " since {date}", " in the past 24 hours", " as of {date}", " between {date} and {date}", " this year", " in 2023", " overnight", " by {date}", " a day", " over the weekend"],
    "date": ["23 December", "December 23, 2024", "2024-12-23", "Feb. 30", "31 June", "23/12/2024", "the 5th", "May", "1 January 0001", "December 2024", "99 May 2024", "Dec. 23-25"],
    "aside": ["It rained for {num} days.", "({n})", "He is {num}.", "See page {num}.", "The {num}-year-old left.", "[{num}]", "Another {n} followed.", "They were {num}.", "Of these, {n} were {people}.", "That is {factor} the {n} of {date}."],
    "headline": ["{n} {died} as {event}", "TOLL {rose} TO {num}", "# {n} {people} {died}", "{num} {died}, {num} {hurt}: {who}"],
    "table": ["| Who | {people} | {hurt} |\n|---|---|---|\n| {who} | {num} | {num} |\n| {who} | {n} | - |", "<table><tr><th>{people}</th><th>{hurt}</th></tr><tr><td>{num}</td><td>{n}</td></tr></table>"],
    "list": ["- {n} {people} {died}\n- {n} {hurt}\n- {who}: {num}", "1. {Fact}\n2. {Fact}", "{who}:\n\n* {num}\n* {num}"],
}  # fmt: skip

CASE = {
    "mine/claims.csv": b"claim,source,statement_date,measure,wording,url\n"
    b"c1,ministry,2025-01-01,killed,at least 60 people,https://example.org/1\n"
    b"c2,police,2025-01-01,killed,about 45,https://example.org/2\n"
    b"c3,mayor,2024-12-30,injured,12 injured,https://example.org/3\n",
    "mine/sources.csv": b"source,name,aliases\nministry,The Health Ministry,the ministry; Health Ministry\npolice,Police,police\nmayor,Mayor Ines Prado,Prado\n",
}
WAYS = [
    ("extract", "-", "--date", "2025-01-02", "--json"),
    ("extract", "-", "--date", "2025-01-02"),
    ("extract", "-", "--date", "2025-01-02", "--all"),
    ("extract", "-", "--date", "2025-01-02", "--all", "--json"),
    ("verify", "-", "--case", "mine", "--date", "2025-01-02"),
    ("verify", "-", "--case", "mine", "--date", "2025-01-02", "--json", "--html", "page.html"),
]


def told(chance, symbol="text"):
    """A text of the grammar; what is nested opens with what was drawn for it."""
    said = re.sub(r"\{(\w+)\}", lambda m: told(chance, m[1]), chance.choice(GRAMMAR[symbol]))
    return said[:1].upper() + said[1:] if symbol in ("story", "Fact") and chance.randrange(4) else said


def asked(chance, text, more=()):
    """A text and a command that reads it: mostly as an article, also as a phrase."""
    if chance.randrange(8) == 0:
        phrase = text.replace("\0", "").strip() or "-"
        args = chance.choice(
            [("read", phrase), ("read", "--json", "--", phrase), ("gap", "--json", phrase, "around 1,100"), ("gap", "5", phrase)]
        )
        return Example(args)
    way = chance.choice(WAYS)
    return Example((*way, *more), CASE if way[0] == "verify" else {}, text.encode("utf-8", "surrogatepass"))


def draw(chance):
    """A text of the grammar and the command that reads it; a phrase of it alone, at times."""
    if chance.randrange(6) == 0:
        return Example(("read", told(chance, "n"), *chance.choice([(), ("--json",), ("--rule", "granularity")])))
    return asked(chance, told(chance))
