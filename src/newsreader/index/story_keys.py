"""Read what stories of the index are recognised by."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from newsreader.identity import Identity
from newsreader.index.bodies import read_body
from newsreader.index.damage import values_read
from newsreader.matching.stories import Candidate


def stories_chosen(
    connection: sqlite3.Connection,
    chosen: str,
    values: Sequence[object] | Mapping[str, Any],
    library: str,
    *,
    with_text: bool = True,
) -> list[Candidate]:
    """Return the stories whose rows the query `chosen` selects, without archived copies."""
    rows = connection.execute(
        f"""SELECT s.story, s.id, s.id_declared, s.url_key, s.title_key, s.body_key, s.published, d.path, f.name,
            s.title, coalesce(o.id, ''), {"b.body" if with_text else "x''"}
        FROM ({chosen}) JOIN stories s USING (story) JOIN bodies b USING (story)
        JOIN files f USING (file) JOIN folders d USING (folder) LEFT JOIN outlets o USING (outlet)
        WHERE s.story > 0""",
        values,
    )
    found: list[Candidate] = []
    for row_id, *keys, published, folder, name, title, outlet, body in rows:
        story_id, declared, url_key, title_key, body_key = keys
        identity = Identity(story_id, bool(declared), url_key, title_key, body_key, published[:10])
        path = os.fsdecode(os.path.join(folder, name))
        found.append(Candidate(row_id, identity, title, outlet, library, path, _text_in(body)))
    return found


def _text_in(body: bytes) -> str:
    if not body:
        return ""
    with values_read():
        fields = read_body(body)
        return "\n".join((fields["summary"], *fields["key_points"]))
