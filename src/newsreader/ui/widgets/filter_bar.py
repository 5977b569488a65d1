"""The bar above the list in which the filter is typed, and below it what is wrong with it, if anything."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from newsreader.query import QueryError
from newsreader.text import clean_text
from newsreader.ui.commands import Place, bindings_for
from newsreader.ui.safe import line

_LONGEST_WAIT: Final = 1.0
"""Seconds after which a key no longer waits for the letters before it."""


class FilterInput(Input):
    """The field itself; the keys that leave or clear it are the screen's."""

    BINDINGS = bindings_for(Place.FILTER, namespace="screen.")

    def validate_value(self, value: str) -> str:
        """Keep out what would steer the terminal: text can be pasted, or come from the command line."""
        return clean_text(value).replace("\n", " ")


class FilterBar(Vertical):
    """Where the filter is typed."""

    class Changed(Message):
        """The text of the filter is another."""

    def compose(self) -> ComposeResult:
        """The field with its sign, and a place for an error."""
        with Horizontal(id="filter-line"):
            yield Static("/", id="filter-sign", markup=False)
            yield FilterInput(placeholder="filter: words, outlet:bbc, bias:left", compact=True, id="filter")
        yield Static(id="filter-error", markup=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass on that something was typed."""
        event.stop()
        self.post_message(self.Changed())

    @property
    def text(self) -> str:
        """The filter as it stands in the bar."""
        return self.query_one(FilterInput).value

    async def all_typed(self) -> None:
        """Wait until the keys that were on their way to the field have arrived."""
        arrived = asyncio.Event()
        self.query_one(FilterInput).call_later(arrived.set)
        with suppress(TimeoutError):
            await asyncio.wait_for(arrived.wait(), _LONGEST_WAIT)

    def put(self, text: str) -> None:
        """Write a filter into the bar without a word to anybody."""
        with self.prevent(self.Changed):
            self.query_one(FilterInput).value = text

    def show_error(self, error: QueryError | None) -> None:
        """Say what is wrong below the place at which it is, or nothing any more."""
        place = self.query_one("#filter-error", Static)
        place.display = error is not None
        self.set_class(error is not None, "-error")
        if error is None:
            return
        room = max(self.size.width - 3, 1)
        start = min(error.span.start, room - 1)
        marks = "^" * max(1, min(error.span.end - error.span.start, room - start))
        place.update(
            Content.assemble(
                (" " * (start + 2) + marks, "$error"), "\n  ", line(error.message, "$error"), " ", line(error.hint)
            )
        )
