"""The status line: its words, and the bar while files are read."""

from __future__ import annotations

from typing import Final

import pytest
from msgspec.structs import replace

from newsreader.query import Sort
from newsreader.sync import Progress
from newsreader.ui.widgets.status_line import Fetched, Status, status_content


def test_the_status_line_shows_counts_order_problems_and_library() -> None:
    texts = {
        Status(2, 4, 1): "2 of 4 · 1 bookmarked",
        Status(): "… of … · 0 bookmarked",
        Status(1204, 100_000, 1000): "1,204 of 100,000 · 1,000 bookmarked",
        Status(4, 4, 0, 1): "4 of 4 · 0 bookmarked · 1 problem (!)",
        Status(4, 4, 0, 3, Sort.BIAS, "news"): "4 of 4 · 0 bookmarked · 3 problems (!) · by bias · news",
        Status(4, 4, activity="comparing…"): "4 of 4 · 0 bookmarked · comparing…",
        Status(12, 1204, 3, unread=900): "12 of 1,204 · 900 unread · 3 bookmarked",
        Status(4, 4, unread=0): "4 of 4 · 0 unread · 0 bookmarked",
        Status(12, 1204, 3, unread=900, selected=5): "5 selected · 12 of 1,204 · 900 unread · 3 bookmarked",
    }
    for status, text in texts.items():
        assert status_content(status, 120).plain == text


FULL: Final = Status(12, 1204, 30, 2, Sort.OUTLET, "news", unread=900)


@pytest.mark.parametrize(
    ("width", "status", "text"),
    [
        (79, FULL, "12 of 1,204 · 900 unread · 30 bookmarked · 2 problems (!) · by outlet · news"),
        (76, FULL, "12 of 1,204 · 900 unread · 30 bookmarked · 2 problems (!) · by outlet · news"),
        (75, FULL, "12 of 1,204 · 900 unread · 30 bookmarked · 2 problems (!) · by outlet"),
        (68, FULL, "12 of 1,204 · 900 unread · 2 problems (!) · by outlet"),
        (52, FULL, "12 of 1,204 · 900 unread · 2 problems (!)"),
        (38, FULL, "12 of 1,204 · 2 problems (!)"),
        (20, FULL, "12 of 1,204"),
        (5, FULL, "12 of 1,204"),
        (38, replace(FULL, problems=0), "12 of 1,204 · 900 unread · by outlet"),
        (38, replace(FULL, problems=0, sort=Sort.NEWEST, bookmarked=1), "12 of 1,204 · 900 unread"),
        (39, replace(FULL, problems=0, sort=Sort.NEWEST, bookmarked=1), "12 of 1,204 · 900 unread · 1 bookmarked"),
        (38, replace(FULL, problems=0, selected=5), "5 selected · 12 of 1,204 · 900 unread"),
        (38, Status(48, 48, library="sample library", unread=48), "48 of 48 · 48 unread · sample library"),
        (38, replace(FULL, selected=5), "5 selected · 12 of 1,204"),
        (38, Status(10**6, 10**6, selected=10**6), "1,000,000 selected"),
        (38, replace(FULL, activity="comparing with the files…"), "12 of 1,204 · comparing with the files…"),
        (38, replace(FULL, selected=5, activity="comparing…"), "5 selected · 12 of 1,204 · comparing…"),
        (
            70,
            replace(FULL, fetching=Fetched(), bookmarked=0, sort=Sort.NEWEST),
            "12 of 1,204 · 900 unread · 2 problems (!) · Fetching… · news",
        ),
        (60, replace(FULL, fetching=Fetched(3, 9, 12)), "12 of 1,204 · 2 problems (!) · Fetching 3/9 · 12 new"),
        (38, replace(FULL, fetching=Fetched(3, 9, 12)), "12 of 1,204 · Fetching 3/9 · 12 new"),
        (30, replace(FULL, fetching=Fetched(312, 1500, 12)), "12 of 1,204 · Fetching 312/1,500"),
        (
            70,
            replace(FULL, fetching=Fetched(3, 9), hint="a hint", sort=Sort.NEWEST, bookmarked=0),
            "12 of 1,204 · 900 unread · 2 problems (!) · Fetching 3/9 · news",
        ),
        (38, replace(FULL, library="日本語の図書館", problems=0, sort=Sort.NEWEST), "12 of 1,204 · 900 unread"),
    ],
)
def test_what_has_no_room_is_left_out_the_least_important_first(width: int, status: Status, text: str) -> None:
    assert status_content(status, width).plain == text


BY_EVENT: Final = Status(34, 54, 0, 2, Sort.EVENT, "news", unread=54)


@pytest.mark.parametrize(
    ("width", "status", "text"),
    [
        (80, BY_EVENT, "34 events of 54 stories · 54 unread · 0 bookmarked · 2 problems (!) · news"),
        (54, BY_EVENT, "34 events of 54 stories · 54 unread · 2 problems (!)"),
        (40, BY_EVENT, "34 events · 54 unread · 2 problems (!)"),
        (30, BY_EVENT, "34 events · 2 problems (!)"),
        (38, replace(BY_EVENT, problems=0), "34 events of 54 stories · 54 unread"),
        (38, replace(BY_EVENT, selected=5, problems=0), "5 selected · 34 events · 54 unread"),
        (38, replace(BY_EVENT, shown=1, total=1, unread=None, problems=0), "1 event of 1 story · news"),
        (
            60,
            replace(BY_EVENT, shown=None, total=None, unread=None, problems=0),
            "… events of … stories · 0 bookmarked · news",
        ),
        (30, replace(BY_EVENT, shown=1, is_incomplete=True, unread=1, problems=0), "1+ event · 1 unread"),
        (60, replace(BY_EVENT, is_looking=True, problems=0), "looking through 54… · 54 unread · 0 bookmarked · news"),
    ],
)
def test_a_list_with_a_row_for_each_event_counts_events(width: int, status: Status, text: str) -> None:
    assert status_content(status, width).plain == text


def test_what_is_selected_is_shown_in_the_accent_style() -> None:
    content = status_content(replace(FULL, selected=5), 120)
    accented = [content.plain[span.start : span.end] for span in content.spans if "$accent" in str(span.style)]
    assert accented == ["5 selected"]


@pytest.mark.parametrize(
    ("width", "text"),
    [
        (
            118,
            "5 selected · 12 of 1,204 · 900 unread · ━────────── reading 12,300 of 100,000 · 25 s left"
            " · 2 problems (!) · by outlet",
        ),
        (78, "5 selected · 12 of 1,204 · ━╸─────────── reading 12,300 of 100,000 · 25 s left"),
        (60, "5 selected · ━──────── reading 12,300 of 100,000 · 25 s left"),
        (50, "5 selected · ╸────── 12,300 of 100,000 · 25 s left"),
        (38, "5 selected · ━━────────────────── 12 %"),
        (17, "5 selected · 12 %"),
    ],
)
def test_what_is_selected_stays_while_files_are_read(width: int, text: str) -> None:
    progress = Progress(12_300, 100_000, 25.4)
    drawn = status_content(replace(FULL, selected=5, progress=progress), width)
    assert drawn.plain == text
    assert drawn.cell_length <= width


@pytest.mark.parametrize(
    ("width", "progress", "text"),
    [
        (118, Progress(12_300, 100_000, 25.4),
         "12,100 of … · 0 bookmarked · ━━╸───────────────────── reading 12,300 of 100,000 · 25 s left · news"),
        (78, Progress(12_300, 100_000, 25.4),
         "12,100 of … · ━━───────────────── reading 12,300 of 100,000 · 25 s left · news"),
        (62, Progress(12_300, 100_000, 25.4), "12,100 of … · ━───────── reading 12,300 of 100,000 · 25 s left"),
        (38, Progress(12_300, 100_000, 25.4), "╸─────── 12,300 of 100,000 · 25 s left"),
        (38, Progress(12_300, 100_000), "━─────────── reading 12,300 of 100,000"),
        (38, Progress(1_000_000, 1_000_000, 0.2), "━━━━ 1,000,000 of 1,000,000 · 1 s left"),
        (30, Progress(990, 1_000, 3_599), "990 of 1,000 · 60 min left"),
        (30, Progress(0, 0), "─────────────── reading 0 of 0"),
        (78, Progress(50, 100, None, is_text=True), "12,100 of … · 0 bookmarked · ━━━━━━━━━━╸────────── searchable 50 of 100 · news"),
    ],
)  # fmt: skip
def test_the_status_line_draws_how_far_reading_has_come(width: int, progress: Progress, text: str) -> None:
    drawn = status_content(Status(12_100, None, library="news", progress=progress), width)
    assert drawn.plain == text
    assert drawn.cell_length <= width


def test_a_plus_says_that_more_stories_may_match() -> None:
    assert status_content(Status(12, 100, is_incomplete=True), 60).plain.startswith("12+ of 100")
    assert status_content(Status(None, 100, is_incomplete=True), 60).plain.startswith("… of 100")


@pytest.mark.parametrize(("seconds", "text"), [(0.0, "1 s"), (59.4, "59 s"), (60.0, "1 min"), (5400.0, "1.5 h")])
def test_the_time_left_is_shown_in_one_unit(seconds: float, text: str) -> None:
    assert f" · {text} left" in status_content(Status(progress=Progress(1, 2, seconds)), 118).plain
