"""A page that was saved as a ZIP archive: read by its name, in memory, and never unpacked."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from newsreader.news.material import LARGEST, UnreadableError

_SIGNATURE: Final = b"PK\x03\x04"
_END: Final = b"PK\x05\x06"
_LONGEST_COMMENT: Final = 65_557
_MOST_FILES: Final = 5_000
_SMALLEST_ENTRY: Final = 46
_PAGE: Final = "index.html"
_WORD: Final = "word/document.xml"


def is_archive(data: bytes) -> bool:
    """Return whether `data` is a ZIP archive."""
    return data.startswith(_SIGNATURE)


def page_in(data: bytes) -> bytes:
    """Return the page in a ZIP archive. Raises UnreadableError where there is none, or one that is too large."""
    if _count(data) > _MOST_FILES:
        raise UnreadableError(f"This archive has more than {_MOST_FILES:,} files. Unpack it, and add the page.")
    try:
        with ZipFile(BytesIO(data)) as archive, archive.open(_PAGE) as file:
            page = file.read(LARGEST + 1)
    except KeyError as error:
        if _WORD in archive.namelist():
            raise UnreadableError("This is a Word document. Copy its text, and paste it: newsreader add -") from error
        raise UnreadableError(f"There is no {_PAGE} in this archive. Unpack it, and add the page.") from error
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error) as error:
        raise UnreadableError("This archive can't be read: it is damaged, or needs a password.") from error
    if len(page) > LARGEST:
        raise UnreadableError(f"The page in this archive is larger than {LARGEST // 1024 // 1024} MB.")
    return page


def _count(data: bytes) -> int:
    """Return how many files an archive says it has, before anything of it is read."""
    at = data.rfind(_END, max(len(data) - _LONGEST_COMMENT, 0))
    if at < 0 or at + 22 > len(data):
        return 0
    count, size = (int(number) for number in struct.unpack_from("<HI", data, at + 10))
    return max(count, size // _SMALLEST_ENTRY)
