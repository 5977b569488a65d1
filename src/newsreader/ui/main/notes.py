"""Tags and notes: what the user has to say about stories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message
from textual.screen import Screen

from newsreader.reader import MarkResult
from newsreader.records import TagCount
from newsreader.ui.main.marker import MarkActions, Target
from newsreader.ui.trouble import TROUBLES, trouble_text

if TYPE_CHECKING:
    from newsreader.ui.boxes.note import NoteScreen


@dataclass(frozen=True, slots=True)
class Tags:
    """All tags, and those that every story of a target has."""

    counts: Sequence[TagCount]
    present: frozenset[str]


@dataclass(frozen=True, slots=True)
class OpenNote:
    """The note on a story while it is being written: what it was `before`, and the `box` that has what it is now."""

    story_id: str
    before: str
    box: NoteScreen

    def changed(self) -> ChangedNote | None:
        """The note as it is now; None where nothing of it has changed."""
        if not self.box.is_changed:
            return None
        return ChangedNote(self.story_id, self.box.title_of_story, self.before, self.box.note.strip())


@dataclass(frozen=True, slots=True)
class ChangedNote:
    """What was written on a story over the note that was there `before`."""

    story_id: str
    title: str
    before: str
    note: str


class AnnotateActions(MarkActions, Screen[None]):
    """Opens the boxes for tags and notes, and has written what comes of them."""

    class TagsFound(Message):
        """A worker has found the tags there are, and those of a target."""

        def __init__(self, target: Target, tags: Tags) -> None:
            super().__init__()
            self.target = target
            self.tags = tags

    class TagsNotFound(Message):
        """The tags can't be read."""

        def __init__(self, trouble: str) -> None:
            super().__init__()
            self.trouble = trouble

    _open_notes: tuple[OpenNote, ...] = ()
    """More than one where a note that could not be written came back while another was open."""

    def __init__(self) -> None:
        super().__init__()
        self._being_written: list[ChangedNote] = []

    def forget_vocabulary(self) -> None:
        """Have the names gathered anew that the filter bar completes."""
        raise NotImplementedError

    def action_edit_tags(self) -> None:
        """Put a tag on the story or the selected ones, or take it off."""
        target = self.target()
        if target is not None:
            self._find_tags(target)

    @work(thread=True, exclusive=True, group="tags", exit_on_error=False)
    def _find_tags(self, target: Target) -> None:
        try:
            target = self.held(target)
            present = self.reader.locator.with_row_ids(target.listed(), self.reader.marking.common_tags)
            tags = Tags(self.reader.open_state().marks.tags(), present)
        except TROUBLES as error:
            self.post_message(self.TagsNotFound(trouble_text(error)))
        else:
            self.post_message(self.TagsFound(target, tags))

    @on(TagsNotFound)
    def _tags_not_found(self, event: TagsNotFound) -> None:
        self.notify(event.trouble, title="The tags can't be read", severity="error", markup=False)

    @on(TagsFound)
    def _tags_found(self, event: TagsFound) -> None:
        from newsreader.ui.boxes.tags import TagChoice, TagScreen

        target = event.target

        def chosen(choice: TagChoice | None) -> None:
            if choice is None:
                return
            tag, wanted = choice.tag, choice.wanted

            self.forget_vocabulary()

            def change(numbers: Sequence[int]) -> MarkResult:
                return self.reader.marking.tag(numbers, tag, wanted)

            def question(stories: str) -> str:
                return f"Tag {stories} “{tag}”?" if wanted else f"Take “{tag}” off {stories}?"

            self.mark(target, question, change, "Not tagged")

        self.app.push_screen(TagScreen(event.tags.counts, event.tags.present, target.count, self.keymap), chosen)

    def action_edit_note(self) -> None:
        """Write a note on the story."""
        from newsreader.ui.boxes.note import NoteScreen

        self.load_story()
        stored = self.stored
        if stored is None:
            if self.story_list.current is not None:
                self.notify("This story is no longer in the library.", title="Not noted", markup=False)
            return
        box = NoteScreen(stored.story.title, stored.marks.note, self.keymap)
        self._show_note(OpenNote(stored.story.id, stored.marks.note, box))

    def _show_note(self, note: OpenNote) -> None:
        self._open_notes = (*self._open_notes, note)
        self.app.push_screen(note.box, lambda written: self._note_left(note, is_kept=written is not None))

    def _note_left(self, note: OpenNote, *, is_kept: bool) -> None:
        """Have a note written whose box was left; one whose changes were dropped is forgotten."""
        if note not in self._open_notes:  # it was written while its box was open still
            return
        self._open_notes = tuple(each for each in self._open_notes if each is not note)
        changed = note.changed() if is_kept else None
        if changed is None:
            return
        self._being_written.append(changed)

        def write() -> MarkResult:
            done = self.reader.marking.write_note(changed.story_id, changed.note, changed.before)
            self._being_written.remove(changed)
            return done

        def show_again() -> None:
            self._being_written.remove(changed)
            self._show_note(replace(note, box=note.box.again()))

        self.carry_out(write, "Not noted: it is still here", is_told=False, refused=show_again)

    def keep_open_notes(self) -> None:
        """Have the notes written that are open, as their own key would."""
        for note in self._open_notes:
            self._note_left(note, is_kept=True)

    def changed_notes(self) -> list[ChangedNote]:
        """The notes that are not on the disk yet: open ones of which something has changed, and those being written."""
        opened = [changed for note in self._open_notes if (changed := note.changed()) is not None]
        return [*self._being_written, *opened]
