"""The box of the reading balance: opened by its key, laid out for each window, and cleared."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.ui.conftest import NOW, Desk, ReaderUI

from newsreader.reader import Reader
from newsreader.session import SessionStore
from newsreader.ui.boxes.balance import BalanceScreen
from newsreader.ui.widgets.fitted_text import FittedText

SIZES = ((200, 60), (120, 36), (80, 24), (40, 12))


def box_text(ui: ReaderUI) -> str:
    assert isinstance(ui.app.screen, BalanceScreen)
    return str(ui.app.screen.query_one(FittedText).visual)


def numbers_of(ui: ReaderUI, rating: str) -> list[int]:
    """All numbers behind a rating, from the first period to the last."""
    lines = [line for line in box_text(ui).splitlines() if re.search(rf"{rating}\s+\d", line)]
    return [int(number) for line in lines for number in re.findall(r"\d+", line)]


@pytest.mark.parametrize("size", SIZES)
async def test_it_counts_what_was_read_and_what_there_is(full_desk: Desk, size: tuple[int, int]) -> None:
    async with full_desk.open(size=size) as ui:
        await ui.press("m", "H")
        assert numbers_of(ui, "Lean Left") == [1, 2] * 4
        assert numbers_of(ui, "····● Right") == [0, 2] * 4
        assert numbers_of(ui, "Together") == [1, 4] * 4
        text = box_text(ui)
        assert "says nothing of accuracy" in " ".join(text.split())
        assert "%" not in text
        await ui.press("H")
        assert ui.app.screen is ui.main


@pytest.mark.parametrize("size", SIZES)
async def test_no_line_is_wider_than_the_box(full_desk: Desk, size: tuple[int, int]) -> None:
    async with full_desk.open(size=size) as ui:
        await ui.press("H")
        width = ui.app.screen.query_one(FittedText).content_size.width
        assert max(map(len, box_text(ui).splitlines())) <= width


async def test_a_narrow_window_shows_the_periods_below_one_another(full_desk: Desk) -> None:
    async with full_desk.open(size=(40, 12)) as ui:
        await ui.press("H")
        names = [line.strip() for line in box_text(ui).splitlines() if "days" in line or line.strip() == "All"]
        assert names[:4] == ["7 days", "30 days", "365 days", "All"]
        assert "7 days" in ui.screen_text()
        await ui.press("end")
        assert "7 days" not in ui.screen_text()
        assert "accuracy" in ui.screen_text()


async def test_clearing_counts_from_now_on_and_leaves_read_marks(full_desk: Desk, tmp_path: Path) -> None:
    store = SessionStore(tmp_path / "session.json")
    clock = [NOW]
    reader = Reader(full_desk.library.root, full_desk.paths, now=lambda: clock[-1])
    async with full_desk.open(reader, size=(120, 36), store=store) as ui:
        await ui.press("m", "H")
        clock.append(NOW.replace(hour=13))
        await ui.press("delete")
        assert numbers_of(ui, "Together") == [0, 4] * 4
        assert "counts since 21 Jun 2024, 13:00" in box_text(ui)
        assert store.session.balance_since == int(NOW.replace(hour=13).timestamp()) + 1
        await ui.press("escape")
        assert ui.reader.search.is_read("storm")
        clock.append(NOW.replace(hour=14))
        await ui.press("j", "m", "H")
        assert numbers_of(ui, "Together") == [1, 4] * 4
        await ui.press("u")
        assert numbers_of(ui, "Together") == [2, 4] * 4
        assert "counts since" not in box_text(ui)
        assert store.session.balance_since == 0


async def test_the_palette_finds_it(full_desk: Desk) -> None:
    async with full_desk.open(size=(120, 36)) as ui:
        await ui.press("colon", *"balance", "enter")
        assert isinstance(ui.app.screen, BalanceScreen)
