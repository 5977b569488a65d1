"""Two tellers of an event, compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from msgspec.structs import replace
from rich.cells import cell_len
from tests.ui import events
from tests.ui.stage import on_stage

from newsreader.config import Config
from newsreader.keys.keymap import remapped
from newsreader.records import Teller
from newsreader.ui.boxes.compare import CompareScreen, CompareSide, Told
from newsreader.ui.widgets.page_text import PageText

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ui.conftest import Desk, ReaderUI

SIZES: Final = [(200, 60), (120, 36), (80, 24), (40, 12)]
BOTH: Final = SIZES[:3]
NBSP: Final = "\u00a0"


def sides(ui: ReaderUI) -> list[CompareSide]:
    return list(ui.app.screen.query(CompareSide))


def texts(ui: ReaderUI) -> list[str]:
    """What the two sides say."""
    return [side.query_one(PageText).page.text.replace(NBSP, " ") for side in sides(ui)]


def in_sight(ui: ReaderUI) -> list[str]:
    """The outlets whose lines are on the screen."""
    return [name for _, name, _ in events.OUTLETS if f"{name}  " in ui.screen_text()]


@pytest.fixture
def told_desk(desk: Desk) -> Desk:
    events.fill(desk.library)
    events.tell_related(desk.library)
    return desk


async def compare(ui: ReaderUI, filter_text: str = "outlet:hill") -> None:
    await ui.filter(filter_text)
    await ui.press("enter", "c")


@pytest.mark.parametrize("size", SIZES)
async def test_two_tellers_are_shown_with_rating_source_date_and_points(told_desk: Desk, size: tuple[int, int]) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=size) as ui:
        await compare(ui)
        assert texts(ui) == [
            f"{events.TITLE}\nHill Courier  ····● Right\nAllSides, 31 Jul 2023\n18 Jun 2024\n\nKey points\n"
            "• Taxes paid for the rescue  only here\n• All nineteen passengers are saved\n\n"
            "only here: no other outlet that tells this has its words",
            f"{events.TITLE}\nHarbour Post  ·●··· Lean Left\nAllSides, 31 Jul 2023\n17 Jun 2024 · 1 day before\n\n"
            "Key points\n• The ferry sank off Bergen\n• Owners had warned of the hull  only here\n\n"
            "only here: no other outlet that tells this has its words",
        ]
        assert in_sight(ui) == (["Hill Courier"] if size == (40, 12) else ["Harbour Post", "Hill Courier"])
        assert "Esc closes" in ui.screen_text()
        assert all(cell_len(strip.text) == size[0] for strip in ui.strips())
        await ui.press("escape")
        assert not isinstance(ui.app.screen, CompareScreen)


async def test_they_stand_side_by_side_where_there_are_a_hundred_columns(told_desk: Desk) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=(100, 30)) as ui:
        await compare(ui)
        left, right = sides(ui)
        for size, is_laid_out in (
            ((100, 30), lambda: (left.region.y, left.region.right) == (right.region.y, right.region.x)),
            ((99, 30), lambda: (left.region.x, left.region.bottom) == (right.region.x, right.region.y)),
            ((99, 15), lambda: (left.is_on_screen, right.is_on_screen) == (True, False)),
            ((99, 16), lambda: (left.is_on_screen, right.is_on_screen) == (True, True)),
        ):
            await ui.pilot.resize_terminal(*size)
            await ui.until(is_laid_out, f"both sides have their places at {size}")


@pytest.mark.parametrize("size", SIZES)
async def test_its_key_changes_the_partner_round_and_round(told_desk: Desk, size: tuple[int, int]) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=size) as ui:
        await compare(ui)
        if size == (40, 12):
            await ui.press("tab")
        seen: list[tuple[str, str]] = []
        for key in ("c", "c", "c", "left_square_bracket", "right_square_bracket"):
            await ui.press(key)
            heading = str(sides(ui)[1].border_title)
            assert heading in ui.screen_text(), "what has changed is in sight"
            seen.append((texts(ui)[1].split("\n")[1].split("  ")[0], heading))
        harbour, weekly = ("Harbour Post", "Also told by · 1 of 3"), ("Quiet Weekly", "Related · 3 of 3")
        assert seen == [("Quay Herald", "Also told by · 2 of 3"), weekly, harbour, weekly, harbour]
        assert texts(ui)[0].startswith(f"{events.TITLE}\nHill Courier"), "the story itself stays"


async def test_where_one_is_shown_at_a_time_its_key_leaves_out_none_of_the_others(told_desk: Desk) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=(40, 12)) as ui:
        await compare(ui)
        for seen in ("Harbour Post", "Quay Herald"):
            await ui.press("c")
            assert in_sight(ui) == [seen]
        await ui.press("tab", "c")
        assert in_sight(ui) == ["Quay Herald"]


@pytest.mark.parametrize("size", SIZES)
async def test_tab_goes_to_the_other_side_whose_text_scrolls(told_desk: Desk, size: tuple[int, int]) -> None:
    for id, outlet, day in (("left", "harbour", "17"), ("right", "hill", "18")):
        points = [f"Point number {number}" for number in range(90)]
        events.tell(told_desk.library, id, outlet, day, key_points=points)
    async with told_desk.open(events.reader_of(told_desk), size=size) as ui:
        await compare(ui)
        left, right = sides(ui)
        await ui.press("j", "pagedown")
        assert left.scroll_offset.y > right.scroll_offset.y == 0
        await ui.press("tab", "G")
        assert (ui.app.focused, right.scroll_offset.y) == (right, right.max_scroll_y)
        assert "Point number 89" in ui.screen_text()
        assert "other side" in str(right.border_subtitle) or size == (40, 12)
        assert not left.border_subtitle
        await ui.press("shift+tab", "g")
        assert (ui.app.focused, left.scroll_offset.y) == (left, 0)


@pytest.mark.parametrize("size", SIZES)
async def test_signs_say_all_without_colours_in_seven_bits(
    told_desk: Desk, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    config = Config(read_after=0, ascii=True)
    async with told_desk.open(events.reader_of(told_desk), size=size, config=config) as ui:
        await compare(ui)
        assert ui.screen_text().isascii()
        assert "Hill Courier  ----# Right" in ui.screen_text()
        if size != (40, 12):
            assert "Harbour Post  -#--- Lean Left" in ui.screen_text()
            assert "Taxes paid for the rescue  only here" in ui.screen_text()
        styles = [(text, style) for strip in ui.strips() for text, style, _ in strip if style]
        assert all(style.color is None or style.color.is_default for _, style in styles)
        assert [text.strip() for text, style in styles if style.reverse and text.strip(" _")] == ["This story"], (
            "the side with the keys"
        )


async def test_a_summary_without_key_points_gives_its_first_sentences(told_desk: Desk) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=(120, 36)) as ui:
        await compare(ui, "outlet:quay ferry")
        rescue = "• Rescuers of the harbour office saved all nineteen passengers."
        assert texts(ui)[0].endswith(f"First sentences\n• {events.TEXT.partition(' Rescuers')[0]}\n{rescue}")


async def test_stories_without_text_and_stories_that_are_gone_are_told_as_such() -> None:
    own, other = (Teller(number, str(number), "Title", None, "", is_sure=True) for number in (1, 2))
    found: list[Told] = []

    def told_of(teller: Teller) -> Told | None:
        return Told(teller, (), has_key_points=False) if teller is own else None

    async with on_stage(CompareScreen(own, (other,), told_of, lambda told, _: found.append(told))) as ui:
        assert "This story has no text." in ui.text()
        assert "This story is no longer in the library." in ui.text()
        assert "No outlet is named for this story." in ui.text()
        assert "no date" in ui.text()
        assert [told.teller for told in found] == [own]
        assert "next teller" not in ui.text(), "there is one other only"
        await ui.press("c")
        assert ui.is_open()
        await ui.press("q")
        await ui.result()


async def test_what_is_found_late_marks_nothing_of_another_partner() -> None:
    own, *others = (Teller(number, str(number), f"Title {number}", None, "", is_sure=True) for number in range(3))
    waiting: list[tuple[Told, Callable[[Told], None]]] = []

    def told_of(teller: Teller) -> Told:
        return Told(teller, (f"Point of {teller.row_id}",), has_key_points=True)

    box = CompareScreen(own, others, told_of, lambda told, on_found: waiting.append((told, on_found)))
    async with on_stage(box) as ui:
        await ui.press("c")
        for told, on_found in waiting:
            on_found(replace(told, only_here=(True,)))
        await ui.settled()
        assert "Point of 0  only" in ui.text()
        assert "Point of 2  only" in ui.text()
        assert "Point of 1" not in ui.text()
        await ui.press("escape")
        waiting[0][1](waiting[0][0])
        await ui.settled()


async def test_a_markdown_story_is_compared_by_what_it_shows(told_desk: Desk) -> None:
    text = f"""---
title: {events.TITLE}
outlet: quay
published: 2024-06-18
id: center
---
{events.TEXT}

## Key points

- Taxes *paid* for the [rescue](https://quay.example)
- Whales **watched**
"""
    (told_desk.library.root / "center.yaml").unlink()
    told_desk.library.write("center.md", text)
    async with told_desk.open(events.reader_of(told_desk), size=(120, 36)) as ui:
        await compare(ui, "outlet:quay ferry")
        assert "• Taxes paid for the rescue\n• Whales watched  only here" in texts(ui)[0]


async def test_the_one_that_is_visited_is_compared(told_desk: Desk) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=(120, 36)) as ui:
        await ui.filter("outlet:hill")
        await ui.press("enter", "right_square_bracket", "c")
        assert "Harbour Post" in texts(ui)[0]


async def test_a_story_that_no_other_outlet_tells_is_not_compared(told_desk: Desk) -> None:
    events.tell(told_desk.library, "again", "quay", "18")
    for id in ("left", "right", "related"):
        (told_desk.library.root / f"{id}.yaml").unlink()
    async with told_desk.open(events.reader_of(told_desk), size=(80, 24)) as ui:
        for filter_text in ("choir", "id:again"):
            await compare(ui, filter_text)
            assert not isinstance(ui.app.screen, CompareScreen)
            assert ui.notices() == ["No other outlet in your library tells this."]
        await ui.press("right_square_bracket")
        assert ui.main.story.stored is not None
        assert ui.main.story.stored.story.id == "center", "the same outlet's other story can be gone to"


async def test_the_hint_names_the_keys_as_they_are(told_desk: Desk) -> None:
    keymap, _ = remapped({"compare": ("f5",), "pane-next": ("f6",)})
    config = Config(read_after=0, keys=keymap)
    async with told_desk.open(events.reader_of(told_desk), size=(120, 36), config=config) as ui:
        await ui.filter("outlet:hill")
        await ui.press("enter", "f5")
        assert "F5 next teller · F6 other side · Esc closes" in ui.screen_text()


async def test_text_of_files_is_no_markup_here(told_desk: Desk) -> None:
    hostile = "[/red]\x1b]52;c;eA==\x07 [@click=app.quit]x[/] \u202eend"
    events.tell(told_desk.library, "right", "hill", "18", f"{events.TITLE} {hostile}", key_points=[hostile])
    async with told_desk.open(events.reader_of(told_desk), size=(120, 36)) as ui:
        await compare(ui)
        assert "[@click=app.quit]x[/]" in texts(ui)[0]
        assert not set(ui.screen_text()) & {"\x1b", "\x07", "\u202e"}
