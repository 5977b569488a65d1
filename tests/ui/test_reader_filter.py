"""The filter bar: narrowing, showing what was found, clearing, and mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from newsreader.query import Query
from newsreader.ui.widgets.filter_bar import FilterInput

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI

STORM, BUDGET, GUARDS, CAFE = (
    "Storm reaches the coast",
    "Parliament votes on the budget",
    "Guards of the coast save forty",
    "A café opens at the pole",
)


def error_of(ui: ReaderUI) -> str:
    """What the filter bar says is wrong, "" if nothing is."""
    return ui.text("#filter-error") if ui.main.query_one("#filter-error").display else ""


async def test_typing_narrows_the_list_letter_by_letter(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("slash")
        assert isinstance(ui.app.focused, FilterInput)
        everything, coast = [STORM, BUDGET, GUARDS, CAFE], [STORM, GUARDS]
        for key, titles in zip("coa g", (everything, everything, coast, coast, [GUARDS]), strict=True):
            await ui.press(key)
            assert ui.titles() == titles
        assert ui.filter_text == "coa g"
        assert ui.status.startswith("1 of 4")
        assert ui.text("#story-text").startswith(GUARDS)


async def test_accents_and_case_do_not_matter(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        for text in ("CAFE", "café", "Cafe"):
            await ui.filter(text)
            assert ui.titles() == [CAFE]
            assert ui.marked_in_list(0) == ["café"]


async def test_found_words_are_marked_in_list_and_story(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        assert ui.marked_in_list(0) == []
        await ui.filter("coast harb")
        assert ui.marked_in_list(0) == ["coast"]
        assert ui.marked_in_list(1) == ["Harb"]
        assert set(ui.marked_in_story()) >= {"coast", "Coast"}
        assert ui.marked_in_story().count("coast") == 2, "in the title and in the summary"


async def test_only_the_field_asked_for_is_marked(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.filter("summary:coast")
        assert ui.marked_in_list(0) == []
        assert ui.marked_in_story() == ["coast"]
        assert ui.content("#story-text").plain.index("coast") < ui.content("#story-text").spans[-1].end


async def test_escape_clears_and_leaves_the_bar(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.filter("budget")
        await ui.press("escape")
        assert ui.filter_text == ""
        assert len(ui.titles()) == 4
        assert ui.stories.has_focus
        await ui.press("slash", *"zzz")
        await ui.rush("escape", "j", "j")
        assert ui.filter_text == ""
        assert ui.stories.cursor == 3, "what follows is not typed, and goes on from the story of before"
        await ui.press("slash", *"budget", "enter")
        assert (ui.filter_text, ui.stories.has_focus) == ("budget", True)


async def test_escape_in_the_list_clears_the_filter(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.filter("budget")
        await ui.press("enter")
        assert ui.stories.has_focus
        await ui.press("escape")
        assert ui.filter_text == ""
        assert len(ui.titles()) == 4
        assert ui.marked_in_story() == []


async def test_the_bar_hands_over_to_the_list(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        for key in ("enter", "down"):
            await ui.filter("coast")
            await ui.press(key)
            assert ui.stories.has_focus
            assert ui.titles() == [STORM, GUARDS]


async def test_the_cursor_stays_on_its_story_while_that_is_listed(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("j", "j")
        await ui.filter("coast")
        assert ui.title == GUARDS
        await ui.press("escape")
        assert ui.title == GUARDS
        assert ui.stories.cursor == 2
        await ui.filter("budget")
        assert ui.title == BUDGET
        await ui.press("escape")
        assert ui.title == BUDGET


async def test_a_filter_that_finds_nothing_keeps_the_cursors_story(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("j", "j")
        assert ui.title == GUARDS
        await ui.filter("tag:none")
        assert ui.titles() == []
        await ui.press("escape")
        assert ui.title == GUARDS


async def test_command_keys_are_letters_in_the_bar(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("slash", *"bqfz?!:1")
        assert ui.filter_text == "bqfz?!:1"
        assert ui.app.screen is ui.main
        assert ui.reader.marks.bookmark_count() == 0


async def test_a_mistake_keeps_the_list_marks_the_place_and_helps(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.filter("coast")
        await ui.filter("coast bais:left")
        assert ui.titles() == [STORM, GUARDS], "the last list that could be understood"
        marks, message = error_of(ui).split("\n", 1)
        sign = ui.main.query_one(FilterInput).region.x
        assert marks.index("^") + ui.main.query_one("#filter-error").content_region.x == sign + len("coast ")
        assert marks.count("^") == len("bais:")
        assert "bais" in message
        assert "bias:" in message, "the nearest valid word"
        assert "^^^^^" in ui.screen_text()
        await ui.filter("coast bias:left")
        assert error_of(ui) == ""


@pytest.mark.parametrize("text", ["***", "—", "OR ***", "title:…"])
async def test_a_filter_of_punctuation_keeps_the_list_and_says_so(full_desk: Desk, text: str) -> None:
    async with full_desk.open() as ui:
        await ui.filter("coast")
        await ui.filter(text)
        assert ui.titles() == [STORM, GUARDS]
        assert "There is nothing to look for in" in error_of(ui)
        await ui.filter("-coast")
        assert error_of(ui) == ""


@pytest.mark.parametrize(
    "text", ["“the coast”", "«the coast»", "「the coast」", "‘the coast’", "title：coast", "the AND coast"]
)
async def test_signs_of_other_keyboards_are_taken_in_the_bar(full_desk: Desk, text: str) -> None:
    async with full_desk.open() as ui:
        await ui.filter(text)
        assert ui.titles() == [STORM, GUARDS]
        assert "coast" in ui.marked_in_list(0)[-1]
        await ui.filter(f"–{text}")
        assert STORM not in ui.titles()
        assert error_of(ui) == ""


async def test_a_mistake_is_marked_where_it_is_seen(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        for text in ("北京 bais:left", "a" * 60 + " bais:left"):
            await ui.filter(text)
            field, marks = ui.screen_text().splitlines()[:2]
            cells = [char for char in field for _ in range(cell_len(char))]
            assert "".join(cells[marks.index("^") :]).startswith("bais:")


async def test_what_is_half_typed_is_never_an_accident(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        for text in (*'"(-*%\\', '"coas', "(coast OR", "coast)", "AND", "OR", "NOT", "bias:", "C++", "it's", "a:b:c"):
            await ui.filter(text)
            assert ui.filter_text == text
            assert not ui.notices()
        await ui.filter('"coas')
        assert ui.titles() == [STORM, GUARDS]
        assert error_of(ui) == ""


async def test_a_word_that_begins_a_field_keeps_the_list_until_it_is_finished(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("slash", *"coast bia")
        assert ui.titles() == [STORM, GUARDS], "the list waits for the colon"
        assert ui.status.startswith("2 of 4")
        await ui.press(*"s:")
        assert ui.titles() == [STORM, GUARDS]
        await ui.press("backspace")
        assert ui.titles() == [STORM, GUARDS]
        await ui.press("enter")
        assert ui.titles() == [], "now it is a word like others"
        assert ui.filter_text == "coast bias"
        await ui.press("slash", "backspace", "x")
        assert ui.titles() == [], "no field begins so"


async def test_a_word_that_begins_a_field_still_finds_its_stories(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("slash", *"sa")
        assert ui.titles() == [GUARDS], "save"
        await ui.press("ctrl+a", *"zzz no")
        assert ui.titles() == [], "the rest finds nothing either"


async def test_a_filter_that_finds_nothing_says_so(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.filter("zebra")
        assert ui.titles() == []
        assert "Nothing matches “zebra”." in ui.screen_text()
        assert "Esc clears the filter." in ui.screen_text()
        assert ui.status.startswith("0 of 4")
        assert ui.text("#story-text").startswith(STORM), "the story that was read stays"
        await ui.press("enter", "b")
        assert ui.reader.marks.bookmark_count() == 0, "no story is listed"
        await ui.press("slash", "escape")
        assert ui.title == STORM
        assert ui.text("#story-text").startswith(STORM)
        await ui.filter("zebra")
        await ui.press("down", "j", "G", "enter", "b", "m", "o", "escape")
        assert len(ui.titles()) == 4


async def test_the_filter_of_the_command_line_is_in_the_bar_and_holds(full_desk: Desk) -> None:
    async with full_desk.open(filter_text="budget") as ui:
        assert ui.filter_text == "budget"
        assert ui.titles() == [BUDGET]
        assert ui.stories.has_focus


async def test_a_wrong_filter_of_the_command_line_is_explained(full_desk: Desk) -> None:
    async with full_desk.open(filter_text="bais:left") as ui:
        assert "bias:" in error_of(ui)


async def test_only_this_outlet_and_all_again(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("j", "f")
        assert ui.titles() == [BUDGET, CAFE]
        assert ui.filter_text == 'outlet:"Hill Courier"'
        assert ui.title == BUDGET
        await ui.press("f")
        assert len(ui.titles()) == 4
        assert ui.title == BUDGET


async def test_this_outlet_adds_to_what_was_typed(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.filter("coast")
        await ui.press("enter", "f")
        assert ui.filter_text == 'coast outlet:"Harbour Post"'
        assert ui.titles() == [STORM, GUARDS]
        await ui.press("f")
        assert ui.filter_text == "coast"


async def test_this_outlet_of_a_story_without_one(desk: Desk) -> None:
    desk.library.story("orphan", "Nobody tells this")
    async with desk.open() as ui:
        await ui.press("f")
        assert ui.filter_text == ""
        assert any("No outlet" in notice for notice in ui.notices())


async def test_a_sort_in_the_filter_wins(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.filter("sort:title")
        assert ui.titles() == [CAFE, GUARDS, BUDGET, STORM]
        assert "by title" in ui.status


async def test_results_of_an_older_filter_are_dropped(desk: Desk) -> None:
    """The first filter's worker comes back only after a second filter was set."""
    desk.library.write("many.yaml", "".join(f"- title: Story {number:03}\n  summary: Text.\n" for number in range(250)))
    async with desk.open() as ui:
        with ui.gated("search.select") as gate:
            ui.main.listing.apply_filter("story")
            await ui.until(gate.reached.is_set, "the first filter is being looked for")
            ui.main.listing.apply_filter("title:007")
            gate.open()
            await ui.until(gate.passed.is_set, "the first filter was looked for")
        await ui.settled()
        assert ui.titles() == ["Story 007"]
        assert ui.status.startswith("1 of 250")


async def test_a_result_that_was_on_its_way_is_dropped(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        everything = ui.reader.search.select(Query())
        assert everything is not None
        before = ui.main.listing.generation
        await ui.filter("budget")
        await ui.main.listing.found_all(before, everything, None, None)
        await ui.settled()
        assert ui.titles() == [BUDGET]


async def test_rows_beyond_the_first_screenful_follow(desk: Desk) -> None:
    desk.library.write("many.yaml", "".join(f"- title: Story {number:03}\n  summary: Text.\n" for number in range(250)))
    desk.warm()
    async with desk.open() as ui:
        assert len(ui.stories.numbers) == 250
        with ui.gated("search.select") as gate:
            ui.main.listing.apply_filter("story")
            await ui.until(gate.reached.is_set, "the whole list is being looked for")
            assert len(ui.stories.numbers) == 100, "the first screenful is there at once"
            await ui.pilot.press("down")
            assert ui.stories.cursor == 1
            gate.open()
            await ui.settled()
        assert len(ui.stories.numbers) == 250
        assert ui.stories.cursor == 1, "the cursor stays where the user moved it meanwhile"


async def test_a_filter_typed_ahead_is_not_taken_for_commands(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.rush("slash", *"budget", "enter", "b")
        assert ui.filter_text == "budget"
        assert ui.titles() == [BUDGET]
        assert "★" in ui.row(0)
        assert ui.reader.marks.bookmark_count() == 1
        await ui.rush("slash", "ctrl+u", *"guards", "enter", "f")
        assert ui.filter_text == 'guards outlet:"Harbour Post"'
