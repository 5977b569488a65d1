"""The filter language: from the text a user types to a typed tree that knows where each part stands.

The grammar, from loosest to tightest: alternatives joined by `OR` (or `|`); terms side by side, all
of which have to match; `-` or `NOT` before a term; and terms, which are words, "phrases", fields
(`outlet:bbc`, `bias:left,center`) and groups in parentheses. What is not finished yet is closed
kindly. Parsing is pure; the index compiles the tree.
"""

from newsreader.query.fields import FIELDS, Field, Flag, Is, Language, Published, Ratings, StoryId, asks_for
from newsreader.query.parser import cut_message, parse_query
from newsreader.query.tree import (
    ADDED_BY_THE_USER,
    And,
    Condition,
    Node,
    Not,
    Or,
    Query,
    QueryError,
    Replacement,
    Sort,
    Span,
    TextField,
    Words,
    has_words,
)

__all__ = [
    "ADDED_BY_THE_USER",
    "FIELDS",
    "And",
    "Condition",
    "Field",
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
    "asks_for",
    "cut_message",
    "has_words",
    "parse_query",
]
