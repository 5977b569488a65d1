"""The bar above the list in which the filter is typed; below it what is wrong with it, and how it may go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from newsreader.keys.commands import COMMANDS, KeyContext
from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.query import QueryError, Span, cut_message
from newsreader.ui.bindings import bind
from newsreader.ui.filter_history import FilterHistory
from newsreader.ui.safe import line
from newsreader.ui.widgets.line_input import OneLine
from newsreader.ui.widgets.suggestions import Suggestions
from newsreader.views import FILTERS_KEPT

if TYPE_CHECKING:
    from newsreader.query.completion import Completion, Vocabulary

_INVITATIONS: Final = (
    "filter: words, outlet:bbc, bias:left",
    "filter: words, outlet:bbc",
    "filter: words",
    "filter",
    "",
)
"""What an empty field says: the longest for which there is room."""


class FilterInput(OneLine):
    """The field itself; the keys that leave or clear it are the screen's."""

    def __init__(self, keymap: Keymap, *, placeholder: str, id: str) -> None:
        super().__init__(placeholder=placeholder, compact=True, id=id)
        names = [each.name for each in COMMANDS if each.place is KeyContext.FILTER]
        # The key that copies is the screen's: it copies what the mouse has selected.
        bind(self, keymap, names, leave_characters=True, without=("ctrl+c", "super+c"))
        self._has_slash = "slash" in keymap.keys_of("filter")

    def on_resize(self) -> None:
        """Say as much as there is room for."""
        room = self.size.width - 1
        self.placeholder = next(text for text in _INVITATIONS if len(text) <= max(room, 0))

    def on_key(self, event: events.Key) -> None:
        """Take no notice of the key that comes to the bar where nothing is typed yet: the user is there already."""
        if event.key == "slash" and self._has_slash and not self._beside_selection():
            event.stop()
            event.prevent_default()

    def _beside_selection(self) -> str:
        """What of the text a letter that is typed would leave there."""
        start, end = sorted(self.selection)
        return self.value[:start] + self.value[end:]


class FilterBar(Vertical):
    """Where the filter is typed.

    Below it stand ways to complete what is typed: names of fields, and values from `vocabulary`. Where the text can't
    be understood it is the nearest word. The screen says when to offer them, so that the list comes first.
    """

    class Changed(Message):
        """The text of the filter is another."""

    class Used(Message):
        """The bar was left with a filter in it that can be understood and is not the newest of the history."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, *, keymap: Keymap = DEFAULT_KEYMAP, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keymap = keymap
        self.vocabulary: Vocabulary | None = None
        """The names that are offered as values; None as long as they are not known."""
        self._history = FilterHistory()
        self._error: QueryError | None = None
        self._noted = ""
        self._is_offer_due = False
        self._completion: Completion | None = None
        self._completed = ("", 0)
        self._marked = 0

    def compose(self) -> ComposeResult:
        """The field with its sign, a place for an error, and the suggestions over what is below."""
        with Horizontal(id="filter-line"):
            yield Static("/", id="filter-sign", markup=False)
            yield FilterInput(self._keymap, placeholder=_INVITATIONS[0], id="filter")
        yield Static(id="filter-error", markup=False)
        yield Suggestions(self._keymap.first("filter-complete"), id="filter-choices")

    def on_mount(self) -> None:
        """Take note when the cursor moves."""
        self.watch(self._field, "selection", self._close_stale_choices, init=False)

    @property
    def _field(self) -> FilterInput:
        return self.query_one(FilterInput)

    @property
    def text(self) -> str:
        """The filter as it stands in the bar."""
        return self._field.value

    @property
    def history(self) -> tuple[str, ...]:
        """The filters that were used, the newest first."""
        return self._history.used

    @history.setter
    def history(self, used: tuple[str, ...]) -> None:
        self._history = FilterHistory(used[:FILTERS_KEPT])

    # Typing

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass on that something was typed."""
        event.stop()
        self._note_typed()
        self.post_message(self.Changed())

    def _note_typed(self) -> None:
        """Begin again after a text that was typed; a key that follows may come before the field tells of it."""
        if self.text != self._noted:
            self._noted = self.text
            self._history.leave()
            self._is_offer_due = True

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """Put the suggestions away, and tell of a filter that was used."""
        event.stop()
        if event.value == self.text:  # else the keys are back already, and more was typed
            self.close_choices()
            self._history.leave()
        text = event.value.strip()
        if text and self._error is None and self.history[:1] != (text,):
            self.post_message(self.Used(text))

    def put(self, text: str) -> None:
        """Write a filter into the bar without a word to anybody."""
        self._history.leave()
        self.close_choices()
        self._write(text, len(text))

    def _write(self, text: str, cursor: int) -> None:
        with self.prevent(Input.Changed):
            self._field.value = text
        self._field.cursor_position = cursor
        self._noted = self.text

    # Suggestions

    def offer(self, text: str) -> None:
        """Suggest how the typed `text` may go on, unless it has gone on already."""
        if self._is_offer_due and text == self.text and self._field.has_focus:
            self._complete()

    def take_choice(self) -> bool:
        """Write the marked suggestion into the bar; False where there is none."""
        completion = self._due_completion()
        if completion is None:
            return False
        self._write(*completion.accept(self.text, completion.choices[self._marked]))
        self._is_offer_due = True
        self.post_message(self.Changed())
        return True

    def on_suggestions_clicked(self, event: Suggestions.Clicked) -> None:
        """Take the suggestion that was clicked."""
        event.stop()
        completion = self._due_completion()
        if completion is not None and event.place < len(completion.choices):
            self._marked = event.place
            self.take_choice()

    def mark_next_choice(self) -> bool:
        """Mark the suggestion below, after the last the first; False where there is none."""
        completion = self._due_completion()
        if completion is None:
            return False
        self._marked = (self._marked + 1) % len(completion.choices)
        self._show_choices(completion)
        return True

    def close_choices(self) -> bool:
        """Put the suggestions away until more is typed; False where none are shown."""
        self._note_typed()
        is_open = self._completion is not None
        self._completion = None
        self._is_offer_due = False
        self.query_one(Suggestions).display = False
        return is_open

    def _due_completion(self) -> Completion | None:
        """The suggestions for what stands in the bar, also where they are still to be made."""
        self._note_typed()
        if self._is_offer_due:
            self._complete()
        return self._completion

    def _complete(self) -> None:
        from newsreader.query.completion import Vocabulary, complete, correction  # not before the first paint

        self._completed = text, cursor = self.text, self._field.cursor_position
        completion = complete(text, cursor, self.vocabulary or Vocabulary())
        if completion is None and self._error is not None:
            completion = correction(self._error)
        self.close_choices()
        if completion is not None:
            self._completion = completion
            self._marked = 0
            self._show_choices(completion)

    def _show_choices(self, completion: Completion) -> None:
        column = self._field.region.x - self.region.x + self._column(completion.start)
        self.query_one(Suggestions).show(completion.choices, self._marked, column=column, room=self.size.width)

    def _column(self, place: int) -> int:
        """The cell of the field in which a place of its text is seen, less than 0 to the left of it."""
        return cell_len(self.text[:place]) - round(self._field.scroll_offset.x)

    def _close_stale_choices(self) -> None:
        """Put suggestions away from which the cursor was moved, but not those that are renewed with the text."""
        text, cursor = self._completed
        if self._completion is not None and text == self.text and cursor != self._field.cursor_position:
            self.close_choices()

    # Filters used before

    def show_older(self) -> None:
        """Put the filter into the bar that was used before the one in it."""
        self._note_typed()
        self._show_used(self._history.older(self.text))

    def show_newer(self) -> bool:
        """Put the newer filter into the bar, at last what was being typed; False where that stands there."""
        self._note_typed()
        return self._show_used(self._history.newer())

    def _show_used(self, text: str | None) -> bool:
        if text is None:
            return False
        self.close_choices()
        self._write(text, len(text))
        self.post_message(self.Changed())
        return True

    # Mistakes

    def show_error(self, error: QueryError | None) -> None:
        """Say what is wrong below the place at which it is, or nothing any more."""
        self._error = error
        self.set_class(error is not None, "-error")
        if error is None:
            self.query_one("#filter-error", Static).display = False
        else:
            self._point_at(error.span, "$error", Content.assemble(line(error.message, "$error"), " ", line(error.hint)))

    def show_cut(self, left_out: Span) -> None:
        """Say, in place of what is wrong, that a part of the text does not count."""
        self.show_error(None)
        self._point_at(left_out, "$warning", line(cut_message(self.text, left_out), "$warning"))

    def _point_at(self, span: Span, color: str, message: Content) -> None:
        room = max(self.size.width - 3, 1)
        start = min(max(self._column(span.start), 0), room - 1)
        marks = "^" * max(1, min(self._column(span.end), room) - start)
        place = self.query_one("#filter-error", Static)
        place.display = True
        place.update(Content.assemble((" " * start + marks, color), "\n", message))
