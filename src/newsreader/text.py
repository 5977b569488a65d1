"""Text from outside made safe to show.

Whatever comes from a file, a file name or an error message is cleaned here when it is read and
again when it is shown. The classes removed follow Unicode UAX #9 (bidirectional controls) and
UTS #39 (invisible characters), and ECMA-48 for terminal control sequences.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

TITLE_LIMIT: Final = 300
"""Most characters of a title; the rest is cut with an ellipsis."""

# Most texts need none of the larger patterns: `re` compiles each when it is first used, and keeps it.
_SEQUENCES: Final = r"""(?x)
    (?:\x1b\]|\x9d)[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?             # OSC ... BEL or ST, at most a line
    | (?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x1b\x9c\n]*(?:\x1b\\|\x9c)?   # DCS, SOS, PM, APC
    | (?:\x1b\[|\x9b)[\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]?      # CSI
    | \x1b[\x20-\x2f]*[\x30-\x7e]?                             # other escapes
    """
_INVISIBLE_SET: Final = (
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u00ad"
    "\u115f\u1160\u3164\uffa0\U000e0000-\U000e0fff"
)
_SPACES_SET: Final = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_BREAKS_SET: Final = "\u2028\u2029\u0085"
_UNSHOWABLE_SET: Final = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff"
) + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 15))
_JOINERS_SET: Final = "\u200c\u200d"
_BREAKS: Final = f"\r\n?|[{_BREAKS_SET}]"
_JOINERS: Final = f"([{_JOINERS_SET}])[{_JOINERS_SET}]+"
_UNCLEAN: Final = (
    f"[{_INVISIBLE_SET}{_SPACES_SET}{_BREAKS_SET}{_UNSHOWABLE_SET}]|[{_JOINERS_SET}]{{2}}|[^\\w\\s\x00-\x7f]{{5}}"
)
_NOT_PLAIN = re.compile(r"[^\t\n\x20-\x7e]")
_HALF_A_PAIR = re.compile("[\ud800-\udfff]")
_RUNS_OF_SPACE = re.compile(r"\s+")
_OFTEN_MARKS: Final = r"[^\w\s\x00-\x7f]{5,}"
_MARKS_IN_A_ROW = 4


def clean_text(text: str) -> str:
    """`text` without anything that steers a terminal, hides or reorders; lines and tabs are kept.

    Control sequences and invisible characters are removed, other characters that cannot be shown
    become U+FFFD, line ends become LF, and no more than four combining marks stand in a row.
    Cleaning twice changes nothing.
    """
    if not _NOT_PLAIN.search(text) or not re.search(_UNCLEAN, text):
        return text
    text = re.sub(_BREAKS, "\n", text)
    text = re.sub(_SEQUENCES, "", text)
    text = re.sub(f"[{_INVISIBLE_SET}]", "", text)
    text = re.sub(f"[{_SPACES_SET}]", " ", text)
    text = re.sub(f"[{_UNSHOWABLE_SET}]", "\ufffd", text)
    text = re.sub(_OFTEN_MARKS, _shorten_marks, text)
    return re.sub(_JOINERS, r"\1", text)


def clean_line(text: str, limit: int | None = None) -> str:
    """`text` cleaned and brought on one line, runs of space as one; cut with … after `limit` characters."""
    line = _RUNS_OF_SPACE.sub(" ", clean_text(text)).strip()
    return line if limit is None or len(line) <= limit else line[: limit - 1].rstrip() + "…"


def encodable(text: str) -> str:
    """`text`, of the same length, with U+FFFD for each half of a surrogate pair, which UTF-8 has no place for."""
    return _HALF_A_PAIR.sub("\ufffd", text)


def clean_title(text: str) -> str:
    """A title as it is shown: cleaned, one line, at most `TITLE_LIMIT` characters."""
    return clean_line(text, TITLE_LIMIT)


def _shorten_marks(match: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for char in match.group():
        if _is_mark(char):
            marks += 1
        elif not _is_transparent(char):
            marks = 0
        if marks <= _MARKS_IN_A_ROW or not _is_mark(char):
            kept.append(char)
    return "".join(kept)


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Me") and not _is_transparent(char)


def _is_transparent(char: str) -> bool:
    """Whether marks before and after `char`, a joiner or variation selector, stand on the same letter."""
    return "\ufe00" <= char <= "\ufe0f" or char in "\u200c\u200d"
