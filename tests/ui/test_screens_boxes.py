"""The boxes that ask for a yes, for a line, and for a note."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from tests.ui.stage import StageUI, on_stage

from newsreader.records import NOTE_LIMIT
from newsreader.ui.boxes.box import BoxScreen
from newsreader.ui.boxes.confirm import Answer, ConfirmScreen
from newsreader.ui.boxes.note import NoteScreen
from newsreader.ui.boxes.prompt import PromptScreen
from newsreader.ui.widgets.line_input import LineInput
from newsreader.ui.widgets.text_editor import TextEditor

SIZES = [(120, 36), (80, 24), (40, 12)]
HOSTILE = "[/red]\x1b]52;c;eA==\x07 [@click=app.quit]x[/] \u202eend"


def question() -> ConfirmScreen:
    return ConfirmScreen("Mark 1,234 stories read?", "Mark read")


@pytest.mark.parametrize(
    ("key", "answer"), [("y", True), ("Y", True), ("enter", True), ("n", False), ("N", False), ("escape", False)]
)
async def test_a_question_has_its_keys(key: str, answer: bool) -> None:
    async with on_stage(question()) as ui:
        await ui.press("q", "b", "tab", "down", "S")
        assert ui.is_open()
        await ui.rush(key, key, "q", "enter")
        assert await ui.result(key, "q", "enter") is answer


@pytest.mark.parametrize(("place", "answer"), [(0, True), (1, False)])
async def test_an_answer_can_be_clicked(place: int, answer: bool) -> None:
    async with on_stage(question()) as ui:
        await ui.pilot.click(ui.box.query(Answer)[place])
        assert await ui.result() is answer


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text", ["Mark 1,234 stories read?", f"Remove the view “{HOSTILE}”?", "A long one? " * 12])
async def test_a_question_and_its_answers_fit(text: str, size: tuple[int, int]) -> None:
    async with on_stage(ConfirmScreen(text, "Mark read"), size) as ui:
        shown = ui.text()
        assert "Mark read y" in shown
        assert "Cancel n" in shown
        assert not set(shown) & {"\x1b", "\x07", "\u202e"}
        assert all(cell_len(line) == size[0] for line in ui.lines())


def named(check: str = "") -> PromptScreen:
    return PromptScreen("Name this view", check, "A short name.", check=lambda text: "" if text else "It needs a name.")


async def test_a_line_is_taken_as_it_should_be() -> None:
    async with on_stage(named("  Trade ")) as ui:
        assert "╭─ Name this view ─" in ui.text()
        assert ui.says("#prompt-hint") == "A short name."
        await ui.rush("space", *"wxr", "left", "backspace", "a", "end", "q", "backspace", "enter", "b", "enter")
        assert await ui.result("b", "enter") == "Trade war"


async def test_what_is_wrong_with_a_line_is_said_until_it_is_another() -> None:
    async with on_stage(named("x")) as ui:
        await ui.rush("backspace", "enter")
        assert ui.is_open()
        assert ui.says("#prompt-hint") == "It needs a name."
        await ui.press("space", "enter")
        assert ui.says("#prompt-hint") == "It needs a name."
        await ui.press("b")
        assert ui.says("#prompt-hint") == "A short name."
        await ui.press("enter")
        assert await ui.result() == "b"


async def test_a_line_can_be_left_out() -> None:
    async with on_stage(named("x")) as ui:
        await ui.press("q", "escape")
        assert await ui.result() is None


async def test_a_line_is_clean_whoever_wrote_it() -> None:
    asked: list[str] = []

    def check(text: str) -> str:
        asked.append(text)
        return HOSTILE if len(asked) == 1 else ""

    async with on_stage(PromptScreen(HOSTILE, HOSTILE, HOSTILE, check=check)) as ui:
        clean = "[/red] [@click=app.quit]x[/] end"
        assert ui.box.query_one(LineInput).value == clean
        assert ui.says("#prompt-hint") == clean
        await ui.paste("\x1b[31mred\x07\x9b2J")
        await ui.press("enter")
        assert ui.says("#prompt-hint") == clean
        assert not set(ui.text()) & {"\x1b", "\x07", "\u202e", "\x9b"}
        await ui.press("enter")
        assert await ui.result() == f"{clean}red\ufffd"
        assert asked == [f"{clean}red\ufffd"] * 2


def text_of(ui: StageUI[str | None]) -> str:
    return ui.box.query_one(TextEditor).text


@pytest.mark.parametrize("key", ["escape", "ctrl+s"])
async def test_a_note_is_kept(key: str) -> None:
    async with on_stage(NoteScreen("Storm", "Ask why.\n")) as ui:
        await ui.press("q", "u", "i", "x", "backspace", "t", "enter", "Q")
        await ui.press(key)
        assert await ui.result() == "Ask why.\nquit\nQ"


async def test_a_note_is_kept_as_it_is_when_the_key_comes() -> None:
    async with on_stage(NoteScreen("Storm", "")) as ui:
        await ui.rush(*"one", "left", "x", "end", "escape", "q", "b", "escape")
        assert await ui.result("q", "b", "escape") == "onxe"


async def test_the_changes_of_a_note_can_be_dropped() -> None:
    async with on_stage(NoteScreen("Storm", "as it was")) as ui:
        await ui.press("x", "ctrl+g")
        assert await ui.result() is None


@pytest.mark.parametrize("note", ["", "one", "one\n\ntwo\n", "\ttab\n  space ", "日本 👩‍👩‍👧 e\u0301"])
async def test_a_note_that_is_not_touched_stays_as_it_is(note: str) -> None:
    async with on_stage(NoteScreen("Storm", note)) as ui:
        await ui.press("tab", "escape")
        assert await ui.result() == note


async def test_a_note_is_clean_from_the_first_moment() -> None:
    async with on_stage(NoteScreen(HOSTILE, f"old {HOSTILE}\r\n")) as ui:
        assert ui.says("#note-title") == "[/red] [@click=app.quit]x[/] end"
        await ui.paste("\x1b]0;title\x07new\x1b[31m\u202e\r\nline\x00")
        assert not set(ui.text()) & {"\x1b", "\x07", "\u202e", "\x00"}
        assert text_of(ui) == "old [/red] [@click=app.quit]x[/] end\nnew\nline\ufffd"
        await ui.press("ctrl+z", "ctrl+y", "escape")
        assert await ui.result() == "old [/red] [@click=app.quit]x[/] end\nnew\nline\ufffd"


async def test_a_note_that_is_full_takes_no_more_and_says_so() -> None:
    async with on_stage(NoteScreen("Storm", "a" * (NOTE_LIMIT - 2))) as ui:
        assert "has room for" not in ui.text()
        await ui.paste("bcd")
        assert text_of(ui)[-3:] == "abc"
        assert "A note has room for 20,000 characters." in ui.text()
        await ui.press("x")
        assert len(text_of(ui)) == NOTE_LIMIT
        await ui.press("backspace", "x")
        assert text_of(ui)[-3:] == "abx"
        await ui.press("f7")
        await ui.paste("z" * (NOTE_LIMIT + 5))
        await ui.press("escape")
        assert await ui.result() == "z" * NOTE_LIMIT


async def test_a_note_that_was_too_long_before_is_not_cut() -> None:
    async with on_stage(NoteScreen("Storm", "a" * (NOTE_LIMIT + 1))) as ui:
        await ui.press("b", "escape")
        assert await ui.result() == "a" * (NOTE_LIMIT + 1)


@pytest.mark.parametrize("size", SIZES)
async def test_a_note_shows_its_story_and_its_keys(size: tuple[int, int]) -> None:
    async with on_stage(NoteScreen("Parliament votes " * 20, "a note"), size) as ui:
        shown = ui.text()
        assert "Parliament votes Parl" in shown
        assert "…" in shown
        assert "Esc keeps · Ctrl+g drops changes" in shown
        assert "a note" in shown


@pytest.mark.parametrize("box", [question, named, lambda: NoteScreen("Storm", "")])
async def test_a_click_beside_the_box_changes_nothing(box: type[BoxScreen[object]]) -> None:
    async with on_stage(box()) as ui:
        await ui.pilot.click(offset=(1, 1))
        await ui.settled()
        assert ui.is_open()
        await ui.press("escape")
        assert await ui.result() in (None, False, "")
