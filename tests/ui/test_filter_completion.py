"""Suggestions while a filter is typed, and going back to the filters used before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsreader.query.completion import Completion, Vocabulary, complete
from newsreader.ui.main.screen import MainScreen
from newsreader.ui.widgets.filter_bar import FilterBar, FilterInput
from newsreader.ui.widgets.story_list import StoryList
from newsreader.ui.widgets.story_scroll import StoryScroll

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI

VOCABULARY = Vocabulary(outlets=("Harbour Post", "Hill Courier", "The Harbour"), topics=("weather", "C++"))


def choices(ui: ReaderUI) -> list[str]:
    """The suggestions that are shown, the marked one with its sign and key."""
    is_shown = ui.main.query_one("#filter-choices").display
    return [" ".join(row.split()) for row in ui.text("#filter-choices").split("\n")] if is_shown else []


def bar_of(ui: ReaderUI) -> FilterBar:
    """The filter bar, with names to offer."""
    bar = ui.main.query_one(FilterBar)
    bar.vocabulary = VOCABULARY
    ui.main.filter._has_vocabulary = True
    return bar


def type_into(ui: ReaderUI, text: str) -> None:
    """Have a text in the field that it has not reported yet."""
    field = ui.main.query_one(FilterInput)
    field.value = text
    field.cursor_position = len(text)


def cursor_of(ui: ReaderUI) -> int:
    return ui.main.query_one(FilterInput).cursor_position


async def offers(ui: ReaderUI, expected: list[str]) -> None:
    """Wait until these suggestions are shown."""
    await ui.until(lambda: choices(ui) == expected, f"{expected} are offered")


@pytest.fixture
def used(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The filters that the bar says were used; they become its history, as a screen would have it."""
    texts: list[str] = []

    def note(screen: MainScreen, event: FilterBar.Used) -> None:
        texts.append(event.text)
        bar = screen.query_one(FilterBar)
        bar.history = (event.text, *bar.history)

    monkeypatch.setattr(MainScreen, "on_filter_bar_used", note, raising=False)
    return texts


async def test_what_is_typed_is_offered_to_be_completed(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        bar_of(ui)
        rows = [ui.row(index) for index in range(4)]
        for key, expected in (
            ("slash", []),
            ("o", []),
            ("u", ["› outlet: Tab"]),
            ("t", ["› outlet: Tab"]),
            ("x", []),
            ("backspace", ["› outlet: Tab"]),
        ):
            await ui.press(key)
            await offers(ui, expected)
        await ui.press("backspace", "backspace", "backspace")
        assert choices(ui) == []
        assert [ui.row(index) for index in range(4)] == rows


async def test_the_suggestions_lie_over_the_list_and_do_not_move_it(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        bar_of(ui)
        before = ui.stories.region
        await ui.press("slash", *"coast bias:")
        await ui.until(lambda: len(choices(ui)) == 6, "ratings are offered, no more than six")
        assert ui.stories.region == before
        lines = ui.screen_text().splitlines()
        column = lines[0].index("bias:") + len("bias:")
        assert lines[1][column - 2 :].startswith("› left")
        assert lines[2][column - 2 :].startswith("  lean-left")
        assert choices(ui)[1:] == ["lean-left", "center", "lean-right", "right", "mixed"]


async def test_tab_takes_a_field_and_then_its_value(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        bar_of(ui)
        await ui.press("slash", *"ou", "tab")
        assert (ui.filter_text, cursor_of(ui)) == ("outlet:", 7)
        await offers(ui, ['› "Harbour Post" Tab', '"Hill Courier"', '"The Harbour"'])
        await ui.press("h", "i", "tab")
        assert (ui.filter_text, cursor_of(ui)) == ('outlet:"Hill Courier" ', 22)
        await offers(ui, [])
        assert len(ui.titles()) == 2
        assert isinstance(ui.app.focused, FilterInput)
        await ui.press("tab")
        assert isinstance(ui.app.focused, StoryScroll), "with nothing to take Tab goes to the next pane"


async def test_shift_tab_marks_the_next_suggestion(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        bar_of(ui)
        await ui.press("slash", *"outlet:harb", "shift+tab")
        assert choices(ui) == ['"Harbour Post"', '› "The Harbour" Tab']
        await ui.press("shift+tab")
        assert choices(ui) == ['› "Harbour Post" Tab', '"The Harbour"']
        await ui.press("shift+tab", "tab")
        assert ui.filter_text == 'outlet:"The Harbour" '
        await ui.press("shift+tab")
        assert not isinstance(ui.app.focused, FilterInput), "with nothing to mark it goes a pane back"


async def test_a_choice_is_taken_in_the_middle_of_the_text(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        bar_of(ui)
        await ui.press("slash", *"is:r coast", *["left"] * 6, "backspace", "r", "tab")
        assert (ui.filter_text, cursor_of(ui)) == ("is:read coast", 8)


async def test_escape_clears_also_where_suggestions_are_shown(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        bar_of(ui)
        await ui.press("slash", *"sort:o")
        await ui.until(lambda: len(choices(ui)) == 2, "orders are offered")
        await ui.press("escape")
        assert (choices(ui), ui.filter_text) == ([], "")
        assert ui.stories.has_focus


async def test_suggestions_that_were_closed_are_not_taken(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        bar_of(ui)
        await ui.press("slash", *"is:r")
        await offers(ui, ["› read Tab"])
        await ui.press("left", "tab")
        assert ui.filter_text == "is:r"
        assert isinstance(ui.app.focused, StoryScroll)


async def test_suggestions_go_when_the_bar_is_left_or_the_cursor_moved(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        bar_of(ui)
        for key in ("enter", "left"):
            await ui.press("slash", *"is:r")
            await offers(ui, ["› read Tab"])
            await ui.press(key)
            await offers(ui, [])
            assert ui.filter_text == "is:r"


async def test_a_filter_that_is_only_looked_at_is_offered_nothing(full_desk: Desk) -> None:
    async with full_desk.open(filter_text="is:r") as ui:
        await ui.press("slash")
        assert choices(ui) == []
        await ui.press("tab")
        assert ui.filter_text == "is:r"
        assert isinstance(ui.app.focused, StoryScroll)


async def test_keys_typed_ahead_complete_what_they_mean(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        bar_of(ui)
        await ui.rush("slash", *"ou", "tab", *"hil", "tab", *"budget", "enter", "b")
        assert ui.filter_text == 'outlet:"Hill Courier" budget'
        assert ui.titles() == ["Parliament votes on the budget"]
        assert "★" in ui.row(0)
        await ui.rush("slash", *"outlet:harb", "shift+tab", "tab", "x")
        assert ui.filter_text == 'outlet:"The Harbour" x'
        await ui.rush("ctrl+u", *"coast", "tab", "slash", *"ha", "tab", "v", "tab")
        assert ui.filter_text == "has:video "


async def test_a_mistake_can_be_fixed_with_tab(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.filter("coast bais:left")
        await offers(ui, ["› bias: Tab"])
        lines = ui.screen_text().splitlines()
        assert any("Did you" in each for each in lines), "the message can still be read"
        await ui.press("tab")
        assert (ui.filter_text, cursor_of(ui)) == ("coast bias:left", len("coast bias:"))
        assert not ui.main.query_one("#filter-error").display
        await ui.filter("is:ai,raed")
        await ui.press("tab")
        assert ui.filter_text == "is:ai,read "
        await ui.rush("ctrl+u", *"sort:nwest", "tab", *"coast")
        assert ui.filter_text == "sort:newest coast"


async def test_suggestions_come_after_the_list_and_not_for_every_key_of_a_burst(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with full_desk.open() as ui:
        steps: list[str] = []
        show, draw = StoryList.show, StoryList.render_line

        def completing(text: str, cursor: int, vocabulary: Vocabulary) -> Completion | None:
            steps.append(f"suggest for {text}")
            return complete(text, cursor, vocabulary)

        def showing(*arguments: object, **named: object) -> None:
            steps.append("show")
            show(*arguments, **named)  # type: ignore[arg-type]

        def drawing(*arguments: object) -> object:
            steps.append("draw")
            return draw(*arguments)  # type: ignore[arg-type]

        await ui.press("slash")
        monkeypatch.setattr("newsreader.query.completion.complete", completing)
        monkeypatch.setattr(StoryList, "show", showing)
        monkeypatch.setattr(StoryList, "render_line", drawing)
        await ui.press("c")
        await ui.until(lambda: "suggest for c" in steps, "suggestions are made")
        listed, suggested = steps.index("show"), steps.index("suggest for c")
        assert "draw" in steps[listed:suggested]
        steps.clear()
        await ui.rush(*"oast bi")
        await offers(ui, ["› bias: Tab"])
        suggested_for = [step.removeprefix("suggest for ") for step in steps if step.startswith("suggest")]
        assert suggested_for[-1] == "coast bi"
        assert len(suggested_for) < len("oast bi")


async def test_names_are_shown_as_they_are_and_cut_where_there_is_no_room(full_desk: Desk) -> None:
    async with full_desk.open(size=(40, 12)) as ui:
        bar = bar_of(ui)
        bar.vocabulary = Vocabulary(outlets=("[red]\x1b[31mThe[/] very long name of an outlet by the sea", "[/]"))
        await ui.press("slash", *"coast and storm outlet:")
        await ui.until(lambda: len(choices(ui)) == 1, "the outlet with a name is offered")
        (row,) = (each for each in ui.screen_text().splitlines() if "›" in each)
        assert len(row) <= 40
        assert '› "[red]The[/] very long' in row
        assert "… Tab" in row
        await ui.press("tab")
        assert ui.filter_text.startswith('coast and storm outlet:"[red]The[/] very long name')


async def test_arrows_go_through_the_filters_used(full_desk: Desk, used: list[str]) -> None:
    async with full_desk.open() as ui:
        bar = bar_of(ui)
        bar.history = ("budget", "coast is:unread", "ca")
        await ui.press("slash", *"gua")
        for key, text in (
            ("up", "budget"),
            ("up", "coast is:unread"),
            ("up", "ca"),
            ("up", "ca"),
            ("down", "coast is:unread"),
            ("down", "budget"),
            ("down", "gua"),
        ):
            await ui.press(key)
            assert (ui.filter_text, cursor_of(ui)) == (text, len(text))
        assert ui.titles() == ["Guards of the coast save forty"]
        assert choices(ui) == []
        await ui.press("up")
        assert ui.titles() == ["Parliament votes on the budget"]
        await ui.press("backspace", "up")
        assert ui.filter_text == "budget", "what was typed on is where the history begins anew"
        await ui.press("down")
        assert ui.filter_text == "budge"
        await ui.press("down")
        assert ui.stories.has_focus
        assert used == ["budge"]


async def test_without_a_history_up_changes_nothing_and_down_goes_to_the_list(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("slash", *"coast", "up")
        assert ui.filter_text == "coast"
        assert isinstance(ui.app.focused, FilterInput)
        await ui.press("down")
        assert ui.stories.has_focus


async def test_the_filter_that_stands_in_the_bar_is_not_offered_again(full_desk: Desk, used: list[str]) -> None:
    async with full_desk.open() as ui:
        for text in ("budget", "coast"):
            await ui.filter(text)
            await ui.press("enter")
        assert used == ["budget", "coast"]
        await ui.press("slash", "up")
        assert ui.filter_text == "budget"


async def test_arrows_typed_ahead_find_the_letters_before_them(full_desk: Desk, used: list[str]) -> None:
    async with full_desk.open() as ui:
        bar_of(ui).history = ("coast", "budget")
        await ui.rush("slash", *"gua", "up", "up", "down", "down", "x")
        assert ui.filter_text == "guax"
        await ui.rush("ctrl+u", "up", "up", "enter", "b")
        assert ui.filter_text == "budget"
        assert ui.titles() == ["Parliament votes on the budget"]
        assert "★" in ui.row(0)
        assert used == ["budget"]


async def test_news_of_letters_that_come_late_change_nothing(full_desk: Desk) -> None:
    """The field reports its letters a moment after it has them; an arrow finds them there already."""
    async with full_desk.open() as ui:
        bar = bar_of(ui)
        bar.history = ("coast", "budget")
        await ui.press("slash")
        type_into(ui, "gua")
        bar.show_older()
        await ui.settled()
        assert bar.show_newer()
        assert ui.filter_text == "gua"
        type_into(ui, "is:rea")
        assert bar.take_choice()
        await ui.settled()
        assert ui.filter_text == "is:read "
        type_into(ui, "is:rea")
        bar.put("is:r")
        await ui.settled()
        assert choices(ui) == []
        type_into(ui, "is:re")
        bar.close_choices()
        await ui.settled()
        assert choices(ui) == []


async def test_a_filter_counts_as_used_when_the_bar_is_left_with_it(full_desk: Desk, used: list[str]) -> None:
    async with full_desk.open() as ui:
        for text, now_used in (
            ("coast ", ["coast"]),
            ("coast", ["coast"]),
            ("  ", ["coast"]),
            ("bais:left", ["coast"]),
            ("budget", ["coast", "budget"]),
            ("coast", ["coast", "budget", "coast"]),
        ):
            await ui.filter(text)
            await ui.press("enter")
            assert used == now_used
        await ui.press("f")
        assert used == ["coast", "budget", "coast"], "what a key in the list put there was not typed"
