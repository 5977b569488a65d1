"""Which commands look for events before they do their work, and what is seen of it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.unit.told_library import write_library

from newsreader.cli import run as run_here
from newsreader.query import FIELDS, parse_query
from newsreader.reader import Reader
from newsreader.sync import Progress

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]


@pytest.fixture
def place(tmp_path: Path, home: Home) -> Home:
    return home | {"NEWSREADER_LIBRARY": str(write_library(tmp_path))}


@pytest.mark.parametrize(
    "query",
    [
        "has:others",
        "tellers:2..",
        "sides:left",
        "event:ferry-hill",
        "-has:others",
        "sort:event",
        "missing:left OR ferry",
    ],
)
@pytest.mark.parametrize("command", [["list"], ["bookmark", "add", "--query"], ["mark", "read"], ["hide", "--query"]])
def test_a_query_that_asks_for_events_has_them_found(
    place: Home, call: Run, monkeypatch: pytest.MonkeyPatch, command: list[str], query: str
) -> None:
    found: list[Reader] = []
    find = Reader.find_events

    def noted(reader: Reader, on_progress: Callable[[Progress], None]) -> bool:
        found.append(reader)
        return find(reader, on_progress)

    monkeypatch.setattr(Reader, "find_events", noted)
    names_none = command[0] != "list" and query == "sort:event"  # an order alone names no stories to mark
    call(place, *command, query, code=2 if names_none else 0)
    assert len(found) == (0 if names_none else 1)


def test_every_field_of_events_asks_for_them() -> None:
    for name in ("event", "tellers", "sides", "missing"):
        assert parse_query(f"{name}:{FIELDS[name].example}", date(2024, 6, 1)).asks_for_events()
    assert not parse_query("outlet:bbc is:unread has:note", date(2024, 6, 1)).asks_for_events()


@pytest.mark.parametrize(
    "words", [["list"], ["list", "ferry is:unread"], ["list", "--format", "ids"], ["outlets"], ["stats"]]
)
def test_other_commands_look_for_no_events(
    place: Home, call: Run, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.delattr(Reader, "find_events")
    call(place, *words)


def test_data_of_many_new_stories_says_what_is_not_known(
    place: Home, call: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.cli.session._FEW", 5)
    done = call(place, "list", "ferry", "--format", "jsonl")
    assert "Find that out with: newsreader events" in done.stderr
    assert {json.loads(line)["event_id"] for line in done.stdout.splitlines()} == {None}
    call(place, "events")
    done = call(place, "list", "ferry", "--format", "jsonl")
    assert done.stderr == ""
    assert {json.loads(line)["event_id"] for line in done.stdout.splitlines()} == {"ferry-harbour"}


def test_how_far_the_finding_has_come_is_shown_on_a_terminal(
    place: Home, call: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.cli.session._PATIENCE", 0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    told = [line.strip() for line in call(place, "events").stderr.split("\r")]
    found = [line for line in told if line.startswith("Finding events: ")]
    assert (found[0], found[-1]) == ("Finding events: 50 %", "Finding events: 100 %")
    assert told[-1] == "2 events"


def test_ctrl_c_ends_the_finding_and_the_next_command_goes_on(
    place: Home, call: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupting:
        def __init__(self, _doing: str, **_options: bool) -> None:
            pass

        def __enter__(self) -> Interrupting:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def show(self, progress: Progress) -> None:
            if progress.done:
                raise KeyboardInterrupt

    call(place, "list")
    with monkeypatch.context() as patch:
        patch.setattr("newsreader.cli.session.ProgressLine", Interrupting)
        with pytest.raises(KeyboardInterrupt):
            run_here(["events"])
    assert len(call(place, "events").stdout.splitlines()) == 2


def test_an_index_that_cannot_be_written_to_gives_what_is_known(
    place: Home, call: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_reader: Reader, _on_progress: Callable[[Progress], None]) -> bool:
        raise sqlite3.OperationalError("database is locked")

    call(place, "events")
    monkeypatch.setattr(Reader, "find_events", locked)
    done = call(place, "show", "ferry-hill")
    assert done.stderr.startswith("Events can't be looked for at the moment (database is locked)")
    assert "Also told by" in done.stdout
