"""The word by which a story file declares which event the story tells."""

from __future__ import annotations

import re
from typing import Final

from newsreader.errors import FormatError
from newsreader.folding import tokens
from newsreader.text import clean_line

EVENT_LIMIT: Final = 80
"""Most characters of the word for an event."""

_UNSHOWABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd]")
_FIX: Final = "Write a short word, the same in each story of the event, like mars-landing-2026."


def parse_event(text: str) -> str:
    """Return the word that `text` declares, on one clean line; "" for no text.

    It is never cut, as two events could then have one word. Raises FormatError where it is too long, has control
    characters, or has nothing that can be compared.
    """
    event = clean_line(text)
    if not event and not _UNSHOWABLE.search(text):
        return ""
    if _UNSHOWABLE.search(text) or _UNSHOWABLE.search(event):
        raise FormatError("`event` has characters that can't be shown, and is left out.", _FIX)
    if len(event) > EVENT_LIMIT:
        raise FormatError(f"`event` has more than {EVENT_LIMIT} characters, and is left out.", _FIX)
    if not tokens(event):
        raise FormatError("`event` has no letter and no digit, and is left out.", _FIX)
    return event


def clean_event(text: str) -> str:
    """Return the word that `text` declares, "" where it can be none."""
    try:
        return parse_event(text)
    except FormatError:
        return ""


def event_word(event: str) -> str:
    """Return the form in which the words of two stories are compared: case, accents and signs make no difference."""
    return " ".join(tokens(event))
