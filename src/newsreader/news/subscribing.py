"""Changing the file of subscriptions, of which everything else stays as it is: comments, order, and space.

Words are put in and taken out at the places of values. What comes out is read again and compared, so that a file of an
unforeseen shape is refused, never spoiled.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from newsreader.atomic_file import FileChangedError, replace_file
from newsreader.errors import FormatError, NewsreaderError
from newsreader.formats.yaml.places import Extent, comments, extents, placed_comments
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
_DASH: Final = re.compile(r"-\s*\Z")


class _Changed(Struct, frozen=True):
    """A changed text, the subscriptions that it has to hold, and where the comments stood that go with their lines."""

    text: str
    subscriptions: Sequence[Subscription]
    dropped: frozenset[int] = frozenset()


_Change = Callable[[str, Sequence[Subscription]], _Changed]


def subscribe(library: Path, new: Sequence[Subscription]) -> tuple[Subscription, ...]:
    """Add those of `new` that are not there yet, and return them."""
    added: list[Subscription] = []

    def change(text: str, present: Sequence[Subscription]) -> _Changed:
        known = {canonical(each.url) for each in present}
        for each in new:
            if canonical(each.url) not in known:
                known.add(canonical(each.url))
                added.append(_cleaned(each))
        return _Changed(_with_added(text, added), [*present, *added])

    _change(library, change)
    return tuple(added)


def unsubscribe(library: Path, url: str) -> None:
    """Remove a subscription with what stands on its lines. Comments with a line of their own stay."""

    def change(text: str, present: Sequence[Subscription]) -> _Changed:
        made, dropped = _without(text, url)
        return _Changed(made, [each for each in present if each.url != url], dropped)

    _change(library, change)


def set_field(library: Path, url: str, name: str, value: str) -> None:
    """Write a field of a subscription: `paused`, or its `url`."""

    def change(text: str, present: Sequence[Subscription]) -> _Changed:
        read: object = value == "true" if name == "paused" else value
        after = [replace(each, **{name: read}) if each.url == url else each for each in present]
        return _Changed(_with_field(text, url, name, value), after)

    _change(library, change)


def _cleaned(each: Subscription) -> Subscription:
    """Return a subscription with its texts as a reader of the file gives them back."""
    texts = {name: clean_line(getattr(each, name)) for name in ("name", "outlet", "folder")}
    return replace(each, **texts, drop=tuple(filter(None, map(clean_line, each.drop))))


def _change(library: Path, change: _Change) -> None:
    before = content_of(library)
    present = parse_subscriptions(before) if before is not None else ()
    mark, text = _decoded(before or b"")
    changed = change(text or _HEAD, present)
    if changed.text == text:
        return
    _require_writable(library)
    written = mark + changed.text.encode()
    try:
        after = parse_subscriptions(written)
        keeps_comments = _keeps_comments(text, changed)
    except BadSubscriptionsError as error:
        raise NewsreaderError(f"{NAME} has a shape in which this can't be changed. {_BY_HAND}") from error
    expected = [replace(each, line=1) for each in changed.subscriptions]
    if [replace(each, line=1) for each in after] != expected or not keeps_comments:
        raise NewsreaderError(f"{NAME} has a shape in which this can't be changed without losing something. {_BY_HAND}")
    try:
        replace_file(library / NAME, written, before)
    except FileChangedError as error:
        raise NewsreaderError(f"{NAME} has changed meanwhile. Nothing was written; try again.") from error
    except OSError as error:
        raise NewsreaderError(f"{NAME} can't be written: {error.strerror or error}.") from error


def _require_writable(library: Path) -> None:
    """Raise NewsreaderError where the file can't be written, which counts before its shape."""
    if not os.access(library, os.W_OK):
        raise NewsreaderError(f"{NAME} can't be written: its folder is read-only.")


def _decoded(data: bytes) -> tuple[bytes, str]:
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    try:
        return mark, data[len(mark) :].decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadSubscriptionsError(f"{NAME} is not UTF-8 text. Save it as UTF-8 first.") from error


def _keeps_comments(text: str, changed: _Changed) -> bool:
    if not text.strip():
        return True
    before = placed_comments(text, _values(text)).items()
    kept = [comment for place, comment in before if place not in changed.dropped]
    return kept == comments(changed.text, _values(changed.text))


def _values(text: str) -> list[Extent]:
    try:
        return extents(text)
    except FormatError as error:
        raise BadSubscriptionsError(f"{NAME}:{error.line}: {error.message} {error.fix}") from error


def _entry(text: str, url: str) -> tuple[Extent, Extent | None]:
    """Return the mapping with the address `url`, and the list in which it stands, if it is in one."""
    for value in _values(text):
        for mapping in value.items if value.is_list else [value]:
            for key, field in mapping.pairs() if mapping.is_mapping else ():
                if key.text == "url" and field.text is not None and canonical(field.text.strip()) == canonical(url):
                    return mapping, value if value.is_list else None
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


def _without(text: str, url: str) -> tuple[str, frozenset[int]]:
    """Return `text` without an entry, and the places of the comments that go with it: those behind its values."""
    entry, within = _entry(text, url)
    if within is not None and within.is_flow:
        raise NewsreaderError(f"This feed stands within brackets in {NAME}. {_BY_HAND}")
    dash = _DASH.search(text, 0, entry.start) if within is not None else None
    start = _line_start(text, dash.start() if dash else entry.start)
    end = _line_end(text, entry.end)
    inside = [place for place in placed_comments(text, _values(text)) if start <= place < end]
    kept = [place for place in inside if not text[_line_start(text, place) : place].strip()]
    lines = [text[_line_start(text, place) : _line_end(text, place)] for place in kept]
    return text[:start] + "".join(lines) + text[end:], frozenset(inside) - frozenset(kept)


def _with_field(text: str, url: str, name: str, value: str) -> str:
    entry, _ = _entry(text, url)
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
