"""The palette and the choice of a theme: boxes like the others."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.ui.stage import on_stage

from newsreader.config import Config
from newsreader.keys.commands import COMMANDS, GROUPS, OTHER_GROUP, Command, KeyContext, group_of
from newsreader.keys.keymap import DEFAULT_KEYMAP, remapped
from newsreader.ui.boxes.palette import PaletteScreen
from newsreader.ui.boxes.picker import PickerInput, PickerScreen
from newsreader.ui.boxes.themes import ThemesScreen
from newsreader.ui.theme.builtin import OWN_THEMES
from newsreader.views import BUILT_IN, View

if TYPE_CHECKING:
    from tests.ui.conftest import Desk

OFFERED: Final = [command for command in COMMANDS if command.in_palette and command.place is KeyContext.READER]
SEA: Final = View("[/] Sea", "coast [b]")
DARK, LIGHT = (theme.name for theme in OWN_THEMES)


def palette() -> PaletteScreen:
    return PaletteScreen(OFFERED, [SEA])


def themes() -> ThemesScreen:
    return ThemesScreen({theme.name: theme for theme in OWN_THEMES}, DARK)


GROUPED: Final = sorted(OFFERED, key=lambda command: [*GROUPS, OTHER_GROUP].index(group_of(command.name)))
"""The commands in the order in which they are listed."""


@pytest.mark.parametrize(("width", "help_length"), [(120, 30), (80, 12), (60, 0), (40, 0)])
async def test_each_command_stands_with_its_key_and_title(width: int, help_length: int) -> None:
    async with on_stage(palette(), size=(width, 120)) as ui:
        listed = ui.listed()
        assert len(listed) == len(OFFERED) + 1
        for command, row in zip(GROUPED, listed, strict=False):
            assert row.removeprefix(group_of(command.name)).strip().startswith(DEFAULT_KEYMAP.first(command.name))
            assert command.title[:12] in row
            assert command.help[:help_length] in row
        assert "[/] Sea" in listed[-1]
        assert width < 60 or "coast" in listed[-1]


async def test_commands_stand_by_what_they_concern_and_each_group_is_named_once() -> None:
    async with on_stage(palette(), size=(120, 120)) as ui:
        begun = [row.split()[0] for row in ui.listed() if row.split()[0] in (*GROUPS, OTHER_GROUP, "View")]
        assert [*GROUPS, OTHER_GROUP, "View"] == [name for name in begun if name in (*GROUPS, OTHER_GROUP, "View")]
        await ui.paste("unread")
        found = [group_of(OFFERED[number].name) for number in ui.choices.numbers]
        assert [row.split()[0] for row in ui.listed() if row.split()[0] in found] == list(dict.fromkeys(found))


def test_every_command_of_a_group_is_offered() -> None:
    grouped = [name for names in GROUPS.values() for name in names]
    assert set(grouped) <= {command.name for command in OFFERED}
    assert len(set(grouped)) == len(grouped)


@pytest.mark.parametrize("size", [(200, 60), (120, 36), (80, 24), (40, 12)])
@pytest.mark.parametrize("box", [palette, themes])
async def test_two_thirds_of_the_window_are_enough(size: tuple[int, int], box: Callable[[], PickerScreen[Any]]) -> None:
    async with on_stage(box(), size=size) as ui:
        region = ui.box.query_one("#picker-box").region
        assert region.width <= size[0] * 2 / 3
        assert region.height <= size[1] * 2 / 3
        assert ui.choices.size.height >= 2, "there is something to choose from"


@pytest.mark.parametrize("command", OFFERED, ids=lambda command: command.name)
async def test_each_command_is_found_by_its_title_and_by_its_name_in_the_config(command: Command) -> None:
    for typed in (command.title, command.name):
        async with on_stage(palette()) as ui:
            await ui.paste(typed)
            found = [OFFERED[number] for number in ui.choices.numbers]
            assert command in found
            if typed == command.title:
                await ui.press("enter")
                assert await ui.result() is command


async def test_a_view_is_found_by_its_name_and_its_filter() -> None:
    for typed in ("view", "sea", "coast"):
        async with on_stage(palette()) as ui:
            await ui.paste(typed)
            assert len(OFFERED) in ui.choices.numbers
    async with on_stage(palette()) as ui:
        await ui.press("end", "enter")
        assert await ui.result() is SEA


async def test_the_palette_says_that_no_command_fits() -> None:
    async with on_stage(palette()) as ui:
        await ui.rush(*"xyzzy", "enter", "enter")
        assert ui.is_open()
        assert ui.listed() == ["No command fits."]


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (("down", "down", "up"), 1),
        (("up",), 0),
        (("end",), -1),
        (("end", "down"), -1),
        (("end", "home"), 0),
        (("ctrl+end",), -1),
        (("ctrl+end", "ctrl+home"), 0),
        (("end", "pagedown"), -1),
        (("pageup",), 0),
    ],
)
async def test_the_keys_move_the_cursor_and_stop_at_the_ends(keys: tuple[str, ...], place: int) -> None:
    async with on_stage(palette(), size=(80, 14)) as ui:
        await ui.rush(*keys)
        assert ui.choices.cursor == place % len(ui.choices.numbers)


async def test_a_page_is_what_is_in_sight() -> None:
    async with on_stage(palette(), size=(80, 14)) as ui:
        await ui.rush("pagedown", "pagedown", "pageup")
        assert ui.choices.cursor == ui.choices.size.height - 1


async def test_home_and_end_are_those_of_the_text_where_there_is_one() -> None:
    async with on_stage(palette()) as ui:
        await ui.rush(*"ark", "home", "m", "end", "s")
        assert ui.box.query_one(PickerInput).value == "marks"
        assert ui.choices.cursor == 0


@pytest.mark.parametrize(
    "keys",
    [
        ("enter", "enter"),
        ("enter", "escape"),
        ("pagedown", "enter", "enter", "enter"),
        ("pageup", "enter", "pagedown"),
        ("down", "enter", "x", "enter"),
    ],
)
async def test_keys_after_the_one_that_picks_are_for_the_screen_below(keys: tuple[str, ...]) -> None:
    async with on_stage(palette()) as ui:
        await ui.rush(*keys)
        assert await ui.result(*keys[keys.index("enter") + 1 :]) in OFFERED


@pytest.mark.parametrize("keys", [("escape", "escape"), ("escape", "enter"), ("pagedown", "escape", "pagedown")])
async def test_escape_leaves_without_a_command(keys: tuple[str, ...]) -> None:
    async with on_stage(palette()) as ui:
        await ui.rush(*keys)
        assert await ui.result(*keys[keys.index("escape") + 1 :]) is None


async def test_a_click_goes_to_a_command_and_two_clicks_pick_it() -> None:
    async with on_stage(palette()) as ui:
        await ui.pilot.click(ui.choices, offset=(8, 2))
        await ui.settled()
        assert (ui.choices.cursor, ui.is_open()) == (2, True)
        await ui.pilot.click(ui.choices, offset=(8, 3), times=2)
        assert await ui.result() is GROUPED[3]


# In the reader


async def test_the_palette_offers_the_commands_of_the_table_and_all_views(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("colon")
        box = ui.app.screen
        assert isinstance(box, PaletteScreen)
        names = [getattr(offer, "name", "") for offer in box._offers]
        assert names == [*(command.name for command in OFFERED), *(view.name for view in BUILT_IN)]


async def test_what_is_typed_right_after_its_key_is_for_the_palette(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        for key, filter_text in (("colon", 'outlet:"Harbour Post"'), ("ctrl+p", "")):
            await ui.rush(key, *"this", "enter")
            await ui.until(lambda: ui.app.screen is ui.main, "the palette is closed")
            await ui.settled()
            assert ui.filter_text == filter_text
        assert ui.reader.marks.bookmark_count() == 0


async def test_the_palette_opens_from_the_filter_too_where_its_letter_is_text(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("slash", *"bias", "colon")
        assert ui.filter_text == "bias:"
        await ui.press("ctrl+p")
        assert isinstance(ui.app.screen, PaletteScreen)
        await ui.press("escape")
        assert ui.app.screen_stack[-1] is ui.main
        assert ui.filter_text == "bias:"


async def test_a_command_of_the_palette_is_one_that_the_hints_need_not_teach(full_desk: Desk) -> None:
    async with full_desk.open(config=Config(read_after=0, keys=remapped({"bookmark": ()})[0])) as ui:
        await ui.press("colon", *"bookmark", "enter")
        await ui.until(lambda: ui.reader.marks.bookmark_count() == 1, "the story is bookmarked")
        assert "bookmark" in ui.app._store.session.hints_done


def test_neither_box_is_imported_before_it_is_opened() -> None:
    code = (
        "import sys, newsreader.ui.app; print([each for each in ('palette', 'themes', 'picker')"
        " if f'newsreader.ui.boxes.{each}' in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


# Themes


async def test_the_reader_has_the_theme_at_the_cursor_and_escape_gives_its_own_back() -> None:
    async with on_stage(themes()) as ui:
        assert [row.split() for row in ui.listed()] == [["✓", DARK, "dark"], [LIGHT, "light"]]
        await ui.press("down")
        await ui.until(lambda: ui.app.theme == LIGHT, "the theme is shown")
        await ui.press("escape")
        assert await ui.result() is None
        assert ui.app.theme == DARK


async def test_escape_right_after_a_key_leaves_no_other_theme_behind() -> None:
    async with on_stage(themes()) as ui:
        await ui.rush("down", "escape", "down", "enter")
        assert await ui.result("down", "enter") is None
        assert ui.app.theme == DARK


async def test_typing_finds_a_theme_and_enter_uses_it() -> None:
    async with on_stage(themes()) as ui:
        await ui.rush(*"light", "enter", "enter", "escape")
        assert await ui.result("enter", "escape") == LIGHT


async def test_the_cursor_is_on_the_theme_in_use() -> None:
    box = ThemesScreen({theme.name: theme for theme in OWN_THEMES}, LIGHT)
    async with on_stage(box, theme=LIGHT) as ui:
        assert ui.at_cursor().startswith(f"✓ {LIGHT}")
        await ui.press("enter")
        assert await ui.result() == LIGHT


async def test_nothing_is_shown_of_a_theme_that_does_not_fit() -> None:
    async with on_stage(themes()) as ui:
        await ui.press(*"xyzzy")
        assert ui.listed() == ["No theme fits."]
        await ui.press("enter")
        assert ui.is_open()
        assert ui.app.theme == DARK


async def test_where_no_theme_fits_any_more_the_one_in_use_is_shown() -> None:
    async with on_stage(themes()) as ui:
        await ui.press(*"light")
        await ui.until(lambda: ui.app.theme == LIGHT, "it is shown")
        await ui.press(*"xyzzy")
        await ui.until(lambda: ui.app.theme == DARK, "the theme in use is shown")


async def test_the_theme_that_is_picked_in_the_reader_is_used(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.rush("T", *"nord", "enter", "enter")
        await ui.until(lambda: ui.app.theme == "nord", "it is used")
        assert ui.app.screen is ui.main
        await ui.press("T", "down")
        await ui.until(lambda: ui.app.theme != "nord", "the next one is shown")
        await ui.press("escape")
        assert ui.app.theme == "nord"
