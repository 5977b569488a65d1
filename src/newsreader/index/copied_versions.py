"""Know which version of the state's contents the index has a copy of. Without a note it has none."""

from __future__ import annotations

import sqlite3

from newsreader.records import Content


def version_name(content: Content) -> str:
    """Return the name in `meta` of the version of a content that the index has."""
    return f"version of {content}"


def note_copied(connection: sqlite3.Connection, content: Content, version: int) -> None:
    """Note that the index has this version of a content as a whole. Call it within a transaction."""
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (version_name(content), str(version)))


def note_followed(connection: sqlite3.Connection, content: Content, before: int, after: int) -> None:
    """Note that the index has followed the changes from one version to another. Call it within a transaction.

    If it has another version than `before`, older or newer, its copy counts as out of date from now on.
    """
    connection.execute(
        "UPDATE meta SET value = CASE value WHEN ? THEN ? ELSE '0' END WHERE name = ?",
        (str(before), str(after), version_name(content)),
    )
