"""Read from the index what is wrong with the library's files and with the outlets that they name."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from itertools import chain

from newsreader.errors import Problem, Severity
from newsreader.index.damage import values_read
from newsreader.text import clean_line


def found_problems(connection: sqlite3.Connection) -> list[Problem]:
    """Return all problems, by path and place."""
    found = chain(_of_files(connection), _of_outlets(connection))
    return sorted(found, key=lambda problem: (problem.path, problem.line, problem.column))


def count_problems(connection: sqlite3.Connection) -> int:
    """Return how many problems there are; notes are none."""
    (count,) = connection.execute(
        """SELECT (SELECT count(*) FROM problems WHERE severity != 'note')
        + (SELECT count(*) FROM outlets CROSS JOIN stories USING (outlet) WHERE story > 0 AND message != '')"""
    ).fetchone()
    return int(count)


def _of_files(connection: sqlite3.Connection) -> Iterator[Problem]:
    rows = connection.execute(
        """SELECT d.path, f.name, p.line, p.column_, p.message, p.fix, p.severity
        FROM problems p JOIN files f USING (file) JOIN folders d USING (folder)"""
    )
    for folder, name, line, column, message, fix, severity in rows:
        with values_read():
            found = Problem(shown_place(folder, name), line, column, message, fix, Severity(severity))
        yield found


def _of_outlets(connection: sqlite3.Connection) -> Iterator[Problem]:
    rows = connection.execute(
        """SELECT d.path, f.name, s.line, o.message, o.fix FROM stories s JOIN outlets o USING (outlet)
        JOIN files f USING (file) JOIN folders d USING (folder) WHERE s.story > 0 AND o.message != ''"""
    )
    for folder, name, line, message, fix in rows:
        with values_read():
            found = Problem(shown_place(folder, name), line, 1, message, fix, Severity.WARNING)
        yield found


def shown_place(folder: bytes, name: bytes) -> str:
    """Return the path of a file as it is shown."""
    return clean_line(os.fsdecode(os.path.join(folder, name)))
