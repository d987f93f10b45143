"""Results → the text that a command prints of them, and an assistant is handed: the finding, the steps, the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from discrepancy.gap.gap import Gap
    from discrepancy.overlap.result import Lists
    from discrepancy.strata.result import Where


def gap_said(gap: Gap) -> str:
    """The gap for a terminal: the finding, the words of both, the factors, what remains, the sources.

    Examples
    --------
    >>> import discrepancy as dc
    >>> print(gap_said(dc.between("about 8,000", "more than 30,000")).splitlines()[0])
    The second phrase's figure was 3.8 times that of the first phrase. The public record accounts for none of the difference.
    """
    from discrepancy.display import Prose, Table
    from discrepancy.story.gap import gap_story, headline, said, step_of
    from discrepancy.story.screen import kicker, sources, steps

    parts = [f"{kicker(gap)}\n{headline(gap)}" if gap.case else headline(gap), str(Prose((("", said(gap)),)))]
    if gap.total is not None:
        import pandas as pd

        rows = [(f.name, size, at, f.because) for f, size, at in steps(gap)]
        parts.append(str(Table(pd.DataFrame(rows, columns=["step", step_of(gap), "running figure", "because"]))))
    parts.append(str(Prose(tuple(gap_story(gap)))))
    listed = sources([gap]) if gap.case else ()
    return "\n\n".join(parts) + "\n\n" + "".join(f"[{s['n']}] {s['text']}  {s['url'] or 'no address'}\n" for s in listed)


def where_said(found: Where) -> str:
    """Where a gap sits, for a terminal: sentences, and the largest rows."""
    from discrepancy.display import Prose
    from discrepancy.story.where import where_story, where_table

    return f"{Prose(tuple(where_story(found)))}\n\n{where_table(found)}\n"


def lists_said(found: Lists) -> str:
    """What lists share, for a terminal: sentences, each two lists, the models of how many are on none."""
    from discrepancy.display import Prose
    from discrepancy.story.lists import lists_story, models_table, pairs_table

    parts = [Prose(tuple(lists_story(found))), pairs_table(found), *(models_table(each) for each in found.unlisted[:1] if len(each.models))]
    return "\n\n".join(map(str, parts)) + "\n"
