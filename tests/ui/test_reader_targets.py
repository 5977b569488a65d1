"""A mark is for the stories that were there when its key came, though their files change before it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsreader.ui.boxes.confirm import ConfirmScreen
from newsreader.ui.boxes.tags import TagScreen
from newsreader.ui.widgets.story_scroll import StoryScroll

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI


def replace_the_last(desk: Desk, ui: ReaderUI) -> None:
    """Put another story, of the same day, in the place of the one that came last."""
    (desk.library.root / "zz.yaml").unlink()
    ui.reader.sync()
    desk.library.story("other", "Another story", id="other", published="2024-06-20")
    ui.reader.sync()


async def test_a_tag_is_not_put_on_a_story_that_came_in_the_row_of_another(desk: Desk) -> None:
    desk.library.story("a", "One story", id="one", published="2024-06-19")
    desk.warm()
    desk.library.story("zz", "The last story", id="last", published="2024-06-20")
    async with desk.open() as ui:
        await ui.press("g")
        assert ui.title == "The last story"
        await ui.press("t")
        assert isinstance(ui.app.screen, TagScreen)
        replace_the_last(desk, ui)
        await ui.press(*"later", "enter")
        number = ui.reader.search.row_id_of("other")
        assert number is not None
        assert ui.reader.marking.common_tags([number]) == frozenset()
        assert ui.notices() == ["No longer in the library: “The last story”. Marks wait for them to come back."]


@pytest.mark.parametrize(("key", "query"), [("b", "is:bookmarked"), ("m", "is:read"), ("A", "is:read")])
async def test_a_yes_is_for_the_stories_it_was_asked_about(desk: Desk, key: str, query: str) -> None:
    desk.library.fill_with(25)
    desk.warm()
    desk.library.story("zz", "The last story", id="last", published="2024-06-20")
    async with desk.open() as ui:
        await ui.press("ctrl+a", key)
        assert isinstance(ui.app.screen, ConfirmScreen)
        replace_the_last(desk, ui)
        await ui.press("y")
        ui.reader.marks.hold()
        found = ui.reader.search.select(ui.reader.query(query)) or ()
        kept = [number for number in found if number < 0]
        assert (len(found), len(kept)) == ((26, 1) if key == "b" else (25, 0))
        assert ui.reader.search.row_id_of("other") not in found


async def test_the_story_that_is_read_follows_its_file(desk: Desk) -> None:
    text = "\n\n".join(f"Paragraph {number} of it." for number in range(60))
    desk.library.story("a", "Long story", id="long", summary=text)
    async with desk.open(size=(122, 16)) as ui:
        await ui.press("2", *["pagedown"] * 3)
        view = ui.main.query_one(StoryScroll)
        place = view.scroll_offset.y
        assert place > 10
        desk.library.story("a", "Long story", id="long", summary=f"{text}\n\nA new end.")
        await ui.press("r")
        assert "A new end." in ui.text("#story-text")
        assert view.scroll_offset.y == place
