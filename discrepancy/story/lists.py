"""Lists side by side → sentences: what they share, what only each has, what their linkage left uncertain, how many may be on none."""

from __future__ import annotations

from discrepancy.display import Table
from discrepancy.overlap.fitted import ALONE, TWO, Unlisted
from discrepancy.overlap.result import Lists
from discrepancy.saying.numbers import count_to, percent, plural, spelled
from discrepancy.saying.telling import teller
from discrepancy.saying.text import cap, clip, join
from discrepancy.story.words import stops

DIFFER = (
    "They differ in which lists are taken to depend on which, and the lists do not tell that: none of these numbers stands for the others."
)
POOR = 0.01  # the chance of so large a deviance from which on a model does not fit
ASSUMED = "All take it that every record could have been on any of the lists, and that the linkage is without fault."


@teller(Lists)
def lists_story(found: Lists) -> list[tuple[str, str]]:
    """What lists share and what only each has, in paragraphs.

    Examples
    --------
    >>> import pandas as pd, discrepancy as dc
    >>> found = dc.lists(pd.DataFrame({"id": [1, 2, 3, 4]}), pd.DataFrame({"id": [3, 4, 5]}), by="id", labels=["police", "press"])
    >>> lists_story(found)[0]
    ('Of five records on the two lists, two are on both, two on police only and one on press only', 'Police has 4 records and press 3: the one more is the two on police only less the one on press only.')
    """
    told = [(headline(found), " ".join(_gaps(found)))]
    told.append(("How records were linked", " ".join([*_linked(found), *_repeated(found)])))
    if found.strata:
        told.append((f"Where the {'first two' if len(found.names) > 2 else 'two'} part", " ".join(_parted(found))))
    told.append(("How many are on none", " ".join(unlisted_told(found))))
    return [*((heading, stops(text)) for heading, text in told), ("", not_wrong(found))]


def not_wrong(found: Lists) -> str:
    """What a record on one list only does not show."""
    return f"That a record is on one list only is not evidence that {'either' if len(found.names) == 2 else 'any'} list is wrong."


def headline(found: Lists) -> str:
    """How many are on all lists, and on one only."""
    counts, names = found.counts, [*found.names]
    on = counts[names].sum(axis=1)
    whole, alone = (int(counts.loc[on == n, "records"].sum()) for n in (len(names), 1))
    of = f"Of {spelled(len(found.records))} records on the {spelled(len(names))} lists, {_many(whole)} {'is' if whole == 1 else 'are'} on"
    if len(names) == 2:
        only = [f"{_many(_only(found, name))} on {name} only" for name in names]
        return f"{of} both, {join(only)}"
    return f"{of} all {spelled(len(names))} and {_many(alone)} on one only"


def _only(found: Lists, name: str) -> int:
    """How many records only one list has."""
    others = found.counts[[n for n in found.names if n != name]].sum(axis=1)
    return int(found.counts.loc[others == 0, "records"].sum())


def _many(n: int) -> str:
    return spelled(n) if n else "none"


def _gaps(found: Lists) -> list[str]:
    """Of two lists the difference of their lengths, exactly; of more what each has and no other."""
    if len(found.names) > 2:
        size = {name: int(found.counts.loc[found.counts[name] == 1, "records"].sum()) for name in found.names}
        each = [f"{name} has {plural(size[name], 'record')}, {_many(_only(found, name))} of them on it alone" for name in found.names]
        return [f"{cap('; '.join(each))}."]
    pair = found.pair()
    one, two = f"the {spelled(len(pair.only_first))} on {pair.first} only", f"the {spelled(len(pair.only_second))} on {pair.second} only"
    sizes = f"{cap(pair.first)} has {plural(pair.sizes[0], 'record')} and {pair.second} {pair.sizes[1]:,}"
    if not pair.gap:
        return [f"{sizes}: {f'as many, for {one} and {two} cancel' if pair.only_first else 'the same ones'}."]
    plus, minus = (one, two) if pair.gap > 0 else (two, one)
    less = f" less {minus}" if pair.only_first and pair.only_second else ""
    return [f"{sizes}: the {spelled(abs(pair.gap))} more {'is' if abs(pair.gap) == 1 else 'are'} {plus}{less}."]


def _linked(found: Lists) -> list[str]:
    if found.by:
        told, (n, example) = [f"Records are the same where their {join([*found.by])} {'is' if len(found.by) == 1 else 'are'}."], found.alike
        differ = f"{'differs' if n == 1 else 'differ'} from one of another list in zeros, capitals or marks alone"
        return [*told, f"{cap(spelled(n, 'id'))} {differ}{f' ({example})' if example else ''}: not the same here."] if n else told
    told = [
        f"{cap(join([*found.match]))} were compared, and records are taken for one from a probability of {percent(found.threshold)} on."
    ]
    told.append(f"Only such as agree in {' or in '.join(found.compared)} were compared at all.")
    told += [f"{cap(spelled(n, 'cell'))} of {column} named no day and counted as empty." for column, n in found.no_day.items()]
    if not found.fitted:
        told.append("How often two records of one thing agree was assumed: there are too few to tell.")
    if found.reviewed:
        told.append(f"A review decided {spelled(found.reviewed, 'pair')}.")
    if n := len(found.uncertain):
        pairs = f"{cap(spelled(n, 'pair'))} {'stays' if n == 1 else 'stay'} uncertain and {'counts' if n == 1 else 'count'} as different"
        now, then = (_shared(counts, found.names) for counts in (found.counts, found.counts_if_same))
        so = f"{spelled(then, 'record')} and not {_many(now)}" if then != now else "as many records"
        told.append(f"{pairs}; were all of them the same, {so} would be on more than one list.")
    return told


def _shared(counts, names: tuple[str, ...]) -> int:
    return int(counts.loc[counts[[*names]].sum(axis=1) > 1, "records"].sum())


def _repeated(found: Lists) -> list[str]:
    rows = [f"{spelled(n, 'row')} of {name}" for name, n in found.repeated.items() if n]
    verbs = ("repeats", "counts") if [n for n in found.repeated.values() if n] == [1] else ("repeat", "count")
    return [f"{cap(join(rows))} {verbs[0]} another of the same list and {verbs[1]} once."] if rows else []


def _parted(found: Lists) -> list[str]:
    """The strata in which the first two lists differ most, and those that one has not."""
    where, (one, two) = found.where(), found.names[:2]
    rows = where.strata[where.strata["contribution"] != 0].head(3)
    name = lambda key: clip(" · ".join(map(str, key)) if isinstance(key, tuple) else str(key), 40)
    each = [f"{name(key)} ({row['first']:,.0f} against {row['second']:,.0f})" for key, row in rows.fillna(0).iterrows()]
    by = join([*found.strata])
    if not each:
        return [f"By {by} {one} and {two} have as many records everywhere."]
    return [f"By {by}, records on {one} against those on {two} differ most in {join(each)}; each list's own {by} is taken."]


def unlisted_told(found: Lists) -> list[str]:
    """How many may be on none, as a range over models, or why that is not told."""
    if not found.unlisted:
        return [f"{cap(TWO.rpartition(';')[0])}."]
    first, *others = found.unlisted
    told = over_models(first)
    if others and headed(first) and headed(others[0]):
        told.append(f"Were all uncertain pairs the same, it would be {count_to(*others[0].range)}.")
    return told


def headed(found: Unlisted) -> bool:
    """Whether a range can be told: over two models or more, of which at least one lets lists depend on each other."""
    return len(found.supported) > 1 and bool((found.supported["model"] != ALONE).any())


def over_models(found: Unlisted) -> list[str]:
    """The range over the models that have some support, and what it rests on."""
    from scipy.stats import chi2

    out = []
    if found.left_out:
        n = found.left_out
        out = [f"{cap(spelled(n, 'model'))} {'has' if n == 1 else 'have'} no finite answer, for too few records are on several lists."]
    if not headed(found):
        only = f"only one of {plural(len(found.models), 'model')} is within 10 of the best AIC, and no one model is the answer"
        why = only if (found.models["model"] != ALONE).any() else "no model in which lists depend on each other has an answer"
        return [f"That cannot be told: {why}.", *out]
    many, low, high = len(found.supported), *(end - found.listed for end in found.range)
    of = f"the {spelled(many)} of {len(found.models):,} log-linear models"
    models = f"Under {of if many < len(found.models) else f'all {spelled(many)} log-linear models, each'} within 10 of the best AIC"
    size = f"{models}, {count_to(low, high)} more are on none of the lists: {count_to(*found.range)} in all, with the 95% interval of each {count_to(*found.ends)}."
    chance = [chi2.sf(*row) if row[1] else 1.0 for row in found.supported[["deviance", "df"]].to_numpy().tolist()]
    return [size, DIFFER, ASSUMED, *(["By its deviance none of these models fits the counts."] if max(chance) < POOR else []), *out]


def pairs_table(found: Lists) -> Table:
    """Every two lists: on both, on the one only, on the other only."""
    import pandas as pd

    rows = [(p.first, p.second, *p.sizes, p.both, len(p.only_first), len(p.only_second), p.gap) for p in found.pairs]
    return Table(
        pd.DataFrame(rows, columns="first,second,records of the first,of the second,on both,first only,second only,difference".split(","))
    )


def models_table(found: Unlisted, most: int = 12) -> Table:
    """The models, the lowest AIC first."""
    shown = found.models[["model", "parameters", "deviance", "df", "aic", "bic", "none", "total", "total_low", "total_high"]]
    names = ["which lists depend on which", "parameters", "deviance", "df", "AIC", "BIC", "on none", "in all", "low", "high"]
    return Table(shown.set_axis(names, axis=1), most=most)
