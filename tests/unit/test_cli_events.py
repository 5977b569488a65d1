"""The command `events`: what it lists, and how."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.unit.told_library import FERRY, STORIES, write_library

from newsreader.bias import SCALE
from newsreader.cli.columns import width_of

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]


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
