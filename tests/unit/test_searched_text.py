"""A story is found by the words that its page shows, and they are marked there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.unit.shelf import Shelf, only, titles

from newsreader.reader import Reader
from newsreader.ui.highlight import wanted_words
from newsreader.ui.story.content import story_page

_SOURCE = (
    "The [defence](https://example.org/zebra?utm_source=mail) pact with AT&amp;T. A word[^1] after. Un**believ**able.\n\n"
    "[ref]: https://example.org/panther\n\n[^1]: foot of the page\n"
)
_SHOWN = ('"defence pact"', "AT&T", '"word after"', "unbelievable", "foot", '"pact with at t a word after"')
_NOT_SHOWN = ("zebra", "utm_source", "amp", "panther", "believ", "https")


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    shelf = Shelf(tmp_path)
    shelf.write(
        "a.md",
        f"---\ntitle: Markdown\nid: a\n---\n{_SOURCE}\n## Key points\n\n- An ele**phant** [here](https://h.example)",
    )
    reader = shelf.reader()
    yield reader
    reader.close()


def marked(reader: Reader, query: str) -> list[str]:
    """The places of the page that are marked for a query, each in one piece."""
    page = story_page(only(reader, query), wanted_words(reader.query(query).wanted_words()))
    return [page.lines[line].content.plain[start:end] for line, start, end in page.found]


@pytest.mark.parametrize("query", _SHOWN)
def test_what_is_shown_is_found_and_marked(reader: Reader, query: str) -> None:
    assert titles(reader, query) == ["Markdown"]
    assert marked(reader, query)


@pytest.mark.parametrize("query", _NOT_SHOWN)
def test_what_is_not_shown_is_not_found(reader: Reader, query: str) -> None:
    assert titles(reader, query) == []


def test_a_phrase_is_marked_on_both_sides_of_what_the_page_adds(reader: Reader) -> None:
    assert marked(reader, '"defence pact"') == ["defence [example.org] pact"]
    assert marked(reader, '"elephant here"') == ["elephant here"]
    page = story_page(only(reader, "pact"), wanted_words(reader.query('"defence pact" example').wanted_words()))
    (line,) = [line for line in page.lines if "[example.org]" in line.content.plain]
    spans = [line.content.plain[span.start : span.end] for span in line.content.spans if "match" in str(span.style)]
    assert spans == ["defence", " pact"]


def test_text_is_found_as_it_is_written(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.put("a.yaml", {"title": "Text", "summary": _SOURCE})
    reader = shelf.reader()
    assert titles(reader, "zebra") == titles(reader, "panther") == ["Text"]
    assert marked(reader, "zebra") == ["zebra"]
    assert titles(reader, "unbelievable") == []
    reader.close()


def test_what_was_searched_of_a_story_is_taken_out_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf(tmp_path)
    shelf.registry({"id": "post", "name": "Post"})
    shelf.write("a.md", f"---\ntitle: Markdown\noutlet: post\n---\n{_SOURCE}")
    reader = shelf.reader()
    monkeypatch.setattr("newsreader.index.prepared.searched_text", lambda *texts: texts)  # another parser
    shelf.registry({"id": "post", "name": "Tribune"})
    reader.sync()
    assert titles(reader, "unbelievable tribune") == ["Markdown"]
    (shelf.root / "a.md").unlink()
    reader.sync()
    reader.close()
    with closing(sqlite3.connect(shelf.paths.index_file(shelf.root))) as connection:
        assert connection.execute("SELECT term FROM story_words").fetchall() == []


def test_the_copy_of_a_bookmark_is_found_by_what_it_shows(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    path = shelf.write("a.md", f"---\ntitle: Markdown\n---\n{_SOURCE}")
    reader = shelf.reader()
    reader.marking.set_bookmark(only(reader).row_id, True)
    path.unlink()
    reader.sync()
    assert titles(reader, 'is:bookmarked "defence pact" unbelievable') == ["Markdown"]
    assert titles(reader, "is:bookmarked zebra") == []
    reader.close()
