"""Getting through the news: read and unread, tags, notes, many at once, undo; nothing moves while it is done."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from newsreader.config import Config
from newsreader.errors import StateError
from newsreader.ui.boxes.confirm import ConfirmScreen
from newsreader.ui.boxes.note import NoteScreen
from newsreader.ui.boxes.tags import TagScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from tests.ui.conftest import Desk, Gate, ReaderUI

STORM, BUDGET, GUARDS, CAFE = (
    "Storm reaches the coast",
    "Parliament votes on the budget",
    "Guards of the coast save forty",
    "A café opens at the pole",
)


def found(ui: ReaderUI, query: str) -> list[str]:
    """The titles that a query finds, whatever the list shows."""
    ui.reader.marks.hold()
    return [row.title for row in ui.reader.search.rows(list(ui.reader.search.select(ui.reader.query(query)) or ()))]


def unread(ui: ReaderUI) -> list[bool]:
    return ["•" in ui.row(index) for index in range(len(ui.stories.numbers))]


# Read and unread


async def test_n_and_p_go_to_unread_stories(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("m", "j", "j", "m", "g")
        assert unread(ui) == [False, True, False, True]
        await ui.press("n")
        assert ui.title == BUDGET
        await ui.press("n")
        assert ui.title == CAFE
        await ui.press("n")
        assert ui.title == CAFE
        assert ui.notices() == ["No other unread story below this one. p looks the other way."]
        await ui.press("p")
        assert ui.title == BUDGET


async def test_the_next_unread_story_may_be_pages_away(desk: Desk) -> None:
    desk.library.fill_with(900)
    reader = desk.reader()
    reader.sync()
    everything = list(reader.search.select(reader.query("")) or ())
    reader.marking.mark_read(everything[1:870], True)
    reader.marking.flush_marks()
    async with desk.open(reader) as ui:
        await ui.press("n")
        assert ui.stories.cursor == 870
        await ui.press("p")
        assert ui.stories.cursor == 0


async def test_a_late_answer_does_not_move_the_cursor_that_went_elsewhere(desk: Desk) -> None:
    desk.library.fill_with(600)
    reader = desk.reader()
    reader.sync()
    everything = list(reader.search.select(reader.query("")) or ())
    reader.marking.mark_read(everything[:500], True)
    async with desk.open(reader) as ui:
        with ui.gated("search.far_unread") as gate:
            await ui.pilot.press("n")
            await ui.until(gate.reached.is_set, "the search is under way")
            ui.stories.cursor = 2  # as a click does; keys wait for the answer
            gate.open()
            await ui.settled()
        assert ui.stories.cursor == 2


async def test_a_shown_story_counts_as_read_after_a_moment_and_stays_where_it_is(full_desk: Desk) -> None:
    async with full_desk.open(config=Config(read_after=0.05, read_when="shown"), filter_text="is:unread") as ui:
        await ui.until(lambda: not unread(ui)[0], "the story counts as read")
        await ui.settled()
        assert ui.titles() == [STORM, BUDGET, GUARDS, CAFE]
        assert "3 unread" in ui.status
        ui.main.library_changed()
        await ui.settled()
        assert ui.titles() == [STORM, BUDGET, GUARDS, CAFE], "until the filter changes"
        assert ui.title == STORM


async def test_with_the_end_as_the_measure_a_long_story_is_read_at_its_end(desk: Desk) -> None:
    desk.library.story("long", "A long story", summary="\n\n".join(f"Paragraph {number}." for number in range(60)))
    async with desk.open(config=Config(read_after=0.01, read_when="end")) as ui:
        await ui.press("enter")
        assert unread(ui) == [True]
        await ui.press("G")
        await ui.until(lambda: unread(ui) == [False], "the story counts as read")


async def test_a_story_counts_as_read_that_was_opened_and_no_other(full_desk: Desk) -> None:
    async with full_desk.open(config=Config()) as ui:
        await ui.press("j", "k", "j")
        assert unread(ui) == [True] * 4, "the cursor has only come by"
        await ui.press("enter")
        await ui.until(lambda: unread(ui) == [True, False, True, True], "the story counts as read")
        await ui.press("u")
        assert ui.notices() == ["Nothing is left to undo"], "the user has done nothing that could be undone"
        await ui.press("m", "1", "enter")
        await ui.until(lambda: not unread(ui)[1], "it was opened once more")


async def test_a_story_counts_as_read_that_has_the_keys_for_a_while(full_desk: Desk) -> None:
    async with full_desk.open(config=Config(read_after=0.05)) as ui:
        await ui.press("tab")
        await ui.until(lambda: not unread(ui)[0], "the first story counts as read")
        await ui.press("n")
        await ui.until(lambda: not unread(ui)[1], "the next story, read in the same pane, does, too")
        assert unread(ui)[2:] == [True, True]


async def test_a_story_counts_as_read_at_its_end_once_a_key_was_pressed_in_it(full_desk: Desk) -> None:
    async with full_desk.open(size=(122, 50), config=Config(read_after=3600)) as ui:
        assert ui.main.story.view.is_at_end
        await ui.press("tab")
        assert unread(ui)[0], "its end is only on the screen"
        await ui.press("j")
        await ui.until(lambda: not unread(ui)[0], "the story counts as read")


async def test_with_no_seconds_no_story_counts_as_read_by_itself(full_desk: Desk) -> None:
    async with full_desk.open(config=Config(read_after=0)) as ui:
        await ui.press("enter", "j", "G")
        assert unread(ui) == [True] * 4


async def test_all_that_the_filter_shows_is_marked_read(full_desk: Desk) -> None:
    async with full_desk.open(filter_text="coast") as ui:
        await ui.press("A")
        assert unread(ui) == [False, False]
        assert ui.notices() == ["2 stories marked read."]
        assert "2 unread" in ui.status
        assert found(ui, "is:read") == [STORM, GUARDS]


async def test_of_more_than_twenty_it_is_asked_first(desk: Desk) -> None:
    desk.library.fill_with(21)
    async with desk.open() as ui:
        await ui.press("A")
        assert isinstance(ui.app.screen, ConfirmScreen)
        assert "Mark 21 stories read?" in ui.screen_text()
        await ui.press("n")
        assert all(unread(ui))
        await ui.press("A", "y")
        assert not any(unread(ui))
        assert ui.reader.search.unread_count() == 0


# Selections


async def test_a_selection_is_marked_together_and_then_cleared(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("space", "j", "space")
        assert "2 selected" in ui.status
        await ui.press("b")
        assert ["★" in ui.row(index) for index in range(4)] == [True, False, True, False]
        assert ui.stories.selected_count == 0
        assert "selected" not in ui.status
        assert ui.title == CAFE, "the cursor stays"
        await ui.press("g", "shift+down", "m")
        assert unread(ui) == [False, False, True, True]


async def test_a_mixed_selection_is_bookmarked_and_a_bookmarked_one_loses_its_bookmarks(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("b", "ctrl+a", "b")
        assert all("★" in ui.row(index) for index in range(4))
        await ui.press("ctrl+a", "b")
        assert not any("★" in ui.row(index) for index in range(4))


async def test_the_selection_ends_with_its_filter(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("space")
        ui.main.library_changed()
        await ui.settled()
        assert ui.stories.selected_count == 1
        await ui.filter("coast")
        assert ui.stories.selected_count == 0


# Tags and notes


async def test_a_tag_is_made_shown_found_and_taken_off(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("t")
        assert isinstance(ui.app.screen, TagScreen)
        await ui.press(*"later", "enter")
        assert "Tags  later" in ui.text("#story-text")
        assert found(ui, "tag:later") == [STORM]
        await ui.press("j", "t", *"lat", "enter")
        assert found(ui, "tag:later") == [STORM, BUDGET]
        await ui.press("t", "enter")
        assert found(ui, "tag:later") == [STORM]
        assert "Tags" not in ui.text("#story-text")


async def test_a_selection_is_tagged(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("ctrl+a", "t")
        assert "Tags of 4 stories" in ui.screen_text()
        await ui.press(*"work", "enter")
        assert len(found(ui, "tag:work")) == 4
        assert ui.notices() == ["4 stories tagged “work”."]


async def test_a_tag_with_braces_is_a_tag_like_any_other(desk: Desk) -> None:
    desk.library.fill_with(21)
    async with desk.open() as ui:
        await ui.press("ctrl+a", "t")
        await ui.press(*"{x} {0}", "enter")
        assert "Tag 21 stories “{x} {0}”?" in ui.screen_text()
        await ui.press("y")
        assert len(found(ui, "has:tag")) == 21


async def test_a_note_is_written_shown_and_found(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("e")
        assert isinstance(ui.app.screen, NoteScreen)
        await ui.press(*"Ask why", "escape")
        assert "Ask why" in ui.text("#story-text")
        assert found(ui, "note:why") == [STORM]
        await ui.press("e", *"?", "ctrl+g")
        assert found(ui, "has:note") == [STORM]
        assert "Ask why?" not in ui.text("#story-text")


async def test_what_can_not_be_written_is_said(full_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async with full_desk.open() as ui:

        def refuse(*_arguments: object, **_named: object) -> None:
            raise StateError("The disk is full.")

        for name in ("tag", "write_note", "mark_all_read"):
            monkeypatch.setattr(ui.reader.open_state().marks, name, refuse)
        await ui.press("t")
        await ui.press(*"later", "enter")
        await ui.press("e")
        await ui.press("x", "escape", "ctrl+g")
        await ui.press("A")
        assert ui.notices() == [
            f"Not {what}: The disk is full." for what in ("tagged", "noted: it is still here", "marked")
        ]
        assert all(unread(ui))


async def test_a_note_that_can_not_be_written_stays_open(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        with pytest.MonkeyPatch.context() as patched:

            def refuse(*_arguments: object) -> None:
                raise StateError("The disk is full.")

            patched.setattr(ui.reader.open_state().marks, "write_note", refuse)
            await ui.press("e", *"why", "escape")
            assert isinstance(ui.app.screen, NoteScreen)
            assert ui.app.screen.note == "why"
            await ui.press("escape")
            assert isinstance(ui.app.screen, NoteScreen)
        await ui.press("?", "escape")
        assert not isinstance(ui.app.screen, NoteScreen)
        assert found(ui, "note:why") == [STORM]
        await ui.press("e")
        assert isinstance(ui.app.screen, NoteScreen)
        assert ui.app.screen.note == "why?"


async def test_a_note_that_comes_back_over_another_one_costs_neither(full_desk: Desk) -> None:
    def refuse(*_arguments: object) -> None:
        raise StateError("The disk is full.")

    async with full_desk.open() as ui:
        with ui.gated("marking.write_note") as gate, pytest.MonkeyPatch.context() as patched:
            await ui.pilot.press("e", *"first", "escape")
            await ui.until(gate.reached.is_set, "the first note is about to be written")
            await ui.pilot.press("j", "e", *"second")
            first, second = ui.main.notes.changed()
            patched.setattr(ui.reader.open_state().marks, "write_note", refuse)
            gate.open()
            await ui.until(lambda: ui.main.notes.changed()[0] is not first, "the first note is back")
        assert [note.note for note in ui.main.notes.changed()] == ["second", "first"]
        await ui.press("!", "escape", "escape")
        assert found(ui, "note:first") == [STORM]
        assert found(ui, "note:second") == [BUDGET]
        assert second.title == BUDGET


async def test_what_another_reader_wrote_meanwhile_stays_above_the_note(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("e", *"mine")
        with closing(full_desk.reader()) as other:
            other.marking.write_note("storm", "theirs", "")
        await ui.press("escape")
        assert ui.notices() == ["1 story noted, below the note that another reader wrote meanwhile."]
        await ui.press("e")
        assert isinstance(ui.app.screen, NoteScreen)
        assert ui.app.screen.note == "theirs\n\nmine"


# Taking back


async def test_every_kind_of_mark_can_be_undone_and_redone(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("b", "m")
        await ui.press("t", *"later", "enter")
        await ui.press("e", *"Why", "escape")
        await ui.press("ctrl+a", "m")
        marked = found(ui, "is:read"), found(ui, "is:bookmarked"), found(ui, "tag:later"), found(ui, "note:why")
        assert [len(titles) for titles in marked] == [4, 1, 1, 1]
        for _ in range(5):
            await ui.press("u")
        assert [found(ui, query) for query in ("is:read", "is:bookmarked", "has:tag", "has:note")] == [[], [], [], []]
        assert "★" not in ui.row(0)
        assert "Why" not in ui.text("#story-text")
        assert "4 unread · 0 bookmarked" in ui.status
        assert ui.notices()[-1] == "Undone: bookmark on “Storm reaches the coast”."
        for _ in range(5):
            await ui.press("U")
        assert marked == (
            found(ui, "is:read"),
            found(ui, "is:bookmarked"),
            found(ui, "tag:later"),
            found(ui, "note:why"),
        )
        assert ui.notices()[-1] == "Redone: read mark on 3 stories."
        await ui.press("U")
        assert ui.notices()[-1] == "Nothing was undone"


async def test_fifty_steps_can_be_undone(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        for _ in range(60):
            await ui.rush("m")
        assert unread(ui)[0]
        for step in range(60):
            await ui.rush("u")
            assert unread(ui)[0] == bool(step % 2)
        await ui.press("u")
        assert ui.notices()[-1] == "Nothing is left to undo"


async def test_undo_waits_for_what_is_being_written(
    full_desk: Desk, gate_before: Callable[[object, str], AbstractContextManager[Gate]]
) -> None:
    async with full_desk.open() as ui:
        with gate_before(ui.reader.open_state().marks, "mark_all_read") as gate:
            await ui.pilot.press("m", "u")
            await ui.until(gate.reached.is_set, "the mark is being written")
            gate.open()
            await ui.settled()
        assert unread(ui)[0]
        assert ui.notices() == ["Undone: read mark on “Storm reaches the coast”."]


async def test_undo_gives_a_moved_story_its_bookmark_back(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("b", "b")
        path = full_desk.library.root / "storm.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("2024-06-20", "2024-06-16"), encoding="utf-8")
        await ui.press("r")
        assert ui.titles()[-1] == STORM
        await ui.press("u")
        await ui.until(lambda: "★" in ui.row(3), "the bookmark has found its story")
        assert "1 bookmarked" in ui.status


# Nothing moves


@pytest.mark.parametrize("keys", ["b", "m", "t", "A", "e"])
async def test_marking_in_a_narrowed_list_moves_nothing(full_desk: Desk, keys: str) -> None:
    more = {"t": (*"later", "enter"), "e": (*"Why", "escape")}.get(keys, ())
    for query in ("is:unread -is:bookmarked -has:tag -has:note", "sort:unread", "is:unread sort:title"):
        async with full_desk.open(filter_text=query) as ui:
            await ui.press("j")
            before, title = ui.titles(), ui.title
            await ui.press(keys, *more)
            ui.main.library_changed()
            await ui.settled()
            assert (ui.titles(), ui.title, ui.stories.cursor) == (before, title, 1)
            await ui.press("u")
            ui.main.library_changed()
            await ui.settled()
            assert (ui.titles(), ui.title, ui.stories.cursor) == (before, title, 1)


async def test_the_same_filter_given_again_sees_what_was_marked(full_desk: Desk) -> None:
    async with full_desk.open(filter_text="is:unread") as ui:
        await ui.press("m")
        assert ui.titles()[0] == STORM
        await ui.press("5")
        assert ui.titles() == [BUDGET, GUARDS, CAFE]
