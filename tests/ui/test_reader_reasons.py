"""The box that says why stories are together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from msgspec.structs import replace
from tests.ui import events

from newsreader.bias import BY_ID
from newsreader.records import Event, Teller
from newsreader.story import Bias, Outlet
from newsreader.ui.boxes.why import WhyScreen
from newsreader.ui.story.page import AllTellersTarget
from newsreader.ui.story.reasons import days_apart, reasons_page, why_together
from newsreader.ui.widgets.page_text import PageText

if TYPE_CHECKING:
    from tests.ui.conftest import Desk

SIZES: Final = [(200, 60), (120, 36), (80, 24), (40, 12)]


def teller(id: str, published: str = "2024-06-18", **fields: object) -> Teller:
    outlet = Outlet(name=f"The {id}", bias=Bias(BY_ID["left"], "AllSides"))
    return replace(Teller(hash(id), id, f"Title {id}", outlet, published, is_sure=True), **fields)


FIRST: Final = teller("first")
SECOND: Final = teller("second", score=0.74, with_id="first")
THIRD: Final = teller("third", score=0.52, with_id="second", is_sure=False)
COPY: Final = teller("copy", score=1.5, with_id="first")
DECLARED: Final = teller("declared", word="ferry")
OTHER_FILE: Final = teller("other", word="ferry", score=0.5, with_id="first")
JOINED: Final = teller("joined", is_joined=True)
EVENT: Final = Event("first", (FIRST, SECOND, THIRD, COPY, DECLARED, OTHER_FILE, JOINED))


@pytest.mark.parametrize(
    ("own", "other", "reason"),
    [
        (FIRST, SECOND, "0.74 · same event"),
        (SECOND, FIRST, "0.74 · same event"),
        (SECOND, THIRD, "0.52 · related"),
        (FIRST, THIRD, "0.52 · related · by its likeness to The second"),
        (FIRST, COPY, "1.50 · the same text"),
        (THIRD, FIRST, "the first to tell it"),
        (OTHER_FILE, DECLARED, "declared in the file"),
        (DECLARED, OTHER_FILE, "0.50 · same event · by its likeness to The first · declared in the file"),
        (FIRST, JOINED, "joined by you"),
        (JOINED, FIRST, "joined by you"),
        (JOINED, SECOND, "0.74 · same event · by its likeness to The first · joined by you"),
        (FIRST, DECLARED, "together by what the others tell"),
    ],
)
def test_a_reason_is_told_in_words_and_as_a_number(own: Teller, other: Teller, reason: str) -> None:
    assert why_together(EVENT, own, other) == reason


@pytest.mark.parametrize(
    ("other", "apart"),
    [
        ("2024-06-18", "the same day"),
        ("2024-06-19T08:00:00", "1 day later"),
        ("2024-06-16", "2 days before"),
        ("", ""),
    ],
)
def test_it_says_how_many_days_are_between(other: str, apart: str) -> None:
    assert days_apart(FIRST, teller("x", other)) == apart


def test_what_is_left_out_is_counted() -> None:
    page = reasons_page(EVENT, FIRST, [(SECOND, ["ferry"]), (THIRD, [])], 5)
    assert page.text.endswith("and 5 more")
    assert "Both have: ferry" in page.text
    assert "No telling words in common" in page.text


@pytest.mark.parametrize("size", SIZES)
async def test_the_box_names_each_with_rating_source_days_score_and_words(desk: Desk, size: tuple[int, int]) -> None:
    events.fill(desk.library)
    events.tell_related(desk.library)
    async with desk.open(events.reader_of(desk), size=size) as ui:
        await ui.filter("outlet:hill")
        await ui.press("enter", "i")
        assert isinstance(ui.app.screen, WhyScreen)
        text = ui.app.screen.query_one(PageText).page.text
        assert text.startswith("Hill Courier, 18 Jun 2024, is together with:\n\nHarbour Post  ·●··· Lean Left\n")
        assert text.index("Quay Herald") < text.index("Quiet Weekly"), "who is only related stands last"
        assert "AllSides, 31 Jul 2023\n" in text
        assert "17 Jun 2024 · 1 day before\n" in text
        assert "· the same text\nBoth have: crate, halvorsen, " in text
        assert "0.59 · related" in text
        assert "Why together" in ui.screen_text()
        assert "Hill Courier, 18 Jun 2024, is" in ui.screen_text()
        await ui.press("G")
        assert "salmon, crate" in ui.screen_text(), "the end is in sight"
        await ui.press("i")
        assert not isinstance(ui.app.screen, WhyScreen)


async def test_it_tells_of_the_teller_that_is_visited(desk: Desk) -> None:
    events.fill(desk.library)
    async with desk.open(events.reader_of(desk)) as ui:
        await ui.filter("outlet:hill")
        await ui.press("enter", "right_square_bracket", "i")
        assert "Harbour Post, 17 Jun 2024, is together with:" in ui.screen_text()


async def test_there_is_no_box_for_a_story_that_nobody_else_tells(desk: Desk) -> None:
    events.fill(desk.library)
    async with desk.open(events.reader_of(desk)) as ui:
        await ui.press("i")
        assert (ui.app.screen, ui.notices()) == (ui.main, ["No other story in your library tells this."])


async def test_titles_in_the_box_are_no_markup(desk: Desk) -> None:
    events.fill(desk.library)
    events.tell(desk.library, "bad", "weekly", "18", f"[bold]{events.TITLE}\x1b]52;c;eA==\x07[/] \u202eend")
    async with desk.open(events.reader_of(desk), size=(120, 60)) as ui:
        await ui.filter("outlet:hill")
        await ui.press("enter", "i")
        assert "[bold]Ferry" in ui.screen_text()
        assert not set(ui.screen_text()) & {"\x1b", "\x07", "\u202e"}


@pytest.mark.parametrize(
    ("key", "notice", "others"), [("P", "parted from the event", 1), ("J", "joined to the event", 3)]
)
async def test_the_story_at_the_cursor_of_the_box_is_joined_or_parted(
    desk: Desk, key: str, notice: str, others: int
) -> None:
    events.fill(desk.library)
    events.tell_related(desk.library)
    async with desk.open(events.reader_of(desk), size=(120, 36)) as ui:
        await ui.filter("outlet:hill")
        await ui.press("enter", "i", "j", "j")
        box = ui.app.screen
        assert isinstance(box, WhyScreen)
        assert box.text.current == 2, "the cursor is on the related story"
        await ui.press(*("k",) if key == "P" else (), key)
        assert ui.app.screen is ui.main
        await ui.until(lambda: any(notice in each for each in ui.notices()), "it is said")
        await ui.until(lambda: len(ui.main.story.others.told_by) == others, "the story pane follows")
        await ui.press("u")
        await ui.until(lambda: len(ui.main.story.others.told_by) == 2, "it is undone")


async def test_how_many_more_there_are_opens_all(desk: Desk) -> None:
    desk.library.registry(*events.registry((*events.OUTLETS, *events.MORE_OUTLETS)))
    for outlet in ("harbour", "hill", *(outlet for outlet, _, _ in events.MORE_OUTLETS)):
        events.tell(desk.library, outlet, outlet, "18")
    async with desk.open(events.reader_of(desk), size=(120, 36)) as ui:
        page = ui.main.query_one("#story-text", PageText).page
        assert "and 2 more" in page.text.replace("\xa0", " ")
        ui.main.clicks.follow(AllTellersTarget())
        await ui.until(lambda: isinstance(ui.app.screen, WhyScreen), "all are shown")
