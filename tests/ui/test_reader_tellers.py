"""Who else tells a story: the lines below its meta line, and the keys that go from teller to teller."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from tests.ui import events
from tests.ui.test_footer import offered

from newsreader.config import Config
from newsreader.events.coverage import Coverage
from newsreader.ui.story.tellers import coverage_words

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.conftest import Desk, ReaderUI

SIZES: Final = [(200, 60), (120, 36), (80, 24), (40, 12)]
NBSP: Final = "\u00a0"


def shown(ui: ReaderUI) -> str:
    """The story as it reads."""
    return ui.text("#story-text").replace(NBSP, " ")


def told(ui: ReaderUI) -> list[str]:
    """The lines that say who else tells it."""
    return [row for row in shown(ui).split("\n") if row.startswith(("Also told by", "Related"))]


def story(ui: ReaderUI) -> str:
    """The id of the story that is shown."""
    return ui.main.story.stored.story.id if ui.main.story.stored else ""


@pytest.fixture
def told_desk(desk: Desk) -> Desk:
    events.fill(desk.library)
    return desk


@pytest.mark.parametrize("size", SIZES[:3])
async def test_the_others_stand_below_the_meta_line(told_desk: Desk, size: tuple[int, int]) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=size) as ui:
        await ui.filter("outlet:hill")
        await ui.press("enter")  # what is suggested goes away
        rows = shown(ui).split("\n")
        assert rows[2].startswith("Hill Courier · 18 Jun 2024")
        assert rows[3] == "Also told by  ·●··· Harbour Post   ··●·· Quay Herald   3 outlets, L C R"
        drawn = ui.screen_text().replace(NBSP, " ")
        for whole in ("·●··· Harbour Post", "··●·· Quay Herald", "3 outlets, L C R"):
            assert whole in drawn, "what belongs together stands on one line"


async def test_in_a_low_window_they_have_one_row(told_desk: Desk) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=(40, 12)) as ui:
        await ui.filter("outlet:hill")
        await ui.press("enter", "enter")
        assert " Also told by  ·●··· Harbour Post   +1" in ui.screen_text().replace(NBSP, " ").split("\n")


@pytest.mark.parametrize("size", SIZES)
async def test_a_story_that_nobody_else_tells_says_nothing_of_it(told_desk: Desk, size: tuple[int, int]) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=size) as ui:
        assert story(ui) == "choir"
        assert told(ui) == []
        assert not [key for key in offered(ui) if "teller" in key]
        await ui.press("right_square_bracket")
        assert (story(ui), ui.notices()) == ("choir", ["No other story in your library tells this."])


async def test_signs_say_the_rating_without_colours_and_in_seven_bits(told_desk: Desk) -> None:
    config = Config(read_after=0, ascii=True)
    async with told_desk.open(events.reader_of(told_desk), size=(200, 60), config=config) as ui:
        await ui.filter("outlet:hill")
        assert "Also told by  -#--- Harbour Post   --#-- Quay Herald   3 outlets, L C R" in ui.screen_text()


async def test_more_than_six_outlets_are_counted_and_each_once(told_desk: Desk) -> None:
    library = told_desk.library
    library.registry(*events.registry((*events.OUTLETS, *events.MORE_OUTLETS)))
    for number, (outlet, _, _) in enumerate(events.MORE_OUTLETS):
        events.tell(library, f"more-{number}", outlet, "18")
        events.tell(library, f"again-{number}", outlet, "18")
    events.tell(library, "weekly", "weekly", "18")
    async with told_desk.open(events.reader_of(told_desk), size=(200, 60)) as ui:
        await ui.filter("id:left")
        (line,) = told(ui)
        assert line.endswith("   and 4 more   11 outlets, L C R, 7 mixed, 1 unrated")
        assert line.count("mixed Paper") + line.count("·····") + line.count("●") == 6
        await ui.filter("id:weekly")
        assert told(ui)[0].startswith("Also told by  ·●··· Harbour Post")


async def test_what_is_only_related_is_told_apart(told_desk: Desk) -> None:
    events.tell_related(told_desk.library)
    async with told_desk.open(events.reader_of(told_desk), size=(120, 36)) as ui:
        await ui.filter("id:left")
        assert told(ui)[1] == "Related  ····· Quiet Weekly"
        assert told(ui)[0].endswith("3 outlets, L C R"), "it is not counted"
        await ui.filter("id:related")
        assert told(ui) == ["Related  ·●··· Harbour Post   ··●·· Quay Herald   ····● Hill Courier"], (
            "to itself they are, too"
        )


@pytest.mark.parametrize("size", SIZES)
async def test_the_keys_go_round_the_tellers_in_the_order_of_the_event(told_desk: Desk, size: tuple[int, int]) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=size) as ui:
        await ui.press("G")
        assert story(ui) == "left"
        seen: list[str] = []
        for _ in range(3):
            await ui.press("right_square_bracket")
            seen.append(story(ui))
            row = ui.stories.row_at(ui.stories.cursor)
            assert row is not None
            assert row.id == story(ui), "the cursor is on the story, which is in the list"
        assert seen == ["center", "right", "left"]
        await ui.press("enter", "left_square_bracket")
        assert (story(ui), ui.main.panes.is_in_story) == ("right", True)


@pytest.mark.parametrize("size", SIZES)
async def test_a_teller_that_is_not_in_the_list_is_shown_and_the_cursor_stays(
    told_desk: Desk, size: tuple[int, int]
) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=size) as ui:
        await ui.filter("outlet:hill")
        await ui.press("enter", "right_square_bracket")
        assert (story(ui), ui.title, len(ui.stories.numbers)) == ("left", events.TITLE, 1)
        assert "Harbour Post" in ui.screen_text(), "the story is in sight"
        assert ui.notices() == ["This story is not in the list. Esc goes back to the one at the cursor."]
        await ui.press("m")
        assert [ui.reader.search.is_read(id) for id in ("left", "right")] == [True, False], (
            "marks are for what is shown"
        )
        await ui.press("b")
        await ui.until(lambda: ui.reader.marks.bookmark_count() == 1, "it is bookmarked")
        assert (story(ui), ui.main.story.stored and ui.main.story.stored.marks.read_at is not None) == ("left", True)
        await ui.press("right_square_bracket", "left_square_bracket")
        assert "Esc Back" in offered(ui)
        await ui.press("escape")
        assert (story(ui), ui.filter_text) == ("right", "outlet:hill")


async def test_moving_the_cursor_goes_back_to_the_list(told_desk: Desk) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=(120, 36)) as ui:
        await ui.filter("outlet:hill OR choir")
        await ui.press("enter", "j", "right_square_bracket")
        assert story(ui) == "left"
        await ui.press("k")
        assert story(ui) == "choir"
        await ui.press("j")
        assert story(ui) == "right", "the visit is over"


async def test_another_filter_ends_the_visit_also_where_the_cursor_stays(told_desk: Desk) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=(120, 36)) as ui:
        await ui.filter("outlet:hill")
        await ui.press("enter", "right_square_bracket")
        await ui.filter("outlet:hill ferry")
        assert story(ui) == "right"


async def test_keys_typed_fast_go_as_far_as_slow_ones(told_desk: Desk) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=(120, 36)) as ui:
        await ui.filter("outlet:hill OR outlet:harbour")
        await ui.press("enter", "G")
        assert story(ui) == "left"
        await ui.rush(*["right_square_bracket"] * 4)
        assert story(ui) == "center"
        assert ui.stories.cursor == 1, "that of the left one, which is in the list"
        await ui.rush("right_square_bracket", "right_square_bracket", "j")
        assert story(ui) == "left", "the next row of the list"
        assert not ui.main.story.end_visit()


async def test_a_visited_story_whose_file_goes_away_gives_way_to_that_of_the_cursor(told_desk: Desk) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=(120, 36)) as ui:
        await ui.filter("outlet:hill")
        await ui.press("enter", "right_square_bracket")
        path: Path = told_desk.library.root / "left.yaml"
        path.unlink()
        await ui.press("r")
        await ui.until(lambda: not ui.main.syncer.is_syncing, "the files are compared")
        await ui.press("escape")
        assert story(ui) == "right"


async def test_a_story_is_found_where_it_was_left(told_desk: Desk) -> None:
    for id, outlet in (("left", "harbour"), ("right", "hill")):
        events.tell(told_desk.library, id, outlet, "18", events.TITLE, *(f"Paragraph {n}." for n in range(60)))
    async with told_desk.open(events.reader_of(told_desk), size=(120, 24)) as ui:
        await ui.filter("id:left OR id:right")
        await ui.press("enter", "enter", "pagedown")
        scroll = ui.main.query_one("#story-scroll")
        place, first = scroll.scroll_offset.y, story(ui)
        await ui.press("right_square_bracket")
        await ui.press("right_square_bracket", "right_square_bracket")
        assert (story(ui), scroll.scroll_offset.y) == (first, place)
        await ui.press("G")
        end = scroll.scroll_offset.y
        await ui.press("right_square_bracket", "left_square_bracket")
        assert (story(ui), scroll.scroll_offset.y) == (first, end), "also one that was read to its end"


async def test_a_click_on_a_teller_goes_to_it(told_desk: Desk) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=(200, 60)) as ui:
        await ui.filter("outlet:hill")
        lines = [strip.text.replace(NBSP, " ") for strip in ui.strips()]
        row = next(number for number, line in enumerate(lines) if "Also told by" in line)
        await ui.pilot.click(offset=(lines[row].index("Quay Herald"), row))
        await ui.settled()
        assert story(ui) == "center"


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((1, 1, 0, 0, 0, 0, 0), "2 outlets, L"),
        ((0, 0, 1, 0, 0, 0, 0), "1 outlet, C"),
        ((1, 0, 0, 1, 0, 2, 0), "4 outlets, L R, 2 mixed"),
        ((0, 0, 0, 0, 0, 0, 3), "3 outlets, 3 unrated"),
    ],
)
def test_the_sides_are_named_by_letters(counts: tuple[int, ...], words: str) -> None:
    assert coverage_words(Coverage(counts)) == words


async def test_names_of_outlets_are_no_markup_and_never_too_long(desk: Desk) -> None:
    name = "[bold]\x1b[31mA" + " very" * 40 + " long paper"
    desk.library.registry(*events.registry((("harbour", "Harbour Post", "left"), ("long", name, "right"))))
    events.tell(desk.library, "left", "harbour", "17")
    events.tell(desk.library, "right", "long", "18")
    async with desk.open(events.reader_of(desk), size=(80, 24)) as ui:
        await ui.filter("id:left")
        assert "[bold]" in told(ui)[0]
        assert "\x1b" not in told(ui)[0]
        assert len(told(ui)[0]) < 100
