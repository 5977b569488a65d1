"""A story without a date says what it may be the same as."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.ui import events

if TYPE_CHECKING:
    from tests.ui.conftest import Desk


@pytest.mark.parametrize("size", [(200, 60), (120, 36), (80, 24), (40, 12)])
async def test_what_an_undated_story_may_be_the_same_as_is_named_and_can_be_gone_to(
    desk: Desk, size: tuple[int, int]
) -> None:
    desk.library.registry(*events.registry())
    events.tell(desk.library, "left", "harbour", "17")
    desk.library.story("undated", events.TITLE, id="undated", summary=events.TEXT, language="en")
    async with desk.open(events.reader_of(desk), size=size) as ui:
        await ui.press("j", "enter")
        await ui.until(
            lambda: "Maybe the same  ·●··· Harbour Post" in ui.text("#story-text").replace("\xa0", " "), "it is named"
        )
        shown = ui.main.story.others.maybe_same
        assert shown is not None
        await ui.main.tellers.show(shown.row_id)
        await ui.until(
            lambda: ui.main.story.stored is not None and ui.main.story.stored.story.id == "left", "it is shown"
        )
