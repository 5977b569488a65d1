"""Selecting stories in the list: by keys, by the mouse, and however long the list is."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.message import Message

from newsreader.config import Config
from newsreader.ui.widgets.selection_model import AT_ONCE, EVERYTHING, NOTHING, Selection
from newsreader.ui.widgets.story_list import StoryList

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI

MANY: Final = 1_000_000


def signs(ui: ReaderUI) -> str:
    """A ✓ for each selected row in the list, a dot for each other."""
    return "".join(ui.row(index)[1] for index in range(len(ui.stories.numbers))).replace(" ", ".")


def told(ui: ReaderUI, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The counts that the list reports of its selection, from now on."""
    counts: list[int] = []
    post = ui.stories.post_message

    def noting(message: Message) -> bool:
        if isinstance(message, StoryList.Selecting):
            counts.append(message.count)
        return post(message)

    monkeypatch.setattr(ui.stories, "post_message", noting)
    return counts


def drawn_rows(ui: ReaderUI, monkeypatch: pytest.MonkeyPatch) -> set[int | None]:
    """The rows that are drawn again, from now on; None stands for the whole list."""
    rows: set[int | None] = set()
    refresh: Callable[..., StoryList] = ui.stories.refresh

    def noting(*regions: Any, **named: Any) -> StoryList:
        rows.update({region.y // ui.stories.lines_a_row for region in regions} or {None})
        return refresh(*regions, **named)

    monkeypatch.setattr(ui.stories, "refresh", noting)
    return rows


async def test_space_selects_the_story_or_unselects_it_and_goes_to_the_next(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with full_desk.open() as ui:
        counts = told(ui, monkeypatch)
        await ui.press("space", "j", "space")
        assert (signs(ui), ui.stories.cursor, ui.stories.selected_count) == ("✓.✓.", 3, 2)
        await ui.press("k", "space", "space")
        assert (signs(ui), ui.stories.cursor) == ("✓..✓", 3), "at the end the cursor stays"
        assert counts == [1, 2, 1, 2]
        assert ui.stories.selection.pick(ui.stories.numbers) == ui.stories.numbers[::3]


@pytest.mark.parametrize("theme", ["newsreader-dark", "newsreader-light", "textual-dark", "textual-ansi", "nord"])
async def test_a_selected_row_is_seen_without_colour_and_with(full_desk: Desk, theme: str) -> None:
    async with full_desk.open(config=Config(read_after=0, theme=theme)) as ui:
        await ui.press("b", "space", "space", "k")
        assert [ui.row(index)[:7] for index in range(3)] == ["•✓Storm", "•✓Parli", "• Guard"]
        grounds = [
            {segment.style.bgcolor for segment in ui.stories.render_line(line) if segment.style} for line in range(6)
        ]
        assert all(len(ground) == 1 for ground in grounds)
        selected, at_cursor, plain = grounds[::2]
        assert grounds[1::2] == [selected, at_cursor, plain], "both lines of a row have one ground"
        assert len(selected | at_cursor | plain) == 3


async def test_shift_with_an_arrow_selects_a_stretch_and_on_the_way_back_unselects_it(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        for key, selected, cursor in (
            ("shift+down", "✓✓..", 1),
            ("shift+down", "✓✓✓.", 2),
            ("shift+up", "✓✓..", 1),
            ("shift+up", "✓...", 0),
            ("shift+up", "✓...", 0),
            ("shift+down", "✓✓..", 1),
            ("j", "✓✓..", 2),
            ("shift+up", "✓✓✓.", 1),
            ("shift+down", "✓✓✓.", 2),
            ("shift+down", "✓✓✓✓", 3),
            ("shift+down", "✓✓✓✓", 3),
        ):
            await ui.press(key)
            assert (signs(ui), ui.stories.cursor) == (selected, cursor), key


async def test_a_stretch_unselects_nothing_that_was_selected_before_it(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("j", "space", "k", "k", "shift+down", "shift+down")
        assert signs(ui) == "✓✓✓."
        await ui.press("shift+up", "shift+up")
        assert signs(ui) == "✓✓.."
        await ui.press("ctrl+a", "space", "k", "shift+down")
        assert signs(ui) == "✓✓✓✓", "of everything but one a stretch selects that one"


async def test_everything_is_selected_and_nothing(full_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async with full_desk.open() as ui:
        counts = told(ui, monkeypatch)
        await ui.press("ctrl+a")
        assert (signs(ui), ui.stories.selection) == ("✓✓✓✓", EVERYTHING)
        await ui.press("space")
        assert signs(ui) == ".✓✓✓"
        await ui.press("ctrl+a", "ctrl+a")
        assert (signs(ui), ui.stories.selection) == ("....", NOTHING)
        assert counts == [4, 3, 4, 0]
        await ui.press("ctrl+a", "g", "space", "space", "space", "space")
        assert ui.stories.selection == NOTHING, "what is added to the list later is not selected"


async def test_selecting_each_story_is_selecting_everything(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("space", "space", "space", "space", "ctrl+a")
        assert signs(ui) == "...."


async def test_escape_clears_the_selection_before_anything_else(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.filter("coast")
        await ui.press("enter", "space", "escape")
        assert (ui.stories.selected_count, ui.filter_text, ui.stories.has_focus) == (0, "coast", True)
        await ui.press("escape")
        assert ui.filter_text == ""
        await ui.press("space", "enter", "escape")
        assert (ui.stories.selected_count, ui.stories.has_focus) == (1, True), "from the story it leads back"
        await ui.press("escape")
        assert ui.stories.selected_count == 0


async def test_a_click_with_ctrl_toggles_and_with_shift_extends(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        for row, keys, selected in (
            (1, {"control": True}, ".✓.."),
            (3, {"shift": True}, ".✓✓✓"),
            (2, {"shift": True}, ".✓✓."),
            (0, {"shift": True}, "✓✓.."),
            (1, {"control": True}, "✓..."),
            (2, {}, "✓..."),
            (3, {"shift": True}, "✓.✓✓"),
        ):
            await ui.pilot.click("#stories", offset=(10, row * ui.stories.lines_a_row), **keys)
            await ui.settled()
            assert (signs(ui), ui.stories.cursor) == (selected, row), (row, keys)
        await ui.pilot.click("#stories", offset=(10, 0), times=2, shift=True)
        await ui.settled()
        assert ui.stories.has_focus, "only a plain double click goes into the story"


async def test_only_the_rows_that_change_are_drawn_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.library.fill_with(40)
    async with desk.open(size=(130, 20)) as ui:
        await ui.press("j", "j")
        drawn = drawn_rows(ui, monkeypatch)
        for keys, rows in (
            (("space",), {2, 3}),
            (("shift+down",), {3, 4}),
            (("shift+up",), {3, 4}),
            (("ctrl+a",), set(range(40)) - {2, 3}),
            (("escape",), set(range(40))),
        ):
            drawn.clear()
            await ui.press(*keys)
            assert drawn == rows & set(ui.stories.rows_in_sight()), keys
        assert len(ui.stories.rows_in_sight()) < 12


async def test_another_filter_drops_the_selection_and_the_same_one_keeps_it(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with full_desk.open() as ui:
        await ui.press("space", "j", "space")
        counts = told(ui, monkeypatch)
        numbers = ui.stories.numbers
        for listed, selected in ((numbers[1:], ".✓."), (numbers[:0], ""), (numbers[:2], "✓."), (numbers, "✓.✓.")):
            ui.stories.show(listed, (), cursor=0, keep_selection=True)
            assert signs(ui) == selected
            assert ui.stories.selected_count == selected.count("✓")
        assert counts == [1, 0, 1, 2]
        drawn = drawn_rows(ui, monkeypatch)
        ui.stories.show(numbers, (), cursor=0, keep_selection=True)
        assert drawn == set(), "it looks as before"
        ui.stories.show(numbers, (), cursor=0)
        assert drawn == {None}
        assert (signs(ui), counts) == ("....", [1, 0, 1, 2, 0])
        ui.stories.show(numbers[1:], (), cursor=0)
        assert counts == [1, 0, 1, 2, 0]


async def test_toggling_counts_beside_stories_that_are_gone(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("space", "space")
        numbers = ui.stories.numbers
        ui.stories.show(numbers[1:], (), cursor=0, keep_selection=True)
        await ui.pilot.press("space")
        assert (ui.stories.selected_count, signs(ui)) == (0, "...")
        await ui.pilot.press("shift+down")
        assert (ui.stories.selected_count, signs(ui)) == (2, ".✓✓")
        await ui.pilot.press("ctrl+a", "space")
        assert (ui.stories.selected_count, signs(ui)) == (2, "✓✓.")
        ui.stories.show(numbers[:3], (), cursor=0, keep_selection=True)
        assert (ui.stories.selected_count, signs(ui)) == (3, "✓✓✓")


async def test_a_stretch_goes_on_in_a_list_shown_again(desk: Desk) -> None:
    desk.library.fill_with(8)
    async with desk.open(size=(122, 24)) as ui:
        numbers = ui.stories.numbers
        ui.stories.show(numbers[2:], (), cursor=1)
        await ui.pilot.press("shift+down", "shift+down")
        ui.stories.show(numbers, (), cursor=5, keep_selection=True)
        await ui.pilot.press("shift+up")
        assert signs(ui) == "...✓✓..."
        ui.stories.show(numbers[::-1], (), cursor=3, keep_selection=True)
        await ui.pilot.press("shift+down")
        assert signs(ui) == "...✓✓...", "in another order its anchor is elsewhere: a new one begins"
        await ui.pilot.press("shift+up", "shift+up")
        assert signs(ui) == "..✓✓✓...", "and goes back to what it found"


async def test_an_empty_list_has_nothing_to_select(desk: Desk) -> None:
    async with desk.open() as ui:
        ui.stories.focus()
        await ui.press("space", "shift+down", "shift+up", "ctrl+a", "escape")
        assert (ui.stories.selection, ui.stories.selected_count) == (NOTHING, 0)


async def test_a_story_that_is_gone_from_the_library_can_be_selected_and_is_marked(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        ui.stories.show(array("q", [*ui.stories.numbers, 77]), (), cursor=4)
        await ui.pilot.press("space")
        assert ui.row(4).splitlines()[0].rstrip() == " ✓(this story is gone)"
        assert ui.stories.selected_count == 1


class Watched:
    """A method of `Selection` that notes its thread, and waits at a gate where it is not on the loop."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        self.on_loop = 0
        """Most numbers it was given on the loop."""
        self.calls = 0
        self.done = 0
        """How often it came to its end in another thread."""
        self.open = threading.Event()
        self.open.set()
        method: Callable[[Selection, array[int]], Any] = getattr(Selection, name)

        def watched(selection: Selection, numbers: array[int]) -> Any:
            self.calls += 1
            if threading.current_thread() is threading.main_thread():
                self.on_loop = max(self.on_loop, len(numbers))
            else:
                assert self.open.wait(20), "the test never opened the gate"
            result = method(selection, numbers)
            self.done += threading.current_thread() is not threading.main_thread()
            return result

        monkeypatch.setattr(Selection, name, watched)


async def shift_click(ui: ReaderUI, index: int) -> None:
    """Click on a row, wherever in the list it is, with Shift held."""
    line = index * ui.stories.lines_a_row
    ui.stories.scroll_to(y=line, animate=False, immediate=True, force=True)
    await ui.pilot.click("#stories", offset=(10, line - ui.stories.scroll_offset.y), shift=True)
    assert ui.stories.cursor == index


async def test_everything_of_a_million_is_selected_without_looking_at_it(desk: Desk) -> None:
    desk.library.fill_with(1)
    async with desk.open() as ui:
        ui.stories.show(array("q", range(1, MANY + 1)), (), cursor=0)
        await ui.pilot.press("ctrl+a", "space")
        assert ui.stories.selection == Selection(True, frozenset({1}))
        assert ui.stories.selected_count == MANY - 1


async def test_a_long_stretch_is_selected_without_holding_up_the_keys(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.library.fill_with(1)
    async with desk.open() as ui:
        including = Watched(monkeypatch, "including")
        counts = told(ui, monkeypatch)
        ui.stories.show(array("q", range(1, MANY + 1)), (), cursor=4)
        await shift_click(ui, MANY - 1)
        await ui.until(lambda: ui.stories.selected_count == MANY - 4, "all from the cursor to the end is selected")
        assert 4 not in ui.stories.selection
        assert 5 in ui.stories.selection
        await ui.pilot.press("shift+up")
        await ui.until(lambda: ui.stories.selected_count == MANY - 5, "the last one is unselected")
        assert MANY not in ui.stories.selection
        assert counts == [MANY - 4, MANY - 5]
        assert including.on_loop == 0


async def test_a_long_stretch_that_was_given_up_meanwhile_is_not_selected(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.library.fill_with(1)
    async with desk.open() as ui:
        including = Watched(monkeypatch, "including")
        counts = told(ui, monkeypatch)
        ui.stories.show(array("q", range(1, MANY + 1)), (), cursor=4)
        ways: tuple[tuple[Callable[[], Coroutine[Any, Any, None]], int], ...] = (
            (partial(shift_click, ui, 6), 3),
            (partial(ui.pilot.press, "escape"), 0),
        )
        for give_up, left in ways:
            including.open.clear()
            await shift_click(ui, MANY - 1)
            await give_up()
            done = including.done
            including.open.set()
            await ui.until(lambda: including.done > done, "the worker is done")
            await ui.until(lambda: not ui.stories.message_queue_size, "the list has heard of it")
            assert ui.stories.selected_count == left
        assert counts == [3, 0]


async def test_what_is_gone_from_a_long_list_is_found_without_holding_up_the_keys(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.library.fill_with(1)
    async with desk.open() as ui:
        listed = Watched(monkeypatch, "listed")
        ui.stories.show(array("q", range(1, MANY + 1)), (), cursor=0)
        await ui.pilot.press("space", "space", "space")
        counts = told(ui, monkeypatch)
        listed.open.clear()
        ui.stories.show(array("q", range(3, MANY + 1)), (), cursor=0, keep_selection=True)
        assert ui.stories.selected_count == 3, "as long as nobody has looked"
        await ui.pilot.press("j", "space")
        listed.open.set()
        await ui.until(lambda: ui.stories.selected_count == 2, "two of four are gone")
        assert counts == [4, 2]
        assert listed.calls == 2, "once more for what was selected meanwhile"
        assert listed.on_loop == 0


numbers = st.lists(st.integers(1, 60), unique=True, max_size=40).map(lambda listed: array("q", listed))
selections = st.builds(Selection, st.booleans(), st.frozensets(st.integers(1, 60), max_size=30))


@given(selections, numbers, numbers)
def test_a_selection_is_a_set_of_what_is_listed(selection: Selection, listed: array[int], stretch: array[int]) -> None:
    picked = [number for number in listed if number in selection]
    assert selection.pick(listed).tolist() == picked
    unlisted = len(selection.but) - selection.listed(listed)
    assert selection.count(len(listed), unlisted) == len(picked)
    extended = selection.including(stretch)
    assert set(extended.pick(listed)) == set(picked) | set(stretch) & set(listed)
    for number in listed:
        toggled = selection.toggled(number)
        assert set(toggled.pick(listed)) == set(picked) ^ {number}


def test_a_long_list_is_gone_through_to_its_end() -> None:
    listed = array("q", range(2 * AT_ONCE + 5))
    ends = Selection(but=frozenset({0, AT_ONCE, 2 * AT_ONCE + 4, 9 * AT_ONCE}))
    assert ends.pick(listed).tolist() == [0, AT_ONCE, 2 * AT_ONCE + 4]
    assert ends.listed(listed) == 3
    assert len(Selection(True, ends.but).pick(listed)) == 2 * AT_ONCE + 2
    assert NOTHING.including(listed).but == frozenset(listed)
    assert Selection(True, ends.but).including(listed).but == {9 * AT_ONCE}
