"""What a briefing holds: the stories of an event together, from left to right, and each other story alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct

from newsreader.bias import NOT_RATED, RATING_CAVEAT
from newsreader.dates import local_moment
from newsreader.links import LinkRefusedError, checked_link
from newsreader.records import NO_MARKS, Event, StoredStory, StoryMarks, Teller
from newsreader.story import Outlet, Story, published_text
from newsreader.text import clean_line
from newsreader.unsupported import note_of, with_notes


class Told(Struct, frozen=True):
    """A story of a briefing; `is_markdown` says what its texts are.

    `is_sure` is off for a story that may tell something else than the event it stands with. `marks` are those of the
    user that go with it: none, unless the user wants that. `notes` stand in the texts: what the source does not have.
    """

    story: Story
    is_markdown: bool = False
    is_sure: bool = True
    marks: StoryMarks = NO_MARKS
    notes: tuple[str, ...] = ()


def told_of(stored: StoredStory, *, is_markdown: bool, is_sure: bool = True, marks: StoryMarks = NO_MARKS) -> Told:
    """Return a stored story for a briefing, with a note behind each sentence that its source does not bear out."""
    notes = tuple({note_of(each.things): None for each in stored.unsupported})
    return Told(with_notes(stored.story, stored.unsupported), is_markdown, is_sure, marks, notes)


class Part(Struct, frozen=True):
    """What stands together: the stories of an event, or one story.

    `title` is that of the event, "" where one story alone is here. `others` are those who tell the event, too, and
    whose stories are not here.
    """

    stories: tuple[Told, ...]
    title: str = ""
    others: tuple[Teller, ...] = ()


class Heading(Struct, frozen=True):
    """What stands at the top of a briefing: its title, when it was made, and how many stories it has."""

    title: str
    made: datetime
    stories: int

    @property
    def line(self) -> str:
        """Return when it was made, and how many stories it has."""
        return f"{self.made:%Y-%m-%d} · {self.stories:,} {'story' if self.stories == 1 else 'stories'}"


def event_part(event: Event, stories: Sequence[tuple[int, Told]]) -> Part:
    """Return the stories of `event` that a briefing has, each with its row, and who else tells it.

    Who surely tells the event stands before who may do so, and then the left before the right.
    """
    rows = {row_id for row_id, _ in stories}
    in_order = sorted((told for _, told in stories), key=_order_of_story)
    here = {_outlet_key(told.story.outlet) for told in in_order}
    others: dict[str, Teller] = {}
    for teller in event.tellers:
        if teller.row_id not in rows and _outlet_key(teller.outlet) not in here:
            others.setdefault(_outlet_key(teller.outlet), teller)
    title = clean_line(event.tellers[0].title) if len(in_order) > 1 else ""
    return Part(tuple(in_order), title, tuple(sorted(others.values(), key=_order_of_teller)))


def told_by(part: Part) -> str:
    """Return who tells the event in these stories, each outlet once with its rating; "" for one story alone."""
    if not part.title:
        return ""
    outlets = {_outlet_key(told.story.outlet): told.story.outlet for told in part.stories if told.is_sure}
    return "Told by " + ", ".join(f"{name_of(each)} ({_rating_name(each)})" for each in outlets.values())


def also_told_by(part: Part) -> list[str]:
    """Return a line of those who surely tell the event, too, and one of those who may; with all that rates them."""
    lines: list[str] = []
    for beginning, is_sure in (("Also told by", True), ("Related, and perhaps of something else", False)):
        tellers = [teller for teller in part.others if teller.is_sure is is_sure]
        named = "; ".join(f"{name_of(each.outlet)}, {rating_text(each.outlet)}" for each in tellers)
        lines += [f"{beginning}: {named}"] if named else []
    return lines


def name_of(outlet: Outlet | None) -> str:
    """Return what an outlet is called."""
    return (clean_line(outlet.name or outlet.id) if outlet else "") or "No outlet"


def rating_text(outlet: Outlet | None) -> str:
    """Return the rating of an outlet with its source and date, and what of them is missing."""
    bias = outlet.bias if outlet else None
    if bias is None or bias.rating == NOT_RATED:
        return NOT_RATED.name
    as_of = bias.as_of.isoformat() if bias.as_of else "date not given"
    return f"{bias.rating.name} ({clean_line(bias.source) or 'source not given'}, {as_of})"


def day_text(story: Story) -> str:
    """Return the day of a story, with the time where that is known; "" where neither is."""
    published = story.published
    return f"{local_moment(published):%Y-%m-%d %H:%M}" if isinstance(published, datetime) else published_text(published)


def original_of(story: Story) -> tuple[str, str]:
    """Return what the original is called, and its address, "" for one that must not be opened; else two empty texts."""
    if story.original is None:
        return "", ""
    words = f"Original {clean_line(story.original.kind)}".strip()
    address = clean_line(story.original.url)
    if not address:
        return f"{words}: the link is missing", ""
    try:
        return words, checked_link(address).url
    except LinkRefusedError:
        return f"{words}: {address}", ""


def has_rating(part: Part) -> bool:
    """Return whether something here has a rating, which has to be explained."""
    outlets = [*(told.story.outlet for told in part.stories), *(teller.outlet for teller in part.others)]
    return any(outlet is not None and outlet.rating != NOT_RATED for outlet in outlets)


CAVEAT: Final = f"A media bias rating stands with its source and its date. {RATING_CAVEAT}"
"""What is said once of all ratings."""


def _order_of_story(told: Told) -> tuple[bool, int, str]:
    published = told.story.published
    return not told.is_sure, told.story.rating.rank, published.isoformat() if published else ""


def _order_of_teller(teller: Teller) -> tuple[bool, int]:
    return not teller.is_sure, (teller.outlet.rating if teller.outlet else NOT_RATED).rank


def _rating_name(outlet: Outlet | None) -> str:
    return (outlet.rating if outlet else NOT_RATED).name


def _outlet_key(outlet: Outlet | None) -> str:
    return (outlet.name or outlet.id).casefold() if outlet else ""
