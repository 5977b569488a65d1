"""The file of subscriptions: read with its places, changed without losing anything, exchanged with other readers."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.news.conftest import Reader
from tests.news.server import FeedServer
from tests.news.texts import item, rss

from newsreader.errors import NewsreaderError
from newsreader.news.opml import read_opml, write_opml
from newsreader.news.subscribing import set_field, subscribe, unsubscribe
from newsreader.news.subscriptions import (
    BadSubscriptionsError,
    Subscription,
    find,
    parse_every,
    parse_subscriptions,
    read_subscriptions,
)
from newsreader.text import clean_line

_FILE = """\
# my feeds
- url: https://a.example/feed   # the first
  name: "Paper: A"
  every: 30m
  # between them
- name: B
  url: https://b.example/feed
  drop: [sport, "two words"]
  paused: false

# the last
- {url: "https://c.example/feed", name: C}
"""


def _in(tmp_path: Path, text: str) -> Path:
    (tmp_path / "feeds.yaml").write_bytes(text.encode())
    return tmp_path


def _text(library: Path) -> str:
    return (library / "feeds.yaml").read_bytes().decode()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_change_leaves_all_else_as_it_is(tmp_path: Path, end: str) -> None:
    library = _in(tmp_path, _FILE.replace("\n", end))
    subscribe(library, [Subscription("https://d.example/feed", "D: d")])
    added = f'- url: https://d.example/feed{end}  name: "D: d"{end}'
    assert _text(library) == _FILE.replace("\n", end) + added
    unsubscribe(library, "https://d.example/feed")
    assert _text(library) == _FILE.replace("\n", end)
    set_field(library, "https://b.example/feed", "paused", "true")
    set_field(library, "https://a.example/feed", "url", "https://a.example/new?x=1&y=%20")
    set_field(library, "https://c.example/feed", "paused", "true")
    text = _text(library)
    assert "  paused: true" in text
    assert "https://a.example/new?x=1&y=%20   # the first" in text
    assert "name: C, paused: true}" in text
    assert [each.paused for each in read_subscriptions(library)] == [False, True, True]


def test_comments_stay_when_a_feed_goes(tmp_path: Path) -> None:
    library = _in(tmp_path, _FILE)
    unsubscribe(library, "https://b.example/feed")
    assert all(comment in _text(library) for comment in ("# my feeds", "# the first", "# between them", "# the last"))
    assert [each.name for each in read_subscriptions(library)] == ["Paper: A", "C"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("- url: https://a.example/feed\n", ""),
        ("- url: https://a.example/feed", ""),
        ("# mine\n- url: https://a.example/feed # the only one\n# end\n", "# mine\n# end\n"),
        ("- {url: https://a.example/feed}\n", ""),
        ("url: https://a.example/feed\n", ""),
        ("- url: https://b.example/\n-   url: https://a.example/feed # mine\n", "- url: https://b.example/\n"),
        ("- url: https://b.example/\n- {url: https://a.example/feed,\n  name: A} # a\n", "- url: https://b.example/\n"),
        ("-\n  url: https://a.example/feed\n- url: https://b.example/\n", "- url: https://b.example/\n"),
        ("- url: https://a.example/feed # a\n  # on its own\n  name: A\n", "  # on its own\n"),
    ],
)
def test_a_feed_goes_from_a_file_that_is_written_by_hand(tmp_path: Path, text: str, left: str) -> None:
    library = _in(tmp_path, text)
    unsubscribe(library, "https://a.example/feed")
    assert _text(library) == left
    subscribe(library, [Subscription("https://n.example/")])
    assert read_subscriptions(library)[-1].url == "https://n.example/"


def test_a_read_only_library_is_said_to_be_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = _in(tmp_path, _FILE)
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(NewsreaderError, match=r"^feeds\.yaml can't be written: "):
        unsubscribe(library, "https://c.example/feed")
    assert _text(library) == _FILE


@pytest.mark.parametrize("text", ["", "\n \n", "\ufeff", "# nothing yet\n"])
def test_an_empty_file_has_no_feeds(text: str) -> None:
    assert parse_subscriptions(text.encode()) == ()


@pytest.mark.parametrize(
    "text",
    ["- url: [", "- name: no address\n", "- url: ftp://a.example/\n", "- just text\n", "- url: https://a.example\n  evry: 1h\n",
     "- url: https://a.example\n  every: 5m\n", "- url: https://a.example\n- url: http://www.a.example/\n",
     "- url: https://me:pw@a.example/\n", "- url: https://a.example\n  summarize: model\n", "- url: *x\n"],
)  # fmt: skip
def test_a_file_with_an_error_is_named_by_its_line_and_not_touched(tmp_path: Path, text: str) -> None:
    library = _in(tmp_path, text)
    with pytest.raises(BadSubscriptionsError, match=r"feeds\.yaml:\d"):
        subscribe(library, [Subscription("https://d.example/feed")])
    assert _text(library) == text


def test_what_can_t_be_subscribed_to_is_told_as_that(reader: Reader, server: FeedServer) -> None:
    gone, broken = server.serve("/gone", b"", status=410), server.serve("/broken", b"", status=500)
    done = reader.run("subscribe", gone, broken, "nofile.opml", code=1)
    assert f"{gone}: It is gone for good (410).\n" in done.stderr
    assert f"{broken}: Its server has a fault (500). Try again later.\n" in done.stderr
    assert "There is no file nofile.opml.\n" in done.stderr
    assert "nofile.opml: " not in done.stderr


def test_a_feed_that_is_there_is_named(reader: Reader, server: FeedServer) -> None:
    url = server.serve("/a", rss(item(1)))
    reader.run("subscribe", url)
    assert "You are subscribed to Harbour Gazette already.\n" in reader.run("subscribe", url).stderr


def test_all_mistakes_are_named_at_once(reader: Reader, server: FeedServer) -> None:
    good = server.serve("/a", rss(item(1)))
    text = f"- url: {good}\n- url: ftp://a.example/\n  evry: 1h\n  every: 5m\n- name: B\n- url: {good}\n- text\n"
    (reader.library / "feeds.yaml").write_text(text)
    said = reader.run("fetch", code=2).stderr
    assert [line.split(":")[1] for line in said.splitlines() if line.startswith("feeds.yaml:")] == list("234567")
    assert not server.asked("/a")


_names = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp", "Zs")), max_size=20).map(
    clean_line
)


@given(
    st.lists(
        st.builds(
            Subscription,
            url=st.integers(0, 10**6).map(lambda number: f"https://{number}.example/feed?x={number}"),
            name=_names,
            outlet=_names,
            folder=_names,
            every=st.sampled_from([900, 3600, 5400, 86_400, 604_800]),
            first=st.integers(1, 1000),
            drop=st.lists(_names.filter(bool), max_size=3).map(tuple),
            summarize=st.sampled_from(["none", "extract"]),
            paused=st.booleans(),
        ),
        unique_by=lambda each: each.url,
        min_size=1,
        max_size=5,
    )
)
def test_what_is_subscribed_to_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, feeds: list[Subscription]
) -> None:
    library = tmp_path_factory.mktemp("library")
    for each in feeds:
        subscribe(library, [each])
    assert [replace(each, line=1) for each in read_subscriptions(library)] == feeds
    assert subscribe(library, feeds) == ()
    for each in feeds:
        unsubscribe(library, each.url)
    assert read_subscriptions(library) == ()


@given(st.binary(max_size=300))
def test_no_bytes_are_more_than_an_error(data: bytes) -> None:
    with suppress(BadSubscriptionsError):
        assert isinstance(parse_subscriptions(data), tuple)


@pytest.mark.parametrize(("text", "seconds"), [("15m", 900), ("1h", 3600), ("7d", 604_800), ("90 min", 5400)])
def test_times_are_read(text: str, seconds: int) -> None:
    assert parse_every(text) == seconds


@pytest.mark.parametrize("text", ["14m", "8d", "1w", "", "-1h", "1.5h", "99999d"])
def test_other_times_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="15m to 7d"):
        parse_every(text)


def test_a_feed_is_found_by_its_address_its_name_and_its_beginning() -> None:
    feeds = parse_subscriptions(_FILE.encode())
    for named in ("https://a.example/feed/", "paper: a", "pap"):
        assert find(feeds, named).name == "Paper: A"
    with pytest.raises(NewsreaderError, match="There is no feed"):
        find(feeds, "Z")


def test_a_list_of_another_reader_keeps_its_folders_and_adds_nothing_twice(reader: Reader) -> None:
    path = reader.library.parent / "list.opml"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY x "y">]><opml version="1.0"><body><outline text="Sea">'
        '<outline text="A &amp; B" type="rss" xmlUrl="https://a.example/feed"/></outline>'
        '<outline text="C" xmlUrl="https://c.example/feed"/><outline text="X" type="rss" xmlUrl="exec:rm -rf ~"/>'
        "</body></opml>",
        encoding="utf-8",
    )
    done = reader.run("subscribe", str(path))
    assert "exec:rm -rf ~" in done.stderr
    found = {each.name: each for each in read_subscriptions(reader.library)}
    assert {name: each.folder for name, each in found.items()} == {"A & B": "Sea", "C": ""}
    text = _text(reader.library)
    assert "You are subscribed to A & B already." in reader.run("subscribe", str(path)).stderr
    assert _text(reader.library) == text


def test_a_list_that_is_written_is_read_as_the_same_feeds(reader: Reader) -> None:
    from datetime import UTC, datetime

    feeds = [
        Subscription("https://a.example/?x=1&y=2", 'A "quoted" <name>', folder="Sea & sky"),
        Subscription("https://b.example/feed", "B"),
    ]
    text = write_opml(feeds, datetime(2026, 3, 2, tzinfo=UTC))
    found, refused = read_opml(text.encode())
    assert sorted(found, key=lambda each: each.url) == feeds
    assert refused == []
    subscribe(reader.library, feeds)
    assert 'text="Sea &amp; sky"' in reader.run("feeds", "export").stdout
    target = reader.library.parent / "out.opml"
    reader.run("feeds", "export", str(target))
    assert "is there already" in reader.run("feeds", "export", str(target), code=1).stderr


def test_a_page_gives_its_feed_and_several_are_named(reader: Reader, server: FeedServer) -> None:
    link = '<link rel="alternate" type="application/rss+xml" title="News" href="/feed">'
    other = (
        '<link rel=alternate type=application/atom+xml href="/more"><link rel="alternate" type="text/html" href="/x">'
    )
    page = "<!doctype html><html><head>{}</head></html>"
    server.serve("/feed", rss(item(1)))
    one = server.serve("/one", page.format(link).encode(), Content_Type="text/html")
    several = server.serve("/several", page.format(link + other).encode(), Content_Type="text/html")
    done = reader.run("subscribe", several, code=1)
    assert f"{server.base}/more" in done.stderr
    reader.run("subscribe", one)
    (found,) = read_subscriptions(reader.library)
    assert (found.url, found.name) == (f"{server.base}/feed", "Harbour Gazette")
    reader.run("fetch")  # nothing is asked: the user has named it
    assert len(reader.stories()) == 1


def test_feeds_are_listed_paused_and_removed_and_their_stories_stay(reader: Reader, server: FeedServer) -> None:
    reader.run("subscribe", server.serve("/a", rss(item(1))), "--folder", "Sea", "--every", "6h")
    reader.run("fetch")
    assert reader.run("feeds").stdout == "Harbour Gazette       1  ok\n"
    assert "every           6h" in reader.run("feeds", "show", "harbour").stdout
    reader.run("feeds", "pause", "harbour")
    assert "paused" in reader.run("feeds").stdout
    reader.run("fetch", "--all")
    assert len(server.asked("/a")) == 2
    reader.run("feeds", "resume", "harbour")
    reader.run("unsubscribe", "harbour")
    assert reader.run("feeds").stdout == ""
    assert len(reader.stories()) == 1


def test_the_list_of_feeds_is_no_story(reader: Reader) -> None:
    reader.feeds("https://a.example/feed")
    assert reader.run("check").stdout == ""
    assert reader.run("list").stdout == ""


def test_the_list_of_feeds_in_the_guide_is_read() -> None:
    from tests.unit.documents import blocks

    (text,) = [block.text for document, block in blocks("yml") if document.name == "news.md"]
    first, second = parse_subscriptions(text.encode())
    assert (first.name, second.drop, second.every, second.paused) == (
        "Example News",
        ("sport", "live blog"),
        21_600,
        True,
    )


def test_a_feed_without_a_name_has_the_title_that_it_gave_itself(reader: Reader, server: FeedServer) -> None:
    url = server.serve("/a", rss(item(1)))
    path = reader.library / "feeds.yaml"
    path.write_text(f"- url: {url}\n", encoding="utf-8")
    assert reader.run("feeds").stdout.startswith(url)
    reader.fetch()
    assert reader.run("feeds").stdout.startswith("Harbour Gazette ")
    reader.run("feeds", "pause", "harbour")
    assert path.read_text(encoding="utf-8") == f"- url: {url}\n  paused: true\n"


def test_all_mistakes_of_a_list_are_told_at_once_and_check_finds_them(reader: Reader, server: FeedServer) -> None:
    good = server.serve("/a", rss(item(1)))
    (reader.library / "feeds.yaml").write_text(
        f"- url: {good}\n- url: file:///etc/passwd\n  every: 1s\n- name: nothing\n  colour: red\n- word\n",
        encoding="utf-8",
    )
    lines = reader.run("fetch", "--yes", code=2).stderr.splitlines()
    assert [line.split(":")[1] for line in lines] == ["2", "3", "4", "5", "6"]
    found = reader.run("check", code=1)
    assert [line.split(":")[1] for line in found.stdout.splitlines()] == ["2", "3", "4", "5", "6"]
    assert "5 problems" in found.stderr
    (reader.library / "feeds.yaml").write_text(f"- url: {good}\n", encoding="utf-8")
    assert reader.run("check").stdout == ""
