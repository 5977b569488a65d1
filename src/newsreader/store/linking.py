"""Which story of a library is the one that was bookmarked, after moves, renames and edits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import PurePosixPath
from typing import Final

from newsreader.identity import EMPTY_BODY, Identity, identify
from newsreader.store.state_records import Bookmark

_SIMILAR = 0.6
"""From here on one title is a new wording of another; unrelated headlines stay below 0.5."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that may be the bookmarked one.

    `story` is its number in the index, `library` the root of its library as text, `path` its file
    relative to that, `outlet` the id of its outlet, "" for none.
    """

    story: int
    identity: Identity
    title: str
    outlet: str
    library: str
    path: str


def candidate_of(bookmark: Bookmark) -> Candidate:
    """A bookmark's own copy of the story as something to compare with."""
    story = bookmark.story
    return Candidate(
        story=0,
        identity=identify(story),
        title=story.title,
        outlet=story.outlet.id if story.outlet else "",
        library=bookmark.library,
        path=bookmark.path,
    )


def best_match(bookmark: Bookmark, candidates: Sequence[Candidate]) -> int | None:
    """The number of the one story among `candidates` that was bookmarked, None if none surely is.

    The ways of recognising a story are tried from the surest to the weakest. What one of them finds
    twice is told apart by those after it; where that fails there is no match.
    """
    kept = candidate_of(bookmark)
    pairs = [_Pair(kept, candidate) for candidate in candidates]
    for recognises in _STEPS:
        if found := [pair for pair in pairs if recognises(pair)]:
            return _told_apart(found)
    return None


def is_same_story(bookmark: Bookmark, candidate: Candidate) -> bool:
    """Whether to bookmark `candidate` is to bookmark again what `bookmark` holds.

    This is stricter than `best_match`: the ids are the same, and at least one more thing agrees.
    """
    pair = _Pair(candidate_of(bookmark), candidate)
    ids = (pair.old.identity, pair.new.identity)
    if ids[0].id != ids[1].id or ids[0].id_declared != ids[1].id_declared:
        return False
    if pair.old.identity.id_declared:
        return pair.same_library and (pair.same_content or pair.same_place or pair.same_origin)
    return pair.same_url or pair.same_body or pair.same_path


@dataclass(frozen=True, slots=True)
class _Pair:
    """A bookmarked story and one that may be it: what agrees and what speaks against it."""

    old: Candidate
    new: Candidate

    @property
    def same_library(self) -> bool:
        return self.old.library == self.new.library

    @property
    def same_path(self) -> bool:
        return self.same_library and self.old.path == self.new.path

    @property
    def same_place(self) -> bool:
        """The same file, unless what it holds now tells of something else by somebody else."""
        return self.same_path and not self.other_url and not self.other_outlet

    @property
    def same_url(self) -> bool:
        return self.old.identity.url_key is not None and self.old.identity.url_key == self.new.identity.url_key

    @property
    def same_title(self) -> bool:
        return self.old.identity.title_key == self.new.identity.title_key

    @property
    def same_body(self) -> bool:
        return self.old.identity.body_key == self.new.identity.body_key != EMPTY_BODY

    @property
    def same_content(self) -> bool:
        return self.same_url or self.same_title or self.same_body

    @property
    def same_day(self) -> bool:
        return self.old.identity.day == self.new.identity.day

    @property
    def same_origin(self) -> bool:
        return self.same_day and bool(self.old.identity.day) and self.old.outlet == self.new.outlet != ""

    @property
    def same_declared_id(self) -> bool:
        old, new = self.old.identity, self.new.identity
        return self.same_library and old.id_declared and new.id_declared and old.id == new.id

    @property
    def other_declared_id(self) -> bool:
        old, new = self.old.identity, self.new.identity
        return self.same_library and old.id_declared and new.id_declared and old.id != new.id

    @property
    def other_url(self) -> bool:
        return None not in (self.old.identity.url_key, self.new.identity.url_key) and not self.same_url

    @property
    def other_or_missing_id(self) -> bool:
        old, new = self.old.identity, self.new.identity
        return self.other_declared_id or (self.same_library and old.id_declared != new.id_declared)

    @property
    def other_or_missing_url(self) -> bool:
        return self.old.identity.url_key != self.new.identity.url_key

    @property
    def other_outlet(self) -> bool:
        return "" not in (self.old.outlet, self.new.outlet) and self.old.outlet != self.new.outlet

    @property
    def same_file_name(self) -> bool:
        return PurePosixPath(self.old.path).name == PurePosixPath(self.new.path).name


def _by_declared_id(pair: _Pair) -> bool:
    return pair.same_declared_id and (pair.same_content or pair.same_place)


def _by_url(pair: _Pair) -> bool:
    """One address can be that of several stories: a live page, the front page of an outlet."""
    return pair.same_url and (
        pair.same_title
        or pair.same_body
        or (not pair.other_declared_id and (pair.same_path or (pair.same_day and not pair.other_outlet)))
    )


def _by_title(pair: _Pair) -> bool:
    """One title can be given several times a day, and without a day it says little."""
    if not pair.same_title:
        return False
    if pair.same_body or pair.same_path:
        return True
    if pair.other_outlet or pair.other_or_missing_id or pair.other_or_missing_url:
        return False
    return bool(pair.old.identity.day) or pair.same_file_name


def _by_body(pair: _Pair) -> bool:
    """The same few words can stand under many titles."""
    return pair.same_body and (
        pair.same_path or (pair.same_day and not (pair.other_outlet or pair.other_url or pair.other_declared_id))
    )


def _by_id_and_origin(pair: _Pair) -> bool:
    """A declared id alone proves little: any file can declare it."""
    return pair.same_declared_id and pair.same_origin and not pair.other_url


def _by_path(pair: _Pair) -> bool:
    """A file can be written anew with an entirely different story."""
    if not pair.same_path or pair.other_url or pair.other_declared_id or pair.other_outlet:
        return False
    titles = (pair.old.title.casefold(), pair.new.title.casefold())
    return SequenceMatcher(None, *titles, autojunk=False).ratio() >= _SIMILAR


_STEPS: Final[tuple[Callable[[_Pair], bool], ...]] = (
    _by_declared_id,
    _by_url,
    _by_title,
    _by_body,
    _by_id_and_origin,
    _by_path,
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
