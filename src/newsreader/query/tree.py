"""What a query is made of: a typed tree whose parts know where they stand in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from msgspec import Struct

from newsreader.errors import UsageError
from newsreader.folding import APOSTROPHES, PLUS, SHARP, fold, spans, tokens

_ENDINGS: Final = frozenset("dmst")
"""The single letters that end a word behind an apostrophe: she'd, I'm, it's, don't. Others begin a name: O'N."""

_WHOLE_BEHIND: Final = frozenset('&＆"\u05f4')
"""The signs behind which a single letter ends a word: AT&T, and abbreviations in Hebrew."""

_GROUPED = re.compile(r"(?<![\w.,])\d{1,3}([.,' ])\d{3}(?:\1\d{3})*(?!\w)")
_UNGROUPED = re.compile(r"(?<![\w.,])\d{4,15}(?!\w|[.,]\d)")
"""Numbers with a sign before each three digits, and without."""


class Span(Struct, frozen=True):
    """Say where a part of a query stands in its text: from `start` up to `end`."""

    start: int
    end: int


class TextField(StrEnum):
    """Name the texts in which words can be looked for.

    ANY is all that the story itself says, not what the user added.
    """

    ANY = ""
    TITLE = "title"
    SUMMARY = "summary"
    POINTS = "points"
    OUTLET = "outlet"
    TOPIC = "topic"
    TAG = "tag"
    NOTE = "note"


_IN_BODY: Final = frozenset({TextField.ANY, TextField.SUMMARY, TextField.POINTS})
"""The texts that include what stands below the title."""

ADDED_BY_THE_USER: Final = frozenset({TextField.TAG, TextField.NOTE})
"""The texts that are no part of the story."""


class Sort(StrEnum):
    """Name the orders a list can have.

    UNREAD has unread stories first, READ the one that was read last. EVENT has the newest story of each event.
    """

    NEWEST = "newest"
    OLDEST = "oldest"
    OUTLET = "outlet"
    BIAS = "bias"
    TITLE = "title"
    RELEVANCE = "relevance"
    UNREAD = "unread"
    READ = "read"
    EVENT = "event"


class Condition(Struct, frozen=True, kw_only=True):
    """Ask something of a story: a class of its own for each kind of question, and where it stands in the query.

    The class says what is asked; `newsreader.index.conditions` says how SQL asks it.
    """

    span: Span

    @property
    def depends_on_marks(self) -> bool:
        """Return whether the answer may change when the user marks the story."""
        return False

    @property
    def asks_for_events(self) -> bool:
        """Return whether the answer depends on which other stories tell the same event."""
        return False


class Words(Condition, frozen=True):
    """Find text: a word, or a `phrase`, which stands as it is."""

    text: str
    where: TextField = TextField.ANY
    phrase: bool = False

    @property
    def depends_on_marks(self) -> bool:
        """Return whether the words are looked for in what the user wrote."""
        return self.where in ADDED_BY_THE_USER

    @property
    def may_go_on(self) -> bool:
        """Return whether the last token is also found as the beginning of a longer one.

        It is not in a phrase, nor behind C++ and C#, nor where a single letter ends a word that has a sign.
        So `it's` does not find "it said", `AT&T` does not find "at the", and `U.S` does not find "u survey".
        """
        return not self.phrase and not _is_finished(self.text)

    def forms(self) -> tuple[tuple[str, ...], ...]:
        """Return the tokens that are looked for, side by side, for each way to write the numbers of the text.

        `1000000` also finds 1,000,000, and the other way round.
        """
        folded = fold(self.text)
        joined = _GROUPED.sub(lambda number: number.group().replace(number[1], ""), folded)
        parted = _UNGROUPED.sub(lambda number: f"{int(number.group()):,}", folded)
        return tuple(dict.fromkeys(tuple(tokens(text)) for text in (folded, joined, parted)))


def has_words(text: str, words: Words) -> bool:
    """Return whether `words` stand in `text`, one right after the other, as the index would find them."""
    found = tokens(text)
    return any(_stand_in(found, list(wanted), words.may_go_on) for wanted in words.forms())


def _stand_in(found: list[str], wanted: list[str], may_go_on: bool) -> bool:
    *whole, last = wanted
    for start in range(len(found) - len(whole)):
        end = start + len(whole)
        if found[start:end] == whole and (found[end].startswith(last) if may_go_on else found[end] == last):
            return True
    return False


def _is_finished(text: str) -> bool:
    """Return whether the last token of a word can only be all of it."""
    pieces = list(spans(text))[-2:]
    if pieces and pieces[-1][2].endswith((PLUS * 2, SHARP)):
        return True
    if len(pieces) < 2:
        return False
    (_, end, before), (start, _, last) = pieces
    if len(last) > 1 or not last.isalpha():
        return False
    sign = text[end:start]
    if sign in APOSTROPHES:
        return last in _ENDINGS
    return sign in _WHOLE_BEHIND or (sign == "." and len(before) == 1 and before.isalpha())


class Not(Struct, frozen=True):
    """Ask for the stories that `term` does not match."""

    term: Node


class And(Struct, frozen=True):
    """Ask for the stories that all `terms` match."""

    terms: tuple[Node, ...]


class Or(Struct, frozen=True):
    """Ask for the stories that at least one of `terms` matches."""

    terms: tuple[Node, ...]


Node = Condition | Not | And | Or


class Query(Struct, frozen=True):
    """A whole query: `root` is None where everything matches, `sort` None where none is asked for.

    A text that is too much for one search is cut off: `left_out` is what of it does not count, None where all does.
    """

    root: Node | None = None
    sort: Sort | None = None
    left_out: Span | None = None

    def wanted_words(self) -> tuple[Words, ...]:
        """Return the words that a matching story holds somewhere, for highlighting: all that are not excluded."""
        return tuple(condition for condition in self.wanted() if isinstance(condition, Words))

    def searches_text(self) -> bool:
        """Return whether words are looked for in summaries or key points, wanted or not."""
        return any(isinstance(each, Words) and each.where in _IN_BODY for each in self.conditions())

    def depends_on_marks(self) -> bool:
        """Return whether a story may come or go when the user marks it."""
        return any(condition.depends_on_marks for condition in self.conditions())

    def asks_for_events(self) -> bool:
        """Return whether the stories that are found, or their order, depend on which of them tell the same event."""
        return self.sort is Sort.EVENT or any(condition.asks_for_events for condition in self.conditions())

    def size(self) -> int:
        """Count what there is to look for: the words of all terms, each other term counted as one."""
        return sum(len(tokens(each.text)) if isinstance(each, Words) else 1 for each in self.conditions())

    def wanted(self) -> Iterator[Condition]:
        """Give all conditions that are not excluded, from left to right; what is excluded twice is not."""
        open_nodes = [(self.root, True)]
        while open_nodes:
            node, is_wanted = open_nodes.pop()
            if isinstance(node, Not):
                open_nodes.append((node.term, not is_wanted))
            elif isinstance(node, And | Or):
                open_nodes.extend((term, is_wanted) for term in reversed(node.terms))
            elif node is not None and is_wanted:
                yield node

    def conditions(self) -> Iterator[Condition]:
        """Give all conditions, those that are excluded too."""
        open_nodes = [self.root]
        while open_nodes:
            node = open_nodes.pop()
            if isinstance(node, Not):
                open_nodes.append(node.term)
            elif isinstance(node, And | Or):
                open_nodes.extend(node.terms)
            elif node is not None:
                yield node


class Replacement(Struct, frozen=True):
    """A text that may take the place of what stands at `span`."""

    span: Span
    text: str


class QueryError(UsageError):
    """Say why a query can't be understood: where (`span`), what is wrong, and the nearest valid word if any."""

    def __init__(self, message: str, span: Span, hint: str = "", nearest: Replacement | None = None) -> None:
        super().__init__(f"{message} {hint}".rstrip())
        self.message = message
        self.span = span
        self.hint = hint
        self.nearest = nearest
