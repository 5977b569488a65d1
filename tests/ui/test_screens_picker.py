"""The list of choices, and the box that narrows it."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from tests.ui.conftest import wait_until
from tests.ui.stage import on_stage
from textual.app import App, ComposeResult
from textual.content import Content

from newsreader.ui.boxes.picker import PickerInput, PickerScreen
from newsreader.ui.widgets.choice_list import Choice, ChoiceList, choice_content

MANY = 50_000
FRUIT = ("Apple", "Apricot", "Banana", "Blood orange", "Cherry", "Orange")
STRANGE = (
    "plain",
    "日本の選挙と経済についての長い長い名前",
    "👩‍👩‍👧 families 🇳🇴 flags ✌🏽",
    "e\u0301\u0302\u0303\u0304\u0305\u0306 marks",
    "\x1b]52;c;Y2xpcGJvYXJk\x07[red]markup[/red] [/] \x1b[31m",
    "a tab\tand\nlines",
    "\u202ereversed\u202c",
    "",
)


class Fruit(PickerScreen[int]):
    """Leaves with the number of what was picked; counts how often it was asked for a line."""

    def __init__(self, names: tuple[str, ...] = FRUIT) -> None:
        super().__init__("Fruit", names)
        self._names = names
        self.asked = 0

    def choice(self, number: int) -> Choice:
        self.asked += 1
        return Choice(self._names[number], f"{number:,} pieces")

    def chosen(self, number: int) -> None:
        self.leave(number)


@pytest.mark.parametrize("width", [1, 2, 5, 20, 21, 40, 41])
@pytest.mark.parametrize("text", STRANGE)
@pytest.mark.parametrize("quiet", ["", "12 stories", "広い文字の広い文字の広い文字", Content("  ●  12")])
def test_a_line_is_as_wide_as_the_list_whatever_it_holds(text: str, quiet: str | Content, width: int) -> None:
    content = choice_content(Choice(text, quiet, Content("✓ ")), width)
    assert cell_len(content.plain) == width
    assert not set(content.plain) & {"\x1b", "\x07", "\n", "\t", "\u202e"}


def test_what_is_too_long_is_cut_and_the_quiet_text_gives_way() -> None:
    assert choice_content(Choice("Short", "12 stories"), 24).plain == " Short       12 stories "
    assert choice_content(Choice("A name that is long", "12 stories"), 24).plain == " A name th…  12 stories "
    assert choice_content(Choice("Short", "a filter that is long"), 24).plain == " Short   a filter that… "
    assert choice_content(Choice("Short", Content("2 3 4 5 6 7 8 9 0")), 24).plain == " Sh…  2 3 4 5 6 7 8 9 0 "


class Bare(App[None]):
    """A list by itself, with the keys."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count
        self.asked = 0
        self.chosen: list[int] = []

    def compose(self) -> ComposeResult:
        yield ChoiceList(self.choice)

    def on_mount(self) -> None:
        self.query_one(ChoiceList).show(range(self.count), empty="Nothing.")

    def choice(self, number: int) -> Choice:
        self.asked += 1
        return Choice(f"Choice {number}")

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        self.chosen.append(event.number)


async def test_fifty_thousand_choices_are_drawn_as_far_as_they_are_in_sight() -> None:
    app = Bare(MANY)
    async with app.run_test(size=(60, 20)) as pilot:
        choices = app.query_one(ChoiceList)
        places = []
        down, up, page_down, page_up = choices.cursor_down, choices.cursor_up, choices.page_down, choices.page_up
        for go in (down, page_down, up, choices.last, down, page_up, choices.first, up, page_up):
            go()
            places.append(choices.cursor)
        assert places == [1, 20, 19, MANY - 1, MANY - 1, MANY - 20, 0, 0, 0]
        choices.last()
        choices.choose()
        await wait_until(pilot, lambda: app.chosen == [MANY - 1], "the last is chosen")
        assert choices.render_line(19).text.strip() == f"Choice {MANY - 1}"
        assert app.asked < 1_000


async def test_an_empty_list_says_so_and_has_nothing_to_choose() -> None:
    app = Bare(0)
    async with app.run_test(size=(60, 20)) as pilot:
        choices = app.query_one(ChoiceList)
        for act in (choices.cursor_down, choices.last, choices.choose):
            act()
        await pilot.click(ChoiceList, offset=(3, 0), times=2)
        assert (choices.current, choices.cursor, app.chosen) == (None, 0, [])
        assert choices.render_line(0).text.strip() == "Nothing."


async def test_a_click_marks_and_a_double_click_chooses() -> None:
    app = Bare(MANY)
    async with app.run_test(size=(60, 20)) as pilot:
        choices = app.query_one(ChoiceList)
        await pilot.press("pagedown", "pagedown")
        await pilot.click(ChoiceList, offset=(3, 4))
        top = choices.scroll_offset.y
        assert (choices.cursor, app.chosen) == (top + 4, [])
        await pilot.double_click(ChoiceList, offset=(3, 6))
        await wait_until(pilot, lambda: app.chosen == [top + 6], "the other is chosen")


async def test_typing_narrows_the_list_and_enter_picks() -> None:
    async with on_stage(Fruit()) as ui:
        assert [line.split("  ")[0] for line in ui.listed()] == list(FRUIT)
        assert {len(line) for line in ui.listed()} == {67}
        await ui.press(*"or")
        assert [line.split("  ")[0] for line in ui.listed()] == ["Blood orange", "Orange"]
        assert ui.at_cursor().startswith("Orange")
        await ui.press("up", "enter")
        assert await ui.result() == 3


async def test_keys_that_come_faster_than_the_list_find_it_as_it_will_be() -> None:
    async with on_stage(Fruit()) as ui:
        await ui.rush(*"orx", "backspace", "up", "enter", "q", "b")
        assert await ui.result("q", "b") == 3


async def test_a_box_is_left_once_however_often_the_key_is_hit() -> None:
    for before, key, after in (
        ((), "enter", ("enter", "enter")),
        ((), "escape", ("escape",)),
        ((), "enter", ("escape",)),
        (("down", "up"), "enter", ("q",)),
    ):
        async with on_stage(Fruit()) as ui:
            await ui.rush(*before, key, *after)
            assert await ui.result(*after) == (0 if key == "enter" else None)


async def test_letters_are_letters_and_reach_nobody_else() -> None:
    async with on_stage(Fruit()) as ui:
        await ui.press("q", "S", "n", "delete", "ctrl+d", "ctrl+s", "ctrl+g", "tab")
        assert ui.is_open()
        assert ui.box.query_one(PickerInput).value == "qSn"
        assert ui.listed() == ["Nothing fits what you typed."]
        await ui.press("enter", "down")
        assert ui.is_open()
        await ui.press("escape")
        assert await ui.result() is None


async def test_the_field_keeps_the_keys_when_the_list_is_clicked() -> None:
    async with on_stage(Fruit()) as ui:
        await ui.pilot.click(ChoiceList, offset=(3, 2))
        await ui.settled()
        assert ui.at_cursor().startswith("Banana")
        await ui.press("down")
        assert ui.at_cursor().startswith("Blood orange")
        await ui.pilot.double_click(ChoiceList, offset=(3, 4))
        assert await ui.result() == 4


async def test_the_ends_of_the_list_have_keys_too() -> None:
    async with on_stage(Fruit(tuple(f"Fruit {number}" for number in range(MANY)))) as ui:
        await ui.press("ctrl+end")
        assert ui.choices.current == MANY - 1
        await ui.press("pageup")
        assert MANY - 30 < ui.choices.cursor < MANY - 10
        await ui.press("ctrl+home", "pagedown")
        assert 10 < ui.choices.cursor < 30
        await ui.press(*"49999")
        assert ui.choices.numbers == [MANY - 1]
        assert isinstance(ui.box, Fruit)
        assert ui.box.asked < 1_000


async def test_delete_deletes_where_there_is_something_to_delete() -> None:
    async with on_stage(Fruit()) as ui:
        await ui.press(*"xo", "home", "delete")
        assert ui.box.query_one(PickerInput).value == "o"
        assert len(ui.listed()) == 2


async def test_what_is_pasted_is_cleaned() -> None:
    async with on_stage(Fruit()) as ui:
        await ui.paste("\x1b]52;c;eA==\x07ap\u202e\x1b[31mri")
        assert ui.box.query_one(PickerInput).value == "apri"
        assert [line.split("  ")[0] for line in ui.listed()] == ["Apricot"]


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12), (20, 8)])
async def test_it_fits_and_shows_hostile_names_as_they_are(size: tuple[int, int]) -> None:
    async with on_stage(Fruit((*STRANGE, *FRUIT)), size) as ui:
        assert all(cell_len(line) == size[0] for line in ui.lines())
        assert not set(ui.text()) & {"\x1b", "\x07", "\x9b", "\u202e"}
        if size[1] > 10:
            assert "Fruit" in ui.text()
            assert "Enter picks" in ui.text()
            assert "type to narrow" in ui.text()


async def test_it_keeps_its_place_when_the_window_changes() -> None:
    async with on_stage(Fruit(tuple(f"Fruit {number}" for number in range(100))), (120, 36)) as ui:
        await ui.press("ctrl+end")
        await ui.pilot.resize_terminal(40, 12)
        await ui.settled()
        assert ui.at_cursor().startswith("Fruit 99")
        await ui.pilot.resize_terminal(120, 36)
        await ui.until(lambda: len(ui.listed()) > 20, "the list is as high as the window allows")
        await ui.settled()
        assert ui.at_cursor().startswith("Fruit 99")
