"""Fetching: what comes becomes story files, once, and what is the user's stays the user's."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tests.news.conftest import Reader
from tests.news.server import FeedServer, Request, answer
from tests.news.texts import item, rss


def titles(reader: Reader) -> list[str]:
    return sorted(re.findall(r"^title: (.*)$", "\n".join(reader.stories().values()), re.MULTILINE))


def store_of(reader: Reader) -> Path:
    return next(Path(reader.home["XDG_DATA_HOME"]).rglob("feeds.db"))


def test_items_become_story_files_with_their_origin(reader: Reader, server: FeedServer) -> None:
    reader.feeds(server.serve("/a", rss(item(1), item(2))))
    done = reader.fetch()
    (first, text), _ = reader.stories().items()
    assert re.fullmatch(r"news/harbour-gazette/2026-03/2026-03-02-the-harbour-opens-berth-\d-[0-9a-f]{6}\.yaml", first)
    assert re.search(r"^id: f-[0-9a-f]{16}$", text, re.MULTILINE)
    assert f"feed: {server.base}/a" in text
    assert "ai_generated" not in text
    assert "2 new stories" in done.stderr
    assert "new outlet without a rating: harbour-gazette" in done.stderr
    assert "id: harbour-gazette" in (reader.library / "outlets.yaml").read_text(encoding="utf-8")
    assert reader.run("check").stdout == ""


def test_the_same_feed_again_brings_nothing(reader: Reader, server: FeedServer) -> None:
    reader.feeds(server.serve("/a", rss(item(1), item(2)), ETag='"one"', Last_Modified="Mon, 02 Mar 2026 09:00:00 GMT"))
    reader.fetch()
    before = reader.stories()
    reader.fetch()
    assert reader.stories() == before
    again = server.asked("/a")[1].headers
    assert (again["if-none-match"], again["if-modified-since"]) == ('"one"', "Mon, 02 Mar 2026 09:00:00 GMT")


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ([item(1)], [item(1, guid="other")], 1),  # another guid, the same link
        ([item(1)], [item(1, link="https://gazette.example/1?utm_source=feed")], 1),
        ([item(1)], [item(1, link="https://gazette.example/moved")], 1),  # the guid wins
        ([item(1)], [item(1, title="Berth one (24 comments)")], 1),
        ([item(1)], [item(1, guid="other", link="https://gazette.example/x?token=9")], 1),  # the title, the same day
        ([item(1)], [item(1, guid="other", link="https://gazette.example/x", date="Mon, 09 Mar 2026 09:00:00 GMT")], 2),
        ([item(1)], [item(2)], 2),
        ([item(1, link="https://gazette.example/"), item(2, link="https://gazette.example/")], [], 2),
    ],
)
def test_what_makes_two_items_one_story(
    reader: Reader, server: FeedServer, first: list[str], second: list[str], count: int
) -> None:
    reader.feeds(server.serve("/a", rss(*first)))
    reader.fetch()
    server.serve("/a", rss(*second, *first[len(second) :]))
    reader.fetch()
    assert len(reader.stories()) == count


def test_an_article_in_two_feeds_is_one_story(reader: Reader, server: FeedServer) -> None:
    reader.feeds(server.serve("/a", rss(item(1))), server.serve("/b", rss(item(1, guid="elsewhere"), item(2))))
    reader.fetch()
    assert len(reader.stories()) == 2


def test_a_changed_item_changes_its_file_unless_somebody_has_edited_it(reader: Reader, server: FeedServer) -> None:
    reader.feeds(server.serve("/a", rss(item(1), item(2))))
    reader.fetch()
    edited = next(path for path, text in reader.stories().items() if "berth 1" in text)
    with (reader.library / edited).open("a", encoding="utf-8") as file:
        file.write("# mine\n")
    own = (reader.library / edited).read_bytes()
    server.serve("/a", rss(*(item(number).replace("first boat", "second boat") for number in (1, 2))))
    done = reader.fetch()
    assert (reader.library / edited).read_bytes() == own
    assert sum("second boat" in text for text in reader.stories().values()) == 1
    assert "1 changed" in done.stderr
    assert "edited here and left alone" in done.stderr


def test_a_removed_story_never_comes_again_even_without_what_is_known_of_the_feeds(
    reader: Reader, server: FeedServer
) -> None:
    reader.feeds(server.serve("/a", rss(item(1), item(2))))
    reader.fetch()
    removed = next(iter(reader.stories()))
    (reader.library / removed).unlink()
    reader.fetch()
    assert len(reader.stories()) == 1
    shutil.rmtree(store_of(reader).parent)
    done = reader.fetch()
    assert "0 new stories" in done.stderr
    assert len(reader.stories()) == 1


def test_a_story_that_was_moved_and_renamed_is_known_and_is_still_changed(reader: Reader, server: FeedServer) -> None:
    reader.feeds(server.serve("/a", rss(item(1))))
    reader.fetch()
    (path,) = reader.stories()
    (reader.library / "news" / "mine").mkdir()
    (reader.library / path).rename(reader.library / "news" / "mine" / "boats.yaml")
    server.serve("/a", rss(item(1).replace("first boat", "second boat")))
    reader.fetch()
    (text,) = reader.stories().values()
    assert "second boat" in text


@pytest.mark.parametrize("is_looked_at", [False, True])
def test_without_what_is_known_of_the_feeds_no_story_comes_twice(
    reader: Reader, server: FeedServer, is_looked_at: bool
) -> None:
    reader.feeds(server.serve("/a", rss(*(item(number) for number in range(30)))))
    reader.fetch()
    before = reader.stories()
    store_of(reader).write_bytes(b"no database at all" * 100)
    if is_looked_at:
        reader.run("feeds")
    reader.fetch()
    assert reader.stories() == before
    with sqlite3.connect(store_of(reader)) as connection:
        assert connection.execute("SELECT count(*) FROM stories").fetchone() == (30,)


def test_many_stories_that_are_gone_at_once_are_not_taken_for_removed_unasked(
    reader: Reader, server: FeedServer
) -> None:
    reader.feeds(server.serve("/a", rss(*(item(number) for number in range(40)))))
    reader.fetch()
    (reader.library / "news").rename(reader.library.parent / "elsewhere")
    done = reader.run("fetch", "--all", code=1)
    assert "as if a disk were missing" in done.stderr
    (reader.library.parent / "elsewhere").rename(reader.library / "news")
    reader.run("fetch", "--all")
    assert len(reader.stories()) == 40


def test_only_so_many_items_come_with_the_first_fetch_and_the_others_never(reader: Reader, server: FeedServer) -> None:
    reader.feeds(server.serve("/a", rss(*(item(number) for number in range(9)))), more="  first: 3\n")
    reader.fetch()
    assert len(reader.stories()) == 3
    server.serve("/a", rss(item(20), *(item(number) for number in range(9))))
    reader.fetch()
    assert len(reader.stories()) == 4


def test_items_with_a_dropped_word_are_left_out_and_folders_become_topics(reader: Reader, server: FeedServer) -> None:
    more = '  folder: Sea\n  drop: [sport, "berth 2"]\n'
    url = server.serve("/a", rss(item(1), item(2), item(3, title="Sport on deck")))
    reader.feeds(url, more=more)
    reader.fetch()
    assert titles(reader) == ["The harbour opens berth 1"]
    assert "topics: [Sea]" in next(iter(reader.stories().values()))


def test_a_date_ahead_is_left_out_unless_most_of_the_feed_is_ahead(reader: Reader, server: FeedServer) -> None:
    ahead = "Mon, 02 Mar 2099 09:00:00 GMT"
    mostly = server.serve("/a", rss(item(1), item(2), item(3, date=ahead)))
    wrong = server.serve("/b", rss(*(item(number, date=ahead) for number in (4, 5))))
    reader.feeds(mostly, wrong)
    reader.fetch()
    assert len(reader.stories()) == 4
    assert not any("2099" in text for text in reader.stories().values())


def test_nothing_is_asked_that_is_not_due(reader: Reader, server: FeedServer) -> None:
    reader.feeds(server.serve("/a", rss(item(1))))
    reader.run("fetch", "--yes")
    done = reader.run("fetch")
    assert len(server.asked("/a")) == 1
    assert "No feed is due" in done.stderr
    reader.run("fetch", "feed-0")
    assert len(server.asked("/a")) == 2


def test_a_dry_run_writes_nothing(reader: Reader, server: FeedServer) -> None:
    reader.feeds(server.serve("/a", rss(item(1))))
    files = sorted(reader.library.rglob("*"))
    done = reader.fetch("--dry-run")
    assert done.stdout == "The harbour opens berth 1\n"
    assert sorted(reader.library.rglob("*")) == files
    reader.fetch()
    assert len(reader.stories()) == 1


def test_a_list_of_feeds_that_was_not_fetched_before_asks_first(reader: Reader, server: FeedServer) -> None:
    reader.feeds(server.serve("/a", rss(item(1))))
    done = reader.run("fetch", code=2)
    assert server.host in done.stderr
    assert "--yes" in done.stderr
    assert server.log == []
    reader.run("fetch", "--yes")
    reader.run("fetch", "--all")
    assert len(server.log) == 2


def test_another_fetch_is_named_and_this_one_ends_with_three(reader: Reader, server: FeedServer) -> None:
    reader.feeds(server.serve("/a", rss(item(1))))
    reader.fetch()
    with sqlite3.connect(store_of(reader).with_name("fetch.lock"), isolation_level=None) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        done = reader.run("fetch", "--all", code=3)
    assert "Another fetch of this library runs: process" in done.stderr


def test_progress_and_result_are_json_where_that_is_asked_for(reader: Reader, server: FeedServer) -> None:
    reader.feeds(server.serve("/a", rss(item(1))), server.base + "/missing")
    lines = [json.loads(line) for line in reader.fetch("--progress", "json", code=1).stdout.splitlines()]
    first, *between, last = [line["event"] for line in lines]
    assert (first, sorted(between), last) == ("progress", ["failed", "progress", "progress"], "done")
    assert (lines[0]["done"], lines[0]["total"]) == (0, 2), "that nothing is asked is told before the first answer"
    assert (lines[-1]["new"], lines[-1]["failed"], lines[-1]["feeds"]) == (1, 1, 2)
    result = json.loads(reader.fetch("--format", "json", code=1).stdout)
    assert result["failed"][0]["url"] == server.base + "/missing"


def test_a_host_that_wants_to_be_left_alone_is_left_alone(reader: Reader, server: FeedServer) -> None:
    urls = [server.serve(f"/{number}", b"", 429, Retry_After="3600") for number in range(4)]
    reader.feeds(*urls)
    done = reader.fetch(code=1)
    assert len(server.log) == 1
    assert "feeds put off: 3" in done.stderr
    reader.run("fetch")
    assert len(server.log) == 1


def test_one_host_is_asked_one_thing_at_a_time(reader: Reader, server: FeedServer) -> None:
    reader.feeds(*(server.serve(f"/{number}", rss(item(number))) for number in range(12)))
    reader.fetch()
    assert server.most_open == 1
    assert len(reader.stories()) == 12


def test_a_feed_that_is_gone_is_told_once(reader: Reader, server: FeedServer) -> None:
    reader.feeds(server.serve("/a", b"", 410))
    assert "gone for good" in reader.run("fetch", "--yes", code=1).stderr
    reader.run("fetch")
    assert len(server.log) == 1
    assert json.loads(reader.run("feeds", "--failing", "--format", "json").stdout)[0]["state"] == "gone"


def test_credentials_of_a_host_never_go_to_another(reader: Reader, server: FeedServer, home: dict[str, str]) -> None:
    home["PAPER"] = "me:secret"
    reader.settings(server, host_more='auth = "env:PAPER"\nuser_agent = "Mine/1"')
    server.routes["/a"] = lambda _: answer(b"", 302, Location="http://localhost:1/b")
    reader.feeds(server.base + "/a", server.serve("/c", rss(item(1))))
    done = reader.fetch(code=1)
    assert "localhost is a private address" in done.stderr
    assert {request.headers["authorization"] for request in server.log} == {"Basic bWU6c2VjcmV0"}
    assert {request.headers["user-agent"] for request in server.log} == {"Mine/1"}


def test_a_move_is_taken_over_only_after_a_week_of_it(reader: Reader, server: FeedServer) -> None:
    new = server.serve("/new", rss(item(1)))

    def moved(_: Request) -> bytes:
        return answer(b"", 301, Location="/new")

    server.routes["/old"] = moved
    reader.feeds(server.base + "/old", more="  # a comment\n")
    for _ in range(4):
        reader.fetch()
    assert "/old" in (reader.library / "feeds.yaml").read_text(encoding="utf-8")
    with sqlite3.connect(store_of(reader)) as connection:
        connection.execute("UPDATE feeds SET moved_since = moved_since - 700000")
    done = reader.fetch()
    assert "has moved" in done.stderr
    text = (reader.library / "feeds.yaml").read_text(encoding="utf-8")
    assert new in text
    assert "# a comment" in text
    reader.fetch()
    assert len(reader.stories()) == 1


def test_news_comes_in_where_the_registry_has_an_error_and_the_outlets_wait(reader: Reader, server: FeedServer) -> None:
    registry = reader.library / "outlets.yaml"
    registry.write_text("- id: [\n", encoding="utf-8")
    reader.feeds(server.serve("/a", rss(item(1))))
    done = reader.fetch()
    assert len(reader.stories()) == 1
    assert "outlets.yaml has an error in line" in done.stderr
    assert "New outlets that wait for it: harbour-gazette" in done.stderr
    assert registry.read_text(encoding="utf-8") == "- id: [\n"
    registry.unlink()
    reader.fetch()
    assert registry.read_text(encoding="utf-8").startswith("- id: harbour-gazette\n")


def test_new_outlets_of_a_killed_run_are_added_by_the_next(reader: Reader, server: FeedServer) -> None:
    reader.feeds(server.serve("/a", rss(item(1))))
    reader.fetch()
    noted = '[{"id": "valley-times", "name": "Valley Times", "website": "https://valley.example"}]'
    with closing(sqlite3.connect(store_of(reader))) as store, store:
        store.execute("INSERT OR REPLACE INTO meta VALUES ('new outlets', ?)", (noted,))
    reader.fetch()
    reader.fetch()
    text = (reader.library / "outlets.yaml").read_text(encoding="utf-8")
    assert text.count("id: valley-times") == 1
    assert text.count("id: harbour-gazette") == 1


def test_what_was_left_by_a_program_that_was_killed_goes_and_what_is_being_written_stays(
    reader: Reader, server: FeedServer
) -> None:
    reader.feeds(server.serve("/a", rss(item(1))))
    left, written, other = (
        reader.library / name for name in (".outlets.yaml.0123abcd.new", ".feeds.yaml.0123abcd.new", ".mine.new")
    )
    for path in (left, written, other):
        path.write_text("x", encoding="utf-8")
    for path in (left, other):
        os.utime(path, (0, 0))
    reader.fetch()
    assert [path.exists() for path in (left, written, other)] == [False, True, True]


def test_a_program_is_told_that_many_stories_are_gone(reader: Reader, server: FeedServer) -> None:
    reader.feeds(server.serve("/a", rss(*map(item, range(1, 31)))))
    reader.fetch()
    shutil.rmtree(reader.library / "news")
    done = reader.run("fetch", "--all", "--progress", "json", code=1)
    told = json.loads(done.stdout.splitlines()[0])
    assert (told["event"], told["hosts"]) == ("asks", [])
    assert "30 of 30 fetched stories are gone" in told["question"]


def test_a_program_is_told_what_would_be_asked(reader: Reader, server: FeedServer) -> None:
    reader.feeds(server.serve("/a", rss(item(1))))
    done = reader.run("fetch", "--progress", "json", code=2)
    (line,) = done.stdout.splitlines()
    told = json.loads(line)
    assert (told["event"], told["hosts"]) == ("asks", [server.host])
    assert "were not fetched before" in told["question"]
    assert server.log == []


def test_a_fetch_whose_reader_goes_away_ends_in_silence_with_whole_files(reader: Reader, server: FeedServer) -> None:
    reader.feeds(*(server.serve(f"/{number}", rss(item(number))) for number in range(40)))
    words = [sys.executable, "-m", "newsreader", "fetch", "--all", "--yes", "--progress", "json"]
    with subprocess.Popen(
        words, env=reader.home, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith('{"event": "progress"')
        process.stdout.close()
        said = process.stderr.read()
    assert re.fullmatch(r"The feeds of this library .*\n", said)
    assert reader.run("check").returncode == 0
    reader.fetch()
    assert len(reader.stories()) == 40


def test_a_disk_that_can_not_be_written_is_no_fault_of_the_feed(reader: Reader, server: FeedServer) -> None:
    reader.feeds(server.serve("/a", rss(item(1))))
    (reader.library / "news").write_text("in the way", encoding="utf-8")
    assert "can't be written into news/harbour-gazette" in reader.run("fetch", "--yes", code=1).stderr
    assert reader.run("feeds", "--failing").stdout == ""
    (reader.library / "news").unlink()
    reader.run("fetch")
    assert len(reader.stories()) == 1
