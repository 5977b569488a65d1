"""Changing the file of subscriptions, of which everything else stays as it is: comments, order, and space.

Words are put in and taken out at the places of values. What comes out is read again and compared, so that a file of an
unforeseen shape is refused, never spoiled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from newsreader.atomic_file import FileChangedError, replace_file
from newsreader.errors import FormatError, NewsreaderError
from newsreader.formats.yaml.places import Extent, comments, extents
from newsreader.formats.yaml.text import scalar_text
from newsreader.news.identity import canonical
from newsreader.news.subscriptions import (
    DAY,
    HOUR,
    NAME,
    BadSubscriptionsError,
    Subscription,
    content_of,
    parse_subscriptions,
)
from newsreader.text import clean_line

_HEAD: Final = (
    "# The feeds of this library. Each has a url; all else is optional: name, outlet, folder, every, first,\n"
    "# drop, summarize, paused.\n"
)
_BY_HAND: Final = f"Change {NAME} by hand."
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


def subscribe(library: Path, new: Sequence[Subscription]) -> tuple[Subscription, ...]:
    """Add those of `new` that are not there yet, and return them."""
    added: list[Subscription] = []

    def change(text: str, present: Sequence[Subscription]) -> tuple[str, list[Subscription]]:
        known = {canonical(each.url) for each in present}
        for each in new:
            if canonical(each.url) not in known:
                known.add(canonical(each.url))
                added.append(_cleaned(each))
        return _with_added(text, added), [*present, *added]

    _change(library, change)
    return tuple(added)


def unsubscribe(library: Path, url: str) -> None:
    """Remove a subscription. Comments above it and behind its lines stay."""

    def change(text: str, present: Sequence[Subscription]) -> tuple[str, list[Subscription]]:
        return _without(text, url), [each for each in present if each.url != url]

    _change(library, change)


def set_field(library: Path, url: str, name: str, value: str) -> None:
    """Write a field of a subscription: `paused`, or its `url`."""

    def change(text: str, present: Sequence[Subscription]) -> tuple[str, list[Subscription]]:
        read: object = value == "true" if name == "paused" else value
        after = [replace(each, **{name: read}) if each.url == url else each for each in present]
        return _with_field(text, url, name, value), after

    _change(library, change)


def _cleaned(each: Subscription) -> Subscription:
    """Return a subscription with its texts as a reader of the file gives them back."""
    texts = {name: clean_line(getattr(each, name)) for name in ("name", "outlet", "folder")}
    return replace(each, **texts, drop=tuple(filter(None, map(clean_line, each.drop))))


_Change = Callable[[str, Sequence[Subscription]], tuple[str, list[Subscription]]]


def _change(library: Path, change: _Change) -> None:
    before = content_of(library)
    present = parse_subscriptions(before) if before is not None else ()
    mark, text = _decoded(before or b"")
    made, expected = change(text or _HEAD, present)
    if made == text:
        return
    written = mark + made.encode()
    try:
        after = parse_subscriptions(written)
    except BadSubscriptionsError as error:
        raise NewsreaderError(f"{NAME} has a shape in which this can't be changed. {_BY_HAND}") from error
    if [replace(each, line=1) for each in after] != [replace(each, line=1) for each in expected] or not _keeps_comments(
        text, made
    ):
        raise NewsreaderError(f"{NAME} has a shape in which this can't be changed without losing something. {_BY_HAND}")
    try:
        replace_file(library / NAME, written, before)
    except FileChangedError as error:
        raise NewsreaderError(f"{NAME} has changed meanwhile. Nothing was written; try again.") from error
    except OSError as error:
        raise NewsreaderError(f"{NAME} can't be changed: {error.strerror or error}.") from error


def _decoded(data: bytes) -> tuple[bytes, str]:
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    try:
        return mark, data[len(mark) :].decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadSubscriptionsError(f"{NAME} is not UTF-8 text. Save it as UTF-8 first.") from error


def _keeps_comments(text: str, made: str) -> bool:
    if not text.strip():
        return True
    return comments(text, _values(text)) == comments(made, _values(made))


def _values(text: str) -> list[Extent]:
    try:
        return extents(text)
    except FormatError as error:
        raise BadSubscriptionsError(f"{NAME}:{error.line}: {error.message} {error.fix}") from error


def _mappings(values: Sequence[Extent]) -> list[Extent]:
    return [unit for value in values for unit in (value.items if value.is_list else [value]) if unit.is_mapping]


def _entry(text: str, url: str) -> Extent:
    for mapping in _mappings(_values(text)):
        for key, value in mapping.pairs():
            if key.text == "url" and value.text is not None and canonical(value.text.strip()) == canonical(url):
                return mapping
    raise NewsreaderError(f"{NAME} has no feed with this address. {_BY_HAND}")


def _fields(each: Subscription) -> list[str]:
    """Return the lines of a subscription, without those that state what is so anyway."""
    usual = Subscription(each.url)
    lines = [f"url: {scalar_text(each.url)}"]
    for name in ("name", "outlet", "folder"):
        text = getattr(each, name)
        lines += [f"{name}: {scalar_text(text)}"] if text else []
    lines += [f"every: {shown_time(each.every)}"] if each.every != usual.every else []
    lines += [f"first: {each.first}"] if each.first != usual.first else []
    if each.drop:
        lines.append(f"drop: [{', '.join(scalar_text(word, in_list=True) for word in each.drop)}]")
    lines += [f"summarize: {each.summarize}"] if each.summarize != usual.summarize else []
    return lines + (["paused: true"] if each.paused else [])


def shown_time(seconds: int) -> str:
    """Return a time as the file states it."""
    if seconds % DAY == 0:
        return f"{seconds // DAY}d"
    return f"{seconds // HOUR}h" if seconds % HOUR == 0 else f"{seconds // 60}m"


def _with_added(text: str, added: Sequence[Subscription]) -> str:
    values = [value for value in _values(text) if value.text != ""]
    last = values[-1] if values else None
    if last is not None and (not last.is_list or last.is_flow):
        raise NewsreaderError(f"{NAME} is not a list with a line for each feed. {_BY_HAND}")
    found = _LINE_END.search(text)
    end_of_line = found.group() if found else "\n"
    column = last.start - _line_start(text, last.start) if last is not None else 0
    lines: list[str] = []
    for each in added:
        first, *rest = _fields(each)
        lines += [f"{' ' * column}- {first}", *(f"{' ' * column}  {line}" for line in rest)]
    block = "".join(line + end_of_line for line in lines)
    at = len(text)
    gap = end_of_line if text and not text.endswith(("\n", "\r")) else ""
    return text[:at] + gap + block


def _without(text: str, url: str) -> str:
    """Return `text` without an entry: its lines go, and lines with nothing but a comment stay."""
    entry = _entry(text, url)
    if entry.is_flow:
        raise NewsreaderError(f"This feed stands within brackets in {NAME}. {_BY_HAND}")
    start = _line_start(text, entry.start)
    end = _line_end(text, entry.end)
    kept = [line for line in text[start:end].splitlines(keepends=True) if line.lstrip().startswith("#")]
    return text[:start] + "".join(kept) + text[end:]


def _with_field(text: str, url: str, name: str, value: str) -> str:
    entry = _entry(text, url)
    for key, present in entry.pairs():
        if key.text == name:
            gap = "" if present.start < present.end or text[present.start - 1 : present.start] == " " else " "
            words = scalar_text(value, in_list=entry.is_flow) if name == "url" else value
            return text[: present.start] + gap + words + text[present.end :]
    if entry.is_flow:
        return text[: entry.items[-1].end] + f", {name}: {value}" + text[entry.items[-1].end :]
    found = _LINE_END.search(text)
    end_of_line = found.group() if found else "\n"
    column = entry.start - _line_start(text, entry.start)
    end = _line_end(text, entry.end)
    gap = "" if text[:end].endswith(("\n", "\r")) else end_of_line
    return text[:end] + gap + f"{' ' * column}{name}: {value}{end_of_line}" + text[end:]


def _line_start(text: str, place: int) -> int:
    return max(text.rfind("\n", 0, place), text.rfind("\r", 0, place)) + 1


def _line_end(text: str, place: int) -> int:
    """Return where the line after the one with `place` begins."""
    found = _LINE_END.search(text, place)
    return found.end() if found else len(text)
