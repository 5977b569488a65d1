"""What hostile servers answer: each costs only itself, within bounds of time, size and work."""

from __future__ import annotations

import asyncio
import gzip
import resource
import time
import zlib
from collections.abc import AsyncIterator, Callable
from typing import Final

import pytest
from tests.news.server import FeedServer, Request, answer
from tests.news.texts import item, rss

from newsreader.config.fetch import FetchSettings, HostSettings
from newsreader.errors import NewsreaderError
from newsreader.news.answers import Answer, retry_after
from newsreader.news.feeds import Feed, parse_feed
from newsreader.news.fetcher import Fetcher

_SECONDS: Final = 2.0
_MEGABYTES: Final = 80
_FINE: Final = rss(item(1), item(2))


def _settings(server: FeedServer, seconds: float = 20, size: int = 16) -> FetchSettings:
    hosts = {server.host: HostSettings(private=True)}
    return FetchSettings(host_pause=0, timeout=seconds, max_size=size * 1024 * 1024, hosts=hosts)


def get(server: FeedServer, url: str, seconds: float = 20, size: int = 16) -> Answer:
    async def ask() -> Answer:
        async with Fetcher(_settings(server, seconds, size)) as fetcher:
            return await fetcher.get(url)

    return asyncio.run(ask())


def bounded(work: Callable[[], object]) -> object:
    """Do it; it may take 2 s of the processor and 80 MB beyond what there was."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    done = work()
    assert time.process_time() - begun < _SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak < _MEGABYTES * 1024
    return done


async def _endless(_: Request) -> AsyncIterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n\r\n<rss><channel><title>x</title>"
    part = "".join(item(number) for number in range(300)).encode()
    while True:
        yield part


async def _trickle(_: Request) -> AsyncIterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
    while True:
        yield b"<"
        await asyncio.sleep(0.1)


async def _silent(_: Request) -> AsyncIterator[bytes]:
    await asyncio.Event().wait()
    yield b""


def _bomb(window: int, megabytes: int = 200) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, window)
    parts = [packer.compress(b"<rss><channel><title>")]
    parts += [packer.compress(b" " * 1_000_000) for _ in range(megabytes)]
    return b"".join((*parts, packer.flush()))


REFUSED: Final[dict[str, tuple[Callable[[Request], bytes | AsyncIterator[bytes]], str]]] = {
    "an endless body": (_endless, "larger than"),
    "a byte now and then": (_trickle, "no whole answer within"),
    "no answer at all": (_silent, "no whole answer within"),
    "a bomb of gzip": (lambda _: answer(_bomb(31), Content_Encoding="gzip"), "grows out of all proportion"),
    "a bomb of deflate": (lambda _: answer(_bomb(15), Content_Encoding="deflate"), "grows out of all proportion"),
    "a length of 10 GB": (lambda _: b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n<rss>", "larger than"),
    "a length beyond counting": (
        lambda _: answer(b"<rss>", Content_Length="9" * 40),
        "larger than|does not answer|ends too early",
    ),
    "5,000 headers": (lambda _: b"HTTP/1.1 200 OK\r\n" + b"X-a: b\r\n" * 5000 + b"\r\n", "does not answer as web"),
    "a header of 1 MB": (
        lambda _: b"HTTP/1.1 200 OK\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n",
        "does not answer as web",
    ),
    "a status of letters": (lambda _: b"HTTP/1.1 abc\r\n\r\n", "does not answer as web"),
    "an unknown packing": (lambda _: answer(b"\x0b\x02\x80hi\x03", Content_Encoding="br"), 'packed as "br"'),
    "no such packing": (lambda _: answer(b"\x07\x07\x07", Content_Encoding="deflate"), "can't be unpacked"),
    "a redirect to nowhere": (lambda _: answer(b"", 302), "not said where"),
    "a redirect to a file": (lambda _: answer(b"", 302, Location="file:///etc/passwd"), "Only web addresses"),
    "a redirect to a script": (lambda _: answer(b"", 302, Location="javascript:1"), "Only web addresses"),
    "a redirect with a password": (lambda _: answer(b"", 302, Location="http://a:b@example.org/"), "user name"),
    "a redirect to metadata": (lambda _: answer(b"", 302, Location="http://169.254.169.254/latest"), "private address"),
    "a redirect to another port": (lambda _: answer(b"", 301, Location="http://127.0.0.1:1/"), "private address"),
    "a redirect to a number": (lambda _: answer(b"", 301, Location="http://2130706433/"), "private address"),
    "a redirect to itself": (lambda _: answer(b"", 301, Location="/x"), "in a circle"),
    "a browser check": (lambda _: answer(b"", 403, Server="cloudflare", cf_mitigated="challenge"), "only browsers"),
    "a closed door": (lambda _: answer(b"", 401), "a name and a password"),
    "a fault of the server": (lambda _: answer(b"", 500), "has a fault"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_answer_is_refused_within_its_bounds(name: str, server: FeedServer) -> None:
    answering, cause = REFUSED[name]
    server.routes["/x"] = answering
    with pytest.raises(NewsreaderError, match=cause):
        bounded(lambda: get(server, server.base + "/x", seconds=1.5 if "whole answer" in cause else 20))
    assert asyncio.run(_is_alive(server))


async def _is_alive(server: FeedServer) -> bool:
    server.serve("/fine", _FINE)
    async with Fetcher(_settings(server)) as fetcher:
        return (await fetcher.get(server.base + "/fine")).data == _FINE


TAKEN: Final[dict[str, tuple[bytes, bool]]] = {
    "said to be packed, and not": (answer(_FINE, Content_Encoding="gzip"), False),
    "packed, and not said so": (answer(gzip.compress(_FINE)), False),
    "packed twice": (answer(gzip.compress(_FINE), Content_Encoding="gzip"), False),
    "raw deflate": (answer(zlib.compress(_FINE, wbits=-15), Content_Encoding="deflate"), False),
    "cut while packed": (answer(gzip.compress(_FINE)[:-40], Content_Encoding="gzip"), True),
    "cut": (b'HTTP/1.1 200 OK\r\nContent-Length: 99999\r\nETag: "e"\r\n\r\n' + _FINE[:-120], True),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_a_clumsy_server_answers_is_taken_as_far_as_it_goes(name: str, server: FeedServer) -> None:
    data, is_cut = TAKEN[name]
    found = get(server, server.raw("/x", data))
    assert found.is_cut is is_cut
    assert parse_feed(found.data, found.url).items[0].guid == "berth-1"


@pytest.mark.parametrize("tag", ['"' + "e" * 30_000 + '"', '"a\tb"', "é"])
def test_a_tag_that_can_not_be_sent_back_is_not_kept(tag: str, server: FeedServer) -> None:
    assert get(server, server.serve("/x", _FINE, ETag=tag)).etag == ""


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        ("99999999999999999999", 604_800),
        ("soon", None),
        ("", None),
        (None, None),
        ("-5", None),
        ("Thu, 01 Jan 1970 00:10:00 GMT", 600),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 604_800),
        ("Mon, 99 Foo 2026 99:99:99 GMT", None),
    ],
)
def test_how_long_a_server_wants_to_be_left_alone(text: str | None, seconds: int | None) -> None:
    assert retry_after(text, now=0) == seconds


_LAUGHS: Final = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
_MARKUP: Final = "<script>x</script>[@click=app.quit] \u202emoc.live"

FEEDS: Final[dict[str, tuple[bytes, int]]] = {
    "a billion laughs": (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">{_LAUGHS}]>'.encode() + _FINE.replace(b"Harbour", b"&j;"),
        2,
    ),
    "an entity of a file": (
        b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + _FINE.split(b"?>")[1].replace(b"Berth", b"&x;"),
        2,
    ),
    "an entity of many letters": (
        b'<!DOCTYPE rss [<!ENTITY x "'
        + b"y" * 100_000
        + b'">]>'
        + _FINE.split(b"?>")[1].replace(b"Berth", b"&x;" * 999),
        2,
    ),
    "an attribute that expands": (
        f'<!DOCTYPE rss [<!ENTITY a "ha">{_LAUGHS}]><rss version="&j;"><channel>'.encode() + item(1).encode(),
        1,
    ),
    "100,000 nested elements in the text": (rss(item(1, more="<a>" * 100_000 + "</a>" * 100_000)), 1),
    "100,000 nested elements before": (rss("<a>" * 100_000 + "</a>" * 100_000, item(1)), 1),
    "50,000 items": (rss(*(item(number) for number in range(50_000))), 1_000),
    "an attribute of 8 MB": (_FINE.replace(b"<channel>", b'<channel a="' + b"x" * 8_000_000 + b'">'), 2),
    "open tags": (rss(item(1), "<a " * 200_000), 1),
    "open comments": (rss(item(1), "<!--" * 200_000), 1),
    "ampersands": (rss("&a" * 500_000, item(1)), 1),
    "many document types": (b"<!DOCTYPE a>" * 100_000 + _FINE.split(b"?>")[1], 2),
    "a document type without an end": (b"<!DOCTYPE a [" + b'"' + b"x" * 100_000, 0),
    "nested JSON": (b'{"version":"https://jsonfeed.org/version/1.1","items":' + b"[" * 200_000, 0),
    "JSON of other shapes": (
        b'{"version":"https://jsonfeed.org/version/1.1","title":{},"items":[{"id":{},"tags":5},[],7,null]}',
        0,
    ),
    "NULs and half pairs": (_FINE.replace(b"Berth", b"Be\x00rth\xed\xa0\x80"), 2),
    "nothing": (b"", 0),
    "space": (b" \n" * 100_000, 0),
    "a picture": (bytes(range(256)) * 100, 0),
    "a page": (b"<!doctype html><html><body>" + b"<p>x</p>" * 10_000, 0),
}


@pytest.mark.parametrize("name", FEEDS)
def test_a_hostile_feed_is_read_within_its_bounds(name: str) -> None:
    data, count = FEEDS[name]

    def read() -> Feed | None:
        try:
            return parse_feed(data, "https://gazette.example/feed")
        except NewsreaderError:
            return None

    read_once = bounded(read)
    found = read_once.items if isinstance(read_once, Feed) else ()
    assert len(found) == count
    assert not any("root:" in each.html or "haha" in each.title for each in found)


@pytest.mark.parametrize(
    ("data", "title"),
    [
        ("Café", "utf-8 latin-1"),
        ("新闻", "gb2312 gb18030"),
        ("Новости", "windows-1251 windows-1251"),
        ("Café", "iso-8859-1 utf-8"),
        ("ニュース", "shift_jis shift_jis"),
        ("ニュース", "iso-2022-jp iso-2022-jp"),
        ("뉴스", "euc-kr euc-kr"),
        ("Café", "utf-16 utf-16"),
        ("Café", "x-klingon utf-8"),
        ("“Café”", "us-ascii cp1252"),
        ("新聞", "big5 big5"),
    ],
)
def test_a_feed_is_read_in_its_true_encoding(data: str, title: str) -> None:
    stated, true = title.split()
    text = rss(item(1), title=data).decode().replace('encoding="utf-8"', f'encoding="{stated}"')
    assert parse_feed(text.encode(true), "https://gazette.example/f", "text/xml; charset=utf-8").title == data


def test_titles_keep_their_signs_and_lose_their_markup() -> None:
    given = [
        ("A &amp;lt;3 B &amp;amp; C&nbsp;D", "A <3 B & C D"),
        ("AT&amp;T &lt;b&gt;grows&lt;/b&gt;, I &lt;3 it", "AT&T grows, I <3 it"),
        ("<![CDATA[Caf&eacute; \x1b]52;c;ZXZpbA==\x07]]>", "Café ]52;c;ZXZpbA=="),
    ]
    items = parse_feed(
        rss(*(item(n, title=text) for n, (text, _) in enumerate(given))), "https://gazette.example/"
    ).items
    assert [each.title for each in items] == [title for _, title in given]


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "http://me:pw@gazette.example/", "data:x"]
)
def test_a_link_that_can_not_be_opened_is_none(link: str) -> None:
    assert parse_feed(rss(item(1, link=link)), "https://gazette.example/").items[0].link == ""


def test_links_are_completed_by_the_bases_around_them() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"'
        ' xml:base="https://gazette.example/news/"><title>T</title><entry xml:base="2026/"><id>u:1</id><title>x</title>'
        '<link href="ferry"/><media:group><media:description>The boat came.</media:description></media:group></entry></feed>'
    )
    (found,) = parse_feed(atom.encode(), "https://feeds.example/f").items
    assert (found.link, found.html) == ("https://gazette.example/news/2026/ferry", "The boat came.")
    (found,) = parse_feed(rss(item(1, link="/ferry")), "https://feeds.example/f").items
    assert found.link == "https://gazette.example/ferry"


@pytest.mark.parametrize("guid", ["12", "7 7", "20260302", "2026-03-02", "Monday 3", "1234"])
def test_an_id_is_no_date(guid: str) -> None:
    undated = f"<item><title>A</title><guid>{guid}</guid><description>a date: 2 March</description></item>"
    found = parse_feed(rss(undated, item(1, guid=guid)), "https://gazette.example/").items
    assert [each.published and each.published.isoformat() for each in found] == [None, "2026-03-02T09:01:00+00:00"]


def test_the_source_of_an_item_of_an_aggregator_is_known() -> None:
    more = '<source url="https://other.example">Other Paper</source>'
    (found,) = parse_feed(rss(item(1, more=more)), "https://feeds.example/f").items
    assert (found.source, found.source_name) == ("https://other.example", "Other Paper")
