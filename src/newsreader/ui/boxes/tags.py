"""The tags screen: put a tag on the story, or take it off, or make a new one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from msgspec import Struct
from textual.content import Content

from newsreader.folding import sort_key
from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.records import TagCount
from newsreader.tags import clean_tag
from newsreader.ui.boxes.narrowing import Found
from newsreader.ui.boxes.picker import PickerScreen
from newsreader.ui.widgets.choice_list import Choice

_HAS: Final = Content.styled("✓ ", "bold $success")
_HAS_NOT: Final = Content("  ")
_NEW: Final = Content.styled("+ ", "bold $accent")


class TagChoice(Struct, frozen=True):
    """A tag, and whether the stories shall have it."""

    tag: str
    wanted: bool


class TagScreen(PickerScreen[TagChoice]):
    """All tags, a check mark before those in `present`, which the story has, or all of several `stories` have."""

    PLACEHOLDER: ClassVar[str] = "a tag, old or new"
    PICKING: ClassVar[str] = "toggles it"
    NONE: ClassVar[str] = "No tags yet: type one to make it."
    NO_HIT: ClassVar[str] = "A tag needs a letter, a digit or a symbol."

    def __init__(
        self, tags: Sequence[TagCount], present: frozenset[str], stories: int, keymap: Keymap = DEFAULT_KEYMAP
    ) -> None:
        listed = {count.tag for count in tags}
        self._tags = [*(TagCount(tag, 0) for tag in sorted(present - listed, key=sort_key)), *tags]
        self._present = present
        self._new = ""
        super().__init__(
            "Tags" if stories == 1 else f"Tags of {stories:,} stories", [count.tag for count in self._tags], keymap
        )

    def find(self, typed: str) -> Found:
        """The tags that fit, and at the end the new one that could be made of what was typed."""
        found = super().find(typed)
        self._new = "" if found.is_same else clean_tag(typed)
        return Found([*found.numbers, len(self._tags)], found.best) if self._new else found

    def choice(self, number: int) -> Choice:
        """A tag with the number of its stories, or the offer of a new one."""
        if number == len(self._tags):
            return Choice(f"make the tag “{self._new}”", lead=_NEW)
        count = self._tags[number]
        noun = "story" if count.stories == 1 else "stories"
        quiet = f"{count.stories:,} {noun}" if count.stories else ""
        return Choice(count.tag, quiet, _HAS if count.tag in self._present else _HAS_NOT)

    def chosen(self, number: int) -> None:
        """Leave with the tag: on if it was not there, else off."""
        if number == len(self._tags):
            self.leave(TagChoice(self._new, True))
        else:
            tag = self._tags[number].tag
            self.leave(TagChoice(tag, tag not in self._present))
