"""The filter language: from the text a user types to a typed tree that knows where each part stands.

The grammar, from loosest to tightest: alternatives joined by `OR` (or `|`); terms side by side, all
of which have to match; `-` or `NOT` before a term; and terms, which are words, "phrases", fields
(`outlet:bbc`, `bias:left,center`) and groups in parentheses. What is not finished yet is closed
kindly. Parsing is pure; the index compiles the tree.
"""

from newsreader.query.fields import FIELDS, FieldHelp
from newsreader.query.matching import has_words
from newsreader.query.parser import parse_query, told_of_cut
from newsreader.query.tree import (
    ADDED_BY_THE_USER,
    And,
    Flag,
    Is,
    Language,
    Node,
    Not,
    Or,
    Published,
    Query,
    QueryError,
    Ratings,
    Replacement,
    Sort,
    Span,
    StoryId,
    TextField,
    Words,
)

__all__ = [
    "ADDED_BY_THE_USER",
    "FIELDS",
    "And",
    "FieldHelp",
    "Flag",
    "Is",
    "Language",
    "Node",
    "Not",
    "Or",
    "Published",
    "Query",
    "QueryError",
    "Ratings",
    "Replacement",
    "Sort",
    "Span",
    "StoryId",
    "TextField",
    "Words",
    "has_words",
    "parse_query",
    "told_of_cut",
]
