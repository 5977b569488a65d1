"""The cursor of the terminal, which screen readers follow, stands where the user does."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.ui.terminal import Terminal, reader


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    for number in range(30):
        text = f"title: Story {number:02}\nsummary: Text {number:02}\npublished: 2024-01-{30 - number:02}\n"
        (folder / f"{number:02}.yaml").write_text(text, encoding="utf-8")
    return folder


def line_at_cursor(terminal: Terminal) -> str:
    return terminal.screen.display[terminal.screen.cursor.y]


def stands_on(terminal: Terminal, text: str, keys: str = "") -> None:
    """Press `keys`; then the cursor is on a line that begins with `text`, after marks and borders."""
    terminal.press(keys)
    terminal.wait_for(lambda _: line_at_cursor(terminal).lstrip(" •│┃▌").startswith(text), f"cursor at {text!r}")


def test_it_follows_the_row_of_the_list(tmp_path: Path, library: Path) -> None:
    with reader(tmp_path, "--library", str(library)) as terminal:
        terminal.wait_for(lambda text: "30 of 30" in text, "all stories are listed")
        stands_on(terminal, "Story 00")
        for keys, story in [("j", 1), ("j", 2), ("k", 1), ("G", 29), ("k", 28), ("g", 0), ("\x1b[6~\x1b[B", 11)]:
            stands_on(terminal, f"Story {story:02}", keys)
        terminal.press("m")
        terminal.wait_for(lambda text: "read" in text, "it is marked")
        stands_on(terminal, "Story 11")


def test_it_is_in_the_field_while_typing_and_at_the_top_of_the_story(tmp_path: Path, library: Path) -> None:
    with reader(tmp_path, "--library", str(library)) as terminal:
        terminal.wait_for(lambda text: "30 of 30" in text, "all stories are listed")
        stands_on(terminal, "/ 07", "/07")
        terminal.wait_for(lambda text: "1 of 30" in text, "one story matches")
        terminal.wait_for(
            lambda _: line_at_cursor(terminal)[: terminal.screen.cursor.x].endswith(("/ 07", "/ 07 ")),
            "the cursor is in the field",
        )
        stands_on(terminal, "Story 07", "\r")
        terminal.press("\r")
        terminal.wait_for(
            lambda _: (
                line_at_cursor(terminal)[terminal.screen.cursor.x :].lstrip().startswith("Story 07")
                and terminal.screen.cursor.x > 30
            ),
            "the cursor is at the title of the story",
        )
        stands_on(terminal, "Story 07", "\x1b")


def test_it_follows_the_choice_of_a_box_and_what_is_typed_there(tmp_path: Path, library: Path) -> None:
    with reader(tmp_path, "--library", str(library)) as terminal:
        terminal.wait_for(lambda text: "30 of 30" in text, "all stories are listed")
        terminal.press("v")
        terminal.wait_for(lambda text: "Bookmarks" in text, "the views are listed")

        def at(word: str) -> None:
            terminal.wait_for(
                lambda _: line_at_cursor(terminal)[terminal.screen.cursor.x :].lstrip().startswith(word),
                f"the cursor is at {word}",
            )

        at("4 All")
        terminal.press("\x1b[B")
        at("5 Unread")
        terminal.press("cen")
        terminal.wait_for(
            lambda _: line_at_cursor(terminal)[: terminal.screen.cursor.x].endswith(("cen", "cen ")),
            "the cursor is in the field",
        )
        terminal.press("\x1b[B")
        at("9 Center")
        terminal.press("\x1b")
        stands_on(terminal, "Story 00")
