"""Where stories are read on."""

from __future__ import annotations

from newsreader.session import MOST_POSITIONS
from newsreader.ui.reading_positions import ReadingPositions


def test_a_position_is_kept_until_it_is_forgotten() -> None:
    positions = ReadingPositions()
    assert positions.of("a") == 0
    positions.note("a", 0.5)
    assert positions.of("a") == 0.5
    positions.note("b", 0.25)
    positions.forget("a")
    assert positions.as_mapping() == {"b": 0.25}
    positions.note("b", 0)
    assert positions.as_mapping() == {}


def test_what_was_noted_since_the_start_counts_more_than_what_is_loaded() -> None:
    positions = ReadingPositions()
    positions.note("a", 0.5)
    positions.load({"a": 0.1, "b": 0.2})
    assert list(positions.as_mapping().items()) == [("a", 0.5), ("b", 0.2)]


def test_only_the_latest_are_kept() -> None:
    positions = ReadingPositions()
    for number in range(MOST_POSITIONS + 2):
        positions.note(f"{number}", 0.5)
    positions.note("2", 0.75)
    assert len(positions.as_mapping()) == MOST_POSITIONS
    assert [positions.of(story) for story in ("0", "1", "2", "3")] == [0, 0, 0.75, 0.5]
    assert list(positions.as_mapping())[-1] == "2"
