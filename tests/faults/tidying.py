"""Made-up stories, and what becomes of them over years in which somebody tidies a library."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Final

from msgspec.structs import replace

from newsreader.story import Original, Outlet, Story, with_id

_LAST_DAY: Final = date(2024, 6, 20)
_OUTLETS: Final = ("dw", "bbc", "reuters", "npr", "fox", "cnn", "nyt", "wsj")
_WORDS: Final = (
    "budget",
    "storm",
    "vote",
    "harvest",
    "court",
    "strike",
    "border",
    "summit",
    "museum",
    "river",
    "trade",
    "virus",
)


def invented(chance: random.Random, number: int) -> tuple[Story, str]:
    """A story and the path of its file. Some have a title or a text that others have too, and a third declare an id."""
    title = "Morning briefing" if chance.random() < 0.05 else " ".join(chance.choices(_WORDS, k=7)).capitalize()
    outlet = Outlet(id=chance.choice(_OUTLETS))
    day = _LAST_DAY - timedelta(days=chance.randrange(400))
    url = f"https://www.{outlet.id}.com/{day}/{number}" if chance.random() < 0.75 else ""
    body = "Summary to follow." if chance.random() < 0.02 else " ".join(chance.choices(_WORDS, k=40))
    story = Story("", title, body, ("one point",), outlet, day, Original(url, "article"))
    declared = f"story-{number}" if chance.random() < 0.3 else ""
    return with_id(story, declared), f"{day.year}/{number}.yaml"


def can_be_told(before: Story, after: Story) -> bool:
    """Whether a tidied story shows that it is the old one: a text says nothing once the title is entirely another."""
    return before.title in after.title


def tidied(chance: random.Random, story: Story, path: str, number: int) -> tuple[Story, str]:
    """The story and its path later: 30% are moved, 15% retitled, 25% edited, 20% of the addresses have noise."""
    declared = story.id if story.id_declared else ""
    if chance.random() < 0.3:
        path = f"archive/{chance.randrange(10)}/{number}-moved.yaml"
    if chance.random() < 0.15:
        new = " ".join(chance.choices(_WORDS, k=7))
        story = replace(story, title=chance.choice([f"{story.title}, again", f"Update: {story.title}", new]))
    if chance.random() < 0.25:
        story = replace(story, summary=f"{story.summary} {chance.choice(_WORDS)}, it was added.")
    if story.original and story.original.url and chance.random() < 0.2:
        noise = chance.choice(["?utm_source=feed", "#comments", "/", "?fbclid=1"])
        url = (story.original.url + noise).replace("https://www.", chance.choice(["http://", "https://m."]))
        story = replace(story, original=Original(url, "article"))
    return with_id(story, declared), path
