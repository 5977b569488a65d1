"""The text of captions, of a video or a recording: VTT, SRT, SBV, and those that YouTube makes itself."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from html import unescape
from io import StringIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from newsreader.errors import UsageError
from newsreader.formats.values import is_web_address
from newsreader.news.material import Material, UnreadableError, past
from newsreader.news.needed import require_extra
from newsreader.story import language_tag
from newsreader.text import clean_line

if TYPE_CHECKING:
    from webvtt import Caption

_MOST_CHARACTERS: Final = 1_000_000
_LONGEST_CUE: Final = 2_000
_WORDS_OF_A_LINE: Final = 20
"""Words of a line of text that has no full stops."""

_FORMS: Final = (
    ("vtt", re.compile(r"WEBVTT(?:\s|$)")),
    ("srt", re.compile(r"\s*\d+[ \t]*\r?\n\d{1,2}:\d\d:\d\d[,.]\d{1,3}[ \t]*-->")),
    ("sbv", re.compile(r"\s*\d{1,2}:\d\d:\d\d\.\d{3},\d{1,2}:\d\d:\d\d\.\d{3}\r?\n")),
)
_TAG = re.compile(r"<[^<>]{0,200}>")
_STOP = re.compile(r"[.!?…。！？]")
_NOT_SPEECH = re.compile(r"[\[(][^\[\]()]{1,60}[\])]|♪[^♪]{0,200}♪?|^(?:>>|-)\s*")
_LANGUAGE = re.compile(r"^Language:[ \t]*([A-Za-z-]{2,11})[ \t]*$", re.MULTILINE)
_NAME_OF_FILE = re.compile(
    r"(?:\s*\[[\w-]{6,20}\])?(?:\.[a-z]{2,3}(?:-[A-Za-z]{2,8})?)?\.(?:vtt|srt|sbv)$", re.IGNORECASE
)
_TOO_LARGE: Final = "The captions are very long; only their beginning was read."


def form_of(text: str) -> str:
    """Return which form of captions `text` has, "" for none."""
    return next((name for name, pattern in _FORMS if pattern.match(text)), "")


def read_captions(text: str, name: str, info: Mapping[str, Any]) -> Material:
    """Return the text of captions that are in a file called `name`; `info` says what they belong to.

    Raises UnreadableError where they hold no text, and UsageError where the library for them is not installed.
    """
    require_extra()
    lines = _lines(text[:_MOST_CHARACTERS], form_of(text))
    spoken = _joined(lines)
    if not spoken:
        raise UnreadableError("There is no text in these captions.")
    found = _LANGUAGE.search(text[:500])
    url = _text(info, "webpage_url") or _text(info, "original_url")
    return Material(
        title=_text(info, "title") or clean_line(_NAME_OF_FILE.sub("", name).replace("_", " ")),
        text=spoken,
        url=url if is_web_address(url) else "",
        kind="audio" if _text(info, "vcodec") == "none" else "video",
        publisher=_text(info, "channel") or _text(info, "uploader"),
        published=past(_day(_text(info, "upload_date"))),
        language=language_tag(_text(info, "language") or (found[1] if found else "")),
        notes=(_TOO_LARGE,) if len(text) > _MOST_CHARACTERS else (),
    )


def read_info(data: bytes) -> Mapping[str, Any]:
    """Return what a downloader of videos has written beside them. Raises UsageError where it is not that."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UsageError(
            "The .info.json beside the captions can't be read. Move it away, or write it again."
        ) from error
    return found if isinstance(found, dict) else {}


def names_of_info(name: str) -> list[str]:
    """Return what a file is called that says what the captions in the file `name` belong to; the nearest first."""
    parts = name.split(".")
    stems = [".".join(parts[:end]) for end in range(len(parts) - 1, max(len(parts) - 3, 0), -1)]
    return [f"{stem}.info.json" for stem in stems]


def _lines(text: str, form: str) -> list[str]:
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    try:
        cues: Sequence[Caption] = webvtt.from_buffer(StringIO(text), format=form or "vtt").captions
    except (MalformedCaptionError, MalformedFileError, ValueError) as error:
        raise UnreadableError("These captions can't be read: they are not written as VTT, SRT or SBV.") from error
    spoken = [_of_cue(cue) for cue in cues]
    if _is_rolling(spoken):
        return _unrolled(spoken)
    return [line for lines in spoken for line in lines]


def _of_cue(cue: Caption) -> list[str]:
    lines = unescape(_TAG.sub("", str(cue.raw_text)[:_LONGEST_CUE])).split("\n")
    return [line for each in lines if (line := clean_line(_NOT_SPEECH.sub(" ", each)))]


def _is_rolling(cues: Sequence[Sequence[str]]) -> bool:
    """Return whether each cue shows the last line of the one before again, as captions do that scroll."""
    pairs = [(one, other) for one, other in pairwise(cues) if one and other]
    repeats = sum(one[-1] == other[0] for one, other in pairs)
    return len(pairs) > 1 and repeats * 2 >= len(pairs)


def _unrolled(cues: Sequence[Sequence[str]]) -> list[str]:
    found: list[str] = []
    for lines in cues:
        shown = found[-len(lines) :] if lines else []
        overlap = next((count for count in range(len(lines), 0, -1) if shown[-count:] == [*lines[:count]]), 0)
        found += lines[overlap:]
    return found


def _joined(lines: Sequence[str]) -> str:
    """Return the lines as running text; where nothing ends a sentence, in lines of some words each."""
    text = " ".join(lines)
    words = text.split()
    if len(_STOP.findall(text)) * 60 >= len(words):
        return text
    starts = range(0, len(words), _WORDS_OF_A_LINE)
    return "\n\n".join(" ".join(words[start : start + _WORDS_OF_A_LINE]) for start in starts)


def _text(info: Mapping[str, Any], name: str) -> str:
    value = info.get(name)
    return clean_line(value[:2_000]) if isinstance(value, str) else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{8}", text) else None
    except ValueError:
        return None
