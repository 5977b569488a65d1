"""Find the story of a library that was bookmarked, after moves, renames and edits."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from enum import Enum, auto
from functools import cached_property
from typing import Final, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from newsreader.copies import are_file_and_copy
from newsreader.identity import EMPTY_BODY, Identity, identify
from newsreader.matching.likeness import (
    bears_out,
    is_extended,
    is_long,
    like_texts,
    like_titles,
    like_wordings,
    same_numbers,
    same_titles,
)
from newsreader.story import Story

_CORRECTED_DAYS: Final = 2
"""How many days a corrected date may differ if the title differs too."""


class Candidate(Struct, frozen=True):
    """A story that may be the bookmarked one.

    `story` is its row id, `library` the root of its library as text, `path` its file relative to that. `outlet` is
    the id of its outlet, "" for none. `text` is its summary with the key points.
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

    Only if it `is_sure` may the bookmark's copy be updated and may marks move to another id.
    """

    story: int
    is_sure: bool


class Home(Enum):
    """Where the library of a bookmark is, seen from the open one."""

    HERE = auto()
    GONE = auto()
    ELSEWHERE = auto()


def home_of(library: str, opened: str) -> Home:
    """Return where `library` of a bookmark is while the library `opened` is open.

    A folder that does not exist any more may have been moved, or be of another machine.
    """
    if os.path.realpath(library) == os.path.realpath(opened):
        return Home.HERE
    return Home.ELSEWHERE if os.path.isabs(library) and os.path.isdir(library) else Home.GONE


def text_of(story: Story) -> str:
    """Return the text of a story beside its title."""
    return "\n".join((story.summary, *story.key_points))


def candidate_of_story(story: Story, library: str, path: str, number: int = 0) -> Candidate:
    """Return a story as something to compare with."""
    outlet = story.outlet.id if story.outlet else ""
    return Candidate(number, identify(story), story.title, outlet, library, path, text_of(story))


def best_match(kept: Candidate, candidates: Sequence[Candidate], home: Home = Home.HERE) -> Match | None:
    """Return the one story among `candidates`, all of one library, that `kept` is of; None if none surely is.

    The ways of recognising a story are tried from the surest to the weakest. If one of them finds two stories, later
    ones distinguish them; if they can't, there is no match. A story of another library never matches. A library that is
    gone may be this one, moved: then the match is shown, and changes nothing.
    """
    if home is Home.ELSEWHERE or not candidates:
        return None
    pairs = [_Pair(replace(kept, library=candidate.library), candidate) for candidate in candidates]
    for step in _STEPS:
        if found := [pair for pair in pairs if step.recognises(pair)]:
            number = _told_apart(found)
            return None if number is None else Match(number, step.is_sure and home is Home.HERE)
    return None


def is_same_story(kept: Candidate, other: Candidate) -> bool:
    """Return whether `other` surely is the story of `kept`, with the same id."""
    ids = (kept.identity, other.identity)
    if ids[0].id != ids[1].id or ids[0].id_declared != ids[1].id_declared:
        return False
    pair = _Pair(kept, other)
    return pair.same_library and any(step.recognises(pair) for step in _STEPS if step.is_sure)


def is_copy(one: Candidate, other: Candidate) -> bool:
    """Return whether two stories, in any libraries, have the same title, text, day and address."""
    return _Pair(one, other).is_whole


def may_be_taken_for(kept: Candidate, other: Candidate) -> bool:
    """Return whether `other` is like the bookmarked story `kept` in any way that could pass as evidence."""
    pair = _Pair(kept, other)
    return pair.like_content or any(step.recognises(pair) for step in _STEPS)


def may_share_marks(kept: Candidate, other: Candidate) -> bool:
    """Return whether two stories with one id, in any libraries, may be the same one."""
    pair = _Pair(kept, other)
    return any(step.recognises(pair) for step in _STEPS)


class _Pair:
    """A bookmarked story and a candidate: what agrees, and what speaks against a match."""

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
        """Whether one title has a word or two more. If one of them is a number, the long texts have to be alike."""
        return is_extended(self.old.title, self.new.title) and (
            self.like_text or same_numbers(self.old.title, self.new.title)
        )

    @cached_property
    def is_edited(self) -> bool:
        """Whether the text is the old one after an edit: long and alike, or short and about what the old title says."""
        return self.like_text or (
            like_wordings(self.old.text, self.new.text) and bears_out(self.new.text, self.old.title)
        )

    @cached_property
    def like_content(self) -> bool:
        """Whether titles are alike. No text makes up for another title: a live page has one text for many stories."""
        return self.like_title or self.is_extended

    @cached_property
    def known_day(self) -> bool:
        return self.old.identity.day == self.new.identity.day != ""

    @cached_property
    def other_day(self) -> bool:
        """Whether days and texts both differ, as in what comes out daily; or, with another title, days lie apart."""
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
        """Whether title and text agree exactly, with a day or with a text long enough to rule out chance."""
        return self.same_title and self.same_body and (self.known_day or self.same_long_body)

    @cached_property
    def is_whole(self) -> bool:
        """Whether everything by which a story is recognised is unchanged."""
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
    """Compare declared ids, which alone prove little: any file can declare one."""
    if not pair.same_declared_id or not pair.like_content or pair.other_day:
        return False
    return pair.same_path or not pair.other_outlet


def _by_url(pair: _Pair) -> bool:
    """Compare addresses, which several stories can share: a live page, the front page of an outlet."""
    return pair.same_url and pair.like_content and not pair.other_declared_id and not pair.other_day


def _by_path(pair: _Pair) -> bool:
    """Compare files, which can be rewritten with another story: "Deputy mayor resigns" after "Mayor resigns"."""
    if not pair.same_path or pair.other_day:
        return False
    is_another = pair.other_url or pair.other_outlet or pair.other_declared_id
    if is_another:
        return pair.same_telling
    return pair.like_title or (pair.is_extended and pair.is_edited)


def _by_title(pair: _Pair) -> bool:
    """Compare titles, which can recur several times a day, and which say little without a day."""
    if not pair.same_title or pair.other_outlet:
        return False
    if pair.same_telling:
        return not pair.other_declared_id and not pair.other_day
    is_another = pair.other_or_missing_id or pair.old.identity.url_key != pair.new.identity.url_key
    return pair.known_day and not is_another


def _by_body(pair: _Pair) -> bool:
    """Compare texts, which can stand under many titles."""
    is_another = pair.other_outlet or pair.other_url or pair.other_declared_id or pair.other_day
    return pair.same_long_body and pair.like_content and not is_another


def _by_copy(pair: _Pair) -> bool:
    """Compare copies: a program copied the file, and both have the story still, or had it."""
    is_another = pair.other_outlet or pair.other_url or pair.other_declared_id or pair.other_day
    return pair.same_title and pair.is_copied and not is_another


class _Step(NamedTuple):
    """A way of recognising a story, and whether it is evidence enough to change anything."""

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
