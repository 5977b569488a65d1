"""What stands around the text of a story leaves it room, says what an AI wrote, and tells each link's host once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from newsreader.bias import BY_ID
from newsreader.story import Bias, Original, Outlet, Story
from newsreader.ui.boxes.links import LinksScreen
from newsreader.ui.story.outlet import outlet_line
from newsreader.ui.story.page import LinkTarget
from newsreader.ui.story.text_links import host_of, short_host
from newsreader.ui.widgets.page_text import PageText
from newsreader.ui.widgets.story_scroll import StoryScroll
from newsreader.ui.widgets.story_view import LOW

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI

ORIGINAL: Final = "https://www.news.example/2024/06/20/" + "a-very-long-path/" * 12 + "storm.html?from=feed"
LONG_TITLES: Final = ("Storm " * 50, "日本語の見出し" * 42, "w" * 300, "Storm")


def write_story(desk: Desk, title: str = "Storm reaches the coast") -> None:
    desk.library.fill()
    desk.library.story(
        "storm",
        title,
        id="storm",
        outlet="harbour",
        published="2024-06-20",
        summary="Trains stopped near the coast.",
        original={"url": ORIGINAL, "kind": "article"},
        ai_generated=True,
    )


def shown(ui: ReaderUI) -> str:
    """What is on the screen, in one line."""
    return " ".join(ui.screen_text().replace("│", " ").split())


def is_drawn_in(ui: ReaderUI, size: tuple[int, int]) -> bool:
    return [strip.cell_length for strip in ui.strips()] == [size[0]] * size[1]


def band_rows(ui: ReaderUI) -> int:
    return ui.main.query_one("#outlet-band").region.height


@pytest.mark.parametrize("title", LONG_TITLES)
@pytest.mark.parametrize("size", [(200, 60), (120, 36), (120, 12), (80, 24), (80, 16), (40, 12), (30, 8)])
async def test_what_an_ai_wrote_is_told_where_the_story_begins(desk: Desk, size: tuple[int, int], title: str) -> None:
    write_story(desk, title)
    async with desk.open(size=size) as ui:
        await ui.press("enter")
        story = ui.main.query_one(StoryScroll).region
        rows = [strip.crop(story.x, story.right).text for strip in ui.strips()[story.y : story.bottom]]
        assert "AI title and summary" in " ".join(" ".join(rows).split())


async def test_a_story_that_no_ai_wrote_does_not_mention_one(full_desk: Desk) -> None:
    async with full_desk.open(size=(80, 24)) as ui:
        await ui.press("j")
        assert "AI" not in ui.text("#story-text").split()


@pytest.mark.parametrize("size", [(40, 12), (30, 8), (40, 8), (60, 15), (90, 12)])
async def test_in_a_low_window_the_band_has_one_line_and_the_text_begins_in_sight(
    desk: Desk, size: tuple[int, int]
) -> None:
    write_story(desk, "Storm reaches the coast of the north and goes on to the south")
    async with desk.open(size=size) as ui:
        await ui.press("enter")
        assert band_rows(ui) == 1
        band = ui.strips()[0].text
        assert "Harbour Post" in band
        assert "●" in band
        assert "  o" in band
        assert "  w" in band
        assert "Trains stopped" in shown(ui)
        assert all(strip.cell_length == size[0] for strip in ui.strips())
        await ui.pilot.resize_terminal(size[0], LOW)
        await ui.until(lambda: band_rows(ui) > 1, "the band has all its lines")


async def test_the_links_of_the_folded_band_are_those_of_the_story(desk: Desk) -> None:
    write_story(desk)
    async with desk.open(size=(40, 12)) as ui:
        await ui.press("enter")
        targets = ui.main.query_one("#outlet-band", PageText).page.targets
        assert [target.url for target in targets if isinstance(target, LinkTarget)] == [
            ORIGINAL,
            "https://harbour.example",
        ]


@pytest.mark.parametrize("size", [(90, 24), (40, 12)])
async def test_the_band_follows_the_story_within_an_outlet(desk: Desk, size: tuple[int, int]) -> None:
    write_story(desk)
    desk.library.story(
        "again", "Storm again", outlet="harbour", published="2024-06-19", original="https://harbour.example/again"
    )
    async with desk.open(size=size) as ui:
        await ui.press("j", "2")
        assert ui.title == "Parliament votes on the budget"
        await ui.press("1", "k", "j", "j", "k")
        for _ in range(4):
            await ui.press("1", "j")
            stored = ui.main.story.stored
            assert stored is not None
            original = stored.story.original.url if stored.story.original else ""
            targets = ui.main.query_one("#outlet-band", PageText).page.targets
            links = [target.url for target in targets if isinstance(target, LinkTarget)]
            assert (original in links) is bool(original)
            assert len(links) == len(set(links))


OUTLET: Final = Outlet(
    "harbour", "Harbour Post", website="https://harbour.example", bias=Bias(BY_ID["left"], "AllSides")
)


@given(
    st.text(max_size=60), st.sampled_from([*BY_ID.values(), None]), st.booleans(), st.booleans(), st.integers(24, 120)
)
def test_a_folded_band_fits_and_loses_words_before_links(
    name: str, rating: object, has_website: bool, has_original: bool, columns: int
) -> None:
    outlet = Outlet(
        "x",
        name,
        website="https://harbour.example" if has_website else "",
        bias=Bias(rating, "AllSides") if rating else None,  # type: ignore[arg-type]
    )
    story = Story("x", "Title", outlet=outlet, original=Original(ORIGINAL) if has_original else None)
    page = outlet_line(story, columns)
    (line,) = page.lines
    assert cell_len(line.content.plain) <= columns
    assert len(page.rows(columns)) == 1
    assert sum(isinstance(target, LinkTarget) for target in page.targets) == has_website + has_original


async def test_a_folded_band_without_an_outlet_keeps_the_link(desk: Desk) -> None:
    desk.library.story("one", "One", original=ORIGINAL)
    async with desk.open(size=(40, 12)) as ui:
        await ui.press("enter")
        assert ui.strips()[0].text.split() == ["no", "outlet", "o", "original"]


@pytest.mark.parametrize(
    ("size", "keys"),
    [((130, 40), []), ((130, 40), ["z"]), ((130, 40), ["3", "3"]), ((90, 40), []), ((90, 40), ["3"]), ((60, 40), ["2"]),
     ((60, 40), ["3"]), ((60, 15), ["2"])],
)  # fmt: skip
async def test_the_host_of_each_link_is_told_once_on_a_screen_and_no_address_whole(
    desk: Desk, size: tuple[int, int], keys: list[str]
) -> None:
    write_story(desk)
    async with desk.open(size=size) as ui:
        await ui.press(*keys)
        for host in ("news.example", "harbour.example"):
            assert shown(ui).count(host) == 1, host
        assert "www." not in shown(ui)
        assert "a-very-long-path" not in shown(ui)
        await ui.press("l")
        assert isinstance(ui.app.screen, LinksScreen)
        box = ui.app.screen.query_one("#picker-box").region
        rows = [strip.crop(box.x, box.right).text.strip("│ ") for strip in ui.strips()[box.y : box.bottom]]
        assert ORIGINAL in "".join(rows)


async def test_hosts_move_with_the_window_and_the_place_in_the_story_stays(desk: Desk) -> None:
    write_story(desk)
    desk.library.story(
        "long", "A long story", published="2024-06-21", outlet="harbour", original=ORIGINAL,
        summary="\n\n".join(f"Paragraph {number} of the coast." for number in range(60)),
    )  # fmt: skip
    async with desk.open(size=(130, 24)) as ui:
        await ui.filter("coast")
        await ui.press("enter", "full_stop", "full_stop", "2", "pagedown", "pagedown")
        found = ui.text("#story-found")
        assert found.startswith("found: 2 of ")
        for size in ((130, 10), (90, 24), (40, 12), (130, 24)):
            before = ui.screen_text()
            top = next(word for word in before.split("Paragraph ")[1:])[:2].split()[0]
            await ui.pilot.resize_terminal(*size)
            await ui.until(partial(is_drawn_in, ui, size), "the screen is drawn")
            await ui.settled()
            assert f"Paragraph {top} of the coast" in shown(ui)
            assert ui.text("#story-found") == found


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://www.theguardian.com/world/2024/x", "theguardian.com"),
        ("https://harbour.example:8080/", "harbour.example:8080"),
        ("https://www.com/", "www.com"),
        ("https://wwwx.example/", "wwwx.example"),
        ("https://аррӏе.com/ü", "xn--80ak6aa92e.com"),
        ("javascript:alert(1)", "javascript:alert(1)"),
    ],
)
def test_the_short_host_of_an_address(url: str, told: str) -> None:
    assert short_host(url) == told


@given(st.from_regex(r"https?://[a-z0-9]{1,8}(\.[a-z0-9]{1,8}){0,4}(:[1-9][0-9]{0,3})?/[a-z.@]{0,9}", fullmatch=True))
def test_a_short_host_is_the_true_one_but_for_www(url: str) -> None:
    assert host_of(url).removeprefix("www.") == short_host(url).removeprefix("www.")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://user@evil.example/"])
async def test_an_address_that_is_not_opened_is_no_link_in_the_story(desk: Desk, url: str) -> None:
    desk.library.story("bad", "Bad", original={"url": url, "kind": "article"})
    async with desk.open(size=(130, 24)) as ui:
        page = ui.main.query_one("#story-text", PageText).page
        assert not any(isinstance(target, LinkTarget) for target in page.targets)
        assert "o  Read the original article" in ui.text("#story-text")
