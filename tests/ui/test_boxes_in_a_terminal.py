"""Boxes in a real terminal, with keys that come faster than the reader can follow."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

import pytest
from tests.ui.terminal import Terminal, reader

if TYPE_CHECKING:
    from pathlib import Path

UP, DOWN, HOME, END = "\x1b[A", "\x1b[B", "\x1b[H", "\x1b[F"
PAGE_UP, PAGE_DOWN = "\x1b[5~", "\x1b[6~"
FIRST, LAST = "\x1b[1;5H", "\x1b[1;5F"
ENTER: Final = "\r"
ESCAPE: Final = "\x1b[27;1u"
"""The key as terminals send it that distinguish it from the beginning of another one."""
KEYS: Final = (UP, DOWN, HOME, END, PAGE_UP, PAGE_DOWN, FIRST, LAST, ENTER, ESCAPE, *"abhmnstxz", "\x7f", "\x15")


EDITOR: Final = {"EDITOR": "true", "VISUAL": ""}
"""An editor that ends at once: keys that open one would else be typed into it."""


def listed(text: str) -> bool:
    return "54 of 54" in text


def assert_answers(terminal: Terminal) -> None:
    """The reader is there, and its keys do what they do."""
    in_turn = (ESCAPE, "/zebra")
    terminal.press_until(in_turn, lambda text: "zebra" in text.splitlines()[0], "the filter takes text")


@pytest.mark.parametrize("opening", [":", "\x10", "T"])
@pytest.mark.parametrize(
    "keys",
    [
        ENTER + ENTER,
        PAGE_DOWN,
        PAGE_UP,
        PAGE_DOWN * 3 + UP + ENTER + ENTER,
        ENTER + ESCAPE,
        ESCAPE + ESCAPE,
        PAGE_DOWN + ESCAPE + PAGE_DOWN + ENTER,
        LAST + UP + FIRST + DOWN + END + HOME + ENTER * 3,
        "view all" + ENTER + ENTER,
        "\x1b[200~view\rall\x1b[201~" + ENTER,
    ],
)
def test_keys_in_one_write_are_keys_of_the_box_they_open(tmp_path: Path, opening: str, keys: str) -> None:
    with reader(tmp_path, environment=EDITOR) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        terminal.press(opening + keys)
        assert_answers(terminal)


@pytest.mark.parametrize("seed", range(6))
def test_any_keys_in_one_write_leave_a_reader_that_answers(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with reader(tmp_path, environment=EDITOR) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        for _ in range(8):
            terminal.press(chance.choice(":\x10T") + "".join(chance.choices(KEYS, k=12)) + ESCAPE * 3)
            terminal.take_what_came()
        assert_answers(terminal)
