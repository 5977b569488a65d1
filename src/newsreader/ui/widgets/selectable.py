"""A list whose rows can be selected, by keys and by the mouse."""

from __future__ import annotations

from array import array

from textual import events, on, work
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView

from newsreader.ui.bindings import named
from newsreader.ui.widgets.selection_model import AT_ONCE, EVERYTHING, NOTHING, Selection, Stretch


class SelectableList(ScrollView):
    """Knows which of its stories are selected; whoever draws them says where they are.

    While a stretch is extended the selection is what it was before, and the stretch from its anchor to the cursor.
    """

    cursor: reactive[int] = reactive(0, repaint=False)
    """The place in the list at which the user stands, from 0."""

    class Selecting(Message):
        """The selection has changed; `count` stories of the list are selected now."""

        def __init__(self, count: int) -> None:
            super().__init__()
            self.count = count

    class _Extended(Message):
        """A worker has included a long stretch into a selection."""

        def __init__(self, stretch: array[int], selection: Selection) -> None:
            super().__init__()
            self.stretch = stretch
            self.selection = selection

    class _Compared(Message):
        """A worker has found how many stories that a selection names are not in a list."""

        def __init__(self, selection: Selection, numbers: array[int], unlisted: int) -> None:
            super().__init__()
            self.selection = selection
            self.numbers = numbers
            self.unlisted = unlisted

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._numbers: array[int] = array("q")
        self._selection = NOTHING
        self._unlisted = 0
        self._stretch: Stretch | None = None
        self._extending: array[int] | None = None
        self._told_selection = NOTHING, 0

    @property
    def numbers(self) -> array[int]:
        """The stories in the list, in its order."""
        return self._numbers

    @property
    def current(self) -> int | None:
        """The number of the story at the cursor, None where the list is empty."""
        return self._numbers[self.cursor] if self.cursor < len(self._numbers) else None

    @property
    def selection(self) -> Selection:
        """The stories that are selected; it may name some that are not in the list."""
        return self._selection

    @property
    def selected_count(self) -> int:
        """How many stories of the list are selected.

        In a list of more than `AT_ONCE` stories, those that have just left it count for some milliseconds more.
        `Selecting` says when they don't.
        """
        return self._selection.count(len(self._numbers), self._unlisted)

    def rows_in_sight(self) -> range:
        """The places in the list that are on the screen, wholly or in part."""
        raise NotImplementedError

    def refresh_row(self, index: int) -> None:
        """Draw the row at this place again, if it is in sight."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the key that clears the selection to others where nothing is selected."""
        if named(action, parameters) == "list-unselect":
            return self.selected_count > 0
        return super().check_action(action, parameters)

    def toggle_selected(self) -> None:
        """Select the story at the cursor, or unselect it, and go to the next one."""
        self._toggle()
        self.cursor += 1

    def extend_down(self) -> None:
        """Select the story at the cursor and the next one; on the way back to where that began, unselect."""
        self._extend_to(self.cursor + 1)

    def extend_up(self) -> None:
        """Select the story at the cursor and the one before; on the way back to where that began, unselect."""
        self._extend_to(self.cursor - 1)

    def select_all(self) -> None:
        """Select everything that is listed, or nothing if everything is selected."""
        is_all = self.selected_count == len(self._numbers)
        self._put(NOTHING if is_all else EVERYTHING)

    def clear_selection(self) -> None:
        """Select nothing."""
        self._put(NOTHING)

    def click_row(self, index: int, event: events.Click) -> bool:
        """Go to the row that was clicked; Ctrl toggles it, Shift selects up to it. Tells if neither was held."""
        if event.shift:
            self._extend_to(index)
        else:
            self._stretch = None
            self.cursor = index
            if event.ctrl:
                self._toggle()
        return not (event.shift or event.ctrl)

    def end_stretch(self) -> None:
        """Have the next stretch begin at the cursor."""
        self._stretch = None

    def set_numbers(self, numbers: array[int], cursor: int, *, keep_selection: bool) -> None:
        """Have these stories in the list, with the cursor at that place or the nearest; draws nothing."""
        before = self.cursor
        self._numbers = numbers
        self.set_reactive(SelectableList.cursor, self.validate_cursor(cursor))
        if keep_selection:
            self._stretch = self._stretch and self._stretch.shifted(self.cursor - before, numbers)
        else:
            self._selection, self._stretch, self._extending = NOTHING, None, None
        self._compare_with_list()

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(cursor, len(self._numbers) - 1))

    def _compare_with_list(self) -> None:
        """Find how many stories that the selection names are not in the list, and tell how many are."""
        if not self._selection.but:
            self._unlisted = 0
        elif len(self._numbers) <= AT_ONCE:
            self._unlisted = len(self._selection.but) - self._selection.listed(self._numbers)
        else:
            self._compare(self._selection, self._numbers)
        self._tell_selection()

    def _toggle(self) -> None:
        """Select the story at the cursor, or unselect it."""
        self._stretch = None
        if self.current is None:
            return
        selection = self._selection.toggled(self.current)
        if selection.everything and selection.count(len(self._numbers), self._unlisted) == 0:
            self._put(NOTHING)
        else:
            self._select(selection)

    def _put(self, selection: Selection) -> None:
        """Select everything or nothing."""
        self._stretch = None
        self._unlisted = 0
        self._select(selection)

    def _extend_to(self, index: int) -> None:
        """Move the cursor to this place and select everything from the anchor to there."""
        if self.current is None:
            return
        stretch = self._stretch or Stretch(self.cursor, self.current, self._selection)
        self.cursor = index
        self._stretch = stretch
        numbers = stretch.up_to(self.cursor, self._numbers)
        if len(numbers) <= AT_ONCE:
            self._select(stretch.base.including(numbers))
        else:
            self._extending = numbers
            self._extend(stretch.base, numbers)

    @work(thread=True, exclusive=True, group="extend")
    def _extend(self, base: Selection, stretch: array[int]) -> None:
        self.post_message(self._Extended(stretch, base.including(stretch)))

    @on(_Extended)
    def _extended(self, event: _Extended) -> None:
        event.stop()
        if event.stretch is self._extending:
            self._select(event.selection)
            self._compare_with_list()  # it may have been shown again meanwhile

    @work(thread=True, exclusive=True, group="compare")
    def _compare(self, selection: Selection, numbers: array[int]) -> None:
        self.post_message(self._Compared(selection, numbers, len(selection.but) - selection.listed(numbers)))

    @on(_Compared)
    def _compared(self, event: _Compared) -> None:
        event.stop()
        if event.selection is not self._selection or event.numbers is not self._numbers:
            self._compare_with_list()
        else:
            self._unlisted = event.unlisted
            self._tell_selection()

    def _select(self, selection: Selection) -> None:
        """Select exactly these; only the rows for which that is new are drawn again."""
        before, self._extending = self._selection, None
        if selection == before:
            return
        self._selection = selection
        for index in self.rows_in_sight():
            number = self._numbers[index]
            if (number in before) != (number in selection):
                self.refresh_row(index)
        self._tell_selection()

    def _tell_selection(self) -> None:
        news = self._selection, self.selected_count
        if news != self._told_selection:
            self._told_selection = news
            self.post_message(self.Selecting(self.selected_count))
