"""A text → every number told: what, who, when; and beside the record what each of them retells.

`text` reads a file into sentences; `extract` leads its passes over them; `verify` holds what was found against a case.
"""

from __future__ import annotations

from discrepancy.article.text import Article, ArticleError, Block, Sentence, load_article, read_article

__all__ = ["Article", "ArticleError", "Block", "Sentence", "load_article", "read_article"]
