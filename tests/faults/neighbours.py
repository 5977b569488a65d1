"""Stories that stand beside a marked one and are like it: what a title may lack or have more, and what both share."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

from tests.faults.takeovers import invented_word, standing_text, word_of

_TITLES: Final[Mapping[str, Callable[[str], str]]] = {
    "a word in front": lambda title: f"Second {title.lower()}",
    "a word behind": lambda title: f"{title} again",
    "a word less": lambda title: title.split(" ", 1)[1].capitalize(),
    "an inflection": lambda title: f"{title}s",
    "another word": lambda title: f"Nova{title[title.index(' ') :]}",
}
"""What the title of the one that stays is, from that of the marked one."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """How the story that stays is like the one that is removed.

    `text` is "own", "short" or "topics": a long text that names what both titles say. `day` is "same" or "none".
    `declared` and `address` say which of the two have an id or an address of their own.
    """

    title: str
    text: str
    day: str
    declared: str
    address: str
    same_path: bool

    @property
    def name(self) -> str:
        """What they share, in words."""
        place = "same file" if self.same_path else "other file"
        return f"{self.title}, {self.text} text, {self.day} day, id {self.declared}, address {self.address}, {place}"

    def stories(self, chance: random.Random, number: int) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """The two stories, as they stand in their file. A word of their titles tells them from all other pairs."""
        title = " ".join([*(invented_word(chance) for _ in range(4)), word_of(number)]).capitalize()
        titles = (title, _TITLES[self.title](title))
        old, new = ({"title": each, "summary": self._text(titles, each)} for each in titles)
        for story, which in ((old, "first"), (new, "second")):
            if self.declared in (which, "both"):
                story["id"] = f"{which}-{number}"
            if self.address in (which, "both"):
                story["original"] = f"https://post.example/{which}/{number}"
            if self.day == "same":
                story["published"] = "2026-03-02"
        return old, new

    def _text(self, titles: tuple[str, str], title: str) -> str:
        if self.text == "own":
            return f"{len(title)} of them were {title.split()[0]}."
        return "Subscribers only." if self.text == "short" else standing_text(titles)


NEIGHBOURS: Final = tuple(
    Neighbour(*way)
    for way in product(
        _TITLES,
        ("own", "short", "topics"),
        ("same", "none"),
        ("none", "first", "both"),
        ("none", "first", "second", "both"),
        (True, False),
    )
)
"""All of them."""
