"""Whole runs with hostile servers: what is wrong with one feed costs no other, and what was cut comes later."""

from __future__ import annotations

import re

import pytest
from tests.news.conftest import Reader
from tests.news.server import FeedServer
from tests.news.test_hostile_answers import FEEDS, REFUSED, TAKEN
from tests.news.texts import item, rss


def test_no_hostile_feed_costs_another_one_its_stories(reader: Reader, server: FeedServer) -> None:
    for number, (answering, _) in enumerate(REFUSED.values()):
        server.routes[f"/refused/{number}"] = answering
    for number, (data, _) in enumerate(FEEDS.values()):
        server.serve(f"/feed/{number}", data)
    for number, (packed, _) in enumerate(TAKEN.values()):
        server.raw(f"/taken/{number}", packed)
    hostile = [server.base + path for path in server.routes]
    good = [server.serve(f"/good/{n}", rss(item(7000 + n, guid=f"good-{n}"))) for n in range(2)]
    settings = reader.config.read_text(encoding="utf-8")
    reader.config.write_text(settings.replace("timeout = 20", "timeout = 2"), encoding="utf-8")
    reader.feeds(good[0], *hostile, good[1], more="  first: 5\n")
    done = reader.fetch(code=1)
    failed = re.findall(r"^(feed-\d+): ", done.stderr, re.MULTILINE)
    assert "Traceback" not in done.stderr
    assert not {"feed-0", f"feed-{len(hostile) + 1}"} & set(failed)
    assert {f"feed-{number + 1}" for number in range(len(REFUSED))} <= set(failed)
    text = "\n".join(reader.stories().values())
    assert all(f"https://gazette.example/{7000 + n}" in text for n in range(2))
    assert "root:" not in text
    assert "haha" not in text
    assert reader.run("check").returncode == 0


def test_what_lies_outside_of_a_feed_is_not_fetched_for_it(reader: Reader, server: FeedServer) -> None:
    outside = f"{server.base}/outside"
    types = (
        f'<!DOCTYPE rss SYSTEM "{outside}">',
        f'<!DOCTYPE rss [<!ENTITY % p SYSTEM "{outside}"> %p;]>',
        f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{outside}">]>',
        f'<?xml-stylesheet href="{outside}"?>',
    )
    head, body = rss(item(1, title="A &x; B")).split(b"?>", 1)
    reader.feeds(*(server.serve(f"/{n}", head + b"?>" + each.encode() + body) for n, each in enumerate(types)))
    reader.fetch()
    assert server.asked("/outside") == []
    assert len(reader.stories()) == 1


@pytest.mark.parametrize("end", [b"berth 3", b"/3</link>", b"berth-3", b"</item></channel>", b"</channel>"])
def test_of_a_feed_that_was_cut_the_rest_comes_with_the_next_answer(
    reader: Reader, server: FeedServer, end: bytes
) -> None:
    whole = rss(item(1), item(2), item(3))
    head = f'HTTP/1.1 200 OK\r\nETag: "e"\r\nContent-Length: {len(whole)}\r\n\r\n'.encode()
    reader.feeds(server.raw("/a", head + whole[: whole.index(end)]))
    reader.fetch()
    assert len(reader.stories()) == (3 if end == b"</channel>" else 2)
    server.raw("/a", head + whole)
    reader.fetch()
    assert "if-none-match" not in server.asked("/a")[1].headers
    assert len(reader.stories()) == 3
    reader.fetch()
    assert server.asked("/a")[2].headers["if-none-match"] == '"e"'


def test_of_a_feed_that_was_cut_in_its_first_item_nothing_is_taken(reader: Reader, server: FeedServer) -> None:
    whole = rss(item(1))
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(whole)}\r\n\r\n".encode()
    reader.feeds(server.raw("/a", head + whole[: whole.index(b"</link><guid")]))
    reader.run("fetch", "--all", "--yes", code=None)
    assert reader.stories() == {}
