"""The outlets of the index: each distinct way in which files name one, with what the registry makes of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from newsreader.bias import NOT_RATED
from newsreader.folding import fold, folded_tokens, sort_key
from newsreader.index.damage import values_read
from newsreader.index.full_text import add_terms, add_texts, delete_text, text_of_body
from newsreader.outlets import Registry
from newsreader.story import Outlet, outlet_from_dict, outlet_to_dict


@dataclass(frozen=True, slots=True)
class OutletEntry:
    """A row of the table: its number, the rank of the rating, and the folded words by which stories of it are found.

    `teller` is the number of its name.
    """

    number: int | None
    rank: int
    words: str
    teller: int


class OutletTable:
    """Resolves what files state of outlets, each distinct statement once. Works within its caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[str, OutletEntry] = {}
        self._registry = self._stored_registry()

    def forget_cache(self) -> None:
        """Read everything anew, after a transaction that did not go through, or one of another process."""
        self._known.clear()
        self._registry = self._stored_registry()

    def _stored_registry(self) -> Registry:
        found = self._connection.execute("SELECT value FROM meta WHERE name = 'registry'").fetchone()
        with values_read():
            return Registry(outlet_from_dict(data) for data in json.loads(found[0])) if found else Registry()

    def entry(self, stated: str) -> OutletEntry:
        """The entry for an outlet as a file states it (JSON, "" for none), made if there is none."""
        entry = self._known.get(stated)
        if entry is None:
            entry = self._find(stated) if stated else OutletEntry(None, NOT_RATED.rank, "", self._teller(""))
            self._known[stated] = entry
        return entry

    def set_registry(self, outlets: Sequence[Outlet]) -> None:
        """Take a new registry, and bring every entry and the stories of it up to date."""
        self._registry = Registry(outlets)
        self._known.clear()
        self._connection.execute(
            "INSERT OR REPLACE INTO meta (name, value) VALUES ('registry', ?)",
            (json.dumps([outlet_to_dict(outlet) for outlet in outlets], ensure_ascii=False),),
        )
        entries = self._connection.execute("SELECT outlet, stated, words FROM outlets").fetchall()
        for number, stated, old_words in entries:
            with values_read():
                outlet = outlet_from_dict(json.loads(stated))
            values = self._values(outlet)
            if values[4] != old_words:
                self._change_words(number, old_words, values[4])
            self._connection.execute(
                """UPDATE outlets SET resolved = ?, id = ?, name = ?, rank = ?, words = ?, message = ?, mend = ?
                WHERE outlet = ?""",
                (*values, number),
            )
            self._connection.execute(
                """UPDATE stories SET rank = ?1, teller = ?2
                WHERE outlet = ?3 AND (rank, teller) != (?1, ?2)""",
                (values[3], self._teller(values[2]), number),
            )

    def _find(self, stated: str) -> OutletEntry:
        found = self._connection.execute(
            "SELECT outlet, rank, words, name FROM outlets WHERE stated = ?", (stated,)
        ).fetchone()
        if found is None:
            return self._add(stated)
        number, rank, words, name = found
        return OutletEntry(number, rank, words, self._teller(name))

    def _teller(self, name: str) -> int:
        self._connection.execute(
            "INSERT OR IGNORE INTO tellers (name, name_order) VALUES (?, ?)", (name, sort_key(name))
        )
        (number,) = self._connection.execute(
            "SELECT teller FROM tellers WHERE name = ? COLLATE NOCASE", (name,)
        ).fetchone()
        return int(number)

    def _add(self, stated: str) -> OutletEntry:
        values = self._values(outlet_from_dict(json.loads(stated)))
        add_terms(self._connection, folded_tokens(values[4]))
        cursor = self._connection.execute(
            """INSERT INTO outlets (stated, resolved, id, name, rank, words, message, mend)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
            (stated, *values),
        )
        return OutletEntry(cursor.lastrowid, values[3], values[4], self._teller(values[2]))

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

    def _change_words(self, number: int, old: str, new: str) -> None:
        add_terms(self._connection, folded_tokens(new))
        stories = self._connection.execute(
            "SELECT story, body FROM stories JOIN bodies USING (story) WHERE outlet = ? ORDER BY story", (number,)
        ).fetchall()
        for story, body in stories:
            delete_text(self._connection, story, body, old)
        add_texts(self._connection, ((story, text_of_body(body), new) for story, body in stories))
