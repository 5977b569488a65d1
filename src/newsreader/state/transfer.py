"""Export and import bookmarks, marks and events: JSON for programs, Markdown for people; neither loses anything."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from msgspec import Struct, field

from newsreader.cleaned import cleaned_story
from newsreader.errors import UsageError
from newsreader.events.groups import Pair
from newsreader.formats import is_markdown
from newsreader.records import NO_MARKS, Event, StoryMarks
from newsreader.state.event_pairs import SaidPair
from newsreader.state.front_matter import FORMAT, VERSION, Records, front_matter, records_in
from newsreader.state.mark_keys import suffixed
from newsreader.state.markdown import OTHER_RECORD, RECORD, Entry, markdown_page
from newsreader.state.records import Bookmark, bookmark_from_dict, bookmark_to_dict, in_utc
from newsreader.tags import clean_tag
from newsreader.text import clean_line, clean_text

SIZE_LIMIT: Final = 64 * 1024 * 1024
"""The most characters of a text to import."""

_NO_EVENTS: Final[Mapping[str, Event]] = MappingProxyType({})
_HALF_A_PAIR = re.compile("[\ud800-\udfff]")
_NOT_UTF8_BYTES = re.compile("([\udc80-\udcff]+)")


class Keepsakes(Struct, frozen=True):
    """What is exported and imported: bookmarks, and the marks of stories by their keys, bookmarked or not.

    `keys` has the key of a bookmarked story, by the bookmark's uuid, if that is not its id. `event_pairs` is what was
    said of pairs of stories, by their keys.
    """

    bookmarks: Sequence[Bookmark] = ()
    marks: Mapping[str, StoryMarks] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    event_pairs: Sequence[SaidPair] = ()

    def key_of(self, bookmark: Bookmark) -> str:
        """Return the key of the marks of a bookmarked story."""
        return self.keys.get(bookmark.uuid, bookmark.story.id)

    def others(self) -> dict[str, StoryMarks]:
        """Return the marks of stories that are not bookmarked."""
        bookmarked = {self.key_of(bookmark) for bookmark in self.bookmarks}
        return {key: marks for key, marks in self.marks.items() if key not in bookmarked}


def export_json(kept: Keepsakes, events: Mapping[str, Event] = _NO_EVENTS) -> str:
    """Return `kept` as JSON, which `import_records` reads, with the `events` of bookmarks that are known by uuid."""
    document: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    document["bookmarks"] = _bookmark_records(kept, events)
    others = kept.others()
    if others:
        document["marks"] = [_with_marks({"story_id": story_id}, others, story_id) for story_id in others]
    if kept.event_pairs:
        document["event_pairs"] = list(map(_pair_to_dict, kept.event_pairs))
    text = json.dumps(document, ensure_ascii=False, indent=2)
    # A file name that is not UTF-8 holds halves of surrogate pairs, which no file of text can.
    return _HALF_A_PAIR.sub(lambda half: f"\\u{ord(half.group()):04x}", text) + "\n"


def export_markdown(kept: Keepsakes, events: Mapping[str, Event] = _NO_EVENTS) -> str:
    """Return `kept` as a page to read, which `import_records` reads as well; stories of one event stand together."""
    others = kept.others()
    return markdown_page(
        front_matter(
            _bookmark_records(kept, events),
            [_with_marks({"story_id": story_id}, others, story_id) for story_id in others],
            list(map(_pair_to_dict, kept.event_pairs)),
        ),
        [
            Entry(
                each.story,
                kept.marks.get(kept.key_of(each), NO_MARKS),
                is_markdown(each.path),
                events.get(each.uuid),
            )
            for each in kept.bookmarks
        ],
        others,
    )


def _bookmark_records(kept: Keepsakes, events: Mapping[str, Event]) -> list[dict[str, Any]]:
    """Return the records of all bookmarks; an import leaves out their events, which follow from the library."""
    return [
        _with_marks(bookmark_to_dict(each), kept.marks, kept.key_of(each))
        | ({"event_id": events[each.uuid].id} if each.uuid in events else {})
        for each in kept.bookmarks
    ]


def _with_marks(record: dict[str, Any], all_marks: Mapping[str, StoryMarks], story_id: str) -> dict[str, Any]:
    marks = all_marks.get(story_id, NO_MARKS)
    tags = {"tags": list(marks.tags)} if marks.tags else {}
    note = {"note": marks.note} if marks.note else {}
    hidden = {} if marks.hidden_at is None else {"hidden": _moment_text(marks.hidden_at)}
    return {**record, **tags, **note, **hidden}


def _pair_to_dict(said: SaidPair) -> dict[str, Any]:
    one, other, is_same = said.pair
    return {"story_id": one, "other_id": other, "same_event": is_same, "said_at": _moment_text(said.made_at)}


def _moment_text(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def import_records(text: str) -> tuple[Keepsakes, list[str]]:
    """Return what is in an exported text of either kind, and a sentence for each unreadable record.

    Raises UsageError if the text as a whole is not an export.
    """
    if len(text) > SIZE_LIMIT:
        raise UsageError(f"The file is larger than {SIZE_LIMIT // 1024**2} MB: split it and import the parts.")
    text = text.removeprefix("\ufeff")
    if text.lstrip().startswith("{"):
        return _checked(*_records_of(text))
    found = records_in(text)
    records = found or Records()
    written = [*records.bookmarks, *RECORD.findall(text)]
    others = [*records.marks, *OTHER_RECORD.findall(text)]
    if found is None and not written and not others:
        raise UsageError("There are no bookmarks in the file: give one that `newsreader bookmark export` has written.")
    return _checked(written, others, records.event_pairs)


def _records_of(text: str) -> tuple[list[Any], list[Any], list[Any]]:
    document = _parsed(text)
    if isinstance(document, str):
        raise UsageError(f"The file is not valid JSON: {document}. Export it once more.")
    version = document.get("version")
    if document.get("format") != FORMAT or type(version) is not int:
        raise UsageError(f'The file is not an export of bookmarks: it lacks "format": "{FORMAT}" or a "version".')
    if version > VERSION:
        raise UsageError("The file was exported by a newer newsreader: update newsreader to import it.")
    others, pairs = (_list_in(document, name) if name in document else [] for name in ("marks", "event_pairs"))
    return _list_in(document, "bookmarks"), others, pairs


def _list_in(document: Mapping[str, Any], name: str) -> list[Any]:
    part = document.get(name)
    if not isinstance(part, list):
        raise UsageError(f'The file is not an export of bookmarks: "{name}" is not a list.')
    return part


def _checked(records: Sequence[Any], others: Sequence[Any], event_pairs: Sequence[Any]) -> tuple[Keepsakes, list[str]]:
    bookmarks: list[Bookmark] = []
    marks: dict[str, StoryMarks] = {}
    keys: dict[str, str] = {}
    problems: list[str] = []
    for number, record in enumerate(records, 1):
        try:
            data = _object(record)
            bookmark = _cleaned(bookmark_from_dict(data))
            bookmarks.append(bookmark)
            if found := _marks_in(data):
                if bookmark.story.id in marks:  # another bookmark's story has this id
                    keys[bookmark.uuid] = suffixed(bookmark.story.id, bookmark.uuid)
                marks[keys.get(bookmark.uuid, bookmark.story.id)] = found
        except ValueError as error:
            problems.append(clean_line(f"Bookmark {number} can't be read and was left out: {error}.", 300))
    for number, record in enumerate(others, 1):
        try:
            data = _object(record)
            story_id = _story_id_in(data, "story_id")
            if found := _marks_in(data):
                marks[story_id] = found
        except ValueError as error:
            problems.append(clean_line(f"Mark {number} can't be read and was left out: {error}.", 300))
    said: list[SaidPair] = []
    for number, record in enumerate(event_pairs, 1):
        try:
            said.append(_pair_in(_object(record)))
        except ValueError as error:
            problems.append(clean_line(f"Pair of stories {number} can't be read and was left out: {error}.", 300))
    return Keepsakes(bookmarks, marks, keys, said), problems


def _object(record: Any) -> Mapping[str, Any]:
    data = _parsed(record) if isinstance(record, str) else record
    if isinstance(data, str):
        raise ValueError(data)
    if not isinstance(data, dict):
        raise ValueError("it is not an object")
    return data


def _story_id_in(data: Mapping[str, Any], name: str) -> str:
    story_id = clean_line(data[name]) if isinstance(data.get(name), str) else ""
    if not story_id:
        raise ValueError("it names no story")
    return story_id


def _pair_in(data: Mapping[str, Any]) -> SaidPair:
    one, other, is_same = _story_id_in(data, "story_id"), _story_id_in(data, "other_id"), data.get("same_event")
    if one == other:
        raise ValueError("it names one story twice")
    if not isinstance(is_same, bool):
        raise ValueError("same_event is neither true nor false")
    return SaidPair(Pair(one, other, is_same), _seconds_in(data, "said_at"))


def _marks_in(data: Mapping[str, Any]) -> StoryMarks | None:
    """Return the marks of a record; None if it has none. Raises ValueError if they are not valid."""
    tags, note = data.get("tags", []), data.get("note", "")
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags) or not isinstance(note, str):
        raise ValueError("its tags or its note are no text")
    cleaned = tuple(filter(None, map(clean_tag, tags))), clean_text(note).strip()
    marks = StoryMarks(None, *cleaned, None if data.get("hidden") is None else _seconds_in(data, "hidden"))
    return marks if marks != NO_MARKS else None


def _seconds_in(data: Mapping[str, Any], name: str) -> int:
    """Return the moment of this name, in seconds since 1970. Raises ValueError for what is none."""
    if not isinstance(data.get(name), str):
        raise ValueError(f"the moment in {name} is no text")
    try:
        return int(in_utc(datetime.fromisoformat(data[name])).timestamp())
    except OverflowError as error:
        raise ValueError(f"no moment is in {name}: {error}") from error


def _parsed(text: str) -> dict[str, Any] | str:
    """Return the JSON object in `text`, or why there is none."""
    try:
        data = json.loads(text)
    except RecursionError:
        return "it is nested too deeply"
    except ValueError as error:
        return str(error)
    return data if isinstance(data, dict) else "it is not an object"


def _cleaned(bookmark: Bookmark) -> Bookmark:
    """Make all texts of `bookmark` as safe as those read from a library. Raises ValueError without an id or title."""
    return Bookmark(
        uuid=str(UUID(bookmark.uuid)),
        created_at=bookmark.created_at,
        story=cleaned_story(bookmark.story),
        library=_cleaned_path(bookmark.library),
        path=_cleaned_path(bookmark.path),
    )


def _cleaned_path(path: str) -> str:
    """Clean a path, but keep the bytes of its name that are not UTF-8, which alone identify the file."""
    parts = _NOT_UTF8_BYTES.split(path)
    return "".join(part if _NOT_UTF8_BYTES.match(part) else clean_text(part) for part in parts)
