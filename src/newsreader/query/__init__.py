"""The filter language: from the text a user types to a typed tree that knows where each part stands.

This is the grammar, from loosest to tightest. `OR` or `|` joins alternatives. Terms side by side all have to match.
`-` or `NOT` stands before a term. Terms are words, "phrases", fields (`outlet:bbc`, `bias:left,center`) and groups in
parentheses. A quote or parenthesis that is still open counts as closed. Parsing is pure; the index compiles the tree.
"""

from newsreader.query.events import NotToldFrom, OfEvent, Tellers, ToldFrom
from newsreader.query.field import Field
from newsreader.query.fields import (
    FIELDS,
    Flag,
    Is,
    Language,
    Published,
    Ratings,
    StoryId,
    asks_for,
    mentions,
    narrowed,
)
from newsreader.query.parser import cut_message, parse_query, without_begun_field
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
    "NotToldFrom",
    "OfEvent",
    "Or",
    "Published",
    "Query",
    "QueryError",
    "Ratings",
    "Replacement",
    "Sort",
    "Span",
    "StoryId",
    "Tellers",
    "TextField",
    "ToldFrom",
    "Words",
    "asks_for",
    "cut_message",
    "has_words",
    "mentions",
    "narrowed",
    "parse_query",
    "without_begun_field",
]
