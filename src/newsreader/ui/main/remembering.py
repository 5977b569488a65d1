"""What the filter bar has to know: names to complete, and the filters that were used."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message
from textual.screen import Screen

from newsreader.reader import Reader
from newsreader.ui.trouble import TROUBLES, trouble_text
from newsreader.ui.widgets.filter_bar import FilterBar

if TYPE_CHECKING:
    from newsreader.query.completion import Vocabulary


class RememberActions(Screen[None]):
    """Gathers names and filters in a worker, and has those that are used kept."""

    reader: Reader
    _is_vocabulary_old = True

    class VocabularyFound(Message):
        """A worker has prepared the names that can be completed."""

        def __init__(self, vocabulary: Vocabulary) -> None:
            super().__init__()
            self.vocabulary = vocabulary

    class FiltersFound(Message):
        """A worker has read the filters that were used."""

        def __init__(self, filters: Sequence[str]) -> None:
            super().__init__()
            self.filters = filters

    class NotRemembered(Message):
        """What the filter bar has to know can't be read or written."""

        def __init__(self, trouble: str) -> None:
            super().__init__()
            self.trouble = trouble

    def forget_vocabulary(self) -> None:
        """Have the names gathered anew when they are needed next: there may be others."""
        self._is_vocabulary_old = True

    def find_vocabulary(self) -> None:
        """Gather the names, where there may be others than the last time."""
        if self._is_vocabulary_old:
            self._is_vocabulary_old = False
            self._find_vocabulary()

    @work(thread=True, exclusive=True, group="vocabulary", exit_on_error=False)
    def _find_vocabulary(self) -> None:
        from newsreader.query.completion import Vocabulary

        try:
            tags = tuple(count.tag for count in self.reader.open_state().marks.tags())
            names = Vocabulary(tuple(self.reader.search.outlet_names()), tuple(self.reader.search.topics()), tags)
        except TROUBLES as error:
            self.post_message(self.NotRemembered(trouble_text(error)))
        else:
            self.post_message(self.VocabularyFound(names))

    @on(VocabularyFound)
    def _vocabulary_found(self, event: VocabularyFound) -> None:
        self.query_one(FilterBar).vocabulary = event.vocabulary

    @work(thread=True, exclusive=True, group="filters", exit_on_error=False)
    def find_filters(self) -> None:
        """Read the filters that were used."""
        try:
            self.post_message(self.FiltersFound(self.reader.open_state().filters()))
        except TROUBLES as error:
            self.post_message(self.NotRemembered(trouble_text(error)))

    @on(FiltersFound)
    def _filters_found(self, event: FiltersFound) -> None:
        self.query_one(FilterBar).history = tuple(event.filters)

    @on(FilterBar.Used)
    def _filter_used(self, event: FilterBar.Used) -> None:
        bar = self.query_one(FilterBar)
        bar.history = (event.text, *(text for text in bar.history if text != event.text))
        self._remember(event.text)

    @work(group="filters", exit_on_error=False)
    async def _remember(self, text: str) -> None:
        try:
            await asyncio.to_thread(lambda: self.reader.open_state().remember_filter(text))
        except TROUBLES as error:
            self.post_message(self.NotRemembered(trouble_text(error)))

    @on(NotRemembered)
    def _not_remembered(self, event: NotRemembered) -> None:
        self.notify(event.trouble, title="Not remembered", severity="warning", markup=False)
