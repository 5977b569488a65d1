"""What is pasted, taken out of what is typed.

A terminal puts a paste between two marks. Some write line ends and other keys within it as the codes of keys.
A paste is text, so such a code becomes the text that it stands for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

PASTE_START: Final = "\x1b[200~"
PASTE_END: Final = "\x1b[201~"

_KEY: Final = re.compile(
    r"\x1b\[(?P<code>\d*)(?::(?P<shifted>\d*))?(?::\d*)?"
    r"(?:;(?P<modifiers>\d*)(?::(?P<kind>\d*))?)?(?:;(?P<text>[\d:]*))?u"
    r"|\x1b\[27;(?P<old_modifiers>\d+);(?P<old_code>\d+)~"
)
"""A key as CSI u, of the protocols of xterm, fixterms and kitty, or in the older form of xterm."""

_SHIFT, _LOCKS = 1, 64 | 128
_CTRL: Final = 4
_RELEASE: Final = "3"
_SPECIAL: Final = {9: "\t", 10: "\n", 13: "\n", 57414: "\n"}
"""Tab, line feed, Enter, and Enter of the keypad."""
_CTRL_SPECIAL: Final = {"i": "\t", "j": "\n", "m": "\n"}


class PasteSplitter:
    """Splits what a terminal sends into what was typed and what was pasted, however it comes in pieces."""

    def __init__(self) -> None:
        self._tail = ""
        """The end of what was typed, which may be the beginning of a mark."""
        self._pasted: str | None = None
        """What has come of a paste that goes on, None while there is none."""

    def split(self, data: str) -> Iterator[tuple[str, bool]]:
        """What is in `data`, in its order: text, and whether it was pasted. A start mark comes, empty, as if typed."""
        while data:
            if self._pasted is None:
                known = len(self._tail)
                whole = self._tail + data
                start = whole.find(PASTE_START)
                if start < 0:
                    self._tail = whole[-len(PASTE_START) + 1 :]
                    yield data, False
                    return
                end = start + len(PASTE_START)
                self._tail = ""
                self._pasted = ""
                yield whole[known:end] + PASTE_END, False
                data = whole[end:]
            else:
                searched = max(len(self._pasted) - len(PASTE_END) + 1, 0)
                self._pasted += data
                end = self._pasted.find(PASTE_END, searched)
                if end < 0:
                    return
                data = self._pasted[end + len(PASTE_END) :]
                text, self._pasted = self._pasted[:end], None
                if text:
                    yield pasted_text(text), True


def pasted_text(text: str) -> str:
    """A paste with the keys in it as the text that they stand for, and without those that stand for none."""
    return _KEY.sub(_text_of_key, text).replace("\x00", "")


def _text_of_key(found: re.Match[str]) -> str:
    if found["old_code"] is not None:
        return _typed(_number(found["old_code"]), 0, _number(found["old_modifiers"]))
    if found["kind"] == _RELEASE:
        return ""
    if found["text"]:
        return "".join(_printable(_number(code)) for code in found["text"].split(":"))
    return _typed(_number(found["code"]), _number(found["shifted"]), _number(found["modifiers"]))


def _typed(code: int, shifted: int, modifiers: int) -> str:
    """What a key types; with a modifier but Shift that is nothing, unless it makes a line end or a tab."""
    held = max(modifiers - 1, 0) & ~_LOCKS
    if code in _SPECIAL:
        return _SPECIAL[code]
    text = _printable(code)
    if held & ~_SHIFT:
        return _CTRL_SPECIAL.get(text.lower(), "") if held & ~_SHIFT == _CTRL else ""
    if held & _SHIFT:
        return _printable(shifted) or text.upper()
    return text


def _printable(code: int) -> str:
    """The character of this number, "" where it is none that could stand in a text."""
    if not 32 <= code <= 0x10FFFF:
        return _SPECIAL.get(code, "")
    char = chr(code)
    return "" if unicodedata.category(char) in ("Cc", "Cs", "Co") else char


def _number(digits: str | None) -> int:
    return int(digits) if digits and len(digits) < 9 else 0
