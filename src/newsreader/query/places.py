"""Places of a query that was cleaned, as places of the text that was given."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from newsreader.query.tree import And, Node, Not, Or, Query, QueryError, Replacement, Span
from newsreader.text import clean_text


def places_of(cleaned: str, text: str) -> list[int]:
    """Return where in `text` each character of it stands that is left in `cleaned`, at last where `text` ends."""
    places: list[int] = []
    becomes = {char: clean_text(char) for char in set(text)}
    at = 0
    for char in cleaned:
        start = at
        while at < len(text) and becomes[text[at]] != char:
            at += 1
        if at == len(text):  # a line end that was two characters, or the rest of an escape sequence
            at = min(start, len(text) - 1)
        places.append(at)
        at += 1
    return [*places, len(text)]


def query_at(query: Query, places: Sequence[int]) -> Query:
    """Return `query` with its places."""
    left_out = _span_at(query.left_out, places) if query.left_out else None
    return replace(query, root=_node_at(query.root, places) if query.root else None, left_out=left_out)


def error_at(error: QueryError, places: Sequence[int]) -> QueryError:
    """Return `error` with its places."""
    nearest = error.nearest and Replacement(_span_at(error.nearest.span, places), error.nearest.text)
    return QueryError(error.message, _span_at(error.span, places), error.hint, nearest)


def _node_at(node: Node, places: Sequence[int]) -> Node:
    match node:
        case Not(term):
            return Not(_node_at(term, places))
        case And(terms):
            return And(tuple(_node_at(term, places) for term in terms))
        case Or(terms):
            return Or(tuple(_node_at(term, places) for term in terms))
        case _:
            return replace(node, span=_span_at(node.span, places))


def _span_at(span: Span, places: Sequence[int]) -> Span:
    start = places[span.start]
    if span.end == len(places) - 1:
        return Span(start, places[-1])
    return Span(start, places[span.end - 1] + 1 if span.end > span.start else start)
