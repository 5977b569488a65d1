"""Panes have the widths that window and user want, and none is too narrow to be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.ui.main.pane_widths import (
    LEAST_LIST,
    LEAST_SIDEBAR,
    LEAST_STORY,
    MEDIUM,
    WIDE,
    PaneShares,
    PaneWidths,
    pane_widths,
)

NO_MATTER = PaneShares()


def story_width(columns: int, widths: PaneWidths) -> int:
    return columns - widths.list - widths.sidebar - (2 if widths.sidebar else 1)


@pytest.mark.parametrize(
    ("columns", "has_sidebar", "widths"),
    [(80, False, (39, 0)), (100, False, (41, 0)), (119, False, (41, 0)), (120, True, (41, 26)), (120, False, (42, 0)),
     (160, True, (48, 33)), (200, True, (77, 44)), (300, True, (90, 44))],
)  # fmt: skip
def test_the_widths_of_windows(columns: int, has_sidebar: bool, widths: tuple[int, int]) -> None:
    assert pane_widths(columns, 72, NO_MATTER, has_sidebar=has_sidebar) == PaneWidths(*widths)


def test_a_story_has_its_measure_before_the_list_grows() -> None:
    for measure in (40, 72, 90):
        assert story_width(200, pane_widths(200, measure, NO_MATTER, has_sidebar=True)) >= measure + 5


TITLES_WHOLE = 41
"""Columns of a list that holds titles of some seventy characters in two lines."""


@given(st.integers(MEDIUM, 400), st.integers(30, 200), st.booleans())
def test_list_and_story_have_what_they_need_before_the_outlet_has_more_than_it_must(
    columns: int, measure: int, beside: bool
) -> None:
    has_sidebar = beside and columns >= WIDE
    widths = pane_widths(columns, measure, NO_MATTER, has_sidebar=has_sidebar)
    if widths.sidebar > 26:
        assert widths.list >= TITLES_WHOLE
        assert story_width(columns, widths) >= measure + 5
    assert widths.list >= min(TITLES_WHOLE, (columns - 1) // 2)


@given(
    st.integers(MEDIUM, 400), st.integers(30, 200), st.floats(0, 1), st.floats(0, 1), st.booleans()
)  # fmt: skip
def test_no_pane_is_too_narrow(columns: int, measure: int, list_share: float, sidebar: float, beside: bool) -> None:
    has_sidebar = beside and columns >= WIDE
    widths = pane_widths(columns, measure, PaneShares(list_share, sidebar), has_sidebar=has_sidebar)
    assert widths.list >= LEAST_LIST
    assert story_width(columns, widths) >= LEAST_STORY
    assert widths.sidebar >= LEAST_SIDEBAR if has_sidebar else widths.sidebar == 0


def test_what_is_wanted_is_given_where_there_is_room() -> None:
    wanted = PaneShares(0.25, 0.15)
    assert pane_widths(200, 72, wanted, has_sidebar=True) == PaneWidths(50, 30)
    assert pane_widths(300, 72, wanted, has_sidebar=True) == PaneWidths(75, 45)


@given(st.integers(WIDE, 400), st.integers(LEAST_LIST, 50), st.integers(LEAST_SIDEBAR, 34))
def test_columns_that_were_chosen_come_back(columns: int, chosen: int, sidebar: int) -> None:
    wanted = PaneShares(chosen / columns, sidebar / columns)
    assert pane_widths(columns, 72, wanted, has_sidebar=True) == PaneWidths(chosen, sidebar)


def test_a_list_that_was_made_wide_leaves_a_smaller_window_its_story() -> None:
    wanted = PaneShares(100 / 200, 40 / 200)
    assert pane_widths(120, 72, wanted, has_sidebar=True) == PaneWidths(60, 24)
    assert story_width(80, pane_widths(80, 72, wanted, has_sidebar=False)) == 39
