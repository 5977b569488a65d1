"""The footer: the keys that do something where the user is, as many as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from newsreader.config import Config
from newsreader.keys.commands import BY_NAME, COMMANDS, FOOTER_PLACES, footer_commands
from newsreader.keys.keymap import DEFAULT_KEYMAP, remapped
from newsreader.keys.names import character_of, key_name
from newsreader.ui.widgets.key_footer import FooterKey, KeyFooter, footer_content

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI

SIZES: Final = [(120, 36), (80, 24), (40, 12)]


def footer(ui: ReaderUI) -> str:
    return ui.strips()[-1].text


def offered(ui: ReaderUI) -> list[str]:
    """All keys that there are here, whether there is room for them or not."""
    return [f"{key.shown} {key.title}" for key in ui.main.query_one(KeyFooter).keys]


@pytest.mark.parametrize("size", SIZES)
async def test_the_footer_follows_what_has_the_keys(full_desk: Desk, size: tuple[int, int]) -> None:
    async with full_desk.open(size=size) as ui:
        for keys, first, second in (
            ((), "Enter Read", "/ Filter"),
            (("space",), "Esc Unselect", "Space Select"),
            (("escape",), "Enter Read", "/ Filter"),
            (("enter",), "Esc Back", "Space Read on"),
            (("3",), "Esc Back", "w Website"),
            (("1",), "Enter Read", "/ Filter"),
            (("L",), "Enter Show", "Esc Back"),
            (("L",), "Enter Read", "/ Filter"),
            (("slash",), "Enter To the list", "Esc Clear"),
            (("enter",), "Enter Read", "/ Filter"),
        ):
            await ui.press(*keys)
            assert offered(ui)[:2] == [first, second], keys
            assert footer(ui).split("  ")[0].strip().startswith(first)


async def test_escape_is_shown_where_it_does_something(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        assert not [key for key in offered(ui) if key.startswith("Esc")]
        await ui.filter("coast")
        await ui.press("enter")
        assert "Esc Clear filter" in offered(ui)
        await ui.press("escape")
        assert not [key for key in offered(ui) if key.startswith("Esc")]
        await ui.filter("zebra")
        await ui.press("enter")
        assert "Enter Read" not in offered(ui), "there is nothing to read"


async def test_in_the_filter_no_letter_is_offered_as_a_key(full_desk: Desk) -> None:
    async with full_desk.open(size=(120, 36)) as ui:
        await ui.press("slash")
        keys = ui.main.query_one(KeyFooter).keys
        assert not [key for key in keys if character_of(key.key)]
        assert {"F1 Help", "Ctrl+q Quit"} <= set(offered(ui))


@pytest.mark.parametrize("size", SIZES)
async def test_each_key_of_the_footer_is_that_of_its_command(full_desk: Desk, size: tuple[int, int]) -> None:
    wanted = {"bookmark": ("f7",), "original": ("left_square_bracket",), "this-outlet": ()}
    async with full_desk.open(size=size, config=Config(read_after=0, keys=remapped(wanted)[0])) as ui:
        assert {"F7 Bookmark", "[ Original"} <= set(offered(ui))
        assert not [key for key in offered(ui) if "This outlet" in key]


async def test_the_footer_names_a_key_that_leaves_whichever_command_has_it(full_desk: Desk) -> None:
    keymap, _ = remapped({"quit": ("q",), "back-or-quit": ()})
    async with full_desk.open(size=(40, 12), config=Config(read_after=0, keys=keymap)) as ui:
        assert "q Quit" in footer(ui)
        await ui.press("enter")
        assert "q Quit" in offered(ui)


async def test_a_wide_window_shows_more_keys(full_desk: Desk) -> None:
    counts: list[int] = []
    for width in (40, 80, 120, 200):
        async with full_desk.open(size=(width, 24)) as ui:
            assert len(footer(ui)) == width
            counts.append(sum(f" {key} " in f" {footer(ui)} " for key in offered(ui)))
    assert counts == sorted(set(counts))
    assert counts[0] >= 4


async def test_a_terminal_that_tells_nothing_of_its_focus_has_a_filled_footer(full_desk: Desk) -> None:
    async with full_desk.open(settle=False) as ui:
        ui.app.post_message(events.AppBlur())
        await ui.settled()
        assert " / Filter " in footer(ui)
        assert ui.main.focused is None
        await ui.pilot.resize_terminal(80, 24)
        await ui.settled()
        assert " / Filter " in footer(ui)


async def test_the_footer_is_drawn_again_only_where_its_keys_are_others(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with full_desk.open(size=(120, 36)) as ui:
        keys = ui.main.query_one(KeyFooter)
        drawn: list[object] = []
        monkeypatch.setattr(keys, "update", lambda content, **_named: drawn.append(content))
        await ui.press("j", "k", "b", "m", "G", "S", "n")
        assert drawn == []
        await ui.press("slash", *"coast")
        assert len(drawn) == 1, "typing changes nothing"
        await ui.press("enter", "j")
        assert len(drawn) == 2


@pytest.mark.parametrize(("size", "is_single"), [((120, 36), False), ((80, 24), False), ((40, 12), True)])
async def test_q_steps_back_where_one_pane_is_shown(full_desk: Desk, size: tuple[int, int], is_single: bool) -> None:
    async with full_desk.open(size=size) as ui:
        assert "q Quit" in offered(ui)
        await ui.press("enter")
        assert ("q Back" if is_single else "q Quit") in offered(ui)
        if is_single:
            await ui.press("q")
            assert ui.stories.has_focus
            assert "q Quit" in offered(ui)
        await ui.pilot.press("q")
        await ui.until(lambda: not ui.app.is_running, "the reader is left")


async def test_q_shows_all_panes_again_where_the_story_is_alone(full_desk: Desk) -> None:
    async with full_desk.open(size=(120, 36)) as ui:
        await ui.press("z")
        assert "q Back" in offered(ui)
        await ui.press("q")
        assert not ui.main.panes.is_zoomed
        assert "q Quit" in offered(ui)
        await ui.press("z", "z")
        assert "q Quit" in offered(ui)


@pytest.mark.parametrize("keys", [(), ("enter",), ("slash",), ("z",)])
@pytest.mark.parametrize("size", SIZES)
async def test_control_q_leaves_from_everywhere(full_desk: Desk, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    async with full_desk.open(size=size) as ui:
        await ui.press(*keys)
        await ui.pilot.press("ctrl+q")
        await ui.until(lambda: not ui.app.is_running, "the reader is left")
        assert (ui.app.return_code or 0) == 0


@pytest.mark.parametrize("place", FOOTER_PLACES)
def test_each_place_has_an_order_of_its_own(place: str) -> None:
    commands = footer_commands(place)
    ranks = [getattr(command.footer, place) for command in commands]
    assert ranks == list(range(1, len(commands) + 1)), "no two are equally important, and none is missing"
    assert {"help"} <= {command.name for command in commands}
    assert set(commands) <= set(COMMANDS)
    assert not [name for name in ("back", "back-or-quit") if not BY_NAME[name].other_title]


KEYS = [FooterKey(key, key_name(key), each.title) for each in COMMANDS for key in DEFAULT_KEYMAP.keys_of(each.name)]


@given(st.lists(st.sampled_from(KEYS), max_size=20, unique=True), st.integers(0, 200))
def test_whole_keys_fill_the_width_the_most_important_first(keys: list[FooterKey], width: int) -> None:
    content = footer_content(keys, width)
    assert content.cell_length <= width
    shown, left_out, at = [], [], 0
    for key in keys:
        text = key.content().plain
        if content.plain.startswith(text, at) and content.plain[at + len(text) :][:1] in ("", " "):
            shown.append(text)
            at += len(text) + 1
        else:
            left_out.append((text, at))
    assert content.plain == " ".join(shown)
    assert all(before + len(text) > width for text, before in left_out), "what is left out had no room"


@pytest.mark.parametrize("box", ["question_mark", "v", "t", "l", "exclamation_mark", "colon"])
async def test_control_q_leaves_from_a_box(full_desk: Desk, box: str) -> None:
    async with full_desk.open() as ui:
        await ui.press(box)
        assert ui.app.screen is not ui.main
        await ui.pilot.press("ctrl+q")
        await ui.until(lambda: not ui.app.is_running, "the reader is left")


async def test_control_q_leaves_from_a_note_and_keeps_it(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("e", *"sea")
        await ui.pilot.press("ctrl+q")
        await ui.until(lambda: not ui.app.is_running, "the reader is left")
    async with full_desk.open() as ui:
        assert ui.main.story.stored is not None
        assert ui.main.story.stored.marks.note == "sea"
