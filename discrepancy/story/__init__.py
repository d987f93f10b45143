"""Results → sentences.  Nothing is computed here and nothing is drawn.

In go the results of the modules above; out come plain sentences, the captions of the figures and the first screen of the
report.  Both sides are told in the same sentence form with the same caveats.  What remains is "not accounted for by the public
record", always followed by the sentence that this is no evidence against either source.  `NEVER` holds the words that
no generated sentence may use; a test reads every sentence for them.
"""

from __future__ import annotations

from .captions import MOST_PAIRED, caption
from .gaps import gap_story, headline, later, running, said
from .many import (
    INTENT,
    allowed,
    consensus_story,
    delays,
    delays_story,
    habits_story,
    reference_name,
    repeating,
    spoken,
    sums_of_parts,
    verdict,
)
from .notes import note
from .screens import kicker, record, row_words, screen, sources
from .words import NEVER, NOT_EVIDENCE, REMAINS, Caption, number, short, times

__all__ = [
    "INTENT",
    "MOST_PAIRED",
    "NEVER",
    "NOT_EVIDENCE",
    "REMAINS",
    "Caption",
    "allowed",
    "caption",
    "consensus_story",
    "delays",
    "delays_story",
    "gap_story",
    "habits_story",
    "headline",
    "kicker",
    "later",
    "note",
    "number",
    "record",
    "reference_name",
    "repeating",
    "row_words",
    "running",
    "said",
    "screen",
    "short",
    "sources",
    "spoken",
    "sums_of_parts",
    "times",
    "verdict",
]
