"""Which story of a library is the one that was bookmarked, after moves, renames and edits."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from functools import cached_property
from typing import Final, NamedTuple

from newsreader.copies import are_file_and_copy
from newsreader.identity import EMPTY_BODY, Identity, identify
from newsreader.store.likeness import (
    bears_out,
    is_extended,
    is_long,
    like_texts,
    like_titles,
    like_wordings,
    same_numbers,
    same_titles,
)
from newsreader.store.state_records import Bookmark
from newsreader.story import Story

_CORRECTED_DAYS: Final = 2
"""By so many days a day is corrected at most where the title is another as well."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that may be the bookmarked one.

    `story` is its number in the index, `library` the root of its library as text, `path` its file
    relative to that, `outlet` the id of its outlet, "" for none. `text` is its summary with the key points.
    """

    story: int
    identity: Identity
    title: str
    outlet: str
    library: str
    path: str
    text: str = ""


class Match(NamedTuple):
    """The story that a bookmark has found.

    Only where it `is_sure` may the bookmark's copy be refreshed and marks follow to another id.
    """

    story: int
    is_sure: bool


class Home(Enum):
    """Where the library of a bookmark is, seen from the one that is open."""

    HERE = auto()
    GONE = auto()
    ELSEWHERE = auto()


def home_of(library: str, opened: str) -> Home:
    """Where `library`, as a bookmark names it, is while the library `opened` is open.

    A folder that is not there any more may have been moved, or be of another machine.
    """
    if os.path.realpath(library) == os.path.realpath(opened):
        return Home.HERE
    return Home.ELSEWHERE if os.path.isabs(library) and os.path.isdir(library) else Home.GONE


def text_of(story: Story) -> str:
    """What a story tells beside its title."""
    return "\n".join((story.summary, *story.key_points))


def candidate_of_story(story: Story, library: str, path: str, number: int = 0) -> Candidate:
    """A story as something to compare with."""
    outlet = story.outlet.id if story.outlet else ""
    return Candidate(number, identify(story), story.title, outlet, library, path, text_of(story))


def candidate_of(bookmark: Bookmark) -> Candidate:
    """A bookmark's own copy of the story as something to compare with."""
    return candidate_of_story(bookmark.story, bookmark.library, bookmark.path)


def best_match(bookmark: Bookmark, candidates: Sequence[Candidate], home: Home = Home.HERE) -> Match | None:
    """The one story among `candidates`, all of one library, that was bookmarked; None if none surely is.

    The ways of recognising a story are tried from the surest to the weakest. What one of them finds
    twice is told apart by those after it; where that fails there is no match. A story of another library
    is never the one. A library that is gone may be this one, moved: a match is shown, and changes nothing.
    """
    if home is Home.ELSEWHERE or not candidates:
        return None
    kept = candidate_of(bookmark)
    pairs = [_Pair(replace(kept, library=candidate.library), candidate) for candidate in candidates]
    for step in _STEPS:
        if found := [pair for pair in pairs if step.recognises(pair)]:
            number = _told_apart(found)
            return None if number is None else Match(number, step.is_sure and home is Home.HERE)
    return None


def is_same_story(kept: Candidate, other: Candidate) -> bool:
    """Whether to bookmark `other` is to bookmark again what `kept` is of: the ids are the same, and it is sure."""
    ids = (kept.identity, other.identity)
    if ids[0].id != ids[1].id or ids[0].id_declared != ids[1].id_declared:
        return False
    pair = _Pair(kept, other)
    return pair.same_library and any(step.recognises(pair) for step in _STEPS if step.is_sure)


def is_copy(one: Candidate, other: Candidate) -> bool:
    """Whether two stories, in whichever libraries, have the same title, text, day and address."""
    return _Pair(one, other).is_whole


def may_be_taken_for(kept: Candidate, other: Candidate) -> bool:
    """Whether a story is like a bookmarked one, in any way that could be evidence for being it."""
    pair = _Pair(kept, other)
    return pair.like_content or any(step.recognises(pair) for step in _STEPS)


def may_share_marks(kept: Candidate, other: Candidate) -> bool:
    """Whether two stories of one id, in whichever libraries, may be the same one."""
    pair = _Pair(kept, other)
    return any(step.recognises(pair) for step in _STEPS)


class _Pair:
    """A bookmarked story and one that may be it: what agrees and what speaks against it."""

    def __init__(self, old: Candidate, new: Candidate) -> None:
        self.old = old
        self.new = new

    @cached_property
    def same_library(self) -> bool:
        return self.old.library == self.new.library

    @cached_property
    def same_path(self) -> bool:
        return self.same_library and self.old.path == self.new.path

    @cached_property
    def is_copied(self) -> bool:
        return self.same_library and are_file_and_copy(os.fsencode(self.old.path), os.fsencode(self.new.path))

    @cached_property
    def same_url(self) -> bool:
        return self.old.identity.url_key is not None and self.old.identity.url_key == self.new.identity.url_key

    @cached_property
    def other_url(self) -> bool:
        return None not in (self.old.identity.url_key, self.new.identity.url_key) and not self.same_url

    @cached_property
    def same_title(self) -> bool:
        return same_titles(self.old.title, self.new.title)

    @cached_property
    def same_body(self) -> bool:
        return self.old.identity.body_key == self.new.identity.body_key != EMPTY_BODY

    @cached_property
    def same_long_body(self) -> bool:
        return self.same_body and is_long(self.old.text or self.new.text)

    @cached_property
    def like_text(self) -> bool:
        return self.same_long_body or like_texts(self.old.text, self.new.text)

    @cached_property
    def like_title(self) -> bool:
        return like_titles(self.old.title, self.new.title)

    @cached_property
    def is_extended(self) -> bool:
        """Whether one title has a word or two more. A number among them needs a long text that is alike."""
        return is_extended(self.old.title, self.new.title) and (
            self.like_text or same_numbers(self.old.title, self.new.title)
        )

    @cached_property
    def is_edited(self) -> bool:
        """Whether the text is the old one, edited: a long one that is alike, or a short one that is of that title."""
        return self.like_text or (
            like_wordings(self.old.text, self.new.text) and bears_out(self.new.text, self.old.title)
        )

    @cached_property
    def like_content(self) -> bool:
        """A title that is alike. No text makes up for another title: a live page keeps one through all its stories."""
        return self.like_title or self.is_extended

    @cached_property
    def known_day(self) -> bool:
        return self.old.identity.day == self.new.identity.day != ""

    @cached_property
    def other_day(self) -> bool:
        """Two days that differ, of texts that differ: what comes out daily. Of other titles, days that lie apart."""
        days = (self.old.identity.day, self.new.identity.day)
        if "" in days or days[0] == days[1]:
            return False
        if not (self.same_body or self.like_text):
            return True
        return not self.same_title and _days_between(*days) > _CORRECTED_DAYS

    @cached_property
    def same_declared_id(self) -> bool:
        old, new = self.old.identity, self.new.identity
        return self.same_library and old.id_declared and new.id_declared and old.id == new.id

    @cached_property
    def other_declared_id(self) -> bool:
        old, new = self.old.identity, self.new.identity
        return self.same_library and old.id_declared and new.id_declared and old.id != new.id

    @cached_property
    def other_or_missing_id(self) -> bool:
        old, new = self.old.identity, self.new.identity
        return self.other_declared_id or (self.same_library and old.id_declared != new.id_declared)

    @cached_property
    def other_outlet(self) -> bool:
        return "" not in (self.old.outlet, self.new.outlet) and self.old.outlet != self.new.outlet

    @cached_property
    def same_telling(self) -> bool:
        """Title and text to the letter, and a day or so long a text that this is no chance."""
        return self.same_title and self.same_body and (self.known_day or self.same_long_body)

    @cached_property
    def is_whole(self) -> bool:
        """All that a story is recognised by is as it was."""
        is_anything = self.same_body or self.same_url
        bodies = self.old.identity.body_key == self.new.identity.body_key
        days = self.old.identity.day == self.new.identity.day
        urls = self.old.identity.url_key == self.new.identity.url_key
        return is_anything and self.same_title and bodies and days and urls and not self.other_outlet


def _days_between(day: str, other: str) -> int:
    return abs((date.fromisoformat(day) - date.fromisoformat(other)).days)


def _as_it_was(pair: _Pair) -> bool:
    return pair.is_whole and not pair.other_declared_id


def _by_declared_id(pair: _Pair) -> bool:
    """A declared id alone proves little: any file can declare it."""
    if not pair.same_declared_id or not pair.like_content or pair.other_day:
        return False
    return pair.same_path or not pair.other_outlet


def _by_url(pair: _Pair) -> bool:
    """One address can be that of several stories: a live page, the front page of an outlet."""
    return pair.same_url and pair.like_content and not pair.other_declared_id and not pair.other_day


def _by_path(pair: _Pair) -> bool:
    """A file can be written anew with an entirely different story: "Deputy mayor resigns" after "Mayor resigns"."""
    if not pair.same_path or pair.other_day:
        return False
    is_another = pair.other_url or pair.other_outlet or pair.other_declared_id
    if is_another:
        return pair.same_telling
    return pair.like_title or (pair.is_extended and pair.is_edited)


def _by_title(pair: _Pair) -> bool:
    """One title can be given several times a day, and without a day it says little."""
    if not pair.same_title or pair.other_outlet:
        return False
    if pair.same_telling:
        return not pair.other_declared_id and not pair.other_day
    is_another = pair.other_or_missing_id or pair.old.identity.url_key != pair.new.identity.url_key
    return pair.known_day and not is_another


def _by_body(pair: _Pair) -> bool:
    """The same words can stand under many titles."""
    is_another = pair.other_outlet or pair.other_url or pair.other_declared_id or pair.other_day
    return pair.same_long_body and pair.like_content and not is_another


def _by_copy(pair: _Pair) -> bool:
    """A program copied the file, and both have the story still, or had it."""
    is_another = pair.other_outlet or pair.other_url or pair.other_declared_id or pair.other_day
    return pair.same_title and pair.is_copied and not is_another


class _Step(NamedTuple):
    """A way of recognising a story, and whether that is evidence enough to change anything."""

    recognises: Callable[[_Pair], bool]
    is_sure: bool


_STEPS: Final = (
    _Step(_as_it_was, True),
    _Step(_by_declared_id, True),
    _Step(_by_url, True),
    _Step(_by_path, True),
    _Step(_by_copy, True),
    _Step(_by_title, False),
    _Step(_by_body, False),
)
_AGREEMENTS: Final[tuple[Callable[[_Pair], bool], ...]] = (
    lambda pair: pair.same_url,
    lambda pair: pair.same_title,
    lambda pair: pair.same_body,
    lambda pair: pair.same_declared_id,
    lambda pair: pair.same_path,
)


def _told_apart(pairs: list[_Pair]) -> int | None:
    for agrees in _AGREEMENTS:
        if len(pairs) == 1:
            break
        pairs = [pair for pair in pairs if agrees(pair)] or pairs
    return pairs[0].new.story if len(pairs) == 1 else None
