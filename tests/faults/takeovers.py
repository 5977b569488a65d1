"""Ways in which one story can be taken for another that was marked: what the two have in common."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

_SHORT: Final = ("Subscribers only.", "See the video.", "Summary to follow.")
_LONG: Final = (
    "To read on you need a subscription. It pays for the work of forty reporters and can be ended monthly. " * 3
)


@dataclass(frozen=True, slots=True)
class Takeover:
    """What the story that takes the place shares with the one that was marked.

    `text` is "short" or "long" boilerplate that both have, or "own". It is "topics" for a standing text that names what
    both titles say, and "points" for key points alone. `day` is "same", "none", or "other". `id` and `url` say whether
    both declare one id, or have one address.
    """

    text: str
    day: str
    same_path: bool
    id: bool
    url: bool
    is_elsewhere: bool

    @property
    def name(self) -> str:
        """What they share, in words."""
        shared = {"path": self.same_path, "id": self.id, "address": self.url, "other library": self.is_elsewhere}
        return ", ".join([f"{self.text} text", f"{self.day} day", *(name for name, holds in shared.items() if holds)])

    def stories(self, chance: random.Random, number: int) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """The two stories, as they stand in their files. A word of the first one's title is in no other title."""
        titles = _titles(chance, number)
        outlet = {"outlet": {"id": "post", "name": "Post"}} if chance.random() < 0.5 else {}
        shared = {
            **({"id": f"id-{number}"} if self.id else {}),
            **({"original": f"https://post.example/live/{number}"} if self.url else {}),
            **self._text(chance),
            **outlet,
        }
        days = {"same": ["2026-03-02"] * 2, "other": ["2026-03-02", "2026-03-09"], "none": []}[self.day]
        old, new = ({**shared, "title": title, **self._text_of(title, titles)} for title in titles)
        if days:
            old["published"], new["published"] = days
        return old, new

    def _text(self, chance: random.Random) -> Mapping[str, Any]:
        if self.text == "points":
            return {"summary": "", "key_points": ["See the video"]}
        return {"summary": {"short": chance.choice(_SHORT), "long": _LONG}.get(self.text, "")}

    def _text_of(self, title: str, titles: tuple[str, str]) -> Mapping[str, Any]:
        if self.text == "topics":
            return {"summary": standing_text(titles)}
        return {"summary": f"{title}: this was said on Monday. " * 8} if self.text == "own" else {}


def standing_text(titles: tuple[str, str]) -> str:
    """A long text that stays the same from story to story, and names what they are about."""
    return f"Follow all that we know of {' and of '.join(titles)} here: this is updated through the day. " * 3


def _titles(chance: random.Random, number: int) -> tuple[str, str]:
    """Two titles of five words, of which up to three are the same: "Smith wins London marathon again"."""
    old = [invented_word(chance) for _ in range(4)]
    shared = chance.randrange(4)
    new = [*old[:shared], *(invented_word(chance) for _ in range(4 - shared))]
    return " ".join([*old, word_of(number)]).capitalize(), " ".join([*new, f"nova{invented_word(chance)}"]).capitalize()


def invented_word(chance: random.Random) -> str:
    """A word of two to four syllables."""
    return "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(chance.randrange(2, 5)))


def word_of(number: int) -> str:
    """A word that is in no other title."""
    return "mark" + "".join("abcdefghij"[int(digit)] for digit in f"{number:05}")


TAKEOVERS: Final = tuple(
    Takeover(*way)
    for way in product(
        ("short", "long", "topics", "points", "own"), ("same", "none", "other"), (True, False), (True, False), (True, False),
        (True, False),
    )
)  # fmt: skip
"""All of them."""
