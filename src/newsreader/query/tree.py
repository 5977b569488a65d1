"""What a query is made of: a typed tree whose parts know where they stand in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from newsreader.errors import UsageError
from newsreader.folding import APOSTROPHES, PLUS, SHARP, fold, spans, tokens

_ENDINGS: Final = frozenset("dmst")
"""The single letters that end a word behind an apostrophe: she'd, I'm, it's, don't. Others begin a name: O'N."""


_WHOLE_BEHIND: Final = frozenset('&＆"\u05f4')
"""The signs behind which a single letter ends a word: AT&T, and abbreviations in Hebrew."""

_GROUPED = re.compile(r"(?<![\w.,])\d{1,3}([.,' ])\d{3}(?:\1\d{3})*(?!\w)")
_UNGROUPED = re.compile(r"(?<![\w.,])\d{4,15}(?!\w|[.,]\d)")
"""Numbers with a sign before each three digits, and without."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where a part of a query stands in its text: from `start` up to `end`."""

    start: int
    end: int


class TextField(StrEnum):
    """The texts in which words can be looked for; ANY is all that the story itself says, not what the user added."""

    ANY = ""
    TITLE = "title"
    SUMMARY = "summary"
    POINTS = "points"
    OUTLET = "outlet"
    TOPIC = "topic"
    TAG = "tag"
    NOTE = "note"


ADDED_BY_THE_USER: Final = frozenset({TextField.TAG, TextField.NOTE})
"""The texts that are no part of the story."""


class Flag(StrEnum):
    """What a story can be (`is:`) or have (`has:`)."""

    BOOKMARKED = "is:bookmarked"
    READ = "is:read"
    UNREAD = "is:unread"
    AI = "is:ai"
    HAS_POINTS = "has:points"
    HAS_LINK = "has:link"
    HAS_VIDEO = "has:video"
    HAS_ARTICLE = "has:article"
    HAS_AUDIO = "has:audio"
    HAS_TAG = "has:tag"
    HAS_NOTE = "has:note"


MARKS: Final = frozenset({Flag.BOOKMARKED, Flag.READ, Flag.UNREAD, Flag.HAS_TAG, Flag.HAS_NOTE})
"""What depends on what the user has marked."""


class Sort(StrEnum):
    """The orders a list can have; UNREAD has unread stories first, READ the one that was read last."""

    NEWEST = "newest"
    OLDEST = "oldest"
    OUTLET = "outlet"
    BIAS = "bias"
    TITLE = "title"
    RELEVANCE = "relevance"
    UNREAD = "unread"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Words:
    """Text to find: a word, or a `phrase`, which stands as it is."""

    text: str
    span: Span
    where: TextField = TextField.ANY
    phrase: bool = False

    @property
    def may_go_on(self) -> bool:
        """Whether the last token is also found as the beginning of a longer one.

        Not in a phrase, and not where a single letter ends a word that is written with a sign, so that
        `it's` does not find "it said", `AT&T` "at the" or `U.S` "u survey"; nor behind C++ and C#.
        """
        return not self.phrase and not _is_finished(self.text)

    def forms(self) -> tuple[tuple[str, ...], ...]:
        """The tokens that are looked for, side by side: those of the text, and of other ways to write its numbers.

        `1000000` also finds 1,000,000, and the other way round.
        """
        folded = fold(self.text)
        joined = _GROUPED.sub(lambda number: number.group().replace(number[1], ""), folded)
        parted = _UNGROUPED.sub(lambda number: f"{int(number.group()):,}", folded)
        return tuple(dict.fromkeys(tuple(tokens(text)) for text in (folded, joined, parted)))


def _is_finished(text: str) -> bool:
    """Whether the last token of a word can only be all of it."""
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


@dataclass(frozen=True, slots=True)
class Ratings:
    """Stories whose outlet has one of these ratings (their ids)."""

    ids: frozenset[str]
    span: Span


@dataclass(frozen=True, slots=True)
class Is:
    """Stories with a property."""

    flag: Flag
    span: Span


@dataclass(frozen=True, slots=True)
class Language:
    """Stories in one of these languages: `en` also finds `en-GB`."""

    tags: frozenset[str]
    span: Span


@dataclass(frozen=True, slots=True)
class StoryId:
    """Stories whose id begins with `prefix`."""

    prefix: str
    span: Span


@dataclass(frozen=True, slots=True)
class Published:
    """Stories of the days from `first` to `last`, both included; None is no limit."""

    first: date | None
    last: date | None
    span: Span


@dataclass(frozen=True, slots=True)
class Not:
    """Stories that `term` does not match."""

    term: Node


@dataclass(frozen=True, slots=True)
class And:
    """Stories that all `terms` match."""

    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Stories that at least one of `terms` matches."""

    terms: tuple[Node, ...]


Node = Words | Ratings | Is | Language | StoryId | Published | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """A whole query: `root` is None where everything matches, `sort` None where none is asked for.

    A text that is too much for one search is cut off: `left_out` is what of it does not count, None where all does.
    """

    root: Node | None = None
    sort: Sort | None = None
    left_out: Span | None = None

    def wanted_words(self) -> tuple[Words, ...]:
        """The words that a matching story holds somewhere, for highlighting: all that are not excluded."""
        return tuple(node for node in self._wanted() if isinstance(node, Words))

    def asks_for(self, flag: Flag) -> bool:
        """Whether `flag` stands anywhere in the query without being excluded."""
        return any(isinstance(node, Is) and node.flag is flag for node in self._wanted())

    def depends_on_marks(self) -> bool:
        """Whether a story may come or go when the user marks it."""
        return any(map(_is_of_marks, self._all()))

    def size(self) -> int:
        """How much there is to look for: the words of all terms, each other term counted as one."""
        return sum(len(tokens(node.text)) if isinstance(node, Words) else 1 for node in self._all())

    def _all(self) -> Iterator[Node]:
        """All terms."""
        open_nodes = [self.root]
        while open_nodes:
            node = open_nodes.pop()
            if isinstance(node, Not):
                open_nodes.append(node.term)
            elif isinstance(node, And | Or):
                open_nodes.extend(node.terms)
            elif node is not None:
                yield node

    def _wanted(self) -> Iterator[Node]:
        """All terms that are not excluded, from left to right; what is excluded twice is not."""
        open_nodes = [(self.root, True)]
        while open_nodes:
            node, is_wanted = open_nodes.pop()
            if isinstance(node, Not):
                open_nodes.append((node.term, not is_wanted))
            elif isinstance(node, And | Or):
                open_nodes.extend((term, is_wanted) for term in reversed(node.terms))
            elif node is not None and is_wanted:
                yield node


@dataclass(frozen=True, slots=True)
class Replacement:
    """A text that may take the place of what stands at `span`."""

    span: Span
    text: str


def _is_of_marks(node: Node) -> bool:
    if isinstance(node, Words):
        return node.where in ADDED_BY_THE_USER
    return isinstance(node, Is) and node.flag in MARKS


class QueryError(UsageError):
    """A query that can't be understood: where (`span`), what is wrong, and the nearest valid word if any."""

    def __init__(self, message: str, span: Span, hint: str = "", nearest: Replacement | None = None) -> None:
        super().__init__(f"{message} {hint}".rstrip())
        self.message = message
        self.span = span
        self.hint = hint
        self.nearest = nearest
