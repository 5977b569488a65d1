"""The reader in terminals that can do less: seven bits, no colour, sixteen colours, 256."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.color import Color as TerminalColor
from rich.color import ColorSystem
from rich.style import Style
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from tests.ui.conftest import Desk, ReaderUI
from tests.ui.looks import STATES, Piece, pieces, sight
from textual.color import Color

from newsreader.config import Config
from newsreader.ui.theme.builtin import OWN_THEMES, OWN_THEMES_OF_16
from newsreader.ui.theme.contrast import contrast
from newsreader.ui.widgets.story_list import StoryList

THEMES = [theme.name for theme in OWN_THEMES]
VGA = [
    "#000000",
    "#aa0000",
    "#00aa00",
    "#aa5500",
    "#0000aa",
    "#aa00aa",
    "#00aaaa",
    "#aaaaaa",
    "#555555",
    "#ff5555",
    "#55ff55",
    "#ffff55",
    "#5555ff",
    "#ff55ff",
    "#55ffff",
    "#ffffff",
]
XTERM = [
    "#000000",
    "#cd0000",
    "#00cd00",
    "#cdcd00",
    "#0000ee",
    "#cd00cd",
    "#00cdcd",
    "#e5e5e5",
    "#7f7f7f",
    "#ff0000",
    "#00ff00",
    "#ffff00",
    "#5c5cff",
    "#ff00ff",
    "#00ffff",
    "#ffffff",
]
ATTRIBUTES = ("bold", "italic", "underline", "reverse")


# Seven bits


@pytest.mark.parametrize("state", STATES)
async def test_no_character_of_more_than_seven_bits_is_written(desk: Desk, state: str) -> None:
    async with sight(desk, state, ascii=True) as ui:
        written = ui.screen_text()
        assert len(written) > 200
        assert {char for char in written if not char.isascii()} == set()


async def test_the_locale_decides_about_seven_bits_where_the_config_does_not(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for locale, setting, is_ascii in (("C", None, True), ("C", False, False), ("nb_NO.UTF-8", None, False)):
        monkeypatch.setenv("LC_ALL", locale)
        async with full_desk.open(config=Config(read_after=0, ascii=setting)) as ui:
            assert ui.screen_text().isascii() is is_ascii


async def test_what_was_written_is_kept_with_all_its_letters(full_desk: Desk) -> None:
    full_desk.library.story("cafe", "A café opens at the pole", id="cafe", outlet="hill", published="2024-06-30")
    async with full_desk.open(config=Config(read_after=0, ascii=True)) as ui:
        assert "A cafe opens" in ui.screen_text()
        assert ui.title == "A café opens at the pole"


# No colour


def no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")


def is_colorless(color: TerminalColor | None) -> bool:
    return color is None or color.is_default


@pytest.mark.parametrize("theme", [*THEMES, "nord", "ansi-dark"])
async def test_no_color_leaves_attributes_only(desk: Desk, monkeypatch: pytest.MonkeyPatch, theme: str) -> None:
    no_color(monkeypatch)
    for state in ("selection", "hits", "help", "palette", "outlets"):
        async with sight(desk, state, theme=theme) as ui:
            drawn = [style for strip in ui.strips() for _, style, _ in strip if style]
            assert drawn
            assert [style for style in drawn if not is_colorless(style.color) or not is_colorless(style.bgcolor)] == []


def row_style(ui: ReaderUI, place: int) -> set[bool | None]:
    """Whether what is drawn of a row of the list is reversed."""
    line = ui.stories.region.y + place * ui.stories.lines_a_row - ui.stories.scroll_offset.y
    width = ui.stories.scrollable_content_region.width
    return {piece.style.reverse for piece in pieces(ui) if piece.line == line and piece.column < width}


async def test_without_colour_the_cursor_is_reversed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    no_color(monkeypatch)
    for state in ("list", "selection", "story"):
        async with sight(desk, state) as ui:
            cursor = ui.stories.cursor
            assert row_style(ui, cursor) == {True}
            assert True not in row_style(ui, cursor + 1) | row_style(ui, cursor - 1)


async def test_without_colour_hits_are_underlined_and_unread_is_bold(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_color(monkeypatch)
    async with sight(desk, "hits in story") as ui:
        underlined = {piece.text.lower() for piece in pieces(ui) if piece.style.underline}
        assert underlined
        assert all(text.startswith("the") or "the".startswith(text) for text in underlined), "one may be cut by …"
    async with sight(desk, "list") as ui:
        bold = {bool(row.read): bold_title(ui, place) for place in range(3) if (row := ui.stories.row_at(place))}
        assert bold == {True: False, False: True}


def bold_title(ui: ReaderUI, place: int) -> bool:
    line = ui.stories.region.y + place * ui.stories.lines_a_row
    return any(piece.style.bold for piece in pieces(ui) if piece.line == line and 2 <= piece.column < 28)


async def test_without_colour_the_marked_answers_and_choices_are_reversed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_color(monkeypatch)
    for state in ("outlets", "palette", "next suggestion", "note", "filter marked"):
        async with sight(desk, state) as ui:
            assert [piece for piece in pieces(ui) if piece.style.reverse and piece.text.strip()], state


async def test_without_colour_keys_of_the_footer_can_still_be_clicked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_color(monkeypatch)
    async with sight(desk, "list") as ui:
        (key,) = (piece for piece in pieces(ui) if piece.text.strip() == "Help")
        await ui.pilot.click(offset=(key.column + 1, key.line))
        await ui.until(lambda: ui.app.screen is not ui.main, "the help is shown")


# Few colours


def reduced(style: Style, system: ColorSystem) -> tuple[TerminalColor, TerminalColor]:
    """The colours of a text and of its ground in a terminal of fewer colours."""
    assert style.color is not None
    assert style.bgcolor is not None
    pair = style.color.downgrade(system), style.bgcolor.downgrade(system)
    return (pair[1], pair[0]) if style.reverse else pair


def few_colors(monkeypatch: pytest.MonkeyPatch, system: ColorSystem) -> None:
    monkeypatch.delenv("COLORTERM")
    monkeypatch.setenv("TERM", "xterm" if system is ColorSystem.STANDARD else "xterm-256color")


def seen(color: TerminalColor, palette: list[str]) -> Color:
    if color.number is not None and color.number < 16:
        return Color.parse(palette[color.number])
    return Color(*color.get_truecolor(DEFAULT_TERMINAL_THEME))


def unreadable(shown: Iterator[Piece], system: ColorSystem, palette: list[str], least: float) -> set[str]:
    found = set()
    for piece in shown:
        if piece.has_words:
            text, ground = (seen(color, palette) for color in reduced(piece.style, system))
            if contrast(text, ground) < least:
                found.add(f"{piece.text!r} in {text.hex} on {ground.hex}")
    return found


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("state", STATES)
async def test_words_can_be_read_in_sixteen_colours(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, theme: str, state: str
) -> None:
    few_colors(monkeypatch, ColorSystem.STANDARD)
    async with sight(desk, state, theme=theme) as ui:
        for palette in (VGA, XTERM):
            assert unreadable(pieces(ui), ColorSystem.STANDARD, palette, 3) == set()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    "state", ["selection", "hits", "hits in story", "outlets", "palette", "help", "next suggestion"]
)
async def test_words_can_be_read_in_256_colours(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, theme: str, state: str
) -> None:
    few_colors(monkeypatch, ColorSystem.EIGHT_BIT)
    async with sight(desk, state, theme=theme) as ui:
        assert unreadable(pieces(ui), ColorSystem.EIGHT_BIT, VGA, 4.5) == set()


@pytest.mark.parametrize("system", [ColorSystem.STANDARD, ColorSystem.EIGHT_BIT])
@pytest.mark.parametrize("theme", THEMES)
async def test_the_cursor_keeps_a_ground_of_its_own_in_fewer_colours(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, theme: str, system: ColorSystem
) -> None:
    few_colors(monkeypatch, system)
    for state in ("list", "selection", "story"):
        async with sight(desk, state, theme=theme) as ui:
            stories = ui.main.query_one(StoryList)
            grounds = [
                {
                    reduced(style, system)[1].number
                    for _, style, _ in stories.render_line(row * stories.lines_a_row)
                    if style
                }
                for row in (stories.cursor, stories.cursor + 1, stories.cursor - 1)
            ]
            assert len(grounds[0]) == 1
            assert not grounds[0] & (grounds[1] | grounds[2])


def test_the_themes_of_sixteen_colours_have_no_others() -> None:
    for theme, full in zip(OWN_THEMES_OF_16, OWN_THEMES, strict=True):
        assert theme.name == full.name
        assert set(full.variables) <= set(theme.variables)
        colors = (theme.primary, theme.accent, theme.error, theme.background, theme.panel, *theme.variables.values())
        assert set(colors) <= set(VGA)
