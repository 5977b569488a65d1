"""What is pasted into a field of one line is all there, on that line; a note keeps its lines."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ui.conftest import Desk, wait_until
from tests.ui.terminal import reader
from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Input
from textual.widgets.input import Selection

from newsreader.keys.keymap import DEFAULT_KEYMAP
from newsreader.text import clean_text
from newsreader.ui.widgets.filter_bar import FilterInput
from newsreader.ui.widgets.line_input import LineInput, OneLine
from newsreader.ui.widgets.text_editor import TextEditor

if TYPE_CHECKING:
    from pathlib import Path

LINE_ENDS = ("\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\n\n", " \r\n\t")


class Field(App[None]):
    """A field by itself."""

    def compose(self) -> ComposeResult:
        yield LineInput(DEFAULT_KEYMAP, (), id="field")


async def pasted(text: str, before: str = "", after: str = "", selected: str = "") -> str:
    """What stands in a field after a paste between two texts."""
    app = Field()
    async with app.run_test() as pilot:
        field = app.query_one(LineInput)
        field.value = before + selected + after
        field.selection = Selection(len(before), len(before + selected))
        field.post_message(events.Paste(text))
        await wait_until(pilot, lambda: not field.message_queue_size, "it is pasted")
        assert field.cursor_position == len(field.value) - len(field.validate_value(after))
        return field.value


@pytest.mark.parametrize("end", LINE_ENDS)
async def test_lines_are_joined_by_a_space(end: str) -> None:
    assert await pasted(f"defence{end}pact") == "defence pact"
    assert await pasted(f"{end}defence{end}pact{end}") == "defence pact"
    assert await pasted(f"{end}pact", before="defence") == "defence pact"
    assert await pasted(f"{end}pact", before="defence ") == "defence pact"
    assert await pasted(f"defence{end}", after="pact") == "defence pact"
    assert await pasted(f"defence{end}", after=" pact") == "defence pact"
    assert await pasted(f"b{end}c", before="a ", after=" d", selected="gone") == "a b c d"
    assert await pasted(end, before="a", after="b") == "ab"


async def test_a_single_line_is_put_in_as_it_is() -> None:
    assert await pasted(" OR treaty ", before="pact", after="x") == "pact OR treaty x"
    assert await pasted("a\tb") == "a b"
    assert await pasted("\x1b[31mred\x1b[0m", after="x") == "redx"


WORDS = st.lists(st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=6), min_size=1, max_size=6)


@settings(max_examples=15, deadline=None)
@given(WORDS, st.lists(st.sampled_from(LINE_ENDS), min_size=7, max_size=7), st.sampled_from(["", "before"]))
async def test_no_word_is_lost_or_glued_to_another(words: list[str], ends: list[str], before: str) -> None:
    text = "".join(end + word for word, end in zip(words, ends, strict=False)) + ends[-1]
    expected = [clean_text(word) for word in words]
    shown = await pasted(text, before=before)
    assert shown.split(" ") == [*([before] if before else []), *expected]


async def test_a_copied_text_of_several_lines_is_put_in_by_its_key(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        ui.app._clipboard = "coast\nsave"
        await ui.press("slash", "ctrl+v")
        assert ui.filter_text == "coast save"


@pytest.mark.parametrize(("opening", "field"), [("slash", FilterInput), ("t", LineInput), ("v", LineInput),
                                                 ("colon", LineInput), ("V", LineInput), ("O", LineInput),
                                                 ("question_mark", LineInput)])  # fmt: skip
async def test_each_field_takes_all_lines(full_desk: Desk, opening: str, field: type[OneLine]) -> None:
    async with full_desk.open(filter_text="coast") as ui:
        await ui.press(opening)
        await ui.until(lambda: isinstance(ui.app.focused, field), "the field has the keys")
        focused = ui.app.focused
        assert isinstance(focused, Input)
        focused.clear()
        focused.post_message(events.Paste("\rdefence\u2028pact\r\nis signed"))
        await ui.until(lambda: focused.value == "defence pact is signed", "all of it is there")


async def test_a_note_keeps_its_lines(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("e")
        area: Any = ui.app.focused
        assert isinstance(area, TextEditor)
        ui.app.post_message(events.Paste("one\rtwo\r\nthree\nfour"))
        await ui.settled()
        assert area.text == "one\ntwo\nthree\nfour"


async def test_a_line_feed_that_comes_as_a_key_ends_a_line_of_a_note(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("e")
        area: Any = ui.app.focused
        assert isinstance(area, TextEditor)
        await ui.press("a", "ctrl+j", "b")
        assert area.text == "a\nb"


# The key of the filter


async def test_the_key_of_the_filter_is_no_text_in_an_empty_bar(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.rush("slash", "slash", "slash", *"outlet")
        await ui.press("slash")
        assert ui.filter_text == "outlet/"
        ui.main.query_one(FilterInput).select_all()
        await ui.press("slash")
        assert ui.filter_text == "outlet/", "nor in one in which all would be replaced by it"
        await ui.press("escape", "escape", "slash", "slash")
        assert ui.filter_text == ""


async def test_keys_that_edit_the_filter_do_so_before_what_is_typed_next(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.rush("slash", *"budget", "ctrl+u", *"cost", "home", "right", "delete", "a", "left", "backspace", "b")
        assert ui.filter_text == "bast"


async def test_a_paste_may_begin_with_the_key_of_the_filter(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.filter("/coast")
        assert ui.filter_text == "/coast"


# In a terminal


@pytest.mark.parametrize(
    "sent",
    [
        "\x1b[200~The defence\rpact is signed\x1b[201~",
        "\x1b[200~The defence\x1b[13;1upact is signed\x1b[201~",
        "\x1b[200~\x1b[13uThe\x1b[9;1udefence\x1b[27u\x1b[13;5upact is signed\x1b[201~",
        "\x1b[200~\x1b[31mThe defence\x1b[0m\x1b[13;1upact is signed\x1b[201~",
    ],
)
def test_a_paste_comes_through_the_terminal_in_one_piece_or_byte_by_byte(tmp_path: Path, sent: str) -> None:
    patient = {"ESCDELAY": "20000"}  # milliseconds in which the bytes of a sequence come: this machine may be busy
    with reader(tmp_path, program=(sys.executable, "-m", "newsreader"), environment=patient) as terminal:
        terminal.wait_for(lambda text: "54 of 54" in text, "the stories are listed")
        for pieces in ([sent], sent):
            terminal.press_until(["/"], lambda text: "Enter To the list" in text, "the filter has the keys")
            terminal.press("\x15")
            for piece in pieces:
                terminal.press(piece)
                terminal.take_what_came()
            terminal.wait_for(
                lambda text: text.splitlines()[0].startswith(" / The defence pact is signed"), "the lines are joined"
            )
            terminal.press("\x1b[27u")
            terminal.wait_for(
                lambda text: "/ filter: words" in text and "Enter To the list" not in text,
                "the filter is cleared, and the list has the keys",
            )
