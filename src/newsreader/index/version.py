"""Compute the version of an index: a hash of everything that shapes what is written into one.

An index of another version is made again from the files. So nobody has to remember a number. A change to a
table changes the version, and a test stops whoever changes what a story becomes in one.
"""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Sequence
from functools import cache
from typing import Final

from newsreader.index import schema

SAMPLE_ROWS: Final = 2_939_009_577
"""The checksum of what many stories become, which a test computes: fields, their JSON, searched words, folding.

It isn't computed at each start, because all that prepares stories would have to be imported for it.
"""

SAMPLE_EVENTS: Final = 1_499_250_543
"""The checksum of what labelled stories are compared by, and of the events that are found among them, as a test does.

So events are found anew where the rules or the words that are counted have changed.
"""

SAMPLE_CLAIMS: Final = 3_392_565_993
"""The checksum of what the check of summaries finds in texts with planted faults, as a test does."""


@cache
def index_version() -> int:
    """Return the version of the indexes that this program writes: not 0, which SQLite gives to files without one."""
    places = (str(schema.FIRST_DATED), str(schema.ARCHIVED_OFFSET), str(SAMPLE_EVENTS), str(SAMPLE_CLAIMS))
    return version_of(schema.TABLES + schema.INDEXES + places, SAMPLE_ROWS)


def version_of(statements: Sequence[str], rows: int) -> int:
    """Return the version of an index with these tables and places of rows, of which samples have this checksum.

    Another Python may know more characters, and folds these to other words. So its Unicode counts as well.
    """
    made = "\n".join((*statements, str(rows), unicodedata.unidata_version))
    return zlib.crc32(made.encode()) & 0x7FFF_FFFF or 1
