"""Files of other programs that are made to keep the program busy, or to fill the memory."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from newsreader.errors import NewsreaderError
from newsreader.news.imports.bookmarks_page import read_bookmarks
from newsreader.news.imports.entries import LONGEST_TEXT, Entry, Refused
from newsreader.news.imports.kinds import kind_of, stories_of
from newsreader.news.imports.source import Source
from newsreader.news.writing import encoded

_LINK = '<DT><A HREF="https://a.example/1">One</A>'


def _database(folder: Path, script: str) -> Source:
    path = folder / "cache.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)
    return Source(path)


@pytest.mark.parametrize("gap", ["\n", " \n", "\r\n", "\t", "\n\u3000"])
def test_very_many_empty_lines_hide_no_kind(tmp_path: Path, gap: str) -> None:
    path = tmp_path / "file"
    path.write_text(f"x{gap * 60_000}", encoding="utf-8", newline="")
    with pytest.raises(NewsreaderError, match="--as"):
        kind_of(Source(path))
    path.write_text(f"# mine{gap * 20_000}\n  https://a.example/feed.xml\n", encoding="utf-8", newline="")
    assert kind_of(Source(path)) == "newsboat"


def test_very_many_descriptions_of_a_link_are_one_text_with_an_end() -> None:
    (found,) = read_bookmarks(_LINK + "<DD>word " * 1_000_000)
    assert isinstance(found, Entry)
    assert found.text.startswith("word word word")
    assert len(found.text) <= LONGEST_TEXT


def test_links_behind_very_deep_folders_stand_in_none_of_them() -> None:
    deep = "".join(f"<DT><H3>f{number}</H3><DL>" for number in range(50_000))
    page = f"<DL><DT><H3>top</H3><DL>{deep}{'</DL>' * 49_990}{_LINK}{'</DL>' * 10}{_LINK}</DL>{_LINK}"
    tags = [found.marks.tags for found in read_bookmarks(page) if isinstance(found, Entry)]
    assert tags == [("top", *(f"f{number}" for number in range(10))), ("top",), ()]


def test_a_field_that_would_fill_the_memory_ends_the_database(tmp_path: Path) -> None:
    source = _database(
        tmp_path,
        "CREATE TABLE rss_item (guid, title, url);"
        "INSERT INTO rss_item VALUES ('a', 'First', 'https://a.example/1'), ('b', 'Second', 'https://a.example/2');"
        "INSERT INTO rss_item VALUES (zeroblob(100000000), 'Third', 'https://a.example/3');",
    )
    first, *_, last = stories_of(source, "newsboat")
    assert isinstance(first, Entry)
    assert isinstance(last, Refused)


def test_fields_that_are_far_too_long_cost_only_themselves(tmp_path: Path) -> None:
    source = _database(
        tmp_path,
        "CREATE TABLE rss_item (guid, title, url, feedurl, content, unread, flags);"
        "INSERT INTO rss_item VALUES (hex(zeroblob(9000000)), 'First', 'https://a.example/1', zeroblob(9000000), '',"
        " 0, zeroblob(9000000));"
        "INSERT INTO rss_item VALUES ('b', 'Second', 'https://a.example/2', '', 'text', 0, '');",
    )
    first, second = stories_of(source, "newsboat")
    assert isinstance(first, Entry)
    assert isinstance(second, Entry)
    assert (first.title, len(first.guid), first.feed) == ("First", LONGEST_TEXT, "")
    assert (second.title, second.marks.is_read) == ("Second", True)


@pytest.mark.parametrize(
    "words", [" Ferry  sails ", "Ferry\u00a0sails", "Ferry \ud800", "Ferry\0\u202e", "--- Ferry", "é"]
)
@pytest.mark.parametrize("own_id", [None, "", " ", "\u200b"])
def test_a_story_without_an_id_can_be_written_whatever_its_words_are(
    tmp_path: Path, words: str, own_id: str | None
) -> None:
    path = tmp_path / "file.jsonl"
    fields = {"title": words, "summary": f"It is told. {words}\n\n {words}"}
    path.write_text(json.dumps(fields if own_id is None else fields | {"id": own_id}))
    (found,) = stories_of(Source(path), "jsonl")
    assert isinstance(found, Entry)
    assert found.story is not None
    assert encoded(found.story, ".yaml")
    assert encoded(found.story, ".md")
