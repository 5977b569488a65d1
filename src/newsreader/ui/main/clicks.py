"""What a click on something in a text means."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from newsreader.ui.main.links import Links
from newsreader.ui.main.tellers import Tellers
from newsreader.ui.main.terms import Terms
from newsreader.ui.story.page import (
    AllTellersTarget,
    LinkTarget,
    OutletTarget,
    TagTarget,
    Target,
    TellerTarget,
    TopicTarget,
)


class TextClicks:
    """Does what is meant by a click. `start` begins an action as if a key had."""

    def __init__(
        self, links: Links, terms: Terms, tellers: Tellers, start: Callable[[Coroutine[Any, Any, None]], None]
    ) -> None:
        self._links = links
        self._terms = terms
        self._tellers = tellers
        self._start = start

    def follow(self, target: Target) -> None:
        """Do what a click on `target` means."""
        match target:
            case LinkTarget() as link:
                self._start(self._links.open_target(link))
            case TellerTarget(row_id):
                self._start(self._tellers.show(row_id))
            case AllTellersTarget():
                self._start(self._tellers.explain())
            case OutletTarget():
                self._terms.toggle_outlet()
            case TopicTarget(topic):
                self._terms.toggle_topic(topic)
            case TagTarget(tag):
                self._terms.toggle_tag(tag)
