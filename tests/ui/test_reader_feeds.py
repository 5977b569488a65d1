"""The box of feeds: what is subscribed to, how each feed is, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import AsyncMock

import pytest
from tests.news.server import FeedServer
from tests.news.texts import item, rss
from tests.ui.incoming import held, run_command, subscribe_to, write_config
from tests.ui.terminal import reader
from textual import events
from textual.widgets import Static

from newsreader.paths import user_paths
from newsreader.ui.boxes.feeds import Feed, FeedsScreen, OfferedScreen
from newsreader.ui.boxes.prompt import PromptScreen
from newsreader.ui.widgets.choice_list import ChoiceList
from newsreader.ui.widgets.notice import NoticeLine

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI


async def opened(ui: ReaderUI) -> FeedsScreen:
    """The box of feeds."""
    await ui.pilot.press("R")
    await ui.until(lambda: isinstance(ui.app.screen, FeedsScreen), "the box is open")
    await ui.settled()
    assert isinstance(ui.app.screen, FeedsScreen)
    return ui.app.screen


def rows(box: FeedsScreen) -> list[str]:
    """The lines of the list."""
    choices = box.query_one(ChoiceList)
    return [choices.render_line(number).text.strip() for number in range(len(choices.numbers))]


def details(box: FeedsScreen) -> str:
    """What is said of the feed at the cursor."""
    return str(box.query_one("#picker-hint", Static).visual)


async def answer_prompt(ui: ReaderUI, text: str) -> None:
    """Paste a line into the prompt, and take it."""
    await ui.until(lambda: isinstance(ui.app.screen, PromptScreen), "it is asked")
    ui.app.post_message(events.Paste(text))
    await ui.pilot.press("enter")


async def test_each_feed_says_how_it_is_and_what_would_help(news_desk: Desk, server: FeedServer) -> None:
    subscribe_to(news_desk, server.serve("/a", rss(item(1))), f"{server.base}/gone")
    run_command(news_desk, "fetch", "--all")
    async with news_desk.open(size=(120, 36)) as ui:
        box = await opened(ui)
        first, second = rows(box)
        assert first.startswith("feed-1")
        assert first.endswith("· 1 story")
        assert "fetched" in first
        assert second.startswith("feed-2")
        assert "failing since" in second
        assert f"{server.base}/a" in details(box)
        await ui.press("down")
        assert "404" in details(box)
        await ui.press(*"failing")
        assert len(rows(box)) == 1
        await ui.press("escape")
        assert not isinstance(ui.app.screen, FeedsScreen)


@pytest.mark.parametrize(("minutes", "shown"), [(0, "fetched just now"), (5, "fetched 5 min ago")])
def test_when_a_feed_was_fetched_is_told_in_words(minutes: int, shown: str) -> None:
    fetched = datetime(2024, 6, 21, 12, tzinfo=UTC)
    feed = Feed("https://example.com/feed", stories=1, state="ok", fetched=fetched.isoformat())
    box = FeedsScreen((feed,), AsyncMock(), lambda: fetched + timedelta(minutes=minutes))
    assert box.choice(0).quiet == f"{shown} · 1 story"


async def test_a_feed_is_paused_resumed_and_removed_from_the_box(news_desk: Desk, server: FeedServer) -> None:
    subscribe_to(news_desk, server.serve("/a", rss(item(1))), server.serve("/b", rss()), is_trusted=False)
    async with news_desk.open(size=(120, 36)) as ui:
        box = await opened(ui)
        await ui.pilot.press("down", "ctrl+t")
        await ui.until(lambda: "paused" in rows(box)[1], "it is paused")
        assert "paused: true" in (news_desk.library.root / "feeds.yaml").read_text()
        await ui.pilot.press("ctrl+t")
        await ui.until(lambda: "not fetched yet" in rows(box)[1], "it is resumed")
        await ui.press("delete", "n")
        assert len(rows(box)) == 2
        await ui.press("delete")
        await ui.pilot.press("y")
        await ui.until(lambda: len(rows(box)) == 1, "it is removed")
        assert "feed-2" not in (news_desk.library.root / "feeds.yaml").read_text()


async def test_the_cursor_stays_on_its_feed_and_goes_to_the_neighbour_of_one_that_is_removed(
    news_desk: Desk, server: FeedServer
) -> None:
    subscribe_to(news_desk, *(server.serve(f"/{name}", rss()) for name in "abcd"), is_trusted=False)
    async with news_desk.open(size=(120, 36)) as ui:
        box = await opened(ui)
        choices = box.query_one(ChoiceList)
        await ui.pilot.press("down", "down", "ctrl+t")
        await ui.until(lambda: "paused" in rows(box)[2], "it is paused")
        assert choices.cursor == 2
        await ui.press("delete")
        await ui.pilot.press("y")
        await ui.until(lambda: len(rows(box)) == 3, "it is removed")
        assert rows(box)[choices.cursor].startswith("feed-4")
        assert f"{server.base}/d" in details(box)
        await ui.press("delete")
        await ui.pilot.press("y")
        await ui.until(lambda: len(rows(box)) == 2, "the last one is removed")
        assert rows(box)[choices.cursor].startswith("feed-2")


async def test_one_feed_is_fetched_from_the_box(news_desk: Desk, server: FeedServer) -> None:
    subscribe_to(news_desk, server.serve("/a", rss(item(1))), server.serve("/b", rss(item(2))))
    server.log.clear()
    async with news_desk.open(size=(120, 36)) as ui:
        box = await opened(ui)
        await ui.pilot.press("down", "enter")
        await ui.until(lambda: "fetched" in rows(box)[1] and "1 story" in rows(box)[1], "it is fetched")
        assert box.query_one(ChoiceList).cursor == 1
        assert [request.path for request in server.log] == ["/b"]
        await ui.press("escape")
        assert "The harbour opens berth 2" in ui.titles()


async def test_a_feed_that_is_clicked_twice_is_fetched_also_where_the_box_is_closed(
    news_desk: Desk, server: FeedServer
) -> None:
    subscribe_to(news_desk, server.serve("/a", rss()))
    with held(server, "/b", rss(item(2))) as feed:
        subscribe_to(news_desk, server.base + "/b", is_trusted=False)
        async with news_desk.open(size=(120, 36)) as ui:
            box = await opened(ui)
            box.chosen(0)
            await ui.until(feed.asked.is_set, "the feed is asked for")
            await ui.pilot.press("escape")
            await ui.until(lambda: not box.is_open, "the box is closed")
            feed.let_go()
            await ui.until(lambda: any("1 new story" in each for each in ui.notices()), "it is fetched")


async def test_a_new_user_subscribes_and_fetches(news_desk: Desk, server: FeedServer) -> None:
    async with news_desk.open(size=(80, 24)) as ui:
        box = await opened(ui)
        assert "subscribes to one" in ui.screen_text()
        await ui.pilot.press("ctrl+n")
        await answer_prompt(ui, server.serve("/a", rss(item(1), title="Harbour Gazette")))
        await ui.until(lambda: rows(box)[:1] and rows(box)[0].startswith("Harbour Gazette"), "it is listed")
        await ui.press("escape")
        await ui.pilot.press("F")
        await ui.until(lambda: any("1 new story (N)" in each for each in ui.notices()), "it is fetched")


async def test_of_a_page_with_several_feeds_one_is_picked(news_desk: Desk, server: FeedServer) -> None:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{name}" href="/{name}">' for name in ("news", "sport")
    )
    page = f"<html><head>{links}</head><body>Hello</body></html>".encode()
    server.serve("/news", rss(title="The news"))
    server.serve("/sport", rss(title="The sport"))
    url = server.serve("/", page, Content_Type="text/html")
    async with news_desk.open(size=(120, 36)) as ui:
        await ui.press("colon", *"subscribe", "enter")
        await answer_prompt(ui, url)
        await ui.until(lambda: isinstance(ui.app.screen, OfferedScreen), "the feeds are offered")
        await ui.settled()
        await ui.pilot.press("down", "enter")
        await ui.until(lambda: any("Subscribed: The sport" in each for each in ui.notices()), "it is told")
        assert f"url: {server.base}/sport" in (news_desk.library.root / "feeds.yaml").read_text()


async def test_why_the_feed_that_was_picked_can_not_be_had_is_told(news_desk: Desk, server: FeedServer) -> None:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{name}">' for name in ("news", "lost"))
    url = server.serve("/", f"<html><head>{links}</head></html>".encode(), Content_Type="text/html")
    async with news_desk.open(size=(120, 36)) as ui:
        await ui.press("colon", *"subscribe", "enter")
        await answer_prompt(ui, url)
        await ui.until(lambda: isinstance(ui.app.screen, OfferedScreen), "the feeds are offered")
        await ui.settled()
        await ui.pilot.press("down", "enter")
        await ui.until(lambda: isinstance(ui.app.screen, PromptScreen), "it is asked again")
        await ui.until(lambda: "404" in ui.screen_text(), "the reason is that of the feed")
        assert f"{server.base}/lost" in ui.screen_text()


async def test_a_box_that_is_closed_while_the_feeds_are_read_is_left_alone(
    news_desk: Desk, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe_to(news_desk, server.serve("/a", rss()), is_trusted=False)
    async with news_desk.open(size=(120, 36)) as ui:
        box = await opened(ui)
        feeds = ui.main.incoming._feeds
        find = feeds._find

        async def found() -> Sequence[Feed] | None:
            listed = await find()
            await ui.press("escape")
            return listed

        monkeypatch.setattr(feeds, "_find", found)
        await feeds._show_again()
        assert not box.is_open


async def test_what_is_no_feed_is_asked_for_again_with_the_reason(news_desk: Desk, server: FeedServer) -> None:
    url = f"{server.base}/gone"
    async with news_desk.open(size=(80, 24)) as ui:
        await ui.press("colon", *"subscribe", "enter")
        await answer_prompt(ui, url)
        await ui.until(lambda: "404" in ui.screen_text(), "the reason is told")
        assert isinstance(ui.app.screen, PromptScreen)
        assert ui.notices() == [], "nothing is asked for any more"
        await ui.press("escape")
        assert not (news_desk.library.root / "feeds.yaml").exists()


async def test_an_address_that_is_refused_leaves_no_notice_in_the_box(news_desk: Desk, server: FeedServer) -> None:
    async with news_desk.open(size=(80, 24)) as ui:
        box = await opened(ui)
        with held(server, "/page", b"no feed") as page:
            await ui.pilot.press("ctrl+n")
            await answer_prompt(ui, f"{server.base}/page")
            await ui.until(page.asked.is_set, "it is asked for")
            await ui.until(lambda: box.query(NoticeLine), "it is told in the box")
            page.let_go()
            await ui.until(lambda: isinstance(ui.app.screen, PromptScreen), "it is asked again")
        await ui.until(lambda: not box.query(NoticeLine), "the notice is gone")
        assert ui.notices() == []


async def test_what_came_meanwhile_is_not_taken_back(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        ui.app.notify("Asking…", title="Subscribe")
        ui.app.notify("1 new story.", title="Fetched")
        ui.app.take_back("Asking…", "Subscribe")
        assert ui.notices() == ["Fetched: 1 new story."]
        ui.app.take_back("1 new story.", "Fetched")
        assert ui.notices() == []


@pytest.mark.parametrize(
    ("size", "hint"),
    [
        ((80, 24), "Ctrl+n subscribes · Ctrl+t pauses or resumes"),
        ((40, 12), "Ctrl+n subscribes · Ctrl+t pauses ─"),
    ],
)
async def test_all_keys_of_the_box_are_named_in_a_narrow_window_too(
    news_desk: Desk, server: FeedServer, size: tuple[int, int], hint: str
) -> None:
    subscribe_to(news_desk, server.serve("/a", rss()), is_trusted=False)
    async with news_desk.open(size=size) as ui:
        await opened(ui)
        await ui.until(lambda: hint in ui.screen_text(), "the hint has room")
        await ui.pilot.resize_terminal(120, 36)
        await ui.until(lambda: "Ctrl+t pauses or resumes" in ui.screen_text(), "the hint is longer again")


async def test_a_list_that_can_not_be_read_is_told(news_desk: Desk) -> None:
    news_desk.library.write("feeds.yaml", "- url: [\n")
    async with news_desk.open() as ui:
        await ui.pilot.press("R")
        await ui.until(lambda: any("The feeds can't be read" in each for each in ui.notices()), "it is told")


def test_in_a_terminal_a_new_user_subscribes_fetches_and_reads(
    tmp_path: Path, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("HOME", str(home))
    write_config(user_paths(), server)
    library = tmp_path / "library"
    library.mkdir()
    server.serve("/a", rss(item(1), item(2), title="Harbour Gazette"))
    with reader(home, "--library", str(library)) as terminal:
        terminal.wait_for(lambda text: "0 of 0" in text, "the library is open")
        terminal.press("R")
        terminal.wait_for(lambda text: "subscribes to one" in text, "the box is open")
        terminal.press("\x0e")
        terminal.wait_for(lambda text: "Subscribe to a feed" in text, "it is asked")
        terminal.press(f"{server.base}/a\r")
        terminal.wait_for(lambda text: "Harbour Gazette" in text and "not fetched yet" in text, "it is listed")
        terminal.press("\x1b")
        terminal.wait_for(lambda text: "─ Feeds ─" not in text, "the box is closed")
        terminal.press("F")
        terminal.wait_for(lambda text: "2 new stories (N)" in text, "it is fetched")
        terminal.press("j")
        terminal.wait_for(lambda text: "2 of 2" in text and "2 new (N)" in text, "the stories are listed")
        terminal.press("N")
        terminal.wait_for(lambda text: "is:new" in text and "opens berth 2" in text, "the new ones are shown")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
