"""What outlets of one side do not tell in the library: the key that lists it, and the words that say what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui import events

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI


async def has_rows(ui: ReaderUI, number: int) -> None:
    await ui.until(lambda: len(ui.stories.numbers) == number, f"there are {number} rows")


async def test_a_key_lists_what_misses_the_left_then_the_right_then_all(desk: Desk) -> None:
    desk.library.registry(*events.registry())
    events.tell(desk.library, "left", "harbour", "17")
    events.tell(desk.library, "center", "quay", "18")
    events.tell(desk.library, "second", "quay", "18", "Ferry Halvorsen sinks with salmon")
    desk.library.registry(*events.registry((*events.OUTLETS, ("pier", "Pier Paper", "center"))))
    events.tell(desk.library, "third", "pier", "18")
    async with desk.open(events.reader_of(desk), size=(120, 36)) as ui:
        await has_rows(ui, 4)
        await ui.press("D")
        await has_rows(ui, 0)
        assert ui.filter_text == "missing:left sort:event"
        assert ui.text("#empty-list").startswith("No event in your library misses the left.")
        await ui.press("D")
        await has_rows(ui, 1)
        assert ui.filter_text == "missing:right sort:event"
        assert ui.notices() == [
            "One-sided in your library: What three rated outlets or more tell, in your library none from the right."
            " Others may have told it all the same."
        ]
        await ui.press("D")
        await has_rows(ui, 4)
        assert ui.filter_text == ""


async def test_the_palette_offers_it(desk: Desk) -> None:
    events.fill(desk.library)
    async with desk.open(events.reader_of(desk), size=(120, 36)) as ui:
        await ui.press("colon", *"one-sided", "enter")
        await ui.until(lambda: ui.filter_text == "missing:left sort:event", "the filter is applied")
