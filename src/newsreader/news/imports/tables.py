"""Tables of link services in CSV: Raindrop.io and Readwise.

Raindrop's export has `id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite`; which of them it takes
back is told by https://help.raindrop.io/import#csv. Readwise has two: its highlights are `Highlight,Book Title,Book
Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,Document tags`, several for one book or
article. The library of its Reader is `Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from io import StringIO
from typing import Final

from msgspec import Struct, field

from newsreader.errors import NewsreaderError
from newsreader.news.imports.entries import (
    LONGEST_TEXT,
    Entry,
    Found,
    Marks,
    Refused,
    moment_in,
    refused_address,
    text_in,
    texts_in,
)
from newsreader.text import clean_line

RAINDROP: Final = frozenset({"url", "title", "folder", "tags", "created"})
READER: Final = frozenset({"title", "url", "document tags", "saved date", "reading progress"})
HIGHLIGHTS: Final = frozenset({"highlight", "book title"})
"""The columns by which each table is known, in lower case."""

_NO_FOLDER: Final = frozenset({"unsorted", "unsorted bookmarks"})
_YES: Final = frozenset({"true", "1", "yes"})

_Row = Mapping[str, str]


def read_raindrop(text: str) -> Found:
    """Yield the links of Raindrop: favourites are bookmarks, folders and tags are tags, notes and highlights notes."""
    return _read(text, RAINDROP, _raindrop)


def _raindrop(row: _Row) -> Entry:
    folders = tuple(each.strip() for each in row["folder"].split("/") if each.strip())
    note = "\n\n".join(filter(None, (row.get("note", "").strip(), row.get("highlights", "").strip())))
    return Entry(
        title=clean_line(row["title"]) or row["url"].strip(),
        url=row["url"].strip(),
        text=row.get("excerpt", "").strip(),
        published=moment_in(row["created"]),
        marks=Marks(
            is_bookmarked=row.get("favorite", "").strip().lower() in _YES,
            tags=(*(each for each in folders if each.lower() not in _NO_FOLDER), *texts_in(row["tags"])),
            note=note,
        ),
    )


def read_readwise(text: str) -> Found:
    """Yield what Readwise exports: the documents of its Reader, or one story for each book with highlights."""
    if header_of(text) >= HIGHLIGHTS:
        return _highlighted(text)
    return _read(text, READER, _document)


def _document(row: _Row) -> Entry:
    progress = row["reading progress"].strip()
    return Entry(
        title=clean_line(row["title"]) or row["url"].strip(),
        url=row["url"].strip(),
        published=moment_in(row["saved date"]),
        marks=Marks(
            is_read=row.get("location", "").strip().lower() == "archive" or progress.startswith(("1", "100")),
            tags=_listed(row["document tags"]),
        ),
    )


def _listed(text: str) -> tuple[str, ...]:
    """Return the tags of a list as Python writes it: ['one', 'two']."""
    return texts_in(",".join(part.strip().strip("'\"") for part in text.strip().strip("[]").split(",")))


class _Book(Struct):
    """What was highlighted in one book or article."""

    author: str
    published: str
    tags: dict[str, None] = field(default_factory=dict)
    passages: list[str] = field(default_factory=list)


def _highlighted(text: str) -> Found:
    books: dict[str, _Book] = {}
    for place, row in _rows(text, HIGHLIGHTS):
        if isinstance(row, Refused):
            yield row
            continue
        title, passage = clean_line(row["book title"]), row["highlight"].strip()
        if not title or not passage:
            yield Refused(place, "It has no title, or no highlight.")
            continue
        book = books.setdefault(title, _Book(row.get("book author", "").strip(), row.get("highlighted at", "")))
        book.tags.update(dict.fromkeys((*texts_in(row.get("document tags", "")), *texts_in(row.get("tags", "")))))
        note = row.get("note", "").strip()
        book.passages.append(f"“{passage}”\n{note}".strip())
    for title, book in books.items():
        yield Entry(
            title=title,
            text=f"{title}\n\n{book.author}".strip(),
            published=moment_in(book.published),
            guid=f"readwise\n{title}",
            marks=Marks(tags=tuple(book.tags), note="\n\n".join(book.passages)),
        )


def header_of(text: str) -> frozenset[str]:
    """Return the names of the columns of a table, in lower case; none where it is no table."""
    try:
        first = next(csv.reader(StringIO(text[:10_000].removeprefix("\ufeff"))), [])
    except csv.Error:
        return frozenset()
    return frozenset(name.strip().lower() for name in first)


def _read(text: str, needed: frozenset[str], entry_of: Callable[[_Row], Entry]) -> Found:
    for place, row in _rows(text, needed):
        if isinstance(row, Refused):
            yield row
        elif not row["url"].strip():
            yield Refused(place, "It has no address.")
        else:
            yield refused_address(place, row["url"].strip()) or entry_of(row)


def _rows(text: str, needed: frozenset[str]) -> Iterator[tuple[str, _Row | Refused]]:
    """Yield each row by the names of its columns. Raises NewsreaderError where a column is missing."""
    before = csv.field_size_limit(LONGEST_TEXT)
    try:
        reader = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""))
        names = [name.strip().lower() for name in next(reader, [])]
        if missing := needed - set(names):
            raise NewsreaderError(f"The table has no column {', '.join(sorted(missing))}.")
        while True:
            try:
                values = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield f"Line {reader.line_num:,}", Refused(f"Line {reader.line_num:,}", f"{error}.")
                continue
            if values:
                place = f"Line {reader.line_num:,}"
                padded = [*map(text_in, values), *([""] * len(names))]
                yield place, dict(zip(names, padded, strict=False))
    finally:
        csv.field_size_limit(before)
