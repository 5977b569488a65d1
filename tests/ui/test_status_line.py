"""The status line: its words, and the bar while files are read."""

from __future__ import annotations

import pytest

from newsreader.sync import Progress
from newsreader.ui.widgets.status_line import Status, status_content


def test_the_status_line_tells_counts_order_problems_and_library() -> None:
    texts = {
        Status(2, 4, 1): "2 of 4 · 1 bookmarked",
        Status(): "… of … · 0 bookmarked",
        Status(1204, 100_000, 1000): "1,204 of 100,000 · 1,000 bookmarked",
        Status(4, 4, 0, 1): "4 of 4 · 0 bookmarked · 1 problem (!)",
        Status(4, 4, 0, 3, "by bias", "news"): "4 of 4 · 0 bookmarked · 3 problems (!) · by bias · news",
        Status(4, 4, activity="comparing…"): "4 of 4 · 0 bookmarked · comparing…",
    }
    for status, text in texts.items():
        assert status_content(status, 120).plain == text


@pytest.mark.parametrize(
    ("width", "progress", "text"),
    [
        (118, Progress(12_300, 100_000, 25.4),
         "12,100 of … · 0 bookmarked · ━━╸───────────────────── reading 12,300 of 100,000 · 25 s left · news"),
        (78, Progress(12_300, 100_000, 25.4),
         "12,100 of … · 0 bookmarked · ━────────── reading 12,300 of 100,000 · 25 s left"),
        (38, Progress(12_300, 100_000, 25.4), "╸─────── 12,300 of 100,000 · 25 s left"),
        (38, Progress(12_300, 100_000), "━─────────── reading 12,300 of 100,000"),
        (38, Progress(1_000_000, 1_000_000, 0.2), "━━━━ 1,000,000 of 1,000,000 · 1 s left"),
        (30, Progress(990, 1_000, 3_599), "990 of 1,000 · 60 min left"),
        (30, Progress(0, 0), "─────────────── reading 0 of 0"),
    ],
)  # fmt: skip
def test_the_status_line_draws_how_far_reading_has_come(width: int, progress: Progress, text: str) -> None:
    drawn = status_content(Status(12_100, None, library="news", progress=progress), width)
    assert drawn.plain == text
    assert drawn.cell_length <= width


@pytest.mark.parametrize(("seconds", "text"), [(0.0, "1 s"), (59.4, "59 s"), (60.0, "1 min"), (5400.0, "1.5 h")])
def test_the_time_left_is_told_in_one_unit(seconds: float, text: str) -> None:
    assert f" · {text} left" in status_content(Status(progress=Progress(1, 2, seconds)), 118).plain
