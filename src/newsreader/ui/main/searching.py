"""The searches of the list, each in a worker that only tells what it has found."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Final

from textual import work
from textual.message import Message
from textual.screen import Screen

from newsreader.query import Query
from newsreader.reader import Reader
from newsreader.sync import IndexDamagedError
from newsreader.ui.trouble import TROUBLES, trouble_text

PATIENCE: Final = 10.0
"""Seconds after which a search is given up."""


class SearchActions(Screen[None]):
    """Looks for the stories of a filter. Each search has a generation, which all that is told of it names."""

    reader: Reader

    class FirstFound(Message):
        """A worker found the first stories of the filter of this generation."""

        def __init__(self, generation: int, numbers: array[int]) -> None:
            super().__init__()
            self.generation = generation
            self.numbers = numbers

    class Selected(Message):
        """A worker found all stories of the filter of this generation, and where among them the sought one stands."""

        def __init__(self, generation: int, numbers: array[int], sought: int | None, place: int | None) -> None:
            super().__init__()
            self.generation = generation
            self.numbers = numbers
            self.sought = sought
            self.place = place

    class NotSelected(Message):
        """A worker could not look for the stories of the filter of this generation; "" where others say why."""

        def __init__(self, generation: int, trouble: str = "") -> None:
            super().__init__()
            self.generation = generation
            self.trouble = trouble

    class CutOff(Message):
        """A worker gave up looking for all stories of the filter of this generation, after so many seconds."""

        def __init__(self, generation: int, seconds: float) -> None:
            super().__init__()
            self.generation = generation
            self.seconds = seconds

    def __init__(self) -> None:
        super().__init__()
        self._generation = 0

    @work(thread=True, exclusive=True, group="select", exit_on_error=False)
    def _select(self, generation: int, query: Query, sought: int | None, has_first: bool) -> None:
        def cancelled() -> bool:
            return generation != self._generation

        def tell_first(numbers: array[int]) -> None:
            self.post_message(self.FirstFound(generation, numbers))

        def select() -> None:
            deadline = monotonic() + PATIENCE
            ends = partial(_or_late, cancelled, deadline)
            numbers = self.reader.search.select(query, ends, None if has_first else tell_first)
            if numbers is not None:
                place = self.reader.search.place(numbers, sought, cancelled)
                self.post_message(self.Selected(generation, numbers, sought, place))
            elif not cancelled():
                self.post_message(self.CutOff(generation, PATIENCE))

        self._attempt(generation, select)

    @work(thread=True, exclusive=True, group="select", exit_on_error=False)
    def _find_place(self, generation: int, numbers: array[int], sought: int | None) -> None:
        def find() -> None:
            place = self.reader.search.place(numbers, sought, lambda: generation != self._generation)
            self.post_message(self.Selected(generation, numbers, sought, place))

        self._attempt(generation, find)

    def _attempt(self, generation: int, work: Callable[[], None]) -> None:
        try:
            work()
        except IndexDamagedError:
            self.post_message(self.NotSelected(generation))
        except TROUBLES as error:
            self.post_message(self.NotSelected(generation, trouble_text(error)))


def _or_late(cancelled: Callable[[], bool], deadline: float) -> bool:
    return cancelled() or monotonic() > deadline
