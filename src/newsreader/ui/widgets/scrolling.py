"""Scrolling by keys: each key reckons from where the one before it goes, though that is not drawn yet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from textual.containers import VerticalScroll


class Scrolling(NamedTuple):
    """The ways of scrolling the text of a pane."""

    down: Callable[[], None]
    up: Callable[[], None]
    page_down: Callable[[], None]
    page_up: Callable[[], None]
    first: Callable[[], None]
    last: Callable[[], None]


def scrolling(pane: VerticalScroll, *, animate: bool = True) -> Scrolling:
    """Return the ways of scrolling `pane`, with or without showing the rows between."""

    def scroll_to(row: float) -> None:
        # At once: a scroll that waits for the screen to be drawn is lost on the key that follows.
        pane.scroll_to(y=min(max(row, 0), pane.max_scroll_y), animate=animate, immediate=True)

    def scroll_by(rows: int) -> None:
        scroll_to(pane.scroll_target_y + rows)

    def scroll_page(pages: int) -> None:
        scroll_by(pages * max(pane.scrollable_content_region.height, 1))

    return Scrolling(
        down=partial(scroll_by, 1),
        up=partial(scroll_by, -1),
        page_down=partial(scroll_page, 1),
        page_up=partial(scroll_page, -1),
        first=lambda: scroll_to(0),
        last=lambda: scroll_to(pane.max_scroll_y),
    )
