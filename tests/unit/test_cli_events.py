"""The command `events`, and who else tells a story in `show` and in lists."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from newsreader.bias import SCALE
from newsreader.cli import run as run_here
from newsreader.cli.columns import width_of
from newsreader.formats import parse
from newsreader.query import FIELDS, parse_query
from newsreader.reader import Reader
from newsreader.sync import Progress

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]

OUTLETS = """\
- {id: harbour, name: Harbour Post, bias: {rating: lean-left, source: AllSides, as_of: 2023-07-31}}
- {id: hill, name: Hill Courier, bias: {rating: center, source: AllSides, as_of: 2023-07-31}}
- {id: morning, name: Morning Star, bias: {rating: right, source: AllSides, as_of: 2023-07-31}}
- {id: quiet, name: Quiet Weekly}
"""
FERRY = "The ferry Halvorsen sank off Bergen with salmon crates aboard"
COMET = "Astronomers photographed comet Ibarra near Jupiter"
STORIES = [
    ("ferry-harbour", "Ferry Halvorsen sinks off Bergen", f"{FERRY}.", "harbour", "2024-03-01"),
    ("ferry-hill", "Halvorsen sinks off Bergen with salmon", f"{FERRY}.", "hill", "2024-03-02"),
    ("ferry-morning", "Salmon crates drift after ferry Halvorsen sinks", f"{FERRY}.", "morning", "2024-03-03"),
    ("comet-quiet", "Comet Ibarra photographed near Jupiter", f"{COMET}.", "quiet", "2024-03-11"),
    ("comet-hill", "Astronomers photograph comet Ibarra", f"{COMET} on Sunday.", "hill", "2024-03-10"),
    ("alone", "Parliament rejects harbour tax", "A quarrel went on until midnight.", "hill", "2024-03-20"),
]


def write_library(folder: Path, stories: Sequence[tuple[str, ...]] = STORIES, outlets: str = OUTLETS) -> Path:
    """A library in which two events are told by several outlets, and one by nobody else."""
    library = folder / "library"
    library.mkdir(parents=True, exist_ok=True)
    (library / "outlets.yaml").write_text(outlets, encoding="utf-8")
    names = ("id", "title", "summary", "outlet", "published", "event")
    for story in stories:
        data = {"language": "en", **dict(zip(names, story, strict=False))}
        (library / f"{len(list(library.iterdir()))}.yaml").write_text(json.dumps(data), encoding="utf-8")
    return library


@pytest.fixture
def place(tmp_path: Path, home: Home) -> Home:
    return home | {"NEWSREADER_LIBRARY": str(write_library(tmp_path))}


def events_in(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found


def test_a_line_has_the_id_the_outlets_the_sides_the_day_and_the_title(place: Home, run: Run) -> None:
    done = run(place, "events")
    assert done.stderr == ""
    assert done.stdout == (
        "comet-hill     2  L0 C1 R0 +1  2024-03-11  Astronomers photograph comet Ibarra\n"
        "ferry-harbour  3  L1 C1 R1     2024-03-03  Ferry Halvorsen sinks off Bergen\n"
    )


def test_a_derived_id_is_shortened_as_in_a_list(tmp_path: Path, home: Home, call: Run) -> None:
    library = write_library(tmp_path, [("", *rest) for _, *rest in STORIES[:2]])
    (line,) = call(home, "--library", library, "events").stdout.splitlines()
    listed = call(home, "--library", library, "list", "outlet:harbour").stdout.split()
    assert line.split()[0] == listed[1]
    assert len(listed[1]) == 8


def test_json_tells_who_tells_an_event_and_why(place: Home, call: Run) -> None:
    comet, ferry = events_in(call(place, "events", "--format", "json"))
    assert list(ferry) == ["id", "title", "outlets", "coverage", "tellers"]
    assert (ferry["id"], ferry["title"], ferry["outlets"]) == ("ferry-harbour", "Ferry Halvorsen sinks off Bergen", 3)
    assert list(ferry["coverage"]) == [rating.id for rating in SCALE]
    assert {rating for rating, count in ferry["coverage"].items() if count} == {"lean-left", "center", "right"}
    assert comet["coverage"]["not-rated"] == 1
    first, second, _ = ferry["tellers"]
    assert first == {
        "id": "ferry-harbour",
        "title": "Ferry Halvorsen sinks off Bergen",
        "outlet": "Harbour Post",
        "rating": "lean-left",
        "source": "AllSides",
        "as_of": "2023-07-31",
        "published": "2024-03-01",
        "sure": True,
        "score": None,
        "with": None,
        "words": [],
    }
    assert list(second) == list(first)
    assert (second["sure"], second["with"]) == (True, "ferry-harbour")
    assert 0.65 <= second["score"] <= 2
    assert "halvorsen" in second["words"]
    unrated = comet["tellers"][1]
    assert [unrated[name] for name in ("outlet", "rating", "source", "as_of")] == [
        "Quiet Weekly",
        "not-rated",
        None,
        None,
    ]


def test_an_event_is_found_by_any_of_its_stories(place: Home, call: Run) -> None:
    for query in ("salmon", "outlet:morning", "id:ferry-hill", "date:..2024-03-02", "sides:right", "tellers:3"):
        assert [each["id"] for each in events_in(call(place, "events", "--format", "json", query))] == ["ferry-harbour"]
    assert call(place, "events", "outlet:hill", "sort:event").stdout.count("\n") == 2


def test_the_day_is_that_of_the_newest_story_that_matches(place: Home, call: Run) -> None:
    assert "2024-03-01  Ferry" in call(place, "events", "outlet:harbour").stdout


def test_a_hidden_story_stays_a_teller_and_finds_nothing(place: Home, call: Run) -> None:
    call(place, "hide", "ferry-morning")
    assert "  3  L1 C1 R1  2024-03-02  Ferry" in call(place, "events", "halvorsen").stdout
    assert call(place, "events", "outlet:morning").stdout == ""


def test_words_with_a_hyphen_and_limits_are_taken(place: Home, call: Run) -> None:
    assert call(place, "events", "-comet").stdout.startswith("ferry-harbour")
    assert call(place, "events", "--limit", "1").stdout.startswith("comet-hill")
    assert len(call(place, "events", "--limit", "1").stdout.splitlines()) == 1


@pytest.mark.parametrize(("kind", "output"), [("table", ""), ("json", "[]\n")])
def test_no_event_is_said_and_no_failure(place: Home, call: Run, kind: str, output: str) -> None:
    for query in ("zebra", "midnight"):
        done = call(place, "events", query, "--format", kind)
        assert (done.stdout, done.stderr) == (output, "No event matches.\n")


def test_an_empty_library_and_one_without_events_say_so(tmp_path: Path, home: Home, call: Run) -> None:
    (tmp_path / "empty").mkdir()
    assert call(home, "--library", tmp_path / "empty", "events").stderr == "The library has no stories.\n"
    library = write_library(tmp_path, STORIES[-2:])
    assert call(home, "--library", library, "events").stderr == "No event is told by two outlets or more.\n"


def test_two_stories_of_one_outlet_are_no_event_of_several(tmp_path: Path, home: Home, call: Run) -> None:
    library = write_library(tmp_path, [(*story[:3], "hill", story[4]) for story in STORIES[:2]])
    assert call(home, "--library", library, "events").stdout == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("bias:lefft",), '"bias:left"'),
        (("sides:lefft",), '"sides:left"'),
        (("tellers:many",), "Write 3, 3.., 2..4 or ..2."),
        (("sort:oldest",), "Leave sort:oldest out."),
        (("***",), "There is nothing to look for"),
        (("--limit", "0"), "whole number"),
        (("--format", "jsonl"), "invalid choice"),
    ],
)
def test_bad_queries_and_options_end_with_2(place: Home, call: Run, words: tuple[str, ...], said: str) -> None:
    done = call(place, "events", *words, code=2)
    assert done.stdout == ""
    assert said in done.stderr


def test_two_runs_write_the_same(place: Home, call: Run) -> None:
    for words in (["events"], ["events", "--format", "json"], ["list", "--format", "json"], ["show", "ferry-hill"]):
        assert call(place, *words).stdout == call(place, *words).stdout


def test_a_new_library_gives_the_same_as_one_that_has_grown(tmp_path: Path, home: Home, call: Run) -> None:
    library = write_library(tmp_path, STORIES[2:])
    call(home, "--library", library, "events")
    write_library(tmp_path, STORIES[:2])
    grown = call(home, "--library", library, "events", "--format", "json").stdout
    shutil.rmtree(home["XDG_CACHE_HOME"])
    assert call(home, "--library", library, "events", "--format", "json").stdout == grown


def test_what_files_and_arguments_hold_never_steers_the_terminal(tmp_path: Path, home: Home, call: Run) -> None:
    evil = "\x1b]0;x\x07\u202eFerry\x9b31m \u200bHalvorsen\n---\n# x: y"
    stories = [(f"e{n}{evil}", f"{evil} sinks {n}", f"{FERRY}.", f"o{n}", "2024-03-01") for n in range(2)]
    rated = {"rating": "left", "source": evil, "as_of": "2024-01-01"}
    outlets = json.dumps([{"id": f"o{n}", "name": f"{evil} {n}", "bias": rated} for n in range(2)])
    library = write_library(tmp_path, stories, outlets)
    for words in (
        ["events"],
        ["events", "--format", "json"],
        ["show", "e0"],
        ["show", "e0", "--format", "markdown"],
        ["show", "e0", "--format", "json"],
    ):
        written = call(home, "--library", library, *words)
        assert "Halvorsen" in written.stdout
        for sign in "\x1b\x07\x9b\u202e\u200b":
            assert sign not in written.stdout + written.stderr
    assert len(call(home, "--library", library, "events").stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (30, "ferry-ha  3  "),
        (40, "ferry-ha  3  L1 C1 R1     Ferry"),
        (60, "ferry-harbou  3  L1 C1 R1     2024-03-03  Ferry"),
    ],
)
def test_lines_fit_a_narrow_terminal(
    place: Home, call: Run, monkeypatch: pytest.MonkeyPatch, width: int, shown: str
) -> None:
    monkeypatch.setattr("newsreader.cli.columns.sys", Terminal())
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((width, 24)))
    lines = call(place, "events").stdout.splitlines()
    assert all(width_of(line) <= width for line in lines)
    assert lines[1].startswith(shown)


class Terminal:
    """What `sys` is to a table that is written to a terminal."""

    class stdout:
        @staticmethod
        def isatty() -> bool:
            return True


# Finding events first


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
    assert (found[0], found[-1]) == ("Finding events: 0 %", "Finding events: 100 %")
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
        patch.setattr("newsreader.cli.session._ProgressLine", Interrupting)
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


# Who else tells a story


def test_a_story_as_text_names_who_else_tells_it(place: Home, call: Run) -> None:
    shown = call(place, "show", "ferry-hill").stdout
    assert (
        "\n\nAlso told by\n"
        "  • Harbour Post (Lean Left, AllSides, 31 Jul 2023), ferry-harbour: Ferry Halvorsen sinks off Bergen\n"
        "  • Morning Star (Right, AllSides, 31 Jul 2023), ferry-morning: Salmon crates drift after ferry Halvorsen sinks\n"
    ) in shown
    assert "Also told by" not in call(place, "show", "alone").stdout
    assert "Quiet Weekly (Not Rated), comet-quiet" in call(place, "show", "comet-hill").stdout


def test_related_stories_are_told_apart(place: Home, call: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.index.event_members.SURE", 9.0)
    shown = call(place, "show", "ferry-hill").stdout
    assert "Also told by" not in shown
    assert "\n\nRelated\n  • Harbour Post (" in shown
    data = json.loads(call(place, "show", "ferry-hill", "--format", "json").stdout)
    assert [each["sure"] for each in data["also_told_by"]] == [False, False]


def test_a_story_in_markdown_names_them_and_stays_the_same_story(place: Home, call: Run) -> None:
    shown = call(place, "show", "ferry-hill", "--format", "markdown").stdout
    assert shown.startswith(
        "---\n# Also told by: Harbour Post (Lean Left, AllSides, 31 Jul 2023), ferry-harbour: Ferry "
    )
    without = "".join(line for line in shown.splitlines(keepends=True) if not line.startswith("# "))
    read, plain = (parse(text.encode(), "ferry.md") for text in (shown, without))
    assert read.problems == ()
    assert read.stories == plain.stories


def test_a_page_is_as_it_was(place: Home, call: Run) -> None:
    assert "Morning Star" not in call(place, "show", "ferry-hill", "--format", "page").stdout


def test_json_of_a_story_has_its_event(place: Home, call: Run) -> None:
    shown = json.loads(call(place, "show", "ferry-hill", "--format", "json").stdout)
    assert shown["event_id"] == "ferry-harbour"
    assert shown["also_told_by"] == [
        {"id": "ferry-harbour", "outlet": "Harbour Post", "rating": "lean-left", "sure": True},
        {"id": "ferry-morning", "outlet": "Morning Star", "rating": "right", "sure": True},
    ]
    listed = {each["id"]: each for each in json.loads(call(place, "list", "--format", "json").stdout)}
    assert listed["ferry-hill"] == shown
    assert (listed["alone"]["event_id"], listed["alone"]["also_told_by"]) == (None, [])
