"""What the list does when stories are put away or taken back: at once, and without moving the cursor's row."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Callable, Collection

from newsreader.query import And, Flag, Is, Query, mentions
from newsreader.reader import Hiding
from newsreader.ui.main.listing import Listing


async def follow_hiding(listing: Listing, hiding: Hiding, update_status: Callable[..., None]) -> None:
    """Take stories out of the list that its filter does not show any more, or bring back those that it shows again.

    The next story comes to the row at the cursor, and it has the cursor.
    """
    if not _leave(listing.filter.query, hiding):
        if len(hiding.rows) == 1 and not hiding.is_on:
            listing.restore_id = hiding.rows[0]
        listing.refresh()
        return
    stories = listing.stories
    while True:
        numbers, cursor = stories.numbers, stories.cursor
        rest, above = await asyncio.to_thread(_without, numbers, frozenset(hiding.rows), cursor)
        if stories.numbers is numbers and stories.cursor == cursor:
            break
    if len(rest) != len(numbers):
        stories.take_out(rest, cursor - above)
        listing.show_emptiness()
        update_status(shown=len(rest))
    if listing.is_searching:  # what it finds may be as it was before
        listing.refresh()


def _leave(query: Query, hiding: Hiding) -> bool:
    """Return whether stories that are put away, or taken back, are no longer of the query."""
    if hiding.is_on:
        return not mentions(query, Flag.HIDDEN)
    terms = query.root.terms if isinstance(query.root, And) else (query.root,)
    return any(isinstance(term, Is) and term.flag is Flag.HIDDEN for term in terms)


def _without(numbers: array[int], gone: Collection[int], cursor: int) -> tuple[array[int], int]:
    """Return the numbers that are not `gone`, and how many of those stood above the cursor."""
    places = [place for place, number in enumerate(numbers) if number in gone]
    rest, start = array("q"), 0
    for place in places:
        rest += numbers[start:place]
        start = place + 1
    return rest + numbers[start:], sum(place < cursor for place in places)
