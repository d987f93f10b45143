"""Results → sentences.  Nothing is computed here and nothing is drawn.

In go the results of the modules above; out come plain sentences and the first screen of the report.  Both sides are told in the same sentence form with the same caveats.  What remains is "not accounted for by the public
record", always followed by the sentence that this is no evidence against either source.  `NEVER` holds the words that
no generated sentence may use; a test reads every sentence for them.
"""

from __future__ import annotations

from discrepancy.saying.numbers import number, times
from discrepancy.sources.effects.views import reference_name, spoken, sums_of_parts
from discrepancy.story.consensus import allowed, consensus_story, repeating
from discrepancy.story.effects import INTENT, delays, delays_story, habits_story, verdict
from discrepancy.story.gap import gap_story, headline, running, said
from discrepancy.story.later import later
from discrepancy.story.lists import lists_story
from discrepancy.story.note import note
from discrepancy.story.panel import panel_story
from discrepancy.story.screen import kicker, record, row_words, screen, sources
from discrepancy.story.short import short
from discrepancy.story.where import where_story
from discrepancy.story.words import NEVER, NOT_EVIDENCE, REMAINS, Caption
