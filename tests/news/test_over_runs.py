"""What is kept from one run to the next: where feeds have moved, which are gone, and who wants to be left alone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from tests.news.conftest import Reader
from tests.news.server import FeedServer, Request, answer
from tests.news.texts import item, rss

from newsreader.config.fetch import FetchSettings, HostSettings
from newsreader.news import fetcher
from newsreader.news.feed_store import FeedStore
from newsreader.news.fetching import Result, Run
from newsreader.news.subscriptions import read_subscriptions
from newsreader.state.state import State

BEGIN = datetime(2026, 3, 2, 12, tzinfo=UTC)
PAGE = b"<!doctype html><html><body>Back soon</body></html>"


class Runs:
    """Runs for one library, each at a moment that the test says."""

    def __init__(self, folder: Path, library: Path, server: FeedServer) -> None:
        self.library = library
        self.settings = FetchSettings(host_pause=0, timeout=20, hosts={server.host: HostSettings(private=True)})
        self.store = FeedStore.open(folder / "feeds.db")
        self.state = State.open(folder / "state.db", now=lambda: BEGIN)

    def at(self, days: float, *, is_all: bool = False) -> Result:
        """Fetch what is due so many days after the beginning, or all of it."""
        now = BEGIN + timedelta(days=days)
        run = Run(self.library, self.store, self.state, self.settings, now)
        run.look_for_removed(lambda _: True)
        return asyncio.run(run.fetch(read_subscriptions(self.library), is_all=is_all))

    @property
    def urls(self) -> list[str]:
        """The addresses in the list of feeds."""
        return [each.url for each in read_subscriptions(self.library)]


@pytest.fixture
def runs(tmp_path: Path, reader: Reader, server: FeedServer) -> Iterator[Runs]:
    made = Runs(tmp_path, reader.library, server)
    with closing(made.store), closing(made.state):
        yield made


def moved(server: FeedServer, to: str, status: int = 301) -> str:
    """Have /old lead somewhere; returns its address."""
    server.routes["/old"] = lambda _: answer(b"", status, Location=to)
    return f"{server.base}/old"


# Moves


@pytest.mark.parametrize("status", [301, 308])
@pytest.mark.parametrize(
    ("days", "is_taken_over"),
    [([0, 3, 6.9], False), ([0, 7.1], False), ([0, 3, 7.1], True), ([0, 1, 2, 3, 7.5], True), ([0, 0.1, 0.2], False)],
)
def test_a_move_is_taken_over_after_three_runs_over_seven_days(
    runs: Runs, reader: Reader, server: FeedServer, status: int, days: list[float], is_taken_over: bool
) -> None:
    new = server.serve("/new", rss(item(1)))
    old = moved(server, "/new", status)
    reader.feeds(old)
    told = [note for day in days for note in runs.at(day, is_all=True).notes]
    assert runs.urls == [new if is_taken_over else old]
    assert any("has moved" in note for note in told) is is_taken_over
    runs.at(9, is_all=True)
    assert len(reader.stories()) == 1


def test_no_move_is_learnt_from_what_is_no_feed(runs: Runs, reader: Reader, server: FeedServer) -> None:
    server.serve("/closed", PAGE, Content_Type="text/html")
    old = moved(server, "/closed")
    reader.feeds(old)
    for day in (0, 3, 8, 12):
        assert "a web page" in runs.at(day, is_all=True).failures[0].cause
    server.serve("/old", rss(item(1)))
    assert runs.at(13, is_all=True).new == 1
    assert (runs.urls, runs.store.feed(old).moved_to) == ([old], "")


def test_a_feed_that_names_another_new_address_begins_again(runs: Runs, reader: Reader, server: FeedServer) -> None:
    server.serve("/x", rss(item(1)))
    new = server.serve("/y", rss(item(1)))
    reader.feeds(moved(server, "/x"))
    runs.at(0, is_all=True)
    runs.at(4, is_all=True)
    moved(server, "/y")
    for day in (8, 12, 14):
        assert runs.at(day, is_all=True).notes == []
    runs.at(15.1, is_all=True)
    assert runs.urls == [new]


def test_a_feed_that_is_where_it_was_again_has_not_moved(runs: Runs, reader: Reader, server: FeedServer) -> None:
    server.serve("/new", rss(item(1)))
    old = moved(server, "/new")
    reader.feeds(old)
    runs.at(0, is_all=True)
    runs.at(4, is_all=True)
    server.serve("/old", rss(item(1)))
    runs.at(5, is_all=True)
    moved(server, "/new")
    runs.at(8, is_all=True)
    assert runs.urls == [old]


def test_a_move_to_a_feed_that_is_there_already_is_left(runs: Runs, reader: Reader, server: FeedServer) -> None:
    reader.feeds(moved(server, "/new"), server.serve("/new", rss(item(1))))
    for day in (0, 3, 8):
        runs.at(day, is_all=True)
    assert runs.urls == [f"{server.base}/old", f"{server.base}/new"]
    assert len(reader.stories()) == 1


def test_a_list_of_feeds_that_the_user_is_changing_costs_the_run_nothing(
    runs: Runs, reader: Reader, server: FeedServer
) -> None:
    new = server.serve("/new", rss(item(1)))
    reader.feeds(moved(server, "/new"))
    for day in (0, 3):
        runs.at(day, is_all=True)
    broken = "- url: ["

    def answering(_: Request) -> bytes:
        (reader.library / "feeds.yaml").write_text(broken, encoding="utf-8")
        return answer(b"", 301, Location="/new")

    server.routes["/old"] = answering
    result = runs.at(8, is_all=True)
    assert (result.done, result.failures) == (1, [])
    (told,) = result.notes
    assert f"has moved to {new}" in told
    assert "feeds.yaml:2" in told
    assert (reader.library / "feeds.yaml").read_text(encoding="utf-8") == broken
    assert runs.store.noted("running") == ""


def test_moves_are_accepted_at_once_where_the_user_says_so(reader: Reader, server: FeedServer) -> None:
    new = server.serve("/new", rss(item(1)), ETag='"one"')
    reader.feeds(moved(server, "/new"), more="  # mine\n")
    reader.fetch()
    assert f"moved to {new}" in reader.run("feeds").stdout
    assert "has moved to" in reader.run("feeds", "accept-moves").stderr
    text = (reader.library / "feeds.yaml").read_text(encoding="utf-8")
    assert f"url: {new}\n" in text
    assert "# mine" in text
    assert "No feed says that it has moved" in reader.run("feeds", "accept-moves").stderr
    reader.fetch()
    assert server.asked("/new")[-1].headers["if-none-match"] == '"one"'
    assert len(reader.stories()) == 1


# Feeds that are gone


def test_a_feed_that_is_gone_is_asked_again_only_by_its_name(reader: Reader, server: FeedServer) -> None:
    reader.feeds(server.serve("/a", b"", 410), server.serve("/b", rss(item(1))))
    assert "gone for good" in reader.fetch(code=1).stderr
    for words in (["--all"], []):
        assert "gone" not in reader.run("fetch", *words).stderr
    assert len(server.asked("/a")) == 1
    reader.run("fetch", "feed-0", code=1)
    assert len(server.asked("/a")) == 2


def test_a_feed_that_was_gone_goes_on_where_the_user_resumes_it(reader: Reader, server: FeedServer) -> None:
    reader.feeds(server.serve("/a", b"", 410))
    reader.fetch(code=1)
    server.serve("/a", rss(item(1)))
    reader.run("feeds", "resume", "feed-0")
    reader.run("fetch")
    assert len(reader.stories()) == 1
    assert "gone" not in reader.run("feeds").stdout


# Hosts that want to be left alone


def busy(server: FeedServer, path: str, wait: str, status: int = 429) -> str:
    """Have a path answer that its host wants to be left alone; returns its address."""
    return server.serve(path, b"", status, Retry_After=wait)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("is_date", [False, True])
def test_a_host_is_left_alone_for_as_long_as_it_says_by_all_its_feeds(
    runs: Runs, reader: Reader, server: FeedServer, status: int, is_date: bool
) -> None:
    later = server.serve("/later", rss(item(1)))
    reader.feeds(later)
    runs.at(0)
    until = datetime.now(UTC) + timedelta(hours=48)
    url = busy(server, "/busy", format_datetime(until, usegmt=True) if is_date else "172800", status)
    reader.feeds(later, url)
    runs.at(0.01)
    for day in (0.5, 1, 1.9):  # by now the other feed is due
        runs.at(day)
    assert [request.path for request in server.log] == ["/later", "/busy"]
    assert runs.at(2.1).done == 2
    assert len(server.log) > 2


def test_no_server_puts_its_feeds_off_for_more_than_a_week(runs: Runs, reader: Reader, server: FeedServer) -> None:
    reader.feeds(busy(server, "/a", "99999999999"))
    runs.at(0)
    runs.at(6.9)
    assert len(server.log) == 1
    runs.at(7.1)
    assert len(server.log) == 2


def test_a_wait_of_zero_is_one(runs: Runs, reader: Reader, server: FeedServer) -> None:
    urls = [busy(server, "/a", "0"), server.serve("/b", rss(item(1)))]
    reader.feeds(*urls)
    result = runs.at(0)
    assert result.notes == []
    assert {request.path for request in server.log} == {"/a", "/b"}
    server.serve("/a", rss(item(2)))
    assert runs.at(0.001).new == 1  # nothing has to be waited for: it is due at once


def test_a_fault_without_a_time_is_asked_ever_more_seldom(runs: Runs, reader: Reader, server: FeedServer) -> None:
    reader.feeds(server.serve("/a", b"", 500))
    for hour in range(100):
        runs.at(hour / 24 + 0.0001)
    gaps = len(server.log)
    assert 4 <= gaps <= 10
    assert runs.store.feed(f"{server.base}/a").failures == gaps


def test_a_host_is_left_alone_by_a_run_of_all_feeds_too(reader: Reader, server: FeedServer) -> None:
    reader.feeds(busy(server, "/a", "3600"), busy(server, "/b", "3600"))
    reader.fetch(code=1)
    assert "feeds put off: 2" in reader.fetch().stderr
    assert len(server.log) == 1
    reader.run("fetch", "feed-0", code=1)
    assert len(server.log) == 2


# Pauses


def test_there_is_a_pause_between_two_requests_to_one_host(
    runs: Runs, reader: Reader, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    begun: list[float] = []
    real = asyncio.sleep

    async def sleep(seconds: float) -> None:
        clock[0] += seconds
        await real(0)

    def answering(request: Request) -> bytes:
        begun.append(clock[0])
        return answer(rss(item(len(begun))))

    monkeypatch.setattr(fetcher, "monotonic", lambda: clock[0])
    monkeypatch.setattr(asyncio, "sleep", sleep)
    server.routes = {f"/{number}": answering for number in range(5)}
    reader.feeds(*(f"{server.base}/{number}" for number in range(5)))
    runs.settings = FetchSettings(host_pause=1.5, hosts=runs.settings.hosts)
    runs.at(0)
    assert begun == [100.0, 101.5, 103.0, 104.5, 106.0]
    assert server.most_open == 1
