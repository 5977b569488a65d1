"""Reading the files of other programs: each in its form, and none of them able to do harm."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.errors import NewsreaderError
from newsreader.news.imports.bookmarks_page import read_bookmarks
from newsreader.news.imports.entries import Entry, Marks, Refused, moment_in
from newsreader.news.imports.json_lines import read_json_lines
from newsreader.news.imports.json_lists import read_miniflux, read_wallabag
from newsreader.news.imports.kinds import feeds_of, kind_of, stories_of
from newsreader.news.imports.newsboat import read_urls
from newsreader.news.imports.source import Source
from newsreader.news.imports.tables import read_raindrop, read_readwise

BOOKMARKS = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><H3 ADD_DATE="1600000000" PERSONAL_TOOLBAR_FOLDER="true">Bookmarks bar</H3>
    <DL><p>
        <DT><H3>Sea &amp; ships</H3>
        <DL><p>
            <DT><A HREF="https://a.example/1?x=1&amp;y=2" ADD_DATE="1700000000" TAGS="ferry,two words">The <b>ferry</b> &lt;3</A>
            <DD>It sails again.
            <DT><A HREF="https://a.example/2" ICON="data:image/png;base64,AAAA" TOREAD="0">Second</A>
        </DL><p>
        <DT><A HREF="javascript:alert(1)">Run me</A>
    </DL><p>
    <DT><A HREF="https://a.example/3"></A>
</DL><p>
"""
URLS = """# my feeds
https://a.example/feed.xml sea "two words" "~The Harbour"
"https://b.example/feed?x=a b" bad
https://c.example/atom.xml "!" ~Hidden
"query:Unread:unread = \\"yes\\""
exec:~/bin/rm-all.sh
filter:/bin/sh:https://d.example/feed
file:///etc/passwd

"""
READWISE = (
    "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,"
    "Document tags\n"
    '"One, first.",The Sea,Ann Ash,,my note,,x,page,3,2026-07-17 14:00:25+00:00,fav\n'
    "Two.,The Sea,Ann Ash,,,,,page,4,2026-07-19 17:36:30+00:00,fav\n"
    ",No highlight,,,,,,,,,\n"
)
READER = (
    "Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\n"
    "Ferry,https://a.example/1,01h,\"['sea', 'two words']\",2024-04-01 00:00:00+00:00,0,archive,True\n"
    "Pier,https://a.example/2,01h,[],2024-04-02,0.1,new,False\n"
)
RAINDROP = (
    "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n"
    '1,Ferry,my note,An excerpt,https://a.example/1,Sea / Ships,"a, b c",2024-01-01T00:00:00.000Z,,High,true\n'
    "2,,,,https://a.example/2,Unsorted,,bad date,,,false\n"
    "3,No link,,,,Unsorted,,,,,false\n"
)
WALLABAG = [
    {
        "id": 1,
        "title": "Ferry",
        "url": "https://a.example/1",
        "is_archived": 1,
        "is_starred": True,
        "created_at": "2024-01-01T10:00:00+0000",
        "content": "<p>It sails &amp; sails.</p>",
        "language": "en_GB",
        "tags": ["sea", {"label": "two words"}],
        "annotations": [{"quote": "sails", "text": "when?"}, {"quote": "again"}, "nonsense"],
    },
    {"is_archived": False},
    "nonsense",
]
MINIFLUX = {
    "total": 2,
    "entries": [
        {
            "id": 1,
            "status": "read",
            "starred": True,
            "title": "Ferry",
            "url": "https://a.example/1",
            "hash": "abc",
            "published_at": "2024-01-01T10:00:00Z",
            "content": "<p>It sails.</p>",
            "tags": ["sea"],
            "enclosures": [{"url": "https://a.example/1.mp3", "mime_type": "audio/mpeg"}],
            "feed": {
                "title": "Harbour Post",
                "site_url": "https://a.example",
                "feed_url": "https://a.example/feed.xml",
                "category": {"title": "Ships"},
            },
        },
        {"status": "removed", "title": "Gone"},
    ],
}


def entries(found: Iterable[Entry | Refused]) -> list[Entry]:
    return [each for each in found if isinstance(each, Entry)]


def refused(found: Iterable[Entry | Refused]) -> list[str]:
    return [str(each) for each in found if isinstance(each, Refused)]


def source(folder: Path, content: str | bytes) -> Source:
    path = folder / "file"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Source(path)


def cache(path: Path, rows: Iterable[tuple[object, ...]] = (), extra: str = "") -> bytes:
    """A database such as Newsboat makes it."""
    connection = sqlite3.connect(path)
    connection.executescript(
        "CREATE TABLE rss_feed (rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT NULL,"
        " title VARCHAR(1024) NOT NULL, lastmodified INTEGER(11) NOT NULL DEFAULT 0);"
        "CREATE TABLE rss_item (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL,"
        " title VARCHAR(1024) NOT NULL, author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL,"
        " feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL, content VARCHAR(65535) NOT NULL,"
        " unread INTEGER(1) NOT NULL, enclosure_url VARCHAR(1024), enclosure_type VARCHAR(1024),"
        " enqueued INTEGER(1) NOT NULL DEFAULT 0, flags VARCHAR(52), deleted INTEGER(1) NOT NULL DEFAULT 0,"
        " base VARCHAR(128) NOT NULL DEFAULT '', content_mime_type VARCHAR(255) NOT NULL DEFAULT '');"
        "INSERT INTO rss_feed VALUES ('https://a.example/feed', 'https://a.example', 'Harbour Post', 0);" + extra
    )
    connection.executemany(
        "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread, enclosure_url,"
        " enclosure_type, flags, deleted) VALUES (?, ?, '', ?, 'https://a.example/feed', ?, ?, ?, ?, ?, ?, ?)",
        list(rows),
    )
    connection.commit()
    connection.close()
    return path.read_bytes()


ROWS = [
    ("g1", "Ferry", "https://a.example/1", 1_700_000_000, "<p>It sails.</p>", 0, None, None, "ab", 0),
    ("g2", "Talk", "", 0, "", 1, "https://a.example/2.mp3", "audio/mpeg", "", 0),
    ("g3", "Gone", "https://a.example/3", 0, "", 1, None, None, None, 1),
    ("g4", "", "", 0, "x", 1, None, None, None, 0),
]


def test_bookmarks_have_their_folders_and_tags_as_tags() -> None:
    first, second, third = entries(read_bookmarks(BOOKMARKS))
    assert (first.title, first.url) == ("The ferry <3", "https://a.example/1?x=1&y=2")
    assert first.text == "It sails again."
    assert first.published == datetime.fromtimestamp(1_700_000_000, UTC)
    assert first.marks == Marks(is_bookmarked=True, tags=("Sea & ships", "ferry", "two words"))
    assert (second.marks.is_read, second.marks.tags) == (True, ("Sea & ships",))
    assert (third.title, third.marks.tags) == ("https://a.example/3", ())
    assert refused(read_bookmarks(BOOKMARKS)) == ["Link 3: It leads to no web page: javascript:alert(1)"]


def test_feeds_of_newsboat_are_taken_and_what_would_run_is_named() -> None:
    found = read_urls(URLS)
    assert [(each.url, each.name, each.folder) for each in found.feeds] == [
        ("https://a.example/feed.xml", "The Harbour", "sea"),
        ("https://c.example/atom.xml", "Hidden", ""),
    ]
    assert [note.split(":")[0] for note in found.notes] == ["Line 3", "Line 5", "Line 6", "Line 7", "Line 8"]
    assert "exec:~/bin/rm-all.sh" in found.notes[2]


def test_stories_of_newsboat_have_what_was_read_and_flagged(tmp_path: Path) -> None:
    database = source(tmp_path, cache(tmp_path / "made.db", ROWS))
    assert kind_of(database) == "newsboat"
    assert feeds_of(database, "newsboat") is None
    found = list(stories_of(database, "newsboat"))
    ferry, talk = entries(found)
    assert ferry.marks == Marks(is_read=True, is_bookmarked=True)
    assert (ferry.publisher, ferry.site, ferry.feed) == ("Harbour Post", "https://a.example", "https://a.example/feed")
    assert (ferry.is_html, ferry.kind, ferry.published) == (
        True,
        "article",
        datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC),
    )
    assert (talk.url, talk.kind, talk.published) == ("https://a.example/2.mp3", "audio", None)
    assert refused(found) == ["Story 4: It has neither a title nor a link."]


def test_a_damaged_database_costs_only_what_is_damaged(tmp_path: Path) -> None:
    rows = [(f"g{n}", f"Ferry {n}", f"https://a.example/{n}", 0, "x" * 900, 1, None, None, None, 0) for n in range(400)]
    data = bytearray(cache(tmp_path / "made.db", rows))
    for place in range(len(data) // 2, len(data), 4096):
        data[place : place + 600] = b"\xff" * 600
    found = list(stories_of(source(tmp_path, bytes(data)), "newsboat"))
    assert "damaged from here on" in refused(found)[-1]
    assert list(stories_of(source(tmp_path, bytes(data[:5000])), "newsboat")) != []
    with pytest.raises(NewsreaderError, match="can't be seen"):
        kind_of(source(tmp_path, b"\x00" * 100))


@pytest.mark.parametrize(
    "script",
    [
        "CREATE VIEW rss_item AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n)"
        " SELECT x AS id, x AS title, x AS url FROM n",
        "CREATE VIRTUAL TABLE rss_item USING fts5(title, url)",
        "CREATE TABLE other (x)",
    ],
)
def test_what_only_looks_like_a_table_is_not_read(tmp_path: Path, script: str) -> None:
    connection = sqlite3.connect(tmp_path / "made.db")
    connection.executescript(script)
    connection.close()
    with pytest.raises(NewsreaderError, match="not of Newsboat"):
        list(stories_of(Source(tmp_path / "made.db"), "newsboat"))


def test_highlights_of_readwise_are_the_note_of_one_story_for_each_book() -> None:
    found = list(read_readwise(READWISE))
    (book,) = entries(found)
    assert (book.title, book.text) == ("The Sea", "The Sea\n\nAnn Ash")
    assert book.marks == Marks(tags=("fav", "x"), note="“One, first.”\nmy note\n\n“Two.”")
    assert refused(found) == ["Line 4: It has no title, or no highlight."]


def test_documents_of_the_reader_have_their_tags() -> None:
    ferry, pier = entries(read_readwise(READER))
    assert (ferry.url, ferry.marks) == ("https://a.example/1", Marks(is_read=True, tags=("sea", "two words")))
    assert (pier.marks, pier.published) == (Marks(), date(2024, 4, 2))


def test_rows_whose_links_lead_to_no_web_page_are_refused() -> None:
    raindrops = "title,url,folder,tags,created\nRun me,javascript:alert(1),Sea,,\n"
    documents = "Title,URL,Document tags,Saved date,Reading progress\nMine,file:///etc/passwd,,,0\n"
    assert refused(read_raindrop(raindrops)) == ["Line 2: It leads to no web page: javascript:alert(1)"]
    assert refused(read_readwise(documents)) == ["Line 2: It leads to no web page: file:///etc/passwd"]


def test_raindrops_are_links_with_folders_tags_and_notes() -> None:
    found = list(read_raindrop(RAINDROP))
    ferry, second = entries(found)
    assert ferry.marks == Marks(is_bookmarked=True, tags=("Sea", "Ships", "a", "b c"), note="my note\n\nHigh")
    assert (ferry.text, ferry.published) == ("An excerpt", datetime(2024, 1, 1, tzinfo=UTC))
    assert (second.title, second.published, second.marks) == ("https://a.example/2", None, Marks())
    assert refused(found) == ["Line 4: It has no address."]
    with pytest.raises(NewsreaderError, match="no column"):
        list(read_raindrop("a,b\n1,2\n"))


def test_a_field_that_is_too_long_costs_its_line() -> None:
    text = RAINDROP + f"4,{'x' * 2_100_000},,,https://a.example/4,,,,,,\n5,Last,,,https://a.example/5,,,,,,\n"
    found = list(read_raindrop(text))
    assert entries(found)[-1].title == "Last"
    assert "field larger" in refused(found)[-1]


def test_entries_of_wallabag_have_their_annotations_as_a_note() -> None:
    found = list(read_wallabag(json.dumps(WALLABAG)))
    (ferry,) = entries(found)
    assert ferry.marks == Marks(True, True, ("sea", "two words"), "“sails”\nwhen?\n\n“again”")
    assert (ferry.language, ferry.published) == ("en-GB", datetime(2024, 1, 1, 10, tzinfo=UTC))
    assert refused(found) == ["Entry 2: It has neither a title nor a link.", "Entry 3: It is not an object."]


@pytest.mark.parametrize("text", ["[" * 100_000, "[" + "9" * 5_000 + "]", '{"entries": 1}', "", "[1, null, {}]"])
def test_json_of_no_list_of_stories_gives_none(text: str) -> None:
    for read in (read_wallabag, read_miniflux):
        with suppress(NewsreaderError):
            assert entries(read(text)) == []


def test_entries_of_miniflux_have_their_feed() -> None:
    (ferry,) = entries(read_miniflux(json.dumps(MINIFLUX)))
    assert ferry.marks == Marks(is_read=True, is_bookmarked=True)
    assert (ferry.publisher, ferry.feed, ferry.guid) == ("Harbour Post", "https://a.example/feed.xml", "abc")
    assert (ferry.kind, ferry.topics) == ("audio", ("Ships", "sea"))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (BOOKMARKS, "bookmarks"),
        (URLS, "newsboat"),
        (READWISE, "readwise"),
        (READER, "readwise"),
        ("\ufeff" + RAINDROP, "raindrop"),
        (json.dumps(WALLABAG), "wallabag"),
        (json.dumps(WALLABAG, indent=2), "wallabag"),
        (json.dumps(MINIFLUX, indent=1), "miniflux"),
        ('{"id": "a", "title": "T", "summary": "s"}\n', "jsonl"),
        ('[\n{"id": "a", "title": "T", "summary": "s", "key_points": []}\n]\n', "jsonl"),
        ('<?xml version="1.0"?><opml version="2.0"><body/></opml>', "opml"),
    ],
)
def test_the_kind_is_seen_from_the_content(tmp_path: Path, content: str, kind: str) -> None:
    assert kind_of(source(tmp_path, content)) == kind


@pytest.mark.parametrize("content", ["", "hello", "{}", "[]", "<html><p>x</p></html>", "\0\0", "a,b\n1,2"])
def test_what_is_none_of_them_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(NewsreaderError, match="--as"):
        kind_of(source(tmp_path, content))


def test_each_line_of_json_costs_only_itself(tmp_path: Path) -> None:
    lines = [
        b'{"id": "a", "title": "First", "summary": "s", "tags": ["x"], "read": true, "path": "a/b.md"}',
        b"not json",
        b"[" * 100_000,
        b'{"id": "b", "title": "", "summary": "s"}',
        b'{"id": "c", "title": "T", "published": "yesterday"}',
        b'{"id": 7, "title": "T"}',
        b'{"n": ' + b"9" * 5_000 + b"}",
        b"\xff\xfe",
        b'{"title": "' + b"x" * 9_000_000 + b'"}',
        b'{"id": "d", "title": "Last \\u001b[31m\\u202e"},',
        b"]",
    ]
    found = list(read_json_lines(source(tmp_path, b"\n".join(lines))))
    assert [each.story.title for each in entries(found) if each.story] == ["First", "Last"]
    assert entries(found)[0].ending == ".md"
    assert entries(found)[0].marks == Marks(is_read=True, tags=("x",))
    assert [text.split(":")[0] for text in refused(found)] == [f"Line {n}" for n in range(2, 10)]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("20240131", date(2024, 1, 31)),
        ("1700000000", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ("1700000000000", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ("1700000000000000", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ("9" * 5_000, None),
        ("2024", None),
        ("0", None),
        ("", None),
        ("soon", None),
    ],
)
def test_moments_are_days_texts_and_counts(text: str, moment: date | None) -> None:
    assert moment_in(text) == moment


@given(st.text())
def test_no_text_makes_the_readers_fail_otherwise_than_they_say(text: str) -> None:
    for read in (read_bookmarks, read_wallabag, read_miniflux, read_raindrop, read_readwise):
        try:
            list(read(text))
        except NewsreaderError:
            continue
    read_urls(text)


def test_large_nonsense_is_read_to_its_end() -> None:
    for text in ("<a " * 300_000, "<DT><A HREF=" * 100_000, "<DL>" * 300_000, "<!--" * 300_000):
        list(read_bookmarks(text))
    assert len(read_urls('"' * 1_000_000 + "\n" + "x " * 500_000).notes) <= 2
