"""Everything on the screen in 7-bit characters, for terminals that know no others.

It is done where lines leave for the terminal, so that nothing that draws needs to know of it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_SIGNS: Final = str.maketrans(
    {
        **dict.fromkeys("•‣▪", "*"),
        **dict.fromkeys("·─╌┄┈‐‑‒–—―−▔", "-"),
        **dict.fromkeys("│┃┆┊▏▎▍▌▋▊▉▐▕╎", "|"),
        **dict.fromkeys("╭╮╰╯┌┐└┘├┤┬┴┼┏┓┗┛╔╗╚╝★☆", "+"),
        **dict.fromkeys("━═╸╺▅▆▇", "="),
        **dict.fromkeys("▁▂▃▄", "_"),
        **dict.fromkeys("“”„«»″", '"'),
        **dict.fromkeys("‘’‚′", "'"),
        **dict.fromkeys("●█■", "#"),
        **dict.fromkeys("○□ø", "o"),
        **dict.fromkeys("›→▶", ">"),
        **dict.fromkeys("‹←◀", "<"),
        **dict.fromkeys("↑▲▀", "^"),
        **dict.fromkeys("↓▼", "v"),
        **dict.fromkeys("✓✔×✗", "x"),
        "…": "~",
        "¦": "|",
        "🔎": "/",
        "Ø": "O",
        "ß": "s",
        "æ": "a",
        "Æ": "A",
        "œ": "o",
        "Œ": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "Ð": "D",
        "þ": "t",
        "Þ": "T",
        "ı": "i",
    }
)
"""What stands for a character that is no letter with an accent; the signs of a row and of a gauge stay apart."""

_UTF8: Final = ("utf8", "utf-8")
_BY_PYTHON: Final = ("C.UTF-8", "C.utf8", "UTF-8")
"""What Python itself puts into LC_CTYPE when it finds the C locale."""


class AsciiFilter(LineFilter):
    """Writes lines in 7-bit characters, each cell with what was in it."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same line in other characters."""
        return [Segment(text if control else to_ascii(text), style, control) for text, style, control in segments]


@lru_cache(4096)
def to_ascii(text: str) -> str:
    """`text` in 7-bit characters and as many cells: letters without their accents, ? for what has no likeness."""
    if text.isascii():
        return text
    written = ""
    for end in range(1, len(text) + 1):
        cells = cell_len(text[:end])  # a character may change the width of what is before it
        room = cells - len(written)
        written = written + _likeness(text[end - 1], room) if room > 0 else written[:cells]
    return written


def _likeness(char: str, cells: int) -> str:
    plain = char.translate(_SIGNS)
    if not plain.isascii():
        letters = [part for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part)]
        plain = "".join(letters)
    return plain.ljust(cells) if plain.isascii() and plain.isprintable() and 0 < len(plain) <= cells else "?" * cells


def locale_lacks_unicode(environment: Mapping[str, str]) -> bool:
    """Whether the user's locale names a character set other than UTF-8: `LANG=C`, `nb_NO.ISO-8859-1`.

    No locale at all says nothing: that is how containers and remote shells start, in terminals that know UTF-8.
    """
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        locale = environment.get(name, "")
        is_by_python = name == "LC_CTYPE" and locale in _BY_PYTHON and environment.get("LANG") in ("C", "POSIX")
        if locale and not is_by_python:
            character_set = locale.partition(".")[2].partition("@")[0]
            return locale in ("C", "POSIX") or (bool(character_set) and character_set.lower() not in _UTF8)
    return False
