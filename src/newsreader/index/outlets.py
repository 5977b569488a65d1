"""Keep the outlets of the index: each distinct way in which files name one, with what the registry makes of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from msgspec import Struct

from newsreader.bias import NOT_RATED
from newsreader.folding import fold, folded_tokens, sort_key
from newsreader.index.damage import values_read
from newsreader.index.full_text import add_terms, add_texts, delete_text
from newsreader.index.text_to_come import indexed_text
from newsreader.outlets import Registry
from newsreader.story import Outlet, outlet_from_dict, outlet_to_dict


class OutletEntry(Struct, frozen=True):
    """A row of the table: its id, the rank of the rating, and the folded words by which its stories are found.

    `outlet_name` is the row id of its name.
    """

    row_id: int | None
    rank: int
    words: str
    outlet_name: int


class OutletTable:
    """Resolve what files state of outlets, each distinct statement once. It works within the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[str, OutletEntry] = {}
        self._registry = self._stored_registry()

    def forget_cache(self) -> None:
        """Read everything again, after a transaction that failed or one of another process."""
        self._known.clear()
        self._registry = self._stored_registry()

    def _stored_registry(self) -> Registry:
        found = self._connection.execute("SELECT value FROM meta WHERE name = 'registry'").fetchone()
        with values_read():
            return Registry(outlet_from_dict(data) for data in json.loads(found[0])) if found else Registry()

    def entry(self, stated: str) -> OutletEntry:
        """Return the entry for an outlet as a file states it (JSON, "" for none); it is made if it is missing."""
        entry = self._known.get(stated)
        if entry is None:
            entry = self._find(stated) if stated else OutletEntry(None, NOT_RATED.rank, "", self._outlet_name(""))
            self._known[stated] = entry
        return entry

    def set_registry(self, outlets: Sequence[Outlet]) -> None:
        """Store a new registry, and update every entry and its stories."""
        self._registry = Registry(outlets)
        self._known.clear()
        self._connection.execute(
            "INSERT OR REPLACE INTO meta (name, value) VALUES ('registry', ?)",
            (json.dumps([outlet_to_dict(outlet) for outlet in outlets], ensure_ascii=False),),
        )
        entries = self._connection.execute("SELECT outlet, stated, words FROM outlets").fetchall()
        for row_id, stated, old_words in entries:
            with values_read():
                outlet = outlet_from_dict(json.loads(stated))
            values = self._values(outlet)
            if values[4] != old_words:
                self._change_words(row_id, old_words, values[4])
            self._connection.execute(
                """UPDATE outlets SET resolved = ?, id = ?, name = ?, rank = ?, words = ?, message = ?, fix = ?
                WHERE outlet = ?""",
                (*values, row_id),
            )
            self._connection.execute(
                """UPDATE stories SET rank = ?1, outlet_name = ?2
                WHERE outlet = ?3 AND (rank, outlet_name) != (?1, ?2)""",
                (values[3], self._outlet_name(values[2]), row_id),
            )

    def _find(self, stated: str) -> OutletEntry:
        found = self._connection.execute(
            "SELECT outlet, rank, words, name FROM outlets WHERE stated = ?", (stated,)
        ).fetchone()
        if found is None:
            return self._add(stated)
        row_id, rank, words, name = found
        return OutletEntry(row_id, rank, words, self._outlet_name(name))

    def _outlet_name(self, name: str) -> int:
        self._connection.execute(
            "INSERT OR IGNORE INTO outlet_names (name, name_order) VALUES (?, ?)", (name, sort_key(name))
        )
        (row_id,) = self._connection.execute(
            "SELECT outlet_name FROM outlet_names WHERE name = ? COLLATE NOCASE", (name,)
        ).fetchone()
        return int(row_id)

    def _add(self, stated: str) -> OutletEntry:
        values = self._values(outlet_from_dict(json.loads(stated)))
        add_terms(self._connection, folded_tokens(values[4]))
        cursor = self._connection.execute(
            """INSERT INTO outlets (stated, resolved, id, name, rank, words, message, fix)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
            (stated, *values),
        )
        return OutletEntry(cursor.lastrowid, values[3], values[4], self._outlet_name(values[2]))

    def _values(self, stated: Outlet) -> tuple[str, str, str, int, str, str, str]:
        resolution = self._registry.resolve(stated)
        outlet = resolution.outlet
        return (
            json.dumps(outlet_to_dict(outlet), ensure_ascii=False),
            outlet.id,
            outlet.name,
            outlet.rating.rank,
            fold(" ".join((outlet.name, outlet.id, *outlet.aliases))),
            resolution.message,
            resolution.fix,
        )

    def _change_words(self, row_id: int, old: str, new: str) -> None:
        add_terms(self._connection, folded_tokens(new))
        stories = self._connection.execute(
            "SELECT story FROM stories WHERE outlet = ? ORDER BY story", (row_id,)
        ).fetchall()
        for (story,) in stories:
            delete_text(self._connection, story, indexed_text(self._connection, story), old)
        add_texts(self._connection, ((story, indexed_text(self._connection, story), new) for (story,) in stories))
