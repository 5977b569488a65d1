"""Fetching from the reader: a process of its own brings the stories, and whoever reads goes on."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.news.server import FeedServer
from tests.news.texts import item, rss
from tests.ui.incoming import held, let_fetch, run_command, subscribe_to
from tests.ui.terminal import reader

from newsreader.config import load_config
from newsreader.ui.boxes.confirm import ConfirmScreen

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI


async def test_what_is_fetched_is_counted_listed_and_new_and_the_cursor_stays(
    news_desk: Desk, server: FeedServer
) -> None:
    subscribe_to(news_desk, server.serve("/a", rss()))
    with held(server, "/b", rss(item(1), item(2))) as feed:
        subscribe_to(news_desk, server.serve("/a", rss()), server.base + "/b", is_trusted=False)
        async with news_desk.open() as ui:
            await ui.press("j", "j")
            before = ui.title, ui.stories.cursor, ui.stories.scroll_offset.y
            await ui.pilot.press("F")
            await ui.until(lambda: "Fetching" in ui.status, "a fetch runs")
            await ui.until(feed.asked.is_set, "the feed is asked for")
            assert ui.stories.current is not None
            await ui.pilot.press("k", "j")
            feed.let_go()
            await ui.until(lambda: any("2 new stories (N)" in each for each in ui.notices()), "the end is told")
            await ui.until(lambda: ui.status.startswith("6 of 6"), "the stories are listed")
            await ui.settled()
            assert ui.title == before[0]
            assert "Fetching" not in ui.status
            assert "2 new (N)" in ui.status
            assert "new outlet without a rating (O)" in ui.notices()[0]
            await ui.press("N")
            assert ui.titles() == ["The harbour opens berth 2", "The harbour opens berth 1"]


async def answered(ui: ReaderUI, key: str) -> None:
    """Answer the question that is asked next."""
    await ui.until(lambda: isinstance(ui.app.screen, ConfirmScreen), "it is asked")
    await ui.pilot.press(key)
    await ui.until(lambda: not isinstance(ui.app.screen, ConfirmScreen), "it is answered")


async def test_a_list_of_feeds_that_this_user_has_not_fetched_names_its_hosts_and_asks(
    news_desk: Desk, server: FeedServer
) -> None:
    subscribe_to(news_desk, server.serve("/a", rss(item(1))), "https://evil.example/feed", is_trusted=False)
    async with news_desk.open(size=(80, 24)) as ui:
        await ui.pilot.press("F")
        await ui.until(lambda: isinstance(ui.app.screen, ConfirmScreen), "it is asked")
        await ui.until(lambda: "evil.example" in ui.screen_text(), "the hosts are named")
        assert server.host in ui.screen_text()
        await ui.press("n")
        assert server.log == []
        assert "Fetching" not in ui.status
        await ui.pilot.press("F")
        await answered(ui, "y")
        await ui.until(lambda: any("1 new story (N)" in each for each in ui.notices()), "the end is told")
        assert any("1 feed failed: feed-2" in each for each in ui.notices())
        await ui.settled()
        assert len(ui.titles()) == 5


async def test_where_many_stories_are_gone_it_is_asked_whether_they_were_removed(
    news_desk: Desk, server: FeedServer
) -> None:
    subscribe_to(news_desk, server.serve("/a", rss(*map(item, range(1, 31)))))
    shutil.rmtree(news_desk.library.root / "news")
    fetched: list[str] = []

    async def after() -> None:
        fetched.append("it")

    async with news_desk.open(size=(80, 24)) as ui:
        fetching = ui.main.incoming._fetching
        asking = asyncio.create_task(fetching.fetch(after=after))
        await ui.until(lambda: "Did you remove them?" in ui.screen_text(), "it is asked")
        assert "Yes y" in ui.screen_text()
        await answered(ui, "n")
        await asking
        await ui.settled()
        assert fetched == [], "nothing was fetched"


async def test_the_key_of_fetching_offers_to_stop_while_it_goes_on(news_desk: Desk, server: FeedServer) -> None:
    subscribe_to(news_desk, server.serve("/a", rss()))
    with held(server, "/b", rss(item(1))) as feed:
        subscribe_to(news_desk, server.base + "/b", is_trusted=False)
        async with news_desk.open() as ui:
            await ui.pilot.press("F")
            await ui.until(feed.asked.is_set, "the feed is asked for")
            await ui.until(lambda: "Fetching 0/1" in ui.status, "it is counted before the first answer")
            await ui.until(lambda: ui.app.keys.is_idle, "the next key need not wait for an answer")
            await ui.pilot.press("F")
            await answered(ui, "n")
            assert "Fetching" in ui.status
            await ui.pilot.press("F")
            await answered(ui, "y")
            await ui.until(lambda: any("Fetching is stopped" in each for each in ui.notices()), "it is told")
            assert "Fetching" not in ui.status
            feed.let_go()
            assert run_command(news_desk, "fetch") == 0, "no other process fetches any more"


async def test_leaving_the_reader_ends_what_it_fetches(news_desk: Desk, server: FeedServer) -> None:
    subscribe_to(news_desk, server.serve("/a", rss()))
    with held(server, "/b", rss(item(1))) as feed:
        subscribe_to(news_desk, server.base + "/b", is_trusted=False)
        async with news_desk.open() as ui:
            await ui.pilot.press("F")
            await ui.until(feed.asked.is_set, "the feed is asked for")
        feed.let_go()
        assert run_command(news_desk, "fetch") == 0, "no other process fetches any more"


async def test_why_nothing_is_fetched_is_told(news_desk: Desk) -> None:
    async with news_desk.open() as ui:
        await ui.pilot.press("F")
        await ui.until(lambda: any("has no feeds yet" in each for each in ui.notices()), "it is told")
        assert ui.notices() == ["Not fetched: This library has no feeds yet. Ctrl+n adds one."]


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_where_several_feeds_failed_the_key_that_shows_the_rest_is_named_last(
    news_desk: Desk, server: FeedServer, size: tuple[int, int]
) -> None:
    subscribe_to(news_desk, server.serve("/a", rss()))
    subscribe_to(news_desk, f"{server.base}/gone", f"{server.base}/lost", is_trusted=False)
    async with news_desk.open(size=size) as ui:
        await ui.pilot.press("F")
        await ui.until(lambda: any("2 feeds failed, the first: feed-1" in each for each in ui.notices()), "it is told")
        assert ui.notices()[0].endswith(". R shows the rest.")
        await ui.settled()
        assert "R shows the rest." in " ".join(ui.screen_text().split())


async def test_a_fetch_that_is_killed_is_told_as_such(news_desk: Desk, server: FeedServer) -> None:
    subscribe_to(news_desk, server.serve("/a", rss()))
    with held(server, "/b", rss(item(1))) as feed:
        subscribe_to(news_desk, server.base + "/b", is_trusted=False)
        async with news_desk.open() as ui:
            await ui.pilot.press("F")
            await ui.until(feed.asked.is_set, "the feed is asked for")
            run = ui.main.incoming._fetching._run
            assert run is not None
            assert run.child._process is not None
            run.child._process.kill()
            await ui.until(ui.notices, "it is told")
            assert ui.notices() == ["The fetch was ended from outside. What came is whole; F goes on."]


async def test_another_fetch_of_the_library_is_told(news_desk: Desk, server: FeedServer) -> None:
    subscribe_to(news_desk, server.serve("/a", rss()))
    with held(server, "/b", rss(item(1))) as feed:
        subscribe_to(news_desk, server.base + "/b", is_trusted=False)
        other = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "newsreader",
            f"--library={news_desk.library.root}",
            "fetch",
            stderr=asyncio.subprocess.DEVNULL,
        )
        async with news_desk.open() as ui:
            await ui.until(feed.asked.is_set, "the other fetch runs")
            await ui.pilot.press("F")
            await ui.until(lambda: any("Another fetch of this library runs" in each for each in ui.notices()), "told")
        feed.let_go()
        assert await other.wait() == 0


async def test_hostile_text_of_a_feed_reaches_the_notice_clean(news_desk: Desk, server: FeedServer) -> None:
    subscribe_to(news_desk, server.serve("/a", rss()))
    news_desk.library.write("feeds.yaml", f'- url: {server.base}/gone\n  name: "[red]\\e[31mbad\\u202e{"x" * 5000}"\n')
    async with news_desk.open() as ui:
        await ui.pilot.press("F")
        await ui.until(lambda: any("1 feed failed" in each for each in ui.notices()), "it is told")
        (notice,) = ui.notices()
        assert "[red]" in notice
        assert "\x1b" not in notice
        assert "\u202e" not in notice
        assert len(notice) < 400


async def test_the_config_can_have_the_start_fetch(news_desk: Desk, server: FeedServer) -> None:
    let_fetch(news_desk, server, "on_start = true")
    subscribe_to(news_desk, server.serve("/a", rss()))
    subscribe_to(news_desk, server.serve("/b", rss(item(1))), is_trusted=False)
    config = load_config(news_desk.paths.config_file).config
    async with news_desk.open(config=config) as ui:
        await ui.until(lambda: ui.status.startswith("5 of 5"), "the story is listed")
        await ui.until(lambda: any("1 new story" in each for each in ui.notices()), "it is told")


async def test_nothing_is_said_of_a_library_without_feeds_to_those_who_have_not_asked(news_desk: Desk) -> None:
    async with news_desk.open() as ui:
        await ui.main.incoming._fetching.fetch_unasked()
        await ui.settled()
        assert ui.notices() == []


async def test_the_start_asks_nothing(news_desk: Desk, server: FeedServer) -> None:
    let_fetch(news_desk, server, "on_start = true")
    subscribe_to(news_desk, server.serve("/b", rss(item(1))), is_trusted=False)
    config = load_config(news_desk.paths.config_file).config
    async with news_desk.open(config=config) as ui:
        await ui.until(lambda: any("F asks" in each for each in ui.notices()), "it is told")
        assert server.log == []


def test_a_reader_that_is_told_to_end_ends_what_it_fetches(news_desk: Desk, server: FeedServer) -> None:
    subscribe_to(news_desk, server.serve("/a", rss()))
    with held(server, "/b", rss(item(1))) as feed:
        subscribe_to(news_desk, server.base + "/b", is_trusted=False)
        with reader(Path(os.environ["HOME"]), "--library", str(news_desk.library.root)) as terminal:
            terminal.wait_for(lambda text: "4 of 4" in text, "the stories are listed")
            terminal.press("F")
            terminal.wait_for(lambda text: "Fetching 0/1" in text or "Fetching…" in text, "it is counted")
            terminal.wait_until(feed.asked.is_set, "the feed is asked for")
            os.kill(terminal.pid, signal.SIGTERM)
            terminal.wait_for_end()
        feed.let_go()
        assert run_command(news_desk, "fetch") == 0, "no other process fetches any more"
