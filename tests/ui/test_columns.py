"""No title breaks a column: rows, choices, status line and panes of every script at every width."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from tests.columns import INDIC, columns_of
from tests.unit.test_graphemes import PIECES, edges

from newsreader.config import Config
from newsreader.query import TextField
from newsreader.records import Row
from newsreader.text import clean_title
from newsreader.ui.highlight import Wanted
from newsreader.ui.terminal.graphemes import agreed, drawable
from newsreader.ui.widgets.choice_list import Choice, choice_content
from newsreader.ui.widgets.filter_bar import FilterInput
from newsreader.ui.widgets.key_footer import KeyFooter
from newsreader.ui.widgets.status_line import Status, status_content
from newsreader.ui.widgets.story_row import RowPainter

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI

NOW = datetime(2024, 6, 21, 12, tzinfo=UTC)
HARD_TITLES = (
    "👨\u200d👩\u200d👧 families 👩🏽\u200d🚀 fly to the moon and 🏳\ufe0f\u200d🌈 flags 🇳🇴🇫🇷 follow them all the way",
    "日本語の見出しがとても長いときは終わりで切られる日本語の見出しがとても長いとき",
    "ที่กำลังเกิดขึ้นในประเทศไทยและในประเทศเพื่อนบ้านทั้งหมดของเรา",
    "لون شعر ترامب في خطاب بواشنطن يصبح حديث شبكات التواصل الاجتماعي",
    "ראש הממשלה נפגש עם נשיא ארצות הברית בבית הלבן בוושינגטון",
    "I ❤\ufe0f 1\ufe0f\u20e3 and e\u0301e\u0301e\u0301e\u0301 combining marks for ever and ever and ever",
)
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=60).map("".join)
widths = st.integers(1, 200)


def row(title: str, outlet: str) -> Row:
    return Row(1, "id", title, outlet, 2, "2024-06-20", False, True)


@given(texts, texts, widths, st.sampled_from((1, 2)), st.booleans())
def test_a_row_has_its_width_and_whole_characters(
    title: str, outlet: str, width: int, title_lines: int, selected: bool
) -> None:
    painter = RowPainter(lambda _name: Style(), lambda: NOW, title_lines)
    painter.wanted = (Wanted(("words",), True, TextField.ANY),)
    assert painter.lines_a_row == title_lines + 1
    shown = drawable(clean_title(title))
    for part in range(painter.lines_a_row):
        strip = painter.line(row(title, outlet), part, width, at_cursor=selected, selected=selected)
        assert strip.cell_length == cell_len(strip.text) == width
    if width < 6:
        return
    beginning = (
        painter.line(row(title, outlet), 0, width, at_cursor=False, selected=False).text[2:].rstrip().rstrip("…")
    )
    assert shown.startswith(beginning)
    assert any(shown[len(beginning) : edge].strip() == "" for edge in edges(shown) if edge >= len(beginning))


@given(texts, texts, widths)
def test_a_choice_has_its_width(text: str, quiet: str, width: int) -> None:
    content = choice_content(Choice(text, quiet), width)
    assert content.cell_length == width


@given(texts, widths)
def test_a_status_line_says_as_much_as_has_room(library: str, width: int) -> None:
    content = status_content(Status(shown=3, total=5, unread=2, library=library, hint="? shows all keys"), width)
    assert content.cell_length <= max(width, len("3 of 5"))


async def test_two_lines_of_a_title_and_one_height_for_every_row(full_desk: Desk) -> None:
    title = "Storm reaches the coast of the north and the coast of the south and goes on from there to the east"
    full_desk.library.story("storm", title, id="storm", outlet="harbour", published="2024-06-20")
    config = Config(read_after=0, hints=False, title_lines=2)
    async with full_desk.open(size=(60, 20), config=config) as ui:
        assert ui.stories.lines_a_row == 3
        lines = [ui.stories.render_line(y).text.rstrip() for y in range(6)]
        assert lines[0] == "• Storm reaches the coast of the north and the coast of the"
        assert lines[1] == "  south and goes on from there to the east"
        assert "Harbour Post" in lines[2]
        assert lines[3] == "• Parliament votes on the budget"
        assert "Hill Courier" in lines[4]
        assert lines[5] == ""
        await ui.filter("coast")
        assert ui.marked_in_list(0) == ["coast", "coast"]
        await ui.filter("south")
        assert ui.marked_in_list(0) == []
        assert ui.marked_in_list(1) == ["south"]
        await ui.filter("")
        await ui.press("enter", "escape", "G")
        assert ui.title == "A café opens at the pole"
        await ui.pilot.click(type(ui.stories), offset=(10, 4))
        await ui.settled()
        assert ui.stories.cursor == 1


async def test_a_title_on_two_lines_is_cut_at_the_end_of_the_second(full_desk: Desk) -> None:
    full_desk.library.story("storm", "word " * 50, id="storm", published="2024-06-20")
    config = Config(read_after=0, hints=False, title_lines=2)
    async with full_desk.open(size=(60, 20), config=config) as ui:
        assert "…" not in ui.stories.render_line(0).text
        assert ui.stories.render_line(1).text.rstrip().endswith("…")


@pytest.mark.parametrize("width", [160, 120, 100, 80, 60, 40, 20, 7, 1])
async def test_every_line_of_the_screen_has_its_width(desk: Desk, width: int) -> None:
    desk.library.registry({"id": "hard", "name": HARD_TITLES[0], "description": HARD_TITLES[3]})
    for number, title in enumerate(HARD_TITLES):
        desk.library.story(f"story{number}", title, summary=" ".join(HARD_TITLES), outlet="hard")
    async with desk.open(size=(width, 24)) as ui:
        for key in ("2", "3", "1", "j"):
            await ui.press(key)
            for strip in ui.strips():
                assert strip.cell_length == cell_len(strip.text) == width


@pytest.mark.parametrize("width", [120, 100, 80, 60, 40])
async def test_every_line_has_its_width_in_scripts_whose_vowels_stand_beside_the_letters(
    desk: Desk, width: int
) -> None:
    text = " ".join(INDIC.values())
    desk.library.registry({"id": "indic", "name": INDIC["bengali"], "description": text})
    for number, sentence in enumerate(INDIC.values()):
        desk.library.story(
            f"story{number}",
            sentence,
            summary=f"{text} https://example.org/{number}",
            outlet="indic",
            topics=[sentence],
        )
    async with desk.open(size=(width, 24)) as ui:
        for keys in (["2"], ["3"], ["1"], ["j"], ["l"], ["escape", "e"], [*INDIC["hindi"][:40]], ["escape", "t"],
                     ["escape", "O"], ["escape", "slash"], [*INDIC["tamil"][:40]], ["enter"], ["b"], [":"]):  # fmt: skip
            await ui.press(*keys)
            for strip in ui.strips():
                assert strip.cell_length == columns_of(agreed(strip.text)) == width, strip.text


def keys_shown(ui: ReaderUI) -> str:
    return ui.strips()[-1].text.rstrip()


@pytest.mark.parametrize("width", [120, 60, 40, 25, 12])
async def test_keys_and_words_are_shown_whole_or_not_at_all(full_desk: Desk, width: int) -> None:
    async with full_desk.open(size=(120, 20)) as ui:
        await ui.until(lambda: "o Original" in keys_shown(ui), "the keys are shown")
        everything = keys_shown(ui)
        await ui.pilot.resize_terminal(width, 20)
        await ui.until(lambda: ui.main.query_one(KeyFooter).region.width == width, "the footer has the new width")
        await ui.settled()
        shown = keys_shown(ui)
        keys = [f"{key.shown} {key.title}" for key in ui.main.query_one(KeyFooter).keys]
        fitting = [key for key in keys if f" {key} " in f" {shown} "]
        assert shown.strip() == " ".join(fitting), "whole keys in their order, and nothing else"
        assert not [key for key in keys if key not in fitting and len(shown) + 1 + len(key) <= width - 1]
        field = ui.main.query_one(FilterInput)
        assert len(field.placeholder) < field.size.width
        assert not field.placeholder or "filter: words, outlet:bbc, bias:left".startswith(field.placeholder)
        await ui.pilot.resize_terminal(120, 20)
        await ui.until(lambda: keys_shown(ui) == everything, "all keys are shown again")


async def test_keys_below_a_box_are_shown_whole_too(full_desk: Desk) -> None:
    async with full_desk.open(size=(40, 12)) as ui:
        before = keys_shown(ui)
        assert " q Quit" in before
        for key in ("O", "e"):  # boxes that leave the footer in sight
            await ui.press(key)
            assert ui.app.screen is not ui.main
            assert keys_shown(ui) == before
            await ui.press("escape")
