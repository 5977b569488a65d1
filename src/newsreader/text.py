"""Text from outside made safe to show.

Whatever comes from a file, a file name or an error message is cleaned here when it is read and
again when it is shown. The classes removed follow Unicode UAX #9 (bidirectional controls) and
UTS #39 (invisible characters), and ECMA-48 for terminal control sequences.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Final

TITLE_LIMIT: Final = 300
"""Most characters of a title; the rest is cut with an ellipsis."""

# Most texts need none of the larger patterns: `re` compiles each when it is first used, and keeps it.
_SEQUENCES: Final = r"""(?x)
    [\x1b\x9b]+(?=[\x1b\x9b])                                  # introducers that introduce nothing
    | (?:\x1b\]|\x9d)[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?   # OSC ... BEL or ST, at most a line
    | (?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x1b\x9c\n]*(?:\x1b\\|\x9c)?   # DCS, SOS, PM, APC
    | (?:\x1b\[|\x9b)[\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]?      # CSI
    | \x1b[\x20-\x2f]*[\x30-\x7e]?                             # other escapes
    """
_INTRODUCERS: Final = "[\x1b\x90\x98\x9b\x9d-\x9f]"
_INVISIBLE: Final = (
    "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u00ad"
    "\u115f\u1160\u3164\uffa0\U000e0000-\U000e0fff]"
)
_SPACES: Final = "[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_BREAKS: Final = "[\u2028\u2029\u0085\x0b\x0c]"
_UNSHOWABLE: Final = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 15))
    + "]"
)
_REPLACEMENTS: Final = {_INVISIBLE: "", _SPACES: " ", _UNSHOWABLE: "\ufffd", _BREAKS: "\n"}
"""What takes the place of each character of a class; of one that is in two the later counts."""

_UNSAFE_IN_JSON: Final = (
    "[\x7f-\x9f\u00ad\u061c\u115f\u1160\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ue000-\uf8ff\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_TO_REPLACE: Final = f"[{''.join(each[1:-1] for each in _REPLACEMENTS)}]"
_JOINERS: Final = "[\u200c\u200d]"
_TRANSPARENT: Final = "\u200c\u200d\ufe00-\ufe0f"
"""Joiners and variation selectors: marks before and after them stand on the same letter."""

_NOT_PLAIN = re.compile(r"[^\t\n\x20-\x7e]")
_HALF_A_PAIR = re.compile("[\ud800-\udfff]")
_RUNS_OF_SPACE = re.compile(r"\s+")
_MARKS_IN_A_ROW: Final = 4
_MANY_CHARACTERS: Final = 5_000
"""From here on a table of the different characters of a text takes longer than looking for the wrong ones."""

_MAY_BE_MARKS: Final = r"[^\w\s\x00-\x7f]"
_OFTEN_MARKS: Final = rf"{_MAY_BE_MARKS}{{{_MARKS_IN_A_ROW + 1}}}"


def clean_text(text: str) -> str:
    """Return `text` without anything that steers a terminal, hides or reorders; lines and tabs are kept.

    Control sequences and invisible characters are removed, and other characters that cannot be shown become U+FFFD.
    Line ends become LF, and no more than four combining marks stand in a row. Cleaning twice changes nothing.
    """
    if text.isascii() and (text.replace("\n", "").isprintable() or not _NOT_PLAIN.search(text)):
        return text  # most texts: these methods look at a character ten times as fast as a pattern
    # A long text has few different characters: what has to be done is seen from them alone.
    characters = "".join(set(text))
    if re.search(_TO_REPLACE, characters):
        text = _replace_characters(text, characters)
    text = with_few_marks(text, characters)
    if re.search(_JOINERS, characters):
        text = re.sub(f"({_JOINERS}){_JOINERS}+", r"\1", text)
    return text


def with_few_marks(text: str, characters: str = "") -> str:
    """Return `text` with no more than four combining marks in a row; `characters` are those that it has, if known."""
    characters = characters or "".join(set(text))
    if re.search(_MAY_BE_MARKS, characters) and re.search(_OFTEN_MARKS, text):
        return _shorten_marks(text, characters)
    return text


def clean_line(text: str, limit: int | None = None) -> str:
    """Return `text` cleaned and brought on one line, runs of space as one; cut with … after `limit` characters."""
    line = _RUNS_OF_SPACE.sub(" ", clean_text(text)).strip()
    return line if limit is None or len(line) <= limit else line[: limit - 1].rstrip() + "…"


def encodable(text: str) -> str:
    """Return `text`, of the same length, with U+FFFD for each half of a surrogate pair, which UTF-8 can't hold."""
    return _HALF_A_PAIR.sub("\ufffd", text)


def safe_json(text: str) -> str:
    """Return JSON in which whatever could steer a terminal, hide or be no UTF-8 is written as an escape."""
    return re.sub(_UNSAFE_IN_JSON, lambda found: json.dumps(found.group())[1:-1], text)


def clean_title(text: str) -> str:
    """Return a title as it is shown: cleaned, one line, at most `TITLE_LIMIT` characters."""
    return clean_line(text, TITLE_LIMIT)


def _replace_characters(text: str, characters: str) -> str:
    """Return `text`, which has these `characters`, without control sequences, and without what can't be shown."""
    if "\r" in characters:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    for each in re.findall(_BREAKS, characters):
        text = text.replace(each, "\n")
    if re.search(_INTRODUCERS, characters):
        text = re.sub(_SEQUENCES, "", text)
    if len(characters) > _MANY_CHARACTERS:
        for wrong, replacement in _REPLACEMENTS.items():
            text = re.sub(wrong, replacement, text)
        return text
    table: dict[int, int | str] = {ord(each): ord(each) for each in characters}
    for wrong, replacement in _REPLACEMENTS.items():
        table.update((ord(each), replacement) for each in re.findall(wrong, characters))
    return text.translate(table)


def _shorten_marks(text: str, characters: str) -> str:
    """Return `text`, which has these `characters`, with no more than four combining marks on a letter."""
    marks = "".join(filter(_is_mark, characters))
    if not marks:
        return text
    if not re.search(f"[{_TRANSPARENT}]", characters):
        return re.sub(f"(?<=[{marks}]{{{_MARKS_IN_A_ROW}}})[{marks}]+", "", text)
    few = rf"([{marks}](?:[{_TRANSPARENT}]*[{marks}]){{{_MARKS_IN_A_ROW - 1}}})"
    return re.sub(rf"{few}([{marks}{_TRANSPARENT}]+)", lambda found: _without_surplus(found, marks), text)


def _without_surplus(found: re.Match[str], marks: str) -> str:
    few, more = found.groups()
    return few + re.sub(f"[{marks}]+", "", more)


def _is_mark(char: str) -> bool:
    return char > "\x7f" and unicodedata.category(char) in ("Mn", "Me") and not "\ufe00" <= char <= "\ufe0f"
