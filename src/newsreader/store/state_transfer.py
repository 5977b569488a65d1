"""Bookmarks taken out to a file and in again: JSON for programs, Markdown for people, neither loses anything."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from newsreader.errors import UsageError
from newsreader.store.state_markdown import RECORD, markdown_page
from newsreader.store.state_records import Bookmark, bookmark_from_dict, bookmark_to_dict
from newsreader.story import Bias, Original, Outlet
from newsreader.text import clean_line, clean_text, clean_title

FORMAT: Final = "newsreader-bookmarks"
VERSION: Final = 1
SIZE_LIMIT: Final = 64 * 1024 * 1024
"""Most characters of a text to import."""

_HALF_A_PAIR = re.compile("[\ud800-\udfff]")
_NOT_UTF8_BYTES = re.compile("([\udc80-\udcff]+)")


def export_json(bookmarks: Sequence[Bookmark]) -> str:
    """`bookmarks` as JSON, which `import_records` reads."""
    document = {"format": FORMAT, "version": VERSION, "bookmarks": [bookmark_to_dict(each) for each in bookmarks]}
    text = json.dumps(document, ensure_ascii=False, indent=2)
    # A file name that is not UTF-8 holds halves of surrogate pairs, which no file of text can.
    return _HALF_A_PAIR.sub(lambda half: f"\\u{ord(half.group()):04x}", text) + "\n"


def export_markdown(bookmarks: Sequence[Bookmark]) -> str:
    """`bookmarks` as a page to read, which `import_records` reads as well."""
    return markdown_page([(each.story, json.dumps(bookmark_to_dict(each))) for each in bookmarks])


def import_records(text: str) -> tuple[list[Bookmark], list[str]]:
    """The bookmarks in an exported text of either kind, and a sentence for each record that is none.

    Raises UsageError where the text as a whole is not an export.
    """
    if len(text) > SIZE_LIMIT:
        raise UsageError(f"The file is larger than {SIZE_LIMIT // 1024**2} MB: split it and import the parts.")
    text = text.removeprefix("\ufeff")
    if text.lstrip().startswith("{"):
        return _checked(_records_of(text))
    written = RECORD.findall(text)
    if not written:
        raise UsageError("There are no bookmarks in the file: give one that `newsreader bookmark export` has written.")
    return _checked(written)


def _records_of(text: str) -> list[Any]:
    document = _parsed(text)
    if isinstance(document, str):
        raise UsageError(f"The file is not valid JSON: {document}. Export it once more.")
    version = document.get("version")
    if document.get("format") != FORMAT or type(version) is not int:
        raise UsageError(f'The file is not an export of bookmarks: it lacks "format": "{FORMAT}" or a "version".')
    if version > VERSION:
        raise UsageError("The file was exported by a newer newsreader: update newsreader to import it.")
    records = document.get("bookmarks")
    if not isinstance(records, list):
        raise UsageError('The file is not an export of bookmarks: "bookmarks" is not a list.')
    return records


def _checked(records: Sequence[Any]) -> tuple[list[Bookmark], list[str]]:
    bookmarks: list[Bookmark] = []
    problems: list[str] = []
    for number, record in enumerate(records, 1):
        data = _parsed(record) if isinstance(record, str) else record
        try:
            if isinstance(data, str):
                raise ValueError(data)
            bookmarks.append(_cleaned(bookmark_from_dict(data)))
        except ValueError as error:
            problems.append(clean_line(f"Bookmark {number} can't be read and was left out: {error}.", 300))
    return bookmarks, problems


def _parsed(text: str) -> dict[str, Any] | str:
    """The JSON object in `text`, or why there is none."""
    try:
        data = json.loads(text)
    except RecursionError:
        return "it is nested too deeply"
    except ValueError as error:
        return str(error)
    return data if isinstance(data, dict) else "it is not an object"


def _cleaned(bookmark: Bookmark) -> Bookmark:
    """`bookmark` with all its texts as safe as those read from a library. Raises ValueError without an id or title."""
    story = bookmark.story
    story = replace(
        story,
        id=clean_line(story.id),
        title=clean_title(story.title),
        summary=clean_text(story.summary),
        key_points=_lines(story.key_points),
        outlet=_cleaned_outlet(story.outlet) if story.outlet else None,
        original=_cleaned_original(story.original) if story.original else None,
        generator=clean_line(story.generator),
        topics=_lines(story.topics),
        language=clean_line(story.language),
    )
    if not story.id or not story.title:
        raise ValueError("its story has no id or no title")
    return Bookmark(
        uuid=str(UUID(bookmark.uuid)),
        created_at=bookmark.created_at,
        story=story,
        library=_cleaned_path(bookmark.library),
        path=_cleaned_path(bookmark.path),
    )


def _cleaned_original(original: Original) -> Original:
    return Original(clean_line(original.url), clean_line(original.kind))


def _cleaned_outlet(outlet: Outlet) -> Outlet:
    return replace(
        outlet,
        id=clean_line(outlet.id),
        name=clean_line(outlet.name),
        aliases=_lines(outlet.aliases),
        description=clean_text(outlet.description),
        website=clean_line(outlet.website),
        country=clean_line(outlet.country),
        bias=_cleaned_bias(outlet.bias) if outlet.bias else None,
    )


def _cleaned_bias(bias: Bias) -> Bias:
    return replace(bias, source=clean_line(bias.source), url=clean_line(bias.url), note=clean_text(bias.note))


def _cleaned_path(path: str) -> str:
    """A path keeps the bytes of its name that are not UTF-8, by which alone the file can be found."""
    parts = _NOT_UTF8_BYTES.split(path)
    return "".join(part if _NOT_UTF8_BYTES.match(part) else clean_text(part) for part in parts)


def _lines(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(clean_line(text) for text in texts)
