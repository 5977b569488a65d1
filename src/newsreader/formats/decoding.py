"""From the bytes of a file to text: UTF-8, or UTF-16 that says so, and nothing that is not text."""

from __future__ import annotations

import codecs
import re
from typing import Final

from newsreader.errors import FormatError
from newsreader.formats.reports import Report

FILE_LIMIT: Final = 64_000_000
"""Most bytes of a file."""

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LINE_END = re.compile(r"\r\n?|\n")
_MOST_REPORTED: Final = 20
"""Lines of a file that are reported for bytes that are not UTF-8."""

_SAVE_AS_UTF_8 = "Open the file in an editor and save it as UTF-8."


def decode_lines(data: bytes, report: Report) -> str:
    """Return the text of a file of several stories, as `decode` does; bytes that are not UTF-8 cost no other line.

    A line with such bytes is reported. It is read as Windows-1252, which most programs wrote that did not write UTF-8.
    Where it has characters of UTF-8 as well, U+FFFD takes the place of the bytes. Raises FormatError for what
    `decode` refuses otherwise, and where no line is UTF-8.
    """
    try:
        return decode(data)
    except FormatError as error:
        is_of_wrong_bytes = isinstance(error.__cause__, UnicodeDecodeError) and not data.startswith(_UTF_16)
        if not is_of_wrong_bytes or b"\0" in data:
            raise
        lines = data.split(b"\n")
        if not any(line.strip() and _is_utf_8(line) for line in lines):
            raise
    count = 0
    for number, line in enumerate(lines):
        try:
            line.decode()
        except UnicodeDecodeError as error:
            is_mixed = not line.decode("utf-8", "ignore").isascii()
            lines[number] = line.decode("utf-8" if is_mixed else "cp1252", "replace").encode()
            count += 1
            if count <= _MOST_REPORTED:
                done = "it was replaced" if is_mixed else "the line was read as Windows-1252"
                message = f"The byte 0x{line[error.start]:02X} here is not UTF-8 text; {done}."
                column = len(line[: error.start].decode("utf-8", "replace")) + 1
                report.error(number + 1, column, message, _SAVE_AS_UTF_8)
    return decode(b"\n".join(lines))


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


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
