"""Every word on the screen can be read, in both of the program's own themes and in all that come with Textual."""

from __future__ import annotations

import pytest
from tests.ui.conftest import Desk
from tests.ui.looks import STATES, Piece, pieces, sight
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from newsreader.ui.theme.builtin import OWN_THEMES
from newsreader.ui.theme.contrast import READABLE, contrast, readable
from newsreader.ui.widgets.story_list import StoryList

GROUNDS = ("cursor-background", "cursor-background-blurred", "selected-background")
MARKS = ("quiet", "bias-left", "bias-lean-left", "bias-center", "bias-lean-right", "bias-right")


def told(piece: Piece) -> str:
    text, ground = piece.colors
    return f"{piece.text!r} in {text.hex} on {ground.hex}: {piece.contrast:.2f}"


@pytest.mark.parametrize("theme", [theme.name for theme in OWN_THEMES])
@pytest.mark.parametrize("state", STATES)
async def test_all_words_can_be_read(desk: Desk, theme: str, state: str) -> None:
    async with sight(desk, state, theme=theme) as ui:
        words = [piece for piece in pieces(ui) if piece.has_words]
        assert words
        assert {told(piece) for piece in words if piece.contrast < READABLE} == set()


@pytest.mark.parametrize("theme", [name for name, theme in BUILTIN_THEMES.items() if not theme.ansi])
@pytest.mark.parametrize("state", ["selection", "hits in story"])
async def test_all_words_can_be_read_in_the_themes_of_textual(desk: Desk, theme: str, state: str) -> None:
    async with sight(desk, state, theme=theme) as ui:
        words = [piece for piece in pieces(ui) if piece.has_words]
        assert {told(piece) for piece in words if piece.contrast < READABLE} == set()


@pytest.mark.parametrize("theme", OWN_THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("text", MARKS)
def test_what_a_row_says_can_be_read_on_each_ground_a_row_may_have(theme: Theme, text: str) -> None:
    grounds = [str(theme.background), *(theme.variables[ground] for ground in GROUNDS)]
    color = Color.parse(theme.variables[text])
    assert [ground for ground in grounds if contrast(color, Color.parse(ground)) < READABLE] == []


@pytest.mark.parametrize("theme", [*BUILTIN_THEMES, *(theme.name for theme in OWN_THEMES)])
async def test_the_row_at_the_cursor_has_a_ground_of_its_own(desk: Desk, theme: str) -> None:
    async with sight(desk, "list", theme=theme) as ui:
        stories = ui.main.query_one(StoryList)
        grounds = [
            {style.bgcolor for _, style, _ in stories.render_line(row * stories.lines_a_row) if style and style.bgcolor}
            for row in (stories.cursor, stories.cursor + 1)
        ]
        assert grounds[0]
        assert not grounds[0] & grounds[1]


async def test_a_scrollbar_can_be_seen(desk: Desk) -> None:
    for theme in OWN_THEMES:
        async with sight(desk, "list", theme=theme.name) as ui:
            bar = ui.stories.styles
            assert contrast(bar.scrollbar_color, bar.scrollbar_background) >= 3


@pytest.mark.parametrize("color", ["#808080", "#ff0000", "#000000", "#ffffff", "#7f9f00"])
def test_a_colour_is_adjusted_until_it_can_be_read(color: str) -> None:
    grounds = [Color.parse(ground) for ground in ("#202020", "#303030")]
    mended = readable(Color.parse(color), grounds)
    assert all(contrast(mended, ground) >= READABLE for ground in grounds)


def test_a_colour_that_can_be_read_is_left_alone() -> None:
    assert readable(Color.parse("#ffdd00"), [Color.parse("#101010")]).hex == "#FFDD00"


def test_where_nothing_can_be_read_on_all_grounds_the_best_is_taken() -> None:
    assert readable(Color.parse("#888888"), [Color.parse("#000000"), Color.parse("#ffffff")]).hex in (
        "#FFFFFF",
        "#000000",
    )


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == 21
    assert round(contrast(Color.parse("#767676"), Color.parse("#fff")), 2) == 4.54
