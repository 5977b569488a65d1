"""Pack the fields of a story for the table `bodies`, and read them again.

The processes that prepare stories pack them, so that the one process that writes has less to write.
"""

from __future__ import annotations

import json
import zlib
from typing import Any, Final

from newsreader.index.damage import values_read

_FASTEST: Final = 1

UNSUPPORTED: Final = "unsupported"
"""The key in the body of a story under which its sentences stand with what its source does not have."""


def pack_body(fields: str) -> bytes:
    """Return the JSON of a story's fields as the index keeps it."""
    return zlib.compress(fields.encode(), _FASTEST)


def read_body(body: bytes) -> Any:
    """Return the fields of a packed body. Raises UnsoundValueError if it can't be read."""
    with values_read():
        return json.loads(zlib.decompress(body))
