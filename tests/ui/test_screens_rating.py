"""Rating an outlet from the box of outlets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsreader.ui.boxes.confirm import ConfirmScreen
from newsreader.ui.boxes.outlets import OutletsScreen
from newsreader.ui.boxes.prompt import PromptScreen
from newsreader.ui.boxes.ratings import RatingsScreen

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI


def registry(desk: Desk) -> str:
    return (desk.library.root / "outlets.yaml").read_text()


def top(ui: ReaderUI) -> type:
    return type(ui.app.screen)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_a_key_asks_for_rating_source_and_date_and_writes_them(desk: Desk, size: tuple[int, int]) -> None:
    desk.library.write("outlets.yaml", "# mine\n- id: harbour  # the first\n  name: Harbour Post\n")
    desk.library.story("storm", "Storm", id="storm", outlet="harbour")
    async with desk.open(size=size) as ui:
        await ui.press("O", "ctrl+r")
        assert top(ui) is RatingsScreen
        await ui.press(*"lean l", "enter")
        assert top(ui) is PromptScreen
        await ui.press("enter")
        assert "needs a source" in ui.screen_text()
        await ui.press(*"Me", "enter", "enter")
        assert top(ui) is OutletsScreen
        assert "Lean Left" in ui.screen_text() or size[0] < 60
        assert registry(desk) == (
            "# mine\n- id: harbour  # the first\n  name: Harbour Post\n  bias:\n    rating: lean-left\n    source: Me\n"
            "    as_of: 2024-06-21\n"
        )
        await ui.press("escape")
        assert ui.reader.search.outlets()[0].outlet.rating.id == "lean-left"
        assert ui.main.story.stored is not None
        assert ui.main.story.stored.story.rating.id == "lean-left"


async def test_a_rating_of_another_source_is_replaced_after_a_yes_only(full_desk: Desk) -> None:
    async with full_desk.open(size=(100, 30)) as ui:
        before = registry(full_desk)
        for answer in ("n", "y"):
            await ui.press("O", *"hill", "ctrl+r", *"center", "enter", *"Me", "enter", "enter")
            assert top(ui) is ConfirmScreen
            assert "is rated Right by AllSides" in " ".join(ui.screen_text().split())
            assert registry(full_desk) == before
            await ui.press(answer)
            assert top(ui) is OutletsScreen
            await ui.press("escape")
        assert registry(full_desk) != before
        assert "source: Me" in registry(full_desk)
        assert registry(full_desk).count("AllSides") == 1


async def test_escape_writes_nothing_at_any_question(full_desk: Desk) -> None:
    async with full_desk.open(size=(100, 30)) as ui:
        before = registry(full_desk)
        for keys in ((), ("enter",), ("enter", *"Me", "enter")):
            await ui.press("O", "ctrl+r", *keys, "escape")
            assert top(ui) is OutletsScreen
            await ui.press("escape")
            assert registry(full_desk) == before


async def test_a_registry_that_can_t_be_changed_and_the_sample_are_told(full_desk: Desk) -> None:
    async with full_desk.open(size=(100, 30)) as ui:
        full_desk.library.write("outlets.yaml", "- id: [\n")
        await ui.press("O", "ctrl+r", "enter", *"Me", "enter", "enter")
        assert "error in line" in ui.notices()[-1]
        assert registry(full_desk) == "- id: [\n"
    async with full_desk.open(full_desk.reader(is_sample=True), size=(100, 30)) as ui:
        await ui.press("O", "ctrl+r")
        assert "newsreader init" in ui.notices()[-1]
