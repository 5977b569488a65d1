"""Make the state again from what can still be read of a damaged file and from its backups."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from msgspec import Struct, field

from newsreader.sqlite import LEAST_BYTES, immediate, open_copy, open_state, real_file
from newsreader.state.backup import backups, is_sound, put_aside, put_in_place
from newsreader.state.faults import is_busy
from newsreader.state.schema import migrate
from newsreader.state.tables import BOOKMARKS, SUBJECTS, TABLES, Key, Row
from newsreader.state.tables import is_sound as is_sound_row
from newsreader.text import clean_line

DamagedRows = dict[str, list[Row]]
_NOUNS = {
    "bookmarks": ("bookmark", "bookmarks"),
    "read_marks": ("read mark", "read marks"),
    "tags": ("tag", "tags"),
    "notes": ("note", "notes"),
    "hidden": ("hidden story", "hidden stories"),
    "views": ("view", "views"),
    "filters": ("filter", "filters"),
    "earlier_copies": ("earlier copy of a bookmark", "earlier copies of bookmarks"),
    "removed_stories": ("record of a removed story", "records of removed stories"),
    "event_pairs": ("pair of stories joined or parted", "pairs of stories joined or parted"),
    "subjects": ("record of what was marked", "records of what was marked"),
}


class _Rows(Struct):
    """The sound rows found so far, of each table by their keys, and the count of changes to continue from."""

    of: dict[str, dict[Key, Row]] = field(default_factory=lambda: {table.name: {} for table in TABLES})
    changes: int = 0

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each table."""
        return {name: len(rows) for name, rows in self.of.items()}


def recover(path: Path, stamp: str, fault: str, damaged: DamagedRows) -> tuple[str, ...]:
    """Put the damaged file at `path` aside, and make a new one of all rows that can be recovered.

    Rows of the damaged file go before those of the backups. If only some `damaged` rows are wrong with it, only these
    are taken from the backups: anything else there was removed since. Returns sentences for the user.
    """
    rows, used = _Rows(), list[Path]()
    with _held(path):
        if path.exists():
            _collect(path, rows)
        from_file = rows.counts()
        for backup in backups(path):
            before = rows.counts()
            if damaged:
                _replace(damaged, backup, rows)
            else:
                _collect(backup, rows)
            if rows.counts() != before or not damaged:
                used.append(backup)
            if not any(damaged.values()) if damaged else is_sound(backup):
                break
        aside = _exchanged(path, rows, stamp)
    outcome = _of_rows(from_file, rows, damaged, used) if damaged else _of_all(from_file, rows, used)
    state = "is damaged" if damaged else "could not be used"
    sentences = [f"The file with bookmarks and read marks, {path}, {state}: {fault}."]
    if aside:
        sentences.append(f"It was put aside as {aside}.")
    return tuple(clean_line(sentence) for sentence in [*sentences, *outcome])


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Keep other programs from writing to the damaged file while its rows are read, if SQLite can still lock it.

    Their writes fail after that, because the file has another name then.
    """
    if not path.exists() or path.stat().st_size < LEAST_BYTES:
        yield
        return
    with closing(sqlite3.connect(path, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN IMMEDIATE")
        except sqlite3.DatabaseError as error:
            if is_busy(error):
                raise
        yield


def _collect(path: Path, rows: _Rows) -> None:
    with closing(open_copy(path)) as source:
        source.execute("PRAGMA writable_schema=ON")  # without it, nothing of a truncated file can be read
        for table in TABLES:
            found = rows.of[table.name]
            for row in _readable(source, table.columns, table.name, table.order):
                if is_sound_row(row):
                    found.setdefault(row[: len(table.key)], row)
        for (changes,) in _readable(source, "CASE key WHEN 'changes' THEN value END", "meta", "key"):
            if isinstance(changes, int):
                rows.changes = max(rows.changes, changes)


def _replace(damaged: DamagedRows, backup: Path, rows: _Rows) -> None:
    """Take from a backup what damaged rows were before; those that are found are not damaged any more.

    A damaged row still has either its key or its checksum.
    """
    old = _Rows()
    _collect(backup, old)
    for table in TABLES:
        width, found = len(table.key), rows.of[table.name]
        for row in damaged.get(table.name, [])[:]:
            same = old.of[table.name].get(row[:width]) or next(
                (each for each in old.of[table.name].values() if each[-1] == row[-1]), None
            )
            if same is not None and same[:width] not in found:
                found[same[:width]] = same
                damaged[table.name].remove(row)


def _readable(source: sqlite3.Connection, columns: str, table: str, order: str) -> Iterator[Row]:
    """Return the rows of a table, as far as they can be read from its beginning and from its end."""
    for direction in ("ASC", "DESC"):
        try:
            yield from source.execute(f"SELECT {columns} FROM {table} NOT INDEXED ORDER BY {order} {direction}")
        except sqlite3.DatabaseError:
            continue
        return


def _exchanged(path: Path, rows: _Rows, stamp: str) -> Path | None:
    """Replace the damaged file by a new file of these rows; returns its new name, None if there is none."""
    with put_in_place(path) as fresh:
        _write(fresh, rows)
        return put_aside(real_file(path), "damaged", stamp)


def _write(fresh: Path, rows: _Rows) -> None:
    with closing(open_state(fresh)) as target:
        migrate(target)
        with immediate(target):
            for table in TABLES:
                target.executemany(
                    f"INSERT INTO {table.name} ({table.columns}) VALUES ({table.places})", rows.of[table.name].values()
                )
            target.execute("UPDATE meta SET value = ? WHERE key = 'changes'", (rows.changes + 1,))


def _of_all(from_file: dict[str, int], rows: _Rows, used: list[Path]) -> list[str]:
    counts = rows.counts()
    bookmarks = from_file[BOOKMARKS.name]
    others = [
        _counted(counts[name], name)
        for name in _NOUNS
        if name not in (BOOKMARKS.name, SUBJECTS.name) and (counts[name] or name == "read_marks")
    ]
    rest = f"and {', '.join(others)}."
    if not used:
        return [f"Recovered, without a backup: {_counted(bookmarks, BOOKMARKS.name)} {rest}"]
    added = counts[BOOKMARKS.name] - bookmarks
    return [
        f"Recovered: {_counted(bookmarks, BOOKMARKS.name)} from it, {added} from the backup {used[-1]}, {rest}",
        "What was removed since that backup may be there again.",
    ]


def _of_rows(from_file: dict[str, int], rows: _Rows, damaged: DamagedRows, used: list[Path]) -> list[str]:
    counts = rows.counts()
    restored = {name: counts[name] - from_file[name] for name in counts if counts[name] > from_file[name]}
    lost = {name: len(left) for name, left in damaged.items() if left}
    outcome = []
    if restored:
        outcome.append(f"Restored from the backup {used[0]}: {_listed(restored)}.")
    if lost:
        outcome.append(f"In no backup, so mark it again: {_listed(lost)}. Everything else is unchanged.")
    else:
        outcome.append("Nothing is lost.")
    return outcome


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(_counted(count, name) for name, count in counts.items())


def _counted(count: int, name: str) -> str:
    return f"{count:,} {_NOUNS[name][count != 1]}"
