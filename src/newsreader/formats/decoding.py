"""From the bytes of a file to text: UTF-8, or UTF-16 that says so, and nothing that is not text."""

from __future__ import annotations

import codecs
import re
from typing import Final

from newsreader.errors import FormatError

FILE_LIMIT: Final = 64_000_000
"""Most bytes of a file."""

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LINE_END = re.compile(r"\r\n?|\n")
_SAVE_AS_UTF_8 = "Open the file in an editor and save it as UTF-8."


def decode(data: bytes, limit: int = FILE_LIMIT) -> str:
    """Return the text of a file, without its byte order mark.

    Raises FormatError, with line and column, for NUL, for a file without any text and for more than `limit` bytes.
    Bytes have to be UTF-8, or UTF-16 after its byte order mark; others raise it too.
    """
    if len(data) > limit:
        size = f"{limit // 1_000_000} MB"
        raise FormatError(f"The file is larger than {size}.", "Split it into several files.")
    encoding = "utf-16" if data.startswith(_UTF_16) else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line, column = _end(data[: error.start].decode(encoding, "replace"))
        bad = data[error.start] if error.start < len(data) else 0
        message = f"The byte 0x{bad:02X} here is not {encoding.upper()} text."
        raise FormatError(message, _SAVE_AS_UTF_8, line, column) from error
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        line, column = _end(text[: text.index("\0")])
        message = "There is a NUL character here: this looks like a binary file, not text."
        raise FormatError(message, "If it is text, save it as UTF-8; if not, move it out of the library.", line, column)
    if not text or text.isspace():
        raise FormatError("The file is empty.", "Write a story into it, or delete it.")
    return text


def _end(text: str) -> tuple[int, int]:
    """Return the line and column that follow `text`."""
    lines = _LINE_END.split(text)
    return len(lines), len(lines[-1]) + 1
