"""The note screen: a small editor for what the user has to say about a story."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.records import NOTE_LIMIT
from newsreader.text import clean_text, clean_title
from newsreader.ui.bindings import CommandTable
from newsreader.ui.boxes.box import BoxScreen
from newsreader.ui.safe import line
from newsreader.ui.widgets.hinted_box import HintedBox
from newsreader.ui.widgets.text_editor import TextEditor


class NoteScreen(BoxScreen[str | None]):
    """Shows the note on the story of that `title`, and leaves with it as it is then: None drops all changes.

    It begins with what is `written`, which is what was `kept` before unless something was written since.
    """

    def __init__(self, title: str, kept: str, keymap: Keymap = DEFAULT_KEYMAP, *, written: str | None = None) -> None:
        super().__init__(keymap)
        self._title = title
        self._kept = clean_text(kept)
        self._written = self._kept if written is None else written
        self._area: TextEditor | None = None

    def command_table(self) -> CommandTable:
        """Return the methods that close the note; the key that suspends may be one of the editor's."""
        return {"note-keep": self.keep, "note-drop": self.drop}

    def compose(self) -> ComposeResult:
        """The title of the story, and the editor below it."""
        keep, drop = map(self.keymap.shown, ("note-keep", "note-drop"))
        with HintedBox(id="note-box") as box:
            box.border_title = "Note"
            box.hint(f"{keep} keeps · {drop} drops changes", f"{keep} keeps · {drop} drops")
            yield Static(line(clean_title(self._title), "bold"), id="note-title", markup=False)
            area = TextEditor(self._written, self.keymap, self.commands, id="note-text", limit=NOTE_LIMIT)
            self._area = area
            yield area
            yield Static(line(f"A note has room for {NOTE_LIMIT:,} characters."), id="note-full", markup=False)

    def on_text_editor_full(self, event: TextEditor.Full) -> None:
        """Say that no more goes in."""
        event.stop()
        self.query_one("#note-full").display = True

    @property
    def note(self) -> str:
        """The note as it is now, also once the box is gone; as it was before the editor is there."""
        return clean_text(self._area.text if self._area is not None else self._written)

    @property
    def title_of_story(self) -> str:
        """The title of the story whose note it is."""
        return clean_title(self._title)

    @property
    def is_changed(self) -> bool:
        """Whether the note as it is now says something else than what was kept before."""
        return self.note.strip() != self._kept.strip()

    def again(self) -> NoteScreen:
        """Another box with the note as it is now, to go on where this one was left."""
        return NoteScreen(self._title, self._kept, self.keymap, written=self.note)

    def keep(self) -> None:
        """Leave with the note."""
        self.leave(self.note)

    def drop(self) -> None:
        """Leave without the changes."""
        self.leave(None)
