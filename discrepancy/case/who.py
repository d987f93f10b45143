"""A user's text → the claim, the source, the group or the statement that it names, once, where it comes in.

In goes a case and a text; out comes a `Claim`, a `Source`, a `Group` or a `Statement`: different things of different types, so that
nothing behind the door looks a text up again.  A text that could be two of them is refused with both named, and ``claim:``, ``source:``,
``group:`` or ``statement:`` before it says which.  A group and its only source of the same name are one thing, and that is the source.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

from discrepancy.case.model import Case, Claim


class ClaimError(ValueError):
    """A claim, source, group, measure or date that the case does not have or that cannot be used."""


@dataclass(frozen=True)
class _Named:
    name: str  # its id


class Source(_Named):
    """A source of a case."""


class Group(_Named):
    """A group of sources of a case."""


class Statement(_Named):
    """A statement of a case."""


Speaker: TypeAlias = Claim | Source | Group
Asked: TypeAlias = str | Speaker  # what somebody writes, or what it was found to be


def meanings(text: str, among: Mapping[str, Mapping[str, Sequence[str]]]) -> dict[tuple[str, ...], tuple[str, str]]:
    """Everything that a text may name, as it stands or with its kind before it: {what it stands for: (kind, name)}.

    Two names that stand for the same claims are one thing, the first: a group and its only source, a source and its only claim.

    >>> among = {"claim": {"beta": ["beta"]}, "source": {"beta": ["b1"], "mill": ["m1"]}, "group": {"mill": ["m1"]}}
    >>> [list(meanings(text, among).values()) for text in ("beta", "source:beta", "mill")]
    [[('claim', 'beta'), ('source', 'beta')], [('source', 'beta')], [('source', 'mill')]]
    """
    before, _, rest = text.partition(":")
    found: dict[tuple[str, ...], tuple[str, str]] = {}
    for kind, name in (*((kind, text) for kind in among), (before, rest)):
        if name in among.get(kind, ()):
            found.setdefault(tuple(among[kind][name]), (kind, name))
    return found


def ambiguous(found: Collection[tuple[str, str]]) -> str:
    """That a text could be several things, which, and how to say which is meant; to be set behind the text."""
    both = " or ".join(f"the {kind} {name!r}" for kind, name in found)
    return f"could be {both}: write {' or '.join(f'{kind}:{name}' for kind, name in found)}"


def names_of(tables: Mapping[str, list[dict]], *kinds: str) -> dict[str, dict[str, list[str]]]:
    """{kind: {name: its claims}} of what tables hold; sources without a claim are among them."""
    group = {row["source"]: row["group"] for row in tables["sources"]}
    names: dict[str, dict[str, list[str]]] = {kind: {} for kind in kinds}
    for kind in names.keys() & {"source", "group"}:
        names[kind] = {row[kind]: [] for row in tables["sources"]}
    for row in tables["claims"]:
        for kind, of in names.items():
            of.setdefault(group.get(row["source"], "") if kind == "group" else row[kind], []).append(row["claim"])
    return names


def named(case: Case, text: str, kinds: Sequence[str] = ("claim", "source", "group")) -> dict[tuple[str, ...], tuple[str, str]]:
    """Everything of these kinds in a case that a text may name, as in `meanings`."""
    every = {"claim": case.by_id, "source": case.by_source, "group": case.by_group, "statement": case.by_statement}
    ids = lambda rows: [c.claim for c in (rows if isinstance(rows, list) else [rows])]
    names = (text, text.partition(":")[2])
    return meanings(text, {kind: {name: ids(every[kind][name]) for name in names if name in every[kind]} for kind in kinds})


def speaker(case: Case, who: Asked) -> Speaker:
    """The claim, the source or the group that is asked for, or a `ClaimError`; one that was found before is handed back.

    >>> import discrepancy as dc
    >>> speaker(dc.load_case("dprk-kursk"), "south-korea")
    Group(name='south-korea')
    """
    if not isinstance(who, str):
        return who
    if not (found := named(case, who)):
        close = get_close_matches(who, [*case.by_group, *case.by_source, *case.by_id], 1)
        hint = f"did you mean {close[0]!r}? " if close else ""
        groups = ", ".join(case.by_group)
        raise ClaimError(f"no claim, source or group {who!r} in the case {case.name}: {hint}the groups are {groups}")
    kind, name = _only(who, found)
    return case.by_id[name] if kind == "claim" else Source(name) if kind == "source" else Group(name)


def group(case: Case, name: str) -> Source | Group:
    """A group of a case; the source of the same name where the group is that source alone."""
    return Source(name) if case.by_source.get(name) == case.by_group[name] else Group(name)


def said_by(case: Case, who: Speaker) -> list[Claim]:
    """Every row of a source or a group, in force or not; none of a single claim."""
    return [] if isinstance(who, Claim) else (case.by_source if isinstance(who, Source) else case.by_group).get(who.name, [])


def statement(case: Case, text: str | Statement) -> Statement:
    """The statement that is asked for by its name, or by that of any claim of it; a `KeyError` if there is none."""
    if not isinstance(text, str):
        return text
    found = named(case, text, ("statement", "claim"))
    names = {case.by_id[name].statement if kind == "claim" else name for kind, name in found.values()}
    if not names:
        raise KeyError(f"no statement {text!r} in the case {case.name}")
    return Statement(names.pop() if len(names) == 1 else _only(text, found)[1])


def about(case: Case, text: str) -> Statement | Source | Group:
    """The statement, the source or the group that a reason is about; sources without a claim are among them."""
    kind, name = _only(text, meanings(text, names_of(case.tables, "statement", "source", "group")))
    return {"statement": Statement, "source": Source, "group": Group}[kind](name)


def spelling(case: Case, who: Speaker) -> str:
    """The shortest text that names a speaker and nothing else."""
    name = who.claim if isinstance(who, Claim) else who.name
    whole = f"{type(who).__name__.lower()}:{name}"
    return name if named(case, name).keys() == named(case, whole).keys() else whole


def _only(text: str, found: Mapping[tuple[str, ...], tuple[str, str]]) -> tuple[str, str]:
    if len(found) > 1:
        raise ClaimError(f"{text!r} {ambiguous(found.values())}")
    return next(iter(found.values()))
