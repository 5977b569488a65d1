"""A library opened for one command: chosen, read, up to date."""

from __future__ import annotations

import os
import sqlite3
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final

from newsreader.cli.output import say
from newsreader.cli.queries import require_filters, understood
from newsreader.config import choose_library, require_config
from newsreader.index.damage import FAULTS, is_index_damage
from newsreader.index.reading import discard_index
from newsreader.paths import user_paths
from newsreader.query import Query, cut_message
from newsreader.reader import Reader
from newsreader.session import load_session, place_of
from newsreader.sync import IndexDamagedError, Progress
from newsreader.sync.files import LibraryEmptiedError
from newsreader.sync.results import SLOW, IndexUnusableError, unusable_index

if TYPE_CHECKING:
    from newsreader.state.state import State

_PATIENCE: Final = 0.5
"""Seconds after which it is told how far the work has come."""

_FEW: Final = 1_000
"""Of so many stories the events are found within about a second."""

_SAMPLE: Final = "This is the sample library; make your own with: newsreader init"


@contextmanager
def open_reader(arguments: Namespace, needs_text: Callable[[Reader], bool] = lambda _: True) -> Iterator[Reader]:
    """Give the library that `arguments` name, up to date with its files; what is wrong with the user's data is said.

    Where nobody `needs_text`, a large new library is not read to its end: its text can't be searched yet.
    """
    paths = user_paths()
    config = require_config(paths.config_file)
    require_filters(config)
    choice = choose_library(arguments.library, os.environ, config, paths)
    if choice.is_sample and sys.stderr.isatty():
        say(_SAMPLE)
    index = paths.index_file(choice.root)
    with _index_faults(index):
        reader = Reader(choice.root, paths, is_sample=choice.is_sample, checks_state=False, mute=config.mute)
        try:
            reader.marks.new_since = place_of(load_session(paths.session_file), choice.root).visit
            for notice in reader.open_state().notices:
                say(notice)
            _bring_up_to_date(reader, arguments.rescan, needs_text(reader))
            yield reader
        finally:
            reader.close()


@contextmanager
def open_listing(arguments: Namespace) -> Iterator[tuple[Reader, Query]]:
    """Give the library with the query of `arguments`; what of the query does not count is said.

    Raises UsageError for a query that is not understood.
    """
    text = query_text(arguments)

    def parse(reader: Reader) -> Query:
        return understood(text, partial(reader.query, is_finished=True))

    with open_reader(arguments, lambda reader: parse(reader).searches_text()) as reader:
        query = parse(reader)
        if query.left_out:
            say(cut_message(text, query.left_out))
        yield reader, query


def query_text(arguments: Namespace) -> str:
    """Return the words of the query of `arguments` as one text."""
    return " ".join(arguments.query).strip()


def find_events_for(reader: Reader, query: Query) -> None:
    """Find out which stories tell the same event, if `query` asks for that: in a new library it takes a while."""
    if query.asks_for_events():
        find_events(reader)


def find_events(reader: Reader) -> None:
    """Find out which stories tell the same event. Where the index can't be written to, that is said."""
    try:
        with ProgressLine("Finding events", in_percent=True) as progress:
            reader.find_events(progress.show)
    except sqlite3.OperationalError as error:
        say(f"Events can't be looked for at the moment ({error}); what was known of them before is shown.")


def find_new_events(reader: Reader) -> None:
    """Do the same if few stories have come since the last time; else say that it was not done, as it takes a while."""
    left = reader.events.to_find()
    if 0 < left <= _FEW:
        find_events(reader)
    elif left:
        say("Of many new stories it is not known yet who else tells them. Find that out with: newsreader events")


@contextmanager
def _index_faults(index: Path) -> Iterator[None]:
    """Turn what SQLite complains of inside into a sentence. An index that turns out damaged is thrown away.

    What reads the index turns values that are damaged into such complaints. Any other error says nothing of the index.
    """
    try:
        yield
    except (sqlite3.Error, *FAULTS, IndexDamagedError) as error:
        if isinstance(error, sqlite3.Error) and not is_index_damage(error):
            raise unusable_index(index, str(error)) from error
        with suppress(OSError):
            discard_index(index)
        raise IndexUnusableError(
            "The index was damaged and has been thrown away. Give the command again: it is made again from the files."
        ) from error


def open_state() -> State:
    """Return the user's data, without a library. What was found on opening is said."""
    from newsreader.state.state import State  # `open_reader` opens it by itself

    paths = user_paths()
    require_config(paths.config_file)
    state = State.open(paths.state_file, now=lambda: datetime.now(UTC))
    for notice in state.notices:
        say(notice)
    return state


def flush_marks(reader: Reader) -> None:
    """Have the index note what was marked; where it can't, what was marked is kept all the same, and that is said."""
    try:
        reader.marking.flush_marks()
    except (sqlite3.Error, IndexDamagedError) as error:
        say(f"This is kept. Only the index does not know of it yet, so lists may show it as it was before: {error}")


def _bring_up_to_date(reader: Reader, thoroughly: bool, needs_text: bool) -> None:
    was_new = reader.index.is_new
    try:
        _sync(reader, thoroughly, needs_text)
    except IndexDamagedError as error:
        say(str(error))
        reader.clear_index()
        _sync(reader, thoroughly, needs_text)
    except LibraryEmptiedError as error:
        say(str(error))
    except sqlite3.OperationalError as error:
        if was_new:
            raise
        say(f"The files can't be read into the index at the moment ({error}); what was known of them before is shown.")


def _sync(reader: Reader, thoroughly: bool, needs_text: bool) -> None:
    with ProgressLine("Reading the library") as progress:
        if thoroughly:
            result = reader.sync(progress.show, takes_empty=True)
        else:
            result = reader.quick_sync(progress.show, needs_text=needs_text)
    if result.is_slow:
        say(SLOW)


class ProgressLine:
    """Says how far the work has come, on one line of a terminal that is cleared in the end."""

    def __init__(self, doing: str, *, in_percent: bool = False) -> None:
        self._doing = doing
        self._in_percent = in_percent
        self._wanted_from = monotonic() + _PATIENCE if sys.stderr.isatty() else float("inf")
        self._shown = 0

    def __enter__(self) -> ProgressLine:
        return self

    def show(self, progress: Progress) -> None:
        """Say it, unless the work began only a moment ago."""
        doing = "Preparing texts for searching" if progress.is_text else self._doing
        share = f"{100 * progress.done // max(progress.total, 1)} %"
        counted = share if self._in_percent else f"{progress.done:,} of {progress.total:,}"
        self._write(f"{doing}: {counted}{_time_left(progress)}")

    def count(self, done: int) -> None:
        """Say how much is done of work whose end is not known, unless it began only a moment ago."""
        self._write(f"{self._doing}: {done:,}")

    def _write(self, line: str) -> None:
        if monotonic() >= self._wanted_from:
            sys.stderr.write("\r" + line.ljust(self._shown))
            sys.stderr.flush()
            self._shown = max(self._shown, len(line))

    def __exit__(self, *_: object) -> None:
        if self._shown:
            sys.stderr.write("\r" + " " * self._shown + "\r")
            sys.stderr.flush()


def _time_left(progress: Progress) -> str:
    if progress.seconds_left is None:
        return ""
    minutes, seconds = divmod(round(progress.seconds_left), 60)
    return f", {minutes} min {seconds} s left" if minutes else f", {seconds} s left"
