"""Rows of the list are as high as the window, the config and the user want them, and nothing is lost by a change."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from tests.ui.test_columns import HARD_TITLES, NOW, row, texts, widths
from tests.unit.test_graphemes import edges

from newsreader.config import Config
from newsreader.paths import sample_library
from newsreader.session import SessionStore, load_session
from newsreader.text import clean_title
from newsreader.ui.main.row_height import TALL, title_lines
from newsreader.ui.terminal.graphemes import drawable
from newsreader.ui.widgets.story_row import COMPACT, RowPainter

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI

STORIES: Final = 60


def painted(painter: RowPainter, title: str, outlet: str, width: int, *, selected: bool = False) -> list[str]:
    """The lines of a row."""
    parts = range(painter.lines_a_row)
    return [painter.line(row(title, outlet), part, width, at_cursor=False, selected=selected).text for part in parts]


def painter_of(lines: int) -> RowPainter:
    return RowPainter(lambda _name: Style(), lambda: NOW, lines)


def top_of_cursor(ui: ReaderUI) -> int:
    """The line of the list at which the row at the cursor begins."""
    return ui.stories.cursor * ui.stories.lines_a_row - ui.stories.scroll_offset.y


def has_height(ui: ReaderUI, lines: int) -> bool:
    return ui.stories.lines_a_row == lines


def is_whole_in_sight(ui: ReaderUI) -> bool:
    top = top_of_cursor(ui)
    return 0 <= top <= max(ui.stories.size.height - ui.stories.lines_a_row, 0)


@given(st.integers(0, 300), st.sampled_from((None, 1, 2)))
def test_the_config_counts_in_every_window_and_without_it_the_height(rows: int, configured: int | None) -> None:
    assert title_lines(rows, configured, is_compact=True) == COMPACT
    assert title_lines(rows, configured, is_compact=False) == configured or (2 if rows >= TALL else 1)


@pytest.mark.parametrize(
    ("size", "config", "height", "compact"),
    [
        ((120, 36), None, 3, 1),
        ((80, 24), None, 3, 1),
        ((80, 23), None, 2, 1),
        ((40, 12), None, 2, 1),
        ((80, 24), 1, 2, 1),
        ((40, 12), 2, 3, 1),
    ],
)
async def test_a_key_switches_between_whole_titles_and_one_line_a_story(
    full_desk: Desk, size: tuple[int, int], config: int | None, height: int, compact: int
) -> None:
    async with full_desk.open(size=size, config=Config(read_after=0, hints=False, title_lines=config)) as ui:
        assert ui.stories.lines_a_row == height
        for expected in (compact, height):
            await ui.press("equals_sign")
            assert ui.stories.lines_a_row == expected
            assert all(title[:12] in ui.row(place) for place, title in enumerate(ui.titles()[:3]))


async def test_a_compact_row_has_title_outlet_age_and_marks(full_desk: Desk) -> None:
    async with full_desk.open(size=(150, 36)) as ui:
        await ui.press(*["greater_than_sign"] * 6)
        await ui.press("equals_sign", "b", "j", "m", "k", "space")
        assert [" ".join(ui.row(place).split()) for place in (0, 1)] == [
            "•✓Storm reaches the coast ★ Harbour Post · 1 d",
            "Parliament votes on the budget Hill Courier · 2 d",
        ]
        await ui.press(*["greater_than_sign"] * 12)
        assert [" ".join(ui.row(place).split()) for place in (0, 1)] == [
            "•✓Storm reaches the coast ★ ·●··· Harbour Post · 1 d",
            "Parliament votes on the budget ····● Hill Courier · 2 d",
        ]


@given(texts, texts, widths, st.booleans())
def test_a_compact_row_has_its_width_and_whole_characters(title: str, outlet: str, width: int, selected: bool) -> None:
    (line,) = painted(painter_of(COMPACT), title, outlet, width, selected=selected)
    assert cell_len(line) == width
    if width < 30:
        return
    shown = drawable(clean_title(title))
    drawn = line[2:].split("  ")[0].rstrip().removesuffix("…")
    assert shown.startswith(drawn)
    assert any(shown[len(drawn) : edge].strip() == "" for edge in edges(shown) if edge >= len(drawn))
    assert "Jun" in line or " d " in line, "the age is in sight"


@given(texts, texts, st.integers(8, 120), st.lists(st.sampled_from((COMPACT, 1, 2)), min_size=1, max_size=5))
def test_rows_of_another_height_are_drawn_as_if_there_had_been_no_other(
    title: str, outlet: str, width: int, heights: list[int]
) -> None:
    painter = painter_of(2)
    for lines in heights:
        painted(painter, title, outlet, width)
        painter.title_lines = lines
        assert painter.lines_a_row == lines + 1
        assert painted(painter, title, outlet, width) == painted(painter_of(lines), title, outlet, width)


@pytest.mark.parametrize("title", HARD_TITLES)
def test_the_second_line_of_a_title_goes_on_where_the_first_ends(title: str) -> None:
    first, second, _ = painted(painter_of(2), title, "Harbour Post", 41)
    shown = drawable(clean_title(title))
    whole = (first[2:].rstrip() + second[2:].rstrip()).removesuffix("…").replace(" ", "")
    assert shown.replace(" ", "").startswith(whole)
    assert len(second.strip()) > 2


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_most_titles_of_the_sample_are_whole(desk: Desk, size: tuple[int, int]) -> None:
    async with desk.open(desk.reader(sample_library(), is_sample=True), size=size) as ui:
        cut = 0
        for place, title in enumerate(ui.titles()):
            await ui.pilot.press(*["down"] * (place > 0))
            *lines, _ = ui.row(place).splitlines()
            assert title[:8] in lines[0]
            cut += any(line.rstrip().endswith("…") for line in lines)
        assert cut <= len(ui.titles()) // 4


@pytest.mark.parametrize("size", [(122, 36), (122, 24), (122, 16), (40, 12), (30, 8)])
@pytest.mark.parametrize("moves", [[], ["j"] * 5, ["j"] * 30, ["G"], ["G", "k", "k", "k"]])
async def test_the_cursor_stays_on_its_story_and_its_row_where_it_was_as_far_as_it_can(
    desk: Desk, size: tuple[int, int], moves: list[str]
) -> None:
    desk.library.fill_with(STORIES)
    async with desk.open(size=size) as ui:
        await ui.press(*moves)
        for _ in range(4):
            title, top = ui.title, top_of_cursor(ui)
            await ui.press("equals_sign")
            assert ui.title == title
            assert is_whole_in_sight(ui)
            lines = ui.stories.lines_a_row
            highest = min(ui.stories.cursor * lines, ui.stories.size.height - lines)
            below = (STORIES - ui.stories.cursor) * lines
            lowest = max(ui.stories.size.height - below, 0)
            assert top_of_cursor(ui) == max(min(top, highest), lowest)
            assert title in ui.row(ui.stories.cursor)


async def test_a_window_that_grows_or_shrinks_changes_the_rows_and_keeps_that_of_the_cursor_in_sight(
    desk: Desk,
) -> None:
    desk.library.fill_with(STORIES)
    async with desk.open(size=(122, 30)) as ui:
        await ui.press(*["j"] * 25)
        title = ui.title
        for rows in (23, 24, 12, 40, 8, 24, 23):
            await ui.pilot.resize_terminal(122, rows)
            height = 3 if rows >= TALL else 2
            await ui.until(partial(has_height, ui, height), "the rows have their height")
            await ui.settled()
            assert ui.title == title
            assert is_whole_in_sight(ui)
            assert title in ui.screen_text()


async def test_a_window_that_changed_under_a_box_has_rows_that_fit_it(desk: Desk) -> None:
    desk.library.fill_with(STORIES)
    async with desk.open(size=(122, 30)) as ui:
        await ui.press(*["j"] * 25, "question_mark")
        await ui.pilot.resize_terminal(122, 16)
        await ui.press("escape")
        assert ui.stories.lines_a_row == 2
        assert is_whole_in_sight(ui)


async def test_a_choice_of_compact_rows_is_remembered(full_desk: Desk) -> None:
    for expected in (1, 3, 1):
        store = SessionStore(full_desk.paths.session_file)
        async with full_desk.open(size=(120, 36), store=store) as ui:
            await ui.press("equals_sign")
            assert ui.stories.lines_a_row == expected
            ui.app.exit()
        store.save()
        assert load_session(full_desk.paths.session_file).is_compact is (expected == 1)
        async with full_desk.open(size=(120, 36), store=SessionStore(full_desk.paths.session_file)) as ui:
            assert ui.stories.lines_a_row == expected, "also in the first picture"


@pytest.mark.parametrize("keys", [(), ("equals_sign",)])
async def test_clicks_pages_and_selection_follow_the_height(desk: Desk, keys: tuple[str, ...]) -> None:
    desk.library.fill_with(STORIES)
    async with desk.open(size=(122, 36)) as ui:
        await ui.press(*keys)
        height = ui.stories.lines_a_row
        for place in (4, 0, 7):
            for line in range(height):
                await ui.pilot.click("#stories", offset=(10, place * height + line))
                await ui.settled()
                assert ui.stories.cursor == place
        await ui.press("g", "pagedown")
        assert ui.stories.cursor == ui.stories.size.height // height - 1
        await ui.press("g", "space", "j", "space")
        assert [ui.row(place)[1] for place in range(4)] == ["✓", " ", "✓", " "]
        await ui.press("G")
        assert ui.stories.max_scroll_y == STORIES * height - ui.stories.size.height
        assert is_whole_in_sight(ui)


async def test_found_words_are_marked_in_compact_rows(full_desk: Desk) -> None:
    async with full_desk.open(size=(122, 36)) as ui:
        await ui.press("equals_sign")
        await ui.filter("storm harbour")
        assert ui.marked_in_list(0) == ["Storm", "Harbour"]
