"""The front matter of exported pages: each record as JSON on a line of its own, which is YAML, too."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct, field

from newsreader.errors import UsageError
from newsreader.text import safe_json

FORMAT: Final = "newsreader-bookmarks"
VERSION: Final = 1

_BLOCK: Final = re.compile(
    rf"^---[ \t\r]*\nformat: {FORMAT}[ \t\r]*\n(.*?)(?:^---[ \t\r]*$|\Z)", re.MULTILINE | re.DOTALL
)
"""No text of a story has such a line, as none of its lines is three hyphens."""

_KEY: Final = re.compile(r"(version|bookmarks|marks|event_pairs):\s*(.*)")
_EMPTY: Final = "[]"


class Records(Struct, frozen=True):
    """The records of an exported text, as JSON: of bookmarks, of other stories' marks, and of pairs of stories."""

    bookmarks: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    event_pairs: list[str] = field(default_factory=list)


def front_matter(
    bookmarks: Sequence[Mapping[str, Any]],
    marks: Sequence[Mapping[str, Any]],
    event_pairs: Sequence[Mapping[str, Any]],
) -> str:
    """Return the front matter of a page with these records."""
    lines = ["---", f"format: {FORMAT}", f"version: {VERSION}", *_list("bookmarks", bookmarks)]
    for name, records in (("marks", marks), ("event_pairs", event_pairs)):
        if records:
            lines += _list(name, records)
    return "\n".join([*lines, "---"])


def _list(name: str, records: Sequence[Mapping[str, Any]]) -> list[str]:
    if not records:
        return [f"{name}: {_EMPTY}"]
    return [f"{name}:", *(f"  - {safe_json(json.dumps(record, ensure_ascii=False))}" for record in records)]


def records_in(text: str) -> Records | None:
    """Return the records in the front matter of a page, and of pages behind it; None if there is none.

    A line that is no record is among them as it is. Raises UsageError for what a newer program has written.
    """
    blocks = _BLOCK.findall(text)
    if not blocks:
        return None
    records = Records()
    for block in blocks:
        _read(block, records)
    return records


def _read(block: str, records: Records) -> None:
    lists = {"bookmarks": records.bookmarks, "marks": records.marks, "event_pairs": records.event_pairs}
    current = records.bookmarks
    for line in filter(None, map(str.strip, block.split("\n"))):
        key = _KEY.fullmatch(line)
        if key is None:
            current.append(line.removeprefix("-").strip())
        elif key[1] == "version":
            _require_known(key[2])
        else:
            current = lists[key[1]]
            if key[2] not in ("", _EMPTY):
                current.append(key[2])


def _require_known(version: str) -> None:
    if not re.fullmatch(r"[0-9]{1,9}", version):
        raise UsageError(f'The file is not an export of bookmarks: its front matter has no "version: {VERSION}".')
    if int(version) > VERSION:
        raise UsageError("The file was exported by a newer newsreader: update newsreader to import it.")
