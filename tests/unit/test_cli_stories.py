"""The commands `list`, `show` and `outlets`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsreader.cli import run
from newsreader.formats import parse
from newsreader.story import story_to_dict

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]

OUTLETS = """\
- id: harbour
  name: Harbour Post
  bias: {rating: lean-left, source: AllSides, as_of: 2023-07-31}
- id: hill
  name: Hill Courier
"""
FERRY = """\
id: ferry-2024
title: "The ferry sails: at last"
summary: It left the quay.
key_points: [Six sailings, Bicycles free]
outlet: harbour
published: 2024-06-20
original: {url: "https://harbour.example/ferry", kind: video}
ai_generated: true
topics: [sea]
"""
SNOW = "---\ntitle: 雪が降る\noutlet: hill\npublished: 2023-01-02\n---\n\nMuch snow on the hill.\n"
PAGE = "Nobody knows the day\n\nA summary without a date.\n"
KEYS = [
    *("id", "title", "summary", "key_points", "outlet", "published", "original", "ai_generated", "generator"),
    *("topics", "language", "event", "origin", "bookmarked", "read", "path", "tags", "note"),
    *("unsupported", "event_id", "also_told_by"),
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, make_home: Callable[[Path], Home]) -> Home:
    """A user with a library of three stories; tests here only look at it."""
    folder = tmp_path_factory.mktemp("stories")
    library = folder / "library"
    (library / "sub").mkdir(parents=True)
    (library / "outlets.yaml").write_text(OUTLETS, encoding="utf-8")
    (library / "sub" / "ferry.yaml").write_text(FERRY, encoding="utf-8")
    (library / "snow.md").write_text(SNOW, encoding="utf-8")
    (library / "page.txt").write_text(PAGE, encoding="utf-8")
    return make_home(folder) | {"NEWSREADER_LIBRARY": str(library)}


def stories(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found


def test_a_table_has_straight_columns_and_is_all_there_is(place: Home, run: Run) -> None:
    done = run(place, "list", "has:link", "OR", "snow", "sort:newest")
    assert done.stderr == ""
    ferry, snow = done.stdout.splitlines()
    assert ferry == "N  ferry-2024  2024-06-20  Lean Left  Harbour Post  The ferry sails: at last"
    assert snow.endswith("2023-01-02  Not Rated  Hill Courier  雪が降る")
    assert snow.index("2023-") == ferry.index("2024-06")
    assert len(snow.split()[1]) == 8


def test_a_long_title_is_whole_where_there_is_no_terminal(tmp_path: Path, home: Home, call: Run) -> None:
    (tmp_path / "a.yaml").write_text(f"title: {'word ' * 50}\nsummary: s\n", encoding="utf-8")
    assert ("word " * 50).strip() in call(home, "list", "--library", tmp_path).stdout


def test_everything_is_listed_unless_limited(place: Home, call: Run) -> None:
    assert len(call(place, "list").stdout.splitlines()) == 3
    assert len(call(place, "list", "--limit", "2").stdout.splitlines()) == 2


def test_ids_are_whole_and_one_a_line(place: Home, run: Run) -> None:
    ids = run(place, "list", "--format", "ids").stdout.splitlines()
    assert "ferry-2024" in ids
    assert sorted(map(len, ids)) == [10, 16, 16]


def test_json_has_the_fields_of_a_story_and_its_marks(place: Home, run: Run) -> None:
    found = stories(run(place, "list", "--format=json"))
    assert [list(story) for story in found] == [KEYS] * 3
    ferry = next(story for story in found if story["id"] == "ferry-2024")
    assert ferry["outlet"]["bias"]["rating"] == "lean-left"
    assert (ferry["bookmarked"], ferry["read"], ferry["path"]) == (False, False, "sub/ferry.yaml")


def test_jsonl_has_the_same_stories_a_line_each(place: Home, call: Run) -> None:
    lines = call(place, "list", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == stories(call(place, "list", "--format", "json"))


@pytest.mark.parametrize(
    "words", [["-ferry", "-day"], ["--", "-ferry", "-day"], ["-ferry -day"], ["-ferry", "-hidden", "-day"]]
)
def test_a_word_with_a_hyphen_is_excluded(place: Home, call: Run, words: list[str]) -> None:
    found = stories(call(place, "list", "--format", "json", *words))
    assert [story["title"] for story in found] == ["雪が降る"]


def test_options_can_stand_among_the_words(place: Home, call: Run) -> None:
    done = call(place, "list", "nobody", "--limit", "5", "knows", "--format", "ids")
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize(("kind", "output"), [("table", ""), ("json", "[]\n"), ("jsonl", ""), ("ids", "")])
def test_no_match_is_said_and_no_failure(place: Home, call: Run, kind: str, output: str) -> None:
    done = call(place, "list", "zebra", "--format", kind)
    assert (done.stdout, done.stderr) == (output, "No story matches.\n")


def test_an_empty_library_says_so(tmp_path: Path, home: Home, call: Run) -> None:
    assert call(home, "list", "--library", tmp_path).stderr == "The library has no stories.\n"


@pytest.mark.parametrize("query", ["***", "—", "-", "AND", '""', "title:…", "\ud8ff", "sort:title “!”"])
def test_a_query_of_which_nothing_can_be_looked_for_lists_nothing(place: Home, call: Run, query: str) -> None:
    done = call(place, "list", "--", query, code=2)
    assert done.stdout == ""
    assert done.stderr.startswith("There is nothing to look for in “")


def test_a_query_is_cleaned_as_the_stories_are(place: Home, call: Run) -> None:
    assert call(place, "list", "--format", "ids", "fer\u00adry sails\u200b").stdout == "ferry-2024\n"
    done = call(place, "list", "fer\u00adry is:bok\u200bmarked", code=2)
    assert '"is:bookmarked"' in done.stderr


def test_a_bad_query_points_at_the_place(place: Home, run: Run) -> None:
    done = run(place, "list", "snow", "is:bokmarked", code=2)
    assert done.stdout == ""
    assert '"is:bookmarked"' in done.stderr
    assert done.stderr.endswith("  snow is:bokmarked\n       ^^^^^^^^^^^^\n")


def test_a_limit_beyond_all_numbers_is_none(place: Home, run: Run) -> None:
    every = run(place, "list", "--format", "ids").stdout
    assert run(place, "list", "--format", "ids", "--limit", "9" * 30).stdout == every


def test_of_a_long_query_only_what_is_around_the_place_is_shown(place: Home, run: Run) -> None:
    done = run(place, "list", f"{'snow ' * 100}is:bokmarked{' ice' * 100}", code=2)
    message, shown, pointer = done.stderr.splitlines()
    assert '"is:bookmarked"' in message
    assert shown.startswith("  …")
    assert shown.endswith("…")
    assert len(shown) == 244
    start = pointer.index("^")
    assert shown[start : start + pointer.count("^")] == "is:bokmarked"
    done = run(place, "list", "is:" + "x" * 5_000, code=2)
    assert len(done.stderr) < 1_000


def test_page_and_markdown_of_a_story_are_files_of_it(place: Home, run: Run) -> None:
    shown = stories(run(place, "list", "id:ferry-2024", "--format", "json"))[0]
    for kind, suffix in (("page", ".txt"), ("markdown", ".md")):
        text = run(place, "show", "ferry", "--format", kind).stdout
        parsed = parse(text.encode(), f"x{suffix}")
        assert parsed.problems == ()
        again = story_to_dict(parsed.stories[0].story)
        assert [again[key] for key in ("title", "summary", "key_points")] == [
            shown[key] for key in ("title", "summary", "key_points")
        ]


def test_json_of_a_story_is_that_of_the_list_and_what_it_may_be_the_same_as(place: Home, call: Run) -> None:
    listed = stories(call(place, "list", "id:ferry-2024", "--format", "json"))[0]
    shown = json.loads(call(place, "show", "ferry-2024", "--format", "json").stdout)
    assert shown == listed | {"maybe_same": None}, "which lists do not look for"


@pytest.mark.parametrize("story_id", ["nothing", "", "%", "-x"])
def test_no_such_story(place: Home, call: Run, story_id: str) -> None:
    done = call(place, "show", "--", story_id, code=1)
    assert done.stdout == ""
    assert done.stderr.startswith("No story has an id that begins with")


def test_an_id_that_two_stories_begin_with_is_none(tmp_path: Path, home: Home, call: Run) -> None:
    ids = {"ab-1": "One", "ab-2": "Two", "ab": "It"}
    both = "".join(f"- {{id: {story_id}, title: {title}, summary: s}}\n" for story_id, title in ids.items())
    (tmp_path / "both.yaml").write_text(both, encoding="utf-8")
    assert "More than one story" in call(home, "--library", tmp_path, "show", "a", code=1).stderr
    assert call(home, "--library", tmp_path, "show", "ab").stdout.startswith("It\n")


def test_what_a_file_hides_does_not_come_out(tmp_path: Path, home: Home, run: Run) -> None:
    title = r'"\e]52;c;aGk=\a\u202eevil\u009b2J"'
    (tmp_path / "evil.yaml").write_text(f"title: {title}\nsummary: {title}\nid: evil\n", encoding="utf-8")
    outputs = [run(home, "list", "--library", tmp_path, "--format", kind) for kind in ("table", "json", "jsonl", "ids")]
    outputs += [
        run(home, "show", "evil", "--library", tmp_path, "--format", kind)
        for kind in ("text", "page", "markdown", "json")
    ]
    for done in outputs:
        assert not set("\x1b\x07\x9b\u202e") & set(done.stdout + done.stderr)


def test_outlets_as_a_table(place: Home, run: Run) -> None:
    assert run(place, "outlets").stdout.splitlines() == [
        "Outlet        Rating     Source    As of       Stories  Unread",
        "Harbour Post  Lean Left  AllSides  2023-07-31        1       1",
        "Hill Courier  Not Rated                              1       1",
    ]


def test_outlets_as_json(place: Home, run: Run) -> None:
    harbour, hill = json.loads(run(place, "outlets", "--format", "json").stdout)
    assert (harbour["id"], harbour["bias"]["as_of"], harbour["stories"]) == ("harbour", "2023-07-31", 1)
    assert (hill["name"], hill["bias"], hill["stories"]) == ("Hill Courier", None, 1)


def test_a_library_without_outlets_says_so(tmp_path: Path, home: Home, call: Run) -> None:
    done = call(home, "outlets", "--library", tmp_path)
    assert (done.stdout, done.stderr) == ("", "The library names no outlets.\n")
    assert call(home, "outlets", "--library", tmp_path, "--format", "json").stdout == "[]\n"


def test_a_rescan_finds_what_a_glance_at_a_very_large_library_may_miss(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("newsreader.reader.reader._QUICK_SECONDS", 0)
    folder = tmp_path / "library" / "2024"
    folder.mkdir(parents=True)
    file = folder / "a.yaml"
    file.write_text("title: Before\nsummary: x\n")
    long_ago = (10**18, 10**18)
    for each in (folder, folder.parent):
        os.utime(each, ns=long_ago)

    def titles(*options: str) -> str:
        assert run(["--library", str(folder.parent), *options, "list", "--format", "table"]) == 0
        return capsys.readouterr().out

    assert "Before" in titles()
    file.write_text("title: After, rewritten\nsummary: x\n")
    os.utime(folder, ns=long_ago)
    assert "Before" in titles()
    assert "After" in titles("--rescan")
    assert run(["list", "--rescan", "-before", "--library", str(folder.parent)]) == 0
    assert "After" in capsys.readouterr().out


@pytest.fixture
def new_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of four stories that nobody has read yet; it is told at once how far the reading is."""
    for name in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    monkeypatch.setattr("newsreader.cli.session._PATIENCE", 0)
    library = tmp_path / "library"
    library.mkdir()
    for number in range(4):
        (library / f"{number}.yaml").write_text(f"title: Story {number}\nsummary: A ferry.\n")
    return library


def test_only_a_query_for_words_waits_until_the_text_of_a_large_library_can_be_searched(
    new_library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("newsreader.sync.updating._FILES_WORTH_STAGES", 2)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    arguments = ["--library", str(new_library), "list", "--format", "ids"]
    for query, told in (([], False), (["has:link"], False), (["ferry"], True), ([], False)):
        assert run([*arguments, *query]) == 0
        written = capsys.readouterr()
        assert ("Preparing texts for searching: 4 of 4" in written.err) is told
        assert len(written.out.split()) == (0 if query == ["has:link"] else 4)


def test_how_far_the_reading_of_a_new_library_has_come_is_shown_on_a_terminal(
    new_library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("newsreader.sync.batches._STORIES_AT_ONCE", 2)
    monkeypatch.setattr("newsreader.sync.batches._SECONDS_TO_ESTIMATE", 0)
    monkeypatch.setattr("newsreader.sync.updating._FILES_AT_ONCE", 1)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    arguments = ["--library", str(new_library), "list", "--format", "ids"]
    assert run(arguments) == 0
    told = capsys.readouterr()
    first, second, cleared, end = told.err.split("\r")[1:]
    assert first == "Reading the library: 2 of 4, 0 s left"
    assert second.rstrip() == "Reading the library: 4 of 4, 0 s left"
    figures = "4 of 4 stories, 4 unread, 0 bookmarked\n"
    assert (cleared.strip(), end) == ("", figures)
    assert len(told.out.split()) == 4
    assert run(arguments) == 0
    assert capsys.readouterr().err == figures
